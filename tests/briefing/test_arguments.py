"""What an analyst passes: each mistake is one message of ours that says where, what, got and do."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from support.vega_lite import TOWNS
from xj_analysis.base.errors import DataError
from xj_analysis.briefing import charts, prose, tables
from xj_analysis.document.pieces import Cell, Column
from xj_analysis.quantity.figures import Figure, reported_figure

FIGURE = reported_figure(Decimal(24), "个", origins=("A17",))
HAND_MADE = Figure(text="88.8%")
ONE = [Column(name="甲")]
say: Any = prose.say
table: Any = tables.table
bars: Any = charts.bars

MISTAKES: dict[str, tuple[Callable[[], object], str]] = {
    "a number in a slot": (lambda: say("{x}", x=5), "句子模板：“x”不是可追溯的数，得到“5（int）”"),
    "words with a number in a slot": (lambda: say("{x}", x="37家"), "句子模板“x”：文字里写了数字“37”，得到“37家”"),
    "a number across words and slot": (lambda: say("占三{x}", x="成"), "文字里写了数字“三成”"),
    "a figure by hand": (lambda: say("{x}", x=HAND_MADE), "“x”：这个数没有出处，得到“88.8%”"),
    "a missing slot": (lambda: say("{x}{y}", x=FIGURE), "没有给出这个数，得到“y”"),
    "an unknown slot": (lambda: say("甲", x=FIGURE), "给了数而句子里没有用到，得到“x”"),
    "no template": (lambda: say(5), "模板应是文字，得到“5（int）”"),
    "a format": (lambda: say("{x:.1f}", x=FIGURE), "花括号里应只有名称，得到“x”"),
    "an attribute": (lambda: say("{x.text}", x=FIGURE), "这个数没有这一项，得到“x.text”"),
    "no name": (lambda: say("{}", x=FIGURE), "花括号里应只有名称"),
    "an open brace": (lambda: say("{x", x=FIGURE), "花括号不成对"),
    "no such style": (lambda: say("甲", style="big"), "没有这种句子，得到“big”"),
    "one text for names": (lambda: say("甲", names="5+2"), "专名应是列表，得到“5+2”"),
    "a note of numbers": (lambda: prose.note("说明", [5]), "得到“5（int）”"),  # type: ignore[list-item]
    "a number in a cell": (lambda: table("示例", ONE, [[4444]]), "第1行“甲”：这一格不是可追溯的数，得到“4444（int）”"),
    "digits in a cell": (lambda: table("示例", ONE, [["乙"], ["4444"]]), "表“示例” 第2行“甲”：文字里写了数字“4444”"),
    "digits in the parts of a cell": (lambda: table("示例", ONE, [[Cell(parts=("十五", "家"))]]), "数字“十五家”"),
    "a figure by hand in a cell": (lambda: table("示例", ONE, [[HAND_MADE]]), "这一格：这个数没有出处"),
    "digits in a heading": (lambda: table("示例", [Column(name="占三成")], []), "表“示例” 表头：文字里写了数字“三成”"),
    "digits in a title": (lambda: table("三成", ONE, []), "表“三成”：文字里写了数字“三成”"),
    "digits in a note": (lambda: table("示例", ONE, [], notes=["37家"]), "表“示例” 表注：文字里写了数字“37”"),
    "a heading of another kind": (lambda: table("示例", ["甲"], []), "第1个表头不是 Column，得到“甲”"),
    "a row too long": (lambda: table("示例", ONE, [["乙", "丙"]]), "表“示例” 第1行：格子有2个，表头有1个"),
    "a row of words": (lambda: table("示例", ONE, ["乙"]), "格子应是列表，得到“乙”"),
    "no rows": (lambda: table("示例", ONE, 5), "行应是列表，得到“5（int）”"),
    "a title of another kind": (lambda: table(5, ONE, []), "表题应是文字"),
    "digits in a chart title": (lambda: bars(TOWNS, "新增97家"), "图题：文字里写了数字“97”"),
    "digits below a chart": (lambda: bars(TOWNS, "图", note="占三成"), "图注：文字里写了数字“三成”"),
    "a chart's note of another kind": (lambda: bars(TOWNS, "图", note=5), "图“图”：图注应是文字，得到“5（int）”"),
}  # fmt: skip


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_is_one_message_in_chinese(mistake: str) -> None:
    make, words = MISTAKES[mistake]
    with pytest.raises(DataError) as caught:
        make()
    assert words in str(caught.value)
    assert caught.value.fault.do.endswith("。") and len(caught.value._render_traceback_()) <= 3


def test_names_with_numbers_are_printed_where_they_are_declared() -> None:
    assert say("{x}", names=["5+2"], x="5+2").parts == ("5+2",)
    assert table("5+2", ONE, [["5+2"]], names=["5+2"]).title == ("5+2",)


def test_dates_are_words() -> None:
    assert say("{x}", x="2024年1—6月").parts == ("2024年1—6月",)
    assert table("进度（2024年1—6月）", [Column(name="2024年")], [["2024年6月5日"]]).columns[0].name == "2024年"


@given(st.one_of(st.integers(), st.floats(), st.none(), st.binary(max_size=9), st.lists(st.integers(), max_size=3)))
def test_whatever_else_stands_in_a_slot_or_a_cell_is_refused(value: object) -> None:
    makers: list[Callable[[], object]] = [lambda: say("{x}", x=value), lambda: table("示例", ONE, [[value]])]
    for make in makers:
        with pytest.raises(DataError) as caught:
            make()
        assert len(str(caught.value)) < 200
