"""Comments beside the cells of a report: none is lost, and each is said of its own value."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import Workbook
from openpyxl.comments import Comment

from support.filed_reports import changed
from xj_analysis.collect import cell_comments, intake, template_layout
from xj_analysis.collect.report import FiledReport, Value
from xj_analysis.quantity.cell_values import CellValue
from xj_analysis.store.store import Store
from xj_analysis.workbooks.cell_faults import FaultCollector
from xj_analysis.workbooks.grid import Grid


def commented(*places: str) -> Callable[[Workbook], None]:
    """An edit that comments cells of the first visible sheet."""

    def edit(book: Workbook) -> None:
        names = [sheet.title for sheet in book.worksheets if sheet.sheet_state == "visible"]
        sheet = book[template_layout.SHEET if template_layout.SHEET in names else names[0]]
        for place in places:
            sheet[place].comment = Comment("王某:\n此数为估计，待核", "王某")

    return edit


@pytest.mark.parametrize(("name", "value", "other"), [("旅游接待", "C8", "A2"), ("发展和改革", "C22", "A1")])
def test_a_comment_is_kept_with_its_value_and_any_other_is_told(
    known: Store, tmp_path: Path, name: str, value: str, other: str
) -> None:
    report, (grid, *_) = intake.read_report(changed(name, commented(value, other), tmp_path), known)
    assert report.faults.entries == []
    own = [each for each in report.values if each.locator.endswith(f"!{value}")]
    rest = [each for each in report.values if each not in own]
    assert own and all(each.note.endswith("此数为估计，待核") for each in own)
    assert not any("待核" in each.note for each in rest)
    assert [line for line in report.left_out if "批注" in line] == [f"「{grid.name}」!{other} 批注“此数为估计，待核”"]


def test_many_comments_are_counted() -> None:
    comments = {(row, 1): f"第{row}条" for row in range(1, 31)}
    report = FiledReport(FaultCollector("a.xlsx"))
    for digits, row in (("5", 3), ("", 4)):  # a comment beside a blank is kept by no value
        report.values.append(Value("a", "b", "single", CellValue(digits, "家"), "表", (row, 1), "原有"))
    cell_comments.take_comments(report, [Grid("表", comments=comments)])
    assert [value.note for value in report.values] == ["原有；第3条", "原有"]
    told = cell_comments.MOST
    assert report.left_out[0] == "「表」!A1 批注“第1条”" and report.left_out[-1] == f"「表」还有{29 - told}条批注"
    assert len(report.left_out) == told + 1
