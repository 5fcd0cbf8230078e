"""Findings: a slot is filled with a result before a plan, and half a sentence is not printed."""

from __future__ import annotations

from xj_analysis.briefing.sections import findings
from xj_analysis.briefing.sections.findings import FigureLookup
from xj_analysis.county.narrative import Finding, Slot
from xj_analysis.document.blocks import Omission, Sentence
from xj_analysis.document.pieces import plain_text
from xj_analysis.metrics.columns.samples import sample
from xj_analysis.store.store import Store


def lookup(xiajiang: Store, **columns: object) -> FigureLookup:
    frame = sample(indicator="gdp", area=xiajiang.county.code, unit="亿元", doubt="", **columns)
    return FigureLookup(frame)


def test_a_result_goes_before_a_plan_and_the_latest_before_others(xiajiang: Store) -> None:
    rows = lookup(
        xiajiang, value=[1.0, 2.0, 3.0], period=["2023", "2024", "2025"], nature=["actual", "actual", "planned"]
    )
    row = rows.row("gdp")
    assert row is not None and row["value"] == 2.0
    planned = rows.row("gdp", period="2025")
    assert planned is not None and planned["value"] == 3.0
    assert rows.row("gdp", period="2026") is None and rows.row("primary") is None


def test_half_a_sentence_is_not_printed(xiajiang: Store) -> None:
    rows = lookup(xiajiang, value=[1.0], period=["2024"], nature=["actual"])
    known = Finding(say="产值{gdp}。", slots={"gdp": Slot(of="gdp")})
    half = Finding(say="产值{gdp}，其中{primary}。", slots={"gdp": Slot(of="gdp"), "primary": Slot(of="primary")})
    sentence = findings.say_finding(known, rows, xiajiang.county)
    assert isinstance(sentence, Sentence) and plain_text(sentence.parts) == "产值1.0亿元。"
    omission = findings.say_finding(half, rows, xiajiang.county)
    assert isinstance(omission, Omission) and omission.what == f"结论“{half.say}”"
    assert omission.reason == f"没有可用的数：primary（{xiajiang.county.by_slug['primary'].name}）。"


def test_the_table_of_campaigns_has_all_of_them_under_their_number(xiajiang: Store) -> None:
    rows = lookup(xiajiang, value=[1.0], period=["2024"], nature=["actual"])
    table = findings.campaign_table(rows, xiajiang.county, {})
    assert plain_text(table.title) == "十大攻坚战一览"
    assert len(table.rows) == len(xiajiang.county.campaigns)
