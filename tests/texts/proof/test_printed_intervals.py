"""Intervals of printed numbers: arithmetic holds the truth, units convert, double rounding."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from xj_analysis.texts.proof.printed_intervals import (
    Interval,
    interval_in_unit_of,
    interval_of,
    is_twice_rounded,
    printed_like,
    share_of,
)
from xj_analysis.texts.reader.reading import read_text

numbers = st.decimals(-1000, 1000, places=2)


@st.composite
def intervals(draw: st.DrawFn) -> tuple[Interval, Decimal]:
    """An interval, and a true value in it."""
    low, truth, value, high = sorted(draw(st.tuples(numbers, numbers, numbers, numbers)))
    return Interval(value, low, high), truth


@given(intervals(), intervals(), numbers)
def test_the_truth_stays_within_the_result(
    first: tuple[Interval, Decimal], second: tuple[Interval, Decimal], factor: Decimal
) -> None:
    (one, a), (other, b) = first, second
    for result, truth in ((one.plus(other), a + b), (one.minus(other), a - b), (one.times(factor), a * factor)):
        assert result.low <= truth <= result.high
        assert result.overlaps(Interval.exact(truth))


@given(intervals(), intervals())
def test_a_share_holds_the_true_share(first: tuple[Interval, Decimal], second: tuple[Interval, Decimal]) -> None:
    (part, a), (whole, b) = first, second
    share = part.percent_of(whole)
    assert (share is None) == (whole.low <= 0 or part.low < 0)
    if share:
        assert share.low * b <= a * 100 * (1 + Decimal("1e-20")) and a * 100 <= share.high * b * (1 + Decimal("1e-20"))


def test_units_convert_and_others_do_not() -> None:
    part, whole, other = read_text("投资5000万元，总额2亿元，新建3家").mentions
    assert interval_in_unit_of(part, whole) == Interval(Decimal("0.5"), Decimal("0.49995"), Decimal("0.50005"))
    assert interval_in_unit_of(other, whole) is None and share_of(other, whole) is None
    share = share_of(part, whole)
    assert share and printed_like(share.value, part) == "25万元"


def test_a_bound_on_one_side_is_no_interval() -> None:
    (mention,) = read_text("超过30%").mentions
    assert interval_of(mention) is None


def test_rounding_by_way_of_one_more_decimal() -> None:
    (mention,) = read_text("增长97.2%").mentions
    assert is_twice_rounded(Decimal("97.1496"), mention)
    assert not is_twice_rounded(Decimal("97.157"), mention), "it is right"
    assert not is_twice_rounded(Decimal("96.9"), mention), "it is wrong in another way"
