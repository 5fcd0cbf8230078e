"""Charts that a campaign declares: every mark is an observation; why one is not drawn is told."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest
from pydantic import ValidationError

from support.county_folder import DataFolder
from xj_analysis.base.errors import DataError
from xj_analysis.briefing import figure_frame
from xj_analysis.briefing.charts import declared
from xj_analysis.county.narrative import View
from xj_analysis.document.blocks import Chart, Omission
from xj_analysis.store.store import Store

VIEW = View(kind="months", title="一般公共预算收入：年初以来累计", indicators=("fiscal_revenue",))


def frame_of(store: Store, period: str = "2025-01/2025-09") -> pd.DataFrame:
    known = store.known(period=period)
    return figure_frame.figure_frame(Store(known.county, known.frame[known.frame["indicator"].isin(VIEW.indicators)]))


@pytest.fixture(scope="module")
def frame(example: Store) -> pd.DataFrame:
    return frame_of(example)


def drawn(frame: pd.DataFrame, store: Store) -> Chart:
    chart = declared.draw_view(VIEW, frame, store.county)
    assert isinstance(chart, Chart)
    return chart


def marks(chart: Chart) -> list[dict[str, Any]]:
    points: list[dict[str, Any]] = chart.spec["data"]["values"]
    return points


def test_every_mark_is_an_observation_of_the_latest_three_years(frame: pd.DataFrame, example: Store) -> None:
    chart = drawn(frame, example)
    months = [(year, month) for year in (2023, 2024, 2025) for month in range(2, 13) if (year, month) <= (2025, 9)]
    codes = {f"{year}年": str(year) for year in (2023, 2024, 2025)}
    values = {
        code: value
        for code, nature, value in zip(frame["period"], frame["nature"], frame["value"], strict=True)
        if nature == "actual"
    }
    assert [(int(codes[mark["year"]]), mark["month"]) for mark in marks(chart)] == months
    for mark in marks(chart):
        year = codes[mark["year"]]
        assert mark["value"] == values[f"{year}-01/{year}-{mark['month']:02d}"]
    assert len(chart.figures) == len(months) and all(figure.origins for figure in chart.figures)


def omitted(view: View, frame: pd.DataFrame, store: Store) -> str:
    """The reason for which a view is not drawn."""
    omission = declared.draw_view(view, frame, store.county)
    assert isinstance(omission, Omission) and omission.what == f"图“{view.title}”"
    return omission.reason


def test_one_month_is_no_chart_and_the_reason_is_told(frame: pd.DataFrame, example: Store) -> None:
    for period in ("2025-01/2025-09", "2025"):
        assert "能画在一张图里的不足两个" in omitted(VIEW, frame[frame["period"] == period], example)
    assert omitted(VIEW, frame.iloc[:0], example) == "没有可用的数：一般公共预算收入。"


def test_a_chart_of_areas_that_are_not_there_is_told(frame: pd.DataFrame, example: Store) -> None:
    view = View(kind="comparison", title="各县收入", indicators=VIEW.indicators, by="area", period="2024")
    assert omitted(view, frame, example).endswith("但2024年对得上、能画在一张图里的不足两个。")


def test_a_chart_of_months_is_of_one_indicator(county_folder: DataFolder) -> None:
    with pytest.raises(ValidationError):
        View(kind="months", title="两个", indicators=("visits", "income"))
    county_folder.edit("county.toml", 'kind = "comparison"', 'kind = "months"')
    county_folder.edit("county.toml", 'title = "各县收入"\nindicators = ["income"]', 'title = "乙"\nindicators = []')
    with pytest.raises(DataError, match="months 一张图只画一个指标"):
        county_folder.load()
