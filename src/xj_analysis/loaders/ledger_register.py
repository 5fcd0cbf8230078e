"""Register of received ledgers (台账): which file is current, which are vintages, and what was there on a day."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from fnmatch import fnmatchcase
from itertools import groupby
from pathlib import Path

from ..base.errors import DataError
from ..county.model import County
from . import tabular

__all__ = [
    "COLUMNS",
    "FOLDER",
    "REGISTER",
    "LedgerVersion",
    "files_before",
    "files_known",
    "latest_received",
    "received_day",
    "sha256_of",
    "versions",
]
__dir__ = __all__.copy

FOLDER = "ledgers"
REGISTER = f"{FOLDER}/vintages/register.csv"
"""In the folder of the ledgers, so that one exchange of folders changes files and register at once."""
COLUMNS = ("on", "ledger", "sha256", "file", "name", "by")


@dataclass(frozen=True)
class LedgerVersion:
    """A ledger as it was received on a day.

    Parameters
    ----------
    on
        The day, ISO; empty where it is not registered: it counts as always there.
    ledger
        The name of the current file in ``ledgers/``, the same of all its versions.
    sha256
        Of the bytes received; a file that was edited since has another.
    file
        Where it lies, below the data folder.
    name, by
        Its name as it was sent, and who sent it, if known.
    """

    on: str
    ledger: str
    sha256: str
    file: str
    name: str = ""
    by: str = ""

    @property
    def current(self) -> bool:
        """Whether it is the file in ``ledgers/`` itself; its vintages are never later."""
        return self.file == f"{FOLDER}/{self.ledger}"


def versions(folder: Path) -> list[LedgerVersion]:
    """Return all versions of the ledgers of a data folder, by ledger, the latest last; of each ledger at least one.

    Raises
    ------
    DataError
        The register is faulty.
    """
    path = folder / REGISTER
    rows = tabular.read_table(path, columns=COLUMNS).to_dict("records") if path.is_file() else []
    registered = [LedgerVersion(**{str(name): str(cell) for name, cell in row.items()}) for row in rows]
    for number, version in enumerate(registered, start=2):
        if version.on and not _is_day(version.on):
            raise DataError(f"{REGISTER} 第{number}行 on", "不是日期", version.on, "请写成 2025-09-30 这样，或留空。")
    known = {version.file for version in registered}
    there = (path for path in sorted((folder / FOLDER).glob("*")) if _is_ledger(path))
    found = [LedgerVersion("", path.name, "", f"{FOLDER}/{path.name}", path.name) for path in there]
    every = [*(version for version in found if version.file not in known), *registered]
    return sorted(every, key=lambda each: (each.ledger, each.current, each.on))  # of one day the later row is later


def files_known(folder: Path, known_at: date | None) -> list[Path]:
    """Return the files of the ledgers as they were on a day; today's where none is given.

    A ledger that was first received after the day has none.

    Raises
    ------
    DataError
        The register is faulty, or a vintage in it is missing.
    """
    return [folder / known[-1].file for known in _known(folder, known_at)]


def files_before(folder: Path, known_at: date | None, previous: date | None) -> tuple[list[Path], set[str]]:
    """Return the files of the ledgers before those of a day, and the file names of those that are others.

    Parameters
    ----------
    known_at
        As of :func:`files_known`.
    previous
        The day of the previous issue; None: the last version of an earlier day than the current one's.
    """
    files: list[Path] = []
    others: set[str] = set()
    for known in _known(folder, known_at):
        last = known[-1].on
        earlier = [each for each in known if (each.on < last if previous is None else each.on <= previous.isoformat())]
        version = earlier[-1] if earlier else known[-1]
        files.append(folder / version.file)
        others |= {files[-1].name} if version is not known[-1] else set()
    return files, others


def received_day(folder: Path, file: str, sha256: str) -> tuple[str, str]:
    """Return the day on which a file was received, ISO, and who sent it; empty where not just these bytes were."""
    found = (each for each in versions(folder) if (each.file, each.sha256) == (file, sha256))
    return next(((each.on, each.by) for each in found), ("", ""))


def latest_received(county: County) -> date | None:
    """Return the day on which a ledger that briefings read was received last; None where none is registered.

    Raises
    ------
    DataError
        The register is faulty.
    """
    patterns = [shape.file for shape in county.ledgers if shape.instrument or shape.counts]
    found = versions(county.folder) if patterns else []
    days = [each.on for each in found if each.on and any(fnmatchcase(each.ledger, pattern) for pattern in patterns)]
    return date.fromisoformat(max(days)) if days else None


def sha256_of(path: Path) -> str:
    """Return the SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _known(folder: Path, known_at: date | None) -> Iterator[list[LedgerVersion]]:
    """Of each ledger its versions up to a day, the latest last; not of one that was not there yet."""
    until = known_at.isoformat() if known_at else "9999"
    for _, each in groupby(versions(folder), key=lambda version: version.ledger):
        if known := _present(folder, [version for version in each if version.on <= until]):
            yield known


def _present(folder: Path, found: Iterable[LedgerVersion]) -> list[LedgerVersion]:
    kept = list(found)
    for version in kept:
        if not (folder / version.file).is_file():
            do = "请放回这份文件；确实不要了的，把登记里的这一行删去。"
            raise DataError(REGISTER, "登记的台账不在", version.file, do)
    return kept


def _is_day(words: str) -> bool:
    try:
        return date.fromisoformat(words).isoformat() == words
    except ValueError:
        return False


def _is_ledger(path: Path) -> bool:
    return path.is_file() and not path.name.startswith((".", "~$"))  # locks of editors
