"""Sandboxed column reader of workbooks: subprocesses with limits of size and time, each content read once."""

from __future__ import annotations

import math
from array import array
from collections import OrderedDict
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from ..base.byte_cache import ByteCache
from ..base.errors import DataError
from . import delimited, sandbox, xlsx, xlsx_columns
from .sheet_columns import MOST_CELLS, ContentTable, PackedSheet, SheetColumns, from_grid, packed, unpacked

LARGEST_DELIMITED = 128 * 2**20
"""Limit of a .csv file, in bytes."""
_FIRST_SECONDS, _SECONDS_PER_MEGABYTE = 20, 5
_PROCESSES = 2
_TOGETHER = 2**20
"""Files of at most so many bytes share a reading process; a larger one has one of its own."""
_KEPT = 64 * 2**20
_kept: OrderedDict[tuple[str, str], bytes] = OrderedDict()
"""What was read of small files last, by name and hash, up to so many bytes: who watches reads only what has changed."""


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


def reader_of(paths: Sequence[Path], cache: ByteCache | None = None) -> Callable[[Path], list[SheetColumns]]:
    """Return :func:`read_columns` for some workbooks, which are read at once: small ones by few processes.

    One that ends its process is read again alone, as are those after it, so that it costs the others nothing.

    Parameters
    ----------
    cache
        What earlier runs read; what is in it is not read again.
    """
    from concurrent.futures import ThreadPoolExecutor

    found = read_ahead(paths, cache)
    with ThreadPoolExecutor(_PROCESSES) as readers:
        ready = {path: readers.submit(_alone, path, cache) for path in paths if path not in found}

    def read(path: Path) -> list[SheetColumns]:
        return unpacked(sandbox.sound(found[path])) if path in found else ready[path].result()

    return read


def read_ahead(paths: Iterable[Path], cache: ByteCache | None = None) -> dict[Path, bytes]:
    """Read small workbooks by few processes, and keep what was read for later calls: each content is read once.

    Parameters
    ----------
    cache
        As of :func:`reader_of`.

    Returns
    -------
    What :func:`xj_analysis.workbooks.sandbox.answers_of` answers of each; those that are large, or ended a process, are
    missing.
    """
    from concurrent.futures import ThreadPoolExecutor

    small = {path: key for path in sorted(paths) if (key := _key(path, _TOGETHER))}
    found = {path: words for path, key in small.items() if (words := _kept.get(key) or _loaded(key, cache))}
    unread = [path for path in small if path not in found]
    shares = [share for n in range(_PROCESSES) if (share := unread[n::_PROCESSES])]
    if shares:
        with ThreadPoolExecutor(_PROCESSES) as readers:
            answered = [readers.submit(sandbox.answers_of, __name__, share, _FIRST_SECONDS) for share in shares]
        found |= {path: words for share in answered for path, words in share.result().items()}
    for path, words in found.items():
        if path not in unread or _saved(path, small[path], words, cache):
            _kept[small[path]] = words
            _kept.move_to_end(small[path])
    while sum(map(len, _kept.values())) > _KEPT:
        _kept.popitem(last=False)
    return found


def _alone(path: Path, cache: ByteCache | None) -> list[SheetColumns]:
    """The sheets of a workbook: from a cache, or read by a process of its own."""
    key = _key(path) if cache else None
    if not key:
        return read_columns(path)
    words = _loaded(key, cache)
    if words is None:
        words = sandbox.answer_of(__name__, path, seconds_for(path))
        _saved(path, key, words, cache)
    return unpacked(words)


def _loaded(key: tuple[str, str], cache: ByteCache | None) -> bytes | None:
    return cache.load(*key) if cache else None


def _saved(path: Path, key: tuple[str, str], words: bytes, cache: ByteCache | None) -> bool:
    """Keep what was read of a file, and return whether it may be kept: the file is still the same."""
    if _key(path) != key:
        return False
    if cache and not sandbox.is_faulty(words):
        cache.save(words, *key)
    return True


def _key(path: Path, most: float = math.inf) -> tuple[str, str] | None:
    """What identifies the content of a workbook, with the name in its messages; None for none, or a larger one."""
    from ..base.hashing import file_hash

    try:
        sandbox.require_workbook(path)
        return (path.name, file_hash(path)) if path.stat().st_size <= most else None
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
