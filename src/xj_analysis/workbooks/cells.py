"""Cells as numbers, and the reasons why a cell holds none."""

from __future__ import annotations

import re
from collections.abc import Mapping

from ..quantity import cell_values
from ..quantity.cell_values import CellValue, Meaning
from ..quantity.hedges import Hedge
from .cell_faults import FaultCollector
from .grid import Grid, GridCell, Place

NOT_NUMERIC, NOT_EXACT = "应是数字", "不是确数"
"""Problems of a cell in a column of numbers, beside those of :mod:`xj_analysis.quantity.cell_values`."""
UNUSABLE = {
    "error": ("公式出错", "请改正公式，或直接填数。"),
    "uncomputed": ("公式没有算出的值", "请用表格软件打开、重算并保存后再报，或直接填数。"),
    "concealed": ("格式把数隐藏了", "请换成看得见数的格式，核对后再报。"),
    "unsigned": ("负数没有显示负号", "请换成带负号的格式，或改正这个数。"),
    "raised": ("数旁有上标或下标", "请把注写在说明里，这一格只留数。"),
    "struck": ("有删除线", "请删去划掉的字，只留要报的。"),
    "faint": ("有白色或极小的字，看不见", "请删去看不见的字，只留要报的。"),
    "restyled": ("条件格式会改变数的显示", "请删去这一格的条件格式，核对后再报。"),
}
"""Problem and remedy by the kinds of cells from which nothing can be read."""

_DOLLARS = re.compile(r"^(-?)(?:US)?\$")
_LONGEST = 40


def report_unusable(grid: Grid, at: Place, cell: GridCell, faults: FaultCollector) -> bool:
    """Return whether nothing can be read from a cell, and add the fault where that is so."""
    if cell.kind in UNUSABLE:
        what, do = UNUSABLE[cell.kind]
        stored = "" if cell.number is None else f"{cell.number:.15g}"
        faults.add(grid, at, what, cell.text or stored, do)
    return cell.kind in UNUSABLE


def read_number(
    grid: Grid, at: Place, unit: str, faults: FaultCollector, *, remedies: Mapping[str, str],
    legend: Mapping[str, Meaning], decimals: int = 0, exact: bool = False, change: bool = False,
) -> CellValue | None:  # fmt: skip
    """Return the number that a cell of `unit` holds, with its hedge, or what its blank means; None adds a fault.

    Parameters
    ----------
    remedies
        What to do, by problem.
    legend, decimals, change
        As :func:`xj_analysis.quantity.cell_values.read_cell_value` takes them.
    exact
        True to refuse a hedge.

    Examples
    --------
    >>> sheet, faults = Grid("a", {(1, 1): GridCell("1.2亿"), (2, 1): GridCell("x", "bool")}), FaultCollector("a.xlsx")
    >>> values = [read_number(sheet, (row, 1), "万元", faults, remedies={NOT_NUMERIC: "请改。"}, legend={})
    ...           for row in (1, 2)]
    >>> (values[0].digits, values[0].unit, values[1]), str(faults.faults[0])
    (('1.2', '亿元', None), 'a.xlsx 「a」!A2：应是数字，这一格是是否，得到“x”。请改。')
    """
    cell = grid.cells.get(at)
    if cell is None:
        return cell_values.read_cell_value("", unit, legend=legend)
    if report_unusable(grid, at, cell, faults):
        return None
    if cell.kind in ("bool", "date"):
        what = f"{NOT_NUMERIC}，这一格是{'日期' if cell.kind == 'date' else '是否'}"
        faults.add(grid, at, what, cell.text, remedies[NOT_NUMERIC])
        return None
    text = _DOLLARS.sub(r"\1", cell.text) if unit.endswith("美元") else cell.text
    value = cell_values.read_cell_value(text, unit, legend=legend, decimals=decimals, change=change)
    problem = value.problem or (NOT_EXACT if exact and value.hedge is not Hedge.EXACT else "")
    if problem:
        shown = cell.text if len(cell.text) <= _LONGEST else f"{cell.text[:_LONGEST]}…"
        faults.add(grid, at, f"{problem}（本列单位：{unit or '无'}）", shown, value.do or remedies[problem])
        return None
    return value
