"""A county's data folder: everything its sources hold, or a slice of it, all faults found at once."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterator
from pathlib import Path

import pandas as pd

from ..base.errors import DataError, Fault
from ..county.model import County
from ..county.reading import read_county
from ..store import observations, store
from . import corrections, external, tabular, validation

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
    raw, faults, extents = _read(county, indicators, period)
    if faults := [*transcripts(county), *faults]:
        raise DataError.of(faults)
    frame = observations.tidy(raw, county)
    if indicators is None:
        return store.Store(county, frame)
    whole = pd.concat([frame[observations.EXTENT], *extents]).drop_duplicates(ignore_index=True)
    return store.Store(county, frame[frame["indicator"].isin(list(indicators))], whole)


def read_observations(county: County) -> tuple[pd.DataFrame, list[Fault]]:
    """Return all observations of a county as text, the corrected ones too, and every fault found in them.

    Returns
    -------
    The frame as :func:`xj_analysis.store.observations.tidy` takes it, and the faults in the order of the rows, file
    by file.
    """
    raw, faults, _ = _read(county)
    return raw, faults


def _read(
    county: County, indicators: Collection[str] | None = None, period: str | None = None
) -> tuple[pd.DataFrame, list[Fault], list[pd.DataFrame]]:
    """The rows, their faults, and what the rows that were not read are about."""
    holders = [source for source in county.sources if source.external]
    parts, faults = _own(county, optional=bool(holders))
    extents: list[pd.DataFrame] = []
    first = max((int(part.index.max()) for part in parts), default=0) + 1
    for source in holders:
        try:
            taken = external.take(source, county, first=first, indicators=indicators, period=period)
        except DataError as error:
            faults += error.faults or (error.fault,)
            continue
        faults += [*taken.faults, *_again(taken.raw, parts, source.held)]
        parts.append(taken.raw)
        first += len(taken.raw)
        extents += [taken.extent] if taken.extent is not None else []
    if not parts:
        return pd.DataFrame(), faults, []
    corrected, unfit = corrections.applied(pd.concat(parts), county, partial=bool(extents))
    if extents:
        extents.append(corrections.extent(county))
    return corrected, [*faults, *unfit], extents


def _own(county: County, *, optional: bool) -> tuple[list[pd.DataFrame], list[Fault]]:
    """The rows of ``observations.csv`` or ``.parquet``, and their faults."""
    path = county.folder / "observations.csv"
    if not path.is_file() and path.with_suffix(".parquet").is_file():
        path = path.with_suffix(".parquet")
    if optional and not path.is_file():
        return [], []
    raw = tabular.read(path, columns=validation.COLUMNS, optional=validation.OPTIONAL)
    faults = validation.faults(raw, county, lambda line: f"{path.name} 第{line}行")
    received = county.folder / RECEIVED
    if not received.is_file():
        return [raw], faults
    more = tabular.read(received, columns=validation.COLUMNS, optional=(*validation.OPTIONAL, *observations.CORRECTION))
    faults += validation.faults(more, county, lambda line: f"{RECEIVED} 第{line}行")
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
