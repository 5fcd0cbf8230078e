"""Sentences, tables and the campaigns' points that an analyst writes."""

from __future__ import annotations

from typing import Any

import pytest

from support.county_folder import REPO
from xj_analysis import Briefing
from xj_analysis.base.errors import DataError, UsageError
from xj_analysis.document.blocks import Omission, Sentence
from xj_analysis.document.pieces import plain_text


@pytest.fixture(scope="module")
def b() -> Briefing:
    """The overview of the real county."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XJ_DATA", str(REPO / "data"))
        return Briefing("overview", county="xiajiang")


def test_a_sentence_of_the_sum_of_an_empty_column_is_left_out(b: Briefing) -> None:
    told = b.say("合计{total}。", total=b["new_enterprises"].iloc[:0].sum())
    assert isinstance(told, Omission) and told.reason == "total：无数据。"


def test_what_is_not_known_yet_computes_with_what_is(b: Briefing) -> None:
    """An older day knows less: a notebook runs all the same."""
    known, unknown = b.figure("new_enterprises", "2023"), b.figure("gdp", "1999")
    assert [str(each) for each in (unknown / known, known / unknown, unknown + b.figure("primary", "2024"))] == [
        "（无数据）"
    ] * 3


def test_a_point_of_ones_own_stands_in_the_table_of_campaigns(b: Briefing) -> None:
    new, unknown = b.figure("new_enterprises", "2023"), b.figure("new_enterprises", "1999")
    rows = b.campaigns(clusters=b.say("入规{n}。", n=new), projects=b.say("签约{n}。", n=unknown)).rows
    points = [plain_text(row[-1].parts) for row in rows]
    assert points[0] == "入规27家。"
    assert points[1:] == [plain_text(row[-1].parts) for row in b.campaigns().rows][1:]
    with pytest.raises(UsageError, match="没有这个攻坚战，得到“cluster”。是否想写“clusters”"):
        b.campaigns(cluster=b.say("入规{n}。", n=new))


def test_a_conclusion_of_ones_own_is_printed_as_it_is(b: Briefing) -> None:
    said = b.finding("入规{n}。", n=b.figure("new_enterprises", "2023"))
    left_out = b.finding("入规{n}。", n=b.figure("new_enterprises", "1999"))
    assert [*b.findings(said, left_out)] == [said, left_out]


def test_a_conclusion_that_cannot_be_printed_is_told_and_made_by_rule(b: Briefing) -> None:
    left_out = b.finding("入规{n}。", n=b.figure("new_enterprises", "1999"))
    assert [*b.findings(left_out)] == [left_out, *b.findings()] and b.findings()


def test_a_conclusion_without_any_figure_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XJ_DATA", str(REPO / "data"))
    older = Briefing("talent", county="xiajiang", known_at="2023-12-31", period="2023")
    left_out, said = older.findings(older.finding("引进{n}。", n=older.figure("talent_persons")))
    assert isinstance(left_out, Omission)
    assert isinstance(said, Sentence) and plain_text(said.parts) == "本期没有可以支持结论的数据。"


@pytest.mark.parametrize("wrong", ["引进人才。", ["引进人才。"], None])
def test_a_conclusion_of_what_is_no_sentence_is_refused(b: Briefing, wrong: Any) -> None:
    with pytest.raises(DataError, match=r"briefing\.findings：应是句子"):
        b.findings(wrong)
