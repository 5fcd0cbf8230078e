"""Delimited text as grids: UTF-8, UTF-16 or GB18030, with commas, tabs or semicolons; every cell text.

Other separators (``|``, ``，``, spaces) are taken where they divide every row into as many cells.
"""

from __future__ import annotations

import codecs
import csv
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ..base.errors import DataError
from ..base.text_files import decode_text
from .grid import Grid, GridCell

LARGEST = 32 * 2**20

_UTF_16 = {codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}
_DELIMITERS = ",\t;"
_BARS, _SPACES = "|｜", {"  ": re.compile("[ \u3000]{2,}"), " ": re.compile("[ \u3000]+")}
_UNUSUAL = {**{sign: sign for sign in (*_BARS, "，", "；")}, "  ": "几个空格", " ": "空格"}
"""Separators that words hold too, with their names: a row with another number of cells is a fault."""
_APART = "\x1f"
"""In the place of spaces that separate cells."""
_AS_TEXT = re.compile(r'="((?:[^"]|"")*)"')
"""A cell that a program wrote as a formula, so that its digits stay a text."""
_SAMPLE = 200
_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")
_DECLARED = "sep="


def read_delimited(path: Path) -> list[Grid]:
    """Return the one sheet of a .csv file, named like the file.

    Raises
    ------
    DataError
        The file is too large, in no known encoding, holds NUL bytes, or is no CSV.
    """
    return [delimited_grid(path.name, decoded(path.name, read_bytes(path)))]


def read_bytes(path: Path, *, most: int = LARGEST) -> bytes:
    """Return the content of a file of text that has at most so many bytes.

    Raises
    ------
    DataError
        The file is too large.
    """
    if path.stat().st_size > most:
        raise DataError(path.name, "文件太大", f"超过{most // 2**20}兆", "请核对是否误报；大表请用批量导入。")
    return path.read_bytes()


def decoded(file: str, content: bytes) -> str:
    """Return a text in UTF-8, UTF-16 or GB18030, without its byte order mark.

    Raises
    ------
    DataError
        It is in no known encoding, or holds NUL characters.

    Examples
    --------
    >>> {decoded("a.csv", "乡镇,1".encode(encoding)) for encoding in ("utf-8-sig", "gbk", "utf-16", "utf-16-be")}
    {'乡镇,1'}
    """
    text = _utf_16(content)
    if text is None and b"\0" not in content:
        text, _ = decode_text(content, file)
    if text is None or "\0" in text:
        raise DataError(file, "文件里有空字节，不是文本", do="请用表格软件打开，另存为 .xlsx 再报。")
    return text


def delimited_grid(file: str, text: str) -> Grid:
    r"""Return the grid of a delimited text; its delimiter is the one that divides most rows alike.

    Raises
    ------
    DataError
        A quotation mark is left open, or a cell is too long.

    Examples
    --------
    >>> [delimited_grid("a.csv", text).text_at(2, 2) for text in ("甲,乙\n1,2", "甲\t乙\n1,5\t2,5", "甲;乙\n1;2")]
    ['2', '2,5', '2']
    """
    grid = Grid(Path(file).stem)
    for row, cells in enumerate(rows_of(file, text), start=1):
        for column, words in enumerate(cells, start=1):
            if words.strip():
                grid.cells[row, column] = GridCell(words)
    return grid


