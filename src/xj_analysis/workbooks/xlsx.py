"""Grids of .xlsx files, parsed as a stream: no XML entities, and a limit on the unpacked size.

openpyxl reads a sheet twice to tell values from formulas, and makes an object for each of a million empty rows; this
parser reads it once, and skips empty rows.
"""

from __future__ import annotations

import math
import posixpath
import zipfile
import zlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from ..base.errors import DataError
from . import file_kinds
from .comments import XlsxComments
from .conditional_formats import ConditionalFormats
from .date_formats import serial_of
from .grid import SINCE_1904, Grid, GridCell, Place, is_hidden, parse_address
from .number_formats import GENERAL, format_code, number_cell, text_cell
from .text_runs import Text, XlsxRuns, unescaped
from .xml_stream import BROKEN, End, Start, stream_xml

LARGEST = 96 * 2**20
"""Limit of the unpacked size of all parts, in bytes; reports of departments reach less than a hundredth of it."""
MOST_CELLS, MOST_MERGED = 400_000, 2_000

_CHUNK = 2**16
_ROWS, _COLUMNS = 2**20, 2**14
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships id"
_STRICT_RELATION = "http://purl.oclc.org/ooxml/officeDocument/relationships id"


def read_xlsx(path: Path) -> list[Grid]:
    """Return the sheets of an .xlsx file.

    Raises
    ------
    DataError
        The file is no workbook, is damaged, or exceeds a limit.
    """
    with opened(path) as archive:
        return _Book(path.name, archive).sheets()


