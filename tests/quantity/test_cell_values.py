"""Parsing of spreadsheet cells: numbers as people write them, absences, problems."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xj_analysis.quantity import cell_values, units
from xj_analysis.quantity.hedges import INFIXES, PREFIXES, SUFFIXES, Hedge

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


@pytest.mark.parametrize(("word", "hedge"), [*PREFIXES.items(), *INFIXES.items(), *SUFFIXES.items()])
def test_every_hedge_word_is_read_in_its_place(word: str, hedge: Hedge) -> None:
    written = f"{word}20家" if word in PREFIXES else f"20{word}家" if word in INFIXES else f"20家{word}"
    cell = cell_values.read_cell_value(written, "家")
    assert (cell.digits, cell.unit, cell.hedge) == ("20", "家", hedge)
