"""Plausibility checks of filed reports: magnitude, a falling 累计, sums of towns, declared limits."""

from __future__ import annotations

import math
from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction

from ..county.model import County, Indicator
from ..quantity import periods, units
from ..quantity.hedges import Hedge, decimals_of
from ..store.store import Store
from ..workbooks.grid import Grid
from .history import History
from .report import FiledReport, Value

FARTHEST = 30.0
"""Ratio (or inverse ratio) to the same months of the year before beyond which the unit is in doubt."""
STEEPEST = 6.0
"""Ratio to the latest 累计 of the same year beyond which the unit is in doubt."""
FEW = 20
"""Counts below this may leap without a doubt about the unit."""

_ALIKE = 5  # greatest factor between values of one series that the same unit explains
_SLIPS = {
    "元": ("万元", "亿元", "千元"), "人次": ("万人次",), "人": ("万人",), "亩": ("万亩", "公顷"), "吨": ("万吨",),
    "平方米": ("亩", "万平方米"),
}  # fmt: skip


def check_plausibility(report: FiledReport, sheets: Mapping[str, Grid], store: Store) -> None:
    """Add to a report every fault of its values by themselves, together, and beside earlier values."""
    county = store.county
    if not report.period:
        return
    history = History.of(store, periods.parse(report.period))
    limits = {limit.indicator: limit for limit in county.limits}
    for value in report.values:
        grid, indicator = sheets[value.sheet], county.by_slug[value.indicator]
        if not value.entry.digits:
            _check_blank(report, grid, value, history)
            continue
        amount = float(amount_in(value, indicator.unit))
        if units.unit(value.entry.unit).counted and Fraction(value.entry.digits).denominator != 1:
            report.faults.add(grid, value.at, f"{value.entry.unit}是整数", _shown(value), "请填整数。")
            continue
        limit = limits.get(value.indicator)
        if limit and limit.least is not None and amount < limit.least:
            report.faults.add(grid, value.at, f"小于下限（{limit.least:g}{indicator.unit}）", _shown(value), "请核对。")
        elif limit and limit.most is not None and amount > limit.most:
            report.faults.add(grid, value.at, f"大于上限（{limit.most:g}{indicator.unit}）", _shown(value), "请核对。")
        elif value.measure == "cumulative" and not _unit_in_doubt(report, grid, value, amount, indicator, history):
            _check_decrease(report, grid, value, amount, indicator, history)
    _check_totals(report, sheets, county)
    _check_months(report, sheets, county, history)


def amount_in(value: Value, unit: str) -> Fraction:
    """Return the exact number of a value in a unit."""
    return Fraction(value.entry.digits) * units.ratio(value.entry.unit, unit)


def _shown(value: Value) -> str:
    return f"{value.entry.digits}{value.entry.unit}"


def _check_blank(report: FiledReport, grid: Grid, value: Value, history: History) -> None:
    reported = value.measure == "cumulative" and (value.indicator, value.area) in history.latest
    if reported and value.entry.meaning == "unknown":
        report.faults.add(grid, value.at, "没有填，而上期有数", do="请补填；确实没有的填“—”。")


def _unit_in_doubt(
    report: FiledReport, grid: Grid, value: Value, amount: float, indicator: Indicator, history: History
) -> bool:
    key = (value.indicator, value.area)
    year, month = history.year_before.get(key), history.latest.get(key)
    then = year or month
    if not then or indicator.kind != "flow" or amount <= 0:
        return False
    if units.unit(indicator.unit).counted and max(amount, then) < FEW:
        return False
    times = amount / then
    if 1 / FARTHEST <= times <= FARTHEST and not (month and amount / month > STEEPEST):
        return False
    size = f"约为上年同期或上期的{times:.0f}倍" if times > 1 else f"不到上年同期或上期的{math.ceil(times * 100)}%"
    report.faults.add(grid, value.at, f"数量级不对，{size}，疑单位填错", _shown(value), _remedy(value, then, indicator))
    return True