@contextmanager
def opened(path: Path) -> Iterator[zipfile.ZipFile]:
    """Open an .xlsx file; what is wrong with it while it is open is told as a fault of the file.

    Raises
    ------
    DataError
        The file is no workbook, or is damaged.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            yield archive
    except (zipfile.BadZipFile, zipfile.LargeZipFile, zlib.error, EOFError, RuntimeError, OSError):
        raise DataError(path.name, "不是完好的 .xlsx 文件", do="请重新另存为 .xlsx 再报。") from None
    except (KeyError, ValueError, IndexError, BROKEN):
        raise DataError(path.name, "文件内部损坏", do="请用表格软件打开，另存为 .xlsx 再报。") from None


class _Book:
    def __init__(self, name: str, archive: zipfile.ZipFile) -> None:
        self.name, self.archive = name, archive
        self.unpacked = self.cells = self.shift = 0
        self.differential: dict[int, str] = {}
        self.conditional: set[str] = set()

    def sheets(self) -> list[Grid]:
        if kind := file_kinds.of_parts(self.archive.namelist()):
            raise file_kinds.refusal(self.name, kind)
        root = self._related("_rels/.rels", "officeDocument")
        main = next(iter(root.values()), "xl/workbook.xml")
        folder = main.rpartition("/")[0]
        parts = self._related(f"{folder}/_rels/{main.rpartition('/')[2]}.rels", "")
        kinds = self._related(f"{folder}/_rels/{main.rpartition('/')[2]}.rels", "", by_kind=True)
        strings = self._strings(_joined(folder, kinds["sharedStrings"])) if "sharedStrings" in kinds else []
        formats = self._formats(_joined(folder, kinds["styles"])) if "styles" in kinds else []
        entries: list[tuple[str, str, bool]] = []

        def start(tag: str, attrs: dict[str, str]) -> None:
            if tag == "workbookPr" and attrs.get("date1904") in ("1", "true"):
                self.shift = SINCE_1904
            if tag == "sheet":
                target = parts[attrs.get(_RELATION) or attrs[_STRICT_RELATION]]
                entries.append((attrs["name"], _joined(folder, target), attrs.get("state", "visible") != "visible"))

        self._parse(main, start)
        if not entries:
            raise DataError(self.name, "没有工作表", do="请用表格软件打开，另存为 .xlsx 再报。")
        return [self._sheet(name, part, hidden, strings, formats) for name, part, hidden in entries]

    def _related(self, part: str, kind: str, *, by_kind: bool = False) -> dict[str, str]:
        """Targets of the relations of a part, by id or by kind; of one kind, or of all ('')."""
        targets: dict[str, str] = {}

        def start(tag: str, attrs: dict[str, str]) -> None:
            relation = attrs.get("Type", "").rpartition("/")[2]
            if tag == "Relationship" and kind in ("", relation) and attrs.get("TargetMode") != "External":
                targets[relation if by_kind else attrs["Id"]] = attrs["Target"].lstrip("/") if kind else attrs["Target"]

        self._parse(part, start)
        return targets

    def _strings(self, part: str) -> list[Text]:
        strings: list[Text] = []
        runs = XlsxRuns()

        def end(tag: str, words: str) -> None:
            runs.end(tag, words)
            if tag == "si":
                strings.append(runs.text())

        self._parse(part, runs.start, end)
        return strings

    def _formats(self, part: str) -> list[str]:
        """Codes of number formats by the index of cell formats; those of conditional formats are kept by theirs."""
        custom: dict[int, str] = {}
        formats: list[str] = []
        inside = False
        differential = -1

        def start(tag: str, attrs: dict[str, str]) -> None:
            nonlocal inside, differential
            differential += tag == "dxf"
            if tag == "numFmt" and differential >= 0:
                self.differential[differential] = attrs.get("formatCode", "")
            elif tag == "numFmt":
                custom[int(attrs["numFmtId"])] = attrs.get("formatCode", "")
            inside = inside or tag == "cellXfs"
            if tag == "xf" and inside:
                formats.append(format_code(int(attrs.get("numFmtId", "0")), custom))

        def end(tag: str, words: str) -> None:
            nonlocal inside
            inside = inside and tag != "cellXfs"

        self._parse(part, start, end)
        return formats

    def _sheet(self, name: str, part: str, hidden: bool, strings: list[Text], formats: list[str]) -> Grid:
        grid = Grid(name, hidden=hidden)
        at: dict[str, Any] = {"row": 0, "column": 0, "cell": {}, "value": "", "formula": False, "inline": ""}
        runs, conditional = XlsxRuns(), ConditionalFormats(self.differential)

        def start(tag: str, attrs: dict[str, str]) -> None:
            if tag in XlsxRuns.TAGS:
                runs.start(tag, attrs)
            if tag in ConditionalFormats.TAGS:
                conditional.start(tag, attrs)
            if tag == "c":
                at.update(cell=attrs, value=None, formula=False, inline="")
                where = parse_address(attrs["r"]) if "r" in attrs else (at["row"], at["column"] + 1)
                if where in grid.cells or not (1 <= where[0] <= _ROWS and 1 <= where[1] <= _COLUMNS):
                    raise ValueError(attrs.get("r", ""))
                at["row"], at["column"] = where
            elif tag == "f":
                at["formula"] = True
            elif tag == "row":
                at["row"], at["column"] = int(attrs.get("r", at["row"] + 1)), 0
                if is_hidden(attrs, "ht"):
                    grid.hidden_rows.add(at["row"])
            elif tag == "mergeCell":
                first, _, last = attrs["ref"].partition(":")
                grid.merged.append((parse_address(first), parse_address(last or first)))
                if len(grid.merged) > MOST_MERGED:
                    raise DataError(self.name, "合并单元格太多", f"超过{MOST_MERGED}处", "请只留下要报的表。")
            elif tag == "col" and is_hidden(attrs, "width"):
                last_column = min(int(attrs["max"]), _COLUMNS)
                grid.hidden_columns.update(range(int(attrs["min"]), last_column + 1))

        def end(tag: str, words: str) -> None:
            if tag in XlsxRuns.TAGS:
                runs.end(tag, words)
            if tag in ConditionalFormats.TAGS:
                conditional.end(tag, words)
            if tag == "v":
                at["value"] = words
            elif tag == "is":
                at["inline"] = runs.text()
            elif tag == "c" and (cell := _cell(at, strings, formats, self.shift)):
                self.cells += 1
                if self.cells > MOST_CELLS:
                    raise DataError(self.name, "数据太多", f"超过{MOST_CELLS}格", "请核对是否误报；大表请用批量导入。")
                grid.cells[at["row"], at["column"]] = cell

        self._parse(part, start, end)
        grid.hidden_rows &= {row for row, _ in grid.cells}
        if conditional:
            self.conditional.add(part)
            conditional.apply(grid, self.shift)
        grid.comments = self._comments(part)
        return grid

    def _comments(self, part: str) -> dict[Place, str]:
        folder, _, file = part.rpartition("/")
        comments = XlsxComments()
        relations = f"{folder}/_rels/{file}.rels"
        if relations in self.archive.namelist():
            related = self._related(relations, "", by_kind=True)
            for kind in ("comments", "threadedComment"):
                target = posixpath.normpath(_joined(folder, related.get(kind, "")))
                if kind in related and target in self.archive.namelist():
                    self._parse(target, comments.start, comments.end)
        return comments.by_cell()

    def _parse(self, part: str, start: Start, end: End | None = None) -> None:
        stream_xml(self.name, part, self._chunks(part), start, end)

    def _chunks(self, part: str) -> Iterator[bytes]:
        with self.archive.open(part) as stream:
            while chunk := stream.read(_CHUNK):
                self.unpacked += len(chunk)
                if self.unpacked > LARGEST:
                    do = "请核对是否误报；大表请用批量导入。"
                    raise DataError(self.name, "文件解开后太大", f"超过{LARGEST // 2**20}兆", do)
                yield chunk


def _joined(folder: str, target: str) -> str:
    return target.lstrip("/") if target.startswith("/") else f"{folder}/{target}"


def _cell(at: Mapping[str, Any], strings: Sequence[Text], formats: list[str], shift: int) -> GridCell | None:
    attrs, value, formula = at["cell"], at["value"], at["formula"]
    kind = attrs.get("t", "n")
    style = int(attrs.get("s", "0"))
    code = formats[style] if 0 <= style < len(formats) else GENERAL
    if kind == "inlineStr":
        return _text(at["inline"], code, formula=formula)
    if value is None or value == "":
        return GridCell("", "uncomputed", formula=True) if formula and kind != "str" else None
    match kind:
        case "s":
            return _text(_string(strings, int(value)), code, formula=formula)
        case "str":
            return text_cell(unescaped(value), code, formula=formula)
        case "e":
            return GridCell(value, "error", formula=formula)
        case "b":
            return GridCell("是" if value == "1" else "否", "bool", formula=formula)
    number = serial_of(value) - shift if kind == "d" else float(value)
    if not math.isfinite(number) or "_" in value:
        raise ValueError(value)
    return number_cell(number, code, formula=formula, shift=shift)


def _text(text: Text, code: str, *, formula: bool) -> GridCell | None:
    return text_cell(text, code, formula=formula) if isinstance(text, str) else replace(text, formula=formula)


def _string(strings: Sequence[Text], number: int) -> Text:
    if number < 0:  # a list would count from its end
        raise ValueError(number)
    return strings[number]
