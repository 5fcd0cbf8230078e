"""Intake: sound files are accepted with every value, faulty ones are returned marked."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook

from support.filed_reports import DAY, FOLDER, OCTOBER, changed, inbox, put
from xj_analysis import loaders
from xj_analysis.base.errors import UsageError
from xj_analysis.collect import intake
from xj_analysis.store.store import Store
from xj_analysis.workbooks import marking, sandbox
from xj_analysis.workbooks.grid import column_letters
from xj_analysis.workbooks.saving import to_bytes


def test_everything_the_units_send_is_read_rightly(known: Store) -> None:
    """Every shape there is: two levels, diagonal cells, several tables, .xls, GB18030, percent, templates."""
    files = sorted((FOLDER / "inbox" / "2025-10").iterdir())
    assert {path.suffix for path in files} == {".xlsx", ".xls", ".csv"}
    rows = known.frame[(known.frame["period"] == "2025-01/2025-09") & (known.frame["nature"] == "actual")]
    september = rows.set_index(["indicator", "area"])["value"].to_dict()
    read: set[tuple[str, str]] = set()
    for path in files:
        report, _ = intake.read_report(path, known)
        assert report.faults.entries == [], [str(entry.fault) for entry in report.faults.entries]
        assert report.period == OCTOBER.code
        for value in report.values:
            if value.measure == "cumulative":
                read.add((value.indicator, value.area))
                before = september.get((value.indicator, value.area))
                rate = known.county.by_slug[value.indicator].kind != "flow"
                assert before is None or rate or float(value.entry.digits) >= before
    wanted = {(slug, unit.area or "999900") for unit in known.county.units for slug in unit.reports}
    wanted |= {(slug, town) for unit in known.county.units for slug in unit.by_town for town in known.county.towns}
    assert read == wanted


def planted() -> list[dict[str, str]]:
    with (FOLDER / "faulty" / "manifest.csv").open(encoding="utf-8", newline="") as file:
        return [row for row in csv.DictReader(file) if not row["kind"].startswith("ledger_")]


@pytest.mark.parametrize("row", planted(), ids=lambda row: row["file"][:16])
def test_a_planted_fault_is_found_in_its_cell(row: dict[str, str], known: Store) -> None:
    report, _ = intake.read_report(FOLDER / "faulty" / row["file"], known)
    found = {(f.sheet, f"{column_letters(f.at[1])}{f.at[0]}" if f.at else "") for f in report.faults.entries}
    assert (row["sheet"], row["cell"]) in found
    for entry in report.faults.entries:
        assert entry.fault.where.startswith(row["file"]) and entry.fault.do


def test_nothing_of_a_faulty_file_enters_and_the_sender_gets_it_back_marked(data: Path, tmp_path: Path) -> None:
    before = (data / "received" / "observations.csv").read_bytes()
    path = changed("旅游接待", put("旅游接待", "C7", 121_300), tmp_path)
    (receipt,) = intake.take_in(data, [path], on=DAY)
    assert (receipt.outcome, receipt.values) == ("returned", 0)
    assert (data / "received" / "observations.csv").read_bytes() == before
    assert receipt.returned is not None
    back = load_workbook(receipt.returned)
    assert back.sheetnames[0] == "退回单"
    assert "数量级不对" in back["旅游接待"]["C7"].comment.text
    slip = ["".join(str(cell or "") for cell in row) for row in back["退回单"].values]
    assert any("「旅游接待」!C7" in line and "请按万人次填" in line for line in slip)


def test_the_slip_prints_whole_words_on_the_width_of_a_page(data: Path, tmp_path: Path) -> None:
    (receipt,) = intake.take_in(data, [changed("旅游接待", put("旅游接待", "C7", 121_300), tmp_path)], on=DAY)
    assert receipt.returned is not None
    slip = load_workbook(receipt.returned)["退回单"]
    heading = next(row[0].row for row in slip.iter_rows() if row[0].value == "序号")
    assert slip.cell(heading + 1, 2).value == "「旅游接待」!C7"  # the file is named above
    assert slip.sheet_properties.pageSetUpPr.fitToPage and slip.page_setup.orientation == "landscape"
    for row in slip.iter_rows(min_row=heading):
        for cell in row:
            wide = sum(2 if ord(sign) > 255 else 1 for sign in str(cell.value or ""))
            lines = (slip.row_dimensions[cell.row].height or 15) // 15
            assert wide <= lines * slip.column_dimensions[cell.column_letter].width, cell.value


def test_what_comes_back_corrected_is_read_though_the_slip_is_still_in_it(data: Path, tmp_path: Path) -> None:
    path = changed("旅游接待", put("旅游接待", "C7", 121_300), tmp_path)
    (receipt,) = intake.take_in(data, [path], on=DAY)
    assert receipt.returned is not None
    book = load_workbook(receipt.returned)
    book["旅游接待"]["C7"] = load_workbook(inbox("旅游接待"))["旅游接待"]["C7"].value
    receipt.returned.write_bytes(to_bytes(book))
    (again,) = intake.take_in(data, [receipt.returned], on=date(2025, 11, 10))
    assert (again.outcome, again.values, again.faults) == ("accepted", 48, ())


def test_accept_valid_takes_what_is_sound_and_nothing_else(data: Path, tmp_path: Path) -> None:
    path = changed("旅游接待", put("旅游接待", "E9", "不详吧"), tmp_path)
    (receipt,) = intake.take_in(data, [path], on=DAY, accept_valid=True)
    assert (receipt.outcome, receipt.values, len(receipt.faults)) == ("partly", 46, 1)
    frame = loaders.load(data).frame
    taken = set(frame["locator"][frame["published"] == DAY.isoformat()])
    assert len(taken) == 46 and "旅游接待!E9" not in taken, "nor does the total of which it is a part"


def test_reading_a_file_leaves_nothing_behind(data: Path, known: Store) -> None:
    before = sorted(path for path in data.rglob("*"))
    intake.read_report(inbox("财政局"), known)
    assert sorted(path for path in data.rglob("*")) == before
    assert sandbox.SECONDS + marking.SECONDS <= 8


def test_a_missing_file_is_named_before_any_is_taken_in(data: Path) -> None:
    before = {path: path.read_bytes() for path in data.rglob("*") if path.is_file()}
    with pytest.raises(UsageError, match=r"nosuch\.xlsx：文件不存在"):
        intake.take_in(data, [inbox("招商"), Path("nosuch.xlsx")], on=DAY)
    assert {path: path.read_bytes() for path in data.rglob("*") if path.is_file()} == before
