"""Reading of long tables by column, in a subprocess: limits by size first, and by time as the file is large."""

from __future__ import annotations

from array import array
from collections import OrderedDict
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from ..base.errors import DataError
from . import delimited, sandbox, xlsx, xlsx_columns
from .sheet_columns import MOST_CELLS, ContentTable, PackedSheet, SheetColumns, from_grid, packed, unpacked

LARGEST_DELIMITED = 128 * 2**20
"""Limit of a .csv file, in bytes."""
_FIRST_SECONDS, _SECONDS_PER_MEGABYTE = 20, 5
_PROCESSES = 2
_TOGETHER = 2**20
"""Files of at most so many bytes share a reading process; a larger one has one of its own."""
_KEPT = 32
_kept: OrderedDict[tuple[str, str], bytes] = OrderedDict()
"""What was read of small files last, by name and hash: a watching process reads again only what has changed."""


def read_columns(path: Path) -> list[SheetColumns]:
    """Return the sheets of a workbook by column: the same cells as :func:`xj_analysis.workbooks.sandbox.read_sheets`.

    Parameters
    ----------
    path
        As of :func:`xj_analysis.workbooks.sandbox.read_sheets`.

    Raises
    ------
    DataError
        The file is missing, of another kind, damaged, or exceeds a limit.
    """
    return unpacked(sandbox.answer_of(__name__, path, seconds_for(path)))


def reader_of(paths: Sequence[Path]) -> Callable[[Path], list[SheetColumns]]:
    """Return :func:`read_columns` for some workbooks, which are read at once: small ones by few processes.

    One that ends its process is read again alone, as are those after it, so that it costs the others nothing.
    """
    from concurrent.futures import ThreadPoolExecutor

    found = read_ahead(paths)
    with ThreadPoolExecutor(_PROCESSES) as readers:
        ready = {path: readers.submit(read_columns, path) for path in paths if path not in found}

    def read(path: Path) -> list[SheetColumns]:
        return unpacked(sandbox.sound(found[path])) if path in found else ready[path].result()

    return read


def read_ahead(paths: Iterable[Path]) -> dict[Path, bytes]:
    """Read small workbooks by few processes, and keep what was read for later calls: each content is read once.

    Returns
    -------
    What :func:`xj_analysis.workbooks.sandbox.answers_of` answers of each; those that are large, or ended a process, are
    missing.
    """
    from concurrent.futures import ThreadPoolExecutor

    small = {path: key for path in sorted(paths) if (key := _key(path))}
    found = {path: _kept[key] for path, key in small.items() if key in _kept}
    unread = [path for path in small if path not in found]
    shares = [share for n in range(_PROCESSES) if (share := unread[n::_PROCESSES])]
    if shares:
        with ThreadPoolExecutor(_PROCESSES) as readers:
            answered = [readers.submit(sandbox.answers_of, __name__, share, _FIRST_SECONDS) for share in shares]
        found |= {path: words for share in answered for path, words in share.result().items()}
    for path, words in found.items():
        _kept[small[path]] = words
        _kept.move_to_end(small[path])
    while len(_kept) > _KEPT:
        _kept.popitem(last=False)
    return found


def _key(path: Path) -> tuple[str, str] | None:
    """What identifies the content of a small workbook; None for one that is large, missing or no workbook."""
    from ..base.hashing import file_hash

    try:
        sandbox.require_workbook(path)
        return (path.name, file_hash(path)) if path.stat().st_size <= _TOGETHER else None
    except (DataError, OSError):
        return None


def seconds_for(path: Path) -> int:
    """Return the limit of time for a file: it stops what hangs, not what is large on a slow machine."""
    size = path.stat().st_size if path.is_file() else 0
    return _FIRST_SECONDS + _SECONDS_PER_MEGABYTE * size // 2**20


def packed_in_process(path: Path) -> bytes:
    """Return the sheets as :func:`xj_analysis.workbooks.sheet_columns.packed` bytes, read without limits.

    Raises
    ------
    DataError
        As :func:`read_columns`.
    """
    table = ContentTable()
    kind = sandbox.kind_of(path)
    if kind == "xlsx":
        with xlsx.opened(path) as archive:
            return packed(*xlsx_columns.read_book(path.name, archive))
    if kind == "text" and path.suffix.lower() == ".csv":
        text = delimited.decoded(path.name, delimited.read_bytes(path, most=LARGEST_DELIMITED))
        if not sandbox.MARKUP.match(text):
            return packed([_delimited(path, text, table)], table)
    return packed([from_grid(grid, table) for grid in sandbox.read_in_process(path)], table)


def _delimited(path: Path, text: str, table: ContentTable) -> PackedSheet:
    columns: list[array[int]] = []
    row = 0
    for row, cells in enumerate(delimited.rows_of(path.name, text), start=1):
        if len(cells) > len(columns):
            columns += [array("i", bytes(4 * (row - 1))) for _ in range(len(columns), len(cells))]
        if row * len(columns) > MOST_CELLS:
            raise DataError(path.name, "数据太多", f"超过{MOST_CELLS // 10_000}万格", "请按年或按月分成几个文件。")
        codes = map(table.code, cells)
        for column in columns:
            column.append(next(codes, 0))
    return PackedSheet(path.stem, rows=array("i", range(1, row + 1)), codes=dict(enumerate(columns, start=1)))


if __name__ == "__main__":
    sandbox.answer(packed_in_process, seconds_for)
