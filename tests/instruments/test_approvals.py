"""审批: every planted alarm and no other; days counted as the rules are read slowly, a day at a time."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pandas as pd
from chinese_calendar import is_workday
from hypothesis import given
from hypothesis import strategies as st

from support.planted_county import Made, as_planted
from xj_analysis.county.alarm_limits import ApprovalLimits
from xj_analysis.instruments.alarms import OPEN
from xj_analysis.instruments.approval_days import measured
from xj_analysis.instruments.approvals import CHAIN_LATE, DOUBTFUL, OVERDUE_CASE, SOON, approval_alarms

DAY = date(2025, 9, 30)
LIMITS = ApprovalLimits()
MOMENTS = st.datetimes(datetime(2023, 12, 20), datetime(2025, 9, 30)).map(lambda each: each.replace(microsecond=0))
DAYS = st.integers(0, 40)


def case(received: datetime | None, finished: datetime | None, promised: float | None = 5, **more: str) -> pd.DataFrame:
    days = {"received": received, "finished": finished}
    frame = pd.DataFrame({"key": ["S1"], "origin": ["a"], "kind": ["施工许可"], "promised_days": [promised], **more})
    return frame.assign(**{
        name: pd.to_datetime(pd.Series([day])).astype("datetime64[s]") for name, day in days.items()
    })  # fmt: skip


def slowly(received: datetime, until: date) -> int:
    """Working days after the one from which a case counts, up to a day and with it."""
    day = received.date()
    if received.hour >= 17:
        day += timedelta(1)
    while not is_workday(day):
        day += timedelta(1)
    count = 0
    while day < until:
        day += timedelta(1)
        count += is_workday(day)
    return count


def test_what_is_planted_is_found_and_nothing_else(made: Made) -> None:
    found = approval_alarms(made.rows("approvals"), DAY, made.county.alarms.approvals)
    assert as_planted(found, "approvals") == made.planted_in("approvals")


@given(MOMENTS, DAYS, st.times())
def test_days_taken_are_those_counted_one_by_one(received: datetime, later: int, at: time) -> None:
    finished = datetime.combine(received.date() + timedelta(later), at.replace(microsecond=0))
    if received.time() == time() or finished.date() > DAY:
        return
    found = measured(case(received, finished), DAY, LIMITS)
    assert found["taken"].tolist() == found["taken_most"].tolist() == [slowly(received, finished.date())]


@given(st.dates(date(2024, 1, 2), date(2025, 8, 1)), DAYS)
def test_a_day_without_a_time_has_both_numbers_and_neither_is_guessed(received: date, later: int) -> None:
    finished = datetime.combine(received + timedelta(later), time(10))
    found = measured(case(datetime.combine(received, time()), finished), DAY, LIMITS)
    early, late = (slowly(datetime.combine(received, time(hour)), finished.date()) for hour in (9, 18))
    assert (found["taken"][0], found["taken_most"][0]) == (late, early)


@given(MOMENTS, st.integers(0, 15), st.integers(0, 100))
def test_a_later_day_never_makes_an_open_case_less_late(received: datetime, promised: int, later: int) -> None:
    def late(day: date) -> float:
        found = approval_alarms(case(received, None, promised), day, LIMITS)
        return float(found["value"][found["kind"] == OVERDUE_CASE].sum())

    assert late(DAY + timedelta(later)) >= late(DAY)


def test_days_off_and_days_made_up_count_as_the_notice_says() -> None:
    """The Sunday before the holiday is worked; the eight days of it are not."""
    rows = case(datetime(2025, 9, 26, 18), datetime(2025, 10, 9, 9))
    assert measured(rows, date(2025, 10, 31), LIMITS)["taken"].tolist() == [3]  # from the 28th: 29, 30, 9


def test_what_cannot_be_told_is_open_and_what_can_is_judged() -> None:
    """Promised for one day: received at an unknown hour of the 26th it is late or not on the 29th, late on the 30th."""
    rows = case(datetime(2025, 9, 26), None, 1)
    lights = [approval_alarms(rows, date(2025, 9, day), LIMITS)["light"].tolist() for day in (29, 30)]
    assert lights == [[OPEN], ["黄"]]
    for unknown in (case(None, None), case(datetime(2025, 9, 1, 9), None, None)):
        found = approval_alarms(unknown, DAY, LIMITS)
        assert found[["kind", "light"]].to_numpy().tolist() == [[OVERDUE_CASE, OPEN]]


def test_one_day_left_is_not_late_and_done_is_neither() -> None:
    received = datetime(2025, 9, 26, 9)
    for promised, kinds in ((2, [OVERDUE_CASE]), (3, [SOON]), (4, [SOON]), (5, [])):
        assert approval_alarms(case(received, None, promised), DAY, LIMITS)["kind"].tolist() == kinds
    assert approval_alarms(case(received, datetime(2025, 9, 30, 9), 1), DAY, LIMITS).empty


def test_of_no_case_there_is_no_alarm_and_a_case_without_a_receipt_is_listed(made: Made) -> None:
    rows = made.rows("approvals")
    assert approval_alarms(rows.head(0), DAY, LIMITS).empty
    assert approval_alarms(rows, date(2024, 12, 31), LIMITS).empty
    found = approval_alarms(case(None, datetime(2025, 9, 9)), DAY, LIMITS)
    assert found["light"].tolist() == [OPEN]


def test_at_either_hour_about_to_be_late_is_no_doubt() -> None:
    """Received on the 26th at an unknown hour: on the 29th two days promised leave none or one."""
    lights = [
        approval_alarms(case(datetime(2025, 9, 26), None, promised), date(2025, 9, 28), LIMITS)["light"].tolist()
        for promised in (0, 1, 2, 3)
    ]
    assert lights == [[OPEN], ["黄"], [OPEN], []]


def permits(*spans: tuple[str, str, str | None], project: str = "甲") -> pd.DataFrame:
    frames = [
        case(datetime.fromisoformat(start), end and datetime.fromisoformat(end), 20, project=project).assign(  # type: ignore[arg-type]
            kind=kind, key=f"S{n}", origin=f"r{n}"
        )
        for n, (kind, start, end) in enumerate(spans)
    ]
    return pd.concat(frames, ignore_index=True)


def test_permits_count_from_the_first_receipt_to_the_last_decision() -> None:
    chain = permits(
        ("施工许可", "2025-09-10T09:00", "2025-09-12T10:00"), ("立项", "2025-09-01T09:00", "2025-09-02T10:00"),
        ("用地规划许可", "2025-09-03T09:00", "2025-09-04T10:00"),
        ("食品经营许可", "2025-06-01T09:00", "2025-06-09T10:00"),
    )  # fmt: skip
    (alarm,) = approval_alarms(chain, DAY, LIMITS).to_dict("records")
    assert (alarm["kind"], alarm["value"], alarm["origins"]) == (CHAIN_LATE, 9, ("r1", "r2", "r0"))
    incomplete = approval_alarms(chain[chain["kind"] != "用地规划许可"], date(2025, 9, 10), LIMITS)
    assert incomplete["light"].tolist() == [OPEN]
    assert approval_alarms(chain.drop(columns="project"), DAY, LIMITS).empty


def test_a_department_that_receives_on_days_off_is_in_doubt() -> None:
    sunday, monday = datetime(2025, 9, 7, 10), datetime(2025, 9, 8, 10)
    rows = pd.concat([case(day, datetime(2025, 9, 9), unit="slj") for day in [sunday] * 4 + [monday] * 8])
    rows = rows.assign(key=[f"S{n}" for n in range(12)], origin=[f"r{n}" for n in range(12)])
    (alarm,) = approval_alarms(rows, DAY, LIMITS).to_dict("records")
    assert (alarm["kind"], alarm["light"], round(alarm["value"], 1)) == (DOUBTFUL, OPEN, 33.3)
    assert alarm["origins"] == ("r0", "r1", "r2", "r3")
    assert approval_alarms(rows.iloc[2:], DAY, LIMITS).empty
