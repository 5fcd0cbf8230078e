"""Sources that hold rows of their own (csv, parquet, sql): the slice wanted, and what the rest is about."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from typing import Protocol

import pandas as pd

from ..base.errors import DataError, Fault
from ..county.model import County
from ..county.sources import Source
from ..quantity import periods
from ..store import observations
from . import header, observation_rules, parquet, sql

_SHOWN = 100


class RowSource(Protocol):
    """Rows in whatever container, which gives those asked for."""

    @property
    def name(self) -> str:
        """The container, as a message names it."""

    @property
    def names(self) -> list[str]:
        """Its columns."""

    def rows(self, among: parquet.Among, *, limit: int | None = None) -> pd.DataFrame:
        """Return the rows wanted, as text, with ``place``."""

    def distinct(self, names: Sequence[str], among: parquet.Among) -> pd.DataFrame:
        """Return the different contents of some columns among the rows wanted, as text."""


@dataclass(frozen=True)
class SourceSlice:
    """What was read of a source.

    Parameters
    ----------
    raw
        Its rows as :func:`xj_analysis.store.observations.tidy` takes them.
    faults
        Those of its rows.
    extent
        What all its rows are about (:attr:`xj_analysis.store.store.Store.extent`); None where all were read.
    """

    raw: pd.DataFrame
    faults: list[Fault] = field(default_factory=list)
    extent: pd.DataFrame | None = None


class Holder:
    """An open source with rows of its own, asked for slices; what is the same for all of them is asked once.

    Parameters
    ----------
    held
        Its rows.
    source
        Of kind csv, parquet or sql.
    county
        Its declared names are all that is asked for; rows of others are faults, unless the source is a ``subset``.

    Raises
    ------
    DataError
        The source has other columns.
    """

    def __init__(self, held: RowSource, source: Source, county: County) -> None:
        header.check_columns(
            held.name, held.names, columns=observation_rules.COLUMNS, optional=observation_rules.OPTIONAL
        )
        self._held, self._source, self._county = held, source, county
        self._declared = {"indicator": sorted(county.by_slug), "area": sorted(county.area_names)}

    def take(self, *, first: int, indicators: Collection[str] | None = None, period: str | None = None) -> SourceSlice:
        """Return the rows that the county declares indicators and areas for, or a slice of them.

        Parameters
        ----------
        first
            The label of the first row, so that the rows of several sources can stand together.
        indicators
            Only these; None: all.
        period
            Nothing that begins after it; None: no limit.

        Raises
        ------
        DataError
            The source cannot be read.
        """
        name, source = self._held.name, self._source
        among, extent = dict(self._declared), None
        if indicators is not None:
            extent = self._extent
            among["indicator"] = sorted(indicators)
            among["period"] = [code for code in sorted(set(self._about["period"])) if not _later(code, period)]
        strange = self._strange
        found = pd.concat([self._held.rows(among), strange])
        found = (
            found.reset_index(drop=True)
            .reindex(columns=[*observation_rules.COLUMNS, *observation_rules.OPTIONAL, "place"], fill_value="")
            .astype(str)
        )
        found.index = pd.RangeIndex(first, first + len(found))
        raw, faults = _raw(found, source), []
        if len(raw):
            faults = observation_rules.faults(raw, self._county, lambda row: f"{name} {found.loc[row, 'place']!s}")
            faults += _elsewhere(found, source, name)
        if len(strange) >= _SHOWN:
            do = "来源所记比本县广，就请在 sources.toml 里写 subset = true；否则请改正代号。"
            faults.append(Fault(name, "还有更多的行，其指标或地区没有登记", do=do))
        return SourceSlice(raw, faults, extent)

    @cached_property
    def _about(self) -> pd.DataFrame:
        return _about(self._held, self._county)

    @cached_property
    def _extent(self) -> pd.DataFrame:
        return _extent(self._about, self._source)

    @cached_property
    def _strange(self) -> pd.DataFrame:
        return pd.DataFrame() if self._source.subset else _strange(self._held, self._declared)


@contextmanager
def holder(source: Source, county: County) -> Iterator[Holder]:
    """Open a source for slices of it.

    Raises
    ------
    DataError
        It cannot be read, or has other columns.
    """
    with open_source(source, county) as held:
        yield Holder(held, source, county)


@contextmanager
def open_source(source: Source, county: County) -> Iterator[RowSource]:
    """Open what a source's rows are in."""
    if source.kind == "sql":
        with sql.open_database(source) as database:
            yield database
    else:
        with parquet.open_parquet(source.file, county.folder, csv=source.kind == "csv") as file:
            yield file


def _about(held: RowSource, county: County) -> pd.DataFrame:
    """The periods and days there are of declared indicators and areas, public and internal, as written."""
    names = [name for name in ("period", "published") if name in held.names]
    areas = sorted(county.area_names)
    parts = []
    for internal in (False, True):
        slugs = sorted(indicator.slug for indicator in county.indicators if indicator.internal == internal)
        if slugs:
            found = held.distinct(names, {"indicator": slugs, "area": areas})
            parts.append(found.reindex(columns=["period", "published"], fill_value="").assign(internal=internal))
    return pd.concat(parts, ignore_index=True)


def _extent(about: pd.DataFrame, source: Source) -> pd.DataFrame:
    """What the rows are about; of those with a period or day nobody can read, nothing: they are faults when read."""
    days = about["published"].where(about["published"] != "", source.published.isoformat())
    published = pd.to_datetime(days, format="%Y-%m-%d", errors="coerce")
    readable = about["period"].map({code: _parses(code) for code in set(about["period"])}).astype(bool)
    extent = about.assign(published=published, internal=about["internal"] | source.internal)
    return extent[readable & published.notna()][observations.EXTENT]


def _parses(code: str) -> bool:
    try:
        periods.parse(code)
    except DataError:
        return False
    return True


def _later(code: str, limit: str | None) -> bool:
    return limit is not None and _parses(code) and periods.parse(code).begins_after(periods.parse_option(limit))


def _strange(held: RowSource, declared: parquet.Among) -> pd.DataFrame:
    """Rows of indicators or areas that the county does not declare, so that none is passed over in silence."""
    pairs = held.distinct(["indicator", "area"], {})
    found = [pd.DataFrame()]
    for column, known in declared.items():
        if unknown := sorted(set(pairs[column]) - set(known)):
            found.append(held.rows({column: unknown}, limit=_SHOWN))
    return pd.concat(found).drop_duplicates("place") if len(found) > 1 else found[0]


def _raw(found: pd.DataFrame, source: Source) -> pd.DataFrame:
    """The rows with their source, and their place in it before the locator they may have of their own."""
    places = zip(found["place"].tolist(), found["locator"].tolist(), strict=True)
    locators = [f"{place}（{own}）" if own else place for place, own in places]
    return found.drop(columns="place").assign(source=source.id, locator=locators)


def _elsewhere(found: pd.DataFrame, source: Source, name: str) -> list[Fault]:
    other = found[~found["source"].isin(["", source.id])]
    do = f"这里的行都出自 {source.id}：请留空，或写 {source.id}。"
    return [
        Fault(f"{name} {row['place']} source", "来源不是这一个", row["source"], do) for row in other.to_dict("records")
    ]
