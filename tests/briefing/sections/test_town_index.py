"""Town index: scores, ranks, and the wording of the weights' shift."""

from __future__ import annotations

import pytest

from support.progress_tables import cells, progress_of
from xj_analysis.briefing.sections import town_index
from xj_analysis.document.pieces import plain_text
from xj_analysis.store.store import Store


def test_an_index_needs_every_town(example: Store) -> None:
    slugs = ("urban_jobs", "trainees", "industry_investment", "project_investment", "tourism_income", "farmland")
    table = town_index.town_index_table(progress_of(example, *slugs))
    assert table is not None
    rows = cells(table)
    assert len(rows) == 11
    scores = [float(row[1]) for row in rows]
    assert sum(scores) == pytest.approx(0, abs=0.1)
    by_score = sorted(rows, key=lambda row: -float(row[1]))
    places = [int(row[2].split("（")[0]) for row in by_score]
    assert places == sorted(places)
    assert {row[5] for row in rows} == {"（横截面不完整，不合成指数）"}, (
        "two of its three indicators are not known here"
    )
    weights, note = map(plain_text, table.notes)
    assert weights.startswith("权重：人口流量城镇新增就业0.6、职业技能培训0.4；经济总量")
    assert "各权重分别增减五分之一" in note


def test_the_ranks_with_other_weights_stand_beside_the_rank_where_they_differ(example: Store) -> None:
    table = town_index.town_index_table(progress_of(example, "urban_jobs", "trainees"))
    assert table is not None
    places = [row[2] for row in cells(table)]
    assert {place.count("（") for place in places} == {0, 1}
    for place in (each for each in places if "（" in each):
        own, best, worst = map(int, place.replace("（", " ").replace("至", " ").rstrip("）").split())
        assert best <= own <= worst and best < worst


def test_without_weighted_indicators_there_is_no_table(example: Store) -> None:
    assert town_index.town_index_table(progress_of(example, "talents")) is None
