"""Receipts: files kept unchanged, values with their cells, and vintages of repeated reports."""

from __future__ import annotations

import hashlib
from datetime import date
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from support.filed_reports import DAY, FIRST, changed, inbox, put
from xj_analysis import loaders
from xj_analysis.base.errors import DataError
from xj_analysis.briefing.sections import verification
from xj_analysis.collect import intake, receipts, template_layout
from xj_analysis.collect.receipts import Receipt
from xj_analysis.collect.report import Value
from xj_analysis.quantity.cell_values import CellValue
from xj_analysis.quantity.figures import Figure


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


def filing(data: Path) -> receipts.Filing:
    county = loaders.load(data).county
    file = receipts.ReceivedFile.of(inbox("财政局"))
    unit = next(unit for unit in county.units if unit.slug == "czj")
    return receipts.Filing(county, unit, "2025-01/2025-10", file, file.path_for("czj", "2025-01/2025-10"), DAY)


def value(note: str) -> Value:
    return Value("fiscal_revenue", "999900", "cumulative", CellValue("93039", "万元"), "填报", (7, 3), note)


@pytest.mark.parametrize("note", ["含上划部分", "含2家在建企业", '=cmd|"A1",\n{{x}}<script>'])
def test_what_the_sender_notes_enters_and_is_to_be_verified(data: Path, note: str) -> None:
    receipts.keep_file(data, filing(data).file, filing(data).place)
    receipts.enter_values(data, filing(data), [value(note)])
    store = loaders.load(data)
    row = store.frame[store.frame["published"] == DAY.isoformat()].iloc[0]
    words = " ".join(note.split())
    assert row["remark"].lstrip("'") == words and row["doubt"] == "", "a remark casts no doubt"
    items = [item for item in verification.find_items(store.known()) if item.kind == "remark"]
    assert [item.indicator for item in items] == ["fiscal_revenue"] and items[0].label == "说明"
    assert "93039万元" in items[0].sentence and words in items[0].sentence
    quoted = [part for part in items[0].parts if isinstance(part, Figure) and words in part.text]
    assert quoted[0].origins == (row["id"],), "digits in it trace to the row"


def test_values_entered_before_without_their_log_are_not_entered_twice(data: Path) -> None:
    """As an earlier program left them when it was killed in between."""
    receipts.keep_file(data, filing(data).file, filing(data).place)
    receipts.enter_values(data, filing(data), [value("")])
    before = {path: path.read_bytes() for path in (data / "received").rglob("*") if path.is_file()}
    assert receipts.enter_values(data, filing(data), [value("")]) == 1
    assert {path: path.read_bytes() for path in before} == before


@pytest.mark.parametrize("name", ["observations.csv", "log.csv"])
def test_rows_are_not_appended_to_other_columns(data: Path, name: str) -> None:
    filed, path = filing(data), data / "received" / name
    header, rest = path.read_text(encoding="utf-8").split("\n", 1)
    first, second, *others = header.split(",")
    path.write_text("\n".join([",".join([second, first, *others]), rest]), encoding="utf-8")
    with pytest.raises(DataError, match="表头：改动过"):
        receipts.enter_values(data, filed, [value("")])
        receipts.append_log(data, dict.fromkeys(receipts.LOGGED, ""))


def test_rows_are_appended_after_a_last_line_without_its_end(data: Path) -> None:
    path = data / "received" / "log.csv"
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().rstrip())
    before = receipts.read_log(data)
    receipts.append_log(data, dict.fromkeys(receipts.LOGGED, "x"))
    assert receipts.read_log(data) == [*before, dict.fromkeys(receipts.LOGGED, "x")]
