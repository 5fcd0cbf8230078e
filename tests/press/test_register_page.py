"""The page 数字出处: every figure in its place, with its origins by source, and the rows of every source."""

from __future__ import annotations

from support.blocks_to_print import catalogue, code_cell, document_of, evil
from xj_analysis.document.blocks import Sentence, Sources, Table
from xj_analysis.document.pieces import Cell, Column, ObservationRow
from xj_analysis.press.html import render_register
from xj_analysis.press.register_page import register_context
from xj_analysis.quantity.figures import Figure


def test_figures_stand_in_their_places_with_their_origins_by_source() -> None:
    share = Figure(text="一半", label="占比", formula="甲÷乙", origins=("b1", "a1", "b1"))
    cell = Table(title=("表",), columns=(Column(name="值"),), rows=((Cell(parts=(Figure(text="1个"),)),),))
    page = register_context(document_of(code_cell(Sentence(parts=(share,)), cell), code_cell(catalogue())))
    (text, one), (in_table, two) = ((place["name"], place["figures"]) for place in page["places"])
    assert (text, in_table) == ("正文", "表1") and [one[0]["id"], two[0]["id"]] == ["f1", "f2"]
    assert [(group["number"], [row["text"] for row in group["rows"]]) for group in one[0]["groups"]] == [
        (1, ["1个"]), (2, ["1个"]),
    ]  # fmt: skip
    assert two[0]["groups"] == []
    anchors = {row["anchor"] for source in page["sources"] for row in source["rows"]}
    assert {row["anchor"] for group in one[0]["groups"] for row in group["rows"]} == anchors


def test_of_many_origins_the_places_are_listed_without_their_values() -> None:
    rows = tuple(ObservationRow(id=f"a{n}", source="a", locator=f"第{n}行", label="甲", text="1个") for n in range(20))
    sources = Sources(sources=catalogue().sources, observations=rows)
    total = Figure(text="20个", origins=tuple(row.id for row in rows))
    printed = document_of(code_cell(Sentence(parts=(total,))), code_cell(sources))
    (figure,) = register_context(printed)["places"][0]["figures"]
    assert figure["brief"] and [len(group["rows"]) for group in figure["groups"]] == [20]
    page = render_register(printed)
    assert page.count('id="o') == 20 and page.count('href="#o') == 0 and page.count("第7行") == 2


def test_text_of_the_data_is_inert() -> None:
    page = render_register(evil())
    assert "<script" not in page and "<img" not in page and "{{7*7}}" in page
    assert "script-src" not in page, "a page without a script admits none"
