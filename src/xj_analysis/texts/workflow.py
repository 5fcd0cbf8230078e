"""`xj read` and `xj proof`: files in; readings, tables to confirm, observations confirmed, and proofs out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from .. import loaders
from ..county.toml_files import read_county
from . import proof, proposals
from .proof import marked_copy
from .reader import Reading, read_text
from .reader.dates import Anchor, find_anchor
from .reader.files import open_text
from .reader.masks import normalize_characters


@dataclass(frozen=True)
class ImportResult:
    """What came of a file on its way into a data folder.

    Parameters
    ----------
    table
        The table to confirm.
    rows
        How many quantities stand in it.
    proposed
        True where the table was written just now, and waits for a person.
    confirmed, written
        How many rows a person confirmed, and how many of them are new in ``observations.csv``.
    """

    table: Path
    rows: int
    proposed: bool
    confirmed: int = 0
    written: int = 0


def read_files(
    files: Sequence[Path], *, anchor: date | None = None, names: Iterable[str] = ()
) -> list[tuple[Path, Reading]]:
    """Return what each file says.

    Raises
    ------
    DataError
        A file cannot be read.
    """
    given = tuple(names)
    return [(path, read_text(open_text(path), anchor=anchor, names=given)) for path in files]


def import_text(file: Path, data: Path, *, anchor: date | None = None) -> ImportResult:
    """Propose the quantities of a registered text, or write those of its table that a person confirmed.

    Parameters
    ----------
    file
        The transcript of a source of the county.
    data
        The county's data folder. The table is ``proposed/<source>.csv`` in it.
    anchor
        The text's date; else the day its source was published, where that is no guess.

    Raises
    ------
    DataError, UsageError
        The file is not registered, or a confirmed row would be faulty. Nothing is written then.
    """
    text = open_text(file)
    county = read_county(data)
    source = proposals.find_source(file, county)
    table = proposals.table_path(county, source)
    if not table.is_file():
        known = anchor or (None if source.published_inferred else source.published)
        found = read_text(text, anchor=known, names=county.names)
        rows = proposals.propose(found, county, source)
        proposals.write_table(table, rows)
        return ImportResult(table, len(rows), proposed=True)
    count, kept = proposals.read_confirmed(table)
    return ImportResult(
        table, count, proposed=False, confirmed=len(kept), written=proposals.write_observations(kept, county, source)
    )


@dataclass(frozen=True)
class ProofResult:
    """What a proof found.

    Parameters
    ----------
    file
        The draft.
    text
        As it was read.
    anchor
        What its 今年 was taken to be.
    alarms
        What does not hold together, in the order of the text.
    out
        The files written.
    """

    file: Path
    text: str
    anchor: Anchor
    alarms: tuple[proof.Alarm, ...]
    out: tuple[Path, ...]


def proofread_file(
    file: Path, *, against: Path | None = None, anchor: date | None = None, out: Sequence[Path] = ()
) -> ProofResult:
    """Return what is wrong with a draft, and write it back with comments or highlights.

    Parameters
    ----------
    file
        The draft.
    against
        A county's data folder to hold its figures against.
    anchor
        The day of the draft.
    out
        ``.docx`` or ``.html`` files to write.

    Raises
    ------
    DataError, UsageError
        The draft or the data cannot be read, or a file of `out` cannot be written so.
    """
    marked_copy.require_writable(file, out)
    text = open_text(file)
    store = loaders.load(against).known() if against else None
    alarms = proof.proofread(text, store=store, anchor=anchor)
    for path in out:
        marked_copy.save(file, text, alarms, path)
    return ProofResult(file, text, find_anchor(normalize_characters(text), anchor), tuple(alarms), tuple(out))
