"""Plausibility checks of filed reports: magnitude, a falling or vanished 累计, sums of towns, declared limits."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from ..base.text import folded
from ..county.model import County, Indicator
from ..quantity import periods, units
from ..quantity.hedges import UPPER, Hedge, decimals_of, published_interval
from ..store.store import Store
from ..workbooks.cell_faults import cell_location
from ..workbooks.grid import Grid
from . import magnitude
from .history import History
from .report import WITHHELD, FiledReport, Value


def check_plausibility(report: FiledReport, sheets: Mapping[str, Grid], store: Store) -> None:
    """Add to a report every fault of its values by themselves, together, and beside earlier values.

    A total of which a part is faulty or missing is taken out of the report: it does not enter without its part.
    """
    if not report.period:
        return
    by_period: dict[str, list[Value]] = defaultdict(list)
    for value in report.values:
        by_period[_cumulative_code(report, value)].append(value)
    report.values = []
    for code in sorted(by_period, key=lambda code: periods.parse(code).sort_key()):
        history = History.of(store, periods.parse(code)).with_values(report.values, store.county, code)
        part = replace(report, period=code, values=by_period[code])
        _check_period(part, sheets, store.county, history)
        report.values += part.values


def _cumulative_code(report: FiledReport, value: Value) -> str:
    """Code of the 累计 period that a value belongs to; that of a single month ends in it."""
    if not value.period or value.measure == "cumulative":
        return value.period or report.period
    return f"{value.period[:4]}-01/{value.period}"


def _check_period(report: FiledReport, sheets: Mapping[str, Grid], county: County, history: History) -> None:
    """Check the values of one period."""
    for value in report.values:
        if not (report.template and _lacks_part(report, value, county)):  # there the total is a formula
            _check_value(report, sheets[value.sheet], value, county, history)
    _check_totals(report, sheets, county)
    _check_months(report, sheets, county, history)
    _withhold_totals(report, sheets, county)


def amount_in(value: Value, unit: str) -> Fraction:
    """Return the exact number of a value in a unit."""
    return Fraction(value.entry.digits) * units.ratio(value.entry.unit, unit)


def _shown(value: Value) -> str:
    return f"{value.entry.digits}{value.entry.unit}"


def _is_faulty(report: FiledReport, value: Value) -> bool:
    return any((entry.sheet, entry.at) == (value.sheet, value.at) for entry in report.faults.entries)


def _check_value(report: FiledReport, grid: Grid, value: Value, county: County, history: History) -> None:
    """Add the first fault of one value."""
    indicator = county.by_slug[value.indicator]
    if not value.entry.digits:
        _check_blank(report, grid, value, indicator, history)
        return
    amount = float(amount_in(value, indicator.unit))
    limit = next((limit for limit in county.limits if limit.indicator == value.indicator), None)
    if units.unit(value.entry.unit).counted and Fraction(value.entry.digits).denominator != 1:
        report.faults.add(grid, value.at, f"{value.entry.unit}是整数", _shown(value), "请填整数。")
    elif doubt := _doubt(report, grid, value, indicator, history):
        report.faults.add(grid, value.at, doubt.what, _shown(value), doubt.do)
    elif limit and limit.least is not None and amount < limit.least:
        report.faults.add(grid, value.at, f"小于下限（{limit.least:g}{indicator.unit}）", _shown(value), "请核对。")
    elif limit and limit.most is not None and amount > limit.most:
        report.faults.add(grid, value.at, f"大于上限（{limit.most:g}{indicator.unit}）", _shown(value), "请核对。")
    else:
        _check_decrease(report, grid, value, amount, indicator, history)


def _check_blank(report: FiledReport, grid: Grid, value: Value, indicator: Indicator, history: History) -> None:
    """Add a fault for a blank, or a mark for none, where a 累计 had a value before."""
    then = history.latest.get((value.indicator, value.area))
    if value.measure != "cumulative" or then is None:
        return
    got, blank = grid.text_at(*value.at), value.entry.meaning == "unknown"
    if indicator.kind == "flow" and then:
        what = "没有填" if blank else "填的是没有"
        do = "累计只增不减，请填年初以来的累计数；本月没有新增的照填上期的数；如系核减，请先更正上期数。"
        report.faults.add(grid, value.at, f"{what}，而上期累计是{then:.15g}{indicator.unit}", got, do)
    elif blank:
        do = f"请补填；仍是{then:.15g}的也要填。" if indicator.kind == "flow" else "请补填；确实没有的填“—”。"
        report.faults.add(grid, value.at, "没有填，而上期有数", got, do)


def _doubt(
    report: FiledReport, grid: Grid, value: Value, indicator: Indicator, history: History
) -> magnitude.Doubt | None:
    share = magnitude.is_share(indicator)
    if value.measure != "cumulative" and not share:
        return None
    key, cell = (value.indicator, value.area), grid.cells.get(value.at)
    neighbours = [
        other.entry for other in _of_series(report, value)
        if share and other.area != value.area and other.entry.digits
    ]  # fmt: skip
    earlier = magnitude.Earlier(history.latest.get(key), history.year_before.get(key), neighbours)
    return magnitude.find_doubt(
        value.entry, indicator, earlier, folded(cell.text) if cell and cell.kind == "text" else ""
    )


def _of_series(report: FiledReport, value: Value) -> Iterable[Value]:
    """Values of one indicator and measure, of any area."""
    return (v for v in report.values if (v.indicator, v.measure) == (value.indicator, value.measure))


def _check_decrease(
    report: FiledReport, grid: Grid, value: Value, amount: float, indicator: Indicator, history: History
) -> None:
    then = history.latest.get((value.indicator, value.area))
    if then is None or value.measure != "cumulative" or indicator.kind != "flow" or indicator.profit:
        return
    least = history.least[value.indicator, value.area]
    if value.entry.hedge in {Hedge.EXACT, *UPPER} and amount < least - abs(least) * 1e-12:
        report.faults.add(
            grid,
            value.at,
            f"累计数比上期（{then:.15g}{indicator.unit}）少",
            _shown(value),
            "累计只增不减，请核对；如系核减，请先更正上期数。",
        )


def _check_totals(report: FiledReport, sheets: Mapping[str, Grid], county: County) -> None:
    """Check the sum of the towns against the county, where a report has all of them."""
    for whole in report.values:
        indicator = county.by_slug[whole.indicator]
        if whole.area != county.code or not whole.entry.digits or indicator.kind != "flow":
            continue
        parts = {
            v.area: v for v in _of_series(report, whole) if v.area != county.code and v.area.startswith(county.code)
        }
        if not county.towns or not set(county.towns) <= set(parts):
            continue
        if any(_is_faulty(report, v) or v.entry.meaning == "unknown" for v in (whole, *parts.values())):
            continue
        low, high = _interval(whole, indicator)
        sums = []
        for codes in (county.towns, parts):  # a park may lie in a town, or beside the towns
            valued = [parts[code] for code in codes if parts[code].entry.digits]
            lows, highs = zip(*(_interval(part, indicator) for part in valued), strict=True) if valued else ((), ())
            total = sum((amount_in(part, indicator.unit) for part in valued), Fraction(0))
            sums.append((sum(lows, Fraction(0)) <= high and low <= sum(highs, Fraction(0)), total))
        if not any(fits for fits, _ in sums):
            what = f"合计与各乡镇之和（{float(sums[0][1]):.15g}{indicator.unit}）不符"
            report.faults.add(sheets[whole.sheet], whole.at, what, _shown(whole), "请核对合计与各乡镇的数。")


def _interval(value: Value, indicator: Indicator) -> tuple[Fraction | float, Fraction | float]:
    """Lowest and highest true number of a value, in the unit of its indicator."""
    counted, ratio = units.unit(value.entry.unit).counted, units.ratio(value.entry.unit, indicator.unit)
    low, high = published_interval(Decimal(value.entry.digits), value.entry.hedge, counted=counted)
    return (Fraction(low) * ratio if low.is_finite() else float(low)), (
        Fraction(high) * ratio if high.is_finite() else float(high)
    )


def _lacks_part(report: FiledReport, value: Value, county: County) -> bool:
    """Whether a value is the total of parts of which one is faulty or missing."""
    if value.area != county.code or not county.by_slug[value.indicator].additive:
        return False
    parts = {other.area: other for other in _of_series(report, value) if other.area != county.code}
    by_town = next((unit.by_town for unit in county.units if unit.slug == report.unit), ())
    missing = parts and value.indicator in by_town and not set(county.towns) <= set(parts)
    return bool(missing) or any(_is_faulty(report, part) for part in parts.values())


def _withhold_totals(report: FiledReport, sheets: Mapping[str, Grid], county: County) -> None:
    withheld = [v for v in report.values if not _is_faulty(report, v) and _lacks_part(report, v, county)]
    for value in withheld:
        report.values.remove(value)
        where = cell_location("", sheets[value.sheet], value.at).strip()
        note = f"，说明“{value.note}”" if value.note else ""
        report.left_out.append(f"{where} {WITHHELD}{note}")


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
        indicator = county.by_slug[slug]
        if measure != "single" or whole is None or then is None or indicator.kind != "flow":
            continue
        if then != history.least[slug, area]:
            continue  # hedged: the month may be anything near
        grown = float(amount_in(whole, indicator.unit)) - then
        slack = 3 * max(float(_half(v, indicator)) for v in (value, whole)) + 1e-9 * max(abs(grown), 1.0)
        if (
            value.entry.hedge is whole.entry.hedge is Hedge.EXACT
            and not _is_faulty(report, whole)
            and abs(float(amount_in(value, indicator.unit)) - grown) > slack
        ):
            what = f"当月数与累计之差（{grown:.15g}{indicator.unit}）不符"
            report.faults.add(sheets[value.sheet], value.at, what, _shown(value), "请核对当月数与累计数。")
