"""Too few within reach, planted in the invented county: counted anew from its workbook, there is each and no other."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd
import pytest
from openpyxl import load_workbook

from support.planted_county import SEEDS, Alarm, Made, made_county

LEDGERS = ("facilities", "population_points")
GROUPS = {"养老院": "其中/六十岁及以上（人）", "托育机构": "其中/三岁以下（人）"}
METRES = {"卫生院": 2500}


@pytest.fixture(scope="module", params=SEEDS)
def made(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Made:
    return made_county(tmp_path_factory.mktemp("seed") / "example", request.param)


@pytest.fixture(scope="module")
def sheets(made: Made) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The rows of both sheets, as they are written."""
    book = load_workbook(made.county.folder / "ledgers" / "设施与人口点.xlsx")
    return rows_of(book["设施"].values), rows_of(book["人口点"].values)


def rows_of(cells: Iterator[tuple[object, ...]]) -> pd.DataFrame:
    lines = list(cells)
    upper = pd.Series(lines[2]).ffill()
    names = [f"{one}/{other}" if other else one for one, other in zip(upper, lines[3], strict=True)]
    frame = pd.DataFrame(lines[4:], columns=names)
    return frame[pd.to_numeric(frame["序号"], errors="coerce").notna()].infer_objects()


def places(rows: pd.DataFrame) -> np.ndarray:
    """On the unit sphere."""
    x, y = (np.radians(rows[f"坐标/{name}"].astype(float).to_numpy()) for name in ("经度", "纬度"))
    return np.column_stack([np.cos(y) * np.cos(x), np.cos(y) * np.sin(x), np.sin(y)])


def within(sheets: tuple[pd.DataFrame, pd.DataFrame]) -> Iterator[tuple[str, str, float]]:
    facilities, points = sheets
    for kind, own in facilities.groupby("类别"):
        chords = np.linalg.norm(places(points)[:, None] - places(own)[None], axis=2).min(axis=1)
        near = 2 * 6_371_008.8 * np.arcsin(chords / 2) <= METRES.get(str(kind), 1000)
        people = points[GROUPS.get(str(kind), "人口（人）")].astype(float)
        for town, whole in people.groupby(points["乡镇"]):
            yield str(town), str(kind), 100 * whole[near[whole.index]].sum() / whole.sum()


def test_what_is_planted_is_there_and_nothing_else(made: Made, sheets: tuple[pd.DataFrame, pd.DataFrame]) -> None:
    found = [Alarm("facilities", town + kind, "覆盖不足", "", "2025-09-30", round(share, 1), "黄")
             for town, kind, share in within(sheets) if share < 60]  # fmt: skip
    assert sorted(found) == sorted(alarm for alarm in made.planted if alarm.ledger in LEDGERS)
    assert 4 <= len(found) <= 6


def test_most_have_what_they_need_within_reach(sheets: tuple[pd.DataFrame, pd.DataFrame]) -> None:
    shares = pd.Series([share for _, _, share in within(sheets)])
    assert shares.between(15, 99).all() and shares.median() > 65


def test_people_and_capacity_are_those_of_a_county(sheets: tuple[pd.DataFrame, pd.DataFrame]) -> None:
    facilities, points = sheets
    people = points["人口（人）"].astype(float).sum()
    assert 110_000 < people < 190_000 and 400 < len(points) < 1000
    old, small = (points[name].astype(float).sum() for name in GROUPS.values())
    assert 0.17 < old / people < 0.28 and 0.02 < small / people < 0.04
    places_of = facilities["容量（人）"].astype(float).groupby(facilities["类别"]).sum()
    assert 25 < 1000 * places_of["养老院"] / old < 60 and 100 < 1000 * places_of["托育机构"] / small < 300
