"""Sights on the days of holidays: visits, income, capacity; a town's sights have fewer visits than its reports say."""

from __future__ import annotations

import math
import random
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from typing import Any

import planted
import series
from planted import Planted
from workbook import Columns, Look, Row, Rows, book

from xj_analysis.county.model import County

HOLIDAYS = (
    ("元旦", date(2023, 12, 30), 3), ("春节", date(2024, 2, 10), 8), ("清明节", date(2024, 4, 4), 3),
    ("劳动节", date(2024, 5, 1), 5), ("端午节", date(2024, 6, 8), 3), ("中秋节", date(2024, 9, 15), 3),
    ("国庆节", date(2024, 10, 1), 7), ("元旦", date(2025, 1, 1), 1), ("春节", date(2025, 1, 28), 8),
    ("清明节", date(2025, 4, 4), 3), ("劳动节", date(2025, 5, 1), 5), ("端午节", date(2025, 5, 31), 3),
)  # fmt: skip
"""Name, first day and number of days, by the notices of the State Council."""
WEEKENDS = (date(2025, 3, 22), date(2025, 3, 23), date(2025, 3, 29))
"""Days that are no holiday, on which one sight has a festival of flowers."""
BLOSSOM = "范例花海（虚构）"
SIGHTS = (
    ("示例湖（虚构）", "101", "wlj", 62), ("示例山（虚构）", "101", "wlj", 88),
    ("样板古街（虚构）", "102", "town102", 45), (BLOSSOM, "103", "town103", 38),
    ("演示古村（虚构）", "104", "town104", 52), ("试点温泉（虚构）", "105", "wlj", 136),
    ("虚拟峡谷（虚构）", "107", "wlj", 97), ("编造水库（虚构）", "110", "town110", 41),
)  # fmt: skip
"""Name, end of its town's code, unit responsible, and what a visit spends there in 元."""
OPENED = {"演示古村（虚构）": date(2024, 6, 20)}
"""A sight that was not there before."""
CROWDED = "试点温泉（虚构）"
"""The sight that says more visits than all of its town reports."""
SHARE = 0.06
"""Of what a town reports of a month, what its sights have on a day of a holiday."""
DAY_SHAPE = (0.82, 1.0, 0.97, 0.9, 0.8, 0.72, 0.66, 0.55)
"""How a holiday rises and falls."""
SIGHT_DAYS: Columns = (
    ("序号", "", "serial"), ("日期", "day", "date"), ("景区", "sight", "text"), ("乡镇", "area", "text"),
    ("责任单位", "unit", "text"), ("接待人次（人次）", "visits", "number"), ("收入（万元）", "income", "number"),
    ("最大承载量（人次）", "capacity", "number"),
)  # fmt: skip

Day = dict[str, Any]


def make(dice: random.Random, county: County, numbers: series.Numbers) -> tuple[dict[str, list[Row]], list[Planted]]:
    """Return the rows of each ledger, and what is planted in them."""
    names = {unit.slug: unit.name for unit in county.units}
    made = list(_days(dice, county, numbers))
    found = list(_crowd(dice, county, numbers, made))
    found += _fill(dice, made)
    found += _leave_out(dice, made)
    kept = [day for day in made if day["sent"]]
    kept.sort(key=lambda day: (day["day"], day["place"]))
    return {"sight_days": [_row(dice, day, names) for day in kept]}, found


def books(rows: Mapping[str, Rows]) -> dict[str, bytes]:
    """Return the workbooks by their names."""
    return {
        "假日旅游台账.xlsx": book([
            (f"{year}年", [row for row in rows["sight_days"] if row["day"][:4] in years], SIGHT_DAYS,
             Look(f"{year}年示例县假日旅游逐日报表（虚构）", footnote="说明：未报的留空；放假安排以通知为准。"))
            for year, years in (("2024", ("2023", "2024")), ("2025", ("2025",)))
        ]),
    }  # fmt: skip


def _days(dice: random.Random, county: County, numbers: series.Numbers) -> Iterator[Day]:
    """Every sight on every day of a holiday: a share of what its town reports of that month, less on the last days."""
    towns = {code[-3:]: code for code in county.towns}
    every = [
        (name, first + timedelta(n), shape)
        for name, first, length in HOLIDAYS
        for n, shape in enumerate(DAY_SHAPE[:length])
    ]
    level = {sight: dice.uniform(0.8, 1.0) for sight, *_ in SIGHTS}
    for place, (sight, end, unit, spent) in enumerate(SIGHTS):
        beside = sum(end == other for _, other, *_ in SIGHTS)
        flowers = [("", day, 0.9) for day in WEEKENDS] if sight == BLOSSOM else []
        for name, day, shape in sorted([*every, *flowers], key=lambda each: each[1]):
            if day < OPENED.get(sight, day):
                continue
            month = _added(numbers, towns[end], day)
            visits = round(month * SHARE * shape * level[sight] * dice.uniform(0.85, 1.1) / beside)
            yield {"place": place, "sight": sight, "area": towns[end], "unit": unit, "spent": spent, "holiday": name,
                   "day": day, "visits": visits, "sent": True}  # fmt: skip


