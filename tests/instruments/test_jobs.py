"""就业之家: every planted alarm and no other; posts of later days, without numbers, without employers."""

from __future__ import annotations

from datetime import date, timedelta

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from support.planted_county import Made, as_planted
from xj_analysis.county.alarm_limits import JobLimits
from xj_analysis.instruments.alarms import OPEN
from xj_analysis.instruments.jobs import HALF_EMPTY, POST_OPEN, SHORT_OF_STAFF, job_alarms, open_posts

DAY = date(2025, 9, 30)
LIMITS = JobLimits()
POST = st.tuples(st.sampled_from("甲乙丙"), st.integers(0, 40), st.integers(0, 40), st.integers(-20, 300))


def posts(*rows: tuple[str, float | None, float | None, int | None]) -> pd.DataFrame:
    """Of each post: employer, people wanted, people come, days since it was posted."""
    days = [None if row[3] is None else DAY - timedelta(row[3]) for row in rows]
    frame = pd.DataFrame({
        "key": [f"G{n}" for n in range(len(rows))], "origin": [f"a{n}" for n in range(len(rows))],
        "title": "电工", "employer": [row[0] for row in rows],
    })  # fmt: skip
    numbers = {"wanted": [row[1] for row in rows], "filled": [row[2] for row in rows]}
    return frame.assign(
        posted=pd.Series(days, dtype="datetime64[s]"),
        **{name: pd.Series(values, dtype="float64") for name, values in numbers.items()},
    )


def test_what_is_planted_is_found_and_nothing_else(made: Made) -> None:
    found = job_alarms(made.rows("posts"), DAY, made.county.alarms.jobs)
    assert as_planted(found, "posts") == made.planted_in("posts")


@given(st.lists(POST, max_size=12))
def test_alarms_are_those_counted_post_by_post(rows: list[tuple[str, int, int, int]]) -> None:
    expected: list[tuple[str, str]] = []
    short: dict[str, int] = {}
    for number, (employer, wanted, filled, days) in enumerate(rows):
        if days < 0 or filled >= wanted:
            continue
        short[employer] = short.get(employer, 0) + wanted - filled
        if days > LIMITS.open_days:
            expected.append((f"G{number}", POST_OPEN))
            if 2 * filled < wanted:
                expected.append((f"G{number}", HALF_EMPTY))
    expected += [(employer, SHORT_OF_STAFF) for employer, gap in short.items() if gap > LIMITS.short]
    found = job_alarms(posts(*rows), DAY, LIMITS)
    assert sorted(zip(found["key"], found["kind"], strict=True)) == sorted(expected)


@given(st.lists(POST, max_size=12), st.integers(0, 40))
def test_an_earlier_day_has_no_more_posts(rows: list[tuple[str, int, int, int]], days: int) -> None:
    frame = posts(*rows)
    earlier = open_posts(frame, DAY - timedelta(days))
    assert set(earlier["key"]) <= set(open_posts(frame, DAY)["key"])


def test_a_post_without_a_number_or_a_day_is_left_open() -> None:
    found = job_alarms(posts(("甲", None, 3, 90), ("甲", 9, 3, None)), DAY, LIMITS)
    assert found["light"].tolist() == [OPEN, OPEN] and found["key"].tolist() == ["G0", "G1"]


def test_an_alarm_of_an_employer_leads_to_all_its_open_posts() -> None:
    found = job_alarms(posts(("甲", 15, 0, 9), ("甲", 9, 0, 2), ("甲", 4, 4, 1)), DAY, LIMITS)
    assert found["origins"].tolist() == [("a0", "a1")] and found["value"].tolist() == [24.0]
    assert found["since"].dt.date.tolist() == [DAY - timedelta(9)]


def test_a_ledger_without_employers_has_no_alarm_of_them() -> None:
    rows = posts(("甲", 40, 0, 60)).drop(columns="employer")
    assert set(job_alarms(rows, DAY, LIMITS)["kind"]) == {POST_OPEN, HALF_EMPTY}


def test_no_posts_have_no_alarm() -> None:
    assert job_alarms(posts(), DAY, LIMITS).empty
