"""An .xlsx file cell by cell, read as a stream: no entity is expanded, no more is unpacked than a report can hold.

openpyxl reads a sheet twice to tell values from formulas, and makes an object for each of a million empty rows; this
reads once, and what is empty costs nothing.
"""

from __future__ import annotations

import math
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any
from xml.parsers import expat

from ..base.errors import DataError
from .grid import SINCE_1904, Grid, GridCell, Kind, place, places

LARGEST = 96 * 2**20
"""How many bytes all parts of a file may unpack to: a report of a department has less than one in a hundred of it."""
MOST_CELLS, MOST_MERGED = 400_000, 2_000

_CHUNK = 2**16
_ROWS, _COLUMNS = 2**20, 2**14
_BUILT_IN_PERCENT = {9, 10}
_BUILT_IN_CODES = {2: "0.00", 4: "#,##0.00", 10: "0.00%"}
_BUILT_IN_DATES = {*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)}
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships id"
_STRICT_RELATION = "http://purl.oclc.org/ooxml/officeDocument/relationships id"

Format = tuple[str, int]
Start = Callable[[str, dict[str, str]], None]
End = Callable[[str, str], None]


def read_xlsx(path: Path) -> list[Grid]:
    """Return the sheets of an .xlsx file.

    Raises
    ------
    DataError
        It is no workbook, is damaged, or holds more than a report can.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            return _Book(path.name, archive).sheets()
    except (zipfile.BadZipFile, zipfile.LargeZipFile, EOFError, NotImplementedError, RuntimeError, OSError) as error:
        raise DataError(path.name, "不是完好的 .xlsx 文件", str(error)[:60], "请重新另存为 .xlsx 再报。") from None
    except (KeyError, ValueError, IndexError, expat.ExpatError) as error:
        raise DataError(path.name, "文件内部损坏", str(error)[:60], "请用表格软件打开，另存为 .xlsx 再报。") from None


class _Book:
    def __init__(self, name: str, archive: zipfile.ZipFile) -> None:
        self.name, self.archive = name, archive
        self.unpacked = self.cells = self.shift = 0

    def sheets(self) -> list[Grid]:
        root = self._related("_rels/.rels", "officeDocument")
        main = next(iter(root.values()), "xl/workbook.xml")
        folder = main.rpartition("/")[0]
        parts = self._related(f"{folder}/_rels/{main.rpartition('/')[2]}.rels", "")
        kinds = self._related(f"{folder}/_rels/{main.rpartition('/')[2]}.rels", "", by_kind=True)
        strings = self._strings(_joined(folder, kinds["sharedStrings"])) if "sharedStrings" in kinds else []
        formats = self._formats(_joined(folder, kinds["styles"])) if "styles" in kinds else []
        found: list[tuple[str, str, bool]] = []

        def start(tag: str, given: dict[str, str]) -> None:
            if tag == "workbookPr" and given.get("date1904") in ("1", "true"):
                self.shift = SINCE_1904
            if tag == "sheet":
                target = parts[given.get(_RELATION) or given[_STRICT_RELATION]]
                found.append((given["name"], _joined(folder, target), given.get("state", "visible") != "visible"))

        self._parse(main, start)
        if not found:
            raise ValueError("没有工作表")
        return [self._sheet(name, part, hidden, strings, formats) for name, part, hidden in found]

    def _related(self, part: str, kind: str, *, by_kind: bool = False) -> dict[str, str]:
        """Targets of a part's relations by their ids, or by their kinds."""
        found: dict[str, str] = {}

        def start(tag: str, given: dict[str, str]) -> None:
            own = given.get("Type", "").rpartition("/")[2]
            if tag == "Relationship" and kind in ("", own) and given.get("TargetMode") != "External":
                found[own if by_kind else given["Id"]] = given["Target"].lstrip("/") if kind else given["Target"]

        self._parse(part, start)
        return found

    def _strings(self, part: str) -> list[str]:
        found: list[str] = []
        text: list[str] = []
        phonetic = False

        def start(tag: str, given: dict[str, str]) -> None:
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
                found.append("".join(text))

        self._parse(part, start, end)
        return found

    def _formats(self, part: str) -> list[Format]:
        """What each cell format shows: percent, date, or neither; and how many decimals."""
        custom: dict[int, str] = {}
        found: list[Format] = []
        inside = False

        def start(tag: str, given: dict[str, str]) -> None:
            nonlocal inside
            if tag == "numFmt":
                custom[int(given["numFmtId"])] = given.get("formatCode", "")
            inside = inside or tag == "cellXfs"
            if tag == "xf" and inside:
                number = int(given.get("numFmtId", "0"))
                found.append((_shows(number, custom), places(_BUILT_IN_CODES.get(number, custom.get(number, "")))))

        def end(tag: str, words: str) -> None:
            nonlocal inside
            inside = inside and tag != "cellXfs"

        self._parse(part, start, end)
        return found

    def _sheet(self, name: str, part: str, hidden: bool, strings: list[str], formats: list[Format]) -> Grid:
        grid = Grid(name, hidden=hidden)
        at: dict[str, Any] = {"row": 0, "column": 0, "cell": {}, "value": "", "formula": False, "inline": []}

        def start(tag: str, given: dict[str, str]) -> None:
            if tag == "c":
                at.update(cell=given, value=None, formula=False, inline=[])
                where = place(given["r"]) if "r" in given else (at["row"], at["column"] + 1)
                if where in grid.cells or not (1 <= where[0] <= _ROWS and 1 <= where[1] <= _COLUMNS):
                    raise ValueError(given.get("r", ""))
                at["row"], at["column"] = where
            elif tag == "f":
                at["formula"] = True
            elif tag == "row":
                at["row"], at["column"] = int(given.get("r", at["row"] + 1)), 0
                if given.get("hidden") in ("1", "true"):
                    grid.hidden_rows.add(at["row"])
            elif tag == "mergeCell":
                first, _, last = given["ref"].partition(":")
                grid.merged.append((place(first), place(last or first)))
                if len(grid.merged) > MOST_MERGED:
                    raise DataError(self.name, "合并单元格太多", f"超过{MOST_MERGED}处", "请只留下要报的表。")
            elif tag == "col" and given.get("hidden") in ("1", "true"):
                last_column = min(int(given["max"]), _COLUMNS)
                grid.hidden_columns.update(range(int(given["min"]), last_column + 1))

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
        """Stream one part through an XML parser that knows no entities."""
        parser = expat.ParserCreate(namespace_separator=" ")
        words: list[str] = []

        def opened(tag: str, given: dict[str, str]) -> None:
            words.clear()
            start(_local(tag), given)

        def closed(tag: str) -> None:
            if end:
                end(_local(tag), "".join(words))
            words.clear()

        def refused(*_: object) -> None:
            raise DataError(self.name, "文件里有不该有的 XML 声明", part, "请用表格软件重新另存为 .xlsx 再报。")

        parser.StartElementHandler, parser.EndElementHandler = opened, closed
        parser.CharacterDataHandler = words.append
        parser.StartDoctypeDeclHandler = parser.EntityDeclHandler = refused
        parser.buffer_text = True
        with self.archive.open(part) as stream:
            while chunk := stream.read(_CHUNK):
                self.unpacked += len(chunk)
                if self.unpacked > LARGEST:
                    do = "请核对是否误报；大表请用批量导入。"
                    raise DataError(self.name, "文件解开后太大", f"超过{LARGEST // 2**20}兆", do)
                parser.Parse(chunk, False)
        parser.Parse(b"", True)


