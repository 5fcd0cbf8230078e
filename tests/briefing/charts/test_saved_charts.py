"""Charts of figures that an analyst saves: numbers and texts stand in the file."""

from __future__ import annotations

from pathlib import Path

import altair as alt
import pandas as pd
import pytest

from xj_analysis.briefing.charts import saved_charts
from xj_analysis.metrics.columns.samples import sample
from xj_analysis.quantity.figure_array import FigureArray

ROWS = sample(value=[30.0, 10.0], unit="家", reported=["30", "10"], decimals=0)
FRAME = pd.DataFrame({"新增": FigureArray.from_frame(ROWS)}, index=pd.Index(["甲镇", "乙镇"], name="乡镇"))


@pytest.mark.parametrize("ending", ["html", "json", "svg"])
def test_a_chart_of_figures_is_saved(tmp_path: Path, ending: str) -> None:
    saved_charts.read_figures()
    saved_charts.read_figures()
    path = tmp_path / f"chart.{ending}"
    alt.Chart(FRAME).mark_text().encode(y="乡镇:N", x="新增:Q", text="新增_text:N").save(str(path))
    written = path.read_text(encoding="utf-8")
    assert "30家" in written or "30\\u5bb6" in written


def test_other_frames_are_as_altair_has_them() -> None:
    saved_charts.read_figures()
    (values,) = alt.Chart(pd.DataFrame({"a": [1]})).mark_bar().to_dict()["datasets"].values()
    assert values == [{"a": 1}]
