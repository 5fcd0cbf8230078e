"""Grids of .xlsx files, parsed as a stream: no XML entities, and a limit on the unpacked size.

openpyxl reads a sheet twice to tell values from formulas, and makes an object for each of a million empty rows; this
parser reads it once, and skips empty rows.
"""

from __future__ import annotations

import math
import re
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from ..base.errors import DataError
from . import file_kinds
from .date_formats import serial_of
from .grid import SINCE_1904, Grid, GridCell, parse_address
from .number_formats import GENERAL, format_code, number_cell, text_cell
from .xml_stream import BROKEN, End, Start, stream_xml

LARGEST = 96 * 2**20
"""Limit of the unpacked size of all parts, in bytes; reports of departments reach less than a hundredth of it."""
MOST_CELLS, MOST_MERGED = 400_000, 2_000

_CHUNK = 2**16
_ROWS, _COLUMNS = 2**20, 2**14
_ESCAPED = re.compile("_x(?![Dd][89A-Fa-f])([0-9A-Fa-f]{4})_")
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

    def _strings(self, part: str) -> list[str]:
        strings: list[str] = []
        text: list[str] = []
        phonetic = False

        def start(tag: str, attrs: dict[str, str]) -> None:
            nonlocal phonetic
            phonetic = phonetic or tag == "rPh"
            if tag == "si":
                text.clear()

        def end(tag: str, words: str) -> None:
            nonlocal phonetic
            if tag == "t" and not phonetic:
                text.append(words)
            elif tag == "rPh":
                phonetic = False
            elif tag == "si":
                strings.append(_unescaped("".join(text)))

        self._parse(part, start, end)
        return strings

    def _formats(self, part: str) -> list[str]:
        """Codes of number formats by the index of cell formats."""
        custom: dict[int, str] = {}
        formats: list[str] = []
        inside = False

        def start(tag: str, attrs: dict[str, str]) -> None:
            nonlocal inside
            if tag == "numFmt":
                custom[int(attrs["numFmtId"])] = attrs.get("formatCode", "")
            inside = inside or tag == "cellXfs"
            if tag == "xf" and inside:
                formats.append(format_code(int(attrs.get("numFmtId", "0")), custom))

        def end(tag: str, words: str) -> None:
            nonlocal inside
            inside = inside and tag != "cellXfs"

        self._parse(part, start, end)
        return formats

    def _sheet(self, name: str, part: str, hidden: bool, strings: list[str], formats: list[str]) -> Grid:
        grid = Grid(name, hidden=hidden)
        at: dict[str, Any] = {"row": 0, "column": 0, "cell": {}, "value": "", "formula": False, "inline": []}

        def start(tag: str, attrs: dict[str, str]) -> None:
            if tag == "c":
                at.update(cell=attrs, value=None, formula=False, inline=[])
                where = parse_address(attrs["r"]) if "r" in attrs else (at["row"], at["column"] + 1)
                if where in grid.cells or not (1 <= where[0] <= _ROWS and 1 <= where[1] <= _COLUMNS):
                    raise ValueError(attrs.get("r", ""))
                at["row"], at["column"] = where
            elif tag == "f":
                at["formula"] = True
            elif tag == "row":
                at["row"], at["column"] = int(attrs.get("r", at["row"] + 1)), 0
                if attrs.get("hidden") in ("1", "true"):
                    grid.hidden_rows.add(at["row"])
            elif tag == "mergeCell":
                first, _, last = attrs["ref"].partition(":")
                grid.merged.append((parse_address(first), parse_address(last or first)))
                if len(grid.merged) > MOST_MERGED:
                    raise DataError(self.name, "合并单元格太多", f"超过{MOST_MERGED}处", "请只留下要报的表。")
            elif tag == "col" and attrs.get("hidden") in ("1", "true"):
                last_column = min(int(attrs["max"]), _COLUMNS)
                grid.hidden_columns.update(range(int(attrs["min"]), last_column + 1))

        def end(tag: str, words: str) -> None:
            if tag == "v":
                at["value"] = words
            elif tag == "t":
                at["inline"].append(words)
            elif tag == "c" and (cell := _cell(at, strings, formats, self.shift)):
                self.cells += 1
                if self.cells > MOST_CELLS:
                    raise DataError(self.name, "数据太多", f"超过{MOST_CELLS}格", "请核对是否误报；大表请用批量导入。")
                grid.cells[at["row"], at["column"]] = cell

        self._parse(part, start, end)
        grid.hidden_rows &= {row for row, _ in grid.cells}
        return grid

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


def _cell(at: Mapping[str, Any], strings: list[str], formats: list[str], shift: int) -> GridCell | None:
    attrs, value, formula = at["cell"], at["value"], at["formula"]
    kind = attrs.get("t", "n")
    style = int(attrs.get("s", "0"))
    code = formats[style] if 0 <= style < len(formats) else GENERAL
    if kind == "inlineStr":
        return text_cell(_unescaped("".join(at["inline"])), code, formula=formula)
    if value is None or value == "":
        return GridCell("", "uncomputed", formula=True) if formula and kind != "str" else None
    match kind:
        case "s":
            return text_cell(_string(strings, int(value)), code, formula=formula)
        case "str":
            return text_cell(_unescaped(value), code, formula=formula)
        case "e":
            return GridCell(value, "error", formula=formula)
        case "b":
            return GridCell("是" if value == "1" else "否", "bool", formula=formula)
    number = serial_of(value) - shift if kind == "d" else float(value)
    if not math.isfinite(number) or "_" in value:
        raise ValueError(value)
    return number_cell(number, code, formula=formula, shift=shift)


def _unescaped(words: str) -> str:
    """Text with the characters that XML cannot hold, which Excel writes as ``_x0007_``."""
    return _ESCAPED.sub(lambda match: chr(int(match[1], 16)), words) if "_x" in words else words


def _string(strings: list[str], number: int) -> str:
    if number < 0:  # a list would count from its end
        raise ValueError(number)
    return strings[number]
