"""Urgent matters: which are named, in what words, and the lights counted now and one period earlier."""

from __future__ import annotations

import pytest

from support.county_folder import REPO
from support.progress_tables import SEPTEMBER, better_low, progress_of
from xj_analysis import Briefing
from xj_analysis.briefing.period_before import PeriodBefore
from xj_analysis.briefing.sections import urgent_matters
from xj_analysis.document.blocks import Sentence
from xj_analysis.document.pieces import plain_text
from xj_analysis.store.store import Store


@pytest.fixture
def overview(monkeypatch: pytest.MonkeyPatch) -> Briefing:
    monkeypatch.setenv("XJ_DATA", str(REPO / "data"))
    return Briefing("overview", county="example")


def test_the_three_most_urgent_are_named_with_amount_gap_light_and_unit(overview: Briefing) -> None:
    said = [plain_text(each.parts) for each in overview.findings() if isinstance(each, Sentence)]
    *matters, ledgers, counts = said
    assert ledgers.startswith("台账里最急的（■红）：")
    changes = overview._before.of_county
    red = [change.now for change in changes if change.now.light.light == "红灯"]
    worst = sorted(red, key=lambda pace: pace.ahead["value"])[:3]
    assert len(matters) == 3
    for words, pace in zip(matters, worst, strict=True):
        indicator = overview.county.by_slug[pace.indicator]
        campaign = next(each for each in overview.county.campaigns if each.slug in indicator.campaigns)
        unit = next(each for each in overview.county.units if indicator.slug in each.reports and not each.area)
        assert words.startswith(f"{campaign.name}：{indicator.name}")
        assert pace.figure("completed").text in words and pace.gap.text in words and "■红灯" in words
        assert words.endswith(f"责任单位{unit.name.removeprefix('示例县')}。")
    assert counts.startswith("2025年1—9月，全县亮灯的30项指标中，●绿灯")
    assert "；上期（2025年1—8月）为●绿灯" in counts


def test_the_lights_counted_are_those_of_the_table(overview: Briefing) -> None:
    (counts,) = [
        plain_text(each.parts)
        for each in overview.findings()
        if isinstance(each, Sentence) and "亮灯的" in plain_text(each.parts)
    ]
    lit = [change for change in overview._before.of_county if change.lights[1]]
    for side, words in zip((1, 0), counts.split("；上期"), strict=True):
        for word in ("绿灯", "黄灯", "红灯"):
            number = sum(1 for change in lit if (light := change.lights[side]) and light.light == word)
            assert f"{word}{number}项" in words


def test_a_light_that_came_from_months_in_a_row_says_so(example: Store) -> None:
    progress = progress_of(example, "approvals")
    (said,) = urgent_matters.urgent_matters(progress, PeriodBefore(progress).of_county, SEPTEMBER)
    assert "▲黄灯转■红灯（连续5个月落后）" in plain_text(said.parts)


def test_the_town_that_is_last_is_named_where_one_alone_is(example: Store) -> None:
    progress = progress_of(example, "farmland")
    (said,) = urgent_matters.urgent_matters(progress, PeriodBefore(progress).of_county, SEPTEMBER)
    towns = [pace for pace in progress.paces if pace.area in progress.county.towns]
    last = min(towns, key=lambda pace: pace.completed["value"])
    words = f"完成率最低的是{progress.county.area_names[last.area]}（{last.figure('completed').text}）"
    assert towns and words in plain_text(said.parts)


def test_nothing_urgent_where_nothing_is_behind(example: Store) -> None:
    progress = progress_of(example, "parking_spaces")
    (said,) = urgent_matters.urgent_matters(progress, PeriodBefore(progress).of_county, SEPTEMBER)
    words = plain_text(said.parts)
    assert "没有亮黄灯、红灯的，最好的是新增公共停车位（快于时序进度" in words
    nothing = progress_of(example)
    assert urgent_matters.urgent_matters(nothing, [], SEPTEMBER) == []
    assert urgent_matters.light_counts(nothing, []) is None


@pytest.mark.parametrize("slugs", [("parking_spaces",), ("farmland", "parking_spaces"), ("approvals", "farmland")])
def test_where_less_is_better_nothing_green_is_urgent_and_the_words_are_of_a_ceiling(
    slugs: tuple[str, ...], example: Store
) -> None:
    progress = better_low(progress_of(example, *slugs), *slugs)
    said = urgent_matters.urgent_matters(progress, PeriodBefore(progress).of_county, SEPTEMBER)
    bad = [pace for pace in progress.of(progress.county.code) if progress.severity(pace)]
    words = "".join(plain_text(each.parts) for each in said)
    assert said and len(said) == max(1, min(3, len(bad)))
    assert ("没有亮黄灯、红灯的" in words) == (not bad)
    assert "快于" not in words and "慢于" not in words
    assert not bad or "占控制数" in words
