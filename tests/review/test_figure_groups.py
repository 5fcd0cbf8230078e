"""Figures grouped by identity: place, words and ranks do not mix groups."""

from __future__ import annotations

from support.register_content import content, figure
from xj_analysis.review.diff import compare


def test_the_place_and_the_words_around_a_number_do_not_matter() -> None:
    whole, bare = figure("11个", "A"), figure("11个", "A") | {"text": "11", "label": "示例县就业之家"}
    old, new = content(whole, bare, A="11个"), content(bare, whole, whole, A="11个")
    assert compare(old, new) == []


def test_a_rank_is_not_taken_for_its_value() -> None:
    value = figure("27个", "A")
    old, new = (
        content(value, {"text": f"第{n}位", "label": "就业之家位次", "period": "2024", "origins": ["A"]}, A="27个")
        for n in (1, 2)
    )
    assert [(d.label, d.was, d.now) for d in compare(old, new)] == [("就业之家位次", "第1位", "第2位")]


def test_a_file_from_before_the_keys_is_matched_by_label() -> None:
    old, new = content(figure("11个", "A"), A="11个"), content(figure("12个", "Ax"), Ax="12个")
    for row in (*old["observations"], *new["observations"]):
        del row["key"], row["status"]
    assert [(d.change, d.reason, d.was, d.now) for d in compare(old, new)] == [("changed", "revision", "11个", "12个")]
