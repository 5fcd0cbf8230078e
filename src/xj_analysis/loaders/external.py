"""External sources (csv, parquet, sql): slices of their rows, and the extent of all rows."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from typing import Protocol

import pandas as pd

from ..base.errors import Fault
from ..county.model import County
from ..county.sources import Source
from ..quantity import periods
from ..store import observations
from . import observation_rules, parquet, sql, tabular
from .observation_rules import parses

_SHOWN = 100


class RowSource(Protocol):
    """A container of rows that answers filtered queries."""

    @property
    def name(self) -> str:
        """The container, as messages name it."""

    @property
    def names(self) -> list[str]:
        """Its columns."""

    def rows(self, row_filter: parquet.RowFilter, *, limit: int | None = None) -> pd.DataFrame:
        """Return the rows of a filter, as text, with their ``place``."""

    def distinct(self, names: Sequence[str], row_filter: parquet.RowFilter) -> pd.DataFrame:
        """Return the distinct contents of some columns in the rows of a filter, as text."""


@dataclass(frozen=True)
class SourceSlice:
    """Rows read from a source.

    Parameters
    ----------
    raw
        As :func:`xj_analysis.store.observations.tidy` takes them.
    faults
        Faults of these rows.
    extent
        Periods and days of all rows (:attr:`xj_analysis.store.store.Store.extent`); None where all were read.
    """

    raw: pd.DataFrame
    faults: list[Fault] = field(default_factory=list)
    extent: pd.DataFrame | None = None


class SliceReader:
    """An open external source, read in slices; queries common to all slices are made once.

    Parameters
    ----------
    rows
        Its rows.
    source
        Of kind csv, parquet or sql.
    county
        Rows of undeclared indicators or areas are faults, unless the source is a ``subset``.

    Raises
    ------
    DataError
        The source has other columns.
    """

    def __init__(self, rows: RowSource, source: Source, county: County) -> None:
        tabular.check_columns(
            rows.name, rows.names, columns=observation_rules.COLUMNS, optional=observation_rules.OPTIONAL
        )
        self._rows, self._source, self._county = rows, source, county
        self._declared = {"indicator": sorted(county.by_slug), "area": sorted(county.area_names)}

    def read(self, *, first: int, indicators: Collection[str] | None = None, period: str | None = None) -> SourceSlice:
        """Return the rows of declared indicators and areas, or a slice of them.

        Parameters
        ----------
        first
            Index label of the first row, so that frames of several sources can be concatenated.
        indicators
            Slugs; None for all.
        period
            Skip rows of periods that begin after it; None for no limit.

        Raises
        ------
        DataError
            The source cannot be read.
        """
        name, source = self._rows.name, self._source
        row_filter, extent = dict(self._declared), None
        if indicators is not None:
            extent = self._extent
            row_filter["indicator"] = sorted(indicators)
            row_filter["period"] = [code for code in sorted(set(self._about["period"])) if not _later(code, period)]
        undeclared = self._undeclared
        rows = (
            pd.concat([self._rows.rows(row_filter), undeclared])
            .reset_index(drop=True)
            .reindex(columns=[*observation_rules.COLUMNS, *observation_rules.OPTIONAL, "place"], fill_value="")
            .astype(str)
        )
        rows.index = pd.RangeIndex(first, first + len(rows))
        raw, faults = _raw(rows, source), []
        if len(raw):
            faults = observation_rules.validate_observations(
                raw, self._county, lambda row: f"{name} {rows.loc[row, 'place']!s}"
            )
            faults += _other_sources(rows, source, name)
        if len(undeclared) >= _SHOWN:
            do = "来源所记比本县广，就请在 sources.toml 里写 subset = true；否则请改正代号。"
            faults.append(Fault(name, "还有更多的行，其指标或地区没有登记", do=do))
        return SourceSlice(raw, faults, extent)

    @cached_property
    def _about(self) -> pd.DataFrame:
        return _about(self._rows, self._county)

    @cached_property
    def _extent(self) -> pd.DataFrame:
        return _extent(self._about, self._source)

    @cached_property
    def _undeclared(self) -> pd.DataFrame:
        return pd.DataFrame() if self._source.subset else _undeclared(self._rows, self._declared)


@contextmanager
def open_slices(source: Source, county: County) -> Iterator[SliceReader]:
    """Open an external source for reading in slices.

    Raises
    ------
    DataError
        It cannot be read, or has other columns.
    """
    with open_source(source, county) as rows:
        yield SliceReader(rows, source, county)


@contextmanager
def open_source(source: Source, county: County) -> Iterator[RowSource]:
    """Open the container of a source's rows."""
    if source.kind == "sql":
        with sql.open_database(source) as database:
            yield database
    else:
        with parquet.open_parquet(source.file, county.folder, csv=source.kind == "csv") as file:
            yield file


