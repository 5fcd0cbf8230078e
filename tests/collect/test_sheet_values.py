"""Values of described tables: hidden rows, rows twice, footnotes, and towns whose names begin like one."""

from __future__ import annotations

from support.described_sheets import faults, grid_of, read, shape_of, values
from xj_analysis.collect import department_sheet
from xj_analysis.store.store import Store

TOWNS = ("示例镇", "样板镇", "范例镇", "演示镇", "试点镇", "模拟镇", "虚拟乡", "假设乡", "例举乡", "编造乡", "某某乡")
SHAPE = shape_of('key = "乡镇"\n[columns]\n"新开工项目" = { of = "started_projects" }', unit="fgw")
TITLE = ["2025年1—9月"]


def rows_of(*names: str) -> list[list[str]]:
    return [TITLE, ["乡镇", "新开工项目（个）"], *([name, "2"] for name in names)]


def test_a_hidden_row_is_called_hidden_not_missing(known: Store) -> None:
    grid = grid_of(rows_of(*TOWNS))
    grid.hidden_rows = {5}
    report = department_sheet.read_department_sheet("报表.xlsx", [grid], [SHAPE], known.county)
    assert faults(report) == ["「Sheet1」!A5 乡镇“范例镇”在第5行，这一行隐藏了，没有读"]
    assert "「Sheet1」隐藏的第5行“范例镇 2”" in report.left_out


def test_a_town_twice_or_unknown_is_a_fault_at_its_name(known: Store) -> None:
    report = read(known.county, SHAPE, rows_of(*TOWNS, "示例镇", "无名镇"))
    assert faults(report) == ["「Sheet1」!A14 同一地区出现两次", "「Sheet1」!A15 地区不认识"]


def test_notes_end_a_table_but_a_town_that_begins_like_one_does_not(known: Store) -> None:
    county = known.county
    areas = tuple(a.model_copy(update={"name": "注溪镇"}) if a.name == "样板镇" else a for a in county.areas)
    rows = rows_of(TOWNS[0], "注溪镇", *TOWNS[2:])
    report = read(county.model_copy(update={"areas": areas}), SHAPE, [*rows, ["注 本表为初步数"], ["示例镇", "9"]])
    assert faults(report) == [] and len(values(report)) == len(TOWNS)
    assert "「Sheet1」第14行“注 本表为初步数”" in report.left_out


def test_rows_without_a_name_do_not_end_a_table_and_are_listed(known: Store) -> None:
    rows = rows_of(*TOWNS)
    rows[4:4] = [["", "5"], ["", "6"], ["", "7"]]
    report = read(known.county, SHAPE, rows)
    assert faults(report) == [] and len(values(report)) == len(TOWNS)
    assert "「Sheet1」第5行“5”" in report.left_out


def test_a_table_without_a_readable_row_says_so(known: Store) -> None:
    report = read(known.county, SHAPE, rows_of())
    assert faults(report) == ["「Sheet1」!A2 这张表一个数也没有读到"]


def test_a_name_that_is_not_known_is_quoted_as_it_stands(known: Store) -> None:
    report = read(known.county, SHAPE, rows_of(*TOWNS, "演示镇①"))
    assert [fault.got for fault in report.faults.faults] == ["演示镇①"]
