"""Templates: layout, protection, drop-downs, earlier values, and a round trip through LibreOffice."""

from __future__ import annotations

import io
import os
import subprocess
from decimal import Decimal
from pathlib import Path

from openpyxl import load_workbook

from support.filed_reports import OCTOBER
from xj_analysis.collect import intake, template, template_layout
from xj_analysis.county.model import County
from xj_analysis.store.store import Store
from xj_analysis.workbooks.saving import to_bytes


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
    store = Store(County.model_construct(**dict(county) | {"indicators": other}), known.frame)
    unit = next(unit for unit in county.units if unit.slug == "czj").model_copy(update={"name": "@unit"})
    book = load_workbook(io.BytesIO(template.make_template(store, unit, OCTOBER)))
    ours = {"=SUM", "=IF("}
    for row in book[template_layout.SHEET].iter_rows():
        for cell in row:
            assert cell.data_type != "f" or str(cell.value)[:4] in ours


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
