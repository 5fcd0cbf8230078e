"""Data folders: the observations of a county, or a slice of them, with all faults reported at once."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from contextlib import ExitStack
from functools import cached_property, partial
from pathlib import Path
from typing import Self, TypeVar

import pandas as pd

from ..base.errors import DataError, Fault
from ..base.folder_swap import read_undisturbed
from ..base.hashing import file_hash
from ..county.model import County
from ..county.places import Places
from ..county.sources import Source, transcript_path
from ..county.toml_files import read_county
from ..store import observations, store
from . import corrections, external, ledger_register, observation_rules, tabular

Result = TypeVar("Result")

RECEIVED = "received/observations.csv"
"""Observations added by `xj intake`, beside ``observations.csv``."""


def load(folder: Path) -> store.Store:
    """Return the store of a data folder.

    Parameters
    ----------
    folder
        With what :func:`~xj_analysis.county.toml_files.read_county` reads, and ``observations.csv`` or
        ``observations.parquet`` (or external sources); optionally ``corrections.csv`` and ``received/``.

    Raises
    ------
    DataError
        The folder is faulty; all faults are listed.
    """
    return undisturbed(folder, lambda: load_observations(read_county(folder)))


def undisturbed(
    folder: Path, read: Callable[[], Result], *, sound: Callable[[Result], bool] = lambda _: True
) -> Result:
    """Return the result of `read`, which reads a data folder, of one state of what was received.

    Parameters
    ----------
    sound
        Whether a result has no fault.

    Raises
    ------
    DataError
        That of `read`.
    """
    return read_undisturbed((folder / RECEIVED).parent, read, sound=sound)


def load_observations(
    county: County, *, indicators: Collection[str] | None = None, period: str | None = None
) -> store.Store:
    """Return the observations of a county, or a slice of them; external sources are read only as far as it needs.

    Parameters
    ----------
    county
        Observations are in its folder, or in external sources.
    indicators
        Slugs; None for all.
    period
        Skip rows of external sources that begin after it; None for no limit.

    Returns
    -------
    A store; that of a slice has the ``extent`` of all observations.

    Raises
    ------
    DataError
        Something that was read is faulty; all faults are listed.
    """
    with ObservationReader(county) as reader:
        return reader.observations(indicators=indicators, period=period)


def read_observations(county: County) -> tuple[pd.DataFrame, list[Fault]]:
    """Return all observations of a county as text, with corrected rows, and all their faults.

    Returns
    -------
    The frame as :func:`xj_analysis.store.observations.tidy` takes it, and the faults file by file, in row order.
    """
    with ObservationReader(county) as reader:
        raw, faults, _ = reader.raw()
    return raw, faults


class ObservationReader:
    """Reader of the observations of one county in slices; shared files are opened, parsed and checked once.

    Parameters
    ----------
    county
        Observations are in its folder, or in external sources, which stay open until the reader is closed: all slices
        are of one moment.
    """

    def __init__(self, county: County) -> None:
        self._county = county
        self._open = ExitStack()
        self._slice_readers: dict[str, external.SliceReader] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._open.close()

    def observations(self, *, indicators: Collection[str] | None = None, period: str | None = None) -> store.Store:
        """Return all observations, or a slice of them; as :func:`load_observations`.

        Raises
        ------
        DataError
            Something that was read is faulty; all faults are listed.
        """
        raw, faults, extents = self.raw(indicators, period)
        if faults := [*self._transcripts, *faults]:
            raise DataError.of(faults)
        frame, received = observations.tidy(raw, self._county), ledger_register.latest_received(self._county)
        if indicators is None:
            return store.Store(self._county, frame, received=received)
        whole = pd.concat([frame[observations.EXTENT], *extents]).drop_duplicates(ignore_index=True)
        return store.Store(self._county, frame[frame["indicator"].isin(list(indicators))], whole, received)

    def raw(
        self, indicators: Collection[str] | None = None, period: str | None = None
    ) -> tuple[pd.DataFrame, list[Fault], list[pd.DataFrame]]:
        """Return the rows as text, their faults, and the extents of sources that were read in part."""
        parts, faults = list(self._own_files[0]), list(self._own_files[1])
        extents: list[pd.DataFrame] = []
        first = max((int(part.index.max()) for part in parts), default=0) + 1
        for source in self._county.sources:
            if not source.external:
                continue
            try:
                part = self._slice_reader(source).read(first=first, indicators=indicators, period=period)
            except DataError as error:
                faults += error.faults or (error.fault,)
                continue
            faults += [*part.faults, *_repeated_ids(part.raw, parts, source.location)]
            parts.append(part.raw)
            first += len(part.raw)
            extents += [part.extent] if part.extent is not None else []
        if not parts:
            return pd.DataFrame(), faults, []
        corrected, misfits = corrections.apply_corrections(pd.concat(parts), self._county, partial=bool(extents))
        if extents:
            extents.append(corrections.correction_extent(self._county))
        return corrected, [*faults, *misfits], extents

    @cached_property
    def _own_files(self) -> tuple[list[pd.DataFrame], list[Fault]]:
        return _own_files(self._county, optional=any(source.external for source in self._county.sources))

    @cached_property
    def _transcripts(self) -> list[Fault]:
        return list(transcript_faults(self._county))

    def _slice_reader(self, source: Source) -> external.SliceReader:
        if source.id not in self._slice_readers:
            self._slice_readers[source.id] = self._open.enter_context(external.open_slices(source, self._county))
        return self._slice_readers[source.id]


def _own_files(county: County, *, optional: bool) -> tuple[list[pd.DataFrame], list[Fault]]:
    """Rows of ``observations.csv`` (or ``.parquet``) and of ``received/``, and their faults."""
    path = county.folder / "observations.csv"
    if not path.is_file() and path.with_suffix(".parquet").is_file():
        path = path.with_suffix(".parquet")
    if optional and not path.is_file():
        return [], []
    faults: list[Fault] = []
    raw = _own_table(path, county, path.name, faults)
    received = county.folder / RECEIVED
    if not received.is_file():
        return [raw], faults
    more = _own_table(received, county, RECEIVED, faults, observations.CORRECTION)
    faults += _repeated_ids(more, [raw], RECEIVED)
    moved = more.set_axis(more.index + max(map(int, raw.index), default=0))
    return [raw.reindex(columns=more.columns, fill_value=""), moved], faults


def _own_table(path: Path, county: County, name: str, faults: list[Fault], more: tuple[str, ...] = ()) -> pd.DataFrame:
    """Rows of a file of the county's own, with defaults and with the optional columns `more`; adds its faults."""
    columns = tuple(column for column in observation_rules.COLUMNS if column not in observation_rules.FILLED)
    optional = (*observation_rules.FILLED, *observation_rules.OPTIONAL, *more)
    table = tabular.read_table(path, columns=columns, optional=optional, row_faults=faults)
    ordered = table[[*observation_rules.COLUMNS, *observation_rules.OPTIONAL, *more]]
    raw = observation_rules.with_defaults(ordered, county, name)
    faults += observation_rules.validate_observations(raw, county, lambda line: f"{name} 第{line}行")
    return raw


