"""Cards of the 三量: lead indicator, months, others, rank among counties, and gaps."""

from __future__ import annotations

import pytest

from support.county_folder import REPO
from xj_analysis import Briefing
from xj_analysis.briefing.figure_lookup import FigureLookup
from xj_analysis.briefing.sections.quantity_cards import quantity_cards
from xj_analysis.briefing.year_progress import YearProgress
from xj_analysis.document.blocks import KeyFigure, KeyFigures
from xj_analysis.document.pieces import Light, plain_text
from xj_analysis.metrics.columns.samples import sample
from xj_analysis.quantity import periods
from xj_analysis.store.store import Store


def _cards(county: str, monkeypatch: pytest.MonkeyPatch) -> tuple[KeyFigure, ...]:
    monkeypatch.setenv("XJ_DATA", str(REPO / "data"))
    (block,) = Briefing("overview", county=county).quantity_cards()
    assert isinstance(block, KeyFigures)
    return block.cards


def test_a_card_leads_with_the_first_indicator_and_its_months(monkeypatch: pytest.MonkeyPatch) -> None:
    people, _, quality = _cards("example", monkeypatch)
    assert people.name == "人口流量：引进人才（2025年1—9月）"
    assert people.light is not None and people.light.light == "黄灯"
    assert [figure.period for figure in people.months][-1] == "2025-01/2025-09"
    assert people.months[-1].value == people.figure.value
    beside = [plain_text(run) for run in people.beside]
    assert beside[0] == "完成率67.8%" and "●接待游客197.04万人次" in beside
    assert plain_text(quality.beside[-1]) == "不亮灯：断面水质达标率、平均办理时长"


def test_the_shape_of_a_light_is_a_light_whose_word_can_be_told(monkeypatch: pytest.MonkeyPatch) -> None:
    runs = [run for card in _cards("example", monkeypatch) for run in card.beside]
    assert not [part for run in runs for part in run if isinstance(part, str) and set(part) & set("●▲■○")]
    told = [part for run in runs for part in run if isinstance(part, Light)]
    assert len(told) == 9 and all(light.short and light.light and light.colour for light in told)


def test_growth_is_as_published_where_the_county_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    _, economy, _ = _cards("xiajiang", monkeypatch)
    assert economy.figure.text == "114.67亿元" and plain_text(economy.beside[0]) == "同比增长5.7%"
    assert economy.months == ()


def _card(store: Store, known: set[str], **columns: object) -> KeyFigure:
    frame = sample(
        indicator="new_enterprises", label="新增规上工业企业", unit="家", period="2024", nature="actual", **columns
    )
    progress = YearProgress(store.county, frame, (), periods.parse("2024"))
    block = quantity_cards(FigureLookup(frame.assign(doubt="", rank="<NA>", tier="")), progress, known)
    assert block is not None
    (card,) = block.cards
    return card


def test_the_rank_among_all_counties_of_the_city_and_no_rank_of_some(xiajiang: Store) -> None:
    peers = list(xiajiang.county.peers)
    places = [*range(1, len(peers) + 1)]
    own = peers.index(xiajiang.county.code)
    rank = len(peers) - own
    card = _card(xiajiang, set(), area=peers, value=[float(n) for n in places])
    assert f"{xiajiang.county.city}第{rank}位" in [plain_text(run) for run in card.beside]
    some = _card(xiajiang, set(), area=peers[own:], value=[float(n) for n in places[own:]])
    assert not any("位" in plain_text(run) for run in some.beside if "缺数" not in plain_text(run))


def test_gaps_are_the_indicators_without_a_value_and_those_without_a_sound_result(xiajiang: Store) -> None:
    quality = next(each for each in xiajiang.county.quantities if "new_enterprises" in each.indicators)
    others = [slug for slug in quality.indicators if slug != "new_enterprises"]
    card = _card(xiajiang, {others[0]}, area=[xiajiang.county.code], value=[3.0])
    said = [plain_text(run) for run in card.beside]
    names = [xiajiang.county.by_slug[slug].name for slug in others]
    assert f"无可用实绩：{names[0]}" in said and f"缺数：{'、'.join(names[1:])}" in said
