"""Comparison tables: published growth is joined by declaration alone."""

from __future__ import annotations

from support.progress_tables import cells
from xj_analysis.briefing import figure_frame
from xj_analysis.briefing.sections import comparisons
from xj_analysis.metrics.columns import row_selection
from xj_analysis.store.store import Store


def test_growth_stands_beside_the_indicator_that_declares_it(xiajiang: Store) -> None:
    county = xiajiang.county
    frame = figure_frame.figure_frame(xiajiang.known(period="2024"))
    rows = {(row[1], row[2]): row[5] for row in cells(comparisons.headline_table(frame, county))}
    assert rows["地区生产总值", "2024年"] == "5.7%"
    silent = [indicator.model_copy(update={"growth": None}) for indicator in county.indicators]
    without = comparisons.headline_table(frame, county.model_copy(update={"indicators": tuple(silent)}))
    assert {row[5] for row in cells(without)} == {"—"}


def test_every_declared_growth_is_a_rate_of_a_declared_indicator(xiajiang: Store, example: Store) -> None:
    for county in (xiajiang.county, example.county):
        carriers = [i.growth for i in county.indicators if i.growth]
        assert carriers and len(set(carriers)) == len(carriers)
        assert {county.by_slug[slug].unit for slug in carriers} <= {"%", "个百分点"}


def test_a_result_is_compared_with_a_result_and_not_with_a_target(example: Store) -> None:
    slugs = [indicator.slug for indicator in example.county.indicators]
    rows = figure_frame.figure_frame(example.known(period="2025-01/2025-09"))
    rows = row_selection.like_latest(rows[(rows["area"] == example.county.code) & (rows["doubt"] == "")])
    assert {"actual", "target"} <= set(rows["nature"])
    table = comparisons.change_table(rows, example.county, slugs)
    assert table is not None
    names = [row[0] for row in cells(table)]
    assert names and not [name for name in names if "目标" in name]