def _local(tag: str) -> str:
    return tag.rpartition(" ")[2]


def _joined(folder: str, target: str) -> str:
    return target.lstrip("/") if target.startswith("/") else f"{folder}/{target}"


def _shows(number: int, custom: Mapping[int, str]) -> str:
    code = custom.get(number, "")
    if number in _BUILT_IN_PERCENT or "%" in code:
        return "percent"
    plain = "".join(part for n, part in enumerate(code.split('"')) if n % 2 == 0).lower()
    plain = plain.replace("general", "").replace("[red]", "")
    dated = any(letter in plain for letter in "ymdhs年月日") and not any(char in plain for char in "0#?")
    return "date" if number in _BUILT_IN_DATES or dated else ""


def _cell(at: Mapping[str, Any], strings: list[str], formats: list[Format], shift: int) -> GridCell | None:
    given, value, formula = at["cell"], at["value"], at["formula"]
    kind = given.get("t", "n")
    if kind == "inlineStr":
        return _worded("".join(at["inline"]), formula)
    if value is None or value == "":
        return GridCell("", "uncomputed", formula=True) if formula and kind != "str" else None
    match kind:
        case "s":
            return _worded(_string(strings, int(value)), formula)
        case "str":
            return _worded(value, formula)
        case "e":
            return GridCell(value, "error", formula=formula)
        case "b":
            return GridCell("是" if value == "1" else "否", "bool", formula=formula)
        case "d":
            return GridCell(value, "date", formula=formula)
    number = float(value)
    if not math.isfinite(number) or "_" in value:
        raise ValueError(value)
    style = int(given.get("s", "0"))
    shows, decimals = formats[style] if 0 <= style < len(formats) else ("", 0)
    own: Kind = "date" if shows == "date" else "number"
    number += shift if own == "date" else 0
    return GridCell(f"{number:.15g}", own, number, shows == "percent", formula, decimals)


def _string(strings: list[str], number: int) -> str:
    if number < 0:  # a list would count from its end
        raise ValueError(number)
    return strings[number]


def _worded(words: str, formula: bool) -> GridCell | None:
    return GridCell(words, "text", formula=formula) if words.strip() else None
