"""Arithmetic of figures: whatever the true values are, the result holds the true result, in its unit and traced."""

from __future__ import annotations

import operator
import statistics
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from support.figure_rows import indicator
from xj_analysis import metrics
from xj_analysis.base.errors import DataError
from xj_analysis.quantity import figures, units
from xj_analysis.quantity.figure_array import FigureArray
from xj_analysis.quantity.figure_dtype import FigureDtype
from xj_analysis.quantity.figures import Figure, missing_figure, reported_figure
from xj_analysis.quantity.hedges import Hedge, published_interval, state_interval
from xj_analysis.store.frames import records
from xj_analysis.store.observations import with_text
from xj_analysis.store.store import Store


@dataclass(frozen=True)
class Known:
    """A figure as printed, and one of the true values it may stand for; None where there is none."""

    figure: Figure
    true: Fraction | None


@st.composite
def known(draw: st.DrawFn, unit: str = "万元", *, missing: bool = False) -> Known:
    """Any printed figure of a unit: of either sign, nought, hedged or not, perhaps missing with a reason."""
    if missing and draw(st.integers(0, 4)) == 0:
        return Known(missing_figure("无数据", unit=unit), None)
    counted = units.unit(unit).counted
    places = 0 if counted else draw(st.integers(0, 2))
    number = Decimal(draw(st.integers(-(10**6), 10**6))).scaleb(-places)
    hedge = draw(st.sampled_from(list(Hedge)))
    low, high = published_interval(number, hedge, counted=counted)
    reach = 3 * abs(number) + 10  # of an open side
    low, high = max(low, number - reach), min(high, number + reach)
    part = draw(st.fractions(min_value=0, max_value=1, max_denominator=1000))
    origin = f"o{draw(st.integers(0, 99))}"
    true = Fraction(low) + (Fraction(high) - Fraction(low)) * part
    return Known(reported_figure(number, unit, hedge, origins=(origin,)), true)


def column(items: Sequence[Known], unit: str = "万元") -> Any:
    """The figures as a column."""
    return series([item.figure for item in items], unit)


def series(items: Sequence[Figure], unit: str) -> Any:
    """Figures as a column; the types of pandas do not know other types than their own."""
    return pd.Series(FigureArray._from_sequence(items, dtype=FigureDtype(unit)))


def holds(figure: Any, true: Fraction) -> bool:
    """Whether the bounds of a figure contain the true number, to fifteen digits."""
    slack = (abs(true) + Fraction(abs(float(figure.element.column("value")[0])))) / 10**14
    low, high = figure.low, figure.high
    return (low == -np.inf or Fraction(low) - slack <= true) and (high == np.inf or true <= Fraction(high) + slack)


OPERATORS: dict[str, Callable[[Any, Any], Any]] = {
    "+": operator.add, "−": operator.sub, "×": operator.mul, "÷": operator.truediv,
}  # fmt: skip
SAME, COUNT = "万元", "家"


@given(known(), known(), known(""), st.sampled_from(list(OPERATORS)))
def test_the_result_of_an_operator_holds_the_true_result(one: Known, two: Known, number: Known, sign: str) -> None:
    other = number if sign == "×" else two
    assert one.true is not None and other.true is not None
    result = OPERATORS[sign](one.figure, other.figure)
    if sign == "÷" and (other.true == 0 or other.figure.value is None or other.figure.value <= 0):
        assert result.reason == "除数为零或为负，不计算" or other.true == 0
        return
    assert holds(result, OPERATORS[sign](one.true, other.true))
    assert set(result.origins) == {*one.figure.origins, *other.figure.origins}


@given(known(), st.sampled_from([operator.neg, abs]))
def test_a_sign_and_a_size_hold_the_true_one(item: Known, work: Callable[[Any], Any]) -> None:
    assert item.true is not None
    assert holds(work(item.figure), work(item.true))


@given(known(), st.sampled_from(["元", "万元", "亿元"]))
def test_another_unit_holds_the_true_value(item: Known, unit: str) -> None:
    assert item.true is not None
    assert holds(column([item]).astype(f"figure[{unit}]")[0], item.true * units.ratio("万元", unit))


def mean(values: Sequence[Fraction]) -> Fraction:
    return sum(values, Fraction(0)) / len(values)


REDUCTIONS: dict[str, Callable[[Sequence[Fraction]], Fraction]] = {
    "sum": lambda values: sum(values, Fraction(0)), "mean": mean, "median": statistics.median, "min": min, "max": max,
}  # fmt: skip


