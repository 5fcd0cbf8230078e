"""What clerks do to a sound workbook: titles of last month, fractions, marks, copies, hidden rows, other names."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator
from random import Random
from typing import Any

from openpyxl import load_workbook

from soak.mutations import Mutation, in_book
from xj_analysis.workbooks.saving import to_bytes

MARKS = ("—", "-", "/", "——", "－")
FORMATS = ('0.0"%"', "0.0\\%", '0.00"万元"', ";;;", "0.0%", '#,##0.00_);[Red]"("#,##0.00")"', "0.00_ ", "@")
NAMES = {
    "示例镇": ("示例县示例镇", "示例 镇", "示例镇：", "示例"), "样板镇": ("示例县样板镇", "样板（镇）"),
    "合计": ("合计：", "合 计", "全县合计", "示例县合计"),
}  # fmt: skip


def numbers(sheet: Any) -> list[Any]:
    """Cells with a number."""
    return [cell for row in sheet.iter_rows() for cell in row
            if isinstance(cell.value, int | float) and not isinstance(cell.value, bool)]  # fmt: skip


def texts(sheet: Any) -> Iterator[Any]:
    """Cells with text."""
    yield from (cell for row in sheet.iter_rows() for cell in row if isinstance(cell.value, str))


def in_whole_book(edit: Callable[[Any, Random], None]) -> Mutation:
    """A mutation of a book as openpyxl has it."""

    def mutation(content: bytes, dice: Random) -> bytes:
        book = load_workbook(io.BytesIO(content))
        edit(book, dice)
        return to_bytes(book)

    return mutation


@in_book
def a_number_format(sheet: Any, dice: Random) -> None:
    for cell in dice.sample(numbers(sheet), min(3, len(numbers(sheet)))):
        cell.number_format = dice.choice(FORMATS)


@in_book
def a_fraction(sheet: Any, dice: Random) -> None:
    rates = [cell for cell in numbers(sheet) if "%" in cell.number_format or (1 < cell.value <= 100 and cell.value % 1)]
    if rates:
        cell = dice.choice(rates)
        cell.value = cell.value / 100


@in_whole_book
def another_month(book: Any, dice: Random) -> None:
    month = dice.choice((8, 9, 11))
    for sheet in book.worksheets:
        for cell in texts(sheet):
            cell.value = re.sub(r"(?<=[—\-年])10月", f"{month}月", cell.value)


@in_book
def a_mark_for_none(sheet: Any, dice: Random) -> None:
    if cells := numbers(sheet):
        dice.choice(cells).value = dice.choice((*MARKS, None))


@in_whole_book
def a_copy_of_the_sheet(book: Any, dice: Random) -> None:
    sheet = book.copy_worksheet(dice.choice([each for each in book.worksheets if each.sheet_state == "visible"]))
    sheet.title = dice.choice(("填报 (2)", "备份", "旧表"))
    if (cells := numbers(sheet)) and dice.random() < 0.5:
        dice.choice(cells).value *= 2


@in_book
def a_copy_of_the_table(sheet: Any, dice: Random) -> None:
    down = sheet.max_row + dice.randrange(1, 5)
    for row in list(sheet.iter_rows(min_row=1, max_row=sheet.max_row)):
        for cell in row:
            if cell.value is not None:
                sheet.cell(cell.row + down, cell.column, cell.value)


@in_book
def another_writing_of_a_name(sheet: Any, dice: Random) -> None:
    cells = [cell for cell in texts(sheet) if cell.value in NAMES]
    for cell in dice.sample(cells, min(2, len(cells))):
        cell.value = dice.choice(NAMES[cell.value])


@in_book
def a_year_in_a_heading(sheet: Any, dice: Random) -> None:
    cells = [cell for cell in texts(sheet) if cell.value.startswith(("累计", "年初", "本月", "合计", "产值", "达标率"))]
    if cells:
        cell = dice.choice(cells)
        cell.value = dice.choice(("2024年", "2025年9月", "2018年")) + cell.value


@in_book
def a_hedge_beside_another(sheet: Any, dice: Random) -> None:
    marks = [cell for cell in texts(sheet) if cell.value == "约数"]
    if marks:
        row = dice.choice(marks).row + 1
        value = sheet.cell(row, 3)
        value.value = f"约{value.value}"
        sheet.cell(row, 4).value = dice.choice(("超", "近", "至少", "不足"))


@in_book
def an_invisible_sign(sheet: Any, dice: Random) -> None:
    for cell in dice.sample(list(texts(sheet)), 2):
        at = dice.randrange(len(cell.value) + 1)
        cell.value = cell.value[:at] + dice.choice(("\u200b", "\ufeff", "\u200e", "\u00a0")) + cell.value[at:]


@in_book
def hidden_rows_and_columns(sheet: Any, dice: Random) -> None:
    for row in range(1, sheet.max_row + 1):
        sheet.row_dimensions[row].hidden = dice.random() < 0.2
    for letter in "ABCDEF":
        sheet.column_dimensions[letter].hidden = dice.random() < 0.2


CLERKS: dict[str, Mutation] = {
    "a_number_format": a_number_format,
    "a_fraction": a_fraction,
    "another_month": another_month,
    "a_mark_for_none": a_mark_for_none,
    "a_copy_of_the_sheet": a_copy_of_the_sheet,
    "a_copy_of_the_table": a_copy_of_the_table,
    "another_writing_of_a_name": another_writing_of_a_name,
    "a_year_in_a_heading": a_year_in_a_heading,
    "a_hedge_beside_another": a_hedge_beside_another,
    "an_invisible_sign": an_invisible_sign,
    "hidden_rows_and_columns": hidden_rows_and_columns,
}
