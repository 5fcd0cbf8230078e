"""Columns of .xlsx files: rows by the fast scan, everything else by the strict parser of the same sheet."""

from __future__ import annotations

import io
import math
import re
import zipfile
from collections.abc import Iterator, Sequence
from typing import IO, Any

from ..base.errors import DataError
from .grid import Grid, GridCell, parse_address
from .number_formats import GENERAL, text_cell
from .row_scan import NotPlainError, RawColumn, RowScanner, unescaped
from .sheet_columns import MOST_CELLS, Content, ContentTable, PackedSheet, from_grid
from .text_runs import Text
from .text_runs import unescaped as unescaped_string
from .xlsx import _Book, _cell

LARGEST = 768 * 2**20
"""Limit of the unpacked size of the sheets, in bytes."""
MOST_MERGED = 100_000
"""Limit of the merged areas of one sheet."""

_CHUNK = 2**20
_STRING = re.compile(r'\s*<si><t(?: xml:space="preserve")?(?:/>|>([^<]*)</t>)\s*')
_AREA = re.compile(r'<mergeCell ref="([A-Z]+[0-9]+)(?::([A-Z]+[0-9]+))?"/>')
_MERGED = re.compile(rf'<mergeCells(?: count="[0-9]+")?>(?:{_AREA.pattern})*</mergeCells>')


def read_book(name: str, archive: zipfile.ZipFile) -> tuple[list[PackedSheet], ContentTable, list[Any], int]:
    """Return the sheets of an .xlsx file, their contents, the formats, and the shift of dates.

    Raises
    ------
    DataError
        A limit is exceeded.
    """
    book = _ColumnBook(name, archive)
    grids = book.sheets()
    return [book.packed(grid) for grid in grids], book.table, book.all_formats, book.shift


class _Rest:
    """An archive whose sheets have no rows."""

    def __init__(self, archive: zipfile.ZipFile, parts: dict[str, bytes]) -> None:
        self.archive, self.parts = archive, parts

    def namelist(self) -> list[str]:
        return self.archive.namelist()

    def open(self, part: str) -> IO[bytes]:
        return io.BytesIO(self.parts[part]) if part in self.parts else self.archive.open(part)


