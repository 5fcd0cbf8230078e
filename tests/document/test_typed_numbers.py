"""Numbers typed into the arithmetic of a notebook: the sources say so, and nothing is made of them alone."""

from __future__ import annotations

from decimal import Decimal

import pytest

from support.blocks_to_print import catalogue, code_cell, document_of
from xj_analysis.document import figures_json
from xj_analysis.document.blocks import Sentence
from xj_analysis.press.page_context import page_context
from xj_analysis.quantity.figures import Figure, reported_figure

ONE = reported_figure(Decimal(1), "个", origins=("a1",))


def test_a_typed_number_is_listed_among_the_sources_and_said_to_be_typed() -> None:
    high = 8848 * ONE / ONE
    printed = document_of(code_cell(Sentence(parts=("高", high))), code_cell(catalogue()))
    assert printed.faults == []
    assert [(row.id, row.number) for row in printed.catalogue.sources] == [("手写", 1), ("a", 2)]
    assert printed.catalogue.sources[0].title == "笔记本里手写的数：8848"
    assert printed.catalogue.sources[0].strength == "没有出处"
    assert printed.marks(printed.blocks[0]) == [1, 2]
    assert page_context(printed)["origins"]["rows"][0] == [1, "算式里手写", "8848"]
    rows = figures_json.figures_json(printed)["observations"]
    assert [(row["id"], row["text"]) for row in rows] == [("手写:8848", "8848"), ("a1", "1个")]


def test_a_change_of_scale_leaves_the_sources_as_they_are() -> None:
    printed = document_of(code_cell(Sentence(parts=("共", ONE * 100))), code_cell(catalogue()))
    assert [row.id for row in printed.catalogue.sources] == ["a"]


@pytest.mark.parametrize("origins", [("手写:5",), ("手写:5", "手写:6")])
def test_a_figure_of_typed_numbers_alone_is_not_printed(origins: tuple[str, ...]) -> None:
    figure = Figure(text="5个", number="5", value=Decimal(5), unit="个", formula="5个×1", origins=origins)
    printed = document_of(code_cell(Sentence(parts=("共", figure))), code_cell(catalogue()))
    assert [fault.what for fault in printed.faults] == ["这个数没有出处"]
