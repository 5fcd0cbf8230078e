"""Ordinary Altair charts of figures: single, layered, faceted; what is drawn is figures."""

from __future__ import annotations

import re
from typing import Any

import altair as alt
import pandas as pd
import pytest

from support.vega_lite import drawn
from xj_analysis.base.errors import DataError
from xj_analysis.briefing.charts.ordinary import chart_block
from xj_analysis.document.blocks import Chart, Omission
from xj_analysis.metrics.columns.samples import sample
from xj_analysis.press import svg
from xj_analysis.quantity.figure_array import FigureArray

ROWS = sample(value=[30.0, 10.0], unit="家", reported=["30", "10"], decimals=0)
FRAME = pd.DataFrame(
    {"new": FigureArray.from_frame(ROWS), "片": ["东", "西"]}, index=pd.Index(["甲镇", "乙镇"], name="乡镇")
)
BARS = alt.Chart(FRAME, title="新增企业").mark_bar().encode(y=alt.Y("乡镇:N", sort=None), x="new:Q")
LABELS = alt.Chart(FRAME).mark_text(align="left").encode(y=alt.Y("乡镇:N", sort=None), x="new:Q", text="new_text")


def drawn_texts(block: Chart | Omission) -> list[str]:
    assert isinstance(block, Chart)
    (drawing,) = svg.drawings([block.spec])
    return list(svg.drawn_texts(drawing))


@pytest.mark.parametrize(
    "chart", [BARS, BARS + LABELS, BARS.facet("片:N"), BARS | LABELS], ids=["one", "layered", "facets", "beside"]
)
def test_a_chart_of_figures_is_a_block_with_them(chart: Any) -> None:
    block = drawn(chart_block(chart))
    assert {figure.text for figure in block.figures} == {"30家", "10家"}
    assert block.sources == tuple(dict.fromkeys(source for row in ROWS["sources"] for source in row))
    assert "30家" in block.description and any("甲镇" in text for text in drawn_texts(block))


def test_the_title_is_the_caption_and_labels_are_figures() -> None:
    block = drawn(chart_block(BARS + LABELS))
    assert block.title == ("新增企业",)
    texts = drawn_texts(block)
    assert {"30家", "10家"} <= set(texts) and "新增企业" not in texts


def test_an_empty_frame_is_told_and_not_drawn() -> None:
    """An older day may know none of it: the notebook still runs."""
    told = chart_block(alt.Chart(FRAME.iloc[:0], title="新增企业").mark_bar().encode(x="new:Q", y="乡镇:N"))
    assert isinstance(told, Omission)
    assert (told.what, told.reason) == ("图“新增企业”", "表里没有一行，这一期还没有数。")


def test_the_chart_of_the_analyst_is_left_as_it_was() -> None:
    chart_block(BARS)
    assert BARS.data is FRAME or BARS.data.equals(FRAME)


REPEATED = alt.X(alt.repeat("column"), type="quantitative")
BESIDE = BARS | alt.Chart(FRAME, title=alt.Title("本月", subtitle="不含个体户")).mark_bar().encode(x="new:Q")


@pytest.mark.parametrize(
    ("chart", "title", "within"),
    [
        (alt.Chart(FRAME, title=alt.Title("新增企业", subtitle=["不含", "个体户"])).mark_bar().encode(x="new:Q"),
         "新增企业——不含个体户", ()),
        (BARS.facet("片:N"), "新增企业", ("东", "西")),
        (BARS.facet(alt.Facet("片:N", header=alt.Header(title="片区")), title="分片"), "分片；新增企业", ("片区",)),
        (BARS.encode(row=alt.Row("片:N", title="片区")), "新增企业", ("片区",)),
        (BARS.encode(color=alt.Color("片:N", legend=alt.Legend(title="图例"))), "新增企业", ("图例",)),
        (BARS + LABELS.properties(title="标注"), "新增企业；标注", ()),
        (BESIDE, "新增企业；本月——不含个体户", ("新增企业", "本月", "不含个体户")),
        (BESIDE.properties(title="两张图"), "两张图", ("新增企业", "本月", "不含个体户")),
        (BARS.encode(x=alt.X("new:Q", title="户数")), "新增企业", ("户数（家）",)),
        (BARS.encode(x=alt.X("new:Q", axis=alt.Axis(title="户数"))) + LABELS, "新增企业", ("户数（家）",)),
        (BARS.encode(x=alt.X("new:Q", title="visits")), "新增企业", ("接待游客（家）",)),
    ],
)  # fmt: skip
def test_every_title_is_kept(chart: Any, title: str, within: tuple[str, ...]) -> None:
    block = drawn(chart_block(chart, headings={"visits": "接待游客"}))
    assert "".join(map(str, block.title)) == title
    assert set(within) <= set(drawn_texts(block))
    plain = block._repr_mimebundle_()["text/plain"]
    assert all(part in plain for part in title.split("；"))
    if isinstance(chart, alt.HConcatChart):
        assert all(text in plain for text in within)


