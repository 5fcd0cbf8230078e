"""Key figures: by rule, declared or named; each with light, change, unit and months, and none without a value."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from support.progress_tables import progress_of
from xj_analysis import Briefing
from xj_analysis.base.errors import DataError, UsageError
from xj_analysis.briefing.figure_lookup import FigureLookup
from xj_analysis.briefing.sections.key_figures import CardMaker, key_figures
from xj_analysis.briefing.year_progress import YearProgress
from xj_analysis.county import selection
from xj_analysis.county.model import Campaign
from xj_analysis.document.blocks import KeyFigure, KeyFigures, Omission
from xj_analysis.document.pieces import plain_text
from xj_analysis.metrics.columns.samples import sample
from xj_analysis.quantity import periods
from xj_analysis.quantity.figures import Figure
from xj_analysis.store.store import Store


def cards_of(store: Store, *slugs: str) -> list[KeyFigure]:
    progress = progress_of(store, *slugs)
    return CardMaker(progress, FigureLookup(progress.frame), slugs).by_rule()


def words(card: KeyFigure) -> str:
    return "\n".join(map(plain_text, card.beside))


def test_the_worst_light_comes_first_and_the_best_is_among_them(example: Store) -> None:
    slugs = ("project_investment", "signed_investment", "started_projects")
    cards = cards_of(example, *slugs)
    assert [card.light.light for card in cards if card.light] == ["红灯", "绿灯", "绿灯"]
    first = cards[0]
    assert (first.name, first.figure.text, first.figure.full) == ("签约项目总投资", "78.2亿元", "781798万元")
    said = words(first)
    assert "完成年度目标71.7%\n慢于时序进度7.8个百分点\n" in said and "责任单位：商务局" in said
    assert "较上期提高5.8个百分点" in said and "同比下降5.8%" in said
    assert len(first.months) == 9 - 1, "January and February are reported together"
    assert first.months[-1].text == first.figure.full


def test_a_light_that_the_gap_does_not_explain_says_why_and_one_that_turned_says_from_what(example: Store) -> None:
    (card,) = cards_of(example, "approvals")
    assert "连续5个月落后" in words(card) and "上期▲黄灯" in words(card)


def test_there_are_five_at_most_and_no_more_than_there_are_data(example: Store) -> None:
    every = selection.indicators_with_progress(example.county.overview, example.county)
    cards = cards_of(example, *every)
    assert 3 <= len(cards) <= 5 and len({card.name for card in cards}) == len(cards)
    assert [card.light.light for card in cards[:3] if card.light] == ["红灯"] * 3
    assert len(cards_of(example, "talents")) == 1 and cards_of(example) == []


def test_without_targets_a_rank_comes_first_then_a_change_and_the_period_is_said(xiajiang: Store) -> None:
    county = xiajiang.county
    slugs = ["chains_exceeded", "new_enterprises", "gdp", "forest_cover"]
    rows = sample(
        indicator=["chains_exceeded", "new_enterprises", "gdp", "gdp", "forest_cover"],
        label=["甲", "乙", "丙", "丙", "丁"], value=[6.0, 15.0, 1146700.0, 900000.0, 2.0],
        unit=["条", "家", "万元", "万元", "%"], period=["2023", "2024", "2024", "2023", "2024"],
        rank=[None, 2, None, None, None], rank_scope=["", "吉安市", "", "", ""], tier="", subject="", doubt="",
        nature="actual", area=county.code,
    ).astype({"rank": "Int64"})  # fmt: skip
    progress = YearProgress(county, rows, [], periods.parse("2024"))
    cards = CardMaker(progress, FigureLookup(rows), slugs).by_rule()
    assert cards[0].name == "乙" and all(card.light is None for card in cards)
    assert words(cards[0]) == "2024年\n吉安市第2位"
    assert len(cards) == 3


def briefing(campaign: str) -> Briefing:
    return Briefing(campaign, county="example")


def block(section: Sequence[object]) -> KeyFigures:
    (found,) = [each for each in section if isinstance(each, KeyFigures)]
    return found


def test_a_notebook_names_its_own_by_slug_or_figure() -> None:
    b = briefing("towns")
    cards = block(b.key_figures("visits", b.figure("signed_investment"))).cards
    assert [card.name for card in cards] == ["接待游客", "签约项目总投资"]
    assert cards[0].light and cards[0].months, "of an indicator all that is known"
    assert cards[1].figure.text == "78.2亿元" and words(cards[1]) == "2025年1—9月"


def test_an_indicator_of_another_campaign_has_its_light_too() -> None:
    (card,) = block(briefing("towns").key_figures("signed_investment")).cards
    assert card.light and card.light.light == "红灯" and "责任单位：商务局" in words(card)


def test_what_is_wrong_is_told_and_what_is_unknown_left_out() -> None:
    b = briefing("towns")
    with pytest.raises(UsageError, match="visits"):
        b.key_figures("visit")
    with pytest.raises(DataError, match="应是指标代号或带来源的数"):
        b.key_figures(3)  # type: ignore[arg-type]
    with pytest.raises(DataError, match="最多五个"):
        b.key_figures(*["visits"] * 6)
    with pytest.raises(DataError, match="没有名称"):
        b.key_figures(b.figure("visits") * 2)
    (gone,) = b.key_figures(b.figure("visits", "2020"))
    assert isinstance(gone, Omission) and "接待游客" in gone.what


def test_a_county_declares_its_own(example: Store) -> None:
    campaign = example.county.campaign("towns").model_copy(update={"key_figures": ("signed_investment",)})
    assert isinstance(campaign, Campaign)
    assert "signed_investment" in selection.indicators_to_verify(campaign, example.county)
    progress = progress_of(example, "visits", "signed_investment")
    (shown,) = key_figures(campaign.key_figures, progress, FigureLookup(progress.frame), ["visits"])
    assert isinstance(shown, KeyFigures) and [card.name for card in shown.cards] == ["签约项目总投资"]


def test_every_number_on_a_card_has_an_origin() -> None:
    for campaign in ("projects", "reform", "two_mountains", "livelihood"):
        for card in block(briefing(campaign).key_figures()).cards:
            runs = [(card.figure, *card.months), *card.beside]
            assert all(part.origins for run in runs for part in run if isinstance(part, Figure))
