"""Frames of figures as tables: what is printed, and what is refused."""

from __future__ import annotations

import datetime
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from xj_analysis.base.errors import DataError
from xj_analysis.briefing import frame_tables
from xj_analysis.document.blocks import Omission, Table, block_from_json, block_to_json
from xj_analysis.document.pieces import Strong
from xj_analysis.metrics.columns.samples import sample
from xj_analysis.quantity.figure_array import FigureArray
from xj_analysis.quantity.figures import Figure
from xj_analysis.quantity.period_labels import PeriodLabel, period_index

ROWS = sample(value=[30.0, 10.0], unit="家", reported=["30", "10"], decimals=0)
NEW = pd.Series(FigureArray.from_frame(ROWS), index=pd.Index(["甲镇", "乙镇"], name="乡镇"), name="新增")

LABELLED = FigureArray.from_frame(ROWS.assign(label="新增企业"))


def frame_table(data: pd.DataFrame | pd.Series, **options: Any) -> Table:
    """The table of a frame that has rows."""
    table = frame_tables.frame_table(data, **options)
    assert isinstance(table, Table)
    return table


def printed(data: pd.DataFrame | pd.Series, **options: Any) -> list[list[str]]:
    """Headings and texts of the cells, without the column of sources."""
    table = frame_table(data, **options)
    width = sum(column.name != "来源" for column in table.columns)
    heads = [column.name for column in table.columns[:width]]
    return [heads, *(["".join(map(str, cell.parts)) for cell in row[:width]] for row in table.rows)]


def test_column_names_units_and_the_index_become_headings() -> None:
    assert printed(NEW) == [["乡镇", "新增（家）"], ["甲镇", "30"], ["乙镇", "10"]]
    labels = sample(label=["甲（甲镇）", "乙（乙镇）"], value=[3.0, 4.0], unit="家", reported=["3", "4"], decimals=0)
    named = pd.Series(FigureArray.from_frame(labels), name="new")
    assert printed(named, headings={"new": "新增企业"})[0] == ["新增企业（家）"], "the labels differ"
    growth = pd.Series(FigureArray.from_frame(labels.assign(label=["增速（甲镇）", "增速（乙镇）"])), name="new")
    assert printed(growth, headings={"new": "新增企业"})[0] == ["增速（家）"], "it is no more that indicator"
    half: Any = growth / 2
    assert printed(half, headings={"new": "新增企业"})[0] == ["按新增企业计算（家）"], "half of them are no new ones"
    assert printed(NEW.rename("新增（家）"))[0] == ["乡镇", "新增（家）"]
    assert printed(NEW.rename(None).reset_index(drop=True)) == [["数值（家）"], ["30"], ["10"]]


def test_source_marks_come_by_themselves() -> None:
    table = frame_table(NEW)
    assert table.columns[-1].name == "来源" and [row[-1].sources for row in table.rows] == [
        tuple(sources) for sources in ROWS["sources"]
    ]


def test_words_periods_gaps_and_yes_and_no_are_printed() -> None:
    frame = pd.DataFrame(
        {"镇": ["甲", None], "好": [True, False], "数": NEW.array}, index=period_index(["2023", "2024Q1"])
    )
    assert printed(frame) == [
        ["期间", "镇", "好", "数（家）"], ["2023年", "甲", "是", "30"], ["2024年一季度", "—", "否", "10"],
    ]  # fmt: skip
    missing = pd.Series(FigureArray.from_frame(ROWS).take([0, -1], allow_fill=True), name="数")
    assert printed(missing)[1:] == [["30"], ["—"]]


def test_figures_of_several_units_keep_them() -> None:
    other = FigureArray.from_frame(sample(value=[5.0], unit="万元", reported=["5"], decimals=0))
    mixed = pd.Series([NEW.iloc[0], other[0]], dtype=object, name="数")
    assert printed(mixed) == [["数"], ["30家"], ["5万元"]]


def test_a_row_that_stands_out_and_a_title_and_a_note() -> None:
    table = frame_table(NEW, title="各乡镇新增企业", note="不含个体户", highlight="乙镇")
    assert table.title == ("各乡镇新增企业",) and table.notes == (("不含个体户。",),)
    assert [isinstance(row[0].parts[0], Strong) for row in table.rows] == [False, True]


