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


def test_what_a_reader_s_unit_rounds_away_is_a_difference_still() -> None:
    old = content(figure("2.32亿元", "A", full="23174万元"), A="23174万元")
    new = content(figure("2.32亿元", "Ax", full="23181万元"), Ax="23181万元")
    said = [(d.change, d.reason, d.was, d.now) for d in compare(old, new)]
    assert said == [("changed", "revision", "23174万元", "23181万元")]


def test_a_reader_s_unit_is_another_definition_only_where_the_whole_number_has_another() -> None:
    whole, short = figure("23174万元", "A"), figure("2.32亿元", "A", full="23174万元")
    assert compare(content(whole, A="23174万元"), content(short, A="23174万元")) == []
    revised = content(figure("9980万元", "Ax"), Ax="9980万元")
    assert [d.reason for d in compare(content(short, A="23174万元"), revised)] == ["revision"]
    declared = content(figure("2.3174亿元", "A"), A="23174万元")
    assert [d.reason for d in compare(content(short, A="23174万元"), declared)] == ["definition"]


def test_the_one_unit_of_a_chart_is_no_difference() -> None:
    drawn = figure("2.32亿元", "A") | {"place": "图1"}
    whole = figure("23174万元", "A")
    assert compare(content(drawn, A="23174万元"), content(whole, drawn, A="23174万元")) == []
    revised = content(figure("2.32亿元", "Ax") | {"place": "图1"}, Ax="23181万元")
    assert [(d.reason, d.was, d.now) for d in compare(content(drawn, A="23174万元"), revised)] == [
        ("revision", "23174万元", "23181万元")
    ]
