"""Filled templates: changed layouts, other periods, and entries that are no numbers."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from support.filed_reports import DAY, FIRST, FOLDER, changed, put
from xj_analysis.collect import filled_template, intake, template_layout
from xj_analysis.collect.report import FiledReport, Value
from xj_analysis.county.model import Indicator
from xj_analysis.quantity.cell_values import CellValue
from xj_analysis.quantity.hedges import Hedge, published_interval
from xj_analysis.store.store import Store
from xj_analysis.workbooks.grid import Grid


@pytest.mark.parametrize(
    "edit", [put(template_layout.HIDDEN, "B2", "old"), put(template_layout.SHEET, "B2", "2025年1—8月")]
)
def test_accept_valid_takes_nothing_of_another_template_or_period(
    edit: Callable[[Workbook], None], data: Path, tmp_path: Path
) -> None:
    (receipt,) = intake.take_in(data, [changed("发展和改革", edit, tmp_path)], on=DAY, accept_valid=True)
    assert (receipt.outcome, receipt.values) == ("returned", 0)


def test_a_mark_that_is_no_number_in_every_field_stays_words(known: Store, tmp_path: Path) -> None:
    for text in ("=1+2", "@x", "<b>", "#read('/etc')", "$x$"):
        path = changed("财政局", put(template_layout.SHEET, "F7", text), tmp_path)
        assert intake.read_report(path, known)[0].faults.entries == [], "a note may say anything"
        report, _ = intake.read_report(
            changed("财政局", put(template_layout.SHEET, FIRST, f"'{text}"), tmp_path), known
        )
        assert report.faults.entries[0].at == (template_layout.FIRST + 1, template_layout.NOW)


NOTE = "F22"
ROW = 22
"""A row of the second table of 发展和改革: the investment of the first town."""


def edited(known: Store, tmp_path: Path, **cells: object) -> tuple[FiledReport, list[Grid]]:
    """The report in a filled template with some cells of its sheet changed."""

    def edit(book: Workbook) -> None:
        for place, value in cells.items():
            book[template_layout.SHEET][place] = value

    return intake.read_report(changed("发展和改革", edit, tmp_path), known)


def value_at(report: FiledReport, row: int) -> Value | None:
    return next((value for value in report.values if value.at == (row, template_layout.NOW)), None)


def fault_at(report: FiledReport, place: str) -> str:
    (fault,) = (f for f in report.faults.faults if f.where.endswith(f"!{place}"))
    return fault.message


@pytest.mark.parametrize(
    ("written", "chosen", "hedge"),
    [("约{}", "约", Hedge.ABOUT), ("约{}", None, Hedge.ABOUT), ("{}", "约", Hedge.ABOUT), ("{}余", "超", Hedge.OVER),
     ("{}", " ", Hedge.EXACT), ("近{}", "不足", Hedge.UNDER)],
)  # fmt: skip
def test_a_hedge_is_written_or_chosen_or_both(
    written: str, chosen: str | None, hedge: Hedge, known: Store, tmp_path: Path
) -> None:
    report, _ = edited(known, tmp_path, C22=written.format(99_999), D22=chosen)
    value, total = value_at(report, ROW), value_at(report, 33)
    assert value is not None and (value.entry.digits, value.entry.hedge) == ("99999", hedge)
    if total is not None and hedge is not Hedge.EXACT:
        assert total.entry.hedge is not Hedge.EXACT, "the doubt of a part is one of the sum"


def test_a_chosen_hedge_that_contradicts_the_written_one_is_a_fault_naming_both(known: Store, tmp_path: Path) -> None:
    report, _ = edited(known, tmp_path, C22="约99999", D22="超")
    message = fault_at(report, "D22")
    assert "“约99999”" in message and "“超”" in message
    assert value_at(report, ROW) is value_at(report, 33) is None


@pytest.mark.parametrize(("blank", "named"), [(None, "没有填"), ("—", "“—”")])
def test_a_hedge_chosen_for_no_value_is_a_fault(blank: str | None, named: str, known: Store, tmp_path: Path) -> None:
    report, _ = edited(known, tmp_path, C22=blank, D22="约")
    assert named in fault_at(report, "D22")


def test_an_unknown_mark_does_not_let_the_value_in_as_exact(known: Store, tmp_path: Path) -> None:
    report, _ = edited(known, tmp_path, D22="大概吧")
    assert "约数标记不认识" in fault_at(report, "D22") and value_at(report, ROW) is None


def test_a_note_goes_with_its_value_and_none_is_lost(known: Store, tmp_path: Path) -> None:
    report, _ = edited(
        known, tmp_path, F22="待核实", F33="含\u202e园区", C23="不详吧", F23="没有报", C24=None, F24="下月补"
    )
    value = value_at(report, ROW)
    assert value is not None and value.note == "待核实"
    assert report.left_out == [
        "「填报」!F23 “没有报”",
        "「填报」!F24 “下月补”",
        "「填报」!C33 合计没有收，其中有乡镇的数缺了或有问题",
        "「填报」!F33 “含\ufffd园区”",
    ]


def test_a_total_that_cannot_be_stated_is_listed(known: Store, tmp_path: Path) -> None:
    report, _ = edited(known, tmp_path, C22="10亿")
    assert report.left_out == ["「填报」!C33 合计没有收，各行的约数或单位合不成一个数"]


def test_a_note_on_a_total_goes_with_it(known: Store, tmp_path: Path) -> None:
    report, _ = edited(known, tmp_path, F33="含园区")
    total = value_at(report, 33)
    assert total is not None and total.note == "含园区" and report.left_out == []


def test_words_beside_and_below_the_tables_and_other_sheets_are_listed(known: Store, tmp_path: Path) -> None:
    def edit(book: Workbook) -> None:
        sheet = book[template_layout.SHEET]
        sheet["H9"], sheet["A40"], sheet["E22"], sheet["B22"] = "另有两个项目", "联系人：某某", "补报", "上期错了"
        book.create_sheet("明细")["A1"] = 5
        book.create_sheet("空页")

    report, _ = intake.read_report(changed("发展和改革", edit, tmp_path), known)
    assert report.left_out == [
        "「填报」!H9 “另有两个项目”", "「填报」!B22 “上期错了”", "「填报」!E22 “补报”",
        "「填报」!A40 “联系人：某某”", "「明细」整页",
    ]  # fmt: skip
    assert report.faults.entries == []


def test_many_cells_beside_the_tables_are_counted(known: Store, tmp_path: Path) -> None:
    report, _ = edited(known, tmp_path, **{f"H{row}": row for row in range(1, 41)})
    assert len(report.left_out) == 21 and report.left_out[-1] == "「填报」表外还有20格"


def test_a_filled_template_as_it_was_sent_leaves_nothing_out(known: Store) -> None:
    for path in (FOLDER / "inbox" / "2025-10").glob("*.xlsx"):
        report, _ = intake.read_report(path, known)
        if report.template:
            assert report.left_out == [], path.name


JOBS = Indicator(slug="jobs", name="就业", unit="万人", kind="flow", decimals=2)


@given(
    st.lists(st.tuples(st.decimals(0, 999, places=2), st.sampled_from(list(Hedge))), min_size=1, max_size=6),
)
def test_a_total_allows_all_that_its_parts_allow(parts: list[tuple[Decimal, Hedge]]) -> None:
    entries = [CellValue(f"{number:f}", "万人", hedge) for number, hedge in parts]
    total = filled_template.total_of([*entries, CellValue(meaning="none")], JOBS)
    if total is None:
        assert any(hedge is not Hedge.EXACT for _, hedge in parts)
        return
    if all(hedge is Hedge.EXACT for _, hedge in parts):
        assert (Decimal(total.digits), total.hedge) == (sum(number for number, _ in parts), Hedge.EXACT)
        return
    bounds = [published_interval(number, hedge, counted=False) for number, hedge in parts]
    low, high = published_interval(Decimal(total.digits), total.hedge, counted=False)
    assert low <= sum(bound[0] for bound in bounds)
    assert sum(bound[1] for bound in bounds) <= high


def test_parts_in_several_units_have_no_total() -> None:
    parts = [CellValue("1.2", "亿元"), CellValue("3", "万元")]
    assert filled_template.total_of(parts, JOBS) is None
    assert filled_template.total_of([CellValue(meaning="none")], JOBS) == CellValue("0", "万人")
