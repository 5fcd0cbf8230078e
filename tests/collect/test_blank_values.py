"""Blank cells: months without a number although 累计 rose, and cells merged with another value."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from support.filed_reports import DAY, OCTOBER, changed, put
from xj_analysis.collect import intake, plausibility
from xj_analysis.collect.blank_values import check_months
from xj_analysis.collect.history import History
from xj_analysis.collect.report import FiledReport, Value
from xj_analysis.quantity.cell_values import CellValue, Meaning
from xj_analysis.store.store import Store
from xj_analysis.workbooks.cell_faults import FaultCollector
from xj_analysis.workbooks.grid import Grid

SLUG = "project_investment"


def months(known: Store, grown: dict[int, int], blank: Meaning) -> FiledReport:
    """A checked report of two columns, 累计 and a blank 本月, whose towns grew by so much."""
    latest, values = History.of(known, OCTOBER).latest, []
    for row, code in enumerate(known.county.towns, start=2):
        now = CellValue(f"{latest[SLUG, code] + grown.get(row, 0):.0f}", "万元")
        values += [Value(SLUG, code, "cumulative", now, "a", (row, 3))]
        values.append(Value(SLUG, code, "single", CellValue(meaning=blank), "a", (row, 2)))
    report = FiledReport(FaultCollector("a.xlsx"), "fgw", OCTOBER.code, values=values)
    plausibility.check_plausibility(report, {"a": Grid("a")}, known)
    return report


@given(st.dictionaries(st.integers(2, 12), st.integers(1, 500)), st.sampled_from(["none", "unknown"]))
def test_months_without_a_number_beside_a_risen_total_are_one_fault(
    known: Store, grown: dict[int, int], blank: Meaning
) -> None:
    entries = months(known, grown, blank).faults.entries
    assert len(entries) == bool(grown), "a month that brought nothing may be blank"
    for entry in entries:
        assert entry.at == (min(grown), 2) and entry.others == {(row, 2) for row in grown} - {entry.at}
        assert "、".join(f"B{row}" for row in sorted(grown)) in entry.fault.what


@pytest.mark.parametrize("mark", ["—", "/", None])
def test_a_whole_column_of_marks_is_one_fault(known: Store, tmp_path: Path, mark: str | None) -> None:
    def edit(book: Workbook) -> None:
        for row in range(5, 17):
            book["旅游接待"].cell(row, 2).value = mark

    report, _ = intake.read_report(changed("旅游接待", edit, tmp_path), known, on=DAY)
    (entry,) = report.faults.entries
    assert entry.at == (5, 2) and len(entry.others) == 11 and "B5、B6" in entry.fault.what
    assert entry.fault.got == (mark or "")


def merged(area: str) -> Any:
    def edit(book: Workbook) -> None:
        book["旅游接待"].merge_cells(area)

    return edit


@pytest.mark.parametrize(
    ("area", "at", "what"),
    [("C8:C9", "C9", "这一格与上一行合并了"), ("B8:C8", "C8", "这一格与左边一格合并了"),
     ("C8:C10", "C9", "这些格合并了（C9、C10）"), ("B8:B9", "B9", "这一格与上一行合并了")],
)  # fmt: skip
def test_a_merged_value_is_called_merged(known: Store, tmp_path: Path, area: str, at: str, what: str) -> None:
    report, _ = intake.read_report(changed("旅游接待", merged(area), tmp_path), known, on=DAY)
    (fault,) = report.faults.faults
    assert f"!{at}：" in str(fault) and fault.what == what and fault.got == ""
    assert fault.do == "请取消合并，各行各填。"


@pytest.mark.parametrize(
    ("written", "what"),
    [("…", "填的是极小的数"), ("950千", "数量级不对"), ("0.05", "数量级不对"), ("不超过0.9万人次", "累计数比上期")],
)
def test_what_is_quoted_is_what_stands_there(known: Store, tmp_path: Path, written: str, what: str) -> None:
    path = changed("旅游接待", put("旅游接待", "C8", written), tmp_path)
    (fault,) = intake.read_report(path, known, on=DAY)[0].faults.faults
    assert fault.got == written and what in fault.what


@given(st.sets(st.integers(2, 12)), st.booleans(), st.sampled_from(["none", "unknown"]))
def test_a_month_without_its_total_is_missed_where_the_last_one_was_there(
    known: Store, told: set[int], filled: bool, blank: Meaning
) -> None:
    """A mark for none may be true of a town; of the whole column it is asked about."""
    towns = dict(enumerate(known.county.towns, start=2))
    history = History({}, {}, {}, {(SLUG, towns[row]) for row in told})
    values = [Value(SLUG, code, "single", CellValue(meaning=blank), "a", (row, 2)) for row, code in towns.items()]
    values += [Value(SLUG, known.county.code, "single", CellValue("5", "万元"), "a", (13, 2))] if filled else []
    report = FiledReport(FaultCollector("a.xlsx"), "fgw", OCTOBER.code, values=values)
    check_months(report, {"a": Grid("a")}, known.county, history)
    missed = bool(told) if blank == "unknown" else len(told) > 1 and not filled
    assert [{entry.at, *entry.others} for entry in report.faults.entries] == [{(row, 2) for row in told}] * missed
