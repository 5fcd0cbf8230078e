"""Check of a data folder: all faults at once, and items to verify only where there is none."""

from __future__ import annotations

import csv

from support.county_folder import REPO, DataFolder
from xj_analysis.briefing import check


def test_items_are_searched_for_only_without_a_fault(county_folder: DataFolder) -> None:
    county_folder.cell(2, "doubt", "存疑")
    faults, items = check.check_folder(county_folder.path)
    assert faults == [] and [item.kind for item in items] == ["doubt"]
    county_folder.cell(3, "unit", "光年")
    county_folder.cell(4, "hedge", "大概")
    faults, items = check.check_folder(county_folder.path)
    assert len(faults) >= 2 and items == []


def test_a_default_period_without_data_is_a_fault(county_folder: DataFolder) -> None:
    county_folder.edit("county.toml", 'period = "2024"', 'period = "2031"')
    (fault,), items = check.check_folder(county_folder.path)
    assert fault.where.startswith("shili/county.toml 第") and fault.where.endswith("行 period")
    assert fault.got == "2031" and items == []


def test_contradictions_of_ledgers_and_reports_are_those_planted() -> None:
    faults, items = check.check_folder(REPO / "data" / "example")
    assert faults == [] and {(item.kind, item.label, item.changed) for item in items} == {("ledger", "台账", False)}
    with (REPO / "data" / "example" / "planted.csv").open(encoding="utf-8", newline="") as file:
        planted = [row for row in csv.DictReader(file) if row["kind"] == "与月报不符"]
    assert sorted((item.indicator, item.area) for item in items) == sorted(
        (row["field"], row["key"]) for row in planted
    )
    for row in planted:
        (item,) = (each for each in items if (each.indicator, each.area) == (row["field"], row["key"]))
        assert f"台账{row['value']}{row['unit']}，月报" in item.sentence
        apart = float(item.sentence.partition("，差")[2].partition(row["unit"])[0])
        assert abs(apart - abs(float(row["over"]))) < 0.05  # listed with one decimal
        assert item.where.startswith("ledgers/") and "；" in item.where
