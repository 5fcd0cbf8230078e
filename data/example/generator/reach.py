"""15分钟服务圈: people in town seats and villages, facilities among them, with coordinates in the open sea."""

from __future__ import annotations

import math
import random
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any

import planted
import series
from planted import Planted
from workbook import Columns, Look, Row, Rows, book

from xj_analysis.county.model import County

END = date(2025, 9, 30)
WEST, SOUTH = 130.1, 20.1
"""The first town's seat, in the open sea: the coordinates are nowhere a real county could be."""
EARTH = 6_371_008.8
DEGREE = math.radians(1) * EARTH
"""Metres of a degree of latitude."""
FACILITIES: Columns = (
    ("序号", "", "serial"), ("设施编号", "facility", "text"), ("名称", "name", "text"), ("类别", "kind", "text"),
    ("乡镇", "area", "text"), ("坐标/经度", "lon", "number"), ("坐标/纬度", "lat", "number"),
    ("容量（人）", "capacity", "number"), ("启用日期", "opened", "date"), ("主管单位", "unit", "text"),
)  # fmt: skip
POINTS: Columns = (
    ("序号", "", "serial"), ("点位编号", "point", "text"), ("乡镇", "area", "text"), ("坐标/经度", "lon", "number"),
    ("坐标/纬度", "lat", "number"), ("人口（人）", "population", "number"),
    ("其中/六十岁及以上（人）", "elderly", "number"), ("其中/三岁以下（人）", "infants", "number"),
)  # fmt: skip
KINDS: dict[str, tuple[str, str, int, tuple[float, float]]] = {
    "学校": ("jyj", "population", 1000, (110, 150)), "卫生院": ("wjw", "population", 2500, (4, 7)),
    "养老院": ("mzj", "elderly", 1000, (28, 45)), "托育机构": ("wjw", "infants", 1000, (120, 260)),
    "就业之家": ("rsj", "population", 1000, (0, 0)), "便民服务点": ("spj", "population", 1000, (0, 0)),
}  # fmt: skip
"""By kind: who runs it, whom it serves, how many metres it reaches, and its places per 1,000 of these."""
ENOUGH = 60
"""Percent within reach below which a town has too few."""
FEWER = 6
"""Towns and kinds with too few."""

Spot = tuple[float, float]
Point = dict[str, Any]


def make(dice: random.Random, county: County, numbers: series.Numbers) -> tuple[dict[str, list[Row]], list[Planted]]:
    """Return the rows of each ledger, and what is planted in them."""
    pairs = [(code, kind) for code in county.towns[1:] for kind in KINDS if kind not in ("卫生院", "便民服务点")]
    short = {*dice.sample(pairs, FEWER)}
    names = {unit.slug: unit.name for unit in county.units}
    points: list[Point] = []
    facilities: list[Row] = []
    for place, code in enumerate(county.towns):
        town = [*_people(dice, code, place)]
        points += town
        for kind, (unit, group, metres, per) in KINDS.items():
            spots = _sites(dice, town, group, metres, enough=(code, kind) not in short)
            places = sum(point[group] for point in town) / 1000 * dice.uniform(*per)
            for lon, lat in spots:
                number = len(facilities) + 1
                opened = date(2006, 1, 4) + timedelta(dice.randrange(0, 18 * 365))
                facilities.append({
                    "facility": f"F{number:03}", "name": f"{county.area_names[code]}{kind}{number:03}（虚构）",
                    "kind": kind, "area": code, "lon": f"{lon:.5f}", "lat": f"{lat:.5f}", "unit": names[unit],
                    "capacity": str(max(10, round(places / len(spots)))) if places else "",
                    "opened": opened.isoformat(),
                })  # fmt: skip
    rows = [{"point": f"P{number:03}", **{name: str(value) for name, value in point.items()}}
            for number, point in enumerate(points, start=1)]  # fmt: skip
    return {"facilities": facilities, "population_points": rows}, [*_found(county, points, facilities)]


def books(rows: Mapping[str, Rows]) -> dict[str, bytes]:
    """Return the workbooks by their names."""
    sums = ("population", "elderly", "infants")
    return {
        "设施与人口点.xlsx": book([
            ("设施", rows["facilities"], FACILITIES, Look("公共服务设施（虚构，在公海上）")),
            ("人口点", rows["population_points"], POINTS, Look("人口点（虚构，坐标在公海上）", sums=sums)),
        ]),
    }  # fmt: skip


