"""The invented county: marked as such, traceable to the cell, and made again byte for byte."""

from __future__ import annotations

import csv
import shutil
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest
from openpyxl import Workbook, load_workbook

from support.county_folder import REPO
from xj_analysis.loaders import ledgers
from xj_analysis.quantity import periods
from xj_analysis.store.store import Store

FOLDER = REPO / "data" / "example"


@pytest.fixture(scope="module")
def held(example: Store) -> dict[str, pd.DataFrame]:
    return ledgers.load_ledgers(example.county)


def test_it_is_plainly_marked(example: Store) -> None:
    county = example.county
    assert (county.code, county.nature, len(county.towns)) == ("999900", "invented", 11)
    assert len([unit for unit in county.units if not unit.area]) == 20
    assert len(county.campaigns) == 10
    assert all("虚构" in source.title for source in county.sources)


def test_every_campaign_has_targets_plans_and_thirty_six_months(example: Store) -> None:
    frame = example.frame
    for campaign in example.county.campaigns:
        slugs = [i.slug for i in example.county.indicators if campaign.slug in i.campaigns and i.op is None]
        own = frame[frame["indicator"].isin(slugs) & (frame["area"] == "999900")]
        assert {"2025", "2024", "2023", "2022"} <= set(own[own["nature"] == "target"]["period"]), campaign.slug
        assert len(set(own[own["nature"] == "planned"]["period"])) == 11
        months = {code for code in own[own["nature"] == "actual"]["period"] if periods.parse(code).by_months}
        # October 2022 to September 2025: January is published with February
        assert len(months) == 3 + 11 + 11 + 8 and {"2022-01/2022-10", "2025-01/2025-09"} <= months


def test_every_value_stands_in_the_cell_it_names(example: Store) -> None:
    files = {source.id: source.transcript for source in example.county.sources}
    rows = example.frame[example.frame["source"].str.endswith(("gxj2025", "wlj2025", "targets2025", "plans2025"))]
    books = {source: load_workbook(FOLDER / files[source], read_only=False) for source in set(rows["source"])}
    assert len(rows) > 500
    for row in rows.to_dict("records"):
        sheet, cell = row["locator"].split("!")
        found = str(books[row["source"]][sheet][cell].value)
        assert float(found.removeprefix("约")) == row["value"], row["id"]
        assert found.startswith("约") == (row["hedge"] == "about")


def test_the_parts_sum_to_the_county_where_every_town_is_known(example: Store) -> None:
    frame = example.frame[example.frame["nature"] == "actual"]
    towns = frame[frame["area"].isin(example.county.towns)].groupby(["indicator", "period"])["value"]
    whole = frame[frame["area"] == "999900"].set_index(["indicator", "period"])["value"]
    summed = towns.sum()[towns.count() == 11]
    assert len(summed) > 300
    assert (summed - whole.reindex(summed.index)).abs().max() < 1e-6


def test_no_coordinate_lies_where_a_real_county_could(held: dict[str, pd.DataFrame]) -> None:
    for name in ("facilities", "population_points"):
        assert held[name]["lon"].between(130, 131).all() and held[name]["lat"].between(20, 21).all()  # the open sea


def test_the_ledgers_hold_together(held: dict[str, pd.DataFrame]) -> None:
    with (FOLDER / "planted.csv").open(encoding="utf-8", newline="") as file:
        missing = sum(int(row["value"]) for row in csv.DictReader(file) if row["kind"] == "漏报")
    sizes = {"projects": 60, "leads": 180, "enterprises": 24, "enterprise_days": 24 * 92 - missing, "tasks": 36}
    assert {name: len(held[name]) for name in sizes} == sizes and all(len(frame) for frame in held.values())
    assert set(held["enterprise_days"]["enterprise"]) == set(held["enterprises"]["enterprise"])
    assert (held["posts"]["filled"] <= held["posts"]["wanted"]).all()
    assert held["projects"]["name"].str.endswith("（虚构）").all()


def test_a_department_that_sends_projects_in_its_own_shape_is_read_the_same(
    tmp_path: Path, example: Store, held: dict[str, pd.DataFrame]
) -> None:
    sheet = load_workbook(FOLDER / "ledgers" / "重点项目倒排工期表.xlsx").worksheets[0]
    groups = [cell.value for cell in sheet[3]]
    for at, group in enumerate(groups):
        groups[at] = group or groups[at - 1]
    headings = [f"{group}{cell.value or ''}" for group, cell in zip(groups, sheet[4], strict=True)]
    headings = [{"责任单位": "牵头单位", "责任县领导": "包抓领导"}.get(name, name) for name in headings]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=5)]
    order = [0, *range(len(headings) - 1, 0, -1)]
    own = Workbook()
    own.active.append(["某局2025年重点工作"])
    for row in (headings, *rows):
        own.active.append([row[at] for at in order] + ["备注" if row is headings else None])
    (tmp_path / "ledgers").mkdir()
    own.save(tmp_path / "ledgers" / "进展情况.xlsx")
    shape = next(shape for shape in example.county.ledgers if shape.slug == "projects")
    county = example.county.model_copy(update={"ledgers": (shape,), "folder": tmp_path})
    read = ledgers.load_ledgers(county)["projects"].drop(columns=[*ledgers.PLACE])
    pd.testing.assert_frame_equal(read, held["projects"].drop(columns=[*ledgers.PLACE]))


def test_approvals_are_received_when_an_office_is_open(held: dict[str, pd.DataFrame]) -> None:
    """But for a few online, and those of a department whose times are planted to be in doubt."""
    received = held["approvals"]["received"][held["approvals"]["unit"] != "slj"]
    hours = received.dt.hour
    assert hours.between(8, 21).all() and (hours >= 17).mean() < 0.08
    assert (received.dt.day_of_week < 5).mean() > 0.95  # a few days off were worked for holidays


@pytest.mark.thorough
def test_the_generator_makes_the_same_bytes_again(tmp_path: Path) -> None:
    again = tmp_path / "example"
    again.mkdir()
    for declared in ("county.toml", "indicators.csv", "areas.csv", "collection.toml"):
        shutil.copy(FOLDER / declared, again)
    subprocess.run([sys.executable, str(FOLDER / "generator"), str(again)], check=True)
    made = sorted(path.relative_to(again) for path in again.rglob("*") if path.is_file() and ".xj" not in path.parts)
    assert len(made) > 80
    for name in made:
        assert (again / name).read_bytes() == (FOLDER / name).read_bytes(), name
