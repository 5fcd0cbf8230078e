"""Template context: runs of text, marks and numbers."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from support.blocks_to_print import catalogue, code_cell, document_of
from xj_analysis.document.blocks import Chart, Table
from xj_analysis.document.figures_json import figures_json
from xj_analysis.document.front_blocks import KeyFigure, KeyFigures
from xj_analysis.document.pieces import Cell, Column, Light
from xj_analysis.press.view import mark_runs, template_context
from xj_analysis.quantity.figures import Figure
from xj_analysis.quantity.mentions.printed_numerals import blank_structure, find_numerals


def test_figures_are_numbered_as_they_are_registered() -> None:
    """Of key figures all that is printed comes first, then what their sparks draw."""
    one, two, three, four = (Figure(text=f"{n}个", origins=("a1",)) for n in range(4))
    cards = KeyFigures(
        cards=(
            KeyFigure(name="甲", figure=one, beside=(("完成", two),), months=(one, three)),
            KeyFigure(name="乙", figure=four, months=(one, four)),
        )
    )
    printed = document_of(code_cell(cards), code_cell(catalogue()))
    (block, _) = template_context(printed)["blocks"]
    runs = [run for card in block["cards"] for run in (card["run"], *card["beside"])]
    runs += [card["months"] for card in block["cards"]]
    numbered = {part["figure"]: part["text"] for run in runs for part in run if "figure" in part}
    registered = figures_json(printed)["figures"]
    assert numbered == {figure["id"]: figure["text"] for figure in registered} and len(registered) == 7


def test_tables_and_charts_are_numbered_apart() -> None:
    table = Table(title=("表",), columns=(Column(name="值"),), rows=((Cell(parts=("甲",)),),))
    chart = Chart(title=("图",), spec={}, description="图", figures=(Figure(text="2个"),))
    blocks = template_context(document_of(code_cell(table, chart, table)))["blocks"]
    assert [(block["type"], block["number"]) for block in blocks] == [("table", 1), ("chart", 1), ("table", 2)]
    assert blocks[1]["figures"][0]["href"] == "#sources", "a figure without a source points to the section"


def test_a_light_printed_as_its_shape_has_its_word_for_a_reader_of_the_screen() -> None:
    light = Light(light="红灯", shape="■", colour="#c62828")
    table = Table(title=("表",), columns=(Column(name="灯"),), rows=((Cell(parts=(light, light.shortened())),),))
    (block,) = template_context(document_of(code_cell(table)))["blocks"]
    full, short = block["rows"][0][0]["run"]
    assert "hidden" not in full and (short["text"], short["hidden"]) == ("", "红灯")


@given(st.sets(st.integers(1, 60)))
def test_marks_run_together_and_lead_to_the_first_of_each_range(numbers: set[int]) -> None:
    marks = mark_runs(numbers)
    text = "".join(mark["text"] for mark in marks)
    ends = [[int(end) for end in part.split("-")] for part in text.strip("[]").split(",") if part]
    assert sorted(n for first, *last in ends for n in range(first, (last or [first])[0] + 1)) == sorted(numbers)
    assert all(after[0] - before[-1] > 1 for before, after in pairwise(ends)), "what can run together does"
    assert [mark["first"] for mark in marks] == [first for first, *_ in ends]
    assert find_numerals(blank_structure(f"增长{text}。")) == []