def rows_of(file: str, text: str) -> Iterator[list[str]]:
    """Yield the rows of a delimited text.

    Raises
    ------
    DataError
        As :func:`delimited_grid`.
    """
    declared = text[: len(_DECLARED)].lower() == _DECLARED and text[len(_DECLARED) :][:1]
    if declared:
        text = text.partition("\n")[2]
    delimiter = declared or _delimiter(text)[0] or ","
    rows = _reader(text, delimiter, strict=True)
    width, quoted = 0, '="' in text
    try:
        for cells in rows:
            if delimiter in _UNUSUAL and len(cells) > 1:
                width = width or len(cells)
                if len(cells) != width:
                    what = f"各行用“{_UNUSUAL[delimiter]}”分列，分出的列数不一样"
                    got = f"第{rows.line_num}行{len(cells)}列，前面{width}列"
                    raise DataError(file, what, got, "请用表格软件打开，分好列，另存为 .xlsx 再报。")
            yield [_as_text(words) for words in cells] if quoted else cells
    except csv.Error:
        where = f"第{rows.line_num}行"
        raise DataError(file, "不是合格的 CSV", where, "请检查这一行的引号，或另存为 .xlsx 再报。") from None


def delimiter_of(text: str) -> str:
    r"""Return the delimiter of a text; '' where none divides it into a table.

    Examples
    --------
    >>> [delimiter_of(text) for text in ("乡镇,数", "乡镇|数\n甲|1", "乡镇  数\n甲镇  1", "没有分列")]
    [',', '|', '  ', '']
    """
    delimiter, alike = _delimiter(text)
    return delimiter if alike else ""


def _delimiter(text: str) -> tuple[str, bool]:
    """Separator that divides most rows, and whether it is a usual one or divides all into as many cells."""
    usual = max(_DELIMITERS, key=lambda sign: _alike(text, sign)) if any(sign in text for sign in _DELIMITERS) else ""
    divided = sum(_counts(text, usual).values()) if usual else 0
    lines = sum(1 for line, _ in zip(_LINE.finditer(text), range(_SAMPLE), strict=False) if line[0].strip())
    found: list[tuple[str, bool]] = []
    for sign in _UNUSUAL:
        counts = _counts(text, sign) if sign.strip() == "" or sign in text else Counter()
        rows = sum(counts.values())
        if rows >= max(2, lines / 2) and (rows > divided or (rows == divided and sign in _BARS and len(counts) == 1)):
            found.append((sign, len(counts) == 1))
    alike = [each for each in found if each[1]]
    return next(iter(alike or found), (usual, bool(usual)))


def _alike(text: str, delimiter: str) -> tuple[int, int]:
    """Number of rows that have as many cells as most of the divided ones, and that number of cells."""
    return max(((rows, cells) for cells, rows in _counts(text, delimiter).items()), default=(0, 0))


def _counts(text: str, delimiter: str) -> Counter[int]:
    """Number of rows by their number of cells, of the first divided ones; none where quotation marks are wrong."""
    counts: Counter[int] = Counter()
    rows = _reader(text, delimiter)
    try:
        for cells, _ in zip(rows, range(_SAMPLE), strict=False):
            if len(cells) > 1:
                counts[len(cells)] += 1
    except csv.Error:
        return Counter()
    return counts


def _reader(text: str, delimiter: str, *, strict: bool = False) -> Any:
    lines = (match[0] for match in _LINE.finditer(text))  # a copy of the text would be as large as it
    if spaces := _SPACES.get(delimiter):
        return csv.reader(
            (spaces.sub(_APART, line.strip(" \u3000\r\n")) + "\n" for line in lines), delimiter=_APART, strict=strict
        )
    return csv.reader(lines, delimiter=delimiter, strict=strict)


def _as_text(words: str) -> str:
    match = _AS_TEXT.fullmatch(words)
    return match[1].replace('""', '"') if match else words


def _utf_16(content: bytes) -> str | None:
    """Text of UTF-16, with its mark or without (every other byte of ASCII is a nought); None for another encoding."""
    high, low = (b"\0" in content[start:_SAMPLE:2] for start in (0, 1))
    unmarked = ("utf-16-be" if high else "utf-16-le") if high != low else "utf-8"
    encoding = _UTF_16.get(content[:2], unmarked)
    try:
        return None if encoding == "utf-8" else content.decode(encoding).removeprefix("\ufeff")
    except UnicodeDecodeError:
        return None
