"""Lookup of single figures: a result before a plan, the latest before others."""

from __future__ import annotations

from xj_analysis.briefing.figure_lookup import FigureLookup
from xj_analysis.metrics.columns.samples import sample
from xj_analysis.store.store import Store


def test_a_result_goes_before_a_plan_and_the_latest_before_others(xiajiang: Store) -> None:
    frame = sample(
        indicator="gdp", area=xiajiang.county.code, unit="亿元", doubt="", value=[1.0, 2.0, 3.0],
        period=["2023", "2024", "2025"], nature=["actual", "actual", "planned"],
    )  # fmt: skip
    rows = FigureLookup(frame)
    row = rows.row("gdp")
    assert row is not None and row["value"] == 2.0
    planned = rows.row("gdp", period="2025")
    assert planned is not None and planned["value"] == 3.0
    assert rows.row("gdp", period="2026") is None and rows.row("primary") is None
