"""One reader wherever words are printed: a typed quantity is refused, and words that look like one are not."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import altair as alt
import pandas as pd
import pytest

from support.blocks_to_print import code_cell, document_of, markdown_cell, masthead
from support.spellings import QUANTITIES, WORDS
from support.vega_lite import TOWNS
from xj_analysis.base.errors import DataError
from xj_analysis.briefing import charts, prose, tables
from xj_analysis.briefing.charts.ordinary import chart_block
from xj_analysis.briefing.commentary import comment_parts
from xj_analysis.briefing.frame_tables import frame_table
from xj_analysis.document import document
from xj_analysis.document.blocks import Note, Sentence
from xj_analysis.document.pieces import Column
from xj_analysis.metrics.columns.samples import sample
from xj_analysis.quantity.figure_array import FigureArray

FIGURES = FigureArray.from_frame(sample(value=[30.0, 10.0], unit="家", reported=["30", "10"], decimals=0))
FRAME = pd.DataFrame({"新增": FIGURES, "片": ["东", "西"]}, index=pd.Index(["甲镇", "乙镇"], name="乡镇"))
ONE = [Column(name="甲")]


def markdown(words: str) -> object:
    return document.from_notebook({"cells": [code_cell(masthead()), markdown_cell(words)]})


def shown(block: Note | Sentence) -> object:
    if faults := document_of(code_cell(block)).faults:
        raise DataError.of(faults)
    return None


def bar_chart(title: str, axis: str) -> Any:
    return alt.Chart(FRAME, title=title).mark_bar().encode(x=alt.X("新增:Q", title=axis), y="乡镇:N")


PLACES: dict[str, Callable[[str], object]] = {
    "say": prose.say,
    "note": lambda words: shown(prose.note("说明", [words])),
    "label of a note": lambda words: shown(prose.note(words, ["甲"])),
    "comment": lambda words: comment_parts(words, []),
    "table title": lambda words: tables.table(words, ONE, []),
    "table heading": lambda words: tables.table("表", [Column(name=words)], []),
    "table cell": lambda words: tables.table("表", ONE, [[words]]),
    "table note": lambda words: tables.table("表", ONE, [], notes=[words]),
    "frame title": lambda words: frame_table(FRAME, title=words),
    "frame note": lambda words: frame_table(FRAME, note=words),
    "frame column": lambda words: frame_table(FRAME.rename(columns={"片": words})),
    "frame index": lambda words: frame_table(FRAME.rename(index={"甲镇": words})),
    "frame cell": lambda words: frame_table(FRAME.replace({"片": {"东": words}})),
    "bars title": lambda words: charts.bars(TOWNS, words),
    "bars note": lambda words: charts.bars(TOWNS, "图", note=words),
    "bars name": lambda words: charts.bars(TOWNS.set_axis([words, "乙"]), "图"),
    "chart title": lambda words: chart_block(bar_chart(words, "企业")),
    "axis title": lambda words: chart_block(bar_chart("企业", words)),
    "Markdown": markdown,
    "output": lambda words: shown(Sentence(parts=(words,))),
}
SLOW = {"chart title", "axis title"}


@pytest.mark.parametrize("place", PLACES)
def test_every_spelling_of_a_quantity_is_refused_in_every_place(place: str) -> None:
    passed = []
    for words in QUANTITIES if place not in SLOW else QUANTITIES[::5]:
        try:
            PLACES[place](words)
        except DataError:
            continue
        passed.append(words)
    assert passed == []


@pytest.mark.parametrize("place", PLACES)
def test_names_idioms_lists_and_ordinals_are_refused_nowhere(place: str) -> None:
    refused = []
    for words in WORDS if place not in SLOW else WORDS[::20]:
        try:
            PLACES[place](words)
        except DataError as error:
            refused.append((words, str(error)))
    assert refused == []
