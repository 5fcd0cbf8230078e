"""The files to take in: those of folders too, without the lock and system files that lie beside workbooks."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from pathlib import Path

from ..base.errors import UsageError
from ..base.text import printable

_OF_THE_SYSTEM = frozenset({"thumbs.db", "ehthumbs.db", "desktop.ini"})


def choose_files(paths: Sequence[Path]) -> tuple[list[Path], list[str]]:
    """Return the files to take in, and a Chinese line for each that is left out.

    Parameters
    ----------
    paths
        Files, and folders for the files in them (not deeper).

    Raises
    ------
    UsageError
        Paths do not exist; all are named.
    """
    if missing := [str(path) for path in paths if not (os.path.isfile(path) or os.path.isdir(path))]:  # noqa: PTH112, PTH113  no error for a name too long
        raise UsageError("、".join(missing), "文件不存在", do="请核对路径与文件名。")
    chosen: list[Path] = []
    left_out: list[str] = []
    for path in _files(paths):
        if reason := _reason(path):
            left_out.append(f"{file_name(path)}：{reason}，没有收。")
        else:
            chosen.append(path)
    return chosen, left_out


def _files(paths: Sequence[Path]) -> Iterator[Path]:
    for path in paths:
        if path.is_dir():
            yield from sorted(path.iterdir())
        else:
            yield path


def _reason(path: Path) -> str:
    """Reason why a path is left out; empty for a file to take in."""
    if path.name.startswith(("~$", ".~lock.")):
        return "是打开着的文件的锁"
    if path.name.startswith(".") or path.name.casefold() in _OF_THE_SYSTEM:
        return "是系统的或隐藏的文件"
    return "" if path.is_file() else "不是文件"


def file_name(path: Path) -> str:
    """Return the name of a file as text, also one that old archives left in GB18030.

    Examples
    --------
    >>> file_name(Path(os.fsdecode("财政局.xlsx".encode("gb18030"))))
    '财政局.xlsx'
    """
    name = os.fsencode(path.name)
    for encoding in ("utf-8", "gb18030"):
        try:
            return printable(name.decode(encoding))
        except UnicodeDecodeError:
            continue
    return printable(name.decode("utf-8", "replace"))
