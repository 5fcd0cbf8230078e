"""15分钟服务圈: facilities and points of population, with coordinates in the open sea."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping

import series
from planted import Planted
from workbook import Columns, Look, Row, Rows, book

from xj_analysis.county.model import County

WEST, SOUTH = 130.0, 20.0
"""A corner in the open sea: the coordinates are nowhere a real county could be."""
FACILITIES: Columns = (
    ("序号", "", "serial"), ("设施编号", "facility", "text"), ("名称", "name", "text"), ("类别", "kind", "text"),
    ("乡镇", "area", "text"), ("坐标/经度", "lon", "number"), ("坐标/纬度", "lat", "number"),
    ("容量（人）", "capacity", "number"),
)  # fmt: skip
POINTS: Columns = (
    ("序号", "", "serial"), ("点位编号", "point", "text"), ("乡镇", "area", "text"), ("坐标/经度", "lon", "number"),
    ("坐标/纬度", "lat", "number"), ("人口（人）", "population", "number"),
)  # fmt: skip


def make(dice: random.Random, county: County, numbers: series.Numbers) -> tuple[dict[str, list[Row]], list[Planted]]:
    """Return the rows of each ledger, and what is planted in them."""
    return {"facilities": list(_facilities(dice, county)), "population_points": list(_points(dice, county))}, []


def books(rows: Mapping[str, Rows]) -> dict[str, bytes]:
    """Return the workbooks by their names."""
    return {
        "设施与人口点.xlsx": book([
            ("设施", rows["facilities"], FACILITIES, Look("公共服务设施（虚构，在公海上）", sums=("capacity",))),
            ("人口点", rows["population_points"], POINTS, Look("人口点（虚构，坐标在公海上）", sums=("population",))),
        ]),
    }  # fmt: skip


def _corners(county: County) -> dict[str, tuple[float, float]]:
    """Where each town lies: four to a row."""
    return {code: (WEST + 0.12 * (n % 4), SOUTH + 0.10 * (n // 4)) for n, code in enumerate(county.towns)}


def _place(dice: random.Random, corner: tuple[float, float]) -> dict[str, str]:
    return {"lon": f"{corner[0] + dice.uniform(0, 0.1):.5f}", "lat": f"{corner[1] + dice.uniform(0, 0.08):.5f}"}


def _facilities(dice: random.Random, county: County) -> Iterator[Row]:
    kinds = ("学校", "卫生院", "养老院", "就业之家", "便民服务点")
    corners = _corners(county)
    for number, (code, kind) in enumerate(((c, k) for c in county.towns for k in kinds for _ in range(2)), start=1):
        name = f"{county.area_names[code]}{kind}{number:03}（虚构）"
        yield {"facility": f"F{number:03}", "name": name, "kind": kind, "area": code, **_place(dice, corners[code]),
               "capacity": str(dice.randrange(20, 600))}  # fmt: skip


def _points(dice: random.Random, county: County) -> Iterator[Row]:
    corners = _corners(county)
    for number, code in enumerate((c for c in county.towns for _ in range(28)), start=1):
        yield {"point": f"P{number:03}", "area": code, **_place(dice, corners[code]),
               "population": str(round(dice.lognormvariate(5.6, 0.6)))}  # fmt: skip
