"""Template context: runs of text, marks and numbers."""

from __future__ import annotations

from support.blocks_to_print import code_cell, document_of
from xj_analysis.document.blocks import Chart, Table
from xj_analysis.document.pieces import Cell, Column
from xj_analysis.press.view import template_context
from xj_analysis.quantity.figures import Figure


def test_tables_and_charts_are_numbered_apart() -> None:
    table = Table(title=("表",), columns=(Column(name="值"),), rows=((Cell(parts=("甲",)),),))
    chart = Chart(title=("图",), spec={}, description="图", figures=(Figure(text="2个"),))
    blocks = template_context(document_of(code_cell(table, chart, table)))["blocks"]
    assert [(block["type"], block["number"]) for block in blocks] == [("table", 1), ("chart", 1), ("table", 2)]
    assert blocks[1]["figures"][0]["href"] == "#sources", "a figure without a source points to the section"
