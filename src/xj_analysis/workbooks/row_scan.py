"""Fast scan of the rows of an .xlsx sheet: one regular expression a row, cells by column.

Only rows as spreadsheet programs write them are taken; anything else (comments, rich text inside a cell, rows out of
order) raises :class:`NotPlainError`, and the sheet is left to the strict parser of :mod:`xj_analysis.workbooks.xlsx`.
"""

from __future__ import annotations

import codecs
import re
import sys
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from .grid import is_hidden, parse_address

Part = tuple[str | None, ...]
RawColumn = tuple[Part, Part, Part, Part, Part]
"""Of each row the style, type, start of a formula, value and inline text of a cell; None where it has none."""

MOST_COLUMNS = 256
_ROWS = 2**20
_ATTRIBUTES = r'(?: [A-Za-z0-9:]+="[^"<>&]*")*'
_ROW = rf'\s*<row r="([0-9]{{{{1,7}}}})"({_ATTRIBUTES}) ?>{{}}\s*'
_CELL = (
    r'(?:<c r="{}\1"(?: s="([0-9]{{1,6}})")?(?: t="([A-Za-z]+)")?(?:/>|>(?:(<f)' + _ATTRIBUTES + r"(?:/>|>[^<]*</f>))?"
    r'(?:<v>([^<]*)</v>|<v/>|<is><t(?: xml:space="preserve")?>([^<]*)</t></is>)?</c>))?'
)
_BLANK_ROW = re.compile(rf"<row{_ATTRIBUTES} ?/>")
_OTHER_ORDER = re.compile(r'(<c r="[A-Z]+[0-9]+")( t="[A-Za-z]+")( s="[0-9]+")')
_COLUMN = re.compile(r'<c r="([A-Z]{1,3})[0-9]')
_ATTRIBUTE = re.compile(r' ([A-Za-z0-9:]+)="([^"]*)"')
_NO_XML = bytes({*range(32)} - {9, 10, 13})
_REFERENCE = re.compile(r"&(?:(amp|lt|gt|quot|apos)|#([0-9]{1,7})|#x([0-9A-Fa-f]{1,6}));|&")
_NO_SIGNS = ("Cc", "Cs", "Cn")
_NAMED = {"amp": "&", "lt": "<", "gt": ">", "quot": '"', "apos": "'"}


class NotPlainError(Exception):
    """Rows that the scan does not understand; the strict parser does, or names the fault."""


class RowScanner:
    """Scanner of the rows of one sheet.

    Parameters
    ----------
    take
        Called for a batch of rows with their numbers, and with their cells by column number.
    """

    def __init__(self, take: Callable[[Sequence[int], dict[int, RawColumn]], None]) -> None:
        self._take = take
        self._letters: list[str] = []
        self._row = re.compile(_ROW.format(""))
        self._last = 0
        self.hidden_rows: set[int] = set()
        self._hiding: dict[str, bool] = {"": False}

    def scan(self, chunks: Iterable[bytes]) -> bytes:
        """Scan the XML of a sheet, and return it without its rows.

        Raises
        ------
        NotPlainError
            The sheet is not as spreadsheet programs write it.
        """
        texts = _decoded(chunks)
        before = ""
        for text in texts:
            before += text
            head, found, rows = before.partition("<sheetData>")
            if found:
                break
        else:
            raise NotPlainError
        if "<!" in head or ("encoding" in head[:100] and "utf-8" not in head[:100].lower()):
            raise NotPlainError
        while True:
            data, ended, after = rows.partition("</sheetData>")
            whole, last, rest = data.rpartition("</row>")
            self._rows(whole + last)
            if ended:
                if _BLANK_ROW.sub("", rest).strip():
                    raise NotPlainError
                return (f"{head}<sheetData/>{after}" + "".join(texts)).encode()
            more = next(texts, None)
            if more is None:
                raise NotPlainError
            rows = rest + more

    def _rows(self, data: str) -> None:
        if not data:
            return
        data = _BLANK_ROW.sub("", data)
        found = [self._row.fullmatch(row) or self._learnt(row) for row in data.split("</row>")[:-1]]
        if not found:
            return
        width = len(self._letters)
        numbers: list[int] = []
        for match in found:
            number = int(match[1])
            if not self._last < number <= _ROWS:
                raise NotPlainError
            numbers.append(number)
            self._last = number
            if self._hides(match[2]):
                self.hidden_rows.add(number)
        # a row matched before a column was learnt has fewer groups: the column is blank there
        groups = [match.groups() for match in found]
        full = 2 + 5 * width
        if any(len(group) < full for group in groups):
            groups = [(self._row.fullmatch(match.string) or match).groups() for match in found]
        parts: Any = list(zip(*groups, strict=True))
        columns = [parse_address(f"{letters}1")[1] for letters in self._letters]
        self._take(numbers, {column: parts[2 + 5 * at : 7 + 5 * at] for at, column in enumerate(columns)})

    def _hides(self, attributes: str) -> bool:
        """Return whether the attributes of a row hide it; most rows have those of the row above."""
        if attributes not in self._hiding:
            try:
                self._hiding[attributes] = is_hidden(dict(_ATTRIBUTE.findall(attributes)), "ht")
            except ValueError:
                raise NotPlainError from None
        return self._hiding[attributes]

    def _learnt(self, row: str) -> re.Match[str]:
        """Match a row with columns not met before, or with the attributes of its cells in the other order."""
        row = _OTHER_ORDER.sub(r"\1\3\2", row)
        if match := self._row.fullmatch(row):
            return match
        self._letters = sorted({*self._letters, *_COLUMN.findall(row)}, key=lambda name: (len(name), name))
        if len(self._letters) > MOST_COLUMNS:
            raise NotPlainError
        self._row = re.compile(_ROW.format("".join(map(_CELL.format, self._letters))))
        match = self._row.fullmatch(row)
        if match is None:
            raise NotPlainError
        return match


def _decoded(chunks: Iterable[bytes]) -> Iterator[str]:
    decoder = codecs.getincrementaldecoder("utf-8")()
    for chunk in chunks:
        if len(chunk.translate(None, _NO_XML)) < len(chunk):
            raise NotPlainError
        text = decoder.decode(chunk)
        if "]]>" in text or "\ufffe" in text or "\uffff" in text:
            raise NotPlainError
        yield text
    yield decoder.decode(b"", final=True)


def unescaped(text: str) -> str:
    """Return XML text with its references replaced, and line ends as XML has them.

    Raises
    ------
    NotPlainError
        A reference is none of XML's own.

    Examples
    --------
    >>> unescaped("a &lt; b &#20013; &#x4E2D;")
    'a < b 中 中'
    """
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return _REFERENCE.sub(_referred, text) if "&" in text else text


def _referred(match: re.Match[str]) -> str:
    name, decimal, hexadecimal = match.groups()
    if name:
        return _NAMED[name]
    sign = chr(min(int(decimal) if decimal else int(hexadecimal or "0", 16), sys.maxunicode))
    if unicodedata.category(sign) in _NO_SIGNS and sign not in "\t\n\r":
        raise NotPlainError
    return sign
