"""Parsing of spreadsheet cells: numbers as people write them, absences, problems."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xj_analysis.quantity import cell_values, units
from xj_analysis.quantity.hedges import INFIXES, PREFIXES, SUFFIXES, Hedge, published_interval

WRITTEN = [
    ("12345", "万元", "12345", "万元", Hedge.EXACT),
    ("１２,３４５．６", "万元", "12345.6", "万元", Hedge.EXACT),
    (" 1，234 ", "家", "1234", "家", Hedge.EXACT),
    ("1.2亿", "万元", "1.2", "亿元", Hedge.EXACT),
    ("3,500万元", "亿元", "3500", "万元", Hedge.EXACT),
    ("75万", "人次", "75", "万人次", Hedge.EXACT),
    ("大约75", "万人次", "75", "万人次", Hedge.ABOUT),
    ("75左右", "万人次", "75", "万人次", Hedge.ABOUT),
    ("近5亿元", "亿元", "5", "亿元", Hedge.UNDER),
    ("2500余人", "人", "2500", "人", Hedge.OVER),
    ("50%以上", "%", "50", "%", Hedge.OVER),
    ("-3.10", "个百分点", "-3.10", "个百分点", Hedge.EXACT),
    ("－３", "%", "-3", "%", Hedge.EXACT),
    ("-0", "家", "0", "家", Hedge.EXACT),
    (".95", "%", "0.95", "%", Hedge.EXACT),
    ("-.5", "%", "-0.5", "%", Hedge.EXACT),
    ("约．5亿元", "万元", "0.5", "亿元", Hedge.ABOUT),
    ("将近9.5", "万元", "9.5", "万元", Hedge.UNDER),
    ("约为9.5", "万元", "9.5", "万元", Hedge.ABOUT),
    ("约9.5左右", "万元", "9.5", "万元", Hedge.ABOUT),
    ("超过20余", "家", "20", "家", Hedge.OVER),
    ("9.5上下", "万元", "9.5", "万元", Hedge.ABOUT),
    ("近9.5万", "元", "9.5", "万元", Hedge.UNDER),
    ("9.5万余", "人", "9.5", "万人", Hedge.OVER),
    ("9.5万多元", "万元", "9.5", "万元", Hedge.OVER),
    ("＞9.5", "万元", "9.5", "万元", Hedge.OVER),
    (">=9.5", "万元", "9.5", "万元", Hedge.AT_LEAST),
    ("≧9.5", "万元", "9.5", "万元", Hedge.AT_LEAST),
    ("≤ 9.5", "万元", "9.5", "万元", Hedge.AT_MOST),
    ("≈9.5", "万元", "9.5", "万元", Hedge.ABOUT),
    ("负3.2", "万元", "-3.2", "万元", Hedge.EXACT),
    ("＋3.2", "%", "3.2", "%", Hedge.EXACT),
    ("9．5", "万元", "9.5", "万元", Hedge.EXACT),
    ("1 234 567.8", "万元", "1234567.8", "万元", Hedge.EXACT),
    ("1.2万", "千瓦", "1.2", "万千瓦", Hedge.EXACT),
    ("9.5\u200b\ufeff", "万元", "9.5", "万元", Hedge.EXACT),
]


@pytest.mark.parametrize(("text", "unit", "digits", "own_unit", "hedge"), WRITTEN)
def test_a_number_as_people_write_it(text: str, unit: str, digits: str, own_unit: str, hedge: Hedge) -> None:
    cell = cell_values.read_cell_value(text, unit)
    assert (cell.digits, cell.unit, cell.hedge, cell.problem) == (digits, own_unit, hedge, "")


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("四家", cell_values.NO_NUMBER), ("12家左右吧", cell_values.NO_NUMBER), ("1,23", cell_values.GROUPING),
        ("1,2345", cell_values.GROUPING), ("12公里", cell_values.WRONG_UNIT), ("1e5", cell_values.NO_NUMBER),
        ("NaN", cell_values.NO_NUMBER), ("1_000", cell_values.NO_NUMBER), ("=1+2", cell_values.NO_NUMBER),
        ("约20余", cell_values.NO_NUMBER), ("3.4.5", cell_values.NO_NUMBER), ("9" * 99, cell_values.NO_NUMBER),
        ("12（预计）", cell_values.NO_NUMBER), ("③", cell_values.NO_NUMBER),
        ("1²", cell_values.NO_NUMBER), ("٣", cell_values.NO_NUMBER),
    ],
)  # fmt: skip
def test_what_is_no_number_is_a_problem_and_nothing_else(text: str, problem: str) -> None:
    cell = cell_values.read_cell_value(text, "家")
    assert (cell.problem, cell.digits) == (problem, "")


@pytest.mark.parametrize(
    ("text", "meaning"), [("", "unknown"), ("　", "unknown"), ("—", "none"), ("——", "none"), ("－", "none")]
)
def test_the_legend_says_what_no_number_means(text: str, meaning: str) -> None:
    assert cell_values.read_cell_value(text, "家").meaning == meaning


def test_a_county_may_declare_its_own_legend() -> None:
    assert cell_values.read_cell_value("无", "家").problem == cell_values.NO_NUMBER
    assert cell_values.read_cell_value("无", "家", legend={"无": "none"}).meaning == "none"
    assert cell_values.read_cell_value("", "家", legend={"无": "none"}).problem == cell_values.NO_NUMBER


def test_dots_are_less_than_half_the_last_unit() -> None:
    cell = cell_values.read_cell_value("...", "亿元", decimals=2)
    assert (cell.digits, cell.hedge) == ("0.005", Hedge.UNDER)


@given(st.decimals(-(10**12), 10**12, places=3), st.booleans())
def test_what_is_written_is_read_back(value: Decimal, grouped: bool) -> None:
    text = f"{value:,f}" if grouped else f"{value:f}"
    assert Decimal(cell_values.read_cell_value(text, "万元").digits) == value


@given(st.text(max_size=30), st.sampled_from(["家", "万元", "%", "个工作日"]))
def test_any_text_is_a_number_an_absence_or_a_problem(text: str, unit: str) -> None:
    cell = cell_values.read_cell_value(text, unit)
    assert sum(map(bool, (cell.digits, cell.meaning, cell.problem))) == 1
    if cell.digits:
        assert Decimal(cell.digits).is_finite()
        assert units.convertible(cell.unit, unit)


def test_a_percentage_is_one_in_a_column_of_rates_or_points_and_nowhere_else() -> None:
    assert cell_values.read_cell_value("95.7%", "%") == cell_values.CellValue("95.7", "%")
    assert cell_values.read_cell_value("0.5%", "个百分点") == cell_values.CellValue("0.5", "个百分点")
    assert cell_values.read_cell_value("50%", "家").problem == cell_values.WRONG_UNIT


HEDGES = [
    *((f"{word}{{}}{{}}", hedge) for word, hedge in PREFIXES.items()),
    *((f"{word}为{{}}{{}}", hedge) for word, hedge in PREFIXES.items()),
    *((f"{{}}{word}{{}}", hedge) for word, hedge in INFIXES.items()),
    *((f"{{}}{{}}{word}", hedge) for word, hedge in (INFIXES | SUFFIXES).items()),
    ("{}{}", Hedge.EXACT),
]
"""Number and unit, with each hedge word in each of its places."""


@given(
    st.sampled_from(HEDGES), st.decimals(0, 10**9, places=2), st.sampled_from(["", "万", "亿"]),
    st.sampled_from(["元", ""]), st.sampled_from(["", " ", "\u3000"]),
)  # fmt: skip
def test_every_hedge_word_is_read_in_its_place(
    place: tuple[str, Hedge], number: Decimal, scale: str, unit: str, space: str
) -> None:
    written, hedge = place
    text = written.format(f"{number:f}{space}", scale + unit)
    cell = cell_values.read_cell_value(text, "元")
    assert (cell.problem, cell.digits, cell.unit, cell.hedge) == ("", f"{number:f}", f"{scale}元", hedge)
    bounds = [published_interval(Decimal(digits), hedge, counted=False) for digits in (cell.digits, f"{number:f}")]
    assert bounds[0] == bounds[1]


@given(st.sampled_from(HEDGES[:-1]), st.sampled_from([*PREFIXES.items()]))
def test_two_hedges_are_one_or_a_contradiction(place: tuple[str, Hedge], before: tuple[str, Hedge]) -> None:
    (written, hedge), (word, other) = place, before
    if written.startswith("{}"):
        cell = cell_values.read_cell_value(word + written.format("9.5", "万元"), "万元")
        assert bool(cell.problem) is (hedge is not other)
        assert cell.hedge is other if cell.digits else "请只留一个" in cell.do


@pytest.mark.parametrize(("text", "digits"), [
    ("下降3.2", "-3.2"), ("减少3.2%", "-3.2"), ("↓3.2", "-3.2"), ("增长3.2", "3.2"), ("上升 3.2", "3.2"),
    ("↑3.2", "3.2"),
    ("增长-3.2", "-3.2"), ("持平", "0"), ("-3.2%", "-3.2"),
])  # fmt: skip
def test_a_direction_is_read_in_a_column_of_changes_and_nowhere_else(text: str, digits: str) -> None:
    assert cell_values.read_cell_value(text, "%", change=True).digits == digits
    if text != "-3.2%":
        assert cell_values.read_cell_value(text, "%").problem == cell_values.NO_NUMBER


def test_a_bound_on_a_fall_is_asked_about() -> None:
    for text in ("下降超3.2", "下降近3.2", "超-3.2", "-3.2以上"):
        assert cell_values.read_cell_value(text, "%", change=True).digits == ""
    cell = cell_values.read_cell_value("下降约3.2", "%", change=True)
    assert (cell.digits, cell.hedge) == ("-3.2", Hedge.ABOUT)


@pytest.mark.parametrize(
    ("text", "do"),
    [
        ("△3.2", "请写 -3.2 或 3.2"),
        ("▲3.2%", "请写 -3.2 或 3.2"),
        ("(27.8)", "请写 -27.8 或 27.8"),
        ("（27.8）", "请写 -27.8 或 27.8"),
        ("~9.5", "请写“约9.5”"),
        ("9.5-10", "一格只填一个数"),
        ("9.5～10", "一格只填一个数"),
        ("9.5万至10万", "一格只填一个数"),
        ("9 5", "数字中间有空格"),
        ("9\n5", "数字中间有空格"),
        ("9.5*", "把注写在说明里"),
        ("9.5①", "把注写在说明里"),
        ("9.5（预计）", "把注写在说明里"),
        ("9.5万元（含预计）", "把注写在说明里"),
        ("9.5[1]", "把注写在说明里"),
        ("十二", "写成 12"),
        ("十二家", "请用阿拉伯数字"),
        ("3万5", "请写成一个数"),
        ("3亿5000万", "请写成一个数"),
        ("1.2e3", "不用科学记数"),
        ("9。5", "小数点请写成"),
        ("\u202e5.9", "U+202E"),
        ("同比增长3.2", "不写升降"),
    ],
)
def test_what_has_two_readings_says_how_to_write_it(text: str, do: str) -> None:
    cell = cell_values.read_cell_value(text, "%")
    assert (cell.problem, cell.digits) == (cell_values.NO_NUMBER, "") and do in cell.do


def test_points_are_no_percent_whatever_the_direction() -> None:
    cell = cell_values.read_cell_value("下降3.2个百分点", "%", change=True)
    assert (cell.problem, cell.do) == (cell_values.WRONG_UNIT, "")


def test_a_decimal_comma_is_not_taken_for_thousands() -> None:
    for text in ("9,5", "0,123", "1,23"):
        assert cell_values.read_cell_value(text, "万元").problem == cell_values.GROUPING


@given(st.text("0123456789.,-+~ 约超近余多万亿元%()△①十三eE\u200b\n", max_size=12))
def test_no_text_is_read_as_another_number_than_it_shows(text: str) -> None:
    """What is read is the only run of digits of the text, as it stands there."""
    for change in (False, True):
        cell = cell_values.read_cell_value(text, "元", change=change)
        if cell.digits and not cell.meaning:
            shown = "".join(text.replace("\u200b", "").replace(",", "").split())
            (run,) = re.findall(r"[0-9]+(?:\.[0-9]+)?", shown)
            assert abs(Decimal(cell.digits)) == Decimal(run)
            assert cell.digits.startswith("-") is ("-" in shown and Decimal(run) != 0)
            assert cell.unit == ("".join(sign for sign in shown if sign in "万亿") or "") + "元"
            assert (cell.hedge is not Hedge.EXACT) is any(sign in shown for sign in "约超近余多")


@given(
    st.integers(1, 999), st.sampled_from(["千", "万", "亿"]), st.sampled_from(["万人次", "亿元", "千瓦", "人", "吨"])
)
def test_a_scale_stands_before_the_bare_unit_of_its_column(number: int, scale: str, column: str) -> None:
    """95千 in a column of 万人次 is 95千人次, never 95千万人次."""
    bare = column.lstrip("万亿")
    cell = cell_values.read_cell_value(f"{number}{scale}", column)
    assert (cell.digits, cell.unit) == (f"{number}", f"{scale}{bare}")


@pytest.mark.parametrize("text", ["9.5，", "95，", "9.5。", "9.5万元、", "1,234,", "9.5;", "95."])
def test_a_mark_behind_a_number_is_told(text: str) -> None:
    value = cell_values.read_cell_value(text, "万元")
    assert value.problem and value.do == "末尾多了标点，请删去。"
