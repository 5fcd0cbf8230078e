"""Admission to print: numbers that were typed, figures without origins, and figures that print another number."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from support.blocks_to_print import catalogue, code_cell, document_of, markdown_cell, masthead
from xj_analysis.base import notebook_cells
from xj_analysis.base.errors import DataError
from xj_analysis.document import admission, document
from xj_analysis.document.blocks import Block, Chart, Heading, Note, Sentence, Table
from xj_analysis.document.pieces import Cell, Column, ObservationRow
from xj_analysis.quantity.conventions import Convention
from xj_analysis.quantity.figures import Figure, missing_figure, phrase_figure, reported_figure
from xj_analysis.quantity.hedges import Hedge
from xj_analysis.quantity.mentions.printed_numerals import find_numerals
from xj_analysis.quantity.reader_units import in_reader_unit

TYPED = ["占三成", "四分之三", "约占三分之一", "十五家", "百分之二十", "37家", "４个", "翻番"]
WORDS = [
    "一是抓项目，二是抓作风",
    "一方面",
    "“两山”“三量”",
    "十大攻坚战",
    "第一产业",
    "2024年1—6月",
    "见表1。",
    "单位：万千瓦",
]


def table(**changed: Any) -> Table:
    fields: dict[str, Any] = {"title": ("表",), "columns": (Column(name="列"),), "rows": ((Cell(parts=("子",)),),)}
    return Table(**{**fields, **changed})


def blocks_with(words: str) -> dict[str, Block]:
    """A block for each place where words are printed."""
    return {
        "sentence": Sentence(parts=(words,)),
        "heading": Heading(level=1, text=words),
        "note": Note(label="说明", parts=(words,)),
        "note label": Note(label=words, parts=("甲",)),
        "table title": table(title=(words,)),
        "column": table(columns=(Column(name=words),)),
        "cell": table(rows=((Cell(parts=(words,)),),)),
        "table note": table(notes=((words,),)),
        "chart title": Chart(title=(words,), spec={}, description="", figures=()),
        "chart note": Chart(title=("图",), spec={}, description="", figures=(), notes=((words,),)),
    }


@pytest.mark.parametrize("place", blocks_with(""))
@pytest.mark.parametrize("words", TYPED)
def test_a_typed_number_is_refused_wherever_it_stands(words: str, place: str) -> None:
    (fault,) = document_of(code_cell(blocks_with(words)[place], Sentence(parts=("甲。",)))).faults
    assert fault.where.startswith("笔记本第2格“x”")
    assert any(f"“{numeral.text}”" in fault.what for numeral in find_numerals(words))
    assert words in fault.got and fault.do


@pytest.mark.parametrize("place", blocks_with(""))
@pytest.mark.parametrize("words", WORDS)
def test_words_that_only_look_like_numbers_are_printed(words: str, place: str) -> None:
    assert document_of(code_cell(blocks_with(words)[place])).faults == []


@pytest.mark.parametrize(
    "source",
    ["占三成。", "占**三成**。", "占三**成**。", "- 十五家", "|列|\n|-|\n|37|", "## 增长百分之二十\n\n甲。", "> 37家"],
)
def test_markdown_is_held_to_the_same_rule(source: str) -> None:
    book = {"cells": [code_cell(masthead()), markdown_cell(source)]}
    with pytest.raises(DataError, match=r"笔记本文字格“.+”.*：文字里写了数字“.+”"):
        document.from_notebook(book)
    hidden = {"cells": [code_cell(masthead()), markdown_cell(source, notebook_cells.HIDDEN)]}
    assert document.from_notebook(hidden).blocks == ()


def test_numbering_is_structure() -> None:
    source = "# 题\n\n## 一、结论\n\n（一）进展\n\n1. 甲\n2. 乙\n\n第一，见图2。"
    assert document.from_notebook({"cells": [code_cell(masthead()), markdown_cell(source)]}).blocks


@given(st.text(alphabet="一二三十百半成分之家万元是方面第个约占，。甲3", max_size=16))
def test_a_text_is_refused_exactly_where_the_reader_sees_a_quantity(words: str) -> None:
    faults = document_of(code_cell(Sentence(parts=(words,)))).faults
    assert bool(faults) == bool(find_numerals(words))


def test_all_typed_numbers_are_told_at_once() -> None:
    cells = [code_cell(masthead()), markdown_cell("占三成。"), markdown_cell("共37家。")]
    with pytest.raises(DataError) as caught:
        document.from_notebook({"cells": cells})
    assert [fault.got for fault in caught.value.faults] == ["占三成。", "共37家。"]


def test_declared_names_and_names_of_what_is_printed_may_hold_numbers() -> None:
    told = Sentence(parts=("“5+2”就业之家、亿元以上项目20亿元项目数", Figure(text="1个", origins=("a1",))))
    sources = catalogue()
    row = sources.observations[0].model_copy(update={"label": "20亿元项目数"})
    sources = sources.model_copy(update={"observations": (row,)})
    cells = [code_cell(masthead(names=("5+2",))), code_cell(told), code_cell(sources)]
    assert document.read_notebook({"cells": cells}).faults == []
    cells[0] = code_cell(masthead())
    assert [fault.what for fault in document.read_notebook({"cells": cells}).faults] == ["文字里写了数字“5”"]


def test_a_name_that_is_a_number_hides_none() -> None:
    sources = catalogue()
    row = sources.observations[0].model_copy(update={"label": "三成", "key": ("x", "1", "37家", "", "")})
    sources = sources.model_copy(update={"observations": (row,)})
    told = Sentence(parts=("占三成，37家", Figure(text="1个", origins=("a1",))))
    assert len(document_of(code_cell(told), code_cell(sources)).faults) == 1


# --- figures ----------------------------------------------------------------------------------------

ROWS = {
    name: ObservationRow(id=name, source="a", locator="第2行", label="指标", text=text)
    for name, text in {
        "count": "24个", "money": "232376万元", "about": "约75万人次", "index": "102.3", "tier": "第一方阵",
        "area": "3公顷", "billions": "8.7654亿元",
    }.items()
}  # fmt: skip


def quoted(number: str, unit: str, origin: str, hedge: Hedge = Hedge.EXACT) -> Figure:
    return reported_figure(Decimal(number), unit, hedge, origins=(origin,))


FOUNDED = [
    quoted("24", "个", "count"), quoted("24.0", "个", "count"), quoted("23.24", "亿元", "money"),
    quoted("23", "亿元", "money"), quoted("75", "万人次", "about", Hedge.ABOUT), quoted("102.3", "", "index"),
    quoted("45", "亩", "area"), phrase_figure("23.24亿元", origins=("money",)),
    phrase_figure("第一方阵", origins=("tier",)), phrase_figure("吉安市第2位", origins=("count",)),
    phrase_figure("2", origins=("count", "money"), formula="按完成率从高到低排"),
    phrase_figure("持平", origins=("count",)), missing_figure("窗口不同", origins=("count", "money")),
    quoted("23.2", "亿元", "money", Hedge.OVER), quoted("23.3", "亿元", "money", Hedge.UNDER),
    in_reader_unit(quoted("232376", "万元", "money")), in_reader_unit(quoted("232376", "万元", "money", Hedge.OVER)),
    in_reader_unit(quoted("87654", "万元", "billions")),
    missing_figure("无数据"), reported_figure(Decimal("64"), "元", origins=("money", "about"), formula="甲÷乙"),
]  # fmt: skip


@pytest.mark.parametrize("figure", FOUNDED, ids=lambda figure: figure.text)
def test_a_figure_that_prints_what_its_origins_give_is_printed(figure: Figure) -> None:
    assert admission.unfounded(figure, ROWS) == ""


UNFOUNDED = [
    (Figure(text="88.8%"), "没有出处"),
    (Figure(text="88.8%", number="88.8", value=Decimal("88.8"), unit="%"), "没有出处"),
    (Figure(text="88.8%", formula="甲÷乙"), "没有出处"),
    (Figure(text="88.8%", value=Decimal("88.8"), unit="%", formula="约定"), "没有出处"),
    (Figure(text="88.8%", value=Decimal("88.8"), unit="%", reason="没有"), "没有出处"),
    (Figure(text="88.8%", reason="没有"), "没有数的地方印了数"),
    (missing_figure("占三成"), "没有数的地方印了数"),
    (quoted("24", "个", "A999"), "“A999”不在来源里"),
    (quoted("25", "个", "count"), "与出处“count”的数（24个）不符"),
    (quoted("23.25", "亿元", "money"), "不符"),
    (quoted("23.3", "亿元", "money", Hedge.OVER), "不符"),
    (quoted("23.2", "亿元", "money", Hedge.UNDER), "不符"),
    (in_reader_unit(quoted("232376", "万元", "money")).model_copy(update={"full": "242376万元"}), "与原数"),
    (in_reader_unit(quoted("242376", "万元", "money")), "与出处“money”的数"),
    (quoted("45", "公顷", "area"), "不符"),
    (phrase_figure("88.8%", origins=("count",)), "不符"),
    (phrase_figure("占三成", origins=("count",)), "不符"),
    (phrase_figure("88.8%", origins=("count", "money"), formula="甲÷乙"), "没有数值"),
    (phrase_figure("占三成", origins=("count", "money"), formula="甲÷乙"), "没有数值"),
    (quoted("24", "个", "count").model_copy(update={"text": "42个"}), "印出的与数值（24）不符"),
    (Figure(text="99%", value=Decimal(64), formula="甲÷乙", origins=("count", "money")), "印出的与数值（64）不符"),
]


@pytest.mark.parametrize(("figure", "why"), UNFOUNDED, ids=lambda value: getattr(value, "text", value))
def test_a_figure_made_by_hand_is_refused(figure: Figure, why: str) -> None:
    assert why in admission.unfounded(figure, ROWS)


@given(st.integers(0, 10**6), st.integers(0, 10**6), st.sampled_from(["个", "亿元", "%", ""]))
def test_a_quoted_figure_prints_the_number_of_its_observation_and_no_other(said: int, told: int, unit: str) -> None:
    row = ObservationRow(id="x", source="a", locator="", label="指标", text=f"{told}{unit}")
    assert (admission.unfounded(quoted(str(said), unit, "x"), {"x": row}) == "") == (said == told)


def test_a_figure_made_by_hand_stops_the_press_at_its_cell() -> None:
    told = Sentence(parts=("占比", Figure(text="88.8%", number="88.8", value=Decimal("88.8"), unit="%")))
    with pytest.raises(DataError, match=r"笔记本第2格“x”：这个数没有出处，得到“88\.8%”。请用 briefing\.figure"):
        document.from_notebook({"cells": [code_cell(masthead()), code_cell(told), code_cell(catalogue())]})


def test_a_briefing_without_sources_says_which_cell_is_missing() -> None:
    told = Sentence(parts=(Figure(text="1个", origins=("a1",)),))
    with pytest.raises(DataError, match=r"^笔记本：3个数的出处没有印出来。.*briefing\.sources\(\)。$"):
        document.from_notebook({"cells": [code_cell(masthead()), code_cell(told, told), code_cell(told)]})


def test_a_convention_needs_no_origin() -> None:
    assert admission.unfounded(reported_figure(Decimal(100), "%", formula=str(Convention.WHOLE)), {}) == ""
