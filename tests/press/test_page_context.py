"""Context of a web page: anchors, contents, origin cards, orders of columns, back links, legible colours."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from support.blocks_to_print import catalogue, code_cell, document_of
from xj_analysis.document.blocks import Block, Chart, Heading, Note, Sentence, Table
from xj_analysis.document.pieces import Cell, Column, Light, Part
from xj_analysis.press.page_context import legible, page_context, pieces
from xj_analysis.quantity.figures import Figure


def number(value: str, unit: str, text: str = "", *origins: str) -> Figure:
    return Figure(text=text or value + unit, number=value, value=Decimal(value), unit=unit, origins=origins)


def table(*rows: tuple[Part, ...], align: Literal["left", "right"] = "left") -> Table:
    columns = tuple(Column(name=f"列{n}", align=align) for n in range(len(rows[0])))
    return Table(title=("表",), columns=columns, rows=tuple(tuple(Cell(parts=(p,)) for p in row) for row in rows))


def context(*blocks: Block) -> dict[str, Any]:
    return page_context(document_of(code_cell(*blocks), code_cell(catalogue())))


def orders(*parts: Part) -> tuple[str, list[str]]:
    """The kind of a column with these cells, and their orders."""
    (block,) = context(table(*((part,) for part in parts)))["blocks"][:1]
    return block["columns"][0]["sort"], [row[0]["order"] for row in block["rows"]]


def test_every_block_has_an_anchor_of_its_own_and_headings_are_listed() -> None:
    chart = Chart(title=("图",), spec={}, description="图", figures=(Figure(text="2个"),))
    page = context(Heading(level=1, text="一、结论"), Sentence(parts=("甲",)), table(("乙",)), chart, table(("丙",)))
    anchors = [block["anchor"] for block in page["blocks"]]
    assert len(set(anchors)) == len(anchors) and {"table-1", "table-2", "chart-1"} < set(anchors)
    assert [(each["text"], each["anchor"]) for each in page["contents"]] == [("一、结论", anchors[0])]


def test_a_card_has_label_formula_and_rows_of_which_a_few_are_listed() -> None:
    one = Figure(text="约2元", label="人均", formula="4元÷约2人", origins=("a1", "b1", "a1"))
    page = context(Sentence(parts=(one,)))
    label, formula, rows, count, unit = page["origins"]["figures"]["f1"]
    assert (label, formula, count, unit) == ("人均", "4元÷约2人", 2, "")
    assert [page["origins"]["rows"][row] for row in rows] == [[1, "第2行", "1个"], [2, "第2行", "1个"]]


@pytest.mark.parametrize(("text", "unit"), [("781798", "万元"), ("慢7.8", "万元"), ("8万元", ""), ("持平", "")])
def test_a_bare_number_of_a_cell_has_its_unit_on_the_card(text: str, unit: str) -> None:
    page = context(table((number("8", "万元", text),)))
    assert page["origins"]["figures"]["f1"][4] == unit


def test_a_source_names_each_place_that_cites_it_once_and_leads_to_the_first() -> None:
    figure = Figure(text="9个", origins=("a1",))
    chart = Chart(title=("图",), spec={}, description="图", figures=(Figure(text="2个", origins=("a1",)),))
    page = context(
        Sentence(parts=("共", figure)), Sentence(parts=(figure,)), table((figure,)), chart,
        Note(label="矛盾", parts=("甲",), sources=("b",)),
    )  # fmt: skip
    first, second = page["blocks"][-1]["sources"]
    assert first["cited"] == {"正文": "f1", "表1": "f3", "图1": "chart-1"}
    assert second["cited"] == {"正文": "note-5"}


def test_numbers_of_one_dimension_are_ordered_by_value_whatever_their_unit() -> None:
    kind, order = orders(number("2", "亿元"), number("30000", "万元"), "—")
    assert kind == "number" and float(order[0]) < float(order[1]) and order[2] == ""


def test_then_and_now_are_sorted_by_now() -> None:
    red, green = (Light(light=word, shape=shape, colour="#000000") for word, shape in (("红灯", "■"), ("绿灯", "●")))
    rows = [(number("9", "%"), "→", number("1", "%")), (number("2", "%"), "→", number("3", "%")), (number("2", "%"),)]
    lights: list[tuple[Part, ...]] = [(red, "→", green), (green, "→", red), (green, "→", "—")]
    lines = tuple((Cell(parts=rate), Cell(parts=light)) for rate, light in zip(rows, lights, strict=True))
    columns = tuple(Column(name=name, align="right") for name in ("完成率", "灯"))
    (block,) = context(Table(title=("较上期",), columns=columns, rows=lines))["blocks"][:1]
    rates, shapes = ([row[place]["order"] for row in block["rows"]] for place in range(2))
    assert [column["sort"] for column in block["columns"]] == ["number", "number"]
    assert float(rates[0]) < float(rates[2]) < float(rates[1])
    assert float(shapes[1]) < float(shapes[0]) and shapes[2] == ""  # the worst first


def test_numbers_that_do_not_compare_cannot_be_sorted() -> None:
    assert orders(number("2", "亿元"), number("3", "个")) == ("", ["", ""])
    assert orders("甲", "乙") == ("text", ["", ""])


def test_lights_are_ordered_by_severity_and_moves_by_direction() -> None:
    lights = [Light(light=name, shape=shape) for name, shape in [("绿灯", "●"), ("红灯", "■"), ("黄灯", "▲")]]
    kind, order = orders(*lights)
    green, red, yellow = map(float, order)
    assert kind == "number" and red < yellow < green
    back, none, ahead = orders(number("-2", "位", "后移2"), number("0", "位", "不变"), number("1", "位", "前移1"))[1]
    assert float(back) < float(none) < float(ahead)
    assert orders("10", "9")[1] == ["10", "9"], "ranks are numbers too"


@pytest.mark.parametrize(
    ("names", "whole"), [(("人口流量", "范例镇"), True), (("人口流量", "人均地区生产总值"), False)]
)
def test_names_of_rows_stay_whole_where_all_are_short(names: tuple[str, ...], whole: bool) -> None:
    assert context(table(*((name, "1") for name in names)))["blocks"][0]["whole"] is whole


def test_the_first_column_of_words_names_the_rows() -> None:
    ranked = Table(
        title=("表",), columns=(Column(name="位次", align="center"), Column(name="乡镇"), Column(name="说明")),
        rows=((Cell(parts=("1",)), Cell(parts=("甲镇",)), Cell(parts=("无",))),),
    )  # fmt: skip
    assert context(ranked)["blocks"][0]["key"] == 1
    assert context(table(("1", "2"), align="right"))["blocks"][0]["key"] == 0


def test_pieces_are_found_wherever_they_stand() -> None:
    chart = Chart(title=(Figure(text="1个"),), spec={}, description="图", figures=(Figure(text="2个"),))
    page = context(Sentence(parts=(Figure(text="3个"),)), chart)
    assert [piece["text"] for piece in pieces(page["blocks"], "figure")] == ["3个", "1个", "2个"]


@given(st.integers(0, 0xFFFFFF), st.sampled_from(["#ffffff", "#15181c"]))
def test_any_colour_becomes_legible_and_a_legible_one_stays(colour: int, ground: str) -> None:
    def luminance(name: str) -> float:
        parts = [int(name[at : at + 2], 16) / 255 for at in (1, 3, 5)]
        linear = [part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    def contrast(one: str, two: str) -> float:
        return (max(map(luminance, (one, two))) + 0.05) / (min(map(luminance, (one, two))) + 0.05)

    printed = legible(f"#{colour:06x}", ground)
    assert contrast(printed, ground) >= 3.0
    assert legible(printed, ground) == printed
    if contrast(f"#{colour:06x}", ground) >= 3.0:
        assert printed == f"#{colour:06x}"


@pytest.mark.parametrize("colour", ["#2e7d32", "#b26a00", "#c62828"])
def test_the_usual_lights_are_printed_on_white_as_they_are(colour: str) -> None:
    assert legible(colour, "#ffffff") == colour
