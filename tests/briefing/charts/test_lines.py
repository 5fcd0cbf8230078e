"""Line charts over years: valid Vega-Lite; a gap stays a gap, and what cannot be compared is not joined."""

from __future__ import annotations

from types import SimpleNamespace
from typing import cast

import pandas as pd
import pytest

from support.vega_lite import TOWNS, assert_valid, by_period, column, drawn, note, points
from xj_analysis.base.errors import DataError
from xj_analysis.briefing import charts, session_county
from xj_analysis.county.model import County
from xj_analysis.document.blocks import Omission
from xj_analysis.store.store import Store

NOTHING = float("nan")
YEARS = by_period(["2023", "2024"], [3.0, 1.0])
MONEY = by_period(["2023", "2024"], [3.0, 1.0], unit="万元")


@pytest.mark.parametrize("data", [YEARS, pd.DataFrame({"甲": YEARS, "乙": YEARS})], ids=["one", "two"])
def test_lines_are_valid_and_a_wrong_mark_is_found(data: pd.Series) -> None:
    assert_valid(charts.timeline(data, "线", breaks=[2024]))


@pytest.mark.parametrize(
    ("codes", "breaks", "joined", "told"),
    [
        (["2023", "2024"], (), True, ""),
        (["2023", "2024"], [2024], False, ""),
        (["2023", "2024"], [2023], True, ""),
        (["2023", "2025"], (), False, "没有数据的年份留空，不连线。"),
        (["2023", "2024Q1"], (), False, "起止月份不同的不连线。"),
        (["2023-01/2023-09", "2024-01/2024-09"], (), True, ""),
    ],
)
def test_a_line_joins_years_in_a_row_and_crosses_no_break(
    codes: list[str], breaks: list[int], joined: bool, told: str
) -> None:
    chart = charts.timeline(by_period(codes, [3, 1]), "线", breaks=breaks)
    first, second = points(chart)
    assert (first["run"] == second["run"]) is joined and note(chart) == told


def test_a_missing_number_is_a_gap() -> None:
    chart = charts.timeline(by_period(["2022", "2023", "2024"], [3, NOTHING, 1], reason=["", "无数据", ""]), "线")
    assert [point["year"] for point in points(chart)] == [2022, 2024]
    assert len({point["run"] for point in points(chart)}) == 2 and note(chart) == "没有数据的年份留空，不连线。"


def test_the_columns_of_a_frame_are_lines_in_time() -> None:
    frame = pd.DataFrame(
        {"甲镇": YEARS.iloc[::-1], "乙镇": by_period(["2024"], [2]), "丙镇": by_period(["2024"], [NOTHING])}
    )
    chart = drawn(charts.timeline(frame, "线"))
    assert [(point["name"], point["year"], point["label"]) for point in points(chart)] == [
        ("甲镇", 2023, "3"), ("甲镇", 2024, "1"), ("乙镇", 2024, "2"),
    ]  # fmt: skip
    assert [figure.label for figure in chart.figures] == ["项目（甲镇）", "项目（甲镇）", "项目（乙镇）"]
    assert note(chart) == "无数据：丙镇。"


def test_a_number_without_a_place_in_time_is_named() -> None:
    chart = charts.timeline(by_period(["2023", "2024", "", "2025-YTD"], [3, 1, 2, 2]), "线")
    assert len(points(chart)) == 2 and note(chart) == "没有起止时间、未画：时点不详、2025年以来。"


def test_a_target_on_a_line_is_named() -> None:
    chart = charts.timeline(by_period(["2024", "2025"], [3, 4], nature=["actual", "target"]), "线")
    assert len(points(chart)) == 2 and note(chart) == "计划、预计或目标数：2025年。"


@pytest.fixture
def county(example: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """A session of a county whose visits broke in 2024."""
    broken = example.county.by_slug["visits"].model_copy(update={"breaks": (2024,)})
    county = cast("County", SimpleNamespace(proper_names=(), by_slug={"visits": broken}))
    monkeypatch.setattr(session_county, "_county", [county])


@pytest.mark.usefixtures("county")
@pytest.mark.parametrize("data", [YEARS.rename("visits"), YEARS.to_frame("visits")], ids=["column", "frame"])
def test_a_declared_break_needs_no_word_and_a_slug_prints_its_name(data: pd.Series) -> None:
    chart = charts.timeline(data, "线")
    assert [point["run"] for point in points(chart)] == ["接待游客0", "接待游客1"]


@pytest.mark.parametrize(
    "data", [YEARS.iloc[:1], YEARS.iloc[:0], YEARS.to_frame("甲").iloc[:1], by_period(["", ""], [1, 2])]
)
def test_one_number_is_no_chart_and_the_reason_is_told(data: pd.Series) -> None:
    told = charts.timeline(data, "线")
    assert isinstance(told, Omission) and told.what == "图“线”" and "一张图至少要两个" in told.reason


WRONG: dict[str, tuple[object, dict[str, object], str]] = {
    "towns": (TOWNS, {}, "横轴是期间，这一个不是，得到“甲镇”。请用按期间的一列"),
    "a list": ([3, 1], {}, "要一列带出处的数，得到“[3, 1]（list）”"),
    "a column of plain numbers": (pd.DataFrame({"甲": YEARS.astype(float)}), {}, "“甲”：不是带出处的数，得到“3.0"),
    "several units": (pd.DataFrame({"甲": YEARS, "乙": MONEY}), {}, "一张图只画一种单位，得到“个、万元”"),
    "months": (by_period(["2024-01", "2024-02"], [3, 1]), {}, "一年里有几个数，得到“2024年1月、2024年2月”。"),
    "subjects": (column([("2023", "甲"), ("2024", "乙")], [3, 1]), {}, "数.xs("),  # type: ignore[list-item]
    "five lines": (pd.DataFrame(dict.fromkeys("甲乙丙丁戊", YEARS)), {}, "一张图最多画四条线"),
    "two lines of a name": (pd.concat([YEARS, YEARS], axis=1, keys=["甲", "甲"]), {}, "有同名的线"),
    "a break in quotes": (YEARS, {"breaks": ["2024"]}, "breaks 应是年份，得到“2024”"),
    "a break alone": (YEARS, {"breaks": 2024}, "breaks应是列表，得到“2024（int）”"),
    "a line with a number": (pd.DataFrame({"37家": YEARS}), {}, "名称：文字里写了数字“37”"),
}  # fmt: skip


@pytest.mark.parametrize("wrong", WRONG)
def test_what_cannot_be_drawn_is_refused_in_one_message(wrong: str) -> None:
    data, more, words = WRONG[wrong]
    with pytest.raises(DataError) as caught:
        charts.timeline(data, "线", **more)  # type: ignore[arg-type]
    assert words in str(caught.value)
    assert caught.value.fault.do.endswith("。") and len(caught.value._render_traceback_()) == 1
