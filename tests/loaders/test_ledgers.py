"""Ledgers: typed rows with their cells, and every fault at its cell."""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from support.county_folder import REPO
from xj_analysis.base.errors import DataError
from xj_analysis.briefing import check
from xj_analysis.county.ledger_shapes import LedgerColumn, LedgerShape
from xj_analysis.loaders import ledger_rules, ledgers
from xj_analysis.store.store import Store
from xj_analysis.workbooks import cells
from xj_analysis.workbooks.grid import GridCell

FOLDER = REPO / "data" / "example"
COLUMNS = {
    "编号": {"to": "lead"}, "乡镇": {"to": "area", "kind": "area"},
    "投资": {"to": "amount", "kind": "number", "unit": "万元", "least": 0},
    "时间/线索": {"to": "found", "kind": "date"}, "时间/签约": {"to": "signed", "kind": "date", "empty": True},
    "单位": {"to": "unit", "kind": "unit", "empty": True},
}  # fmt: skip
ROWS = [
    ["招商线索（虚构）"],
    ["单位：亿元"],
    ["序号", "编号", "乡镇", "投资", "时间", None, "单位"],
    [None, None, None, None, "线索", "签约", None],
    [1, "L1", "示例 镇", 1.2, datetime(2025, 3, 2), "２０２５.4.1", "示例县统计局"],
    [2, "L2", "虚拟乡", "3500万元", "2025年3月9日", "—", None],
    ["合 计", None, None, 1.55],
    [],
    ["注：以上为虚构。"],
]


def shape(**given: Any) -> LedgerShape:
    base = {"slug": "leads", "name": "招商线索", "file": "*线索*", "key": "序号", "levels": 2, "unique": ("lead",),
            "orders": (("found", "signed"),), "columns": COLUMNS}  # fmt: skip
    return LedgerShape.model_validate(base | given)


Make = Callable[..., tuple[dict[str, pd.DataFrame], list[str]]]


@pytest.fixture
def make(tmp_path: Path, example: Store) -> Make:
    """Write a workbook with some cells changed, and read it as the one ledger of a county."""

    def made(cells: dict[str, object] | None = None, **given: Any) -> tuple[dict[str, pd.DataFrame], list[str]]:
        book = Workbook()
        sheet = book.active
        sheet.title = "线索"
        for row in ROWS:
            sheet.append(row)
        for area in ("A3:A4", "B3:B4", "C3:C4", "D3:D4", "E3:F3", "G3:G4"):
            sheet.merge_cells(area)
        for place, value in (cells or {}).items():
            sheet[place] = value
        (tmp_path / "ledgers").mkdir(exist_ok=True)
        book.save(tmp_path / "ledgers" / "招商线索.xlsx")
        county = example.county.model_copy(update={"ledgers": (shape(**given),), "folder": tmp_path})
        found, faults = ledgers.read_ledgers(county)
        return found, [str(fault) for fault in faults]

    return made


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


FAULTS = [
    (
        {"F5": datetime(2025, 3, 1)},
        "F5：“时间/签约”早于“时间/线索”（2025-03-02），得到“2025-03-01”。请核对这两个日期。",
    ),
    ({"E5": None}, "E5：没有填。请补填。"),
    ({"E6": "2025年2月30日"}, "E6：不是日期，得到“2025年2月30日”。请写成 2025-03-02。"),
    ({"E6": "2025年3月"}, "E6：不是日期"),
    ({"E6": 45718}, "E6：不是日期，得到“45718”"),
    ({"E6": datetime(2025, 3, 2, 8, 30)}, "E6：只要日期，不要时间，得到“2025-03-02 08:30”"),
    ({"C6": "虚拟镇"}, "C6：地区不认识，得到“虚拟镇”。是否想写"),
    ({"G5": "统计局"}, "G5：单位不认识，得到“统计局”。是否想写“示例县统计局”？"),
    ({"D6": "约3500"}, "D6：不是确数（本列单位：亿元），得到“约3500”。请只填数字。"),
    ({"D6": "三千五"}, "D6：不是数字（本列单位：亿元），得到“三千五”"),
    ({"D6": -1}, "D6：小于下限（0万元），得到“-1”"),
    ({"D6": datetime(2025, 3, 2)}, "D6：应是数字，这一格是日期"),
    ({"D6": True}, "D6：应是数字，这一格是是否"),
    ({"D6": "=1/0"}, "D6：公式没有算出的值"),
    ({"D7": 1.6}, "D7：合计与各行之和（15500万元）不符，得到“1.6”。请核对合计与各行。"),
    ({"B6": "L1"}, "B6：编号重复，得到“L1”。前一次在 线索!B5，请只留一行。"),
    ({"B6": datetime(2025, 3, 2)}, "B6：应是文字"),
    ({"D3": "投资（公里）"}, "D3：单位与登记的不符（应可换算为万元），得到“公里”"),
    ({"B3": "号码"}, "A3：表头里没有“编号”"),
    ({"A3": "序"}, "A1：没有找到“招商线索”的表（表头含“序号”）"),
]


@pytest.mark.parametrize(("changed", "words"), FAULTS)
def test_a_fault_is_told_with_its_cell(make: Make, changed: dict[str, object], words: str) -> None:
    _, faults = make(changed)
    assert [said for said in faults if said.startswith(f"招商线索.xlsx 「线索」!{words}")], faults


