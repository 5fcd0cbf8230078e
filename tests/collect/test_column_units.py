"""Columns in another unit: one fault where the unit stands, whichever unit, and none for single slips."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from support.filed_reports import DAY, OCTOBER, changed, put
from xj_analysis.collect import intake, plausibility
from xj_analysis.collect.history import History
from xj_analysis.collect.report import FiledReport, Value
from xj_analysis.quantity import units
from xj_analysis.quantity.cell_values import CellValue
from xj_analysis.store.store import Store
from xj_analysis.workbooks.cell_faults import FaultCollector
from xj_analysis.workbooks.grid import Grid, GridCell

SLUG = "project_investment"


def october(known: Store, read: str, meant: dict[int, str], default: str) -> FiledReport:
    """A checked report whose towns grew by a tenth: the numbers are in the units meant, and read in another."""
    history, values = History.of(known, OCTOBER), []
    grid = Grid("a", {(1, 2): GridCell(f"投资（{read}）")})
    for row, code in enumerate([*known.county.towns, known.county.code], start=2):
        number = round(history.latest[SLUG, code]) * 11 * units.ratio("万元", meant.get(row, default)) / 10
        entry = CellValue(f"{float(number):.6f}", read)
        values.append(Value(SLUG, code, "cumulative", entry, "a", (row, 2), unit_at=(1, 2)))
    report = FiledReport(FaultCollector("a.xlsx"), "fgw", OCTOBER.code, values=values)
    plausibility.check_plausibility(report, {"a": grid}, known)
    return report


@given(
    st.sampled_from(["元", "千元", "万元", "百万元", "亿元"]), st.sampled_from(["元", "千元", "万元", "百万元", "亿元"])
)
def test_a_column_in_another_unit_is_one_fault_at_its_heading(known: Store, read: str, meant: str) -> None:
    report = october(known, read, {}, meant)
    if read == meant:
        assert report.faults.entries == []
        return
    (entry,) = report.faults.entries
    assert entry.at == (1, 2) and entry.fault.got == f"投资（{read}）"
    assert f"单位读作{read}，而12个数里有12个像是以{meant}为单位" in entry.fault.what
    assert all(report.is_faulty(value) for value in report.values), "none of them enters"


@given(st.sets(st.integers(2, 12), min_size=1, max_size=5))
def test_a_few_slips_are_faults_at_their_cells(known: Store, wrong: set[int]) -> None:
    report = october(known, "万元", dict.fromkeys(wrong, "元"), "万元")
    assert {entry.at for entry in report.faults.entries} == {(row, 2) for row in wrong}


@given(st.sets(st.integers(2, 13), max_size=4))
def test_most_of_a_column_is_enough(known: Store, sound: set[int]) -> None:
    (entry,) = october(known, "万元", dict.fromkeys(sound, "万元"), "元").faults.entries
    assert entry.at == (1, 2) and f"12个数里有{12 - len(sound)}个像是以元为单位" in entry.fault.what


@pytest.mark.parametrize(
    ("word", "sheet", "place", "heading", "read", "meant"),
    [
        ("旅游接待", "旅游接待", "B3", "接待游客（人次）", "人次", "万人次"),
        ("旅游接待", "旅游接待", "D3", "旅游综合收入（千元）", "千元", "万元"),
        ("旅游接待", "旅游接待", "D3", "旅游综合收入（亿元）", "亿元", "万元"),
        ("工业经济", "工业经济", "D3", "计量单位：千元", "千元", "万元"),
    ],
)
def test_a_changed_heading_is_one_fault(
    known: Store, tmp_path: Path, word: str, sheet: str, place: str, heading: str, read: str, meant: str
) -> None:
    report, _ = intake.read_report(changed(word, put(sheet, place, heading), tmp_path), known, on=DAY)
    (fault,) = report.faults.faults
    assert f"!{place}：" in str(fault) and fault.got == heading
    assert f"读作{read}" in fault.what and f"以{meant}为单位" in fault.what


def test_nothing_of_the_column_enters_even_if_the_sound_values_do(data: Path, tmp_path: Path) -> None:
    """The other columns enter; neither 累计 nor 本月 below the heading does."""
    path = changed("旅游接待", put("旅游接待", "B3", "接待游客（人次）"), tmp_path)
    (receipt,) = intake.take_in(data, [path], on=DAY, accept_valid=True)
    received = (data / "received" / "observations.csv").read_text(encoding="utf-8").splitlines()
    entered = [line.split(",")[1] for line in received if f"r{DAY:%Y%m%d}_wlj" in line.split(",")[0]]
    assert receipt.values == len(entered) == 24 and set(entered) == {"tourism_income"}


@given(st.integers(-6, 6).filter(bool), st.booleans())
def test_a_power_of_ten_without_a_unit_is_one_fault_too(known: Store, power: int, template: bool) -> None:
    """There is no unit smaller than 个 that the numbers could be in."""
    slug, history = "started_projects", History.of(known, OCTOBER)
    values = [
        Value(slug, code, "cumulative", CellValue(f"{history.latest[slug, code] * 10.0**power:.12f}", "个"), "a",
              (row, 2), unit_at=(1, 2))
        for row, code in enumerate(known.county.towns, start=2) if history.latest[slug, code]
    ]  # fmt: skip
    report = FiledReport(FaultCollector("a.xlsx"), "fgw", OCTOBER.code, template, values)
    plausibility.check_plausibility(report, {"a": Grid("a")}, known)
    (entry,) = report.faults.entries
    assert entry.at == (1, 2) and entry.others == {value.at for value in values}
    assert ("大了" if power > 0 else "单位" if power in (-2, -3, -4, -6) else "只有") in entry.fault.what


def test_a_scale_in_every_cell_is_told_at_the_first(known: Store, tmp_path: Path) -> None:
    def edit(book: Workbook) -> None:
        for row in range(5, 17):
            cell = book["旅游接待"].cell(row, 5)
            cell.value = f"{cell.value}千"

    (fault,) = intake.read_report(changed("旅游接待", edit, tmp_path), known, on=DAY)[0].faults.faults
    assert "!E5：" in str(fault) and fault.got == "11620千" and "读作千元" in fault.what
