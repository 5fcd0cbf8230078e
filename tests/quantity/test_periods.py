"""Periods: codes, labels, comparison, order."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xj_analysis.base.errors import DataError
from xj_analysis.quantity.periods import Period, date_label, month_end, parse

YEARS = st.integers(1950, 2050)
MONTHS = st.integers(1, 12)


def _codes() -> st.SearchStrategy[str]:
    days = st.dates(date(1950, 1, 1), date(2050, 12, 31)).map(str)
    months = st.builds("{}-{:02}".format, YEARS, MONTHS)
    quarters = st.builds("{}Q{}".format, YEARS, st.integers(1, 4))
    spans = st.tuples(months, months).map(lambda pair: "/".join(sorted(pair)))
    stretches = st.tuples(days, days).map(lambda pair: "/".join(sorted(pair)))
    return st.one_of(YEARS.map(str), quarters, months, days, spans, stretches, YEARS.map("{}-YTD".format))


CODES = _codes()
BOUNDED = CODES.filter(lambda code: not code.endswith("YTD"))


@pytest.mark.parametrize(
    ("code", "label"),
    [
        ("2023", "2023年"),
        ("2024Q1", "2024年一季度"),
        ("2024Q2", "2024年二季度"),
        ("2024Q4", "2024年四季度"),
        ("2023-11", "2023年11月"),
        ("2024-05-01", "2024年5月1日"),
        ("2023-01/2023-06", "2023年1—6月"),
        ("2023-11/2024-02", "2023年11月—2024年2月"),
        ("2024-05-01/2024-05-05", "2024年5月1—5日"),
        ("2023-01-01/2023-05-15", "2023年1月1日—5月15日"),
        ("2023-12-30/2024-01-02", "2023年12月30日—2024年1月2日"),
        ("2024-YTD", "2024年以来"),
        ("2023-01/2024-YTD", "2023年以来"),
        ("2023-03/2024-YTD", "2023年3月以来"),
        ("~2010", "约2010年"),
        ("longterm", "多年平均"),
        ("", "时点不详"),
    ],
)
def test_a_period_is_named_as_documents_name_it(code: str, label: str) -> None:
    assert parse(code).label == label


@pytest.mark.parametrize(
    "code",
    [
        "23", "2023年", "2023Q0", "2023Q5", "2023-00", "2023-13", "2023-02-29", "2023-1", "2023-01-1", "2023/06",
        "2023-06/2023-01", "2023-01/2023-06-30", "2023/2024/2025", "不详", " 2023", "2023 ", "Q1", "-YTD", "~", "~abc",
        "2024Q1/2024Q2", "2023-01-YTD", "x-YTD",
    ],
)  # fmt: skip
def test_what_is_no_period_is_refused_with_the_forms(code: str) -> None:
    with pytest.raises(DataError, match="期间写法不认识") as caught:
        parse(code)
    assert caught.value.fault.got == code
    assert "2024Q1" in caught.value.fault.do


@pytest.mark.parametrize("code", ["2023-01/xx-YTD", "2024-05/2023-YTD", "~20_10", "２０２３", "202-YTD", " 2024-YTD"])
def test_a_period_written_loosely_is_refused_too(code: str) -> None:
    with pytest.raises(DataError, match="期间写法不认识"):
        parse(code)


@pytest.mark.parametrize(
    ("code", "start", "end"),
    [
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29)),
        ("2023-02", date(2023, 2, 1), date(2023, 2, 28)),
        ("2024Q1", date(2024, 1, 1), date(2024, 3, 31)),
        ("2024Q4", date(2024, 10, 1), date(2024, 12, 31)),
        ("2023", date(2023, 1, 1), date(2023, 12, 31)),
        ("2024-YTD", date(2024, 1, 1), None),
        ("2023-03/2024-YTD", date(2023, 3, 1), None),
        ("", None, None),
        ("longterm", None, None),
    ],
)
def test_first_and_last_day_as_far_as_stated(code: str, start: date | None, end: date | None) -> None:
    period = parse(code)
    assert (period.start, period.end) == (start, end)


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("2023", "2024", True),
        ("2023Q1", "2024Q1", True),
        ("2023Q1", "2024Q2", False),
        ("2023Q1", "2023", False),
        ("2023-02", "2024-02", True),
        ("2023-01/2023-02", "2024-01/2024-02", True),
        ("2023-02", "2024-03", False),
        ("2024-05-01/2024-05-05", "2023-05-01/2023-05-05", True),
        ("2024-05-01/2024-05-05", "2023-05-01/2023-05-04", False),
        ("2022-01/2023-06", "2023-01/2023-06", False),
        ("2023-01/2023-03", "2024Q1", True),
        ("2023-01/2023-12", "2024", True),
        ("2024-YTD", "2023-YTD", False),
        ("2024-YTD", "2024-YTD", False),
        ("2024-YTD", "2024", False),
        ("~2010", "2010", False),
        ("", "", False),
        ("longterm", "longterm", False),
    ],
)
def test_only_the_same_part_of_a_year_is_compared(one: str, other: str, alike: bool) -> None:
    assert parse(one).same_window(parse(other)) is alike
    assert parse(other).same_window(parse(one)) is alike


@given(YEARS, YEARS, MONTHS)
def test_a_month_has_the_window_of_that_month_of_any_year(one: int, other: int, month: int) -> None:
    assert parse(f"{one}-{month:02}").same_window(parse(f"{other}-{month:02}"))
    assert not parse(f"{one}-{month:02}").same_window(parse(f"{other}-{month % 12 + 1:02}"))


@pytest.mark.parametrize(
    ("one", "other", "common"),
    [
        ("2023", "2024", False), ("2023", "2023Q4", True), ("2024", "2024-YTD", True), ("2023", "2024-YTD", False),
        ("2025", "2024-YTD", True), ("2024", "", False), ("", "", False), ("2024-05-01/2024-05-05", "2024-05-05", True),
        ("2024-05-01/2024-05-05", "2024-05-06", False),
    ],
)  # fmt: skip
def test_periods_overlap_when_a_day_is_common(one: str, other: str, common: bool) -> None:
    assert parse(one).overlaps(parse(other)) is common
    assert parse(other).overlaps(parse(one)) is common


@given(CODES)
def test_a_period_keeps_its_code_and_has_a_chinese_label(code: str) -> None:
    period = parse(code)
    assert period.code == code
    assert str(period.start.year if period.start else "") in period.label
    assert not any(char in period.label for char in "-/QTD")


@given(BOUNDED)
def test_a_bounded_period_starts_before_it_ends_and_overlaps_itself(code: str) -> None:
    period = parse(code)
    assert period.start is not None and period.end is not None
    assert period.start <= period.end
    assert period.overlaps(period) and period.same_window(period) and not period.begins_after(period)


@given(CODES, CODES)
def test_what_begins_after_another_is_ordered_after_it(one: str, other: str) -> None:
    first, second = parse(one), parse(other)
    if second.begins_after(first):
        assert first.sort_key() < second.sort_key()
        assert not first.begins_after(second)
        assert not first.overlaps(second)


@given(st.lists(CODES, unique=True, max_size=6))
def test_the_order_does_not_depend_on_the_order_given(codes: list[str]) -> None:
    def ordered(items: list[str]) -> list[str]:
        return sorted(items, key=lambda code: parse(code).sort_key())

    assert ordered(codes) == ordered(codes[::-1])


def test_undated_periods_come_first_and_a_year_after_its_quarters() -> None:
    codes = ["2024", "2023", "2024Q1", "", "2023-11"]
    ordered = sorted(codes, key=lambda code: parse(code).sort_key())
    assert ordered == ["", "2023-11", "2023", "2024Q1", "2024"]


@given(st.dates())
def test_a_date_has_no_leading_zeros(value: date) -> None:
    year, rest = date_label(value).split("年")
    month, rest = rest.split("月")
    assert date(int(year), int(month), int(rest.removesuffix("日"))) == value
    assert not month.startswith("0") and not rest.startswith("0")


def test_periods_are_values() -> None:
    assert parse("2023") == Period("2023", "year", date(2023, 1, 1), date(2023, 12, 31))
    assert hash(parse("2023")) == hash(parse("2023"))


@given(st.dates(max_value=date(9999, 11, 30)))
def test_the_day_after_the_end_of_a_month_is_in_the_next(day: date) -> None:
    last = month_end(day.year, day.month)
    assert day <= last and (last.year, last.month) == (day.year, day.month)
    assert (last + timedelta(days=1)).day == 1


@given(st.dates(date(1990, 1, 1), date(2090, 1, 1)))
def test_a_week_holds_its_days_and_ends_on_sunday(day: date) -> None:
    year, number, weekday = day.isocalendar()
    week = parse(f"{year}-W{number:02d}")
    assert week.form == "week" and week.start is not None and week.end is not None
    assert week.start <= day <= week.end and (week.end - week.start).days == 6
    assert (day - week.start).days == weekday - 1
    assert not parse(f"{day.year}-01/{day.year}-{day.month:02d}").reports(week)


@pytest.mark.parametrize("code", ["2025-W53", "2025-W00", "2025-W9", "2025W39"])
def test_a_week_that_does_not_exist_is_refused(code: str) -> None:
    with pytest.raises(DataError, match="期间写法"):
        parse(code)