@pytest.mark.parametrize("words", ["=1+1", "<script>alert(1)</script>", '#read("/etc/passwd")', "\u202e甲", 'a,b\n"c'])
def test_hostile_words_are_kept_as_words_and_told_as_words(make: Make, words: str) -> None:
    book = {"B6": words} if words != "=1+1" else {"B6": "'=1+1"}
    found, faults = make(book)
    assert faults == [] and found["leads"]["lead"].iloc[1] == str(book["B6"]).strip()
    _, faults = make({"C6": words} if words != "=1+1" else {"C6": "'=1+1"})
    assert len(faults) == 1 and "!C6：地区不认识" in faults[0]


def test_all_faults_come_at_once(make: Make) -> None:
    _, faults = make({"E6": "不详", "C6": "某乡", "D5": "很多", "B6": "L1"})
    assert sorted(said.partition("！")[0].partition("」!")[2].partition("：")[0] for said in faults) == [
        "B6", "C6", "D5", "E6"]  # fmt: skip


def test_a_step_skipped_is_a_fault(make: Make) -> None:
    columns = COLUMNS | {"时间/线索": {"to": "found", "kind": "date", "empty": True}}
    _, faults = make({"E5": None}, columns=columns)
    assert faults == ["招商线索.xlsx 「线索」!E5：“时间/线索”没有日期，后面的却有。请补填，或核对后面的日期。"]


def test_a_row_on_the_sheet_of_another_stage_is_a_fault(make: Make) -> None:
    found, faults = make(sheet_to="stage", stages=("线索", "签约"))
    assert faults == [
        "招商线索.xlsx 「线索」!F5：在“线索”页，而日期到了“签约”，得到“时间/签约”。请移到相应的页，或核对日期。"
    ]
    assert set(found["leads"]["stage"]) == {"线索"}


def test_a_number_no_other_ledger_has_is_a_fault(make: Make) -> None:
    _, faults = make(within={"lead": "leads"})
    assert faults == []


def test_a_declared_ledger_that_is_missing_and_a_file_nobody_declared_are_faults(make: Make, tmp_path: Path) -> None:
    (tmp_path / "ledgers").mkdir()
    (tmp_path / "ledgers" / "~$招商线索.xlsx").write_bytes(b"")
    _, faults = make(file="别的*")
    assert faults == [
        "招商线索.xlsx：不知道是什么台账。文件名要合其中之一：别的*。",
        "ledgers/：没有“招商线索”的台账。请放进 ledgers/，文件名合 别的*；不再报的请从 county.toml 删去。",
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
])  # fmt: skip
def test_a_declaration_that_does_not_hold_together_is_refused(wrong: dict[str, object], words: str) -> None:
    with pytest.raises(ValueError, match=words):
        shape(**wrong)


def test_a_number_needs_a_unit_and_nothing_else_has_one() -> None:
    for wrong in ({"kind": "number"}, {"kind": "text", "unit": "万元"}):
        with pytest.raises(ValueError, match="number"):
            LedgerColumn.model_validate({"to": "a"} | wrong)


@given(st.datetimes(datetime(1990, 1, 1), datetime(2100, 1, 1)).map(lambda when: when.replace(second=0, microsecond=0)))
def test_a_moment_is_read_however_it_is_written(when: datetime) -> None:
    serial = (when - datetime(1899, 12, 30)).total_seconds() / 86_400
    written = [f"{when:%Y-%m-%d %H:%M}", f"{when:%Y年%m月%d日 %H时%M分}", f"{when:%Y/%m/%d %H:%M:%S}", when.isoformat()]
    assert {cells.as_datetime(GridCell(words)) for words in written} == {when}
    assert cells.as_datetime(GridCell(f"{serial:.15g}", "date", serial)) == when


def test_a_workbook_that_counts_days_from_1904_names_the_same_days(make: Make, tmp_path: Path, example: Store) -> None:
    make()
    path = tmp_path / "ledgers" / "招商线索.xlsx"
    book = load_workbook(path)
    book.epoch = datetime(1904, 1, 1)
    book.save(path)
    county = example.county.model_copy(update={"ledgers": (shape(),), "folder": tmp_path})
    assert ledgers.load_ledgers(county)["leads"]["found"].iloc[0] == pd.Timestamp(2025, 3, 2)


def planted() -> list[dict[str, str]]:
    with (FOLDER / "faulty" / "manifest.csv").open(encoding="utf-8", newline="") as file:
        return [row for row in csv.DictReader(file) if row["kind"].startswith("ledger_")]


@pytest.mark.parametrize("row", planted(), ids=lambda row: row["file"])
def test_every_fault_planted_in_a_ledger_is_found_at_its_cell(row: dict[str, str], example: Store) -> None:
    rows, faults = ledgers.read_file(FOLDER / "faulty" / row["file"], example.county)
    found = {fault.where for fault in (*faults, *ledger_rules.faults_between_ledgers(rows, example.county))}
    assert found == {f"{row['file']} 「{row['sheet']}」!{row['cell']}"}


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


@pytest.fixture
def example_copy(tmp_path: Path) -> Callable[[], Path]:
    import shutil

    def copied() -> Path:
        ignored = shutil.ignore_patterns("generator", "inbox", "faulty")
        return Path(shutil.copytree(FOLDER, tmp_path / "example", ignore=ignored))

    return copied
