"""Hedges, rounding, intervals of published numbers, and the most precise statement that is still true."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from xj_analysis.quantity.hedges import (  # fmt: skip
    LOWER,
    UPPER,
    Hedge,
    Statement,
    as_decimal,
    decimals_of,
    half_last_digit,
    phrase,
    plain_digits,
    published_interval,
    rounded,
    said_interval,
    state_interval,
)

INFINITE = Decimal("Infinity")
NUMBERS = st.decimals(min_value=-(10**7), max_value=10**7, places=3)
WIDTHS = st.decimals(min_value=0, max_value=10**4, places=4)


@pytest.mark.parametrize(
    ("value", "decimals", "result"),
    [
        ("1.050", 1, "1.0"), ("0.35", 1, "0.4"), ("10.5002", 0, "11"), ("8.53459", 2, "8.53"),
        ("0.25", 1, "0.2"), ("-0.25", 1, "-0.2"), ("-0.35", 1, "-0.4"), ("2.5", 0, "2"), ("3.5", 0, "4"),
        ("2.4999", 0, "2"), ("2.5001", 0, "3"), ("-0.04", 1, "0.0"), ("1250", -2, "1.2E+3"),
    ],
)  # fmt: skip
def test_gbt_8170_rounds_half_to_even_on_an_exact_tie_only(value: str, decimals: int, result: str) -> None:
    assert str(rounded(Decimal(value), decimals)) == result


@pytest.mark.parametrize(
    ("value", "decimals", "result"),
    [("1.050", 1, "1.1"), ("0.25", 1, "0.3"), ("-0.25", 1, "-0.3"), ("2.5", 0, "3"), ("2.4999", 0, "2")],
)
def test_half_up_is_a_setting(value: str, decimals: int, result: str) -> None:
    assert str(rounded(Decimal(value), decimals, "half_up")) == result


def test_a_rounding_that_does_not_exist_is_refused() -> None:
    with pytest.raises(KeyError):
        rounded(Decimal("0.5"), 0, "half_down")


@given(NUMBERS, st.integers(0, 4), st.sampled_from(["half_even", "half_up"]))
def test_rounding_moves_at_most_half_a_unit_and_by_sign_alike(value: Decimal, decimals: int, rounding: str) -> None:
    result = rounded(value, decimals, rounding)
    assert abs(result - value) <= Decimal(5).scaleb(-decimals - 1)
    assert rounded(-value, decimals, rounding) == -result
    assert rounded(result, decimals, rounding) == result


@given(NUMBERS, st.integers(0, 4))
def test_a_rounded_zero_has_no_sign(value: Decimal, decimals: int) -> None:
    result = rounded(value, decimals)
    assert not (result == 0 and result.is_signed())


@pytest.mark.parametrize(
    ("number", "unit", "hedge", "words"),
    [
        ("64", "元", Hedge.ABOUT, "约64元"),
        ("10", "亿元", Hedge.UNDER, "近10亿元"),
        ("2500", "人", Hedge.OVER, "2500余人"),
        ("30", "所", Hedge.OVER, "30余所"),
        ("2501", "人", Hedge.OVER, "2501人以上"),
        ("3.0", "万人", Hedge.OVER, "3.0万人以上"),
        ("50", "%", Hedge.OVER, "50%以上"),
        ("20", "", Hedge.OVER, "20以上"),
        ("7", "个工作日", Hedge.AT_MOST, "7个工作日以内"),
        ("3.4", "万人", Hedge.AT_LEAST, "至少3.4万人"),
        ("27", "家", Hedge.EXACT, "27家"),
    ],
)
def test_the_hedge_stands_in_its_chinese_place(number: str, unit: str, hedge: Hedge, words: str) -> None:
    assert phrase(number, unit, hedge) == words


@pytest.mark.parametrize(
    ("value", "hedge", "counted", "low", "high"),
    [
        ("27", Hedge.EXACT, True, "27", "27"),
        ("27", Hedge.EXACT, False, "26.5", "27.5"),
        ("27.5", Hedge.EXACT, True, "27.45", "27.55"),
        ("261.60", Hedge.EXACT, False, "261.595", "261.605"),
        ("75", Hedge.ABOUT, False, "74.5", "75.5"),
        ("800", Hedge.ABOUT, True, "750", "850"),
        ("0.50", Hedge.ABOUT, False, "0.45", "0.55"),
        ("0", Hedge.ABOUT, False, "-0.5", "0.5"),
        ("800", Hedge.OVER, True, "800", "Infinity"),
        ("30", Hedge.AT_LEAST, True, "30", "Infinity"),
        ("5", Hedge.UNDER, False, "0", "5"),
        ("7", Hedge.AT_MOST, False, "0", "7"),
        ("0", Hedge.UNDER, False, "0", "0"),
        ("-2", Hedge.UNDER, False, "-Infinity", "-2"),
    ],
)
def test_a_published_number_stands_for_an_interval(
    value: str, hedge: Hedge, counted: bool, low: str, high: str
) -> None:
    assert published_interval(Decimal(value), hedge, counted=counted) == (Decimal(low), Decimal(high))


@given(NUMBERS, st.integers(0, 4))
def test_half_the_last_digit_depends_on_the_decimals_alone(value: Decimal, decimals: int) -> None:
    assert half_last_digit(rounded(value, decimals)) == Decimal(5).scaleb(-decimals - 1)


@given(NUMBERS, st.integers(0, 3))
def test_the_number_before_rounding_lies_within_the_bounds_of_the_printed_one(true: Decimal, decimals: int) -> None:
    low, high = published_interval(rounded(true, decimals), Hedge.EXACT, counted=False)
    assert low <= true <= high


@given(NUMBERS, st.integers(0, 3))
def test_the_number_about_which_something_was_said_lies_within_its_bounds(true: Decimal, decimals: int) -> None:
    low, high = published_interval(rounded(true, decimals), Hedge.ABOUT, counted=False)
    assert low <= true <= high


@given(st.decimals(min_value=0, max_value=10**7, places=3), WIDTHS)
def test_a_one_sided_hedge_keeps_every_number_on_its_side(printed: Decimal, beyond: Decimal) -> None:
    for hedge in LOWER:
        low, high = published_interval(printed, hedge, counted=False)
        assert low <= printed + beyond <= high
    for hedge in UPPER:
        low, high = published_interval(printed, hedge, counted=False)
        assert low <= max(printed - beyond, Decimal(0)) <= high


@given(NUMBERS, st.sampled_from(list(Hedge)), st.booleans())
def test_the_printed_number_lies_within_its_own_bounds(value: Decimal, hedge: Hedge, counted: bool) -> None:
    low, high = published_interval(value, hedge, counted=counted)
    assert low <= value <= high


@pytest.mark.parametrize(
    ("value", "hedge", "low", "high"),
    [
        ("30", Hedge.OVER, 30, 40), ("2500", Hedge.OVER, 2500, 2600), ("100", Hedge.AT_LEAST, 100, 150),
        ("200", Hedge.UNDER, 150, 200), ("100", Hedge.UNDER, 75, 100), ("5000", Hedge.AT_MOST, 4500, 5000),
        ("0", Hedge.OVER, 0, 0), ("75", Hedge.ABOUT, Decimal("74.5"), Decimal("75.5")),
    ],
)  # fmt: skip
def test_a_person_says_a_bound_of_a_number_close_by(value: str, hedge: Hedge, low: Decimal, high: Decimal) -> None:
    assert said_interval(Decimal(value), hedge, counted=False) == (low, high)


@given(NUMBERS, st.sampled_from(list(Hedge)), st.booleans())
def test_what_a_person_says_is_never_wider_than_what_is_published(value: Decimal, hedge: Hedge, counted: bool) -> None:
    low, high = said_interval(value, hedge, counted=counted)
    least, greatest = published_interval(value, hedge, counted=counted)
    assert (least <= low or value < 0) and high <= greatest and high.is_finite()


@example(Decimal(3), Decimal(403), Decimal(397), 0)
@given(NUMBERS, WIDTHS, WIDTHS, st.integers(0, 4))
def test_what_is_stated_about_a_hedged_result_allows_all_it_may_be(
    value: Decimal, below: Decimal, above: Decimal, decimals: int
) -> None:
    low, high = value - below, value + above
    statement = state_interval(value, low, high, hedged=True, decimals=decimals)
    if statement.value is None:
        assert statement.reason
    elif statement.hedge is Hedge.ABOUT:
        allowed = published_interval(statement.value, Hedge.ABOUT, counted=False)
        assert allowed[0] <= low and high <= allowed[1]
    else:
        assert statement.hedge is Hedge.UNDER
        assert statement.value >= high


@given(st.decimals(min_value="0.001", max_value=10**7, places=3), WIDTHS, st.integers(0, 4))
def test_a_result_without_an_upper_bound_is_stated_as_a_true_lower_one(
    low: Decimal, above: Decimal, decimals: int
) -> None:
    statement = state_interval(low + above, low, INFINITE, hedged=True, decimals=decimals)
    assert statement.hedge is Hedge.OVER
    assert statement.value is not None
    assert low - Decimal(1).scaleb(-decimals) < statement.value <= low


@given(NUMBERS, WIDTHS, st.integers(0, 4))
def test_a_result_without_a_lower_bound_may_be_of_either_sign_and_any_size(
    high: Decimal, below: Decimal, decimals: int
) -> None:
    statement = state_interval(high - below, -INFINITE, high, hedged=True, decimals=decimals)
    assert (statement.value, statement.reason) == (None, "只有界限，不能确定")


@given(st.decimals(min_value="0.001", max_value=10**7, places=3), st.integers(0, 4))
def test_a_result_between_zero_and_its_own_value_is_stated_as_a_true_upper_one(high: Decimal, decimals: int) -> None:
    statement = state_interval(high, Decimal(0), high, hedged=True, decimals=decimals)
    assert statement.hedge is Hedge.UNDER
    assert statement.value is not None
    assert high <= statement.value < high + Decimal(1).scaleb(-decimals)


@given(NUMBERS, WIDTHS, WIDTHS, st.booleans(), st.integers(0, 4))
def test_never_more_decimals_than_asked(
    value: Decimal, below: Decimal, above: Decimal, hedged: bool, decimals: int
) -> None:
    statement = state_interval(value, value - below, value + above, hedged=hedged, decimals=decimals)
    assert 0 <= statement.decimals <= decimals
    if statement.value is not None:
        assert decimals_of(statement.value) <= statement.decimals


@given(NUMBERS, WIDTHS, WIDTHS, st.integers(0, 4))
def test_the_last_digit_of_an_unhedged_result_is_near_the_truth(
    value: Decimal, below: Decimal, above: Decimal, decimals: int
) -> None:
    low, high = value - below, value + above
    statement = state_interval(value, low, high, hedged=False, decimals=decimals)
    if statement.value is None:
        assert statement.reason
        return
    assert statement.hedge is Hedge.EXACT
    supported = [places for places in range(decimals, -16, -1) if _near(value, low, high, places)]
    assert statement.value == rounded(value, supported[0])


def _near(value: Decimal, low: Decimal, high: Decimal, places: int) -> bool:
    """True if the whole interval is within two and a half units of the last digit."""
    return max(high - rounded(value, places), rounded(value, places) - low) <= Decimal("2.5").scaleb(-places)


@pytest.mark.parametrize(
    ("width", "decimals"), [("0.010", 2), ("0.050", 2), ("0.051", 1), ("0.50", 1), ("0.51", 0), ("3", 0)]
)
def test_a_digit_is_dropped_as_soon_as_the_truth_may_be_far_from_it(width: str, decimals: int) -> None:
    half = Decimal(width) / 2
    value = Decimal("10.90")
    assert state_interval(value, value - half, value + half, hedged=False, decimals=2).decimals == decimals


@pytest.mark.parametrize(
    ("value", "low", "high", "reason"),
    [
        (None, "0", "0", "无数据"),
        ("NaN", "0", "0", "无数据"),
        ("5", "-Infinity", "Infinity", "只有界限，不能确定"),
        ("5", "0", "Infinity", "只有界限，不能确定"),
        ("5", "-9e20", "9e20", "精度不足，不能给出一个数"),
    ],
)
def test_where_nothing_can_be_said_the_reason_is(value: str | None, low: str, high: str, reason: str) -> None:
    number = None if value is None else Decimal(value)
    statement = state_interval(number, Decimal(low), Decimal(high), hedged=True, decimals=1)
    assert (statement.value, statement.reason) == (None, reason)


def test_spending_a_visit_is_about_64() -> None:
    statement = state_interval(Decimal(64), Decimal("63.57"), Decimal("64.44"), hedged=True, decimals=2)
    assert statement == Statement(Decimal(64), 0, Hedge.ABOUT)


def test_a_hedged_tie_rounds_as_the_county_declares() -> None:
    given_ = {"value": Decimal("0.25"), "low": Decimal("0.25"), "high": Decimal("0.25"), "decimals": 1}
    even = state_interval(**given_, hedged=False)  # type: ignore[arg-type]
    up = state_interval(**given_, hedged=False, rounding="half_up")  # type: ignore[arg-type]
    assert (even.value, up.value) == (Decimal("0.2"), Decimal("0.3"))


@given(NUMBERS, st.integers(0, 4))
def test_a_printed_number_reads_back_as_itself(value: Decimal, decimals: int) -> None:
    text = plain_digits(rounded(value, decimals), decimals)
    assert Decimal(text) == rounded(value, decimals)
    assert decimals_of(Decimal(text)) == decimals
    assert "E" not in text and "," not in text


@given(NUMBERS)
def test_a_float_column_gives_back_the_decimal_it_was_read_from(value: Decimal) -> None:
    assert as_decimal(float(value)) == value


@pytest.mark.parametrize(
    ("value", "result"),
    [(0.1 + 0.2, Decimal("0.3")), (float("nan"), None), (float("inf"), INFINITE), (float("-inf"), -INFINITE)],
)
def test_binary_noise_gaps_and_infinities(value: float, result: Decimal | None) -> None:
    assert as_decimal(value) == result
