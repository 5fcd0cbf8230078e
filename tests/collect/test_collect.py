"""Templates out, reports in: what is right enters with its cell, what is wrong comes back marked, in one go."""

from __future__ import annotations

import csv
import hashlib
import io
import os
import shutil
import subprocess
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from support.county_folder import REPO
from support.machine import installed
from xj_analysis import loaders
from xj_analysis.base.errors import UsageError
from xj_analysis.briefing.sections import verification
from xj_analysis.collect import intake, receipts, sending, status, template, template_layout
from xj_analysis.collect.intake import Receipt
from xj_analysis.quantity import periods
from xj_analysis.store.store import Store
from xj_analysis.workbooks import marking, sandbox
from xj_analysis.workbooks.grid import column_letters
from xj_analysis.workbooks.saving import to_bytes

FOLDER = REPO / "data" / "example"
OCTOBER = periods.parse("2025-01/2025-10")
DAY = date(2025, 11, 9)
FIRST = f"C{template_layout.FIRST + 1}"


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A copy of the invented county that can be written to."""
    return Path(shutil.copytree(FOLDER, tmp_path / "example", ignore=shutil.ignore_patterns("generator", "ledgers")))


@pytest.fixture(scope="session")
def known(example: Store) -> Store:
    return example.known()


def inbox(word: str) -> Path:
    (found,) = (path for path in (FOLDER / "inbox" / "2025-10").iterdir() if word in path.name)
    return found


def changed(word: str, edit: Callable[[Workbook], None], to: Path) -> Path:
    book = load_workbook(inbox(word))
    edit(book)
    path = to / inbox(word).name
    path.write_bytes(to_bytes(book))
    return path


def put(sheet: str, place: str, value: Any) -> Callable[[Workbook], None]:
    def edit(book: Workbook) -> None:
        book[sheet][place] = value

    return edit


# --- templates --------------------------------------------------------------------------------------


def test_every_unit_gets_a_template_and_the_same_one_again(tmp_path: Path, example: Store) -> None:
    written = sending.write_templates(FOLDER, tmp_path, period=OCTOBER.code)
    assert len(written) == len(example.county.units) == 31
    known = example.known()
    for unit, path in list(zip(example.county.units, written, strict=True))[:3]:
        assert path.read_bytes() == template.make_template(known, unit, OCTOBER)


def test_a_template_has_units_drop_downs_protection_and_the_last_values(known: Store) -> None:
    unit = next(unit for unit in known.county.units if unit.slug == "fgw")
    book = load_workbook(io.BytesIO(template.make_template(known, unit, OCTOBER)))
    sheet = book[template_layout.SHEET]
    assert sheet.protection.sheet and book[template_layout.HIDDEN].sheet_state == "hidden"
    blocks = list(template_layout.blocks(known.county, unit))
    assert [block.indicator for block in blocks] == list(unit.reports)
    investment = blocks[1]
    assert sheet.cell(investment.heading, template_layout.NOW).value == "本期累计（万元）"
    september = known.frame.query("indicator == 'project_investment' and period == '2025-01/2025-09'")
    values = september.set_index("area")["value"].to_dict()
    for line in investment.lines:
        assert sheet.cell(line.row, template_layout.BEFORE).value == values[line.area]
        assert sheet.cell(line.row, template_layout.NOW).protection.locked == line.total
        assert sheet.cell(line.row, template_layout.ADDED).protection.locked
    assert sheet.cell(investment.lines[-1].row, template_layout.NOW).value == "=SUM(C22:C32)"
    drop_downs = [rule for rule in sheet.data_validations.dataValidation if rule.type == "list"]
    assert len(drop_downs) == 2 and "约" in drop_downs[0].formula1


def test_a_definition_that_begins_like_a_formula_is_words(known: Store) -> None:
    county = known.county
    hostile = county.by_slug["fiscal_revenue"].model_copy(update={"definition": "=cmd()", "name": "=HYPERLINK(1)"})
    other = tuple(hostile if i.slug == hostile.slug else i for i in county.indicators)
    store = Store(county.model_copy(update={"indicators": other}), known.frame)
    unit = next(unit for unit in county.units if unit.slug == "czj").model_copy(update={"name": "@unit"})
    book = load_workbook(io.BytesIO(template.make_template(store, unit, OCTOBER)))
    ours = {"=SUM", "=IF("}
    for row in book[template_layout.SHEET].iter_rows():
        for cell in row:
            assert cell.data_type != "f" or str(cell.value)[:4] in ours


def test_the_period_and_the_unit_must_be_ones_there_are(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="没有这个填报单位"):
        sending.write_templates(FOLDER, tmp_path, units=["wjl"])
    with pytest.raises(UsageError, match="不是累计期间"):
        sending.write_templates(FOLDER, tmp_path, period="2025")


@pytest.fixture(scope="session")
def soffice() -> str:
    return installed("soffice", "libreoffice")


def test_a_template_goes_through_libreoffice_and_comes_back_whole(known: Store, tmp_path: Path, soffice: str) -> None:
    unit = next(unit for unit in known.county.units if unit.slug == "fgw")
    book = load_workbook(io.BytesIO(template.make_template(known, unit, OCTOBER)))
    sheet = book[template_layout.SHEET]
    for block in template_layout.blocks(known.county, unit):
        for line in block.lines:
            if not line.total:
                sheet.cell(line.row, template_layout.NOW, sheet.cell(line.row, template_layout.BEFORE).value + 1)
    (tmp_path / "in").mkdir()
    path = tmp_path / "in" / "报表.xlsx"
    path.write_bytes(to_bytes(book))
    command = [soffice, "--headless", f"-env:UserInstallation=file://{tmp_path}/profile", "--convert-to", "xlsx",
               "--outdir", str(tmp_path), str(path)]  # fmt: skip
    subprocess.run(command, check=True, capture_output=True, timeout=120, env=os.environ | {"HOME": str(tmp_path)})
    back = load_workbook(tmp_path / "报表.xlsx")
    assert back[template_layout.HIDDEN].sheet_state == "hidden" and back[template_layout.SHEET].protection.sheet
    assert any(rule.type == "list" for rule in back[template_layout.SHEET].data_validations.dataValidation)
    report, _ = intake.read_report(tmp_path / "报表.xlsx", known)
    assert report.faults.entries == []
    totals = {v.indicator: Decimal(v.entry.digits) for v in report.values if v.area == known.county.code}
    parts = {slug: sum(Decimal(v.entry.digits) for v in report.values if v.indicator == slug and v.area != "999900")
             for slug in totals}  # fmt: skip
    assert totals == parts, "LibreOffice computed the totals, and they are the parts' sums"


# --- intake -----------------------------------------------------------------------------------------


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


def test_an_accepted_value_keeps_its_cell_its_file_and_the_files_hash(data: Path) -> None:
    path = inbox("旅游接待")
    (receipt,) = intake.take_in(data, [path], on=DAY)
    assert (receipt.outcome, receipt.values, receipt.faults) == ("accepted", 48, ())
    store = loaders.load(data)
    rows = store.frame[store.frame["published"] == "2025-11-09"]
    assert len(rows) == 48
    (source,) = (source for source in store.county.sources if source.id == rows["source"].iloc[0])
    kept = data / source.transcript
    assert kept.read_bytes() == path.read_bytes()
    assert source.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
    book = load_workbook(kept)
    for row in rows.to_dict("records"):
        sheet, cell = row["locator"].split("!")
        assert float(book[sheet][cell].value) == row["value"]


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
    assert (receipt.outcome, receipt.values, len(receipt.faults)) == ("partly", 47, 1)
    frame = loaders.load(data).frame
    taken = set(frame["locator"][frame["published"] == DAY.isoformat()])
    assert len(taken) == 47 and "旅游接待!E9" not in taken


@pytest.mark.parametrize(
    "edit", [put(template_layout.HIDDEN, "B2", "old"), put(template_layout.SHEET, "B2", "2025年1—8月")]
)
def test_accept_valid_takes_nothing_of_another_template_or_period(
    edit: Callable[[Workbook], None], data: Path, tmp_path: Path
) -> None:
    (receipt,) = intake.take_in(data, [changed("发展和改革", edit, tmp_path)], on=DAY, accept_valid=True)
    assert (receipt.outcome, receipt.values) == ("returned", 0)


def test_the_very_same_file_is_not_taken_twice(data: Path) -> None:
    def take() -> Receipt:
        return intake.take_in(data, [inbox("财政局")], on=DAY)[0]

    assert (take().outcome, take().outcome) == ("accepted", "")
    assert len(loaders.load(data).known().conflicts()) == 0


@pytest.mark.parametrize(("later", "label"), [(DAY, "更正"), (date(2025, 11, 12), "修订")])
def test_a_report_sent_again_replaces_the_first_as_a_vintage(
    later: date, label: str, data: Path, tmp_path: Path
) -> None:
    intake.take_in(data, [inbox("财政局")], on=DAY)
    first = load_workbook(inbox("财政局"))[template_layout.SHEET][FIRST].value
    path = changed("财政局", put(template_layout.SHEET, FIRST, first + 5), tmp_path)
    (again,) = intake.take_in(data, [path], on=later)
    assert again.outcome == "accepted"
    store = loaders.load(data)
    key = "indicator == 'fiscal_revenue' and period == '2025-01/2025-10' and nature == 'actual'"
    assert store.known().current().query(key)["value"].tolist() == [first + 5]
    assert sorted(store.frame.query(key)["value"]) == [first, first + 5], "nothing is overwritten"
    assert [d.label for d in verification.find_items(store.known()) if d.indicator == "fiscal_revenue"] == [label]
    if later > DAY:
        assert store.known(DAY).current().query(key)["value"].tolist() == [first]


def test_a_wrong_period_is_told_when_one_is_asked_for(known: Store) -> None:
    report, _ = intake.read_report(inbox("财政局"), known, period="2025-01/2025-09")
    assert "期间不是要收的期间" in report.faults.entries[0].fault.what


def test_a_file_nobody_has_declared_says_what_to_do(known: Store, tmp_path: Path) -> None:
    path = tmp_path / "不知道.csv"
    path.write_text("a,b\n1,2\n", encoding="utf-8")
    report, _ = intake.read_report(path, known)
    assert (
        "不知道是哪个单位的什么表" in report.faults.entries[0].fault.what
        and "[[sheets]]" in report.faults.entries[0].fault.do
    )


def test_a_hostile_name_is_inert_in_the_log(data: Path, tmp_path: Path) -> None:
    path = tmp_path / "=HYPERLINK(1)财政局.xlsx"
    path.write_bytes(inbox("财政局").read_bytes())
    intake.take_in(data, [path], on=DAY)
    assert receipts.read_log(data)[-1]["name"] == "'=HYPERLINK(1)财政局.xlsx"
    kept = receipts.read_log(data)[-1]["file"]
    assert "HYPERLINK" not in kept and (data / kept).is_file()


def test_a_hostile_sheet_name_is_inert_where_it_is_written(data: Path, tmp_path: Path) -> None:
    def rename(book: Workbook) -> None:
        book["旅游接待"].title = "=<script>{{1}}"

    (receipt,) = intake.take_in(data, [changed("旅游接待", rename, tmp_path)], on=DAY)
    assert receipt.outcome == "accepted"
    frame = loaders.load(data).frame
    rows = frame[frame["published"] == DAY.isoformat()]
    assert len(rows) == 48 and rows["locator"].str.startswith("'=<script>{{1}}!").all()


def test_a_mark_that_is_no_number_in_every_field_stays_words(known: Store, tmp_path: Path) -> None:
    for text in ("=1+2", "@x", "<b>", "#read('/etc')", "$x$"):
        path = changed("财政局", put(template_layout.SHEET, "F7", text), tmp_path)
        assert intake.read_report(path, known)[0].faults.entries == [], "a note may say anything"
        report, _ = intake.read_report(
            changed("财政局", put(template_layout.SHEET, FIRST, f"'{text}"), tmp_path), known
        )
        assert report.faults.entries[0].at == (template_layout.FIRST + 1, template_layout.NOW)


# --- status -----------------------------------------------------------------------------------------


def test_status_says_who_has_reported_who_is_late_and_who_was_returned() -> None:
    _, code, states = status.filing_status(FOLDER, on=date(2025, 10, 20))
    said = {state.unit.slug: (state.status, state.late) for state in states}
    assert code == "2025-01/2025-09" and len(said) == 31
    assert said["town111"] == ("未报", True)
    assert said["slj"] == ("已收", True)
    assert said["zrj"] == ("部分收", True)
    assert said["jtj"] == ("已收", False)
    assert said["wlj"] == ("已收", False)


def test_status_is_that_of_the_day_asked_about() -> None:
    def on(day: date) -> dict[str, tuple[str, bool]]:
        return {state.unit.slug: (state.status, state.late) for state in status.filing_status(FOLDER, on=day)[2]}

    assert on(date(2025, 10, 8))["jtj"] == ("已退回", False)
    assert on(date(2025, 10, 8))["wlj"] == ("未报", False)
    assert on(date(2025, 10, 12))["slj"] == ("未报", True)


def test_reading_a_file_leaves_nothing_behind(data: Path, known: Store) -> None:
    before = sorted(path for path in data.rglob("*"))
    intake.read_report(inbox("财政局"), known)
    assert sorted(path for path in data.rglob("*")) == before
    assert sandbox.SECONDS + marking.SECONDS <= 8