@pytest.mark.parametrize(
    ("column", "got"),
    [
        ([1, 2], "1"), ([0.5, None], "0.5"), (["甲", "37家"], "37家"), ([pd.Timedelta(days=2)] * 2, "2 days"),
        (pd.to_datetime(["2025-01-01 08:30"] * 2), "2025-01-01 08:30"), (pd.to_datetime(["1850-01-01"] * 2), "1850年"),
    ],
)  # fmt: skip
def test_plain_numbers_and_typed_digits_are_refused_by_column(column: Any, got: str) -> None:
    with pytest.raises(DataError) as error:
        frame_table(NEW.to_frame().assign(x=list(column), y=7))
    assert [fault.where for fault in error.value.faults] == ["列“x”", "列“y”"]
    assert error.value.faults[0].got.startswith(got) and "b[…]" in error.value.faults[1].do


def test_dates_and_periods_of_pandas_are_printed_in_the_county_s_way() -> None:
    frame = pd.DataFrame(
        {
            "签约": [pd.Timestamp("2025-09-26"), pd.NaT], "开工": pd.PeriodIndex(["2025-09", "2025-10"], freq="M"),
            "季": pd.PeriodIndex(["2025Q3", "2025Q4"], freq="Q"), "年": pd.PeriodIndex(["2024", "2025"], freq="Y"),
            "周": pd.PeriodIndex(["2025-09-22", "2025-09-29"], freq="W"),
            "到期": [datetime.date(2025, 1, 5), None], "数": NEW.array,
        },
        index=pd.DatetimeIndex(["2025-01-01", "2025-02-01"], name="日期"),
    )  # fmt: skip
    assert printed(frame)[1:] == [
        ["2025年1月1日", "2025年9月26日", "2025年9月", "2025年三季度", "2024年", "2025年9月22—28日", "2025年1月5日",
         "30"],
        ["2025年2月1日", "—", "2025年10月", "2025年四季度", "2025年", "2025年9月29日—10月5日", "—", "10"],
    ]  # fmt: skip
    wide = pd.DataFrame([list(NEW.array)] * 2, index=NEW.index, columns=pd.to_datetime(["2025-01-01", "2025-02-01"]))
    assert printed(wide.astype(NEW.dtype))[0] == ["乡镇", "2025年1月1日（家）", "2025年2月1日（家）"]


@given(st.dates(datetime.date(1900, 1, 1), datetime.date(2099, 12, 31)))
def test_every_date_is_structure(day: datetime.date) -> None:
    column = pd.Series([day, pd.Timestamp(day)], dtype=object)
    (first, second) = printed(pd.DataFrame({"日期": column, "数": NEW.array}))[1:]
    assert first[0] == second[0] == f"{day.year}年{day.month}月{day.day}日"


def test_an_index_that_counts_the_rows_is_not_printed_after_a_selection_either() -> None:
    frame = NEW.reset_index()
    assert printed(frame[frame["新增"] > 20].copy()) == [["乡镇", "新增（家）"], ["甲镇", "30"]]
    assert printed(frame.sort_values("新增"))[1:] == [["乙镇", "10"], ["甲镇", "30"]]
    years = pd.Series(NEW.array, index=[2023, 2024], name="新增")
    for lost in (years, years.rename_axis("年份"), years.set_axis([0.5, 1.5])):
        with pytest.raises(DataError):
            printed(lost)


def test_names_and_codes_of_the_library_are_printed_in_chinese() -> None:
    columns = {"area": ["甲镇", "乙镇"], "nature": ["actual", "target"], "indicator": "new", "new": LABELLED}
    frame = pd.DataFrame(columns)
    slugs = {"new": "新增企业"}
    assert printed(frame, headings=slugs) == [
        ["地区", "性质", "指标", "新增企业（家）"], ["甲镇", "实绩", "新增企业", "30"],
        ["乙镇", "目标", "新增企业", "10"],
    ]  # fmt: skip
    assert printed(frame.set_index("area")[["new"]].T, headings=slugs)[1][0] == "新增企业"
    both = NEW.agg(["sum", "max"])
    assert printed(both) == [["", "新增（家）"], ["合计", "40"], ["最大", "30"]]
    assert printed(NEW.rename(("新增", "mean")))[0][1] == "新增/平均（家）"
    levels = pd.DataFrame({("new", PeriodLabel("2024Q1")): LABELLED})
    assert printed(levels, headings=slugs)[0] == ["新增企业/2024年一季度（家）"]


