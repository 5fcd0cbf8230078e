"""Rows added to a person's .xlsx file: only the new cells are written into its sheet, all else stays byte for byte.

A library that loads and saves a workbook loses what it does not know (pictures, controls, computed values, the runs of
a text); here the sheet's XML alone is changed. New rows look as the last one does; what stands below moves down.
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from collections.abc import Mapping, Sequence
from datetime import date
from html import escape, unescape
from pathlib import Path

from ..base.errors import DataError
from .grid import Place, column_letters, parse_address
from .xlsx import opened

__all__ = ["Value", "with_rows"]
__dir__ = __all__.copy

Value = str | int | date
"""Content of a new cell; a day is written as the cell above it is: as a date, or as text."""

_ROW = re.compile(r"<row\b([^>]*?)(?:/>|>(.*?)</row>)", re.DOTALL)
_CELL = re.compile(r"<c\b([^>]*?)(?:/>|>(.*?)</c>)", re.DOTALL)
_ATTRIBUTE = re.compile(r'([\w:]+)\s*=\s*"([^"]*)"')
_RANGES = re.compile(r'(<(?:dataValidation|conditionalFormatting|autoFilter)\b[^>]*?\b(?:sqref|ref)=")([^"]*)(")')
_MERGED = re.compile(r'(<mergeCell\b[^>]*?\bref=")([^"]*)(")')
_SIZE = re.compile(r'(<dimension\b[^>]*?\bref=")([^"]*)(")')
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f]")
_EPOCH = date(1899, 12, 30)
_TEXTS = ("s", "inlineStr", "str")
_SAVE_AGAIN = "请用表格软件另存为 .xlsx 再试。"


def with_rows(
    path: Path, sheet: str, last: int, rows: Sequence[Mapping[int, Value]], filled: Mapping[Place, str]
) -> bytes:
    """Return an .xlsx file with rows added below one of a sheet, and with texts in cells of it that are empty.

    Parameters
    ----------
    path
        The file.
    sheet
        Name of the sheet.
    last
        The last row of the table: the new ones are put below it, with its formats.
    rows
        Of each new row the content by column.
    filled
        Texts by place; a cell that holds anything stays as it is.

    Raises
    ------
    DataError
        The file is damaged, or what is below the table cannot be moved: it has formulas or comments.
    """
    with opened(path) as archive:
        part = _part_of(archive, sheet, path.name)
        xml = archive.read(part).decode("utf-8")
        new = _changed(xml, last, rows, filled, path.name, sheet)
        if rows and _remarks_below(archive, part, last):
            raise _unmovable(path.name, sheet, "批注")
        copy = io.BytesIO()
        with zipfile.ZipFile(copy, "w", zipfile.ZIP_DEFLATED) as target:
            for entry in archive.infolist():
                target.writestr(entry, new.encode("utf-8") if entry.filename == part else archive.read(entry))
        return copy.getvalue()


def _part_of(archive: zipfile.ZipFile, sheet: str, name: str) -> str:
    book = archive.read("xl/workbook.xml").decode("utf-8")
    if re.search(r'date1904="(?:1|true)"', book):
        raise DataError(name, "用的是 1904 年的日期系统，不能写入", do="请在表格软件的选项里关掉，另存后再试。")
    targets = _targets(archive.read("xl/_rels/workbook.xml.rels").decode("utf-8"))
    for found in re.finditer(r"<sheet\b[^>]*>", book):
        attributes = dict(_ATTRIBUTE.findall(found[0]))
        if unescape(attributes.get("name", "")) == sheet:
            target = targets[attributes["r:id"]]
            return target.lstrip("/") if target.startswith("/") else posixpath.join("xl", target)
    raise DataError(name, f"没有“{sheet}”这一页", do=_SAVE_AGAIN)


def _targets(relations: str) -> dict[str, str]:
    found = [dict(_ATTRIBUTE.findall(each)) for each in re.findall(r"<Relationship\b[^>]*>", relations)]
    return {each["Id"]: unescape(each["Target"]) for each in found}


def _remarks_below(archive: zipfile.ZipFile, part: str, last: int) -> bool:
    """Whether a cell below a row has a comment, which would stay behind."""
    folder, _, name = part.rpartition("/")
    relations = f"{folder}/_rels/{name}.rels"
    if relations not in archive.namelist():
        return False
    targets = _targets(archive.read(relations).decode("utf-8")).values()
    remarks = [posixpath.normpath(posixpath.join(folder, target)) for target in targets if "comments" in target.lower()]
    words = [archive.read(remark.lstrip("/")).decode("utf-8", "replace") for remark in remarks
             if remark.endswith(".xml") and remark.lstrip("/") in archive.namelist()]  # fmt: skip
    places = [parse_address(ref) for text in words for ref in re.findall(r'<comment\b[^>]*?\bref="([A-Z]+\d+)"', text)]
    return any(row > last for row, _ in places)


def _changed(
    xml: str, last: int, rows: Sequence[Mapping[int, Value]], filled: Mapping[Place, str], name: str, sheet: str
) -> str:
    start, end = xml.find("<sheetData"), xml.find("</sheetData>")
    if start < 0 or end < 0:
        raise DataError(name, "这一页的内部写法不认识，不能写入", sheet, _SAVE_AGAIN)
    out: list[str] = []
    at = start
    added = False
    for found in _ROW.finditer(xml, start, end):
        attributes = dict(_ATTRIBUTE.findall(found[1]))
        number = int(attributes.get("r", "0"))
        if not number:
            raise DataError(name, "这一页的内部写法不认识，不能写入", sheet, _SAVE_AGAIN)
        out.append(xml[at : found.start()])
        at = found.end()
        row = found[0]
        own = {column: words for (line, column), words in filled.items() if line == number}
        if number == last:
            row = _filled(row, number, own) + "".join(_new_row(row, last, n, new) for n, new in enumerate(rows, 1))
            added = True
        elif number > last and rows:
            if "<f" in row:
                raise _unmovable(name, sheet, "公式")
            row = _moved(row, number, number + len(rows))
        elif own:
            row = _filled(row, number, own)
        out.append(row)
    if rows and not added:
        raise DataError(name, "这一页的内部写法不认识，不能写入", sheet, _SAVE_AGAIN)
    head, tail = xml[:start], xml[end:]
    if rows:
        head = _SIZE.sub(lambda found: found[1] + _ranges(found[2], last, len(rows), grow=True) + found[3], head)
        tail = _RANGES.sub(lambda found: found[1] + _ranges(found[2], last, len(rows), grow=True) + found[3], tail)
        tail = _MERGED.sub(lambda found: found[1] + _ranges(found[2], last, len(rows)) + found[3], tail)
    return head + "".join(out) + xml[at:end] + tail


def _unmovable(name: str, sheet: str, what: str) -> DataError:
    return DataError(
        f"{name} 「{sheet}」", f"表下面有{what}，加行会错位，没有写入", do=f"请把表下面的{what}移到别处再试。"
    )


def _ranges(refs: str, last: int, more: int, *, grow: bool = False) -> str:
    """Ranges with what is below a row moved down; those that reach the row grow by the new ones."""

    def moved(ref: str) -> str:
        first, _, second = ref.partition(":")
        (top, left), (bottom, right) = parse_address(first), parse_address(second or first)
        top_after = top + more if top > last else top
        bottom_after = bottom + more if bottom > last or (grow and bottom == last) else bottom
        begins, ends = f"{column_letters(left)}{top_after}", f"{column_letters(right)}{bottom_after}"
        return begins if begins == ends else f"{begins}:{ends}"

    return " ".join(moved(ref) if re.fullmatch(r"[A-Z]+\d+(:[A-Z]+\d+)?", ref) else ref for ref in refs.split())


def _moved(row: str, number: int, to: int) -> str:
    return re.sub(rf'(\br=")([A-Z]*){number}(")', rf"\g<1>\g<2>{to}\g<3>", row)


def _new_row(above: str, last: int, number: int, values: Mapping[int, Value]) -> str:
    """A row as the one above it, with other content."""
    found = _ROW.fullmatch(above)
    assert found is not None
    attributes = re.sub(r'\s(?:hidden|collapsed|outlineLevel)="[^"]*"', "", found[1])
    styles: dict[int, tuple[str, str]] = {}
    for cell in _CELL.finditer(found[2] or ""):
        about = dict(_ATTRIBUTE.findall(cell[1]))
        is_date = bool(cell[2] and "<v>" in cell[2] and about.get("t", "n") == "n")
        styles[parse_address(about["r"])[1]] = (about.get("s", ""), "date" if is_date else "text")
    row = last + number
    cells = [
        _cell(row, column, *styles.get(column, ("", "text")), values.get(column))
        for column in sorted({*styles, *values})
    ]
    return f"<row{_moved(attributes, last, row)}>{''.join(cells)}</row>"


def _cell(row: int, column: int, style: str, written: str, value: Value | None) -> str:
    start = f'<c r="{column_letters(column)}{row}"' + (f' s="{style}"' if style else "")
    if value is None or value == "":
        return f"{start}/>"
    if isinstance(value, date) and written == "date":
        value = (value - _EPOCH).days
    elif isinstance(value, date):
        value = f"{value.year}.{value.month}.{value.day}"
    if isinstance(value, int):
        return f"{start}><v>{value}</v></c>"
    words = escape(_ILLEGAL.sub("\N{REPLACEMENT CHARACTER}", value), quote=False)
    return f'{start} t="inlineStr"><is><t xml:space="preserve">{words}</t></is></c>'


def _filled(row: str, number: int, words: Mapping[int, str]) -> str:
    """A row with texts in those of its cells that hold nothing."""
    found = _ROW.fullmatch(row)
    if not words or found is None:
        return row
    cells: dict[int, str] = {}
    for cell in _CELL.finditer(found[2] or ""):
        about = dict(_ATTRIBUTE.findall(cell[1]))
        column = parse_address(about["r"])[1]
        free = not (cell[2] or "").strip()
        cells[column] = _cell(number, column, about.get("s", ""), "text", words[column]) if (
            free and column in words) else cell[0]  # fmt: skip
    cells |= {column: _cell(number, column, "", "text", text) for column, text in words.items() if column not in cells}
    return f"<row{found[1]}>{''.join(cells[column] for column in sorted(cells))}</row>"