class _ColumnBook(_Book):
    def __init__(self, name: str, archive: zipfile.ZipFile) -> None:
        self.rest: dict[str, bytes] = {}
        super().__init__(name, _Rest(archive, self.rest))  # type: ignore[arg-type]  # opened, and nothing else
        self.whole = archive
        self.table = ContentTable()
        self.read = self.held = 0
        self.scanned: dict[int, PackedSheet] = {}
        self.all_formats: list[Any] = []
        self.string_codes: list[int] | None = None
        self.strings: list[Text] = []
        self.adding: dict[str | None, bool] = {}

    def packed(self, grid: Grid) -> PackedSheet:
        sheet = self.scanned.get(id(grid)) or from_grid(grid, self.table)
        return sheet.finish()

    def _content(self, part: str) -> Iterator[bytes]:
        with self.whole.open(part) as stream:
            while chunk := stream.read(_CHUNK):
                self.read += len(chunk)
                if self.read > LARGEST:
                    raise DataError(
                        self.name, "文件解开后太大", f"超过{LARGEST // 2**20}兆", "请按年或按月分成几个文件。"
                    )
                yield chunk

    def _strings(self, part: str) -> list[Text]:
        text = b"".join(self._content(part)).decode("utf-8", "replace")
        head, _, body = text.partition("<si>")
        pieces = f"<si>{body}".split("</si>") if body else [""]
        found = [_STRING.fullmatch(piece) for piece in pieces[:-1]]
        plain = "<!" not in head and "\ufffd" not in text and all(found) and pieces[-1].strip() in ("", "</sst>")
        try:
            return (
                [unescaped_string(unescaped(match[1] or "")) for match in found if match]
                if plain
                else super()._strings(part)
            )
        except NotPlainError:
            return super()._strings(part)

    def _sheet(self, name: str, part: str, hidden: bool, strings: list[Text], formats: list[Any]) -> Grid:
        self.all_formats = formats
        if self.string_codes is None:
            self.strings = strings
            self.string_codes = [self.table.code(text) for text in strings]
        sheet = PackedSheet(name, hidden)
        scanner = RowScanner(lambda rows, columns: self._take(sheet, rows, columns))
        try:
            rest = scanner.scan(self._content(part)).decode()
        except (NotPlainError, UnicodeDecodeError):
            return super()._sheet(name, part, hidden, strings, formats)
        found = _MERGED.search(rest)
        areas = _AREA.findall(found[0]) if found else []
        if len(areas) > MOST_MERGED:
            raise DataError(self.name, "合并单元格太多", f"超过{MOST_MERGED}处", "请取消合并，每行都填。")
        if found:
            sheet.merged = [(parse_address(first), parse_address(last or first)) for first, last in areas]
            rest = rest.replace(found[0], "")
        self.rest[part] = rest.encode()
        grid = super()._sheet(name, part, hidden, strings, formats)
        del self.rest[part]
        if part in self.conditional:  # which cells it changes, the strict parser knows
            return super()._sheet(name, part, hidden, strings, formats)
        sheet.merged += grid.merged
        sheet.hidden_rows = scanner.hidden_rows
        self.scanned[id(grid)] = sheet
        return grid

    def _take(self, sheet: PackedSheet, rows: Sequence[int], columns: dict[int, RawColumn]) -> None:
        self.held += len(rows) * len(columns)
        if self.held > MOST_CELLS:
            raise DataError(self.name, "数据太多", f"超过{MOST_CELLS // 10_000}万格", "请按年或按月分成几个文件。")
        taken = {column: self._codes(raw) for column, raw in columns.items()}
        for column, (codes, numbers) in taken.items():
            sheet.add(column, codes, numbers)
        sheet.rows.extend(rows)

    def _codes(self, raw: RawColumn) -> tuple[Sequence[int], Sequence[float]]:
        """Codes and numbers of the cells of a column; in one sweep where they are alike."""
        styles, types, _, values, _ = raw
        shared = self.string_codes or []
        kinds = set(types)
        if None not in values:
            if kinds == {"s"} and not self._adds_words(styles):
                numbers = list(map(int, values))  # type: ignore[arg-type]
                if min(numbers) >= 0:  # a list would count from its end
                    return [shared[number] for number in numbers], ()
            if kinds <= {None, "n"} and "" not in values:
                return self._formats_of(styles), _numbers(values)
        known: dict[tuple[str | None, ...], int] = {}
        codes: list[int] = []
        amounts: list[float] = []
        for cell in zip(*raw, strict=True):
            kind, value = cell[1], cell[3]
            if kind in (None, "n") and value:
                codes += self._formats_of([cell[0]])
                amounts += _numbers([value])
                continue
            code = known.get(cell)
            if code is None:
                code = known[cell] = self._code(*cell)
            codes.append(code)
            amounts.append(0.0)
        return codes, amounts if min(codes, default=0) < 0 else ()

    def _adds_words(self, styles: Sequence[str | None]) -> bool:
        """Return whether one of some styles shows more of a text than the text."""
        for style in set(styles) - self.adding.keys():
            code = self.all_formats[int(style)] if style and int(style) < len(self.all_formats) else GENERAL
            self.adding[style] = text_cell("甲", code) != GridCell("甲")
        return any(self.adding[style] for style in set(styles))

    def _formats_of(self, styles: Sequence[str | None]) -> list[int]:
        """Codes of numbers by their styles; one that is not there is that of a General cell after the last."""
        most = len(self.all_formats)
        known = {style: -1 - min(int(style or "0"), most) for style in set(styles)}
        return [known[style] for style in styles]

    def _code(
        self, style: str | None, kind: str | None, formula: str | None, value: str | None, inline: str | None
    ) -> int:
        strings: list[Text] = []
        if kind == "s" and value:
            number = int(value)
            if number < 0:
                raise ValueError(value)
            if not self._adds_words([style]):
                return (self.string_codes or [])[number]
            strings = self.strings
        at = {"cell": {"t": kind or "n", "s": style or "0"}, "value": None if value is None else unescaped(value),
              "formula": bool(formula), "inline": unescaped_string(unescaped(inline or ""))}  # fmt: skip
        cell = _cell(at, strings, self.all_formats, self.shift)
        plain: Content | None = cell.text if cell and cell == GridCell(cell.text) else cell
        return self.table.code(plain)


def _numbers(values: Sequence[str | None]) -> list[float]:
    numbers = list(map(float, values))  # type: ignore[arg-type]
    if not all(map(math.isfinite, numbers)) or any("_" in value for value in values if value):
        raise ValueError(next(value for value in values if value and ("_" in value or not math.isfinite(float(value)))))
    return numbers
