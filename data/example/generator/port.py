"""Berths by month and cargo: together just what the monthly reports say, but for one berth in one month."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import planted
import series
from planted import Planted
from workbook import Columns, Look, Row, Rows, book

from xj_analysis.county.model import County

END = date(2025, 9, 30)
YEARS = (2024, 2025)
WHARVES: dict[str, tuple[str, dict[str, tuple[float, float]], tuple[float, ...]]] = {
    "示例综合码头（虚构）": ("综合", {"集装箱": (0.4, 0.55), "件杂货": (0.3, 0.5), "化肥": (0.3, 0.1)}, (1.0, 0.8)),
    "示例建材码头（虚构）": ("建材", {"砂石": (0.8, 0.9), "煤炭": (0.2, 0.0)}, (1.4, 1.1)),
    "示例粮食码头（虚构）": ("粮食", {"粮食": (0.7, 0.3), "化肥": (0.3, 0.1)}, (0.6, 0.5)),
}
"""By name: how its berths are called, the share of each cargo and what part of it goes out, the size of each berth."""
BY_RAIL = {"集装箱": 0.45, "煤炭": 0.6, "化肥": 0.2}
"""The part of a cargo that comes or goes on by rail or road under one bill."""
FULL_YELLOW, FULL_RED, USUAL = 1.1, 1.35, (0.55, 0.9)
WRITTEN = ("{0.year}年{0.month}月", "{0.year}.{0.month:02}", "{0.year}-{0.month:02}")
"""How the offices of the three wharves write a month."""
PORT: Columns = (
    ("序号", "", "serial"), ("码头", "name", "text"), ("泊位", "berth", "text"), ("月份", "month", "text"),
    ("货种", "cargo", "text"), ("吞吐量/进港（万吨）", "inbound", "number"),
    ("吞吐量/出港（万吨）", "outbound", "number"), ("年设计能力（万吨）", "capacity", "number"),
    ("水铁公联运（万吨）", "rail_water", "number"), ("责任单位", "unit", "text"), ("联系领导", "leader", "text"),
)  # fmt: skip

Line = dict[str, Any]


def make(dice: random.Random, county: County, numbers: series.Numbers) -> tuple[dict[str, list[Row]], list[Planted]]:
    """Return the rows of each ledger, and what is planted in them."""
    berths = [f"{short}{number}号泊位" for short, _, sizes in WHARVES.values() for number in range(1, len(sizes) + 1)]
    quiet = dice.sample(berths, 2)
    missing = {quiet[0]: (dice.randrange(3, 6),), quiet[1]: (7, 8)}
    lines = [line for month, total in _totals(county, numbers) for line in _shared(dice, month, total, missing)]
    keys = {line["berth"]: f"{line['name']} {line['berth']}" for line in lines}
    found = []
    for berth, months in missing.items():
        since = month_end(YEARS[-1], months[0])
        found.append(planted.planted("berth_months", keys[berth], planted.NOT_REPORTED, since, len(months), "个月"))
    found.append(_contradiction(dice, county, numbers, lines))
    found += _capacities(dice, lines, [berth for berth in berths if berth not in missing], berths)
    unit = next(unit.name for unit in county.units if unit.slug == "jtj")
    return {"berth_months": [_row(line, unit) for line in lines]}, found


def books(rows: Mapping[str, Rows]) -> dict[str, bytes]:
    """Return the workbooks by their names."""
    sums = ("inbound", "outbound", "rail_water")
    return {
        "码头生产月报台账.xlsx": book([
            (f"{year}年", [row for row in rows["berth_months"] if row["month"].startswith(str(year))], PORT,
             Look(f"示例县码头泊位{year}年逐月生产台账（虚构）", sums=sums, footnote="注：水铁公联运含在吞吐量里。"))
            for year in YEARS
        ]),
    }  # fmt: skip


def month_end(year: int, month: int) -> date:
    """Return the last day of a month."""
    return date(year + month // 12, month % 12 + 1, 1) - timedelta(1)


def _totals(county: County, numbers: series.Numbers) -> Iterator[tuple[date, int]]:
    """The throughput of each month in hundredths of 万吨; January and February are reported as one."""
    for year in YEARS:
        before = Decimal(0)
        for month in range(2, 13 if year < YEARS[-1] else END.month + 1):
            now = numbers.reports["port_throughput", county.code, (year, month)]
            total, before = int((now - before) * 100), now
            if month == 2:
                yield month_end(year, 1), total * 52 // 100
                total -= total * 52 // 100
            yield month_end(year, month), total


def _shared(dice: random.Random, month: date, total: int, missing: Mapping[str, tuple[int, ...]]) -> list[Line]:
    """What each berth handled of each cargo, together just the total."""
    weights: list[tuple[Line, float]] = []
    for wharf, (name, (short, cargoes, sizes)) in enumerate(WHARVES.items()):
        for number, size in enumerate(sizes, start=1):
            berth = f"{short}{number}号泊位"
            if month.year == YEARS[-1] and month.month in missing.get(berth, ()):
                continue
            for cargo, (weight, out) in cargoes.items():
                line = {"name": name, "wharf": wharf, "berth": berth, "on": month, "cargo": cargo, "out": out}
                weights.append((line, size * weight * dice.uniform(0.85, 1.15)))
    whole, left = sum(weight for _, weight in weights), total
    for line, weight in weights:
        line["both"] = int(total * weight / whole)
        left -= line["both"]
    weights[0][0]["both"] += left
    for line, _ in weights:
        line["outbound"] = int(line["both"] * min(line["out"] * dice.uniform(0.9, 1.1), 1.0))
        line["inbound"] = line["both"] - line["outbound"]
        line["rail_water"] = int(line["both"] * BY_RAIL.get(line["cargo"], 0.0) * dice.uniform(0.8, 1.2))
    return [line for line, _ in weights]


def _contradiction(dice: random.Random, county: County, numbers: series.Numbers, lines: list[Line]) -> Planted:
    """One berth has more in one month than is reported."""
    line = dice.choice([line for line in lines if line["on"] == month_end(YEARS[-1], 6)])
    more = dice.randrange(20, 90) * 10
    line["inbound"] += more
    line["both"] += more
    said = float(numbers.reports["port_throughput", county.code, series.LAST])
    about = ("port_throughput", said)
    return planted.planted("berth_months", county.code, planted.DISAGREES, END, said + more / 100, "万吨", *about)


def _capacities(dice: random.Random, lines: list[Line], free: list[str], berths: list[str]) -> Iterator[Planted]:
    """Give each berth a capacity in 万吨 a year that leaves it room, but for two."""
    over = dict(zip(dice.sample(free, 2), (FULL_YELLOW, FULL_RED), strict=True))
    for berth in berths:
        own = [line for line in lines if line["berth"] == berth]
        now = [line for line in own if line["on"].year == YEARS[-1]]
        share = len({line["on"] for line in now}) / 12
        done = sum(line["both"] for line in now) / 100
        capacity = max(round(done / share / over.get(berth, dice.uniform(*USUAL))), 1)
        for line in own:
            line["capacity"] = capacity
        if berth in over:
            value = 100 * done / (capacity * share)
            key = f"{own[0]['name']} {berth}"
            yield planted.planted("berth_months", key, planted.OVER_CAPACITY, END, value, "%")


def _row(line: Line, unit: str) -> Row:
    amounts = {name: f"{line[name] / 100:.2f}" for name in ("inbound", "outbound", "rail_water")}
    return amounts | {
        "name": line["name"], "berth": line["berth"], "month": WRITTEN[line["wharf"]].format(line["on"]),
        "cargo": line["cargo"], "capacity": str(line["capacity"]), "unit": unit,
        "leader": f"县领导{'甲乙丙'[line['wharf']]}",
    }  # fmt: skip
