"""What is printed of a computed number is true of every number its inputs can stand for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from test_metrics import frame, indicator, observed, only

from xj_analysis import figures, metrics
from xj_analysis.figures import Figure
from xj_analysis.hedges import Hedge, bounds
from xj_analysis.metrics import intervals

COUNTED, MEASURED = "个", "万元"
LOOSEST = Decimal("2.5")  # units of the last digit, as hedges.settle allows


@dataclass(frozen=True)
class Published:
    """A number as published, and one that it may stand for."""

    number: Decimal
    unit: str
    hedge: Hedge
    true: Fraction

    def row(self, slug: str, **more: str) -> pd.DataFrame:
        """The number as the only row of a figure frame."""
        return frame(observed(slug, str(self.number), self.unit, hedge=str(self.hedge), **more))


@st.composite
def published(draw: st.DrawFn, *, unit: str = "", least: int = 1) -> Published:
    """Any positive published number, hedged or not, with a true one that its hedge and digits allow."""
    unit = unit or draw(st.sampled_from([COUNTED, MEASURED]))
    places = 0 if unit == COUNTED else draw(st.integers(0, 2))
    number = draw(st.integers(least, 10**6).map(lambda digits: Decimal(digits).scaleb(-places)))
    hedge = draw(st.sampled_from(list(Hedge)))
    low, high = bounds(number, hedge, counted=unit == COUNTED)
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
        low, high = bounds(figure.value, figure.hedge, counted=False)
        slack = abs(true) / 10**12
        assert low == Decimal("-Infinity") or Fraction(low) - slack <= true
        assert high == Decimal("Infinity") or true <= Fraction(high) + slack


def shown(result: pd.DataFrame) -> Figure:
    """What the only row of a result prints."""
    return figures.of_row(only(result))


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


@pytest.mark.parametrize("operation", ALIKE)
@given(left=published(unit=MEASURED), right=published(unit=MEASURED))
def test_what_is_said_of_two_amounts_is_true(operation: str, left: Published, right: Published) -> None:
    compute, exact = ALIKE[operation]
    figure = shown(compute(left.row("a"), right.row("b")))
    assert_true(figure, exact(left.true, right.true), exact(Fraction(left.number), Fraction(right.number)))


@given(published(), published(unit=COUNTED))
def test_what_is_said_of_a_ratio_is_true(amount: Published, count: Published) -> None:
    figure = shown(metrics.ratio(amount.row("a"), count.row("b"), indicator("t", amount.unit, 2)))
    assert_true(figure, amount.true / count.true, Fraction(amount.number) / Fraction(count.number))


ONE_UNIT = st.sampled_from([COUNTED, MEASURED]).flatmap(lambda unit: st.tuples(*[published(unit=unit)] * 2))


@given(ONE_UNIT)
def test_what_is_said_of_a_growth_is_true(pair: tuple[Published, Published]) -> None:
    then, now = pair
    rows = pd.concat([then.row("a", period="2022"), now.row("a", period="2023")], ignore_index=True)
    figure = shown(metrics.year_on_year(rows, [indicator("a", now.unit)]).iloc[1:])
    said = (Fraction(now.number) / Fraction(then.number) - 1) * 100
    assert_true(figure, (now.true / then.true - 1) * 100, said)


@given(published(unit=MEASURED), st.integers(1, 10**6))
def test_what_is_said_of_a_completion_is_true(done: Published, goal: int) -> None:
    rows = pd.concat([done.row("a"), frame(observed("a", str(goal), MEASURED, nature="target"))], ignore_index=True)
    figure = shown(metrics.completion(rows, [indicator("a", MEASURED)]))
    assert_true(figure, done.true / goal * 100, Fraction(done.number) / goal * 100)
