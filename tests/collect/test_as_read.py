"""The values of a report as a person sees them: none is missing, each with hedge, unit and cell."""

from __future__ import annotations

from support.filed_reports import inbox
from xj_analysis.collect import intake
from xj_analysis.collect.as_read import tables_of
from xj_analysis.collect.report import Value
from xj_analysis.quantity.cell_values import CellValue, read_cell_value
from xj_analysis.store.store import Store


def value(indicator: str, area: str, entry: CellValue, at: tuple[int, int], sheet: str = "表", note: str = "") -> Value:
    return Value(indicator, area, "cumulative", entry, sheet, at, note)


def test_every_value_of_a_report_is_there(known: Store) -> None:
    for word in ("旅游", "财政局", "人社", "审批"):
        report, _ = intake.read_report(inbox(word), known)
        shown = [cell for _, _, rows in tables_of(report.values, known.county) for row in rows for cell in row[1:]]
        assert len([cell for cell in shown if cell]) == len(report.values) > 0
        for read in report.values:
            place = read.locator.rpartition("!")[2]
            assert any(cell.endswith(f" {place}") and read.entry.digits in cell for cell in shown)


def test_hedges_absences_and_notes_are_in_words(known: Store) -> None:
    entries = [read_cell_value(text, "万人次", decimals=2) for text in ("约75", "—", "")]
    towns = known.county.towns[:3]
    values = [
        value("visits", town, entry, (n, 3)) for n, (town, entry) in enumerate(zip(towns, entries, strict=True), 5)
    ]
    values.append(value("visits", "999900", read_cell_value("80", "万人次"), (9, 3), note="含2处新景区"))
    ((title, columns, rows),) = tables_of(values, known.county)
    assert title == "「表」" and columns == ("地区", "接待游客")
    assert [row[1] for row in rows] == ["约75万人次 C5", "没有 C6", "不知道 C7", "80万人次（含2处新景区） C9"]


def test_a_sheet_of_one_area_runs_down_its_indicators(known: Store) -> None:
    exact = CellValue("1", "家")
    values = [value(slug, "999900", exact, (n, 2)) for n, slug in enumerate(["visits", "talents", "brand_products"], 3)]
    values.append(value("visits", "999900", exact, (3, 2), sheet="另一页"))
    first, second = tables_of(values, known.county)
    assert first[1] == ("指标", "示例县") and first[2][0][0] == "接待游客" and len(first[2]) == 3
    assert second[0] == "「另一页」" and second[2] == [["示例县", "1家 B3"]]


def test_nothing_read_is_no_table(known: Store) -> None:
    assert list(tables_of([], known.county)) == []
