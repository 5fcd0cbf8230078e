"""What is stored is what its sender sees, or a fault at the cell: over random tables with formats, marks and names."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from support.described_sheets import shape_of
from xj_analysis.collect import department_sheet, plausibility
from xj_analysis.quantity import units
from xj_analysis.quantity.hedges import Hedge
from xj_analysis.store.store import Store
from xj_analysis.workbooks.grid import Grid, GridCell
from xj_analysis.workbooks.number_formats import number_cell

TOWNS = ("示例镇", "样板镇", "范例镇", "演示镇", "试点镇", "模拟镇", "虚拟乡", "假设乡", "例举乡", "编造乡", "某某乡")
MONEY = shape_of('key = "乡镇"\ndefault_unit = "万元"\ncolumns = { "收入" = { of = "eco_income" } }', unit="zrj")
RATE = shape_of(
    'key = "乡镇"\ndefault_unit = "%"\ncolumns = { "增速" = { of = "industry_investment_growth" } }', unit="tjj"
)
SHAPES = {"万元": MONEY, "%": RATE}

Seen = tuple[Fraction, Hedge] | None
"""The number and hedge a cell shows in the unit of its column; None for a cell that shows none."""
Writing = Callable[[Decimal], tuple[GridCell | None, Seen]]


def formatted(code: str, factor: int = 1) -> Writing:
    return lambda number: (number_cell(float(number), code), (Fraction(number) * factor, Hedge.EXACT))


def written(pattern: str, hedge: Hedge = Hedge.EXACT, factor: Fraction = Fraction(1)) -> Writing:
    return lambda number: (GridCell(pattern.format(number)), (Fraction(number) * factor, hedge))


def blank(cell: GridCell | None) -> Writing:
    return lambda number: (cell, None)


ANY: dict[str, Writing] = {
    "general": formatted("General"), "padded": formatted("0.00"), "grouped": formatted("#,##0.00"),
    "bracketed": formatted("0.00_);(0.00)"), "text": written("{}"), "wide": written("　{} "),
    "about": written("约{}", Hedge.ABOUT), "nearly": written("将近{}", Hedge.UNDER), "mark": blank(GridCell("—")),
    "slash": blank(GridCell("/")), "empty": blank(None), "hidden": blank(number_cell(5.0, ";;;")),
    "words": blank(GridCell("见附件")), "error": blank(GridCell("#REF!", "error")),
}  # fmt: skip
WRITINGS: dict[str, dict[str, Writing]] = {
    "万元": ANY | {
        "literal unit": formatted('0.0#"万元"'), "own unit": written("{}万元"),
        "in yuan": written("{}元", factor=Fraction(1, 10_000)), "over": written("{}余万元", Hedge.OVER),
    },
    "%": ANY | {
        "literal": formatted('0.0#"%"'), "escaped": formatted("0.0#\\%"), "percent": formatted("0.00%", 100),
        "sign": written("{}%"),
    },
}  # fmt: skip
NUMBERS = st.decimals(Decimal("0.10"), Decimal("9999"), places=2)
NAMES: list[Callable[[str], str]] = [
    str,
    "示例县{}".format,
    " {}".format,
    lambda name: name[:-1] + "（" + name[-1] + "）",
]


@st.composite
def tables(draw: st.DrawFn) -> tuple[str, Grid, dict[str, tuple[int, Seen]]]:
    """A unit, a sheet, and the row and the number shown of each town."""
    unit = draw(st.sampled_from(sorted(WRITINGS)))
    grid = Grid("表", {(1, 1): GridCell("2025年1—10月"), (2, 1): GridCell("乡镇"),
                      (2, 2): GridCell("收入" if unit == "万元" else "增速")})  # fmt: skip
    truth: dict[str, tuple[int, Seen]] = {}
    for row, town in enumerate(draw(st.permutations(TOWNS)), start=3):
        cell, seen = WRITINGS[unit][draw(st.sampled_from(sorted(WRITINGS[unit])))](draw(NUMBERS))
        grid.cells[row, 1] = GridCell(draw(st.sampled_from(NAMES))(town))
        if cell:
            grid.cells[row, 2] = cell
        if draw(st.booleans()) and draw(st.booleans()):
            grid.hidden_rows.add(row)
        truth[town] = (row, seen)
    return unit, grid, truth


@given(tables())
def test_a_stored_value_is_the_one_seen(known: Store, table: tuple[str, Grid, dict[str, tuple[int, Seen]]]) -> None:
    unit, grid, truth = table
    report = department_sheet.read_department_sheet("报表.xlsx", [grid], [SHAPES[unit]], known.county)
    plausibility.check_plausibility(report, {"表": grid}, known)
    faulty = {entry.at for entry in report.faults.entries}
    stored = {known.county.area_names[value.area]: value for value in report.values if value.entry.digits}
    for town, (row, seen) in truth.items():
        cell = grid.cells.get((row, 2))
        if row in grid.hidden_rows:
            told = any(f"隐藏的第{row}行" in line for line in report.left_out)
            assert town not in stored and told and ((row, 1) in faulty or unit == "%")
        elif seen is None:  # a growth rate has no earlier value by town here: nothing is asked of a blank
            may_be_blank = unit == "%" and (cell is None or cell.text in ("—", "/"))
            assert town not in stored and ((row, 2) in faulty or may_be_blank), town
        elif town not in stored:
            assert (row, 2) in faulty, town
        else:
            number = Fraction(stored[town].entry.digits) * units.ratio(stored[town].entry.unit, unit)
            assert (number, stored[town].entry.hedge) == seen or (row, 2) in faulty, (town, stored[town])
