"""Grids of XML spreadsheets of 2003 (SpreadsheetML), which exporting programs call .xls."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field

from ..base.errors import DataError
from . import date_formats
from .comments import words_of
from .grid import Grid, GridCell, is_hidden
from .number_formats import GENERAL, number_cell, text_cell
from .text_runs import Run, Style, joined, style_of
from .xml_stream import BROKEN, local_name, stream_xml

NAMESPACE = "urn:schemas-microsoft-com:office:spreadsheet"
MOST_CELLS, MOST_MERGED = 400_000, 2_000

_NAMED = {
    "General Number": GENERAL, "Percent": "0.00%", "Fixed": "0.00", "Standard": "#,##0.00", "Scientific": "0.00E+00",
    "Currency": "¥#,##0.00;¥-#,##0.00", "Short Date": "yyyy/m/d", "Medium Date": "d-mmm-yy",
    "Long Date": "[$-F800]", "General Date": "yyyy/m/d h:mm", "Short Time": "h:mm", "Medium Time": "h:mm AM/PM",
    "Long Time": "[$-F400]",
}  # fmt: skip
_ROWS, _COLUMNS = 2**20, 2**14
_DO = "请用表格软件打开，另存为 .xlsx 再报。"


def read_xml_spreadsheet(file: str, text: str) -> list[Grid]:
    """Return the sheets of an XML spreadsheet.

    Raises
    ------
    DataError
        It is damaged, holds no sheet, or more than a report can hold.
    """
    book = _XmlBook(file)
    try:
        stream_xml(file, "", [text.encode()], book.start, book.end, book.read, encoding="utf-8")
    except (KeyError, ValueError, IndexError, BROKEN):
        raise DataError(file, "文件内部损坏", do=_DO) from None
    if not book.sheets:
        raise DataError(file, "这是 XML 表格，里面没有工作表", do=_DO)
    return book.sheets


@dataclass
class _XmlBook:
    file: str
    sheets: list[Grid] = field(default_factory=list)
    data: list[Run] = field(default_factory=list)
    fonts: list[Style] = field(default_factory=list)
    author: str = ""
    styles: dict[str, dict[str, str]] = field(default_factory=dict)
    columns: dict[int, str] = field(default_factory=dict)
    row: int = 0
    column: int = 0
    row_style: str = ""
    style: str = ""
    cell: dict[str, str] = field(default_factory=dict)
    content: GridCell | None = None
    kind: str = ""
    inside: bool = False
    cells: int = 0

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        attrs = {local_name(name): value for name, value in attributes.items()}
        match tag:
            case "Style":
                self.style = attrs["ID"]
                self.styles[self.style] = {"parent": attrs.get("Parent", "")}
            case "NumberFormat":
                code = attrs.get("Format", GENERAL)
                self.styles.get(self.style, {})["code"] = _NAMED.get(code, code)
            case "Worksheet":
                self.sheets.append(Grid(attrs["Name"]))
                self.row = self.column = 0
                self.columns = {}
            case "Column":
                first = _within(int(attrs.get("Index", self.column + 1)), _COLUMNS)
                self.column = _within(first + int(attrs.get("Span", "0")), _COLUMNS)
                span = range(first, self.column + 1)
                self.columns |= dict.fromkeys(span, attrs.get("StyleID", ""))
                if _is_hidden(attrs, "Width"):
                    self.sheets[-1].hidden_columns.update(span)
            case "Row":
                first = _within(int(attrs.get("Index", self.row + 1)), _ROWS)
                self.row = _within(first + int(attrs.get("Span", "0")), _ROWS)
                self.column, self.row_style = 0, attrs.get("StyleID", "")
                if _is_hidden(attrs, "Height"):
                    self.sheets[-1].hidden_rows.update(range(first, self.row + 1))
            case "Cell":
                self.column = _within(int(attrs.get("Index", self.column + 1)), _COLUMNS)
                self.cell, self.inside = attrs, True
                self.content = GridCell("", "uncomputed", formula=True) if "Formula" in attrs else None
            case "Comment":
                self.inside, self.author = False, attrs.get("Author", "")
            case "Data":
                self.kind = attrs.get("Type", "String") if self.inside else self.kind
                self.data.clear()
                self.fonts.clear()
            case "Sup" | "Sub" | "S" | "Font":
                size = attrs.get("Size")
                style = style_of(raised=tag == "Sup", lowered=tag == "Sub", struck=tag == "S",
                                 color=attrs.get("Color", ""), points=float(size) if size else None)  # fmt: skip
                self.fonts.append(style)

    def end(self, tag: str, words: str) -> None:
        match tag:
            case "Data" if self.inside:
                self.content = self._content()
            case "Sup" | "Sub" | "S" | "Font" if self.fonts:
                self.fonts.pop()
            case "Comment":
                self.inside = True
                if said := words_of(self.author, self._words()):
                    self.sheets[-1].comments[self.row, self.column] = said
                self.data.clear()
            case "Cell":
                self._put()
            case "Style":
                self.style = ""
            case "Visible" if self.sheets:
                self.sheets[-1].hidden = words.strip() != "SheetVisible"
            case "Worksheet":
                self.sheets[-1].hidden_rows &= {row for row, _ in self.sheets[-1].cells}

    def read(self, words: str) -> None:
        self.data.append((words, next((style for style in reversed(self.fonts) if style), "")))

    def _words(self) -> str:
        return "".join(words for words, _ in self.data)

    def _put(self) -> None:
        grid, at = self.sheets[-1], (self.row, self.column)
        if self.content:
            self.cells += 1
            if self.cells > MOST_CELLS:
                raise DataError(self.file, "数据太多", f"超过{MOST_CELLS}格", "请核对是否误报；大表请用批量导入。")
            if at in grid.cells:
                raise ValueError(at)
            grid.cells[at] = self.content
        across, down = int(self.cell.get("MergeAcross", "0")), int(self.cell.get("MergeDown", "0"))
        if across or down:
            grid.merged.append((at, (_within(self.row + down, _ROWS), _within(self.column + across, _COLUMNS))))
            if len(grid.merged) > MOST_MERGED:
                raise DataError(self.file, "合并单元格太多", f"超过{MOST_MERGED}处", "请只留下要报的表。")
        self.column += across

    def _content(self) -> GridCell | None:
        words = self._words()
        formula = "Formula" in self.cell
        match self.kind:
            case "Number" | "DateTime":
                number = float(words) if self.kind == "Number" else date_formats.serial_of(words.strip())
                if not math.isfinite(number) or "_" in words:
                    raise ValueError(words)
                code = self._code()
                dateless = self.kind == "DateTime" and code == GENERAL
                return number_cell(number, "yyyy/m/d" if dateless else code, formula=formula)
            case "Boolean":
                return GridCell("是" if words.strip() == "1" else "否", "bool", formula=formula)
            case "Error":
                return GridCell(words, "error", formula=formula)
        text = joined(self.data)
        return text_cell(text, self._code(), formula=formula) if isinstance(text, str) else text

    def _code(self) -> str:
        """Number format of the cell: of its style, its row's, its column's or the default one, or of their parents."""
        name = self.cell.get("StyleID") or self.row_style or self.columns.get(self.column) or "Default"
        for _ in range(len(self.styles)):
            style = self.styles.get(name, {})
            if "code" in style or not style.get("parent"):
                break
            name = style["parent"]
        return self.styles.get(name, {}).get("code", GENERAL)


def _is_hidden(attrs: Mapping[str, str], size: str) -> bool:
    return is_hidden({"hidden": attrs.get("Hidden", ""), size: attrs.get(size, "1")}, size)


def _within(number: int, most: int) -> int:
    if not 1 <= number <= most:
        raise ValueError(number)
    return number