def test_an_untitled_chart_tells_its_numbers_as_plain_text() -> None:
    plain = chart_block(LABELS)._repr_mimebundle_()["text/plain"]
    assert "30家" in plain and "没有要印的内容" not in plain


def test_numbers_and_dates_as_labels_and_categories_are_printed_as_elsewhere() -> None:
    hedged = sample(value=[30.0, 10.0], unit="家", reported=["30", "10"], decimals=0, hedge="about")
    frame = pd.DataFrame({"数": FigureArray.from_frame(hedged), "日": pd.to_datetime(["2025-10-01", "2025-09-26"])})
    labels = alt.Chart(frame).mark_text().encode(x="数:Q", y="日:O", text="数:Q")
    texts = drawn_texts(chart_block(labels))
    assert {"约30家", "约10家"} <= set(texts) and not {"30.0", "10.0"} & set(texts)
    assert texts.index("2025年9月26日") < texts.index("2025年10月1日"), "sorted in time"
    in_time = drawn_texts(chart_block(alt.Chart(frame).mark_line().encode(x="日:T", y="数:Q")))
    assert any(text.endswith("日") for text in in_time)


def several_units(**resolve: str) -> Any:
    other = FigureArray.from_frame(sample(value=[3.0, 4.0], unit="万元", reported=["3", "4"], decimals=0))
    base = alt.Chart(FRAME.assign(income=other)).encode(x="乡镇:N")
    return (base.mark_bar().encode(y="new:Q") + base.mark_line().encode(y="income:Q")).resolve_scale(**resolve)


def test_figures_of_several_units_need_an_axis_each() -> None:
    with pytest.raises(DataError, match="y 轴上有几种单位，得到“万元、家”"):
        chart_block(several_units())
    with pytest.raises(DataError, match="有几种单位"):
        both = pd.Series([*FRAME["new"], *several_units().data["income"]], dtype=object)
        chart_block(alt.Chart(pd.DataFrame({"数": both})).mark_point().encode(x="数:Q"))
    assert {"单位：家（柱）", "单位：万元（线）"} <= set(drawn_texts(chart_block(several_units(y="independent"))))
    income = several_units().data[["income"]].rename(columns={"income": "new"})
    with pytest.raises(DataError, match="同名而单位不同"):
        chart_block(BARS | alt.Chart(income).mark_bar().encode(x="new:Q"))


def test_the_ends_and_ticks_of_an_axis_of_numbers_may_be_set() -> None:
    wide = alt.Chart(FRAME).mark_bar().encode(x=alt.X("new:Q", scale=alt.Scale(domain=[0, 37])))
    assert "37" not in drawn_texts(chart_block(wide))
    ticks = alt.X("new:Q", scale=alt.Scale(domain=[0, 40]), axis=alt.Axis(values=[0, 25]))
    assert {"0", "25"} <= set(drawn_texts(chart_block(alt.Chart(FRAME).mark_bar().encode(x=ticks))))
    assert drawn(chart_block(LABELS.encode(x=alt.value(40)))).figures, "a label may stand anywhere"
    assert drawn(chart_block(BARS.encode(y=alt.Y("乡镇:N", scale=alt.Scale(domain=["乙镇", "甲镇"]))))).figures


