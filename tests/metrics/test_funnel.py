"""Funnel of leads: numbers and shares of the stages, with reasons."""

from __future__ import annotations

from datetime import date, timedelta

import pandas as pd

from xj_analysis.metrics import funnel

DAY = date(2025, 6, 30)


STAGES = {"线索": "found", "签约": "signed", "投产": "running"}


def leads(rows: list[tuple[date | None, date | None, date | None, float]]) -> pd.DataFrame:
    columns = list(zip(*rows, strict=True)) if rows else [(), (), (), ()]
    dates = {name: pd.Series(days, dtype="datetime64[s]") for name, days in zip(STAGES.values(), columns, strict=False)}
    return pd.DataFrame({**dates, "amount": pd.Series(columns[3], dtype=float)}).assign(
        locator=[f"线索!A{row}:F{row}" for row in range(len(rows))]
    )


def test_a_stage_nobody_reached_leaves_the_next_without_a_share_and_says_why() -> None:
    found = funnel(leads([(DAY, DAY + timedelta(1), None, 500.0)]), STAGES, "amount", DAY)
    assert found["count"].tolist() == [1, 0, 0]
    assert found["share"].isna().tolist() == [True, False, True] and found["share"].iloc[1] == 0
    assert found["reason"].tolist() == ["", "", "上一阶段没有，不计算"]
    assert found["origins"].tolist() == [("线索!A0:F0",), (), ()]


def test_a_ledger_without_a_lead_has_no_share() -> None:
    assert funnel(leads([]), STAGES, "amount", DAY)["count"].tolist() == [0, 0, 0]
