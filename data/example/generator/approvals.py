"""Cases of 审批: received in office hours, done within the days promised."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta

import series
from planted import Planted
from workbook import Columns, Look, Row, Rows, book
from workdays import working_days

from xj_analysis.county.model import County

END = date(2025, 9, 30)
"""Nothing later has happened."""
ONLINE = 0.04
"""The share of approvals that are asked for after hours."""
APPROVALS: Columns = (
    ("序号", "", "serial"), ("办件编号", "case", "text"), ("事项", "kind", "text"),
    ("承诺时限（个工作日）", "promised_days", "number"), ("申请人所在乡镇", "area", "text"),
    ("收件时间", "received", "time"), ("办结时间", "finished", "time"),
)  # fmt: skip


def make(dice: random.Random, county: County, numbers: series.Numbers) -> tuple[dict[str, list[Row]], list[Planted]]:
    """Return the rows of each ledger, and what is planted in them."""
    return {"approvals": list(_approvals(dice, county))}, []


def books(rows: Mapping[str, Rows]) -> dict[str, bytes]:
    """Return the workbooks by their names."""
    return {
        "审批办件台账.xlsx": book([
            (f"{month}月", [row for row in rows["approvals"] if int(row["received"][5:7]) == month], APPROVALS,
             Look(f"2025年{month}月审批办件台账（虚构）", footnote="说明：收件、办结时间精确到分；未办结的留空。"))
            for month in range(1, 10)
        ]),
    }  # fmt: skip


def _approvals(dice: random.Random, county: County) -> Iterator[Row]:
    """Received in office hours, a few online at other times; all done within the days promised, or still open."""
    kinds = (("企业开办", 1), ("施工许可", 5), ("食品经营许可", 7), ("不动产登记", 3), ("社会保险登记", 1))
    days = working_days(date(2025, 1, 2), END)
    for number in range(1, 801):
        kind, promised = dice.choice(kinds)
        at = dice.randrange(len(days))
        received = _office_time(dice, days[at])
        if dice.random() < ONLINE:
            received = received.replace(hour=dice.randrange(18, 22))
            at += 1
        done = at + dice.choice(range(promised + 1))
        finished = _office_time(dice, days[done]) if done < len(days) else None
        if finished and finished <= received:
            finished = received + timedelta(minutes=30)
        yield {
            "case": f"S{number:04}", "kind": kind, "promised_days": str(promised), "area": dice.choice(county.towns),
            "received": received.isoformat(timespec="minutes"),
            "finished": finished.isoformat(timespec="minutes") if finished else "",
        }  # fmt: skip


def _office_time(dice: random.Random, day: date) -> datetime:
    """A minute of a day between nine and twelve, or two and five."""
    return datetime(day.year, day.month, day.day, dice.choice((9, 10, 11, 14, 15, 16)), dice.randrange(60))
