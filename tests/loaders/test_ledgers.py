"""Ledgers as typed frames: every row with its cells and its file."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pandas as pd
import pytest
from openpyxl import load_workbook

from support.county_folder import REPO
from support.ledger_books import COLUMNS, shape
from xj_analysis.base.errors import DataError
from xj_analysis.briefing import check
from xj_analysis.county.ledger_shapes import LedgerColumn
from xj_analysis.loaders import ledgers
from xj_analysis.store.store import Store

FOLDER = REPO / "data" / "example"
Make = Callable[..., tuple[dict[str, pd.DataFrame], list[str]]]


def test_a_row_is_typed_and_knows_its_cells_and_its_file(make: Make, tmp_path: Path) -> None:
    found, faults = make()
    assert faults == []
    first, second = found["leads"].to_dict("records")
    assert (first["lead"], first["area"], first["amount"], first["unit"]) == ("L1", "999900101", 12_000, "tjj")
    assert (first["found"], first["signed"]) == (pd.Timestamp(2025, 3, 2), pd.Timestamp(2025, 4, 1))
    assert second["amount"] == 3500 and pd.isna(second["signed"]) and second["unit"] == ""
    kept = tmp_path / "ledgers" / "招商线索.xlsx"
    assert first["sha256"] == hashlib.sha256(kept.read_bytes()).hexdigest()
    assert [first[name] for name in ("file", "sheet", "row", "locator")] == [
        "ledgers/招商线索.xlsx", "线索", 5, "线索!B5:G5"]  # fmt: skip


def test_a_declared_ledger_that_is_missing_and_a_file_nobody_declared_are_faults(make: Make, tmp_path: Path) -> None:
    (tmp_path / "ledgers").mkdir()
    (tmp_path / "ledgers" / "~$招商线索.xlsx").write_bytes(b"")
    _, faults = make({"B3": "号", "C3": "镇", "D3": "钱"}, file="别的*")
    assert faults == [
        "招商线索.xlsx：不知道是什么台账；最像“招商线索”，表头还差编号、乡镇、投资。请补上表头，或把文件名改成合其中之一的：别的*。",
        "ledgers/：没有“招商线索”的台账。请放进 ledgers/，文件名合 别的*；不再报的请从 collection.toml 删去。",
    ]


def test_what_is_no_workbook_is_a_fault(make: Make, tmp_path: Path, example: Store) -> None:
    make()
    (tmp_path / "ledgers" / "招商线索.xlsx").write_bytes(b"PK\x03\x04 nothing")
    county = example.county.model_copy(update={"ledgers": (shape(),), "folder": tmp_path})
    with pytest.raises(DataError, match="不是完好的"):
        ledgers.load_ledgers(county)


@pytest.mark.parametrize(("wrong", "words"), [
    ({"unique": ("name",)}, "没有这些列"), ({"orders": (("lead",),)}, "orders 里只能是日期"),
    ({"stages": ("线索", "签约")}, "stages 须与"),
    ({"columns": COLUMNS | {"又": {"to": "lead"}}}, "两列用了同一个 to"),
    ({"columns": COLUMNS | {"又": {"to": "more", "also": ["编号"]}}}, "同一个表头写了两次：编号"),
])  # fmt: skip
def test_a_declaration_that_does_not_hold_together_is_refused(wrong: dict[str, object], words: str) -> None:
    with pytest.raises(ValueError, match=words):
        shape(**wrong)


def test_a_number_needs_a_unit_and_nothing_else_has_one() -> None:
    for wrong in ({"kind": "number"}, {"kind": "text", "unit": "万元"}):
        with pytest.raises(ValueError, match="number"):
            LedgerColumn.model_validate({"to": "a"} | wrong)


def test_a_workbook_that_counts_days_from_1904_names_the_same_days(make: Make, tmp_path: Path, example: Store) -> None:
    make()
    path = tmp_path / "ledgers" / "招商线索.xlsx"
    book = load_workbook(path)
    book.epoch = datetime(1904, 1, 1)
    book.save(path)
    county = example.county.model_copy(update={"ledgers": (shape(),), "folder": tmp_path})
    assert ledgers.load_ledgers(county)["leads"]["found"].iloc[0] == pd.Timestamp(2025, 3, 2)


def test_every_value_of_the_projects_stands_in_its_row(example: Store) -> None:
    frame = ledgers.load_ledgers(example.county)["projects"]
    sheet = load_workbook(FOLDER / frame["file"].iloc[0])["倒排工期"]
    for row in frame.to_dict("records"):
        own = [cell.value for cell in sheet[row["locator"].split("!")[1]][0]]
        assert own[0] == row["project"] and own[5] == row["investment_total"]


def test_check_covers_the_ledgers(example_copy: Callable[[], Path]) -> None:
    data = example_copy()
    path = data / "ledgers" / "招商线索台账.xlsx"
    path.write_bytes(next((FOLDER / "faulty").glob("36-*")).read_bytes())
    faults, _ = check.check_folder(data)
    assert [fault.where for fault in faults] == ["招商线索台账.xlsx 「线索」!G5"]
