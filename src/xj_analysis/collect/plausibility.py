"""What a report says against what is known: magnitude, a 累计 that fell, parts that do not sum, bounds."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from ..county.model import County, Indicator
from ..quantity import periods, units
from ..quantity.hedges import Hedge, decimals_of
from ..store.store import Store
from ..workbooks.grid import Grid
from .report import FiledReport, Value

FARTHEST = 30.0
"""How many times the same months of the year before a value may be, or a part of them, before its unit is doubted."""
STEEPEST = 6.0
"""How many times the latest 累计 of the same year a value may be."""
FEW = 20
"""Below this many of what is counted a leap says nothing about the unit."""

_SLIPS = {
    "元": ("万元", "亿元", "千元"), "人次": ("万人次",), "人": ("万人",), "亩": ("万亩", "公顷"), "吨": ("万吨",),
    "平方米": ("亩", "万平方米"),
}  # fmt: skip


@dataclass(frozen=True)
class History:
    """What is known of each series: the same months of the year before, and the latest 累计 of this year before."""

    year_before: Mapping[tuple[str, str], float]
    month_before: Mapping[tuple[str, str], float]

    @classmethod
    def of(cls, known: Store, period: str) -> History:
        """Return the history of a county up to a 累计 period, that of the period itself left out."""
        now = periods.parse(period)
        rows = known.current()
        rows = rows[(rows["nature"] == "actual") & (rows["subject"] == "") & rows["value"].notna()]
        parsed = {code: periods.parse(code) for code in set(rows["period"])}
        older: dict[tuple[str, str], float] = {}
        latest: dict[tuple[str, str], tuple[Any, float]] = {}
        for slug, area, code, value in zip(rows["indicator"], rows["area"], rows["period"], rows["value"], strict=True):
            then, key = parsed[code], (slug, area)
            if now.same_window(then) and now.start and then.start and then.start.year == now.start.year - 1:
                older[key] = float(value)
            earlier = then.by_months and then.start == now.start and then.sort_key() < now.sort_key()
            if earlier and (key not in latest or then.sort_key() > latest[key][0]):
                latest[key] = (then.sort_key(), float(value))
        return cls(older, {key: value for key, (_, value) in latest.items()})


def check_plausibility(report: FiledReport, sheets: Mapping[str, Grid], known: Store) -> None:
    """Add to a report every fault that its values have beside what is known."""
    county = known.county
    if not report.period:
        return
    history = History.of(known, report.period)
    limits = {limit.indicator: limit for limit in county.limits}
    for value in report.values:
        grid, indicator = sheets[value.sheet], county.by_slug[value.indicator]
        if not value.entry.digits:
            _blank(report, grid, value, history)
            continue
        amount = own_unit(value, indicator)
        if units.unit(value.entry.unit).counted and Fraction(value.entry.digits).denominator != 1:
            report.fault(grid, value.at, f"{value.entry.unit}是整数", _shown(value), "请填整数。")
            continue
        limit = limits.get(value.indicator)
        if limit and limit.least is not None and amount < limit.least:
            report.fault(grid, value.at, f"小于下限（{limit.least:g}{indicator.unit}）", _shown(value), "请核对。")
        elif limit and limit.most is not None and amount > limit.most:
            report.fault(grid, value.at, f"大于上限（{limit.most:g}{indicator.unit}）", _shown(value), "请核对。")
        elif value.measure == "cumulative" and not _doubt_unit(report, grid, value, amount, indicator, history):
            _fallen(report, grid, value, amount, indicator, history)
    _sums(report, sheets, county)
    _single(report, sheets, county, history)


def own_unit(value: Value, indicator: Indicator) -> float:
    """Return the number of a value in its indicator's unit."""
    return float(Fraction(value.entry.digits) * units.ratio(value.entry.unit, indicator.unit))


def _shown(value: Value) -> str:
    return f"{value.entry.digits}{value.entry.unit}"


def _blank(report: FiledReport, grid: Grid, value: Value, history: History) -> None:
    known = value.measure == "cumulative" and (value.indicator, value.area) in history.month_before
    if known and value.entry.meaning == "unknown":
        report.fault(grid, value.at, "没有填，而上期有数", do="请补填；确实没有的填“—”。")


