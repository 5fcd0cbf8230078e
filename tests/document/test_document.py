"""Document of an executed notebook: order of blocks, numbering of sources."""

from __future__ import annotations

import pytest

from support.blocks_to_print import catalogue, code_cell, document_of, markdown_cell, masthead
from xj_analysis.base.errors import DataError
from xj_analysis.base.notebook_cells import HIDDEN
from xj_analysis.document import document, figures_json
from xj_analysis.document.blocks import MIMETYPE, Heading, Note, Omission, Sentence, Table
from xj_analysis.document.pieces import Cell, Column
from xj_analysis.quantity.figures import Figure


def test_a_cell_for_the_analyst_is_not_printed() -> None:
    assert document_of(markdown_cell("给编者看", HIDDEN)).blocks == ()


def test_there_is_one_masthead() -> None:
    with pytest.raises(DataError, match="应有一个刊头，实有0个"):
        document.from_notebook({"cells": [markdown_cell("文")]})
    with pytest.raises(DataError, match="应有一个刊头，实有2个"):
        document_of(code_cell(masthead()))


def test_a_block_of_another_shape_is_refused() -> None:
    cell = code_cell(Heading(level=1, text="题"))
    cell["outputs"][0]["data"][MIMETYPE]["colour"] = "red"
    with pytest.raises(DataError, match="笔记本第2格“x”：输出块的格式不对"):
        document_of(cell)


def test_what_is_declared_and_cannot_be_printed_is_told_with_its_cell() -> None:
    omission = Omission(what="图“收入”", reason="没有可用的数：收入。")
    printed = document_of(code_cell(Heading(level=1, text="题"), Sentence(parts=("甲。",)), omission))
    assert printed.blocks == (Heading(level=1, text="题"), Sentence(parts=("甲。",)))
    assert printed.omissions == (omission.model_copy(update={"cell": "第2格“x”"}),)


def test_sources_are_numbered_in_order_of_first_use_and_the_rest_left_out() -> None:
    figure = Figure(text="1个", origins=("b1",))
    table = Table(title=("表",), columns=(Column(name="值"),), rows=((Cell(parts=(figure,), sources=("b",)),),))
    printed = document_of(
        code_cell(Note(label="矛盾", parts=("甲",), sources=("c",))), code_cell(table), code_cell(catalogue())
    )
    assert [(row.id, row.number) for row in printed.catalogue.sources] == [("c", 1), ("b", 2)]
    assert [row.id for row in printed.catalogue.observations] == ["b1"]
    assert printed.marks(printed.blocks[0]) == [1]
    assert printed.marks(table.rows[0][0]) == [2]


def test_what_stands_behind_a_figure_of_a_table_is_listed_though_no_cell_marks_it() -> None:
    table = Table(
        title=("表",), columns=(Column(name="值"),), rows=((Cell(parts=(Figure(text="1个", origins=("a1",)),)),),)
    )
    printed = document_of(
        code_cell(table), code_cell(Note(label="矛盾", parts=("甲",), sources=("c",))), code_cell(catalogue())
    )
    assert [(row.id, row.number) for row in printed.catalogue.sources] == [("c", 1), ("a", 2)]
    content = figures_json.figures_json(printed)
    assert {row["source"] for row in content["observations"]} <= {row["id"] for row in content["sources"]}


def test_a_sentence_is_marked_by_the_sources_of_its_figures() -> None:
    said = Sentence(parts=("共", Figure(text="1个", origins=("a1", "c1"))))
    printed = document_of(code_cell(said), code_cell(catalogue()))
    assert printed.marks(printed.blocks[0]) == [1, 2]
