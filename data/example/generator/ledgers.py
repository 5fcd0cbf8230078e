"""The ledgers of the invented county: projects, leads, enterprises, jobs, approvals, facilities, population points."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta

import firms
import leads
import projects
import series
import tasks
from firms import INDUSTRIES
from planted import Planted
from workdays import working_days

from xj_analysis.county.model import County

Rows = Iterator[dict[str, str]]

END = date(2025, 9, 30)
"""Nothing later has happened."""
TRADES = ("操作工", "质检员", "电工", "仓管", "会计", "司机")
ONLINE = 0.04
"""The share of approvals that are asked for after hours."""
WEST, SOUTH = 130.0, 20.0
"""A corner in the open sea: the coordinates are nowhere a real county could be."""


def everything(
    county: County, numbers: series.Numbers, seed: int = series.SEED
) -> tuple[dict[str, list[dict[str, str]]], list[Planted]]:
    """Return the rows of each ledger by its slug, and all that is planted in them."""
    found: list[Planted] = []
    kept: dict[str, list[dict[str, str]]] = {}
    kept["projects"], alarms = projects.make(random.Random(f"{seed} projects"), county, numbers)
    found += alarms
    kept["leads"], alarms = leads.make(random.Random(f"{seed} leads"), county, numbers)
    found += alarms
    kept["enterprises"], kept["enterprise_days"], alarms = firms.make(
        random.Random(f"{seed} enterprises"), county, numbers
    )
    found += alarms
    kept["tasks"], alarms = tasks.make(random.Random(f"{seed} tasks"), county, found, kept["projects"])
    found += alarms
    makers: tuple[tuple[str, Callable[[random.Random, County], Rows]], ...] = (
        ("posts", _posts), ("seekers", _seekers), ("approvals", _approvals), ("facilities", _facilities),
        ("population_points", _points),
    )  # fmt: skip
    return kept | {name: list(make(random.Random(f"{seed} {name}"), county)) for name, make in makers}, found


def _posts(dice: random.Random, county: County) -> Rows:
    for number in range(1, 241):
        day = date(2025, 1, 5) + timedelta(dice.randrange(0, 265))
        wanted = dice.randrange(1, 30)
        yield {
            "post": f"G{number:03}", "employer": f"{dice.choice(INDUSTRIES)}{dice.randrange(1, 25):02}厂（虚构）",
            "title": dice.choice(TRADES), "area": dice.choice(county.towns),
            "wanted": str(wanted), "filled": str(dice.randrange(0, wanted + 1)),
            "pay_low": str(low := dice.randrange(28, 60) * 100), "pay_high": str(low + dice.randrange(5, 30) * 100),
            "posted": day.isoformat(),
        }  # fmt: skip


def _seekers(dice: random.Random, county: County) -> Rows:
    """Nobody has a name or a number: an invented person is a row."""
    for number in range(1, 321):
        came = date(2025, 1, 5) + timedelta(dice.randrange(0, 260))
        found = came + timedelta(dice.randrange(3, 90))
        yield {
            "seeker": f"R{number:03}", "area": dice.choice(county.towns),
            "age_band": dice.choice(("青年", "中年", "大龄")),
            "wants": dice.choice(TRADES), "registered": came.isoformat(),
            "placed": found.isoformat() if dice.random() < 0.6 and found <= END else "",
        }  # fmt: skip


def _approvals(dice: random.Random, county: County) -> Rows:
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


def _corners(county: County) -> dict[str, tuple[float, float]]:
    """Where each town lies: four to a row."""
    return {code: (WEST + 0.12 * (n % 4), SOUTH + 0.10 * (n // 4)) for n, code in enumerate(county.towns)}


def _place(dice: random.Random, corner: tuple[float, float]) -> dict[str, str]:
    return {"lon": f"{corner[0] + dice.uniform(0, 0.1):.5f}", "lat": f"{corner[1] + dice.uniform(0, 0.08):.5f}"}


def _facilities(dice: random.Random, county: County) -> Rows:
    kinds = ("学校", "卫生院", "养老院", "就业之家", "便民服务点")
    corners = _corners(county)
    for number, (code, kind) in enumerate(((c, k) for c in county.towns for k in kinds for _ in range(2)), start=1):
        name = f"{county.area_names[code]}{kind}{number:03}（虚构）"
        yield {"facility": f"F{number:03}", "name": name, "kind": kind, "area": code, **_place(dice, corners[code]),
               "capacity": str(dice.randrange(20, 600))}  # fmt: skip


def _points(dice: random.Random, county: County) -> Rows:
    corners = _corners(county)
    for number, code in enumerate((c for c in county.towns for _ in range(28)), start=1):
        yield {"point": f"P{number:03}", "area": code, **_place(dice, corners[code]),
               "population": str(round(dice.lognormvariate(5.6, 0.6)))}  # fmt: skip
