"""HTML below a cell in JupyterLab: aligned as printed, marked, and inert."""

from __future__ import annotations

import re
from xml.etree import ElementTree

from hypothesis import given
from hypothesis import strategies as st

from xj_analysis.document import cell_html
from xj_analysis.document.pieces import Cell, Column, Light, Parts
from xj_analysis.quantity.figures import Figure

TWO = (Column(name="指标"), Column(name="亿元", align="right"))


def tree(html: str) -> ElementTree.Element:
    return ElementTree.fromstring(f"<div>{html}</div>")


def text_of(element: ElementTree.Element) -> str:
    return "".join(element.itertext())


def test_a_table_has_its_title_its_notes_and_each_column_aligned_as_printed() -> None:
    rows = [(Cell(parts=("投资",)), Cell(parts=(Figure(text="261.6"),), sources=("公报", "年鉴")))]
    html = tree(cell_html.table(("签约",), TWO, rows, [("注：甲",), ("注：乙",)]))
    table, *notes = html
    caption = table.find("caption")
    assert caption is not None and text_of(caption) == "签约"
    for row in table.findall("tr"):
        assert [re.findall(r"text-align:(\w+)", cell.attrib["style"]) for cell in row] == [["left"], ["right"]]
    assert [text_of(note) for note in notes] == ["注：甲", "注：乙"]
    assert all("font-size:0.85em" in note.attrib["style"] for note in notes)
    assert [mark.attrib["title"] for mark in html.iter("sup")] == ["公报", "年鉴"], "a mark for each source"


def test_a_column_of_sources_is_not_empty() -> None:
    html = tree(cell_html.table((), (Column(name="来源"),), [(Cell(sources=("公报",)),)], []))
    (cell,) = html.iter("td")
    assert text_of(cell) == "[·]"


def test_a_light_has_its_colour_shape_and_word() -> None:
    html = tree(cell_html.run((Light(light="黄灯", shape="▲", colour="#aa6600"),)))
    assert text_of(html) == "▲黄灯" and html[0].attrib["style"] == "color:#aa6600"


def test_a_chart_shows_drawing_title_and_notes_and_the_title_alone_undrawn() -> None:
    html = tree(cell_html.chart(("收入",), ["公报"], "条形图", "<svg/>", [("括号内为计划",)]))
    image = html.find("img")
    assert image is not None and image.attrib["alt"] == "条形图"
    assert text_of(html) == "收入[·]括号内为计划"
    assert tree(cell_html.chart(("收入",), [], "条形图", "", [])).find("img") is None


SPECIAL = st.sampled_from(["<script>", '"', "'", "&", "<img src=x onerror=alert(1)>", "甲"])
WORDS = st.lists(SPECIAL).map("".join)


@given(WORDS, WORDS)
def test_no_word_becomes_markup(words: str, other: str) -> None:
    parts: Parts = (words, Figure(text=other, label=words, formula=other, origins=(words,)))
    column = Column(name=other, align="right")
    html = tree(
        cell_html.table(parts, (column,), [(Cell(parts=parts, sources=(other,)),)], [parts])
        + cell_html.chart(parts, (words,), other, "<svg/>", [parts])
    )
    tags = {element.tag for element in html.iter()}
    assert tags <= {"div", "table", "caption", "tr", "th", "td", "span", "sup", "img", "b"}
    names = {name for element in html.iter() for name in element.attrib}
    assert names <= {"style", "title", "alt", "src"}
    (title,) = html.iter("caption")
    assert text_of(title) == words + other
