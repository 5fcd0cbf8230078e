"""Charts of firms: what is drawn is what is told, and each firm is named once."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pandas as pd
import pytest

from support.county_folder import REPO
from xj_analysis import Briefing
from xj_analysis.briefing.instruments.firm_board import FirmBoard
from xj_analysis.briefing.instruments.firm_charts import runway_bars
from xj_analysis.document.blocks import Chart, Omission
from xj_analysis.quantity.figures import Figure, missing_figure, reported_figure


@pytest.fixture(scope="module")
def board() -> FirmBoard:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XJ_DATA", str(REPO / "data"))
        return Briefing("clusters", county="example").firms


def drawn(chart: Chart | Omission, kind: str = "") -> list[dict[str, Any]]:
    assert isinstance(chart, Chart)
    values: list[dict[str, Any]] = chart.spec["data"]["values"]
    return [each for each in values if not kind or each.get("kind") == kind]


def amount(value: str) -> Figure:
    return reported_figure(Decimal(value), "万元", origins=("名录!B4",))


def firm(revenue: str, missing: str, needed: Figure) -> dict[str, Any]:
    return {"name": "某厂", "verdict": "难以", "revenue": amount(revenue), "missing": amount(missing), "needed": needed,
            "low": amount(revenue), "high": amount(revenue)}  # fmt: skip


def test_bars_are_revenue_and_the_line_is_that_of_the_county(board: FirmBoard) -> None:
    bars = drawn(board.runway())
    pool = board.rows[board.rows["state"] != "已进规"]
    assert [bar["value"] for bar in bars] == sorted(pool["revenue_12m"], reverse=True)
    assert {bar["line"] for bar in bars} == {board.county.alarms.firms.line}
    assert all(bar["low"] <= bar["high"] for bar in bars)


def test_a_month_that_has_passed_is_told_so() -> None:
    chart = runway_bars("示例", [firm("1900", "100", missing_figure("不能计算", unit="万元"))], 2000)
    assert drawn(chart)[0]["words"] == "差100，已到预计入规月　难以"
    assert drawn(runway_bars("示例", [firm("2000", "0", amount("0"))], 2000))[0]["words"].startswith("过线")


def test_each_firm_with_an_alarm_of_days_has_a_panel_of_two_lines(board: FirmBoard) -> None:
    alarmed = board.alarms.loc[board.alarms["instrument"] == "firm_days", "key"].nunique()
    chart = board.small_multiples()
    assert len(drawn(chart, "name")) == alarmed
    lines = {(kind, point["line"]) for kind in ("output", "power") for point in drawn(chart, kind)}
    assert len(lines) == 2 * alarmed


def test_firms_may_be_chosen(board: FirmBoard) -> None:
    chart = board.small_multiples("Q01", "Q02")
    assert [each["text"] for each in drawn(chart, "name")] == board.rows["name"].head(2).tolist()


def test_a_fall_is_drawn_as_one(board: FirmBoard) -> None:
    alarms = board.alarms[board.alarms["kind"] == "用电骤降"]
    key = alarms["key"].iloc[0]
    points = pd.DataFrame(drawn(board.small_multiples(key), "power")).sort_values("x")
    assert points["y"].iloc[-1] == points["y"].max()  # the greatest y is the lowest place


def test_a_cell_is_a_working_day_and_the_dark_ones_are_those_missing(board: FirmBoard) -> None:
    told = board.monitored
    assert told is not None
    chart = board.missing_days()
    missing = board.alarms[board.alarms["kind"] == "漏报"]
    assert len(drawn(chart, "missing")) == missing["value"].sum()
    assert len(drawn(chart, "missing")) + len(drawn(chart, "told")) == len(missing) * len(told.days)


def test_the_description_names_each_firm_once(board: FirmBoard) -> None:
    for chart in (board.runway(), board.small_multiples(), board.missing_days()):
        assert isinstance(chart, Chart)
        names = [figure.text for figure in chart.figures if "厂" in figure.text]
        assert names and all(chart.description.count(name) == 1 for name in names)
