"""Calendar of issues: the same number for the same period, consecutive numbers, combined and skipped issues."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from xj_analysis.county.issue_calendar import IssueCalendar
from xj_analysis.quantity import periods

YEARS = range(2024, 2028)
ENDS = {"month": tuple(range(1, 13)), "quarter": (3, 6, 9, 12)}


def label(calendar: IssueCalendar, code: str) -> str:
    number = calendar.number_of(periods.parse(code))
    return number.label if number else ""


def code(year: int, first: int, last: int) -> str:
    return f"{year}-{first:02}" if first == last else f"{year}-{first:02}/{year}-{last:02}"


@st.composite
def calendars(draw: st.DrawFn, /, **changed: Any) -> tuple[IssueCalendar, list[tuple[int, int, int]]]:
    """A calendar, and the year and months of each of its issues in some years, in order."""
    rhythm = draw(st.sampled_from(["month", "quarter"]))
    ends = sorted(draw(st.sets(st.sampled_from(ENDS[rhythm]), min_size=1)) | {12})
    spans = list(zip([1, *(end + 1 for end in ends)], ends, strict=False))
    step = 12 // len(ENDS[rhythm])
    combined = [code(0, *span).replace("0-", "") for span in spans if span[1] - span[0] >= step]
    skipped = draw(st.sets(st.sampled_from([(year, *span) for year in YEARS for span in spans])))
    issues = [(year, *span) for year in YEARS for span in spans if (year, *span) not in skipped]
    if not issues:
        issues, skipped = [(year, *span) for year in YEARS for span in spans], set()
    first = draw(st.integers(0, len(issues) - 1))
    fields = {"first": code(*issues[first]), "skipped": tuple(code(*each) for each in skipped), "combined": combined}
    return IssueCalendar.model_validate({"rhythm": rhythm, **fields, **changed}), issues[first:]


@given(calendars(restart=False), st.integers(1, 99))
def test_consecutive_issues_have_consecutive_numbers(
    drawn: tuple[IssueCalendar, list[tuple[int, int, int]]], first: int
) -> None:
    calendar, issues = drawn
    calendar = calendar.model_copy(update={"first_number": first})
    numbers = [label(calendar, code(*issue)) for issue in issues]
    assert numbers == [f"第{first + n}期" for n in range(len(issues))]


@given(calendars(first_total=7), st.integers(1, 99))
def test_numbers_begin_again_with_each_year(
    drawn: tuple[IssueCalendar, list[tuple[int, int, int]]], first: int
) -> None:
    calendar, issues = drawn
    calendar = calendar.model_copy(update={"first_number": first})
    for n, issue in enumerate(issues):
        within = sum(other[0] == issue[0] for other in issues[:n]) + (first if issue[0] == issues[0][0] else 1)
        assert label(calendar, code(*issue)) == f"{issue[0]}年第{within}期（总第{7 + n}期）"


@given(calendars())
def test_the_months_to_the_end_of_an_issue_have_its_number(
    drawn: tuple[IssueCalendar, list[tuple[int, int, int]]],
) -> None:
    calendar, issues = drawn
    for year, first, last in issues:
        assert label(calendar, code(year, 1, last)) == label(calendar, code(year, first, last)) != ""


@given(calendars(), st.sampled_from(YEARS), st.integers(1, 12), st.integers(1, 12))
def test_months_that_no_issue_is_about_have_no_number(
    drawn: tuple[IssueCalendar, list[tuple[int, int, int]]], year: int, one: int, other: int
) -> None:
    calendar, issues = drawn
    first, last = sorted((one, other))
    about = [issue for issue in issues if issue[0] == year and issue[2] == last and first in (1, issue[1])]
    assert bool(label(calendar, code(year, first, last))) is bool(about)


@pytest.mark.parametrize(
    "outside",
    ["2025", "2025-09-30", "2025-09-22/2025-09-28", "2025-YTD", "", "longterm", "~2025", "2024-12/2025-09", "2024-12"],
)
def test_what_is_not_in_the_calendar_has_no_number(outside: str) -> None:
    assert label(IssueCalendar(first="2025-01"), outside) == ""


def test_a_quarter_is_three_months_together() -> None:
    calendar = IssueCalendar(rhythm="quarter", first="2025Q1")
    assert [label(calendar, f"2025Q{n}") for n in (1, 2, 3, 4)] == [f"2025年第{n}期" for n in (1, 2, 3, 4)]
    assert label(calendar, "2025-07/2025-09") == label(calendar, "2025-01/2025-09") == "2025年第3期"
    assert label(calendar, "2025-09") == label(calendar, "2025") == ""
    assert label(IssueCalendar(first="2025-01"), "2025Q3") == "", "three months, and no 累计"


def test_issues_of_one_year_alone_may_be_combined_or_left_out() -> None:
    calendar = IssueCalendar(first="2025-01", combined=("2026-01/2026-02",), skipped=("07",))
    assert label(calendar, "2025-02") == "2025年第2期" and label(calendar, "2026-02") == ""
    assert label(calendar, "2026-01/2026-02") == "2026年第1期" and label(calendar, "2026-08") == "2026年第6期"
    assert label(calendar, "2025-07") == ""


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"combined": ["01/03", "03/04"]}, "重叠"),
        ({"combined": ["01/02", "2025-02/2025-03"]}, "重叠"),
        ({"combined": ["01/02", "01/02"]}, "重叠"),
        ({"combined": ["03/05"], "rhythm": "quarter"}, "拆开了一期"),
        ({"combined": ["01"]}, "不止一期"),
        ({"combined": ["02/01"]}, "不是一年里的"),
        ({"combined": ["1-2"]}, "不是一年里的"),
        ({"combined": ["2024-12/2025-01"]}, "不是一年里的"),
        ({"skipped": ["2025"]}, "不是一年里的"),
        ({"skipped": ["02"], "combined": ["01/02"], "first": "2025-03"}, "整整一期"),
        ({"first": "2025-01", "combined": ["01/02"]}, "第一期的期间"),
        ({"first": "2025-01", "skipped": ["2025-01"]}, "第一期的期间"),
        ({"first": "2025"}, "第一期的期间"),
        ({"first": "2025-1"}, "期间写法不认识"),
        ({"restart": False, "first_total": 3}, "first_total"),
        ({"first_number": 0}, "greater than or equal"),
        ({"rythm": "month"}, "Extra inputs"),
    ],
)
def test_a_calendar_that_says_two_things_is_refused(fields: dict[str, Any], message: str) -> None:
    with pytest.raises(ValidationError, match=message):
        IssueCalendar.model_validate({"first": "2025-01"} | fields)
