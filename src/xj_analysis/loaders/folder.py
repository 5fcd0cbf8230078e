"""A county's data folder: everything its sources hold, or a slice of it, all faults found at once."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterator
from contextlib import ExitStack
from functools import cached_property
from pathlib import Path
from typing import Self

import pandas as pd

from ..base.errors import DataError, Fault
from ..county.model import County
from ..county.sources import Source
from ..county.toml_files import read_county
from ..store import observations, store
from . import corrections, external, observation_rules, tabular

RECEIVED = "received/observations.csv"
"""What `xj intake` has taken in, beside ``observations.csv``."""


def load(folder: Path) -> store.Store:
    """Return the store of a data folder.

    Parameters
    ----------
    folder
        Holds ``county.toml``, ``sources.toml``, ``observations.csv`` or ``observations.parquet`` (or sources with
        rows of their own); where values were put right, ``corrections.csv``; where reports were taken in,
        ``received/``.

    Raises
    ------
    DataError
        Something in it is faulty; all faults are listed.
    """
    return load_observations(read_county(folder))


def load_observations(
    county: County, *, indicators: Collection[str] | None = None, period: str | None = None
) -> store.Store:
    """Return the observations of a county, or a slice of them; of sources with rows of their own only it is read.

    Parameters
    ----------
    county
        Its folder holds the observations, or its sources do.
    indicators
        Only the rows of these; None: all.
    period
        Of sources with rows of their own, nothing that begins after it; None: no limit.

    Returns
    -------
    A store; that of a slice knows by its ``extent`` what the rest is about.

    Raises
    ------
    DataError
        Something that was read is faulty; all faults are listed.
    """
    with Reader(county) as reader:
        return reader.observations(indicators=indicators, period=period)


def read_observations(county: County) -> tuple[pd.DataFrame, list[Fault]]:
    """Return all observations of a county as text, the corrected ones too, and every fault found in them.

    Returns
    -------
    The frame as :func:`xj_analysis.store.observations.tidy` takes it, and the faults in the order of the rows, file
    by file.
    """
    with Reader(county) as reader:
        raw, faults, _ = reader.raw()
    return raw, faults


class Reader:
    """Reads the observations of one county, slice by slice: what they share is opened, parsed and checked once.

    Parameters
    ----------
    county
        Its folder holds the observations, or its sources do. Those stay open until the reader is closed, so that all
        slices are of one moment.
    """

    def __init__(self, county: County) -> None:
        self._county = county
        self._open = ExitStack()
        self._holders: dict[str, external.Holder] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._open.close()

    def observations(self, *, indicators: Collection[str] | None = None, period: str | None = None) -> store.Store:
        """Return all observations, or a slice of them; as :func:`observations`.

        Raises
        ------
        DataError
            Something that was read is faulty; all faults are listed.
        """
        raw, faults, extents = self.raw(indicators, period)
        if faults := [*self._transcripts, *faults]:
            raise DataError.of(faults)
        frame = observations.tidy(raw, self._county)
        if indicators is None:
            return store.Store(self._county, frame)
        whole = pd.concat([frame[observations.EXTENT], *extents]).drop_duplicates(ignore_index=True)
        return store.Store(self._county, frame[frame["indicator"].isin(list(indicators))], whole)

    def raw(
        self, indicators: Collection[str] | None = None, period: str | None = None
    ) -> tuple[pd.DataFrame, list[Fault], list[pd.DataFrame]]:
        """Return the rows as text, their faults, and what the rows that were not read are about."""
        parts, faults = list(self._own[0]), list(self._own[1])
        extents: list[pd.DataFrame] = []
        first = max((int(part.index.max()) for part in parts), default=0) + 1
        for source in self._county.sources:
            if not source.external:
                continue
            try:
                taken = self._holder(source).take(first=first, indicators=indicators, period=period)
            except DataError as error:
                faults += error.faults or (error.fault,)
                continue
            faults += [*taken.faults, *_again(taken.raw, parts, source.location)]
            parts.append(taken.raw)
            first += len(taken.raw)
            extents += [taken.extent] if taken.extent is not None else []
        if not parts:
            return pd.DataFrame(), faults, []
        corrected, unfit = corrections.applied(pd.concat(parts), self._county, partial=bool(extents))
        if extents:
            extents.append(corrections.extent(self._county))
        return corrected, [*faults, *unfit], extents

    @cached_property
    def _own(self) -> tuple[list[pd.DataFrame], list[Fault]]:
        return _own(self._county, optional=any(source.external for source in self._county.sources))

    @cached_property
    def _transcripts(self) -> list[Fault]:
        return list(transcripts(self._county))

    def _holder(self, source: Source) -> external.Holder:
        if source.id not in self._holders:
            self._holders[source.id] = self._open.enter_context(external.holder(source, self._county))
        return self._holders[source.id]


def _own(county: County, *, optional: bool) -> tuple[list[pd.DataFrame], list[Fault]]:
    """The rows of ``observations.csv`` or ``.parquet``, and their faults."""
    path = county.folder / "observations.csv"
    if not path.is_file() and path.with_suffix(".parquet").is_file():
        path = path.with_suffix(".parquet")
    if optional and not path.is_file():
        return [], []
    raw = tabular.read_table(path, columns=observation_rules.COLUMNS, optional=observation_rules.OPTIONAL)
    faults = observation_rules.faults(raw, county, lambda line: f"{path.name} 第{line}行")
    received = county.folder / RECEIVED
    if not received.is_file():
        return [raw], faults
    more = tabular.read_table(
        received, columns=observation_rules.COLUMNS, optional=(*observation_rules.OPTIONAL, *observations.CORRECTION)
    )
    faults += observation_rules.faults(more, county, lambda line: f"{RECEIVED} 第{line}行")
    faults += _again(more, [raw], RECEIVED)
    moved = more.set_axis(more.index + int(raw.index.max()))
    return [raw.reindex(columns=more.columns, fill_value=""), moved], faults


def _again(raw: pd.DataFrame, parts: list[pd.DataFrame], name: str) -> list[Fault]:
    """A fault for each row whose id another source has given already."""
    taken = {identifier for part in parts for identifier in part["id"]}
    twice = raw[raw["id"].isin(taken)]
    return [
        Fault(f"{name} {row['locator']} id", "编号与别的来源重复", row["id"], "请在编号前加上来源的代号。")
        for row in twice.to_dict("records")
    ]


def transcripts(county: County) -> Iterator[Fault]:
    """Yield a fault for each transcript that is missing or is no longer what its hash says."""
    for source in county.sources:
        if source.external:
            continue
        path = (county.folder / source.transcript).resolve()
        where = f"sources.toml [{source.id}]"
        if not path.is_relative_to(county.folder.resolve()):
            yield Fault(where, "转录文件在数据文件夹之外", source.transcript, "请放进数据文件夹。")
        elif not path.is_file():
            yield Fault(where, "转录文件不存在", source.transcript, "请补上文件，或改正路径。")
        elif (found := hashlib.sha256(path.read_bytes()).hexdigest()) != source.sha256:
            yield Fault(where, "转录文件与登记的 SHA-256 不符", found, "如确经核对修改，请登记新值。")
