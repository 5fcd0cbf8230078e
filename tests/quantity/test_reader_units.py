"""Reader's units: what is printed never says more than is known, whatever the number, the unit and the hedge."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xj_analysis.quantity import units
from xj_analysis.quantity.figure_array import FigureArray
from xj_analysis.quantity.figures import Figure, figure_from_row, missing_figure, phrase_figure, reported_figure
from xj_analysis.quantity.hedges import LOWER, UPPER, Hedge, half_last_digit, published_interval
from xj_analysis.quantity.reader_units import in_reader_unit, one_unit

AMOUNTS = st.decimals(min_value=0, max_value=10**9, places=2) | st.integers(0, 10**9).map(Decimal)
UNITS = st.sampled_from(["元", "万元", "百万元", "亿元", "人次", "万人次", "亩", "吨", "万千瓦时", "个", "%", "元/人"])
FIGURES = st.builds(reported_figure, AMOUNTS, UNITS, st.sampled_from(Hedge))


def amount(number: str | int, unit: str = "万元", hedge: Hedge = Hedge.EXACT) -> Figure:
    return reported_figure(Decimal(number), unit, hedge, label="签约额", origins=("A1",))


def column_of(figures: list[Figure]) -> list[Figure]:
    """A column of rows of one figure each."""
    return [row[0] for row in one_unit([[figure] for figure in figures])]


def require_no_more_said(known: Figure, said: Figure) -> None:
    """The printed number covers the known one: rounded where exact, wider where hedged, never past a bound."""
    assert known.value is not None and said.value is not None and said.hedge is known.hedge
    value = known.value * Decimal(units.ratio(known.unit, said.unit).numerator)
    value /= units.ratio(known.unit, said.unit).denominator
    if said.hedge in LOWER:
        assert 0 <= value - said.value < 2 * half_last_digit(said.value)
    elif said.hedge in UPPER:
        assert 0 <= said.value - value < 2 * half_last_digit(said.value)
    elif said.hedge is Hedge.ABOUT:
        factor = units.ratio(known.unit, said.unit)
        bounds = published_interval(known.value, known.hedge, counted=False)
        low, high = (bound * factor.numerator / factor.denominator for bound in bounds)
        least, most = published_interval(said.value, said.hedge, counted=False)
        assert least <= low <= high <= most
    else:
        assert abs(value - said.value) <= half_last_digit(said.value)


@given(FIGURES)
def test_a_number_in_a_readers_unit_says_no_more_than_is_known(figure: Figure) -> None:
    said = in_reader_unit(figure)
    require_no_more_said(figure, said)
    assert (said.full or said.text) == figure.text
    if said is not figure and said.hedge is Hedge.EXACT:
        digits = said.number.replace(".", "")
        assert len(digits.lstrip("0")) >= 3 and len(said.number.partition(".")[2]) <= 2


@given(st.lists(FIGURES, max_size=6))
def test_a_column_says_no_more_and_amounts_of_one_size_have_one_unit(figures: list[Figure]) -> None:
    column = column_of(figures)
    assert len(column) == len(figures)
    for known, said in zip(figures, column, strict=True):
        require_no_more_said(known, said)
        assert not known.value or said.value or said.hedge is not Hedge.EXACT
    for base in ("元", "人次", "亩"):
        alike = [f for f in column if units.unscaled(f.unit) == base and f.hedge is Hedge.EXACT and f.value]
        sizes = {
            f.unit: [float(abs(f.value or Decimal(0)) * units.ratio(f.unit, base).numerator) for f in alike]
            for f in alike
        }
        assert len(sizes) <= 1 or max(map(max, sizes.values())) > 10 * min(map(min, sizes.values()))


@given(
    st.lists(st.tuples(st.integers(1, 10**7), st.integers(0, 10**7), st.sampled_from(["元", "万元", "亩"])), max_size=4)
)
def test_who_divides_what_a_row_prints_has_the_share_that_it_prints(rows: list[tuple[int, int, str]]) -> None:
    pairs = [[amount(target, unit), amount(done, unit)] for target, done, unit in rows]
    shares = [reported_figure(round(Decimal(done) / target * 100, 1), "%") for target, done, _ in rows]
    for (target, done), share, row in zip(one_unit(pairs, shares), shares, rows, strict=True):
        assert target.unit == done.unit and target.value and done.value is not None and share.value is not None
        assert abs(done.value / target.value * 100 - share.value) <= Decimal("0.05")
        for figure, whole in ((target, row[0]), (done, row[1])):
            digits = figure.number.replace(".", "").lstrip("0")
            assert len(digits) >= min(3, len(str(whole).rstrip("0"))) or not whole


@pytest.mark.parametrize(
    ("figure", "text"),
    [
        (amount(781798), "78.2亿元"),
        (amount(9999), "9999万元"),
        (amount(120000), "12.0亿元"),
        (amount(1091000), "109.1亿元"),
        (amount(1091234), "109亿元"),
        (amount(56781798), "5678亿元"),
        (amount("123456.7", "元"), "12.3万元"),
        (amount(-781798), "-78.2亿元"),
        (amount(1234567, "人次"), "123万人次"),
        (amount("2345.6", "万人次"), "2345.6万人次"),
        (amount(74351, "件"), "74351件"),
        (amount(45678, "元/人"), "45678元/人"),
        (amount(800000, hedge=Hedge.ABOUT), "约80亿元"),
        (amount(781798, hedge=Hedge.OVER), "78.1亿元以上"),
        (amount(781798, hedge=Hedge.AT_LEAST), "至少78.1亿元"),
        (amount(781798, hedge=Hedge.UNDER), "近78.2亿元"),
        (amount(781701, hedge=Hedge.AT_MOST), "78.2亿元以内"),
    ],
)
def test_amounts_as_a_reader_says_them(figure: Figure, text: str) -> None:
    assert in_reader_unit(figure).text == text


def test_what_is_no_amount_stays_as_it_is() -> None:
    rate = {
        "value": 45678.0, "low": 45677.5, "high": 45678.5, "hedge": "exact", "unit": "元", "decimals": 0,
        "reported": "45678", "kind": "rate", "reason": "",
        **dict.fromkeys(("label", "period", "nature", "formula"), ""), "origins": ("A1",),
    }  # fmt: skip
    worded = amount(781798).model_copy(update={"text": "781798"})
    for figure in (
        figure_from_row(rate),
        worded,
        amount(781798).with_unit_chosen(),
        missing_figure("无数据"),
        phrase_figure("第12345位"),
    ):
        assert in_reader_unit(figure) is figure and column_of([figure]) == [figure]
    assert in_reader_unit(figure_from_row({**rate, "kind": "flow"})).text == "4.57万元"


def test_arithmetic_goes_on_with_the_whole_number() -> None:
    said = in_reader_unit(amount(781798))
    assert float(said - amount(781700)) == pytest.approx(0.0098) and said.origins == ("A1",)
    column = FigureArray._from_sequence([said, amount(1)])
    assert float(column.column("value").sum()) == pytest.approx(78.1799)


def test_a_computed_number_is_rounded_once_and_shows_no_digit_that_is_not_known() -> None:
    row = {
        "value": 12349.6, "low": 12349.0, "high": 12350.2, "hedge": "exact", "unit": "万元", "decimals": 0,
        "reported": "", "reason": "", "kind": "flow", "formula": "甲−乙", "origins": ("A1", "A2"),
        **dict.fromkeys(("label", "period", "nature"), ""),
    }  # fmt: skip
    figure = figure_from_row(row)
    assert (figure.text, in_reader_unit(figure).text) == ("12350万元", "1.23亿元")
    rough = figure_from_row({**row, "value": 15.0, "low": 14.96, "high": 15.04, "unit": "亿元", "hedge": "about"})
    assert in_reader_unit(rough).text == "约15亿元"


@pytest.mark.parametrize(
    ("rows", "texts"),
    [
        ([[5_240_000], [98_000], [12_345]], [["524亿元"], ["9.80亿元"], ["1.23亿元"]]),
        ([[781_798], [300, 200], [1500, 1200]], [["78.2亿元"], ["300万元", "200万元"], ["1500万元", "1200万元"]]),
        ([[145_500, 84_321], [9_000_000, 1]], [["14.55亿元", "8.43亿元"], ["900亿元", "0.0001亿元"]]),
    ],
)
def test_rows_read_in_one_unit_but_for_what_is_much_less(rows: list[list[int]], texts: list[list[str]]) -> None:
    assert [[f.text for f in row] for row in one_unit([[amount(n) for n in row] for row in rows])] == texts


@pytest.mark.parametrize(("done", "share", "text"), [(100_187, "68.9", "10.02亿元"), (101_187, "69.5", "10.119亿元")])
def test_only_the_side_that_has_more_digits_shows_more(done: int, share: str, text: str) -> None:
    (row,) = one_unit([[amount(145_500), amount(done)]], [reported_figure(Decimal(share), "%")])
    assert [figure.text for figure in row] == ["14.55亿元", text]  # 10.12 ÷ 14.55 is 69.6%
