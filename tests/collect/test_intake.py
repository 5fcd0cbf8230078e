"""Intake: sound files are accepted with every value, faulty ones are returned marked."""

from __future__ import annotations

import csv
import errno
import os
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook

from support.filed_reports import DAY, FOLDER, OCTOBER, changed, inbox, put
from xj_analysis import loaders
from xj_analysis.base.errors import OutputError, UsageError
from xj_analysis.collect import intake, receipts, return_slips, status
from xj_analysis.store.store import Store
from xj_analysis.workbooks import marking, sandbox
from xj_analysis.workbooks.grid import Grid, column_letters
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
    before = contents(data)
    with pytest.raises(UsageError, match=r"nosuch\.xlsx、nor this：文件不存在"):
        intake.take_in(data, [inbox("招商"), Path("nosuch.xlsx"), Path("nor this")], on=DAY)
    assert contents(data) == before


def contents(data: Path) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in data.rglob("*") if path.is_file() and path.name != "lock"}


FAULTY = next((FOLDER / "faulty").glob("24-bounds*"))


def test_a_trial_tells_what_would_come_and_writes_nothing(data: Path) -> None:
    files = [inbox("旅游"), FAULTY, inbox("财政局")]
    before = contents(data)
    tried = intake.try_out(data, files, on=DAY)
    assert contents(data) == before and not (data / ".xj").exists()
    taken = intake.take_in(data, files, on=DAY)
    assert [replace(receipt, read=None) for receipt in tried] == [replace(receipt, returned=None) for receipt in taken]
    again = intake.try_out(data, files, on=DAY)
    assert [receipt.outcome for receipt in again] == ["", "returned", ""]
    assert [receipt.read for receipt in again][1:] == [receipt.read for receipt in tried][1:]
    assert [row["outcome"] for row in receipts.read_log(data)][-3:] == ["accepted", "returned", "accepted"]


def test_a_trial_does_not_mark_a_unit_as_returned(data: Path) -> None:
    before = status.filing_status(data, period=OCTOBER.code, on=DAY)
    assert intake.try_out(data, [FAULTY], on=DAY)[0].faults
    assert status.filing_status(data, period=OCTOBER.code, on=DAY) == before


@pytest.mark.parametrize("accept_valid", [True, False])
def test_an_output_that_cannot_be_is_found_out_before_anything_enters(
    data: Path, tmp_path: Path, accept_valid: bool
) -> None:
    path = changed("旅游接待", put("旅游接待", "E9", "不详吧"), tmp_path)
    (tmp_path / "out").write_bytes(b"a file")
    before = contents(data)
    with pytest.raises(OutputError, match="退回的表写不到这里"):
        intake.take_in(data, [path], on=DAY, accept_valid=accept_valid, returned=tmp_path / "out")
    assert contents(data) == before
    (receipt,) = intake.take_in(data, [path], on=DAY, accept_valid=accept_valid)
    assert receipt.outcome == ("partly" if accept_valid else "returned")
    assert len(loaders.load(data).frame) > 7000


def test_no_room_for_the_marked_copy_keeps_everything_of_its_file_out(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Files before it are in, and told of."""
    path = changed("旅游接待", put("旅游接待", "E9", "不详吧"), tmp_path)
    told: list[receipts.Receipt] = []

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with monkeypatch.context() as patch:
        patch.setattr(return_slips, "replace_file", full)
        with pytest.raises(OutputError, match="写不下，得到“磁盘满了”"):
            intake.take_in(data, [inbox("财政局"), path], on=DAY, accept_valid=True, on_receipt=told.append)
    assert [receipt.outcome for receipt in told] == ["accepted"]
    published = loaders.load(data).frame["published"]
    assert sum(published == DAY.isoformat()) == told[0].values
    again = intake.take_in(data, [inbox("财政局"), path], on=DAY, accept_valid=True)
    assert [receipt.outcome for receipt in again] == ["", "partly"]


def test_a_name_too_long_for_a_copy_keeps_no_other_file_out(data: Path, tmp_path: Path) -> None:
    path = tmp_path / f"{'环境质量2025年10月' + '长' * 75}.xlsx"
    assert len(path.name.encode()) > 250
    path.write_bytes(FAULTY.read_bytes())
    given = intake.take_in(data, [path, inbox("财政局")], on=DAY)
    assert [receipt.outcome for receipt in given] == ["returned", "accepted"]
    assert given[0].returned is not None
    assert load_workbook(given[0].returned)["退回单"]["B2"].value == path.name


def test_a_name_of_another_encoding_is_read_as_its_sender_wrote_it(data: Path, tmp_path: Path) -> None:
    path = tmp_path / os.fsdecode("旅游接待情况2025年10月.xlsx".encode("gb18030"))
    path.write_bytes(inbox("旅游接待").read_bytes())
    (receipt,) = intake.take_in(data, [path], on=DAY)
    assert (receipt.name, receipt.outcome) == ("旅游接待情况2025年10月.xlsx", "accepted")
    assert receipts.read_log(data)[-1]["name"] == receipt.name


def test_what_is_being_written_is_not_taken_in(data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / inbox("财政局").name
    path.write_bytes(inbox("财政局").read_bytes())
    before = contents(data)
    read = sandbox.read_sheets

    def written_meanwhile(path: Path) -> list[Grid]:
        sheets = read(path)
        path.write_bytes(b"another")
        return sheets

    monkeypatch.setattr(sandbox, "read_sheets", written_meanwhile)
    (receipt,) = intake.take_in(data, [path], on=DAY)
    assert "读的时候文件变了" in str(receipt.faults[0]) and contents(data) == before