@given(st.lists(known(missing=True), min_size=1, max_size=6), st.sampled_from(list(REDUCTIONS)), st.data())
def test_a_reduction_by_group_or_of_all_holds_the_true_one(items: list[Known], name: str, data: st.DataObject) -> None:
    groups = data.draw(st.lists(st.integers(0, 2), min_size=len(items), max_size=len(items)))
    grouped = getattr(column(items).groupby(groups), name)()
    for group, result in [*grouped.items(), (None, getattr(column(items), name)())]:
        inside = [item for item, number in zip(items, groups, strict=True) if group in (None, number)]
        given_ = [item for item in inside if item.true is not None]
        if not given_:  # the sum of nothing is unknown, too
            assert result is pd.NA
            continue
        assert holds(result, REDUCTIONS[name]([item.true for item in given_ if item.true is not None]))
        assert set(result.origins) == {origin for item in given_ for origin in item.figure.origins}


@given(st.lists(known(missing=True), min_size=1, max_size=6), st.data())
def test_a_running_sum_holds_the_true_one(items: list[Known], data: st.DataObject) -> None:
    groups = data.draw(st.lists(st.integers(0, 1), min_size=len(items), max_size=len(items)))
    for ids, result in (([0] * len(items), column(items).cumsum()), (groups, column(items).groupby(groups).cumsum())):
        for place, item in enumerate(items):
            before = [each for each, number in zip(items[: place + 1], ids, strict=False) if number == ids[place]]
            if item.true is None:
                assert result.isna()[place]
                continue
            assert holds(result[place], sum((each.true for each in before if each.true is not None), Fraction(0)))
            assert set(result[place].origins) == {o for each in before if each.true is not None
                                                  for o in each.figure.origins}  # fmt: skip


COMPARISONS = [operator.lt, operator.le, operator.gt, operator.ge, operator.eq, operator.ne]


@given(known(COUNT), known(COUNT), st.sampled_from(COMPARISONS), st.data())
def test_a_comparison_is_decided_only_for_all_true_values(
    one: Known, two: Known, compare: Callable[[Any, Any], Any], data: st.DataObject
) -> None:
    (result,) = compare(column([one], COUNT), column([two], COUNT))
    ends = [data.draw(st.sampled_from([item.true, *ends_of(item)])) for item in (one, two)]
    assert result is pd.NA or bool(result) == compare(*ends)


def ends_of(item: Known) -> list[Fraction]:
    """The bounds of a figure, where they are closed."""
    return [Fraction(end) for end in (item.figure.low, item.figure.high) if np.isfinite(end)]


@given(known())
def test_a_figure_less_itself_is_not_known_to_be_nought(item: Known) -> None:
    """Operands count as independent: the interval is wider than what they share, never narrower."""
    x = column([item])
    assert (x - x)[0].low <= 0 <= (x - x)[0].high
    width = item.figure.high - item.figure.low
    assert np.isinf(width) or (x - x)[0].high - (x - x)[0].low >= 2 * width * (1 - 1e-12)


@given(st.lists(known().filter(lambda item: (item.true or 0) > 0), min_size=2, max_size=5))
def test_a_share_of_the_own_total_holds_the_true_share(items: list[Known]) -> None:
    x = column(items)
    total = sum((item.true for item in items if item.true is not None), Fraction(0))
    for item, result in zip(items, x / x.sum(), strict=True):
        assert item.true is not None
        assert result.value is None or holds(result, item.true / total)


def figure(number: str, unit: str, hedge: Hedge = Hedge.EXACT, origin: str = "a") -> Figure:
    return reported_figure(Decimal(number), unit, hedge, origins=(origin,))


INCOME, VISITS = figure("4800", "万元", origin="A10"), figure("75", "万人次", Hedge.ABOUT, "A11")
THREE, FIVE = figure("3", "家", origin="b3"), figure("5", "家", origin="b5")


def test_income_by_visit_is_printed_as_precisely_as_it_is_known() -> None:
    result = INCOME / VISITS
    assert (result.text, result.unit, result.formula) == ("约64元/人次", "元/人次", "4800万元÷约75万人次")
    assert result.origins == ("A10", "A11")


