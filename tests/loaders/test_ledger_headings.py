"""A sheet in a department's own shape, told and read by its headings."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest
from openpyxl import Workbook

from support.ledger_books import COLUMNS, shape
from xj_analysis.county.ledger_shapes import LedgerShape
from xj_analysis.loaders import ledgers
from xj_analysis.store.store import Store

Read = Callable[..., tuple[dict[str, pd.DataFrame], list[str]]]
Rows = list[list[object]]
HEADINGS: list[object] = ["序号", "编号", "乡镇", "投资（亿元）", "线索", "签约", "单位"]
BODY: Rows = [[1, "L1", "示例镇", 1.2, "2025.3.2", "2025年4月1日", "示例县统计局"],
              [2, "L2", "虚拟乡", 0.35, 45_725, None, None]]  # fmt: skip
ALSO = COLUMNS | {"单位": {"to": "unit", "kind": "unit", "empty": True, "also": ["责任单位", "牵头单位"]}}
OTHER = shape(slug="others", name="另一种", file="*另一种*", columns={
              "编号": {"to": "lead"}, "乡镇": {"to": "area", "kind": "area"},
              "面积": {"to": "size", "kind": "number", "unit": "亩"}}, orders=())  # fmt: skip


@pytest.fixture
def read(tmp_path: Path, example: Store) -> Read:
    """Write one sheet of a workbook, and read it as the ledger of a county, or as one of several."""

    def written(
        rows: Rows, *shapes: LedgerShape, name: str = "某局进展.xlsx", merged: tuple[str, ...] = ()
    ) -> tuple[dict[str, pd.DataFrame], list[str]]:
        (tmp_path / "ledgers").mkdir(exist_ok=True)
        book = Workbook()
        for row in rows:
            book.active.append(row)
        for area in merged:
            book.active.merge_cells(area)
        book.save(tmp_path / "ledgers" / name)
        county = example.county.model_copy(update={"ledgers": shapes or (shape(columns=ALSO),), "folder": tmp_path})
        frames, faults = ledgers.read_ledgers(county)
        return frames, [str(fault) for fault in faults]

    return written


def same(frames: dict[str, pd.DataFrame]) -> None:
    frame = frames["leads"].sort_values("lead")
    assert frame["lead"].tolist() == ["L1", "L2"] and frame["amount"].tolist() == [12_000, 3_500]
    assert frame["found"].tolist() == [pd.Timestamp(2025, 3, 2), pd.Timestamp(2025, 3, 9)]
    assert frame["unit"].tolist() == ["tjj", ""] and frame["area"].tolist()[0] == "999900101"


@pytest.mark.parametrize("seed", range(5))
def test_columns_in_another_order_with_others_between_and_titles_above(read: Read, seed: int) -> None:
    order = [0, *random.Random(seed).sample(range(1, 7), 6)]
    more: Rows = [["备注"], ["甲"], [None]]
    rows: Rows = [[*(row[at] for at in order), *extra]
                  for row, extra in zip([HEADINGS, *BODY], more, strict=True)]  # fmt: skip
    frames, faults = read([["附件2"], [None], ["某局招商进展"], *rows])
    assert faults == []
    same(frames)


@pytest.mark.parametrize("named", ["单位", "责任单位", "牵头单位", "牵头 单位"])
def test_another_heading_of_a_column_is_that_column(read: Read, named: str) -> None:
    frames, faults = read([["x"], [*HEADINGS[:-1], named], *BODY])
    assert faults == []
    same(frames)


def test_two_columns_of_one_field_are_a_fault_that_names_both(read: Read) -> None:
    _, faults = read([[*HEADINGS[:-1], "责任单位", "牵头单位"], *BODY])
    assert faults == [
        "某局进展.xlsx 「Sheet」!H1：表头重复，两列都是“单位”，得到“牵头单位”。"
        "另一列在 Sheet!G1（责任单位），请只留一列。"
    ]


@pytest.mark.parametrize("key", ["序", "NO.", None])
def test_a_table_is_found_without_its_key_heading(read: Read, key: str | None) -> None:
    rows: Rows = [[key, *HEADINGS[1:]], *BODY, ["合计", None, None, 1.5]]
    frames, faults = read(rows if key else [row[1:] for row in rows[:-1]])
    same(frames)
    assert [said.partition("，得到")[0] for said in faults] == (
        ["某局进展.xlsx 「Sheet」!D4：合计与各行之和（15500万元）不符"] if key else []
    )


def test_a_level_more_is_read_too(read: Read) -> None:
    top: list[object] = ["基本情况", None, None, None, "时间", None, "单位"]
    flat = shape(columns={heading.rpartition("/")[2]: rule for heading, rule in COLUMNS.items()}, levels=1)
    rows: Rows = [["表"], top, [*HEADINGS[:-1], None], *BODY]
    frames, faults = read(rows, flat, merged=("A2:D2", "E2:F2", "G2:G3"))
    assert faults == []
    same(frames)


def test_headings_that_fit_none_say_what_is_missing(read: Read) -> None:
    _, faults = read([["序号", "编号", "名称", "数量"], [1, "L1", "甲", 5]])
    assert faults[0].startswith("某局进展.xlsx：不知道是什么台账；最像“招商线索”，表头还差乡镇、投资、时间/线索。")


def test_the_ledger_of_most_headings_is_taken(read: Read) -> None:
    frames, faults = read([HEADINGS, *BODY], shape(), OTHER)
    assert len(frames["leads"]) == 2 and len(frames["others"]) == 0
    assert [said for said in faults if "另一种" not in said] == []


def test_two_ledgers_that_fit_equally_are_a_fault(read: Read) -> None:
    twin = shape(slug="twins", name="同样的", file="*同样*")
    frames, faults = read([HEADINGS, *BODY], shape(), twin)
    assert faults[0].startswith("某局进展.xlsx 「Sheet」!A1：表头同样合“招商线索”和“同样的”，不知道是哪种台账。")
    assert all(frame.empty for frame in frames.values())
    frames, faults = read([HEADINGS, *BODY], shape(), twin, name="同样.xlsx")
    assert len(frames["twins"]) == 2, "the name of the file tells"


def test_what_feeds_another_ledger_is_passed_over(read: Read, tmp_path: Path, example: Store) -> None:
    read([HEADINGS, *BODY])
    county = example.county.model_copy(update={"ledgers": (OTHER,), "folder": tmp_path})
    frames, faults = ledgers.read_ledgers(county, others=(shape(), OTHER))
    assert frames["others"].empty and [fault.where for fault in faults] == ["ledgers/"]


def test_rows_that_are_filled_and_not_read_are_a_fault(read: Read) -> None:
    third: list[object] = [3, "L3", "示例镇", 1, "2025-05-01", None, None]
    for between in ([[None], [None]], [[None] * 7, [None] * 7], [HEADINGS]):
        frames, faults = read([HEADINGS, *BODY, *between, third])
        assert len(frames["leads"]) == 2
        assert [said.partition("：")[2].partition("：")[0] for said in faults] == ["这一行没有读"]
    _, faults = read([HEADINGS, *BODY, [None, *third[1:]]])
    assert len(faults) == 1 and "!A4：这一行没有读" in faults[0]
    assert read([HEADINGS, *BODY, [None], [None], ["填表人：甲", None, "2025年"], ["注：虚构"]])[1] == []


def test_each_subtotal_is_of_its_own_rows(read: Read) -> None:
    sums: Rows = [["小计", None, None, 1.2], ["小计", None, None, 0.35], ["合计", None, None, 1.55]]
    assert read([HEADINGS, BODY[0], sums[0], BODY[1], sums[1], sums[2]])[1] == []
    assert read([HEADINGS, sums[2], sums[0], BODY[0], sums[1], BODY[1]])[1] == [], "sums above their rows"
    sums[1][3] = 0.36
    _, faults = read([HEADINGS, BODY[0], sums[0], BODY[1], sums[1], sums[2]])
    assert [said.partition("，")[0] for said in faults] == [
        "某局进展.xlsx 「Sheet」!D5：合计与各行之和（3500万元）不符"
    ]
