"""Bar charts: a bar an element, labelled as printed; what has no number is named; valid Vega-Lite."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from support.vega_lite import TOWNS, assert_valid, by_period, column, drawn, note, points
from xj_analysis import metrics
from xj_analysis.base.errors import DataError
from xj_analysis.briefing import charts, session_county
from xj_analysis.document.blocks import Omission
from xj_analysis.store.store import Store

NOTHING = float("nan")
MONEY = column("乙", [1], unit="万元")["乙"]


@pytest.fixture
def county(example: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """A session of the invented county."""
    monkeypatch.setattr(session_county, "_county", [example.county])


@pytest.mark.parametrize("values", [[3.0, 1.0], [3.0, -1.0], [-3.0, -1.0], [0.0, 0.0]])
def test_bars_are_valid_and_a_wrong_mark_is_found(values: list[float]) -> None:
    assert_valid(charts.bars(column(["甲镇", "乙镇"], values), "条", highlight="甲镇"))


def test_a_bar_is_named_by_the_index_and_labelled_as_printed() -> None:
    chart = drawn(charts.bars(TOWNS, "条", labels=metrics.share(TOWNS)))
    assert [(bar["name"], bar["label"]) for bar in points(chart)] == [
        (["甲镇"], "3个（75.0%）"),
        (["乙镇"], "1个（25.0%）"),
    ]
    assert [figure.label for figure in chart.figures] == ["项目（甲镇）", "项目（乙镇）", "项目占比", "项目占比"]
    assert chart.sources == ("s",) and chart.spec["usermeta"]["origins"] == ["r0", "r1"]


def test_sources_are_those_of_bars_and_labels() -> None:
    labels = column(["甲镇", "乙镇"], [5.0, 6.0], unit="人", sources=[("t",), ("s",)])
    assert drawn(charts.bars(TOWNS, "条", labels=labels)).sources == ("s", "t")


def test_periods_are_named_by_their_labels_and_are_not_said_twice() -> None:
    chart = drawn(charts.bars(by_period(["2023", "2024Q1"], [3.0, 1.0]), "条"))
    assert [bar["name"] for bar in points(chart)] == [["2023年"], ["2024年一季度"]]
    assert chart.description == "条。项目（2023年）3个；项目（2024年一季度）1个。"


def test_a_code_that_became_plain_text_is_still_a_period() -> None:
    assert [bar["name"] for bar in points(charts.bars(column(["2023", "2024-05"], [3, 1]), "条"))] == [
        ["2023年"], ["2024年5月"],
    ]  # fmt: skip


@pytest.mark.usefixtures("county")
def test_slugs_are_printed_as_the_names_of_their_indicators() -> None:
    chart = charts.bars(column(["visits", "tourism_income"], [3, 1], label=["接待游客", "旅游综合收入"]), "条")
    assert [bar["name"] for bar in points(chart)] == [["接待游客"], ["旅游综合收入"]]
    assert [figure.label for figure in drawn(chart).figures] == ["接待游客", "旅游综合收入"]


def test_figures_put_together_by_hand_are_a_column() -> None:
    both = pd.Series({"首期": TOWNS["乙镇"], "全园": TOWNS["甲镇"], "二期": pd.NA})
    chart = charts.bars(both, "条")
    assert [bar["label"] for bar in points(chart)] == ["1个", "3个"] and note(chart) == "无数据：二期。"


def test_what_has_no_number_is_named_with_its_reason() -> None:
    data = column(list("甲乙丙丁"), [3.0, NOTHING, 1.0, NOTHING], reason=["", "缺上年同期数", "", ""])
    chart = charts.bars(data, "条", note="口径相同。", labels=metrics.share(data))
    assert [bar["name"] for bar in points(chart)] == [["甲"], ["丙"]]
    assert [bar["label"] for bar in points(chart)] == ["3个", "1个"], "a share that is not known is left out"
    assert note(chart) == "口径相同；缺上年同期数：乙；无数据：丁。"


def test_labels_go_by_name() -> None:
    turned = metrics.share(TOWNS).iloc[::-1]
    assert points(charts.bars(TOWNS, "条", labels=turned)) == points(
        charts.bars(TOWNS, "条", labels=metrics.share(TOWNS))
    )


def test_a_planned_value_is_a_hollow_bar_and_is_explained() -> None:
    data = column(["甲镇", "乙镇"], [3.0, 1.0], nature=["planned", "actual"])
    chart = charts.bars(data, "条", highlight="乙镇", note="口径相同")
    assert [bar["tone"] for bar in points(chart)] == ["hollow", "high"]
    assert note(chart) == "口径相同；空心条为计划、预计或目标数。"


def test_a_period_stands_out_by_code_or_label() -> None:
    data = by_period(["2023", "2024"], [3.0, 1.0])
    tones = [[bar["tone"] for bar in points(charts.bars(data, "条", highlight=each))] for each in ("2024", "2024年")]
    assert tones == [["main", "high"]] * 2


@pytest.mark.usefixtures("county")
def test_an_area_without_data_does_not_stand_out(example: Store) -> None:
    """An older day may not know it yet; a name that is no area is a mistake."""
    area = example.county.area_names[example.county.towns[0]]
    assert [bar["tone"] for bar in points(charts.bars(TOWNS, "条", highlight=area))] == ["main", "main"]
    with pytest.raises(DataError, match="图里没有这一条"):
        charts.bars(TOWNS, "条", highlight=f"{area}甲")


@pytest.mark.parametrize(("rounding", "text"), [("half_even", "2%"), ("half_up", "3%")])
def test_a_computed_number_is_rounded_as_its_column_says(rounding: str, text: str) -> None:
    data = column(["甲", "乙"], [2.5, 2.5], unit="%", rounding=rounding)
    assert {bar["label"] for bar in points(charts.bars(data, "条"))} == {text}


@given(st.lists(st.integers(-1000, 1000), min_size=2, max_size=6))
def test_every_bar_and_zero_lie_within_the_axis_with_room_for_labels(values: list[int]) -> None:
    chart = drawn(charts.bars(column("甲乙丙丁戊己"[: len(values)], values), "条"))
    low, high = chart.spec["layer"][0]["encoding"]["x"]["scale"]["domain"]
    assert low <= 0 <= high and low < high
    room = 0.2 * (high - low)
    assert all(high - value > room if value > 0 else value - low > room if value < 0 else True for value in values)


@pytest.mark.parametrize("data", [TOWNS.iloc[:1], TOWNS.iloc[:0], column(list("甲乙"), [1.0, NOTHING])])
def test_one_number_is_no_chart_and_the_reason_is_told(data: pd.Series) -> None:
    told = charts.bars(data, "条")
    assert isinstance(told, Omission) and told.what == "图“条”" and "一张图至少要两个" in told.reason
    assert ("无数据：乙" in told.reason) is (len(data) == 2)


@pytest.mark.usefixtures("county")
def test_names_with_numbers_are_printed_where_they_are_declared(example: Store) -> None:
    declared = {**example.county.model_dump(), "names": ("5+2",)}
    session_county.remember(type(example.county).model_validate(declared))
    assert drawn(charts.bars(column(["5+2", "甲"], [3, 1]), "5+2")).title == ("5+2",)


def test_the_indicator_and_the_subject_of_a_figure_are_names() -> None:
    data = column(["二期5号楼工程", "甲"], [3, 1], label=["总投资20亿元以上项目数（二期5号楼工程，计划）", "甲"])
    chart = drawn(charts.bars(data, "总投资20亿元以上项目数"))
    assert chart.figures[0].label == "总投资20亿元以上项目数（二期5号楼工程，计划）"


WRONG: dict[str, tuple[object, dict[str, object], str]] = {
    "a list": ([3, 1], {}, "图“条”：要一列带出处的数，得到“[3, 1]（list）”。请用 b["),
    "plain numbers": (TOWNS.astype(float), {}, "不是带出处的数，得到“3.0（float）”"),
    "a table": (TOWNS.to_frame("visits"), {}, "只画一列，给了一张表，得到“visits”。请取一列"),
    "one figure": (TOWNS["甲镇"], {}, "要一列带出处的数，得到“3个（Figure）”"),
    "several units": (pd.Series({"甲": TOWNS["甲镇"], "乙": MONEY}), {}, "一张图只画一种单位，得到“个、万元”"),
    "rows without names": (TOWNS.reset_index(drop=True), {}, "这个数没有名称，得到“0（int）”。请给每个数一个名称"),
    "a name with more than a number": (column(["新增37家企业", "乙"], [3, 1]), {}, "名称：文字里写了数字“37”"),
    "a name with a number": (column(["37家", "乙"], [3, 1]), {}, "名称：文字里写了数字“37”"),
    "fewer labels": (TOWNS, {"labels": TOWNS.iloc[:1]}, "标注有1个，数有2个。请一一对应"),
    "labels of others": (TOWNS, {"labels": column(["甲镇", "丙镇"], [3, 1])}, "标注和数的名称对不上，得到“丙镇”"),
    "labels of plain numbers": (TOWNS, {"labels": [75, 25]}, "图“条” 标注：要一列带出处的数，得到“[75, 25]（list）”"),
    "no such bar": (TOWNS, {"highlight": "甲真"}, "图里没有这一条，得到“甲真”"),
    "a bar by its place": (TOWNS, {"highlight": 1}, "突出的一条应是文字，得到“1（int）”"),
}  # fmt: skip


@pytest.mark.parametrize("wrong", WRONG)
def test_what_cannot_be_drawn_is_refused_in_one_message(wrong: str) -> None:
    data, more, words = WRONG[wrong]
    with pytest.raises(DataError) as caught:
        charts.bars(data, "条", **more)  # type: ignore[arg-type]
    assert words in str(caught.value)
    assert caught.value.fault.do.endswith("。") and len(caught.value._render_traceback_()) == 1


def test_a_stroke_stands_on_each_bar_and_within_the_axis() -> None:
    due = column(["甲镇", "乙镇"], [9.0, 2.0], label="时序进度", sources=[("t",), ("t",)])
    chart = drawn(charts.bars(TOWNS, "条", against=due))
    assert_valid(chart)
    assert [(bar["value"], bar["stroke"], bar["label"]) for bar in points(chart)] == [(3, 9, "3个"), (1, 2, "1个")]
    assert [figure.label for figure in chart.figures][2:] == ["时序进度", "时序进度"] and chart.sources == ("s", "t")
    assert any(layer["mark"]["type"] == "tick" for layer in chart.spec["layer"])
    domain = chart.spec["layer"][0]["encoding"]["x"]["scale"]["domain"]
    assert domain[0] <= 0 and domain[1] > 9


def test_a_stroke_of_another_unit_is_refused() -> None:
    with pytest.raises(DataError, match="一张图只画一种单位"):
        charts.bars(TOWNS, "条", against=column(["甲镇", "乙镇"], [9.0, 2.0], unit="人"))


def test_a_missing_stroke_is_not_drawn() -> None:
    chart = drawn(charts.bars(TOWNS, "条", against=column(["甲镇", "乙镇"], [NOTHING, 2.0])))
    assert ["stroke" in bar for bar in points(chart)] == [False, True]


def test_a_result_and_a_target_of_a_year_are_told_apart() -> None:
    data = column(["2023", "2024", "2024"], [2.0, 3.0, 4.0], nature=["actual", "actual", "target"])
    assert [bar["name"] for bar in points(charts.bars(data, "条"))] == [["2023年"], ["2024年"], ["2024年（目标）"]]