_ABOUT = ["period", "nature", "published"]


def _about(rows: RowSource, county: County) -> pd.DataFrame:
    """Distinct periods, natures and days of declared indicators and areas, public and internal, as text."""
    names = [name for name in _ABOUT if name in rows.names]
    areas = sorted(county.area_names)
    parts = []
    for internal in (False, True):
        slugs = sorted(indicator.slug for indicator in county.indicators if indicator.internal == internal)
        if slugs:
            distinct = rows.distinct(names, {"indicator": slugs, "area": areas})
            parts.append(distinct.reindex(columns=_ABOUT, fill_value="").assign(internal=internal))
    return pd.concat(parts, ignore_index=True)


def _extent(about: pd.DataFrame, source: Source) -> pd.DataFrame:
    """Extent of the rows; an unparsable period or day has none: it is a fault once its row is read."""
    days = about["published"].where(about["published"] != "", source.published.isoformat())
    published = pd.to_datetime(days, format="%Y-%m-%d", errors="coerce")
    readable = about["period"].map({code: parses(periods.parse, code) for code in set(about["period"])}).astype(bool)
    extent = about.assign(published=published, internal=about["internal"] | source.internal)
    extent["dated"] = (about["published"] != "") | source.dated
    return extent[readable & published.notna()][observations.EXTENT]


def _later(code: str, limit: str | None) -> bool:
    """True where a period begins after another; False where it cannot be parsed."""
    return (
        limit is not None
        and parses(periods.parse, code)
        and periods.parse(code).begins_after(periods.parse_option(limit))
    )


def _undeclared(rows: RowSource, declared: parquet.RowFilter) -> pd.DataFrame:
    """Rows of undeclared indicators or areas, to be reported as faults; at most `_SHOWN` of each."""
    pairs = rows.distinct(["indicator", "area"], {})
    parts = [pd.DataFrame()]
    for column, names in declared.items():
        if unknown := sorted(set(pairs[column]) - set(names)):
            parts.append(rows.rows({column: unknown}, limit=_SHOWN))
    return pd.concat(parts).drop_duplicates("place") if len(parts) > 1 else parts[0]


def _raw(rows: pd.DataFrame, source: Source) -> pd.DataFrame:
    """Rows with their source; their locator is the place in it, followed by a locator of their own."""
    places = zip(rows["place"].tolist(), rows["locator"].tolist(), strict=True)
    locators = [f"{place}（{locator}）" if locator else place for place, locator in places]
    return rows.drop(columns="place").assign(source=source.id, locator=locators)


def _other_sources(rows: pd.DataFrame, source: Source, name: str) -> list[Fault]:
    """A fault for each row that names another source."""
    other = rows[~rows["source"].isin(["", source.id])]
    do = f"这里的行都出自 {source.id}：请留空，或写 {source.id}。"
    return [
        Fault(f"{name} {row['place']} source", "来源不是这一个", row["source"], do) for row in other.to_dict("records")
    ]
