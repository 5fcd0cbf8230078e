"""Derived indicators: printed results of real offices, reasons, and truth for all values that inputs allow."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import strategies as st

from support.county_folder import DataFolder
from support.figure_rows import frame, indicator, observed, only, printed
from support.together import hold
from xj_analysis import metrics
from xj_analysis.metrics.columns import row_selection
from xj_analysis.metrics.columns.row_selection import records
from xj_analysis.quantity import figures, intervals
from xj_analysis.quantity.figures import Figure
from xj_analysis.quantity.hedges import Hedge, published_interval
from xj_analysis.store import observations

COUNTED, MEASURED = "个", "万元"
LOOSEST = Decimal("2.5")  # units of the last digit, as hedges.settle allows


@dataclass(frozen=True)
class Published:
    """A number as published, and one that it may stand for."""

    number: Decimal
    unit: str
    hedge: Hedge
    true: Fraction

    def row(self, slug: str, **more: str) -> dict[str, Any]:
        """The number as a row of a figure frame."""
        return observed(slug, str(self.number), self.unit, hedge=str(self.hedge), **more)


Pair = tuple[Published, Published]


@st.composite
def published(draw: st.DrawFn, *, unit: str = "", least: int = 1) -> Published:
    """Any positive published number, hedged or not, with a true one that its hedge and digits allow."""
    unit = unit or draw(st.sampled_from([COUNTED, MEASURED]))
    places = 0 if unit == COUNTED else draw(st.integers(0, 2))
    number = draw(st.integers(least, 10**6).map(lambda digits: Decimal(digits).scaleb(-places)))
    hedge = draw(st.sampled_from(list(Hedge)))
    low, high = published_interval(number, hedge, counted=unit == COUNTED)
    low, high = max(low, Decimal(0)), min(high, number * 3)
    part = draw(st.fractions(min_value=0, max_value=1, max_denominator=1000))
    true = Fraction(low) + (Fraction(high) - Fraction(low)) * part
    return Published(number, unit, hedge, true or Fraction(high))  # a divisor of nought has no quotient


def assert_true(figure: Figure, true: Fraction, said: Fraction, *inputs: Published) -> None:
    """A statement of hedged inputs allows `true`; of plain ones it rounds what they give as published, near `true`.

    Of plain inputs it is plain; but a percentage is 约 where they have too few digits for a decimal.
    """
    if figure.value is None:
        assert figure.reason
    elif all(number.hedge is Hedge.EXACT for number in inputs):
        coarse_percentage = figure.unit == "%" and figure.value and "." not in figure.number
        assert figure.hedge is (Hedge.ABOUT if coarse_percentage else Hedge.EXACT)
        coarse = int(figure.value.normalize().as_tuple().exponent) if figure.value else 0
        unit = Decimal(1).scaleb(max(coarse, -len(figure.number.partition(".")[2])))
        assert abs(true - Fraction(figure.value)) <= Fraction(LOOSEST * unit)
        assert abs(said - Fraction(figure.value)) <= Fraction(unit) / 2
    else:
        low, high = published_interval(figure.value, figure.hedge, counted=False)
        slack = abs(true) / 10**12
        assert low == Decimal("-Infinity") or Fraction(low) - slack <= true
        assert high == Decimal("Infinity") or true <= Fraction(high) + slack


def rows(slug: str, numbers: Iterable[Published], **more: str) -> pd.DataFrame:
    """The numbers as a figure frame, each of an area of its own."""
    return frame(*(number.row(slug, area=f"a{place}", **more) for place, number in enumerate(numbers)))


def shown(result: pd.DataFrame) -> list[Figure]:
    """The figure that each row of a result prints."""
    return [figures.figure_from_row(row) for row in records(result)]


Operation = tuple[Callable[[pd.DataFrame, pd.DataFrame], pd.DataFrame], Callable[[Fraction, Fraction], Fraction]]


def _product(left: pd.DataFrame, right: pd.DataFrame) -> pd.DataFrame:
    both = (left["hedge"] == "exact") & (right["hedge"] == "exact")
    return left.assign(**intervals.multiply(left, right), reported="", hedge=both.map({True: "exact", False: "about"}))


ALIKE: dict[str, Operation] = {
    "sum": (lambda a, b: metrics.total([a, b], indicator("t", MEASURED, 1)), lambda a, b: a + b),
    "difference": (lambda a, b: metrics.difference(a, b, indicator("t", MEASURED, 1)), lambda a, b: a - b),
    "share": (lambda a, b: metrics.share(a, b, indicator("t", "%", 1)), lambda a, b: a / b * 100),
    "product": (_product, lambda a, b: a * b),
}


@pytest.mark.properties
@pytest.mark.parametrize("operation", ALIKE)
def test_what_is_said_of_two_amounts_is_true(operation: str) -> None:
    compute, exact = ALIKE[operation]

    def are_true(cases: list[Pair]) -> None:
        said = shown(compute(rows("a", [left for left, _ in cases]), rows("b", [right for _, right in cases])))
        for figure, (left, right) in zip(said, cases, strict=True):
            published_gives = exact(Fraction(left.number), Fraction(right.number))
            assert_true(figure, exact(left.true, right.true), published_gives, left, right)

    hold(st.tuples(published(unit=MEASURED), published(unit=MEASURED)), are_true)


@pytest.mark.properties
@pytest.mark.parametrize("unit", [COUNTED, MEASURED])
def test_what_is_said_of_a_ratio_is_true(unit: str) -> None:
    def are_true(cases: list[Pair]) -> None:
        amounts, counts = rows("a", [amount for amount, _ in cases]), rows("b", [count for _, count in cases])
        said = shown(metrics.ratio(amounts, counts, indicator("t", unit, 2)))
        for figure, (amount, count) in zip(said, cases, strict=True):
            published_gives = Fraction(amount.number) / Fraction(count.number)
            assert_true(figure, amount.true / count.true, published_gives, amount, count)

    hold(st.tuples(published(unit=unit), published(unit=COUNTED)), are_true)


ONE_UNIT = st.sampled_from([COUNTED, MEASURED]).flatmap(lambda unit: st.tuples(*[published(unit=unit)] * 2))


@pytest.mark.properties
def test_what_is_said_of_a_growth_is_true() -> None:
    hold(ONE_UNIT, growths_are_true)


def growths_are_true(cases: list[Pair]) -> None:
    """Each is what was and what is."""
    then, now = (rows("a", [case[side] for case in cases], period=year) for side, year in ((0, "2022"), (1, "2023")))
    grown = metrics.year_on_year(pd.concat([then, now], ignore_index=True), [indicator("a", MEASURED)])
    for figure, (was, is_) in zip(shown(grown.iloc[len(cases) :]), cases, strict=True):
        said = (Fraction(is_.number) / Fraction(was.number) - 1) * 100
        assert_true(figure, (is_.true / was.true - 1) * 100, said, was, is_)


@pytest.mark.properties
def test_what_is_said_of_a_completion_is_true() -> None:
    hold(st.tuples(published(unit=MEASURED), st.integers(1, 10**6)), completions_are_true)


def completions_are_true(cases: list[tuple[Published, int]]) -> None:
    """Each is a result and its target."""
    goals = frame(*(observed("a", str(goal), MEASURED, area=f"a{place}", nature="target")
                    for place, (_, goal) in enumerate(cases)))  # fmt: skip
    both = pd.concat([rows("a", [done for done, _ in cases]), goals], ignore_index=True)
    said = shown(metrics.completion(both, [indicator("a", MEASURED)]))
    for figure, (done, goal) in zip(said, cases, strict=True):
        assert_true(figure, done.true / goal * 100, Fraction(done.number) / goal * 100, done)


def test_investment_a_project() -> None:
    result = metrics.ratio(
        frame(observed("amount", "261.6", "亿元")), frame(observed("count", "24", "个")), indicator("mean", "亿元", 1)
    )
    assert printed(result) == ["10.9亿元"]
    row = only(result)
    assert (row["numerator"], row["denominator"], row["origins"]) == (261.6, 24, ("amount", "count"))
    assert row["formula"] == "261.6亿元÷24个"


def test_spending_a_visit_keeps_the_hedge_of_the_visits() -> None:
    result = metrics.ratio(
        frame(observed("income", "4800", "万元")),
        frame(observed("visits", "75", "万人次", hedge="about")),
        indicator("mean", "元", 2),
    )
    assert printed(result) == ["约64元"]


@pytest.mark.parametrize(("parts", "text"), [(["14", "104", "1035"], "1153名"), (["1", "1", "11", "92"], "105名")])
def test_a_total_of_counts_is_exact_and_names_its_parts(parts: list[str], text: str) -> None:
    result = metrics.total(
        [frame(observed(f"p{i}", part, "名")) for i, part in enumerate(parts)], indicator("all", "名")
    )
    assert printed(result) == [text]
    assert only(result)["origins"] == tuple(f"p{i}" for i in range(len(parts)))
    assert only(result)["formula"] == "＋".join(f"{part}名" for part in parts)


def test_a_total_takes_its_parts_in_any_unit_of_the_dimension() -> None:
    parts = [frame(observed("a", "1.2", "亿元")), frame(observed("b", "500", "万元"))]
    assert only(metrics.total(parts, indicator("all", "亿元", 2)))["value"] == pytest.approx(1.25)
    assert only(metrics.total(parts[::-1], indicator("all", "万元")))["value"] == pytest.approx(12_500)


@pytest.mark.parametrize(
    ("part", "whole", "unit", "text"),
    [
        ("693.16", "1091.44", "亩", "63.5%"),
        ("268", "300", "个", "89.3%"),
        ("430.9", "473.2", "亿元", "91.1%"),
        ("42.3", "473.2", "亿元", "8.9%"),
    ],
)
def test_a_share_prints_as_the_office_printed_it(part: str, whole: str, unit: str, text: str) -> None:
    result = metrics.share(frame(observed("p", part, unit)), frame(observed("w", whole, unit)), indicator("s", "%", 1))
    assert printed(result) == [text]


def test_a_share_needs_no_common_unit_only_a_common_dimension() -> None:
    result = metrics.share(
        frame(observed("p", "5000", "万元")), frame(observed("w", "2", "亿元")), indicator("s", "%", 1)
    )
    assert only(result)["value"] == pytest.approx(25)


def test_two_parts_make_the_whole_of_the_vector() -> None:
    parts = [frame(observed("a", "430.9", "亿元")), frame(observed("b", "42.3", "亿元"))]
    assert printed(metrics.total(parts, indicator("all", "亿元", 1))) == ["473.2亿元"]


def test_a_difference_keeps_its_sign() -> None:
    result = metrics.difference(
        frame(observed("now", "72777", "万元")), frame(observed("then", "71289", "万元")), indicator("more", "万元")
    )
    assert printed(result) == ["1488万元"]
    assert only(result)["formula"] == "72777万元−71289万元"


def test_a_difference_of_percentages_is_in_points() -> None:
    result = metrics.difference(
        frame(observed("done", "77.2", "%")), frame(observed("pace", "66.7", "%")), indicator("ahead", "个百分点", 1)
    )
    assert printed(result) == ["10.5个百分点"]


@pytest.mark.parametrize("base", ["0", "-3"])
def test_a_base_that_is_not_positive_leaves_a_reason_and_no_number(base: str) -> None:
    for operation, unit in ((metrics.ratio, "万元"), (metrics.share, "%")):
        result = operation(frame(observed("a", "5", "万元")), frame(observed("b", base, "万元")), indicator("r", unit))
        row = only(result)
        assert np.isnan([row["value"], row["low"], row["high"]]).all()
        assert printed(result) == ["（基数为零或为负，不计算）"]


def test_the_smallest_positive_base_is_a_base() -> None:
    result = metrics.share(frame(observed("a", "1", "个")), frame(observed("b", "1", "个")), indicator("r", "%"))
    assert printed(result) == ["100%"]


def test_only_keys_both_have_are_combined() -> None:
    left = frame(observed("a", "1", "个"), observed("a", "2", "个", period="2023"), observed("a", "3", "个", area="a2"))
    right = frame(observed("b", "4", "个"), observed("b", "5", "个", subject="甲"))
    assert only(metrics.total([left, right], indicator("t", "个")))["value"] == 5
    assert metrics.total([left.iloc[1:], right], indicator("t", "个")).empty


def test_a_sum_of_one_part_is_that_part() -> None:
    whole = indicator("t", "个", op="sum", of=("a",))
    derived = metrics.derive(frame(observed("a", "6", "个")), [whole])
    assert printed(derived[derived["indicator"] == "t"]) == ["6个"]


def test_a_plan_in_the_inputs_makes_the_result_a_plan() -> None:
    done, planned = frame(observed("a", "1", "亩")), frame(observed("b", "2", "亩", nature="planned"))
    assert only(metrics.share(done, planned, indicator("s", "%")))["nature"] == "planned"
    assert only(metrics.share(planned, done, indicator("s", "%")))["nature"] == "planned"
    assert only(metrics.share(done, done, indicator("s", "%")))["nature"] == "actual"


def test_derived_indicators_build_on_one_another(county_folder: DataFolder) -> None:
    loaded = county_folder.load()
    derived = metrics.derive(observations.with_text(loaded.known().current()), loaded.county.indicators)
    found = {row["indicator"]: figures.figure_from_row(row) for row in row_selection.records(derived) if row["formula"]}
    assert {slug: figure.text for slug, figure in found.items()} == {
        "spend": "约64元", "homes": "103个", "village_share": "89.3%",
    }  # fmt: skip
    assert found["village_share"].origins == ("R6", "R5")


def test_a_target_beside_a_result_does_not_stop_the_derivation() -> None:
    observations = frame(
        observed("a", "6", "个"), observed("a", "8", "个", nature="target", origins=("t",)), observed("b", "12", "个")
    )
    derived = metrics.derive(observations, [indicator("s", "%", op="share", of=("a", "b"))])
    actual = derived[(derived["indicator"] == "s") & (derived["nature"] == "actual")]
    assert actual["value"].tolist() == [50]


def test_what_cannot_be_derived_adds_no_row() -> None:
    observations = frame(observed("a", "6", "个"))
    derived = metrics.derive(observations, [indicator("s", "%", op="share", of=("a", "b"))])
    pd.testing.assert_frame_equal(derived, observations)