@pytest.mark.parametrize(
    ("chart", "what"),
    [
        (alt.Chart(FRAME).mark_bar().encode(x=alt.X("new:Q", axis=alt.Axis(values=["37家"]))), "写了手写的数"),
        (BARS.configure(numberFormat=".0%"), "图里不能改写数"),
        (BARS.encode(y=alt.Y("乡镇:N", scale=alt.Scale(domain=["甲镇", "37家"]))), "写了手写的数"),
        (BARS.encode(color=alt.Color("new:Q", scale=alt.Scale(type="threshold", domain=[37]))), "写了手写的数"),
        (alt.Chart(FRAME).mark_rule().encode(y=alt.datum("37家")), "画了手写的数"),
        (BARS + alt.Chart(FRAME).mark_rule().encode(x=alt.datum(37)), "画了手写的数"),
        (alt.Chart(FRAME).mark_bar().encode(x=alt.value(120), y="new:Q"), "位置是手写的数"),
        (alt.Chart(FRAME).mark_bar(x2=120).encode(x="new:Q"), "位置是手写的数"),
        (alt.Chart(FRAME).mark_bar().encode(x=alt.X("new:Q", bin=True)), "图里不能再算数"),
        (alt.Chart(FRAME).mark_bar().encode(x="new:Q").transform_calculate(z="88"), "图里不能再算数"),
        (alt.Chart(FRAME).mark_text(text="37家").encode(x="new:Q"), "文字里写了数字"),
        (LABELS.encode(text=alt.condition("datum.new>3", alt.value("37家"), alt.value(""))), "文字里写了数字"),
        (BARS.properties(title=alt.Title("企业", subtitle="共37家")), "文字里写了数字"),
        (BARS.facet(alt.Facet("片:N", header=alt.Header(title="3片"))), "文字里写了数字"),
        (BARS | BARS.properties(title="37家"), "文字里写了数字"),
        (alt.Chart(alt.Data(values=[{"x": 5}])).mark_bar().encode(x="x:Q"), "不是简报的数"),
        (BARS + alt.Chart(alt.Data(values=[{"x": 5}])).mark_rule().encode(x="x:Q"), "不是简报的数"),
        (alt.Chart("data.csv").mark_bar().encode(x="x:Q"), "不是简报的数"),
        (BARS | alt.Chart(pd.DataFrame({"x": [5]})).mark_rule().encode(x="x:Q"), "是没有出处的数"),
        (alt.Chart(FRAME.assign(b=5)).mark_bar().encode(x=REPEATED).repeat(column=["b"]), "不能用 repeat"),
        (alt.Chart(FRAME).mark_bar().encode(x="nwe:Q"), "表里没有这一列"),
        (alt.Chart(FRAME.assign(**{"a.b": 5})).mark_bar().encode(x=r"a\.b:Q", y="new:Q"), "表里没有这一列"),
        (alt.Chart(pd.concat([FRAME, FRAME], axis=1)).mark_bar().encode(x="new:Q"), "列名重复"),
        (alt.Chart(FRAME).mark_image(url="a.png").encode(x="new:Q"), "图里不能放图片"),
        (BARS.encode(x=alt.X("new:Q", title="value")), "程序里的名字"),
        (BARS.encode(color="片:N").transform_filter("datum.new>3"), "图里不能再算数"),
        (alt.Chart(FRAME.assign(片=["visits", "甲"])).mark_bar().encode(x="new:Q", color="片:N"), "程序里的代号"),
    ],
)  # fmt: skip
def test_numbers_and_names_that_a_person_typed_are_refused(chart: Any, what: str) -> None:
    with pytest.raises(DataError) as error:
        chart_block(chart, headings={"visits": "接待游客"})
    assert any(what in fault.what for fault in error.value.faults), str(error.value)
    assert all(fault.do.endswith("。") for fault in error.value.faults)
    assert len(error.value._render_traceback_()) <= 3


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
    assert drawn(chart_block(alt.Chart(FRAME.assign(x=[1, 2])).mark_bar().encode(x="new:Q"))).figures


def test_codes_may_order_what_a_reader_sees() -> None:
    coded = BARS.properties(data=FRAME.assign(代号=["visits", "income"]))
    names = {"visits": "接待游客", "income": "旅游收入"}
    assert drawn(chart_block(coded.encode(order="代号:N", detail="代号:N"), headings=names)).figures
    with pytest.raises(DataError, match="程序里的代号，得到“visits”"):
        chart_block(coded.encode(color="代号:N"), headings=names)


def test_an_axis_says_what_is_measured_and_its_unit() -> None:
    named = FRAME.rename(columns={"new": "新增企业"}).assign(visits=FRAME["new"])
    chart = alt.Chart(named).mark_point().encode(x="新增企业:Q", y="visits:Q")
    assert {"新增企业（家）", "接待游客（家）"} <= set(drawn_texts(chart_block(chart, headings={"visits": "接待游客"})))
    labelled = FigureArray.from_frame(ROWS.assign(label="签约项目"))
    assert "签约项目（家）" in drawn_texts(
        chart_block(alt.Chart(FRAME.assign(new=labelled)).mark_bar().encode(x="new:Q"))
    )


def test_axes_of_their_own_have_the_colour_and_the_name_of_their_marks() -> None:
    spec = drawn(chart_block(several_units(y="independent"))).spec
    colours = [layer["mark"]["color"] for layer in spec["layer"]]
    assert len(set(colours)) == len(colours)
    assert [layer["encoding"]["y"]["axis"]["titleColor"] for layer in spec["layer"]] == colours


@pytest.mark.parametrize("count", [3, 11, 21, 40])
def test_no_two_categories_have_the_same_colour(count: int) -> None:
    rows = sample(value=[1.0] * count, unit="家", reported=["1"] * count, decimals=0)
    names = [f"{chr(0x4E00 + 7 * place)}镇" for place in range(count)]
    frame = pd.DataFrame({"数": FigureArray.from_frame(rows), "乡镇": names})
    spec = drawn(chart_block(alt.Chart(frame).mark_arc().encode(theta="数:Q", color="乡镇:N"))).spec
    (drawing,) = svg.drawings([spec])
    fills = re.findall(r'aria-roledescription="arc mark"[^>]*fill="([^"]+)"', drawing)
    assert len(fills) == len(set(fills)) == count
