"""From executed notebook to document: blocks in order, Markdown, numbering of sources and figures."""

from __future__ import annotations

from typing import Any

import pytest

from support.blocks_to_print import masthead
from xj_analysis.base.errors import DataError
from xj_analysis.document import document, figures_json
from xj_analysis.document.blocks import MIMETYPE, Block, Chart, Heading, Note, Sentence, Sources, Table, block_to_json
from xj_analysis.document.pieces import Cell, Column, ObservationRow, SourceRow, Strong
from xj_analysis.press.view import origin_text, template_context
from xj_analysis.quantity.figures import Figure


def markdown(source: str, *tags: str) -> dict[str, Any]:
    return {"cell_type": "markdown", "source": source, "metadata": {"tags": list(tags)}}


def code(*blocks: Block, **data: Any) -> dict[str, Any]:
    outputs: list[dict[str, Any]] = [{"data": {MIMETYPE: block_to_json(block)}} for block in blocks]
    return {
        "cell_type": "code",
        "source": "x",
        "metadata": {},
        "outputs": [*outputs, *([{"data": data}] if data else [])],
    }


def made(*cells: dict[str, Any]) -> document.Document:
    return document.from_notebook({"cells": [code(masthead()), *cells]})


def source(name: str) -> SourceRow:
    return SourceRow(
        id=name,
        title=f"来源{name}",
        publisher="统计局",
        published="2024-06-30",
        published_label="2024年6月30日",
        address="出处待补",
        strength="原始发布",
        archived="",
        sha256="0" * 64,
    )


def catalogue() -> Sources:
    rows = tuple(
        ObservationRow(id=f"{name}1", source=name, locator="第2行", label="指标", text="1个") for name in "abc"
    )
    return Sources(sources=tuple(source(name) for name in "abc"), observations=rows)


def test_markdown_becomes_typed_blocks() -> None:
    printed = made(markdown("# 题\n\n## 一、结论\n\n首先**要紧**。\n\n- 甲\n- 乙\n\n|列|值|\n|-|-|\n|子|丑|"))
    heading, first, one, two, table = printed.blocks
    assert heading == Heading(level=1, text="一、结论")
    assert first == Sentence(parts=("首先", Strong(strong="要紧"), "。"))
    assert [getattr(item, "style", "") for item in (one, two)] == ["item", "item"]
    assert isinstance(table, Table) and table.rows[0][1].parts == ("丑",)


def test_a_cell_for_the_analyst_is_not_printed() -> None:
    assert made(markdown("给编者看", document.HIDDEN)).blocks == ()


@pytest.mark.parametrize("text", ["![图](x.png)", "文<b>字</b>", "<div>块</div>", "```\n码\n```"])
def test_what_a_briefing_cannot_print_is_refused(text: str) -> None:
    with pytest.raises(DataError, match=r"笔记本文字格“.+”：简报.*不支持"):
        made(markdown(text))


def test_there_is_one_masthead() -> None:
    with pytest.raises(DataError, match="应有一个刊头，实有0个"):
        document.from_notebook({"cells": [markdown("文")]})
    with pytest.raises(DataError, match="应有一个刊头，实有2个"):
        made(code(masthead()))


def test_a_block_of_another_shape_is_refused() -> None:
    cell = code(Heading(level=1, text="题"))
    cell["outputs"][0]["data"][MIMETYPE]["colour"] = "red"
    with pytest.raises(DataError, match="笔记本第2格“x”：输出块的格式不对"):
        made(cell)


def test_an_output_that_is_no_block_is_reported() -> None:
    assert made(code(**{"text/html": "<table>"}), code(**{"text/plain": "x"})).unprinted == (2,)


def test_sources_are_numbered_in_order_of_first_use_and_the_rest_left_out() -> None:
    figure = Figure(text="1个", origins=("b1",))
    table = Table(title=("表",), columns=(Column(name="值"),), rows=((Cell(parts=(figure,), sources=("b",)),),))
    printed = made(code(Note(label="矛盾", parts=("甲",), sources=("c",))), code(table), code(catalogue()))
    assert [(row.id, row.number) for row in printed.catalogue.sources] == [("c", 1), ("b", 2)]
    assert [row.id for row in printed.catalogue.observations] == ["b1"]
    assert printed.marks(printed.blocks[0]) == [1]
    assert printed.marks(table.rows[0][0]) == [2]


def test_what_stands_behind_a_figure_of_a_table_is_listed_though_no_cell_marks_it() -> None:
    table = Table(
        title=("表",), columns=(Column(name="值"),), rows=((Cell(parts=(Figure(text="1个", origins=("a1",)),)),),)
    )
    printed = made(code(table), code(Note(label="矛盾", parts=("甲",), sources=("c",))), code(catalogue()))
    assert [(row.id, row.number) for row in printed.catalogue.sources] == [("c", 1), ("a", 2)]
    content = figures_json.figures_json(printed)
    assert {row["source"] for row in content["observations"]} <= {row["id"] for row in content["sources"]}


def test_a_sentence_is_marked_by_the_sources_of_its_figures() -> None:
    said = Sentence(parts=("共", Figure(text="1个", origins=("a1", "c1"))))
    printed = made(code(said), code(catalogue()))
    assert printed.marks(printed.blocks[0]) == [1, 2]


def test_a_figure_says_its_origin_in_words() -> None:
    figure = Figure(text="约2元", label="人均", formula="4元÷约2人", origins=("a1", "b1"))
    printed = made(code(Sentence(parts=(figure,))), code(catalogue()))
    assert origin_text(printed, figure) == "人均，算式：4元÷约2人；出处[1] 第2行；出处[2] 第2行"


def test_figures_are_numbered_alike_in_the_list_and_on_the_page() -> None:
    chart = Chart(title=("图",), spec={}, description="图", figures=(Figure(text="2个"), Figure(text="3个")))
    printed = made(
        code(Sentence(parts=(Figure(text="1个"),))), code(chart), code(Sentence(parts=(Figure(text="4个"),)))
    )
    listed = {each["id"]: each["text"] for each in figures_json.figures_json(printed)["figures"]}
    assert listed == {"f1": "1个", "f2": "2个", "f3": "3个", "f4": "4个"}
    last = template_context(printed)["blocks"][-1]["run"][0]
    assert (last["figure"], last["text"]) == ("f4", "4个")
