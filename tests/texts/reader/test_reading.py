"""Reading of texts: marked texts, the source article, spans, periods, plain data; any text can be read."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from support import annotated
from xj_analysis.texts.reader.reading import locate, read_text

TEXTS = list(annotated.texts(*annotated.FILES))
WITHOUT_UNIT = ("A16", "A22", "A30", "A56")  # no numeral, or no unit of their own, in the text


def marks(text: str) -> Iterator[annotated.Mark]:
    for mention in read_text(text).mentions:
        yield mention.start, mention.end, mention.value, mention.unit, str(mention.hedge)


def test_there_are_texts_enough_in_many_styles() -> None:
    assert len(TEXTS) >= 40
    assert sum(len(each.marks) for each in TEXTS) > 700
    assert {mark[4] for each in TEXTS for mark in each.marks} == {
        "exact", "about", "over", "under", "at_least", "at_most",
    }  # fmt: skip


@pytest.mark.parametrize("marked", TEXTS, ids=lambda marked: marked.name)
def test_a_text_is_read_as_it_was_marked_by_hand(marked: annotated.Marked) -> None:
    _, differing = annotated.compare(marked, marks(marked.text))
    assert differing == []


def test_the_comparison_sees_what_is_missed_what_is_false_and_what_is_hedged_otherwise() -> None:
    marked = annotated.parse("x", "投资{3亿元|about}，新建{5个}")
    marks_read = [(2, 5, Decimal(3), "亿元", "exact"), (0, 2, Decimal(1), "个", "exact")]
    score, differing = annotated.compare(marked, marks_read)
    assert (score.precision, score.recall, score.hedges) == (0.5, 0.5, 0)
    assert [line.split(": ")[1].split()[0] for line in differing] == ["missed", "false", "投资[3亿元]，新建5个"]


def test_the_source_article_gives_every_figure_and_no_other(source_article: Path) -> None:
    read = read_text(source_article.read_text(encoding="utf-8"))
    with (source_article.parents[1] / "facts" / "article_figures.csv").open(encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["value"] and row["id"] not in WITHOUT_UNIT]
    assert len(rows) == 51
    expected = [(row["value"], row["unit"], row["qualifier"]) for row in rows]
    assert [(str(m.value), m.unit, str(m.hedge)) for m in read.mentions] == expected
    periods = [(row["id"], row["period"]) for row in rows if row["period"]]
    assert [(row["id"], m.period) for row, m in zip(rows, read.mentions, strict=True) if row["period"]] == periods
    ranks = {row["id"]: int(row["rank"]) for row in rows if row["rank"].isdigit()}
    assert {row["id"]: m.rank for row, m in zip(rows, read.mentions, strict=True) if m.rank} == ranks
    assert [(s.tier, s.scope, s.rank) for s in read.ranks if s.tier] == [("第一方阵", "全省", None)] * 2


@given(
    st.text(
        alphabet="0123456789.,%-—约近超余多万亿千百十一二三家个人元年月日第至和、，。 \n()（）“”增长下降分别为的内以上",
        max_size=300,
    )
)
def test_spans_are_slices_and_never_overlap(text: str) -> None:
    last = 0
    for mention in read_text(text).mentions:
        assert last <= mention.start < mention.end <= len(text)
        assert text[mention.start : mention.end] == mention.text
        last = mention.end


@pytest.mark.parametrize(
    "piece", ["1", "9,", "、1", "一", "百", "第", "1:", "万", "分别", "（", "2024年", " ", "a1", "、", "——", "长" * 9]
)
def test_no_text_takes_for_ever(piece: str) -> None:
    """Ten thousand characters of the worst kinds come back; a pattern that backtracks would not."""
    assert read_text(piece * (10_000 // len(piece))).text


@given(st.text(max_size=200))
def test_any_text_can_be_read(text: str) -> None:
    assert all(text[m.start : m.end] == m.text for m in read_text(text).mentions)


def test_a_period_carried_on_says_so_and_ends_at_a_heading() -> None:
    text = "2023年以来，全县大力招商。\n新签约5家。目前3家开工。\n民生福祉\n新建8所。"
    mentions = read_text(text, anchor=date(2024, 7, 1)).mentions
    assert [(m.period, m.period_from) for m in mentions] == [("2023-01/2024-YTD", "carried"), ("", ""), ("", "")]


def test_the_locator_counts_as_a_reader_does() -> None:
    (mention,) = read_text("标题\n\n  \n共27家").mentions
    assert mention.locator == "第2段第2—4字"


def test_a_reading_becomes_a_frame_and_plain_data() -> None:
    read = read_text("共27.50家")
    assert read.frame().iloc[0][["text", "unit", "hedge", "locator"]].tolist() == [
        "27.50家",
        "家",
        "exact",
        "第1段第2—7字",
    ]
    assert read.as_dict()["mentions"][0]["value"] == "27.50"
    assert list(read_text("无").frame().columns) == list(read.frame().columns)


def test_no_text_is_of_a_real_place(repo: Path) -> None:
    for name in annotated.FILES:
        head = (repo / "tests" / "texts" / "marked" / name).read_text(encoding="utf-8").splitlines()[0]
        assert "编造" in head


@given(st.text(alphabet="县3 \n", max_size=30), st.data())
def test_a_place_is_counted_within_its_paragraph(text: str, data: st.DataObject) -> None:
    lines = [line for line in text.split("\n") if line.strip()]
    mark = "27家"
    place = data.draw(st.integers(0, len(lines)))
    whole = "\n".join([*lines[:place], f"共{mark}", *lines[place:]])
    start = whole.index(mark)
    assert locate(whole, start, start + len(mark)) == (place + 1, 2, 4)
