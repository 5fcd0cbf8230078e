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
from .blank_values import check_merged, check_months
from .column_units import UnitSlip, find_slips
from .history import History
from .report import WITHHELD, FiledReport, Value

_SCALES = frozenset("百千万亿")


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
    end = periods.parse(value.period).reach
    return f"{end.year}-01/{end.year}-{end.month:02d}"


def _check_period(report: FiledReport, sheets: Mapping[str, Grid], county: County, history: History) -> None:
    """Check the values of one period."""
    check_merged(report, sheets)
    found = {value: fault for value in report.values if (fault := _fault(report, sheets, value, county, history))}
    for slip in find_slips(report.values, found, county.by_slug, history):
        _add_slip(report, sheets, slip)
    check_months(report, sheets, county, history)
    for value, (what, do) in found.items():
        in_total = report.template and _lacks_part(report, value, county)  # there the total is a formula
        if not in_total and not report.is_faulty(value):
            grid = sheets[value.sheet]
            report.faults.add(grid, value.at, what, _written(grid, value), do)
    _check_totals(report, sheets, county)
    _check_months(report, sheets, county, history)
    _withhold_totals(report, sheets, county)
    _tell_marks(report, county, history)


def _tell_marks(report: FiledReport, county: County, history: History) -> None:
    """Tell of each mark for none where a rate or a stock had a value before: it may be true, and is not entered."""
    for value in report.values:
        then, indicator = history.latest.get((value.indicator, value.area)), county.by_slug[value.indicator]
        if value.entry.meaning == "none" and indicator.kind != "flow" and then is not None:
            report.left_out.append(f"{value.locator}填的是没有，上期是{then:.15g}{indicator.unit}")


def _add_slip(report: FiledReport, sheets: Mapping[str, Grid], slip: UnitSlip) -> None:
    """Add the one fault of a unit, which no value below it can be used for."""
    grid, places = sheets[slip.values[0].sheet], [value.at for value in slip.values]
    spelled = all(set(grid.text_at(*at)) & _SCALES for at in places)  # 95千, whatever the heading says
    at = places[0] if spelled else slip.values[0].unit_at
    report.faults.add(grid, at, slip.what, grid.text_at(*at) if at else "", slip.do, others=places)


def _written(grid: Grid, value: Value) -> str:
    """What stands in the cell of a value; of one computed here, as of an open formula, its number."""
    return grid.text_at(*value.at).strip() if value.at in grid.cells else f"{value.entry.digits}{value.entry.unit}"


def _fault(
    report: FiledReport, sheets: Mapping[str, Grid], value: Value, county: County, history: History
) -> tuple[str, str] | None:
    """What is wrong with one value by itself, and what to do; None for a plausible one."""
    indicator, grid = county.by_slug[value.indicator], sheets[value.sheet]
    if not value.entry.digits or _is_small(grid, value):
        return _vanished(value, indicator, history)
    amount = float(value.amount(indicator.unit))
    limit = next((limit for limit in county.limits if limit.indicator == value.indicator), None)
    if units.unit(value.entry.unit).counted and Fraction(value.entry.digits).denominator != 1:
        return f"{value.entry.unit}是整数", "请填整数。"
    if doubt := _doubt(report, grid, value, indicator, history):
        return doubt.what, doubt.do
    if limit and limit.least is not None and amount < limit.least:
        return f"小于下限（{limit.least:g}{indicator.unit}）", "请核对。"
    if limit and limit.most is not None and amount > limit.most:
        return f"大于上限（{limit.most:g}{indicator.unit}）", "请核对。"
    return _decrease(value, amount, indicator, history)


def _is_small(grid: Grid, value: Value) -> bool:
    """Whether a value is a sign for less than half of the last digit (…)."""
    text = grid.text_at(*value.at).strip()
    return bool(text) and value.entry.hedge is Hedge.UNDER and not any(sign.isnumeric() for sign in text)


def _vanished(value: Value, indicator: Indicator, history: History) -> tuple[str, str] | None:
    """The fault of a blank, a mark for none or one for very little, where a 累计 had a value before."""
    then = history.latest.get((value.indicator, value.area))
    if value.measure != "cumulative" or then is None:
        return None
    blank = value.entry.meaning == "unknown"
    little = float(value.amount(indicator.unit)) if value.entry.digits else 0.0
    if little and indicator.kind != "flow":
        what = f"填的是极小的数，而上期是{then:.15g}{indicator.unit}"
        return (what, "请填数。") if then >= magnitude.HIGH else None
    if indicator.kind == "flow" and (then > little if little else then):
        what = "没有填" if blank else "填的是极小的数" if little else "填的是没有"
        do = "累计只增不减，请填年初以来的累计数；本月没有新增的照填上期的数；如系核减，请先更正上期数。"
        return f"{what}，而上期累计是{then:.15g}{indicator.unit}", do
    if blank:
        do = f"请补填；仍是{then:.15g}的也要填。" if indicator.kind == "flow" else "请补填；确实没有的填“—”。"
        return "没有填，而上期有数", do
    return None


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


def _decrease(value: Value, amount: float, indicator: Indicator, history: History) -> tuple[str, str] | None:
    then = history.latest.get((value.indicator, value.area))
    if then is None or value.measure != "cumulative" or indicator.kind != "flow" or indicator.profit:
        return None
    least = history.least[value.indicator, value.area]
    if value.entry.hedge in {Hedge.EXACT, *UPPER} and amount < least - abs(least) * 1e-12:
        return f"累计数比上期（{then:.15g}{indicator.unit}）少", "累计只增不减，请核对；如系核减，请先更正上期数。"
    return None


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
        if any(report.is_faulty(v) or v.entry.meaning == "unknown" for v in (whole, *parts.values())):
            continue
        low, high = _interval(whole, indicator)
        sums = []
        for codes in (county.towns, parts):  # a park may lie in a town, or beside the towns
            valued = [parts[code] for code in codes if parts[code].entry.digits]
            lows, highs = zip(*(_interval(part, indicator) for part in valued), strict=True) if valued else ((), ())
            total = sum((part.amount(indicator.unit) for part in valued), Fraction(0))
            sums.append((sum(lows, Fraction(0)) <= high and low <= sum(highs, Fraction(0)), total))
        if not any(fits for fits, _ in sums):
            what = f"合计与各乡镇之和（{float(sums[0][1]):.15g}{indicator.unit}）不符"
            report.faults.add(
                sheets[whole.sheet], whole.at, what, _written(sheets[whole.sheet], whole), "请核对合计与各乡镇的数。"
            )


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
    return bool(missing) or any(report.is_faulty(part) for part in parts.values())


def _withhold_totals(report: FiledReport, sheets: Mapping[str, Grid], county: County) -> None:
    withheld = [v for v in report.values if not report.is_faulty(v) and _lacks_part(report, v, county)]
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
        grown = float(whole.amount(indicator.unit)) - then
        slack = 3 * max(float(_half(v, indicator)) for v in (value, whole)) + 1e-9 * max(abs(grown), 1.0)
        if (
            value.entry.hedge is whole.entry.hedge is Hedge.EXACT
            and not report.is_faulty(whole)
            and abs(float(value.amount(indicator.unit)) - grown) > slack
        ):
            what = f"当月数与累计之差（{grown:.15g}{indicator.unit}）不符"
            report.faults.add(
                sheets[value.sheet], value.at, what, _written(sheets[value.sheet], value), "请核对当月数与累计数。"
            )
