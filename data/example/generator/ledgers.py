"""The ledgers of the invented county: projects, leads, enterprises, jobs, approvals, facilities, population points."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta

import series

from xj_analysis.county.model import County

Rows = Iterator[dict[str, str]]

END = date(2025, 9, 30)
"""Nothing later has happened."""
TRADES = ("操作工", "质检员", "电工", "仓管", "会计", "司机")
STAGES = ("线索", "洽谈", "签约", "开工", "投产")
MILESTONES = ("立项", "用地", "开工", "主体完工", "竣工", "投产")
MILESTONE_FIELDS = ("filed", "land", "started", "framed", "finished", "running")
INDUSTRIES = ("示例电子", "示例食品", "示例建材", "示例物流", "示例医药")
SURNAMES = "甲乙丙丁戊己庚辛"
WEST, SOUTH = 130.0, 20.0
"""A corner in the open sea: the coordinates are nowhere a real county could be."""


def everything(county: County) -> Iterator[tuple[str, Rows]]:
    """Yield each ledger with its file's name."""
    makers: tuple[tuple[str, Callable[[random.Random, County], Rows]], ...] = (
        ("projects", _projects), ("leads", _leads), ("enterprises", _enterprises),
        ("enterprise_days", _enterprise_days), ("posts", _posts), ("seekers", _seekers), ("approvals", _approvals),
        ("facilities", _facilities), ("population_points", _points),
    )  # fmt: skip
    for name, make in makers:
        yield name, make(random.Random(f"{series.SEED} {name}"), county)


def _departments(county: County) -> list[str]:
    return [unit.name for unit in county.units if not unit.area]


def _projects(dice: random.Random, county: County) -> Rows:
    """A row a milestone; what has not happened yet has no actual date."""
    for number in range(1, 61):
        start, total = date(2023, 1, 10) + timedelta(dice.randrange(0, 800)), dice.randrange(8, 400) * 100
        gone = dice.uniform(0.1, 1.0)
        about = {
            "project": f"X{number:03}", "name": f"{dice.choice(INDUSTRIES)}{number:02}号项目（虚构）",
            "area": dice.choice(county.towns), "leader": f"县领导{dice.choice(SURNAMES)}",
            "unit": dice.choice(_departments(county)), "investment_total": str(total),
            "investment_done": str(round(total * gone)),
        }  # fmt: skip
        planned, slip = start, 0
        for milestone in MILESTONES:
            planned += timedelta(dice.randrange(40, 130))
            slip += dice.choice((0, 0, 0, 5, 12, 30, -4))
            happened = planned + timedelta(slip)
            done = happened.isoformat() if happened <= END else ""
            yield {**about, "milestone": milestone, "planned": planned.isoformat(), "actual": done}


def _leads(dice: random.Random, county: County) -> Rows:
    for number in range(1, 181):
        day, amount = date(2023, 2, 1) + timedelta(dice.randrange(0, 900)), dice.randrange(3, 600) * 100
        dates = [day]
        while len(dates) < len(STAGES) and dice.random() < 0.62:
            dates.append(dates[-1] + timedelta(dice.randrange(15, 160)))
        dates = [when for when in dates if when <= END] or [min(day, END)]
        row = {
            "lead": f"L{number:03}", "name": f"{dice.choice(INDUSTRIES)}线索{number:03}（虚构）",
            "area": dice.choice(county.towns), "unit": dice.choice(_departments(county)), "amount": str(amount),
            "stage": STAGES[len(dates) - 1],
        }  # fmt: skip
        reached = [when.isoformat() for when in dates] + [""] * (len(STAGES) - len(dates))
        yield row | dict(zip(("lead_on", "talks_on", "signed_on", "started_on", "running_on"), reached, strict=True))


def _enterprises(dice: random.Random, county: County) -> Rows:
    for number in range(1, 25):
        yield {
            "enterprise": f"Q{number:02}", "name": f"{dice.choice(INDUSTRIES)}{number:02}厂（虚构）",
            "area": dice.choice(county.towns), "industry": dice.choice(INDUSTRIES),
            "stage": dice.choice(("入库", "培育", "拟升规")), "revenue_last_year": str(dice.randrange(600, 4200)),
        }  # fmt: skip


def _enterprise_days(dice: random.Random, _: County) -> Rows:
    """A row an enterprise and day of the last quarter: output (万元), power (千瓦时), staff."""
    for number in range(1, 25):
        level, staff = dice.uniform(2, 12), dice.randrange(18, 160)
        for step in range(92):
            day = END - timedelta(91 - step)
            working = 0.25 if day.weekday() >= 5 else 1.0
            output = level * working * dice.uniform(0.8, 1.2)
            yield {
                "enterprise": f"Q{number:02}", "day": day.isoformat(), "output": f"{output:.2f}",
                "power": str(round(output * dice.uniform(380, 460))), "staff": str(staff + dice.randrange(-3, 4)),
            }  # fmt: skip


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
    kinds = (("企业开办", 1), ("施工许可", 5), ("食品经营许可", 7), ("不动产登记", 3), ("社会保险登记", 1))
    for number in range(1, 801):
        kind, promised = dice.choice(kinds)
        received = datetime(2025, 1, 2, 9) + timedelta(minutes=dice.randrange(0, 270 * 24 * 60))
        took = timedelta(hours=dice.expovariate(1 / (promised * 14)))
        finished = received + took
        yield {
            "case": f"S{number:04}", "kind": kind, "promised_days": str(promised), "area": dice.choice(county.towns),
            "received": received.isoformat(timespec="minutes"),
            "finished": finished.isoformat(timespec="minutes") if finished.date() <= END else "",
        }  # fmt: skip


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
