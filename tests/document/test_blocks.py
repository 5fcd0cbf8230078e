"""Blocks: lossless round trip through a notebook, no live markup."""

from __future__ import annotations

import json
import re
from datetime import date
from decimal import Decimal
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from xj_analysis.document import blocks
from xj_analysis.document.blocks import (
    MIMETYPE,
    Alarms,
    CellBlock,
    Chart,
    Heading,
    KeyFigure,
    KeyFigures,
    Masthead,
    Note,
    Omission,
    Sentence,
    Sources,
    Table,
    WallChart,
    block_from_json,
    block_texts,
    block_to_json,
    figures_of,
    sources_of,
)
from xj_analysis.document.pieces import Cell, Column, Light, ObservationRow, SourceRow, Strong, plain_text
from xj_analysis.document.sheet_blocks import WallGroup, WallRow
from xj_analysis.quantity.figures import Figure, missing_figure, reported_figure
from xj_analysis.quantity.hedges import Hedge

ONE = reported_figure(Decimal("24"), "个", label="签约项目", period="2024-YTD", origins=("A17",))
TWO = reported_figure(Decimal("261.60"), "亿元", Hedge.ABOUT, label="总投资", origins=("A18",), formula="甲＋乙")
THREE = missing_figure("窗口不同")

MASTHEAD = Masthead(
    county="峡江县", county_slug="xiajiang", campaign="产业集群", slug="clusters", title="产业集群简报",
    banner="公开数据整理",
    period="2024", period_label="2024年", known_at="2024-06-30", known_at_label="2024年6月30日", edition="public",
    flags=("非官方文件",), names=("5+2",),
)  # fmt: skip
TABLE = Table(
    title=("签约", ONE),
    columns=(Column(name="指标"), Column(name="亿元", align="right", width=0.5)),
    rows=(
        (Cell(parts=("总投资",)), Cell(parts=(TWO,), sources=("s2", "s1"))),
        (Cell(), Cell(parts=(THREE,), sources=("s3",))),
    ),
    notes=(("合计", ONE),),
)
CHART = Chart(
    title=("构成", THREE), spec={"mark": "bar", "data": {"values": [{"a": 1.5, "b": None}]}}, description="条形图",
    figures=(ONE, TWO), sources=("s1",), notes=(("注：", TWO),),
)  # fmt: skip
SOURCES = Sources(
    sources=(
        SourceRow(
            id="s1", number=1, title="公报", publisher="统计局", published="2024-06-30",
            published_label="2024年6月30日",
            address="", strength="original", archived="原页未存档", sha256="0" * 64,
        ),
    ),
    observations=(ObservationRow(id="A17", source="s1", locator="第2行", label="签约项目", text="24个"),),
)  # fmt: skip
EVERY: list[CellBlock] = [
    MASTHEAD,
    Heading(level=1, text="一、结论"),
    Sentence(parts=("签约", ONE, "，", Strong(strong="总投资"), TWO, "。"), style="finding"),
    TABLE,
    CHART,
    Note(label="矛盾", parts=("甲为", ONE), sources=("s1", "s2")),
    SOURCES,
    Omission(what="图“收入”", reason="没有可用的数：收入。", cell="第3格“briefing.charts()”"),
    KeyFigures(cards=(KeyFigure(name="签约", figure=ONE, beside=(("总投资", TWO),), months=(ONE, TWO)),)),
    Alarms(title=("预警",), columns=TABLE.columns, rows=TABLE.rows),
    WallChart(
        title=("挂图",),
        summary=("项目", ONE),
        first=date(2025, 1, 1),
        last=date(2025, 12, 31),
        as_of=date(2025, 9, 30),
        groups=(
            WallGroup(
                heading=("工业",),
                rows=(
                    WallRow(light=Light(light="红", shape="■"), number=("甲",), name=("某项目",), overdue=("开", TWO)),
                ),
            ),
        ),
        notes=(("排序：逾期久的在前。",),),
    ),
]


@pytest.mark.parametrize("block", EVERY, ids=lambda block: str(block.type))
def test_every_block_survives_the_notebook(block: CellBlock) -> None:
    assert block_from_json(json.loads(json.dumps(block_to_json(block)))) == block


@pytest.mark.parametrize("block", EVERY, ids=lambda block: str(block.type))
def test_every_block_is_displayed_as_text_html_and_one_block(block: CellBlock) -> None:
    bundle = block._repr_mimebundle_()
    assert set(bundle) == {"text/plain", "text/html", MIMETYPE}
    assert block_from_json(bundle[MIMETYPE]) == block


def test_every_kind_of_block_is_tried_here() -> None:
    shown = {
        kind.__name__
        for kind in vars(blocks).values()
        if isinstance(kind, type) and "type" in getattr(kind, "model_fields", {})
    }
    assert {type(block).__name__ for block in EVERY} == shown


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"type": "picture"},
        {"type": "heading", "level": 1},
        {"type": "heading", "level": 1, "text": "甲", "more": 1},
        "甲",
    ],
)
def test_what_is_no_block_is_refused(data: object) -> None:
    with pytest.raises(ValidationError):
        block_from_json(data)


