"""Town index: scores, ranks, and the wording of the weights' shift."""

from __future__ import annotations

import pytest

from support.progress_tables import cells, progress_of
from xj_analysis.briefing.sections import town_index
from xj_analysis.document.blocks import Table
from xj_analysis.document.pieces import plain_text
from xj_analysis.store.store import Store


def test_an_index_needs_every_town(example: Store) -> None:
    slugs = ("urban_jobs", "trainees", "industry_investment", "project_investment", "tourism_income", "farmland")
    table = next(
        block for block in town_index.town_index_blocks(progress_of(example, *slugs)) if isinstance(block, Table)
    )
    rows = cells(table)
    assert len(rows) == 11
    scores = [float(row[1]) for row in rows]
    assert sum(scores) == pytest.approx(0, abs=0.1)
    by_score = sorted(rows, key=lambda row: -float(row[1]))
    assert [row[2] for row in by_score] == sorted((row[2] for row in rows), key=int)
    assert {row[7] for row in rows} == {"（横截面不完整，不合成指数）"}, (
        "two of its three indicators are not known here"
    )
    assert "各权重分别增减五分之一" in plain_text(table.notes[0])
