"""Reader of ``indicators.csv`` and ``areas.csv``: one row a declaration, as the items that a TOML array would give."""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, get_origin

from ..base.errors import DataError, Fault, choices
from ..base.text import invisible_signs, without_invisible_signs
from ..workbooks.delimited import decoded, read_bytes, rows_of
from .model import Area, Indicator
from .schema import StrictModel

FILES = {"areas": "areas.csv", "indicators": "indicators.csv"}
"""File of each table."""

SURPLUS = ""
"""Field of a row whose cells are not in their columns: their number. No field has this name."""

_RECORDS: Mapping[str, type[StrictModel]] = {"areas": Area, "indicators": Indicator}
_KEYS = {"areas": "code", "indicators": "slug"}
_DERIVED = {("areas", "level")}
"""Required fields that have a default where the row tells (:func:`default_level`): the column may be absent."""
_SEPARATOR = re.compile(r"[\s、，,；;]+")
_FULL_WIDTH = re.compile("[，；]")
"""In a name: commas that were to separate cells."""
_YES_OR_NO = {"是": True, "否": False}
_DAMAGED = re.compile(r"#(NAME\?|REF!|VALUE!|DIV/0!|N/A|NUM!|NULL!|#+)|[?？]+|.*(\ufffd|\?\?|？？？).*", re.DOTALL)
"""Error values of spreadsheets, and texts that lost signs in another encoding: question marks stand for them."""
_DO = "请写上表头，检查引号，从表格软件另存为“CSV UTF-8（逗号分隔）”。"


@dataclass(frozen=True)
class DeclaredTable:
    """The rows of a table of declarations.

    Parameters
    ----------
    rows
        Fields and values of each row; a field whose cell is empty is left out, so that its default applies. Read-only.
    lines
        The number of each row in the file, as a spreadsheet counts.
    names
        The slug or code of each row; '' where its cell is empty.
    faults
        Faults of headings, and of cells whose value is read nevertheless.
    complete
        False where a required column is missing, so that no row can be validated.
    """

    rows: Sequence[Mapping[str, Any]]
    lines: Sequence[int]
    names: Sequence[str]
    faults: Sequence[Fault]
    complete: bool


def read_declared(folder: Path, table: str) -> DeclaredTable:
    """Return the rows of a table of declarations.

    Parameters
    ----------
    folder
        A county's data folder.
    table
        A key of :data:`FILES`.

    Raises
    ------
    DataError
        The file is missing, empty, or no delimited text in a known encoding.
    """
    path = folder / FILES[table]
    if not path.is_file():
        beside = [each.name for each in sorted(folder.glob("*")) if each.is_file() and each.stem.lower() == path.stem]
        do = "请补上这个文件，或核对路径；写法见 docs/new-county.md。"
        if beside:
            do = f"文件夹里有 {'、'.join(beside)}：请从表格软件另存为“CSV UTF-8（逗号分隔）”，文件名写 {path.name}。"
        raise DataError(str(path), "文件不存在", do=do)
    where = f"{folder.name}/{path.name}"
    try:
        return _parsed(table, where, decoded(where, read_bytes(path)))
    except DataError as error:  # the reader is that of departments' files, and asks for a workbook
        raise DataError(where, error.fault.what, error.fault.got, _DO) from None


