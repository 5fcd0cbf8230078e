"""Firms of the pool (培育库) with their days: revenue fits output, and no more have entered than are reported."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import planted
import series
from planted import Planted
from workdays import working_days

from xj_analysis.county.model import County

END = date(2025, 9, 30)
DAYS = [END - timedelta(91 - step) for step in range(92)]
WORKING = working_days(DAYS[0], END)
INDUSTRIES = ("示例电子", "示例食品", "示例建材", "示例物流", "示例医药")
LINE = 2000
"""万元 a year from which a firm is 规上."""
YEAR_DAYS = 250
STANDBY = 0.08
"""The share of its power that a firm takes on a day without output."""
_WEEK, _MONTH = 7, 28
_STATES = (
    *((("入库", "拟培育", 820, 1200),) * 8), *((("培育", "拟培育", 1200, 1750),) * 7),
    *((("拟升规", "已提交待审", 2080, 2600),) * 2), *((("拟升规", "退回", 1780, 1930),) * 1),
    *((("拟升规", "已进规", 2400, 3600),) * 6),
)  # fmt: skip
"""Of each firm: stage, state of its application, and the least and most revenue of twelve months."""

Firm = dict[str, Any]
Rows = list[dict[str, str]]


def make(dice: random.Random, county: County, numbers: series.Numbers) -> tuple[Rows, Rows, list[Planted]]:
    """Return the rows of the firms and of their days, and what is planted in them."""
    made = list(_firms(dice, county, numbers))
    found = list(_plant_revenue(dice, made))
    for firm in made:
        _run(dice, firm)
    found += _plant_days(dice, made)
    return [_row(firm) for firm in made], [row for firm in made for row in _days(firm)], found


def _firms(dice: random.Random, county: County, numbers: series.Numbers) -> Iterator[Firm]:
    entries = _entries(dice, county, numbers)
    for number, (stage, state, least, most) in enumerate(dice.sample(_STATES, len(_STATES)), start=1):
        entered = entries.pop() if state == "已进规" else None
        industry = dice.choice(INDUSTRIES)
        revenue = dice.randrange(least, most)
        yield {
            "enterprise": f"Q{number:02}", "name": f"{industry}{number:02}厂（虚构）", "industry": industry,
            "area": entered[0] if entered else dice.choice(county.towns), "stage": stage, "state": state,
            "entered": entered[1] if entered else None, "revenue": revenue,
            "last_year": round(revenue / dice.uniform(1.03, 1.2)), "leader": f"县领导{dice.choice('甲乙丙丁戊己庚辛')}",
            "due": "" if stage != "拟升规" or entered else "2025-11",
        }  # fmt: skip


def _entries(dice: random.Random, county: County, numbers: series.Numbers) -> list[tuple[str, date]]:
    """Town and day of as many entries as are reported, in any order."""
    entries = []
    for area in county.towns:
        before = 0
        for month in range(2, series.LAST[1] + 1):
            now = int(numbers.reports["new_enterprises", area, (series.LAST[0], month)])
            entries += [(area, date(series.LAST[0], month, dice.randrange(10, 28)))] * (now - before)
            before = now
    dice.shuffle(entries)
    return entries


def _plant_revenue(dice: random.Random, made: list[Firm]) -> Iterator[Planted]:
    """Two over the line that have not applied, and one in the statistics about to fall out of them."""
    for firm in dice.sample([each for each in made if each["stage"] == "培育"], 2):
        firm |= {"revenue": dice.randrange(2060, 2400), "planted": True}
        yield planted.planted("enterprises", firm["enterprise"], planted.NOT_APPLIED, END, firm["revenue"], "万元")
    for firm in dice.sample([each for each in made if each["state"] == "已进规"], 1):
        firm |= {"revenue": dice.randrange(1880, 1985), "last_year": dice.randrange(2050, 2300), "planted": True}
        yield planted.planted("enterprises", firm["enterprise"], planted.FALLING_OUT, END, firm["revenue"], "万元")


def _run(dice: random.Random, firm: Firm) -> None:
    """Output and power of each day; two firms in three rest when others do."""
    level, rests = firm["revenue"] / YEAR_DAYS, dice.random() < 0.67
    rate, staff = dice.uniform(380, 460), round(firm["revenue"] / 20) + dice.randrange(5, 30)
    if not rests:
        level *= YEAR_DAYS / 355
    firm["output"] = {day: level * dice.uniform(0.92, 1.08) if day in WORKING or not rests else 0.0 for day in DAYS}
    firm["power"] = {day: (output * dice.uniform(0.97, 1.03) or level * STANDBY) * rate
                     for day, output in firm["output"].items()}  # fmt: skip
    firm["staff"] = {day: staff + dice.randrange(-2, 3) for day in DAYS}


def _plant_days(dice: random.Random, made: list[Firm]) -> Iterator[Planted]:
    """What the days of a firm show at the end of September, and days of it that are not there."""
    free = dice.sample([firm for firm in made if "planted" not in firm], 8)
    week = DAYS[-_WEEK:]
    for firm in free[:2]:
        less = dice.uniform(0.4, 0.6)
        _scale(firm, week, output=less, power=less)
    for firm in free[2:4]:
        idle = WORKING[-dice.randrange(3, 6) :]
        for day in DAYS[DAYS.index(idle[0]) :]:
            firm["power"][day] *= STANDBY if firm["output"][day] else 1
            firm["output"][day] = 0.0
        yield planted.planted("enterprise_days", firm["enterprise"], planted.NO_OUTPUT, idle[0], len(idle), "个工作日")
    for firm in free[4:6]:
        _scale(firm, week, output=dice.uniform(1.22, 1.35), power=dice.uniform(0.78, 0.84))
        before = DAYS[-_WEEK - _MONTH : -_WEEK]
        value = -_change(firm["power"], week, before)
        yield planted.planted("enterprise_days", firm["enterprise"], planted.DIVERGING, week[0], value, "%")
    for firm in free[:4]:
        value = -_change(firm["power"], week, DAYS[-2 * _WEEK : -_WEEK])
        yield planted.planted("enterprise_days", firm["enterprise"], planted.POWER_DROP, week[0], value, "%")
    for firm in free[6:8]:
        missing = dice.sample(WORKING[20:-20], dice.randrange(3, 6))
        for day in missing:
            del firm["output"][day]
        yield planted.planted("enterprise_days", firm["enterprise"], planted.UNREPORTED, min(missing), len(missing),
                              "个工作日")  # fmt: skip


def _scale(firm: Firm, days: list[date], **factors: float) -> None:
    for field, factor in factors.items():
        for day in days:
            firm[field][day] *= factor


def _change(values: dict[date, float], days: list[date], before: list[date]) -> float:
    """How much more the mean working day has than one of those before, in %, of values as they are written."""

    def mean(span: list[date]) -> float:
        written = [round(values[day]) for day in span if day in WORKING]
        return sum(written) / len(written)

    return 100 * (mean(days) / mean(before) - 1)


def _row(firm: Firm) -> dict[str, str]:
    texts = {name: firm[name] for name in ("enterprise", "name", "area", "industry", "leader", "state", "due")}
    return texts | {
        "stage": "拟升规" if firm["revenue"] > LINE else firm["stage"], "revenue_last_year": str(firm["last_year"]),
        "revenue_12m": str(firm["revenue"]), "entered": firm["entered"].isoformat() if firm["entered"] else "",
    }  # fmt: skip


def _days(firm: Firm) -> Iterator[dict[str, str]]:
    for day, output in firm["output"].items():
        yield {"enterprise": firm["enterprise"], "day": day.isoformat(), "output": f"{output:.2f}",
               "power": str(round(firm["power"][day])), "staff": str(firm["staff"][day])}  # fmt: skip
