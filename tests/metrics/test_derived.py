"""What is printed of a computed number is true of every number its inputs can stand for."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pandas as pd
import pytest
from hypothesis import strategies as st

from support.figure_rows import frame, indicator, observed
from support.together import hold
from xj_analysis import metrics
from xj_analysis.metrics.columns import intervals
from xj_analysis.metrics.columns.row_selection import records
from xj_analysis.quantity import figures
from xj_analysis.quantity.figures import Figure
from xj_analysis.quantity.hedges import Hedge, published_interval

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


def assert_true(figure: Figure, true: Fraction, said: Fraction) -> None:
    """A hedged statement allows `true`; a plain one is the rounding of what the published numbers give, near `true`."""
    if figure.value is None:
        assert figure.reason
    elif figure.hedge is Hedge.EXACT:
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
    """What each row of a result prints."""
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
            assert_true(figure, exact(left.true, right.true), exact(Fraction(left.number), Fraction(right.number)))

    hold(st.tuples(published(unit=MEASURED), published(unit=MEASURED)), are_true)


@pytest.mark.properties
@pytest.mark.parametrize("unit", [COUNTED, MEASURED])
def test_what_is_said_of_a_ratio_is_true(unit: str) -> None:
    def are_true(cases: list[Pair]) -> None:
        amounts, counts = rows("a", [amount for amount, _ in cases]), rows("b", [count for _, count in cases])
        said = shown(metrics.ratio(amounts, counts, indicator("t", unit, 2)))
        for figure, (amount, count) in zip(said, cases, strict=True):
            assert_true(figure, amount.true / count.true, Fraction(amount.number) / Fraction(count.number))

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
        assert_true(figure, (is_.true / was.true - 1) * 100, said)


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
        assert_true(figure, done.true / goal * 100, Fraction(done.number) / goal * 100)