@lru_cache(maxsize=8)
def _parsed(table: str, where: str, text: str) -> DeclaredTable:
    r"""Rows of a text, cached by text.

    Examples
    --------
    >>> _parsed("areas", "areas.csv", "code,name,aliases\n999901,示例县,甲、乙\n").rows
    [{'code': '999901', 'name': '示例县', 'aliases': ['甲', '乙']}]
    """
    lines = {number: _stripped(row) for number, row in enumerate(rows_of(where, text), 1) if any(map(str.strip, row))}
    if not lines:
        raise DataError(where, "文件是空的", do=_DO)
    (top, headings), *body = lines.items()
    if len(body) > 1 and all(len(row) > len(headings) for _, row in body):  # one heading was forgotten
        headings = [*headings, *[""] * (max(len(row) for _, row in body) - len(headings))]
    filled = [n for n, heading in enumerate(headings) if heading or any(n < len(row) and row[n] for _, row in body)]
    fields, faults = _fields(table, f"{where} 第{top}行", {n: headings[n] for n in filled})
    rows = []
    for number, cells in body:
        values = {field: cells[n] for n, field in fields.items() if n < len(cells) and cells[n]}
        name = values.get(_KEYS[table], "")
        for field, words in list(values.items()):
            place = f"{where} 第{number}行 {field}" + (f" [{name}]" if name else "")
            if "\n" in words and not _is_list(table, field):
                faults.append(Fault(place, "格里有换行", " ".join(words.split()), "请删去换行，写成一行。"))
            if signs := invisible_signs(words):
                faults.append(Fault(place, "里面有看不见的字符", signs, "请删去这一格，重填。"))
                values[field] = without_invisible_signs(words)
            if _DAMAGED.fullmatch(words):
                faults.append(Fault(place, "原来的字在表格软件里坏了", words, "请把这一格设为文本，重填。"))
        row = {field: _value(table, field, words) for field, words in values.items()}
        shifted = len(cells) > len(headings) or _FULL_WIDTH.search(name)
        rows.append(row | ({SURPLUS: f"{len(cells)}格，表头{len(headings)}格"} if shifted else {}))
    absent = [field for field in _required(table) if field not in fields.values()]
    names = [str(row.get(_KEYS[table], "")) for row in rows]
    return DeclaredTable(rows, [number for number, _ in body], names, faults, complete=not absent)


def _stripped(cells: Sequence[str]) -> list[str]:
    return [words.strip().replace("\r\n", "\n").replace("\r", "\n") for words in cells]


def _fields(table: str, where: str, headings: Mapping[int, str]) -> tuple[dict[int, str], list[Fault]]:
    """Field of each column, and the faults of the headings; a mistyped heading is read as the field it is nearest to.

    Otherwise every row would lack what the column holds.
    """
    declared = list(_RECORDS[table].model_fields)
    fields: dict[int, str] = {}
    faults = []
    if not any(difflib.get_close_matches(heading, declared) for heading in headings.values()):
        return {}, [Fault(where, "列名不认识", "、".join(filter(None, headings.values())), choices("", declared))]
    for n, heading in headings.items():
        if heading in declared and heading not in fields.values():
            fields[n] = heading
        elif heading in declared:
            faults.append(Fault(f"{where} 第{n + 1}列", "列名重复", heading, "一个列名只写一次。"))
    for n, heading in headings.items():
        if heading in declared:
            continue
        free = [field for field in declared if field not in fields.values()]
        what = "列名不认识" if heading else "这一列没有列名"
        do = choices(heading, free or declared) if heading else "请写上列名，或清空这一列。"
        faults.append(Fault(f"{where} 第{n + 1}列", what, heading, do))
        if near := difflib.get_close_matches(heading.lower(), free, n=1):
            fields[n] = near[0]
    absent = [field for field in _required(table) if field not in fields.values()]
    faults += [Fault(where, "缺少列", field, "请补上这一列。") for field in absent]
    return fields, faults


def _required(table: str) -> list[str]:
    fields = _RECORDS[table].model_fields.items()
    return [name for name, field in fields if field.is_required() and (table, name) not in _DERIVED]


def _is_list(table: str, field: str) -> bool:
    return get_origin(_RECORDS[table].model_fields[field].annotation) is tuple


def _value(table: str, field: str, words: str) -> Any:
    """Value of a cell; what does not fit its field stays a text, which the record refuses."""
    if _is_list(table, field):
        return [part for part in _SEPARATOR.split(words) if part]
    if _RECORDS[table].model_fields[field].annotation is bool:
        return _YES_OR_NO.get(words, words)
    return " ".join(words.split("\n"))


def default_level(code: str, own: str) -> str:
    """Return the level of an area where its code tells it; '' where it does not: a city other than the county's own.

    What is no code is refused for that alone: its level does not matter.

    Parameters
    ----------
    code
        The area's code.
    own
        The county's own code.

    Examples
    --------
    >>> [default_level(code, "360823") for code in ("360823", "360822", "360823104", "360800", "360000", "360700")]
    ['county', 'county', 'town', 'city', 'province', '']
    """
    if re.fullmatch("[0-9]{9}", code):
        return "town"
    if code == own:
        return "county"
    levels = {own[:4] + "00": "city", own[:2] + "0000": "province"}
    return levels.get(code, "" if code.endswith("00") else "county")
