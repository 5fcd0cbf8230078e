"""Campaign board: a line for every campaign, its lights counted, the worst indicator, and who is responsible."""

from __future__ import annotations

import pytest

from support.county_folder import REPO
from support.progress_tables import cells, progress_of
from xj_analysis import Briefing
from xj_analysis.briefing.sections import campaign_board
from xj_analysis.document.blocks import Table
from xj_analysis.document.pieces import Bar, Cell, Light, plain_text
from xj_analysis.store.store import Store


@pytest.fixture
def overview(monkeypatch: pytest.MonkeyPatch) -> Briefing:
    monkeypatch.setenv("XJ_DATA", str(REPO / "data"))
    return Briefing("overview", county="example")


def _columns(table: Table) -> dict[str, list[str]]:
    names = [column.name for column in table.columns]
    return {name: [row[place] for row in cells(table)] for place, name in enumerate(names)}


def test_a_campaign_is_a_line_with_its_worst_indicator_and_unit(overview: Briefing) -> None:
    table = overview.campaigns()
    columns = _columns(table)
    assert plain_text(table.title) == "十大攻坚战进度（2025年1—9月）"
    assert columns["攻坚战"] == [campaign.name for campaign in overview.county.campaigns]
    assert "要点" not in columns
    roads = columns["最落后的指标"].index("新改建城市道路")
    assert (columns["快慢"][roads], columns["责任单位"][roads], columns["最差的灯"][roads]) == (
        "慢10.9",
        "城市管理局",
        "■红灯",
    )
    reform = columns["最落后的指标"].index("办结审批事项")
    assert columns["最差的灯"][reform] == "▲→■红灯（连续5个月）"
    assert columns["最落后的指标"][6] == columns["快慢"][6] == columns["责任单位"][6] == "—"


def test_the_light_of_a_line_is_the_worst_of_its_indicators(overview: Briefing) -> None:
    columns = _columns(overview.campaigns())
    paces = overview._progress.of(overview.county.code)
    for place, campaign in enumerate(overview.county.campaigns):
        own = [p.light.shape for p in paces if campaign.slug in overview.county.by_slug[p.indicator].campaigns]
        assert columns["最差的灯"][place].split("→")[-1][0] == max(own, key="●▲■".index)


def test_the_light_before_is_a_light_whose_word_can_be_told(overview: Briefing) -> None:
    table = overview.campaigns()
    place = [column.name for column in table.columns].index("最差的灯")
    turned = [row[place].parts for row in table.rows if "→" in row[place].parts]
    assert turned and all(isinstance(parts[0], Light) and parts[0].short and parts[0].light for parts in turned)


def test_the_bar_draws_the_rate_beside_it_and_the_pace(overview: Briefing) -> None:
    table = overview.campaigns()
    place = [column.name for column in table.columns].index("完成率")
    bars = [(row[place].parts[-1], row[place].parts[0]) for row in table.rows if len(row[place].parts) > 1]
    assert len(bars) == 9
    for bar, rate in bars:
        assert isinstance(bar, Bar) and bar.stroke is not None
        assert bar.bar == pytest.approx(float(rate.value) / 100, abs=0.001)  # type: ignore[union-attr, arg-type]


def test_one_of_ones_own_adds_a_column_of_points(overview: Briefing) -> None:
    table = overview.campaigns(clusters=overview.say("甲。"))
    columns = _columns(table)
    assert columns["要点"] == ["甲。", *["—"] * 9] and columns["最差的灯"][3] == "■红灯"


def test_without_rule_there_are_no_lights(example: Store) -> None:
    progress = progress_of(example, "roads_built")
    bare = progress.__class__(
        progress.county.model_copy(update={"lights": ()}), progress.frame, progress.slugs, progress.period
    )
    changes = campaign_board.county_changes(bare)
    table = campaign_board.board(bare, campaign_board.campaign_lines(bare, changes, {"towns": Cell(parts=("甲。",))}))
    columns = _columns(table)
    assert [*columns] == ["攻坚战", "最落后的指标", "完成率", "快慢", "责任单位", "要点"]
    assert columns["快慢"].count("慢10.9") == 1
    assert campaign_board.indicator_lights(bare, changes) is None


def test_all_lights_are_listed_the_worst_first(overview: Briefing) -> None:
    table = overview.lights()
    assert isinstance(table, Table)
    columns = _columns(table)
    shapes = [light[0] for light in columns["灯"]]
    assert shapes == sorted(shapes, key="■▲●".index) and len(shapes) == 30
    assert columns["指标"][0] == "新改建城市道路"
    assert columns["上期"][columns["指标"].index("旅游综合收入")] == "●绿灯"
