"""Frames of figures as tables: what is printed, and what is refused."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from xj_analysis.base.errors import DataError
from xj_analysis.briefing.frame_tables import frame_table
from xj_analysis.document.pieces import Strong
from xj_analysis.metrics.columns.samples import sample
from xj_analysis.quantity.figure_array import FigureArray
from xj_analysis.quantity.figures import Figure
from xj_analysis.quantity.period_labels import period_index

ROWS = sample(value=[30.0, 10.0], unit="家", reported=["30", "10"], decimals=0)
NEW = pd.Series(FigureArray.from_frame(ROWS), index=pd.Index(["甲镇", "乙镇"], name="乡镇"), name="new")


def printed(data: pd.DataFrame | pd.Series, **options: Any) -> list[list[str]]:
    """Headings and texts of the cells, without the column of sources."""
    table = frame_table(data, **options)
    width = sum(column.name != "来源" for column in table.columns)
    heads = [column.name for column in table.columns[:width]]
    return [heads, *(["".join(map(str, cell.parts)) for cell in row[:width]] for row in table.rows)]


def test_column_names_units_and_the_index_become_headings() -> None:
    assert printed(NEW) == [["乡镇", "new（家）"], ["甲镇", "30"], ["乙镇", "10"]]
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
    [([1, 2], "1"), ([0.5, None], "0.5"), (["甲", "37家"], "37家"), (pd.to_datetime(["2025-01-01"] * 2), "2025-01-01")],
)  # fmt: skip
def test_plain_numbers_and_typed_digits_are_refused_by_column(column: Any, got: str) -> None:
    with pytest.raises(DataError) as error:
        frame_table(NEW.to_frame().assign(x=list(column), y=7))
    assert [fault.where for fault in error.value.faults] == ["列“x”", "列“y”"]
    assert error.value.faults[0].got.startswith(got) and "b[…]" in error.value.faults[1].do


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