def _repeated_ids(raw: pd.DataFrame, parts: list[pd.DataFrame], name: str) -> list[Fault]:
    """A fault for each row whose id another source has too."""
    ids = {identifier for part in parts for identifier in part["id"]}
    repeated = raw[raw["id"].isin(ids)]
    return [
        Fault(f"{name} {row['locator']} id", "编号与别的来源重复", row["id"], "请在编号前加上来源的代号。")
        for row in repeated.to_dict("records")
    ]


def transcript_faults(county: County, places: Places | None = None) -> Iterator[Fault]:
    """Yield a fault for each transcript that is missing or differs from its SHA-256, at the place of its source."""
    places = places or Places(county.folder)
    for number, source in enumerate(county.sources):
        if source.external:
            continue
        path = transcript_path(county.folder, source.transcript)
        where = partial(places.at, ("sources", number), source.id)
        if path is None:
            yield Fault(where(), "转录文件在数据文件夹之外", source.transcript, "请放进数据文件夹。")
        elif not path.is_file():
            yield Fault(where(), "转录文件不存在", source.transcript, "请补上文件，或改正路径。")
        elif not source.sha256:
            yield Fault(
                where(), "转录文件的 SHA-256 没有登记", do=f"请运行 xj check --fix {county.folder}，会自动填上。"
            )
        elif (digest := file_hash(path)) != source.sha256:
            do = f"如确经核对修改，请运行 xj check --fix {county.folder} 登记新值。"
            yield Fault(where(), "转录文件与登记的 SHA-256 不符", digest, do)
