"""总调度: each ledger's alarms are counted, 督办's too; a campaign has the worst matter of all its ledgers."""

from __future__ import annotations

import pytest

from support.county_folder import REPO
from xj_analysis import Briefing
from xj_analysis.briefing.sections.monday import worst_of
from xj_analysis.document.blocks import Table, text_of
from xj_analysis.document.pieces import plain_text
from xj_analysis.instruments.alarms import RED, YELLOW


@pytest.fixture(scope="module")
def briefing() -> Briefing:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XJ_DATA", str(REPO / "data"))
        return Briefing("overview", county="example")


def test_every_ledger_is_counted_by_light_that_of_slips_too(briefing: Briefing) -> None:
    sentence = text_of(briefing.monday()[0])
    for board in (briefing.projects, briefing.leads, briefing.firms, briefing.tasks):
        (said,) = [part for part in sentence.split("：")[1].rstrip("。").split("；") if part.startswith(board.title)]
        found = board.alarms["light"].value_counts()
        for light, shape in ((RED, "■"), (YELLOW, "▲")):
            assert (f"{shape}{light}{found.get(light, 0)}件" in said) == (found.get(light, 0) > 0)
    assert briefing.tasks.shape.campaigns == (), "no campaign of its own"


def test_a_campaign_with_a_ledger_has_its_worst_matter(briefing: Briefing) -> None:
    (table,) = [block for block in briefing.monday() if isinstance(block, Table)]
    place = [column.name for column in table.columns].index("台账里最重的一件事")
    matters = {plain_text(row[0].parts): plain_text(row[place].parts) for row in table.rows}
    boards = briefing._boards
    alarms = {board.shape.feeds: board.alarms for board in boards}
    worst = worst_of(alarms, {board.shape.feeds: board.shape.campaigns for board in boards})
    assert len(worst) >= 7
    for campaign in briefing.county.campaigns:
        if campaign.slug in worst:
            row = worst[campaign.slug]
            assert f"{row['name']}：{row['kind']}" in matters[campaign.name] and row["light"] in matters[campaign.name]
        elif campaign.name in matters:
            assert matters[campaign.name] == "—"
