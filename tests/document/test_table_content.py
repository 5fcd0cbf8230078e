"""Content of a table at a prompt: lines of text."""

from __future__ import annotations

from xj_analysis.document import blocks
from xj_analysis.document.blocks import Table
from xj_analysis.document.pieces import Cell, Column


def test_each_row_is_a_line_and_columns_are_below_each_other() -> None:
    rows = tuple((Cell(parts=(name,)), Cell(parts=(said,))) for name, said in (("甲镇", "多"), ("a", "b")))
    table = Table(title=("各乡镇",), columns=(Column(name="镇"), Column(name="情况")), rows=rows, notes=(("注。",),))
    assert blocks.text_of(table).splitlines() == ["各乡镇", "镇    情况", "甲镇  多", "a     b", "注。"]
    assert blocks.text_of(table.model_copy(update={"title": ()})).splitlines()[0] == "镇    情况"