@pytest.mark.parametrize("name", ["index", "variable", "new_x", "visits per head", ("收入", "std")])
def test_names_that_only_a_program_knows_are_refused(name: Any) -> None:
    with pytest.raises(DataError, match=r"程序里的名字.*rename"):
        printed(NEW.rename(name))
    with pytest.raises(DataError, match="程序里的名字"):
        printed(NEW.rename_axis("index"))
    assert printed(NEW.rename("GDP"))[0][1] == "GDP（家）"
    assert printed(NEW.rename("e-link"), names=["e-link"])[0][1] == "e-link（家）"


def test_a_row_to_highlight_must_be_there() -> None:
    with pytest.raises(DataError, match="highlight 里没有这一行，得到“乙真”。是否想写“乙镇”"):
        frame_table(NEW, highlight=["甲镇", "乙真"])
    (first, second) = frame_table(NEW.reset_index(), highlight="乙镇").rows
    assert first[0].parts == ("甲镇",) and second[0].parts == (Strong(strong="乙镇"),)


@pytest.mark.parametrize(
    "options", [{"highlight": 5}, {"highlight": [5]}, {"title": 5}, {"note": 5}, {"data": 5}, {"data": None}]
)
def test_a_wrong_argument_is_told(options: dict[str, Any]) -> None:
    with pytest.raises(DataError) as error:
        frame_table(**{"data": NEW, **options})
    assert error.value.fault.do.endswith("。")


@pytest.mark.parametrize("options", [{"title": "2024年"}, {"note": "共2家"}])
def test_digits_in_a_title_or_note_are_refused(options: dict[str, Any]) -> None:
    with pytest.raises(DataError, match="文字里写了数字"):
        frame_table(NEW, **options)
    assert frame_table(NEW, title="“5+2”就业之家", names=["5+2"]).title


@given(st.lists(st.one_of(st.integers(), st.floats(), st.text(max_size=5)), min_size=2, max_size=2))
def test_no_number_is_printed_but_a_figure(values: list[Any]) -> None:
    try:
        table = frame_table(pd.DataFrame({"x": pd.Series(values, dtype=object), "数": NEW.array}))
    except DataError:
        return
    cells = [part for row in table.rows for cell in row for part in cell.parts]
    assert all(isinstance(part, Figure) or not any(map(str.isdigit, str(part))) for part in cells)
    assert all(isinstance(value, str) or np.isnan(value) for value in values)


@pytest.mark.parametrize("data", [NEW.iloc[:0], NEW.to_frame().iloc[:0], NEW.reset_index().iloc[:0], pd.DataFrame()])
def test_a_frame_without_rows_is_told_and_not_printed_as_a_heading(data: pd.DataFrame | pd.Series) -> None:
    told = frame_tables.frame_table(data, title="各乡镇")
    assert isinstance(told, Omission) and told.what == "表“各乡镇”" and "没有一行" in told.reason


def test_a_table_gives_its_frame_back_as_it_was_and_keeps_it_out_of_its_json() -> None:
    frame = pd.Series(LABELLED, index=NEW.index, name="new").to_frame().assign(好=True)
    table = frame_table(frame, headings={"new": "新增企业"})
    given = table.frame
    given["好"] = False
    pd.testing.assert_frame_equal(table.frame, frame)
    assert str(table.frame["new"].dtype) == "figure[家]" and table.frame.index.name == "乡镇"
    again = block_from_json(block_to_json(table))
    assert again == table == frame_table(frame, headings={"new": "新增企业"})
    assert isinstance(again, Table) and list(again.frame.columns)[:2] == ["乡镇", "新增企业（家）"]
    pd.testing.assert_frame_equal(frame_table(NEW).frame, NEW.to_frame())


def test_slugs_are_not_printed_beside_their_names() -> None:
    tidy = pd.DataFrame({"indicator": ["new", "old"], "name": ["新增企业", "老企业"], "figure": list(NEW.array)})
    headings = {"new": "新增企业", "old": "老企业"}
    assert printed(tidy, headings=headings)[0] == ["名称", "数值（家）"]
    assert printed(tidy.drop(columns="name"), headings=headings)[1] == ["新增企业", "30"]
    assert printed(tidy.assign(name="企业"), headings=headings)[1] == ["新增企业", "企业", "30"]
