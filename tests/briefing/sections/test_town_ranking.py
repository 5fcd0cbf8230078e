"""Town ranking: complete cross-sections alone are ranked, and contributions sum to the county's growth."""

from __future__ import annotations

import pytest

from support.progress_tables import cells, progress_of, tables_by_title
from xj_analysis.briefing.sections import town_ranking
from xj_analysis.briefing.year_progress import YearProgress
from xj_analysis.document.blocks import Sentence
from xj_analysis.document.pieces import plain_text
from xj_analysis.store.store import Store


def test_towns_are_ranked_only_where_every_town_is_known_and_none_is_hedged(progress: YearProgress) -> None:
    shown = town_ranking.town_ranking_blocks(progress)
    words = [plain_text(block.parts) for block in shown if isinstance(block, Sentence)]
    assert any(word.startswith("接待游客：约数不能定先后") for word in words)
    assert any(word.startswith("完成整治村庄：横截面不完整") for word in words)
    found = tables_by_title(shown)
    assert {row[0] for row in cells(found["各乡镇接待游客（2025年1—9月，单位：万人次）"])} == {"—"}
    ranked = cells(found["各乡镇工业投资（2025年1—9月，单位：万元）"])
    assert [row[0] for row in ranked] == [str(n) for n in range(1, 12)]
    rates = [float(row[4].removesuffix("%")) for row in ranked]
    assert rates == sorted(rates, reverse=True)


def test_what_the_towns_gave_sums_to_the_countys_growth(progress: YearProgress, example: Store) -> None:
    tourism = progress_of(example, "tourism_income")
    table = tables_by_title(town_ranking.town_ranking_blocks(tourism))["各乡镇旅游综合收入（2025年1—9月，单位：万元）"]
    column = [c.name for c in table.columns].index("贡献率")
    assert sum(float(row[column].removesuffix("%")) for row in cells(table)) == pytest.approx(100, abs=0.6)
