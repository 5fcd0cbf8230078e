"""Blank cells where a number was to be expected: merged ones, and months without one although 累计 rose."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from ..county.model import County
from ..quantity.hedges import Hedge
from ..workbooks.grid import Grid, Place, column_letters
from .history import History
from .report import FiledReport, Value

_LISTED = 20


def check_merged(report: FiledReport, sheets: Mapping[str, Grid]) -> None:
    """Add a fault for each merged area that hides the cell of a value behind another one."""
    hidden: dict[tuple[str, Place], list[Place]] = defaultdict(list)
    for value in report.values:
        grid = sheets[value.sheet]
        origin = grid.origin(*value.at)
        if not value.entry.digits and origin != value.at and grid.text_at(*origin).strip():
            hidden[value.sheet, origin].append(value.at)
    for (sheet, (row, _)), places in hidden.items():
        first, *others = sorted(places)
        what = f"这一格与{'左边一格' if first[0] == row else '上一行'}合并了"
        if others:
            what = f"这些格合并了（{_listed([first, *others])}）"
        report.faults.add(sheets[sheet], first, what, do="请取消合并，各行各填。", others=others)


def check_months(report: FiledReport, sheets: Mapping[str, Grid], county: County, history: History) -> None:
    """Add a fault for the 本月 cells of a column that are blank although the month had a number."""
    single = [value for value in report.values if value.measure == "single"]
    filled = {(value.sheet, value.indicator) for value in single if value.entry.digits}
    rising: dict[tuple[str, str], list[Value]] = defaultdict(list)
    vanished: dict[tuple[str, str], list[Value]] = defaultdict(list)
    blank = [value for value in single if not value.entry.digits and not report.is_faulty(value)]
    for value in blank:
        if _rose(report.values, value, county, history):
            rising[value.sheet, value.indicator].append(value)
    for value in blank:
        column, rose = (value.sheet, value.indicator), _rose(report.values, value, county, history)
        if rose is None and column in rising:  # a rounded 累计 beside those that rose
            rising[column].append(value)
        elif rose is not None or (value.indicator, value.area) not in history.month_before:
            continue  # the month brought nothing, and never did
        elif value.entry.meaning == "unknown" or column not in filled:
            vanished[column].append(value)
    for values in rising.values():
        what = f"本月没有数，而累计比上期多（{_listed([value.at for value in values])}）"
        _add(report, sheets, values, what, "请补填本月数。")
    for values in vanished.values():
        if len(values) > 1 or values[0].entry.meaning == "unknown":  # one — may be true
            what = f"本月没有数，而上月有（{_listed([value.at for value in values])}）"
            _add(report, sheets, values, what, "请补填本月数；这个月没有的填“0”。")


def _rose(values: Iterable[Value], month: Value, county: County, history: History) -> bool | None:
    """Whether the 累计 beside a month is more than the last; None where that is not known."""
    indicator, then = county.by_slug[month.indicator], history.latest.get((month.indicator, month.area))
    whole = next((value for value in values if value.entry.digits and value.measure == "cumulative"
                  and (value.indicator, value.area) == (month.indicator, month.area)), None)  # fmt: skip
    if whole is None or then is None or indicator.kind != "flow":
        return None
    least = history.least[month.indicator, month.area]
    if whole.entry.hedge is not Hedge.EXACT or then != least:
        return None  # about as much may be just as much
    return float(whole.amount(indicator.unit)) > then


def _add(report: FiledReport, sheets: Mapping[str, Grid], values: Sequence[Value], what: str, do: str) -> None:
    first, *others = sorted(value.at for value in values)
    grid = sheets[values[0].sheet]
    report.faults.add(grid, first, what, grid.text_at(*first), do, others=others)


def _listed(places: Sequence[Place]) -> str:
    """Addresses of cells: ``C5、C6``, of many the first ones and their number."""
    names = [f"{column_letters(column)}{row}" for row, column in sorted(places)]
    more = f"等{len(names)}格" if len(names) > _LISTED else ""
    return "、".join(names[:_LISTED]) + more