def _remedy(value: Value, then: float, indicator: Indicator) -> str:
    """Remedy that names the unit in which the value would resemble the earlier ones."""
    base = indicator.unit.lstrip("百千万亿")
    candidates = [symbol for symbol in (base, *_SLIPS.get(base, ())) if symbol != value.entry.unit]
    for symbol in candidates:
        if units.convertible(symbol, indicator.unit):
            amount = float(Fraction(value.entry.digits) * units.ratio(symbol, indicator.unit))
            if 1 / _ALIKE <= amount / then <= _ALIKE:
                return f"这个数像是以{symbol}为单位；请按{indicator.unit}填。"
    return f"本列单位是{value.entry.unit}，请核对。"


def _check_decrease(
    report: FiledReport, grid: Grid, value: Value, amount: float, indicator: Indicator, history: History
) -> None:
    then = history.latest.get((value.indicator, value.area))
    if then is None or indicator.kind != "flow":
        return
    if value.entry.hedge is Hedge.EXACT and amount < then * (1 - 1e-12):
        report.faults.add(
            grid,
            value.at,
            f"累计数比上期（{then:.15g}{indicator.unit}）少",
            _shown(value),
            "累计只增不减，请核对；如系核减，请先更正上期数。",
        )


def _check_totals(report: FiledReport, sheets: Mapping[str, Grid], county: County) -> None:
    """Check the sum of the towns against the county, where a report has all of them."""
    values = {(v.indicator, v.measure, v.area): v for v in report.values}
    for slug, measure in dict.fromkeys((v.indicator, v.measure) for v in report.values):
        whole = values.get((slug, measure, county.code))
        parts = [values.get((slug, measure, code)) for code in county.towns]
        if whole is None or not whole.entry.digits or county.by_slug[slug].kind != "flow":
            continue
        present = [part for part in parts if part is not None and (part.entry.digits or part.entry.meaning == "none")]
        if len(present) < len(county.towns):
            continue
        valued = [part for part in present if part.entry.digits]
        if any(value.entry.hedge is not Hedge.EXACT for value in (whole, *valued)):
            continue
        indicator = county.by_slug[slug]
        total = sum((amount_in(part, indicator.unit) for part in valued), Fraction(0))
        slack = sum((_half(value, indicator) for value in (whole, *valued)), Fraction(0))
        gap = amount_in(whole, indicator.unit) - total
        if abs(gap) > slack:
            shown = f"{float(total):.15g}{indicator.unit}"
            report.faults.add(
                sheets[whole.sheet],
                whole.at,
                f"合计与各乡镇之和（{shown}）不符",
                _shown(whole),
                "请核对合计与各乡镇的数。",
            )


def _half(value: Value, indicator: Indicator) -> Fraction:
    """Half a unit in the last digit of a measured value; 0 for a count."""
    if units.unit(value.entry.unit).counted:
        return Fraction(0)
    digits = Decimal(value.entry.digits)
    return Fraction(5, 10 ** (decimals_of(digits) + 1)) * units.ratio(value.entry.unit, indicator.unit)


def _check_months(report: FiledReport, sheets: Mapping[str, Grid], county: County, history: History) -> None:
    """Check 当月 against the growth of 累计, where a report has both."""
    values = {(v.indicator, v.area, v.measure): v for v in report.values if v.entry.digits}
    for (slug, area, measure), value in values.items():
        whole, then = values.get((slug, area, "cumulative")), history.latest.get((slug, area))
        if measure != "single" or whole is None or then is None:
            continue
        indicator = county.by_slug[slug]
        grown = float(amount_in(whole, indicator.unit)) - then
        slack = 3 * max(float(_half(v, indicator)) for v in (value, whole)) + 1e-9 * max(abs(grown), 1.0)
        if (
            value.entry.hedge is whole.entry.hedge is Hedge.EXACT
            and abs(float(amount_in(value, indicator.unit)) - grown) > slack
        ):
            what = f"当月数与累计之差（{grown:.15g}{indicator.unit}）不符"
            report.faults.add(sheets[value.sheet], value.at, what, _shown(value), "请核对当月数与累计数。")
