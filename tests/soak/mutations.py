"""Ways in which workbooks arrive broken, odd or hostile: each takes the bytes of a sound one and a seeded die."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from random import Random
from typing import Any

from openpyxl import load_workbook

from xj_analysis.workbooks.saving import to_bytes

Mutation = Callable[[bytes, Random], bytes]

SHEET = re.compile(r"xl/worksheets/sheet\d+\.xml")
SWAPS = {
    "万元": ("元", "亿元", "千元"), "亿元": ("万元",), "万人次": ("人次", "人"), "亩": ("万亩", "公顷", "公里"),
    "人次": ("万人次",), "人": ("万人", "户"), "件": ("万件",), "个工作日": ("天",), "家": ("户",),
}  # fmt: skip
_BOMB = (
    b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b0 "lol">'
    + b"".join(b'<!ENTITY b%d "%s">' % (n, b"&b%d;" % (n - 1) * 10) for n in range(1, 12))
    + b"]>"
)


def parts(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(held: dict[str, bytes]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in held.items():
            archive.writestr(name, part)
    return made.getvalue()


def _sheets(held: dict[str, bytes]) -> list[str]:
    return [name for name in held if SHEET.fullmatch(name)]


def _named(held: dict[str, bytes], *others: str) -> list[str]:
    """The sheets, and those of the other parts that are there: a workbook without words has no shared strings."""
    return [*_sheets(held), *(name for name in others if name in held)]


def in_sheet(edit: Callable[[bytes, Random], bytes]) -> Mutation:
    """A mutation of the XML of one sheet."""

    def mutation(content: bytes, dice: Random) -> bytes:
        held = parts(content)
        name = dice.choice(_sheets(held))
        held[name] = edit(held[name], dice)
        return packed(held)

    return mutation


def in_book(edit: Callable[[Any, Random], None]) -> Mutation:
    """A mutation of one visible sheet as openpyxl has it."""

    def mutation(content: bytes, dice: Random) -> bytes:
        book = load_workbook(io.BytesIO(content))
        edit(dice.choice([sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]), dice)
        return to_bytes(book)

    return mutation


# --- the file ---------------------------------------------------------------------------------------


def truncated(content: bytes, dice: Random) -> bytes:
    return content[: dice.randrange(0, len(content))]


def bytes_flipped(content: bytes, dice: Random) -> bytes:
    made = bytearray(content)
    for _ in range(dice.randrange(1, 40)):
        made[dice.randrange(len(made))] ^= 1 << dice.randrange(8)
    return bytes(made)


def rubbish_behind(content: bytes, dice: Random) -> bytes:
    return content + dice.randbytes(dice.randrange(1, 5000))


def content_types_wrong(content: bytes, dice: Random) -> bytes:
    held = parts(content)
    held["[Content_Types].xml"] = dice.choice((b"", b"<Types/>", b"\x00", held["[Content_Types].xml"][:50]))
    return packed(held)


def a_part_missing(content: bytes, dice: Random) -> bytes:
    held = parts(content)
    del held[dice.choice(sorted(held))]
    return packed(held)


def a_zip_bomb(content: bytes, dice: Random) -> bytes:
    held = parts(content)
    name = dice.choice([*_sheets(held), "xl/sharedStrings.xml", "xl/media/unused.bin"])
    head, tail = held.get(name, b"").rpartition(b"</")[::2]
    held[name] = head + b" " * (200 * 2**20) + b"</" + tail
    return packed(held)


def an_entity_bomb(content: bytes, dice: Random) -> bytes:
    held = parts(content)
    name = dice.choice(_named(held, "xl/sharedStrings.xml", "xl/workbook.xml", "xl/styles.xml"))
    body = held[name].partition(b"?>")[2] if held[name].startswith(b"<?xml") else held[name]
    held[name] = _BOMB + body.replace(b"</", b"&b11;</", 1)
    return packed(held)


def an_outside_entity(content: bytes, dice: Random) -> bytes:
    held = parts(content)
    name = dice.choice(_named(held, "xl/sharedStrings.xml", "xl/workbook.xml"))
    body = held[name].partition(b"?>")[2] if held[name].startswith(b"<?xml") else held[name]
    held[name] = b'<!DOCTYPE a [<!ENTITY e SYSTEM "file:///etc/passwd">]>' + body
    return packed(held)


def nul_bytes(content: bytes, dice: Random) -> bytes:
    held = parts(content)
    name = dice.choice(sorted(held))
    at = dice.randrange(len(held[name]) + 1)
    held[name] = held[name][:at] + b"\0" * dice.randrange(1, 9) + held[name][at:]
    return packed(held)


# --- the XML of a sheet -----------------------------------------------------------------------------


@in_sheet
def empty_rows(xml: bytes, dice: Random) -> bytes:
    last = max(map(int, re.findall(rb'<row r="(\d+)"', xml)), default=0)
    until = dice.choice((20_000, 200_000, 2**20))
    rows = b"".join(b'<row r="%d" s="1"/>' % number for number in range(last + 1, until + 1))
    return xml.replace(b"</sheetData>", rows + b"</sheetData>")


@in_sheet
def a_cyclic_formula(xml: bytes, dice: Random) -> bytes:
    cells = list(re.finditer(rb'<c r="([A-Z]+\d+)"([^>]*)><v>[^<]*</v></c>', xml))
    if not cells:
        return xml
    cell = dice.choice(cells)
    value = dice.choice((b"", b"<v>0</v>", b"<v/>"))
    made = b'<c r="%s"%s><f>%s+1</f>%s</c>' % (
        cell[1],
        cell[2].replace(b't="s"', b"").replace(b't="n"', b""),
        cell[1],
        value,
    )
    return xml[: cell.start()] + made + xml[cell.end() :]


@in_sheet
def a_value_that_is_none(xml: bytes, dice: Random) -> bytes:
    cells = list(re.finditer(rb"<v>[^<]*</v>", xml))
    if not cells:
        return xml
    cell = dice.choice(cells)
    strange = dice.choice((b"NaN", b"inf", b"-1", b"1e400", b"0x10", b"1_0", b"", b"99999999", b"=1"))
    return xml[: cell.start()] + b"<v>" + strange + b"</v>" + xml[cell.end() :]


@in_sheet
def a_cell_twice(xml: bytes, dice: Random) -> bytes:
    cells = list(re.finditer(rb'<c r="[A-Z]+\d+"[^>]*><v>[^<]*</v></c>', xml))
    if not cells:
        return xml
    cell = dice.choice(cells)
    return xml[: cell.end()] + re.sub(rb"<v>[^<]*</v>", b"<v>7</v>", cell[0]) + xml[cell.end() :]


@in_sheet
def a_cell_nowhere(xml: bytes, dice: Random) -> bytes:
    address = dice.choice((b"ZZZZ1", b"A99999999", b"A0", b"1A", b"\xe7\x94\xb21", b"", b"A-1"))
    return re.sub(rb'<c r="[A-Z]+\d+"', b'<c r="' + address + b'"', xml, count=1)


@in_sheet
def merged_a_thousand_times(xml: bytes, dice: Random) -> bytes:
    count = dice.choice((50, 5_000, 100_000))
    merged = b"".join(b'<mergeCell ref="AA%d:AB%d"/>' % (n, n) for n in range(1, count + 1))
    return xml.replace(b"</sheetData>", b"</sheetData><mergeCells>" + merged + b"</mergeCells>")


# --- what a person does -----------------------------------------------------------------------------


@in_book
def a_sheet_renamed(sheet: Any, dice: Random) -> None:
    sheet.title = dice.choice(("Sheet1", "工作表", "=1+1", "9月", "填报 (2)", sheet.title + " "))


@in_book
def rows_above(sheet: Any, dice: Random) -> None:
    sheet.insert_rows(dice.randrange(1, 5), dice.randrange(1, 6))


@in_book
def columns_before(sheet: Any, dice: Random) -> None:
    sheet.insert_cols(dice.randrange(1, 4), dice.randrange(1, 3))


@in_book
def a_row_gone(sheet: Any, dice: Random) -> None:
    sheet.delete_rows(dice.randrange(1, sheet.max_row + 1))


@in_book
def a_column_gone(sheet: Any, dice: Random) -> None:
    sheet.delete_cols(dice.randrange(1, sheet.max_column + 1))


@in_book
def a_row_hidden(sheet: Any, dice: Random) -> None:
    sheet.row_dimensions[dice.randrange(1, sheet.max_row + 1)].hidden = True


@in_book
def a_unit_swapped(sheet: Any, dice: Random) -> None:
    cells = [
        (cell, unit) for row in sheet.iter_rows() for cell in row if isinstance(cell.value, str) for unit in SWAPS
        if f"（{unit}）" in cell.value or cell.value in (unit, f"单位：{unit}")
    ]  # fmt: skip
    if cells:
        cell, unit = dice.choice(cells)
        cell.value = cell.value.replace(unit, dice.choice(SWAPS[unit]))


@in_book
def numbers_as_text(sheet: Any, dice: Random) -> None:
    wide = str.maketrans("0123456789.,", "０１２３４５６７８９．，")
    for row in sheet.iter_rows():
        for cell in row:
            if (
                isinstance(cell.value, int | float)
                and not isinstance(cell.value, bool)
                and cell.number_format[-1] != "%"
            ):
                text = f"{cell.value:,}" if dice.random() < 0.5 else str(cell.value)
                cell.value = dice.choice((text, text.translate(wide), f" {text}　"))


@in_book
def words_everywhere(sheet: Any, dice: Random) -> None:
    hostile = (
        "=1+1",
        "@SUM(A1)",
        "-",
        "<script>alert(1)</script>",
        "#read('/etc/passwd')",
        "{{7*7}}",
        "９９",
        "约",
        "…",
    )
    for _ in range(dice.randrange(1, 8)):
        cell = sheet.cell(dice.randrange(1, sheet.max_row + 1), dice.randrange(1, sheet.max_column + 1))
        if cell.__class__.__name__ == "Cell":
            cell.value, cell.data_type = dice.choice(hostile), "s"


MUTATIONS: dict[str, Mutation] = {
    "truncated": truncated,
    "bytes_flipped": bytes_flipped,
    "rubbish_behind": rubbish_behind,
    "content_types_wrong": content_types_wrong,
    "a_part_missing": a_part_missing,
    "a_zip_bomb": a_zip_bomb,
    "an_entity_bomb": an_entity_bomb,
    "an_outside_entity": an_outside_entity,
    "nul_bytes": nul_bytes,
    "empty_rows": empty_rows,
    "a_cyclic_formula": a_cyclic_formula,
    "a_value_that_is_none": a_value_that_is_none,
    "a_cell_twice": a_cell_twice,
    "a_cell_nowhere": a_cell_nowhere,
    "merged_a_thousand_times": merged_a_thousand_times,
    "a_sheet_renamed": a_sheet_renamed,
    "rows_above": rows_above,
    "columns_before": columns_before,
    "a_row_gone": a_row_gone,
    "a_column_gone": a_column_gone,
    "a_row_hidden": a_row_hidden,
    "a_unit_swapped": a_unit_swapped,
    "numbers_as_text": numbers_as_text,
    "words_everywhere": words_everywhere,
}