def test_a_plain_number_in_a_sentence_is_no_figure() -> None:
    with pytest.raises(ValidationError):
        Sentence.model_validate({"parts": ["共", 24]})


def test_figures_come_in_reading_order() -> None:
    assert list(figures_of(EVERY[2])) == [ONE, TWO]
    assert list(figures_of(TABLE)) == [ONE, TWO, THREE, ONE]
    assert list(figures_of(CHART)) == [THREE, TWO, ONE, TWO]
    assert list(figures_of(EVERY[5])) == [ONE]
    assert list(figures_of(MASTHEAD)) == list(figures_of(SOURCES)) == []


def test_sources_come_in_reading_order() -> None:
    assert list(sources_of(TABLE)) == ["s2", "s1", "s3"]
    assert list(sources_of(CHART)) == ["s1"]
    assert list(sources_of(EVERY[5])) == ["s1", "s2"]
    assert list(sources_of(EVERY[1])) == []


def test_a_table_reads_title_header_cells_notes() -> None:
    assert [plain_text(parts) for parts in block_texts(TABLE)] == [
        "签约24个", "指标亿元", "总投资", "约261.60亿元", "", "（窗口不同）", "合计24个",
    ]  # fmt: skip


def seen(block: CellBlock) -> ElementTree.Element:
    """The HTML that the editor sees."""
    return ElementTree.fromstring(block._repr_mimebundle_()["text/html"])


def test_the_html_for_the_editor_is_escaped() -> None:
    block = Sentence(parts=("<script>", Figure(text="1 < 2 & “3”"), Strong(strong='<b title="x">')))
    assert "".join(seen(block).itertext()) == '<script>1 < 2 & “3”<b title="x">'
    assert {element.tag for element in seen(block).iter()} == {"div", "span", "b"}
    assert block._repr_mimebundle_()["text/plain"] == '<script>1 < 2 & “3”<b title="x">'


def test_the_editor_sees_a_table_as_a_table_with_a_mark_for_each_source() -> None:
    rows = [["".join(cell.itertext()) for cell in row] for row in seen(TABLE).iter("tr")]
    assert rows == [
        [column.name for column in TABLE.columns],
        *([plain_text(cell.parts) + "[·]" * len(cell.sources) for cell in row] for row in TABLE.rows),
    ]


@pytest.mark.parametrize("block", EVERY, ids=lambda block: str(block.type))
def test_the_editor_sees_the_text_that_is_printed(block: CellBlock) -> None:
    text = "".join(seen(block).itertext()).replace("[·]", "")
    if not isinstance(block, Masthead):  # its lines are put in another order
        assert all(plain_text(parts) in text for parts in block_texts(block) if not isinstance(block, Table | Sources))
    assert "font-family:" in seen(block).attrib["style"]


@pytest.mark.parametrize(("block", "shown"), [
    (TABLE, "<表　签约24个　2行 × 2列>"),
    (CHART, "<图　构成（窗口不同）　2个数>"),
    (SOURCES, "<来源　1个，1条数据>"),
    (EVERY[1], "<标题　一、结论>"),
    (EVERY[2], "<句子　签约24个，总投资约261.60亿元。>"),
    (EVERY[5], "<待核实　甲为24个>"),
    (Sentence(parts=("甲" * 70,)), f"<句子　{'甲' * 60}…>"),
])  # fmt: skip
def test_a_block_says_what_it_is_in_a_line(block: CellBlock, shown: str) -> None:
    assert repr(block) == str(block) == shown


@pytest.mark.parametrize("block", EVERY, ids=lambda block: str(block.type))
def test_every_block_has_a_line(block: CellBlock) -> None:
    assert re.fullmatch(r"<\w+　[^\n]+>", repr(block))


def test_a_table_gives_its_content_back_as_a_frame() -> None:
    frame = TABLE.frame
    assert list(frame.columns) == ["指标", "亿元"]
    assert frame.to_numpy().tolist() == [["总投资", TWO], ["", THREE]]
    empty = Table(title=(), columns=TABLE.columns, rows=()).frame
    assert list(empty.columns) == ["指标", "亿元"] and empty.empty
    mixed = Table(
        title=(), columns=(Column(name="值"),) * 2, rows=((Cell(parts=(ONE, "（计划）")), Cell(parts=(ONE,))),)
    )
    assert mixed.frame.to_numpy().tolist() == [["24个（计划）", ONE]], (
        "two columns of one name, and a figure with words"
    )


@given(st.text())
def test_no_text_becomes_a_tag(words: str) -> None:
    shown = Sentence(parts=(words,))._repr_mimebundle_()["text/html"]
    bare = Sentence(parts=())._repr_mimebundle_()["text/html"]
    assert re.findall(r"<[^>]*>", shown) == re.findall(r"<[^>]*>", bare)


@given(st.lists(st.one_of(st.text(), st.builds(Figure, text=st.text()), st.builds(Strong, strong=st.text()))))
def test_any_run_of_text_survives_json(parts: list[str | Figure | Strong]) -> None:
    block = Sentence(parts=tuple(parts))
    assert block_from_json(json.loads(json.dumps(block_to_json(block)))) == block