@pytest.mark.parametrize(
    ("result", "text", "formula"),
    [
        (THREE + FIVE, "8家", "3家＋5家"),
        ((THREE + FIVE) / 2, "4.00家", "（3家＋5家）÷2"),
        (THREE - (FIVE - THREE), "1家", "3家−（5家−3家）"),
        (THREE - FIVE, "-2家", "3家−5家"),
        (-(THREE + FIVE), "-8家", "−（3家＋5家）"),
        (abs(THREE - FIVE), "2家", "|3家−5家|"),
        (sum([THREE, FIVE]), "8家", "3家＋5家"),
        (THREE * 2, "6家", "3家×2"),
        (2 * THREE, "6家", "2×3家"),
        (THREE / FIVE, "0.60", "3家÷5家"),
        (THREE / (THREE + FIVE), "0.38", "3家÷（3家＋5家）"),
        (series([THREE, FIVE], "家").mean(), "4.0家", "（3家＋5家）÷2"),
        (series([THREE, FIVE], "家").max(), "5家", "3家、5家中最大的"),
        (figure("6.5", "%") - figure("6.0", "%"), "0.5个百分点", "6.5%−6.0%"),
        (figure("1.5", "亿元") + figure("5000", "万元"), "2.0亿元", "1.5亿元＋5000万元"),
        (figure("200", "亿元") * figure("10", "%"), "20亿元", "200亿元×10%"),
    ],
)
def test_a_result_reads_well(result: Figure, text: str, formula: str) -> None:
    assert (result.text, result.formula) == (text, formula)


@pytest.mark.parametrize(
    ("work", "words"),
    [
        (lambda: INCOME + VISITS, "万元与万人次不能相加"),
        (lambda: INCOME - 3, "万元与数不能相减"),
        (lambda: THREE * FIVE, "家不能乘以家"),
        (lambda: THREE > VISITS, "家与万人次不能比较"),
        (lambda: series([THREE], "家").astype("figure[万元]"), "不能换算为"),
        (lambda: pd.concat([series([THREE], "家")]).iloc[0] + INCOME, "家与万元不能相加"),
    ],
)
def test_quantities_of_different_kinds_do_not_mix(work: Callable[[], object], words: str) -> None:
    with pytest.raises(DataError, match=words):
        work()


def named(figure: Figure, label: str) -> Figure:
    """The figure with a label."""
    return figure.model_copy(update={"label": label})


def test_a_result_of_ones_own_has_no_name() -> None:
    """Twice the visits are no visits; what is selected, summed over places, or in another unit, is what it was."""
    income, visits = (
        reported_figure(Decimal(12), unit, label=label) for unit, label in (("万元", "收入"), ("万人次", "人次"))
    )
    for own in (income * 2, income + income, income - income, income / visits, -income, abs(income), 2 * income):
        assert own.label == ""
    towns = series([named(THREE, "企业（甲镇）"), named(FIVE, "企业（乙镇）")], "家")
    assert [each.label for each in towns.cumsum()] == ["", ""]
    for same in (towns.sum(), towns.groupby([1, 1]).sum()[1]):
        assert same.label == "企业"
    assert towns.max().label == "企业" and towns.mean().label == towns.median().label == ""
    assert towns.sort_values(ascending=False).shift(1)[0].label == "企业（乙镇）" and towns.round(0)[0].label


def test_numbers_of_different_periods_are_written_with_them() -> None:
    """A year by a month is a number of something else: the formula shows it, whatever it is good for."""
    year, month = (reported_figure(Decimal(12), "家", period=code, origins=(code,)) for code in ("2024", "2024-09"))
    assert (year / month).formula == "12家（2024年）÷12家（2024年9月）"
    assert (year + year).formula == "12家＋12家" and (year * 2).formula == "12家×2"
    assert ((year - month) / year).formula == "（12家（2024年）−12家（2024年9月））÷12家"
    assert (year - month).period == ""


def test_a_number_compares_in_the_unit_of_the_figures() -> None:
    assert INCOME > 4000 and not INCOME < 4000
    assert (VISITS > 75) is pd.NA


def test_a_missing_figure_keeps_its_reason() -> None:
    assert (missing_figure("窗口不同，不计算", unit="家") + THREE).text == "（窗口不同，不计算）"
    assert (THREE / figure("0", "家")).text == "（除数为零或为负，不计算）"


def test_a_divisor_that_may_be_negative_leaves_the_quotient_open() -> None:
    left = figure("100", "家") / (THREE - figure("2.9", "家"))
    assert (left.low, left.high) != (-np.inf, np.inf)
    loose = FigureArray.of_figure(figure("3", "万元", Hedge.ABOUT) - figure("2.6", "万元"))
    assert loose.column("low")[0] < 0 < loose.column("value")[0]
    quotient = figure("100", "家") / loose[0]
    assert (quotient.low, quotient.high, quotient.value) == (-np.inf, np.inf, None)


