"""Charts of leads: shades are shares of what was signed, a stroke a lead, and nothing is drawn of nothing."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest

from xj_analysis.briefing.instruments.lead_charts import cohort_heat, stage_ages
from xj_analysis.document.blocks import Chart, Omission
from xj_analysis.instruments.lead_rates import cohorts
from xj_analysis.instruments.lead_stages import funnel, staged

DAY = date(2025, 9, 30)


def leads(rows: int) -> pd.DataFrame:
    """Leads signed in one quarter, of which the first has started."""
    days = {name: pd.Series([date(2025, 7, 1)] * rows, dtype="datetime64[s]") for name in ("lead_on", "signed_on")}
    started = pd.Series([date(2025, 8, 1), *[None] * (rows - 1)][:rows], dtype="datetime64[s]")
    about = {"amount": pd.Series([100.0] * rows, dtype=float), "origin": [f"a#b!A{row}" for row in range(rows)]}
    return staged(pd.DataFrame({**days, "started_on": started, **about}), DAY)


def test_a_cell_is_as_dark_as_its_share_of_what_was_signed() -> None:
    chart = cohort_heat("各季", cohorts(leads(4), DAY))
    assert isinstance(chart, Chart)
    cells = {(cell["quarter"], cell["column"]): cell for cell in chart.spec["data"]["values"]}
    started = cells["2025年三季度", "已开工"]
    assert (started["words"], started["shade"]) == ("1个", 0.25)
    assert cells["2025年三季度", "履约率"]["shade"] == pytest.approx(0.25)
    assert cells["2025年三季度", "签约"]["shade"] == 0
    assert cells["2025年三季度", "资金到位率"]["words"] == "—"


def test_a_lead_is_a_stroke_at_its_days() -> None:
    rows = leads(3)
    found = funnel(rows)
    ages = {name: rows["age"][rows["at"] == name].tolist() for name in found.index}
    chart = stage_ages("天数", ages, found["age"], found["now"])
    assert isinstance(chart, Chart)
    drawn = [point for point in chart.spec["data"]["values"] if point["of"] == "lead"]
    assert sorted((point["stage"], point["days"]) for point in drawn) == [("开工", 60), ("签约", 91), ("签约", 91)]
    assert "处在签约天数中位数91天" in chart.description


def test_nothing_is_drawn_of_no_leads() -> None:
    rows = leads(0)
    found = funnel(rows)
    assert isinstance(stage_ages("天数", {name: [] for name in found.index}, found["age"], found["now"]), Omission)
