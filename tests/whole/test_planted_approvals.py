"""Alarms planted in the ledger of approvals, counted anew from the workbook a day at a time."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal

import pandas as pd
import pytest
from chinese_calendar import is_workday

from support.planted_county import SEEDS, Alarm, Made, made_county
from xj_analysis.instruments.reconciliation import contradictions

DAY = date(2025, 9, 30)
LEDGERS = ("approvals",)
PERMITS = ("立项", "用地规划许可", "施工许可")


@pytest.fixture(scope="module", params=SEEDS)
def made(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Made:
    return made_county(tmp_path_factory.mktemp("seed") / "example", request.param)


def next_workday(day: date) -> date:
    while not is_workday(day):
        day += timedelta(1)
    return day


def counts_from(received: pd.Timestamp) -> date:
    return next_workday(received.date() + timedelta(received.hour >= 17))


def between(first: date, last: date) -> int:
    return sum(is_workday(first + timedelta(n)) for n in range(1, (last - first).days + 1))


def after(first: date, number: int) -> date:
    for _ in range(number):
        first = next_workday(first + timedelta(1))
    return first


def counted(rows: pd.DataFrame) -> Iterator[Alarm]:
    for row in rows[rows["finished"].isna()].to_dict("records"):
        start, promised = counts_from(row["received"]), int(row["promised_days"])
        left = promised - between(start, DAY)
        if left < 0:
            light = "红" if left < -5 else "黄"
            yield Alarm("approvals", row["case"], "超期未办", "", str(after(start, promised)), -left, light)
        elif left <= 1:
            yield Alarm("approvals", row["case"], "即将超期", "", f"{row['received']:%Y-%m-%d}", left, "黄")
    for project, chain in rows[rows["project"] != ""].groupby("project"):
        assert sorted(chain["kind"]) == sorted(PERMITS) and chain["finished"].notna().all()
        first = min(map(counts_from, chain["received"]))
        days = between(first, chain["finished"].max().date())
        if days > 7:
            yield Alarm("approvals", str(project), "三证超时", "", f"{chain['received'].min():%Y-%m-%d}", days, "黄")
    for unit, own in rows.groupby("unit"):
        outside = [not is_workday(moment.date()) or not 8 <= moment.hour < 17 for moment in own["received"]]
        off = 100 * sum(outside) / len(own)
        if off > 20:
            yield Alarm("approvals", str(unit), "收件时间存疑", "", str(DAY), round(off, 1), "待核")


def test_what_is_planted_is_there_and_nothing_else(made: Made) -> None:
    assert sorted(counted(made.held["approvals"])) == made.planted_in("approvals")


def test_the_mean_is_planted_to_differ_and_the_number_of_cases_does_not(made: Made) -> None:
    done = made.held["approvals"].dropna(subset="finished")
    taken = [between(counts_from(row["received"]), row["finished"].date()) for row in done.to_dict("records")]
    (planted,) = (alarm for alarm in made.planted if alarm.ledger == "approvals" and not alarm.light)
    assert sum(map(Decimal, taken)) / len(taken) == Decimal(str(planted.value))
    shape, rows = made.shape("approvals"), made.rows("approvals")
    found = contradictions([(shape, rows)], made.store.known(date(2025, 11, 30)).current(), made.county, DAY)
    assert found[["field", "key", "value"]].to_numpy().tolist() == [["approval_days", planted.key, planted.value]]
    before = made.store.known(date(2025, 11, 30), period="2025-01/2025-08").current()
    assert contradictions([(shape, rows)], before, made.county, date(2025, 8, 31)).empty
