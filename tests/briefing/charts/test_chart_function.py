"""Calls of chart functions: a mistake in the arguments is one message that shows how to write them."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import Any

import pytest

from support.vega_lite import TOWNS
from xj_analysis.base.errors import XjError
from xj_analysis.briefing import charts

bars: Any = charts.bars
timeline: Any = charts.timeline
months: Any = charts.months

MISTAKES: dict[str, tuple[Callable[[], object], str]] = {
    "title first": (lambda: bars("各镇", TOWNS), "charts.bars：先写数，再写图题，得到“各镇”。请写 charts.bars("),
    "rows and names": (lambda: bars("各镇", [{}], ["甲镇"]), "先写数，再写图题，得到“各镇”"),
    "a mapping of lines": (lambda: timeline("各年", {"甲": []}), "请写 charts.timeline(数, 图题)"),
    "no title": (lambda: bars(TOWNS), "charts.bars：缺少参数title。请写 charts.bars(data, title, …)。"),
    "nothing": (months, "charts.months：缺少参数data、title"),
    "labels by place": (
        lambda: bars(TOWNS, "各镇", TOWNS),
        "不写名称的参数至多2个，得到“Series”。请写明是哪一项：labels=、",
    ),
    "labels for the title": (lambda: bars(TOWNS, TOWNS), "图题应是文字，得到“Series”"),
    "a mistyped name": (lambda: bars(TOWNS, "各镇", lables=TOWNS), "没有这个参数，得到“lables”。是否想写“labels”？"),
    "a name of old": (lambda: bars(TOWNS, "各镇", rounding="half_up"), "没有这个参数，得到“rounding”"),
    "a title of another kind": (lambda: bars(TOWNS, 5), "图题不是可追溯的数，得到“5（int）”"),
}  # fmt: skip


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_is_one_message_in_chinese(mistake: str) -> None:
    make, words = MISTAKES[mistake]
    with pytest.raises(XjError) as caught:
        make()
    assert words in str(caught.value)
    assert caught.value.fault.do.endswith("。") and len(caught.value._render_traceback_()) == 1


def test_a_person_sees_the_parameters_and_the_documentation() -> None:
    of_bars = ["data", "title", "labels", "against", "highlight", "note", "quotations"]
    assert list(inspect.signature(bars).parameters) == of_bars
    assert list(inspect.signature(timeline).parameters) == ["data", "title", "breaks", "note"]
    assert list(inspect.signature(months).parameters) == ["data", "title", "note"]
    assert all("Examples" in (inspect.getdoc(each) or "") for each in (bars, timeline, months))
