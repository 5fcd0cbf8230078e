"""Cells of ledgers: contents by kind, and every fault at its cell."""

from __future__ import annotations

import calendar
from collections.abc import Callable
from datetime import date, datetime

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from support.ledger_books import COLUMNS
from xj_analysis.county.ledger_shapes import LedgerColumn
from xj_analysis.loaders.ledger_cells import CellRule, read_cell
from xj_analysis.workbooks.cell_faults import FaultCollector
from xj_analysis.workbooks.grid import Grid, GridCell

Make = Callable[..., tuple[dict[str, pd.DataFrame], list[str]]]


FAULTS = [
    (
        {"F5": datetime(2025, 3, 1)},
        "F5：“时间/签约”早于“时间/线索”（2025-03-02），得到“2025-03-01”。请核对这两个日期。",
    ),
    ({"E5": None}, "E5：没有填。请补填。"),
    ({"E6": "2025年2月30日"}, "E6：不是日期，得到“2025年2月30日”。请写成 2025-03-02。"),
    ({"E6": "2025年3月"}, "E6：不是日期，没有写到日，得到“2025年3月”"),
    ({"E6": "3月底"}, "E6：不是日期，没有写年份"),
    ({"E6": "已签约"}, "E6：不是日期，得到“已签约”。请写是哪一天；不知道的先核实。"),
    ({"F6": "待定"}, "F6：不是日期，得到“待定”。还没有的请留空。"),
    ({"E6": 4571}, "E6：不是日期，得到“4571”"),
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
    ({"A3": "序", "B3": "号", "C3": "镇"}, "A1：没有找到“招商线索”的表（表头含“序号”）"),
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


def test_a_total_written_as_a_dash_is_no_sum(make: Make) -> None:
    assert make({"D7": "—"})[1] == []


PLANNED = {"编号": {"to": "lead"}, "时间/线索": {"to": "due", "kind": "date", "empty": True},
           "时间/签约": {"to": "signed_planned", "kind": "date", "empty": True}}  # fmt: skip


@pytest.mark.parametrize(("words", "day"), [
    ("2025年9月底", "2025-09-30"), ("2025.9", "2025-09-30"), ("9月上旬", "2025-09-10"), ("2025年底前", "2025-12-31"),
    ("待定", None), ("未定", None),
])  # fmt: skip
def test_a_planned_month_is_due_on_its_last_day_and_keeps_its_words(make: Make, words: str, day: str | None) -> None:
    title = {"A1": "2025年招商线索（虚构）"}
    found, faults = make(title | {"E5": words, "F5": None}, columns=PLANNED, orders=())
    assert faults == []
    first, second = found["leads"][["due", "due_words"]].to_dict("records")
    assert (pd.isna(first["due"]) if day is None else first["due"] == pd.Timestamp(day)) and first["due_words"] == words
    assert second == {"due": pd.Timestamp(2025, 3, 9), "due_words": ""}


def test_a_plan_that_must_be_set_is_a_fault_where_it_is_not(make: Make) -> None:
    columns = PLANNED | {"时间/线索": {"to": "due", "kind": "date"}}
    _, faults = make({"E5": "待定"}, columns=columns, orders=())
    assert [said.partition("!")[2] for said in faults] == ["E5：不是日期，得到“待定”。这一列不能空着，请先定下来。"]


def test_a_month_is_never_a_day_of_what_has_come(make: Make) -> None:
    for words in ("2025年9月底", "2025.9", "9月", "9月上旬", "2025年9月30日前"):
        found, faults = make({"A1": "2025年台账", "F6": words})
        assert len(faults) == 1 and "F6：不是日期，没有写到日" in faults[0]
        assert pd.isna(found["leads"]["signed"].iloc[1])


def test_two_years_above_a_table_leave_a_month_without_one(make: Make) -> None:
    _, faults = make({"A1": "2025年台账（2024年结转）", "E5": "9月底", "F5": None}, columns=PLANNED, orders=())
    assert [said.partition("!")[2].partition("，得到")[0] for said in faults] == ["E5：不是日期，没有写年份"]


def test_states_of_an_item_are_read_however_they_are_written(make: Make) -> None:
    columns = {**COLUMNS, "单位": {"to": "unit", "item": True, "empty": True}}
    written = {"✓": "✓", "√": "✓", "已完成": "✓", "在建": "在建", "未动": "未动", "—": "不涉及", "/": "不涉及",
               "不涉及": "不涉及", None: ""}  # fmt: skip
    for words, state in written.items():
        found, faults = make({"G5": words, "G6": words}, columns=columns)
        assert faults == [] and found["leads"]["unit"].tolist() == [state] * 2, words


@pytest.mark.parametrize("words", ["差不多", "否", "基本完成", 1, "√?"])
def test_words_that_are_no_state_are_a_fault_at_their_cell(make: Make, words: object) -> None:
    columns = {**COLUMNS, "单位": {"to": "unit", "item": True, "empty": True}}
    _, faults = make({"G5": "✓", "G6": words}, columns=columns)
    assert len(faults) == 1 and faults[0].startswith(f"招商线索.xlsx 「线索」!G6：不是清单的状态，得到“{words}”")
    assert faults[0].endswith("请写✓、在建、未动、不涉及，还不知道的留空。")


def test_an_item_that_may_not_be_empty_or_not_begun_is_told(make: Make) -> None:
    columns = {**COLUMNS, "单位": {"to": "unit", "item": True, "among": ["✓", "在建"]}}
    _, faults = make({"G5": "未动", "G6": None}, columns=columns)
    assert len(faults) == 2 and "!G5：不是清单的状态" in faults[0] and "!G6：没有填" in faults[1]


MONTHS = {"编号": {"to": "lead"}, "时间/线索": {"to": "month", "kind": "month", "empty": True}}
WRITTEN = ("{0.year}年{0.month}月", "{0.year}年{0.month}月份", "{0.year}.{0.month:02}", "{0.year}-{0.month:02}",
           "{0.year}/{0.month}", "{0.year}{0.month:02}", " {0.year} 年 {0.month} 月 ")  # fmt: skip


@given(st.dates(date(2013, 1, 1), date(2050, 12, 31)), st.sampled_from(WRITTEN))
def test_a_month_is_its_last_day_however_it_is_written(day: date, written: str) -> None:
    last = datetime(day.year, day.month, calendar.monthrange(day.year, day.month)[1])
    assert read(written.format(day)) == (last, [])


def read(words: str) -> tuple[object, list[str]]:
    """A cell of a month, and its faults."""
    grid, faults = Grid("页"), FaultCollector("台账.xlsx")
    grid.cells[1, 1] = GridCell(words)
    found = read_cell(grid, (1, 1), CellRule(LedgerColumn(to="month", kind="month"), "", {}), faults)
    return found, [str(fault) for fault in faults.faults]


NO_MONTHS = (
    "2025年三季度",
    "2025年",
    "2025年8月上旬",
    "2025年8月底前",
    "8月",
    "2025-08-15",
    "已报",
    "2025年13月",
    "45930",
)


@pytest.mark.parametrize("words", NO_MONTHS)
def test_what_is_no_month_is_a_fault(words: str) -> None:
    found, (fault,) = read(words)
    assert found is None and "不是月份" in fault and words in fault and "请写成 2025年8月。" in fault


def test_months_are_a_column_of_days_and_need_no_year_that_stands_above(make: Make) -> None:
    found, faults = make({"A1": "2025年台账", "E5": "8月", "E6": "2025.10"}, columns=MONTHS, orders=())
    assert faults == []
    assert found["leads"]["month"].tolist() == [pd.Timestamp(2025, 8, 31), pd.Timestamp(2025, 10, 31)]
    found, faults = make({"E5": None, "E6": 2025.1}, columns=MONTHS, orders=())
    assert [said.partition("!")[2].partition("，得到")[0] for said in faults] == [
        "E6：不是月份，可能是1月，也可能是10月"
    ]
    assert pd.isna(found["leads"]["month"].iloc[0])
