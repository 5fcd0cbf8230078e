"""Workflow of `xj read` and `xj proof`: files, readings, import of confirmed quantities, marked copies."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from .. import loaders
from ..county.toml_files import read_county
from ..quantity.mentions.masks import normalize_characters
from . import proof, proposals
from .proof import marked_copy
from .reader import Reading, read_text
from .reader.dates import Anchor, find_anchor
from .reader.files import open_text


@dataclass(frozen=True)
class ImportResult:
    """Result of importing a text into a data folder.

    Parameters
    ----------
    table
        Path of the table to confirm.
    rows
        Number of its rows.
    proposed
        True where this run wrote the table, for a person to confirm.
    confirmed, written
        Number of confirmed rows, and of those that are new in ``observations.csv``.
    """

    table: Path
    rows: int
    proposed: bool
    confirmed: int = 0
    written: int = 0


def read_files(
    files: Sequence[Path], *, anchor: date | None = None, names: Iterable[str] = ()
) -> list[tuple[Path, Reading]]:
    """Return each file with its reading.

    Raises
    ------
    DataError
        A file cannot be read.
    """
    names = tuple(names)
    return [(path, read_text(open_text(path), anchor=anchor, names=names)) for path in files]


def import_text(file: Path, data: Path, *, anchor: date | None = None) -> ImportResult:
    """Write the table to confirm of a registered text, or import its confirmed rows where the table exists.

    Parameters
    ----------
    file
        Transcript of a source of the county.
    data
        Data folder of the county; the table is ``proposed/<source>.csv`` in it.
    anchor
        Date of the text. None: the day its source was published, unless that is inferred.

    Raises
    ------
    DataError, UsageError
        The file is not registered, or a confirmed row would be faulty; nothing is written.
    """
    text = open_text(file)
    county = read_county(data)
    source = proposals.find_source(file, county)
    table = proposals.table_path(county, source)
    if not table.is_file():
        day = anchor or (None if source.published_inferred else source.published)
        rows = proposals.propose(read_text(text, anchor=day, names=county.names), county, source)
        proposals.write_table(table, rows)
        return ImportResult(table, len(rows), proposed=True)
    count, confirmed = proposals.read_confirmed(table)
    written = proposals.write_observations(confirmed, county, source)
    return ImportResult(table, count, proposed=False, confirmed=len(confirmed), written=written)


@dataclass(frozen=True)
class ProofResult:
    """Result of proofreading a draft.

    Parameters
    ----------
    file
        Path of the draft.
    text
        Its text.
    anchor
        Reference date from which 今年 is resolved.
    alarms
        Alarms in the order of the text.
    out
        Paths of the marked copies.
    """

    file: Path
    text: str
    anchor: Anchor
    alarms: tuple[proof.Alarm, ...]
    out: tuple[Path, ...]


def proofread_file(
    file: Path, *, against: Path | None = None, anchor: date | None = None, out: Sequence[Path] = ()
) -> ProofResult:
    """Proofread a draft and write marked copies of it.

    Parameters
    ----------
    file
        Path of the draft.
    against
        Data folder of a county to compare its figures with.
    anchor
        Date of the draft.
    out
        Paths of marked copies, ``.docx`` or ``.html``.

    Raises
    ------
    DataError, UsageError
        The draft or the data cannot be read, or a path of `out` cannot be written.
    """
    marked_copy.require_writable(file, out)
    text = open_text(file)
    store = loaders.load(against).known() if against else None
    alarms = proof.proofread(text, store=store, anchor=anchor)
    for path in out:
        marked_copy.save(file, text, alarms, path)
    reference = find_anchor(normalize_characters(text), anchor)
    return ProofResult(file=file, text=text, anchor=reference, alarms=tuple(alarms), out=tuple(out))