def _people(dice: random.Random, code: str, place: int) -> Iterator[Point]:
    """The points of a town: its seat, which in the first town is the county's, and villages around; four to a row."""
    row = place // 4
    seat = _moved(
        (WEST + 0.105 * (place % 4 + row % 2 / 2), SOUTH + 0.09 * row), *(dice.gauss(0, 400) for _ in range(2))
    )
    yield from _settlement(dice, code, seat, (36 if place == 0 else dice.randrange(16, 24), 500), 330)
    for number in range(dice.randrange(7, 10)):
        angle, away = dice.uniform(0, math.tau), dice.uniform(1800, 4800)
        village = _moved(seat, away * math.cos(angle), away * math.sin(angle))
        size = dice.randrange(5, 8) if number < 2 else dice.randrange(3, 6)
        yield from _settlement(dice, code, village, (size, 220), 150)


def _settlement(
    dice: random.Random, code: str, middle: Spot, spread: tuple[int, float], people: float
) -> Iterator[Point]:
    """The points of a settlement, so many and so far from each other, each with about so many people."""
    for _ in range(spread[0]):
        lon, lat = _moved(middle, *(max(-900.0, min(900.0, dice.gauss(0, spread[1]))) for _ in range(2)))
        number = round(people * dice.lognormvariate(0, 0.45))
        old, small = round(number * dice.uniform(0.17, 0.28)), round(number * dice.uniform(0.02, 0.04))
        place = {"area": code, "lon": round(lon, 5), "lat": round(lat, 5)}
        yield place | {"population": number, "elderly": old, "infants": small}


def _moved(spot: Spot, east: float, north: float) -> Spot:
    return spot[0] + east / (DEGREE * math.cos(math.radians(spot[1]))), spot[1] + north / DEGREE


def _sites(dice: random.Random, town: list[Point], group: str, metres: float, *, enough: bool) -> list[Spot]:
    """Where the facilities of a kind stand, until enough are within reach, or few."""
    spots: list[Spot] = []
    whole, left = sum(point[group] for point in town), town
    wanted = dice.uniform(ENOUGH + 2, 84) if enough else dice.uniform(15, 45)

    def share(missed: list[Point]) -> float:
        return 100 - 100 * sum(point[group] for point in missed) / whole

    while share(left) < wanted:
        tried = []
        for point in dice.sample(town, 12):
            lon, lat = _moved((point["lon"], point["lat"]), dice.uniform(-150, 150), dice.uniform(-150, 150))
            spot = round(lon, 5), round(lat, 5)
            missed = [each for each in left if _metres(each, spot) > metres]
            if enough or share(missed) < ENOUGH - 3:
                tried.append((share(missed), spot, missed))
        if not tried:
            break
        _, spot, left = max(tried, key=lambda each: each[0])
        spots.append(spot)
    return spots


def _found(county: County, points: list[Point], facilities: list[Row]) -> Iterator[Planted]:
    """The towns and kinds with too few within reach, of whatever town's facilities."""
    for code in county.towns:
        town = [point for point in points if point["area"] == code]
        for kind, (_, group, metres, _) in KINDS.items():
            spots = [(float(row["lon"]), float(row["lat"])) for row in facilities if row["kind"] == kind]
            near = [point for point in town if any(_metres(point, spot) <= metres for spot in spots)]
            share = 100 * sum(point[group] for point in near) / sum(point[group] for point in town)
            if share < ENOUGH:
                key = f"{county.area_names[code]}{kind}"
                yield planted.planted("facilities", key, planted.TOO_FEW, END, share, "%")


def _metres(point: Point, spot: Spot) -> float:
    """Great-circle."""
    lat, to_lat = math.radians(point["lat"]), math.radians(spot[1])
    wide = math.sin(math.radians(spot[0] - point["lon"]) / 2) ** 2
    return 2 * EARTH * math.asin(math.sqrt(math.sin((to_lat - lat) / 2) ** 2 + math.cos(lat) * math.cos(to_lat) * wide))
