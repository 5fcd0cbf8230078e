"""Dates as people write them: a day is that day in every spelling, and what is no day is never one."""

from __future__ import annotations

import calendar
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xj_analysis.workbooks.cell_dates import NO_YEAR, TWO_MONTHS, CellDate, read_date, shows_no_day
from xj_analysis.workbooks.grid import GridCell
from xj_analysis.workbooks.number_formats import number_cell

FIRST = date(1899, 12, 30)
DAYS = st.dates(date(1990, 1, 1), date(2059, 12, 31))


def midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day)


@given(st.datetimes(datetime(1990, 1, 1), datetime(2059, 1, 1)).map(lambda when: when.replace(second=0, microsecond=0)))
def test_a_moment_is_read_however_it_is_written(when: datetime) -> None:
    serial = (when - datetime(1899, 12, 30)).total_seconds() / 86_400
    written = [f"{when:%Y-%m-%d %H:%M}", f"{when:%Y年%m月%d日 %H时%M分}", f"{when:%Y/%m/%d %H:%M:%S}", when.isoformat()]
    cells = [GridCell(words) for words in written]
    cells += [GridCell(f"{serial:.15g}", kind, serial) for kind in ("date", "number", "text")]
    assert {read_date(cell) for cell in cells} == {CellDate(when, when)}


@given(DAYS)
def test_a_day_is_read_however_it_is_written(day: date) -> None:
    y, m, d, serial = day.year, day.month, day.day, (day - FIRST).days
    written = [f"{y}.{m}.{d}", f"{y}/{m}/{d}", f"{y}-{m:02}-{d:02}", f"{y}年{m}月{d}日", f"{y}年{m:02}月{d:02}号",
               f"{y} 年 {m} 月 {d} 日",
               f"{y}. {m}. {d}", f"{y:04}{m:02}{d:02}", f"{serial}", f"{y}年{m}月{d}"]  # fmt: skip
    written += [words.translate({ord(sign): ord(sign) + 0xFEE0 for sign in "0123456789"}) for words in written]
    cells = [GridCell(words) for words in written]
    cells += [number_cell(serial, code) for code in ("General", "0", "0.00", "yyyy/m/d", "m月d日", "d-mmm-yy")]
    cells += [number_cell(float(f"{y}{m:02}{d:02}"), "General")]
    assert {read_date(cell) for cell in cells} == {CellDate(midnight(day), midnight(day))}
    assert read_date(GridCell(f"{m}月{d}日"), year=y) == CellDate(midnight(day), midnight(day))
    assert read_date(GridCell(f"{m}月{d}日")) == CellDate(problem=NO_YEAR)


@given(DAYS, st.sampled_from(["{y}年{m}月", "{y}.{m:02}", "{y}/{m}", "{m}月", "{m}月份", "{y}年{m}月底", "{m}月上旬",
                              "{y}年{m}月中旬",
                              "{m}月下旬", "{m}月末", "{m}月底前", "{y}年{m}月前",
                              "第{q}季度", "{y}年底", "{y}年下半年"]))  # fmt: skip
def test_what_is_no_day_is_a_span_that_ends_with_its_last_day(day: date, pattern: str) -> None:
    words = pattern.format(y=day.year, m=day.month, q=(day.month + 2) // 3)
    found = read_date(GridCell(words), year=day.year)
    assert found is not None and found.last is not None and not found.is_day and not found.problem
    assert (found.last + timedelta(days=1)).day in (1, 11, 21) and found.last.year == day.year
    if "m" in pattern and "旬" not in pattern:
        assert found.last.date() == date(day.year, day.month, calendar.monthrange(day.year, day.month)[1])
    assert (found.first is None) == pattern.endswith("前")
    assert found.first is None or found.first < found.last


def test_a_date_cell_that_shows_its_month_alone_is_that_month() -> None:
    for code in ('yyyy"年"m"月"', "mmm-yy", "yyyy/mm", "[$-804]yyyy.m"):
        cell = number_cell(45_901, code)
        assert shows_no_day(cell), cell
        assert read_date(cell) == CellDate(datetime(2025, 9, 1), datetime(2025, 9, 30))
    assert not shows_no_day(number_cell(45_901, "mmm-dd"))


@pytest.mark.parametrize("words", [
    "", "待定", "已开工", "—", "9月初", "2025年9—10月", "2025-02-30", "2025年13月", "2月30日", "20251301",
    "12345", "99999", "4593",
    "459300", "250930", "25.9.30", "0.5", "2025", "9.30", "昨天", "1" * 60,
])  # fmt: skip
def test_nothing_else_is_a_date(words: str) -> None:
    assert read_date(GridCell(words), year=2025) is None
    assert read_date(GridCell(words, "number"), year=2025) is None


def test_a_number_that_lost_its_nought_may_be_two_months() -> None:
    assert read_date(GridCell("2025.1", "number", 2025.1)) == CellDate(problem=TWO_MONTHS)
    assert read_date(GridCell("2025.9", "number", 2025.9)) == CellDate(datetime(2025, 9, 1), datetime(2025, 9, 30))


def test_a_number_is_no_day_where_days_are_counted_otherwise() -> None:
    assert read_date(GridCell("45930", "number", 45_930.0), serials=False) is None
    assert read_date(GridCell("20250930", "number", 20_250_930.0), serials=False) is not None