def _doubt_unit(
    report: FiledReport, grid: Grid, value: Value, amount: float, indicator: Indicator, history: History
) -> bool:
    key = (value.indicator, value.area)
    year, month = history.year_before.get(key), history.month_before.get(key)
    then = year or month
    if not then or indicator.kind != "flow" or amount <= 0:
        return False
    if units.unit(indicator.unit).counted and max(amount, then) < FEW:
        return False
    times = amount / then
    if 1 / FARTHEST <= times <= FARTHEST and not (month and amount / month > STEEPEST):
        return False
    size = f"约为上年同期或上期的{times:.0f}倍" if times > 1 else f"不到上年同期或上期的{math.ceil(times * 100)}%"
    report.fault(grid, value.at, f"数量级不对，{size}，疑单位填错", _shown(value), _remedy(value, then, indicator))
    return True


def _remedy(value: Value, then: float, indicator: Indicator) -> str:
    """Which unit would make the value like those before."""
    base = indicator.unit.lstrip("百千万亿")
    candidates = [symbol for symbol in (base, *_SLIPS.get(base, ())) if symbol != value.entry.unit]
    for symbol in candidates:
        if units.convertible(symbol, indicator.unit):
            amount = float(Fraction(value.entry.digits) * units.ratio(symbol, indicator.unit))
            if 1 / 5 <= amount / then <= 5:  # noqa: PLR2004
                return f"这个数像是以{symbol}为单位；请按{indicator.unit}填。"
    return f"本列单位是{value.entry.unit}，请核对。"


def _fallen(
    report: FiledReport, grid: Grid, value: Value, amount: float, indicator: Indicator, history: History
) -> None:
    then = history.month_before.get((value.indicator, value.area))
    if then is None or indicator.kind != "flow":
        return
    if value.entry.hedge is Hedge.EXACT and amount < then * (1 - 1e-12):
        report.fault(
            grid,
            value.at,
            f"累计数比上期（{then:.15g}{indicator.unit}）少",
            _shown(value),
            "累计只增不减，请核对；如系核减，请先更正上期数。",
        )


def _sums(report: FiledReport, sheets: Mapping[str, Grid], county: County) -> None:
    """The towns of an indicator against the county, where all of both are there."""
    held = {(v.indicator, v.measure, v.area): v for v in report.values}
    for slug, measure in dict.fromkeys((v.indicator, v.measure) for v in report.values):
        whole = held.get((slug, measure, county.code))
        parts = [held.get((slug, measure, code)) for code in county.towns]
        if whole is None or not whole.entry.digits or county.by_slug[slug].kind != "flow":
            continue
        known = [part for part in parts if part is not None and (part.entry.digits or part.entry.meaning == "none")]
        if len(known) < len(county.towns):
            continue
        valued = [part for part in known if part.entry.digits]
        if any(value.entry.hedge is not Hedge.EXACT for value in (whole, *valued)):
            continue
        indicator = county.by_slug[slug]
        total = sum((_exact(part, indicator) for part in valued), Fraction(0))
        slack = sum((_half(value, indicator) for value in (whole, *valued)), Fraction(0))
        gap = _exact(whole, indicator) - total
        if abs(gap) > slack:
            said = f"{float(total):.15g}{indicator.unit}"
            report.fault(
                sheets[whole.sheet],
                whole.at,
                f"合计与各乡镇之和（{said}）不符",
                _shown(whole),
                "请核对合计与各乡镇的数。",
            )


def _exact(value: Value, indicator: Indicator) -> Fraction:
    return Fraction(value.entry.digits) * units.ratio(value.entry.unit, indicator.unit)


def _half(value: Value, indicator: Indicator) -> Fraction:
    """Half the last digit a measured value is written with; nothing for what is counted."""
    if units.unit(value.entry.unit).counted:
        return Fraction(0)
    digits = Decimal(value.entry.digits)
    return Fraction(5, 10 ** (decimals_of(digits) + 1)) * units.ratio(value.entry.unit, indicator.unit)


def _single(report: FiledReport, sheets: Mapping[str, Grid], county: County, history: History) -> None:
    """当月 against what 累计 grew by, where a report gives both."""
    held = {(v.indicator, v.area, v.measure): v for v in report.values if v.entry.digits}
    for (slug, area, measure), value in held.items():
        whole, then = held.get((slug, area, "cumulative")), history.month_before.get((slug, area))
        if measure != "single" or whole is None or then is None:
            continue
        indicator = county.by_slug[slug]
        grown = own_unit(whole, indicator) - then
        slack = 3 * max(float(_half(v, indicator)) for v in (value, whole)) + 1e-9 * max(abs(grown), 1.0)
        if value.entry.hedge is whole.entry.hedge is Hedge.EXACT and abs(own_unit(value, indicator) - grown) > slack:
            what = f"当月数与累计之差（{grown:.15g}{indicator.unit}）不符"
            report.fault(sheets[value.sheet], value.at, what, _shown(value), "请核对当月数与累计数。")
