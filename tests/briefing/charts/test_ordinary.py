"""Ordinary Altair charts of figures: single, layered, faceted; what is drawn is figures."""

from __future__ import annotations

from typing import Any

import altair as alt
import pandas as pd
import pytest

from xj_analysis.base.errors import DataError
from xj_analysis.briefing.charts.ordinary import chart_block
from xj_analysis.document.blocks import Chart
from xj_analysis.metrics.columns.samples import sample
from xj_analysis.press import svg
from xj_analysis.quantity.figure_array import FigureArray

ROWS = sample(value=[30.0, 10.0], unit="家", reported=["30", "10"], decimals=0)
FRAME = pd.DataFrame(
    {"new": FigureArray.from_frame(ROWS), "片": ["东", "西"]}, index=pd.Index(["甲镇", "乙镇"], name="乡镇")
)
BARS = alt.Chart(FRAME, title="新增企业").mark_bar().encode(y=alt.Y("乡镇:N", sort=None), x="new:Q")
LABELS = alt.Chart(FRAME).mark_text(align="left").encode(y=alt.Y("乡镇:N", sort=None), x="new:Q", text="new_text")


def drawn_texts(block: Chart) -> list[str]:
    (drawing,) = svg.drawings([block.spec])
    return list(svg.drawn_texts(drawing))


@pytest.mark.parametrize(
    "chart", [BARS, BARS + LABELS, BARS.facet("片:N"), BARS | LABELS], ids=["one", "layered", "facets", "beside"]
)
def test_a_chart_of_figures_is_a_block_with_them(chart: Any) -> None:
    block = chart_block(chart)
    assert {figure.text for figure in block.figures} == {"30家", "10家"}
    assert block.sources == tuple(dict.fromkeys(source for row in ROWS["sources"] for source in row))
    assert "30家" in block.description and any("甲镇" in text for text in drawn_texts(block))


def test_the_title_is_the_caption_and_labels_are_figures() -> None:
    block = chart_block(BARS + LABELS)
    assert block.title == ("新增企业",)
    texts = drawn_texts(block)
    assert {"30家", "10家"} <= set(texts) and "新增企业" not in texts


def test_the_chart_of_the_analyst_is_left_as_it_was() -> None:
    chart_block(BARS)
    assert BARS.data is FRAME or BARS.data.equals(FRAME)


@pytest.mark.parametrize(
    ("chart", "what"),
    [
        (alt.Chart(FRAME, title="2024年").mark_bar().encode(x="new:Q"), "文字里写了数字"),
        (alt.Chart(FRAME).mark_bar().encode(x=alt.X("new:Q", title="共3家")), "文字里写了数字"),
        (alt.Chart(FRAME).mark_bar().encode(x="sum(new):Q"), "图里不能再算数"),
        (alt.Chart(FRAME).mark_bar().encode(x="new:Q").transform_calculate(z="datum.new*2"), "图里不能再算数"),
        (alt.Chart(FRAME).mark_rule().encode(x=alt.datum(100)), "画了手写的数"),
        (alt.Chart(FRAME).mark_text().encode(x="new:Q", text=alt.value("37家")), "文字里写了数字"),
        (alt.Chart(FRAME.assign(x=[1, 2])).mark_bar().encode(x="x:Q"), "是没有出处的数"),
        (alt.Chart(FRAME.assign(x=["3家", "4家"])).mark_text().encode(y="new:Q", text="x:N"), "文字里写了数字"),
        (alt.Chart(FRAME).mark_bar().encode(x=alt.X("new:Q", axis=alt.Axis(labelExpr="'88%'"))), "图里不能改写数"),
        (alt.Chart(FRAME).mark_text().encode(x="new:Q", text=alt.Text("new:Q", format=".0%")), "图里不能改写数"),
        (alt.Chart(FRAME).mark_text().encode(x="new:Q", text=alt.expr("'8848'")), "Altair 说图写得不对"),
        (alt.Chart(FRAME).mark_bar().encode(x=alt.X("new:Q").stack("normalize")), "图里不能再算数"),
        (alt.Chart(FRAME).mark_boxplot().encode(x="new:Q"), "图里不能再算数"),
        (alt.Chart(FRAME).mark_bar().encode(y="乡镇:N"), "没有一个是带出处的数"),
        (alt.Chart(pd.DataFrame({"a": ["x"]})).mark_bar().encode(y="a:N"), "没有一个是带出处的数"),
    ],
)  # fmt: skip
def test_what_is_no_figure_is_refused(chart: Any, what: str) -> None:
    with pytest.raises(DataError) as error:
        chart_block(chart)
    assert any(what in fault.what for fault in error.value.faults)


def test_a_column_that_is_not_drawn_may_hold_anything() -> None:
    assert chart_block(alt.Chart(FRAME.assign(x=[1, 2])).mark_bar().encode(x="new:Q")).figures
