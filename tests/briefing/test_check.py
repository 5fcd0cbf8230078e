"""Check of a data folder: all faults at once, and items to verify only where there is none."""

from __future__ import annotations

from support.county_folder import DataFolder
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
