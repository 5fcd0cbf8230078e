"""Tables of ledgers: headings, rows and totals, whatever the file."""

from __future__ import annotations

import csv
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from support.ledger_books import COLUMNS, shape
from xj_analysis.loaders import ledgers
from xj_analysis.loaders.ledger_cells import MOST_FAULTS
from xj_analysis.loaders.ledger_totals import exact_sums
from xj_analysis.store.store import Store

Make = Callable[..., tuple[dict[str, pd.DataFrame], list[str]]]
FLAT = {"columns": {"编号": {"to": "lead"}, "投资": {"to": "amount", "kind": "number", "unit": "万元"}}, "levels": 1,
        "orders": ()}  # fmt: skip


@pytest.fixture
def read(tmp_path: Path, example: Store) -> Callable[..., tuple[pd.DataFrame, list[str]]]:
    """Write rows as an .xlsx or a .csv ledger, and read it."""

    def written(rows: list[list[object]], kind: str = "xlsx", **options: object) -> tuple[pd.DataFrame, list[str]]:
        (tmp_path / "ledgers").mkdir(exist_ok=True)
        path = tmp_path / "ledgers" / f"线索.{kind}"
        if kind == "csv":
            with path.open("w", encoding="utf-8", newline="") as file:
                csv.writer(file).writerows(rows)
        else:
            book = Workbook()
            for row in rows:
                book.active.append(row)
            book.save(path)
        county = example.county.model_copy(update={"ledgers": (shape(**FLAT | options),), "folder": tmp_path})
        frames, faults = ledgers.read_ledgers(county)
        return frames["leads"], [str(fault) for fault in faults]

    return written


@pytest.mark.parametrize("changed", [{"B3": "号码"}, {"E4": "线索日"}, {"D3": "投资（公里）"}])
def test_one_changed_heading_is_one_fault(make: Make, changed: dict[str, object]) -> None:
    for options in ({}, {"within": {"lead": "leads"}}, {"sheet_to": "stage", "stages": ("别的", "线索")}):
        _, faults = make(changed, **options)
        if "stages" not in options or "E4" in changed:
            assert len(faults) == 1, faults


def test_a_reference_to_a_ledger_that_is_not_there_is_told_once(tmp_path: Path, example: Store, make: Make) -> None:
    make()
    other = shape(slug="firms", name="企业名录", file="*名录*", within={})
    county = example.county.model_copy(update={"ledgers": (shape(within={"lead": "firms"}), other), "folder": tmp_path})
    assert [fault.what for fault in ledgers.read_ledgers(county)[1]] == ["没有“企业名录”的台账"]


def test_a_csv_reads_like_a_workbook(read: Callable[..., tuple[pd.DataFrame, list[str]]], tmp_path: Path) -> None:
    rows: list[list[object]] = [
        ["序号", "编号", "投资（亿元）"],
        [1, "0012", "1,234.5"],
        [2, "L2", "１．５"],
        ["合计", "", 1236],
    ]
    frame, faults = read(rows, "csv")
    assert faults == [] and frame["lead"].tolist() == ["0012", "L2"]
    assert frame["amount"].tolist() == [12_345_000, 15_000]
    (tmp_path / "ledgers" / "线索.csv").unlink()
    other, faults = read(rows)
    assert faults == []
    pd.testing.assert_frame_equal(other.drop(columns=["file", "sha256", "sheet", "locator"]),
                                  frame.drop(columns=["file", "sha256", "sheet", "locator"]))  # fmt: skip


def test_rows_end_with_two_blank_ones_and_a_note_and_places_are_those_on_the_sheet(
    read: Callable[..., tuple[pd.DataFrame, list[str]]],
) -> None:
    rows: list[list[object]] = [[f"台账{number}"] for number in range(300)]
    rows += [["序号", "编号", "投资"], [1, "L1", 5], [], ["二", "L2", 6], ["注：虚构"], [3, "L3", 7]]
    frame, faults = read(rows)
    assert faults == [] and frame["row"].tolist() == [302, 304]
    assert frame["locator"].tolist() == ["Sheet!B302:C302", "Sheet!B304:C304"]


def test_a_wrong_subtotal_is_told_with_the_sum_above_it(read: Callable[..., tuple[pd.DataFrame, list[str]]]) -> None:
    rows: list[list[object]] = [["序号", "编号", "投资"], [1, "L1", 0.1], [2, "L2", 0.2], ["合计", "", 0.3],
                                [3, "L3", 1], ["总计", "", 1.2]]  # fmt: skip
    _, faults = read(rows)
    assert faults == ["线索.xlsx 「Sheet」!C6：合计与各行之和（1.3万元）不符，得到“1.2”。请核对合计与各行。"]
    rows[1][2] = "多"
    assert [fault.partition("：")[0] for fault in read(rows)[1]] == ["线索.xlsx 「Sheet」!C2"], "no sum without a part"


def test_faults_beyond_the_cap_are_counted(read: Callable[..., tuple[pd.DataFrame, list[str]]]) -> None:
    rows: list[list[object]] = [["序号", "编号", "投资"], *([1, f"L{n}", f"多{n}"] for n in range(MOST_FAULTS + 50))]
    _, faults = read(rows)
    assert len(faults) == MOST_FAULTS + 1
    assert faults[0] == "线索.xlsx 「Sheet」!C2：不是数字（本列单位：万元），得到“多0”。请只填数字。"
    assert faults[-1].startswith("线索.xlsx：至少还有50处错误没有列出")


def test_the_same_fault_of_a_column_is_told_once(read: Callable[..., tuple[pd.DataFrame, list[str]]]) -> None:
    many = MOST_FAULTS + 100
    rows: list[list[object]] = [["序号", "编号", "投资"], *([1, f"L{n}", "多"] for n in range(many)), [1, "L", "少"]]
    _, faults = read(rows)
    assert faults == [
        f"线索.xlsx 「Sheet」!C2：不是数字（本列单位：万元），另有{many - 1}处也是（C3、C4、C5、C6、C7…），"
        "得到“多”。请只填数字。",
        f"线索.xlsx 「Sheet」!C{many + 2}：不是数字（本列单位：万元），得到“少”。请只填数字。",
    ]
    rows = [["序号", "编号", "投资"], *([1, "L1", 5] for _ in range(4))]
    assert read(rows)[1] == [
        "线索.xlsx 「Sheet」!B3：编号重复，另有2处也是（B4、B5），得到“L1”。前一次在 Sheet!B2，请只留一行。"
    ]


@given(st.lists(st.one_of(st.decimals(-(10**6), 10**6, places=2).map(float), st.floats(-1e12, 1e12)), max_size=8))
def test_sums_are_exact(values: list[float]) -> None:
    counts = [*range(len(values) + 1)]
    sums = exact_sums(np.array(values, float), counts)
    assert sums == [sum((Fraction(str(value)) for value in values[:count]), Fraction(0)) for count in counts]


def test_columns_declared_but_without_a_heading_are_blank_in_the_frame(make: Make) -> None:
    found, faults = make({"B3": "号码", "E4": "线索日"})
    assert len(faults) == 2 and set(COLUMNS) >= {"编号"}
    assert found["leads"]["lead"].tolist() == ["", ""] and found["leads"]["found"].isna().all()
    assert found["leads"]["locator"].tolist() == ["线索!C5:G5", "线索!C6:G6"]