def test_a_conversion_there_and_back_is_the_same_number() -> None:
    x = series([figure(number, "万元") for number in ("4863", "0.1", "72777.7")], "万元")
    back = x.astype("figure[亿元]").astype("figure[万元]")
    assert back.astype(float).tolist() == x.astype(float).tolist()
    assert x.astype("figure[亿元]").astype(str).tolist() == ["0.4863亿元", "0.00001亿元", "7.27777亿元"]


@given(known(), known("万人次"))
def test_a_text_is_what_the_interval_allows(one: Known, two: Known) -> None:
    result = one.figure / two.figure
    element = FigureArray.of_figure(result)
    value, low, high = (element.column(name)[0] for name in ("value", "low", "high"))
    if np.isnan(value):
        assert result.value is None and result.reason
        return
    hedged = one.figure.hedge is not Hedge.EXACT or two.figure.hedge is not Hedge.EXACT
    decimal = [Decimal(f"{bound:.15g}") for bound in (value, low, high)]
    statement = state_interval(*decimal, hedged=hedged, decimals=int(element.column("decimals")[0]))
    assert (result.value, result.hedge) == (statement.value, statement.hedge if statement.value is not None
                                            else Hedge.EXACT)  # fmt: skip


OPERATIONS = {"ratio": operator.truediv, "sum": operator.add, "difference": operator.sub}


@pytest.mark.parametrize("op", OPERATIONS)
def test_figures_compute_as_derived_indicators_do(example: Store, op: str) -> None:
    """The same rows of the example county: the same numbers, bounds and origins."""
    current = with_text(example.known(example.latest).current())
    rows = current[(current["area"] == example.county.code) & (current["nature"] == "actual")]
    rows = rows[~rows.duplicated(["indicator", "period", "subject"], keep=False) & rows["value"].notna()]
    money = rows[(rows["unit"] == "万元") & (rows["subject"] == "")]
    slugs = [slug for slug, count in money["indicator"].value_counts().items() if count > 5][:2]
    left, right = (money[money["indicator"] == slug].set_index("period", drop=False) for slug in slugs)
    left, right = left.loc[left.index.isin(right.index)], right.loc[right.index.isin(left.index)]
    right = right.loc[left.index]
    assert len(left) > 2
    declared = indicator("t", "" if op == "ratio" else "万元", decimals=2 if op == "ratio" else 0)
    compute = {"ratio": metrics.ratio, "difference": metrics.difference}.get(
        op, lambda one, two, declared: metrics.total([one, two], declared)
    )
    if op == "ratio":
        declared = declared.model_copy(update={"unit": "元"})
        left_of, right_of = left, right.assign(unit="万家")
    else:
        left_of, right_of = left, right
    expected = compute(left_of, right_of, declared)
    one, two = (pd.Series(FigureArray.from_frame(side), index=side.index) for side in (left_of, right_of))
    result = OPERATIONS[op](one, two)
    for place, period in enumerate(expected["period"]):
        found = result[period].element
        assert found.column("value")[0] == pytest.approx(expected["value"].iloc[place], rel=1e-14)
        assert found.column("low")[0] == pytest.approx(expected["low"].iloc[place], rel=1e-14)
        assert found.column("high")[0] == pytest.approx(expected["high"].iloc[place], rel=1e-14)
        assert result[period].origins == expected["origins"].iloc[place]
        more = {"decimals": int(found.column("decimals")[0]), "unit": result.dtype.unit}
        row = records(expected)[place] | more
        assert figures.figure_from_row(row).text == result[period].text


def test_the_least_is_hedged_only_by_what_may_be_the_least() -> None:
    shown = [reported_figure(Decimal(digits), "万元", hedge) for digits, hedge in
             (("8.50", Hedge.EXACT), ("21.68", Hedge.ABOUT), ("29.66", Hedge.EXACT))]  # fmt: skip
    column = pd.Series(shown, dtype="figure[万元]")
    assert (str(column.min()), str(column.max())) == ("8.50万元", "29.66万元")
    close = pd.Series([shown[1], reported_figure(Decimal("21.68"), "万元")], dtype="figure[万元]")
    assert str(close.min()) == "约21.68万元"