def _added(numbers: series.Numbers, area: str, day: date) -> float:
    """The visits a town reports of the month of a day; January is reported with February."""
    month = max(day.month, 2)
    before = numbers.reports["visits", area, (day.year, month - 1)] if month > 2 else 0
    return float(numbers.reports["visits", area, (day.year, month)] - before) * 10_000


def _crowd(dice: random.Random, county: County, numbers: series.Numbers, made: list[Day]) -> Iterator[Planted]:
    """Let one sight say more visits up to February than its town reports; all have a capacity they stay below."""
    own = [day for day in made if day["sight"] == CROWDED and date(2025, 1, 1) <= day["day"] < date(2025, 3, 1)]
    area, said = own[0]["area"], float(numbers.reports["visits", own[0]["area"], (2025, 2)])
    more = said * 10_000 * dice.uniform(1.15, 1.25) / sum(day["visits"] for day in own)
    for day in own:
        day["visits"] = round(day["visits"] * more)
    own[0]["visits"] -= sum(day["visits"] for day in own) % 1000  # a number with a decimal in the unit of the report
    for sight, *_ in SIGHTS:
        days = [day for day in made if day["sight"] == sight]
        capacity = math.ceil(max(day["visits"] for day in days) / dice.uniform(0.62, 0.74) / 100) * 100
        for day in days:
            day["capacity"] = capacity
    value = sum(day["visits"] for day in own) / 10_000
    yield planted.planted("sight_days", area, planted.DISAGREES, date(2025, 2, 28), value, "万人次", "visits", said)


def _fill(dice: random.Random, made: list[Day]) -> Iterator[Planted]:
    """Days on which a sight is nearly full, or fuller than it may be."""
    for holiday, least, most in (("春节", 0.82, 0.97), ("劳动节", 1.03, 1.19), ("劳动节", 0.82, 0.97),
                                 ("端午节", 1.03, 1.19), ("端午节", 0.82, 0.97)):  # fmt: skip
        day = dice.choice([each for each in _of_year(made, holiday) if each["visits"] < 0.8 * each["capacity"]])
        day["visits"] = round(day["capacity"] * dice.uniform(least, most))
        share = 100 * day["visits"] / day["capacity"]
        yield planted.planted("sight_days", day["sight"], planted.FULL, day["day"], share, "%")


def _leave_out(dice: random.Random, made: list[Day]) -> Iterator[Planted]:
    """Sights that have not reported: a day left blank, a day or all days without a row."""
    for holiday, number, blank in (("春节", 2, True), ("劳动节", 1, False), ("端午节", 3, False)):
        days = _of_year(made, holiday)
        full = {day["sight"] for day in days if day["visits"] > 0.8 * day["capacity"]}
        sight = dice.choice(sorted({day["sight"] for day in days} - full - {CROWDED}))
        own = sorted((day for day in days if day["sight"] == sight), key=lambda day: day["day"])[-number:]
        for day in own:
            day |= {"visits": None, "sent": blank}
        yield planted.planted("sight_days", sight, planted.NOT_REPORTED, own[0]["day"], number, "天")


def _of_year(made: Iterable[Day], holiday: str) -> list[Day]:
    """The days of a holiday of 2025 that have visits, but for the crowded sight: it has a plant of its own."""
    return [day for day in made
            if day["holiday"] == holiday and day["day"].year == 2025 and day["visits"] is not None
            and day["sight"] != CROWDED]  # fmt: skip


def _row(dice: random.Random, day: Day, names: Mapping[str, str]) -> Row:
    spent = day["spent"] * dice.uniform(0.9, 1.12)
    told = day["visits"] is not None
    return {
        "sight": day["sight"], "day": day["day"].isoformat(), "area": day["area"], "unit": names[day["unit"]],
        "visits": str(day["visits"]) if told else "", "capacity": str(day["capacity"]),
        "income": f"{day['visits'] * spent / 10_000:.2f}" if told else "",
    }  # fmt: skip
