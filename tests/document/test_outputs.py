"""Outputs without blocks: each kind is told of or refused, with the cell, and none is dropped silently."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from support.blocks_to_print import document_of
from xj_analysis.base.errors import DataError
from xj_analysis.base.notebook_cells import HIDDEN, MAY_FAIL, OUTPUTS_HIDDEN
from xj_analysis.document import outputs
from xj_analysis.document.blocks import MIMETYPE


def shown(**data: Any) -> dict[str, Any]:
    """An output that shows a bundle."""
    return {"output_type": "execute_result", "data": {name.replace("_", "/"): value for name, value in data.items()}}


def value(result: object) -> dict[str, Any]:
    """An output of an object without a display of its own."""
    return shown(text_plain=repr(result))


def printed(text: str, name: str = "stdout") -> dict[str, Any]:
    return {"output_type": "stream", "name": name, "text": text}


ERROR = {"output_type": "error", "ename": "KeyError", "evalue": "'没有'", "traceback": []}

TOLD = [
    (printed("看一眼\n"), "print 的文字"),
    (printed("FutureWarning: 旧写法", "stderr"), "运行提示"),
    (value("37家"), "字符串"),
    (value(None), "这个对象"),
    (value(True), "这个对象"),
    (value(object()), "这个对象"),
    (value(["甲", "乙"]), "这个对象"),
    (value(pd.Series(["甲", "乙"])), "这个对象"),
]
REFUSED = [
    *((value(number), "没有出处的数") for number in (37, -0.5, 1e6, np.float64(3.5), np.int32(3), Decimal("1.5"))),
    (value([1, 2]), "没有出处的数"),
    (value({"甲": 5}), "没有出处的数"),
    (value(np.array([1.5, 2])), "没有出处的数"),
    (value(pd.Series([1, 2])), "没有出处的数"),
    (value(pd.Series([1.5, None], name="x", dtype="Float64")), "没有出处的数"),
    (shown(text_plain="   甲\n0  1", text_html=pd.DataFrame({"甲": [1]}).to_html()), "没有出处的 DataFrame 表"),
    (shown(text_plain="<Figure size 640x480 with 1 Axes>", image_png="iVBORw0K"), "图片"),
    (shown(text_plain="<HTML>", text_html="<b>37</b>"), "HTML"),
    (shown(text_plain="<Markdown>", text_markdown="**37**"), "排版的文字"),
    ({"data": {"text/plain": "alt.Chart(...)", "application/vnd.vegalite.v6+json": {}}}, "没有出处的 Altair 图"),
    ({"data": {"text/plain": "Box()", "application/vnd.jupyter.widget-view+json": {}}}, "互动控件"),
    (ERROR, "出错信息"),
]


def cell(*outputs: dict[str, Any], tags: tuple[str, ...] = ()) -> dict[str, Any]:
    return {"cell_type": "code", "source": "试一试", "metadata": {"tags": [*tags]}, "outputs": list(outputs)}


@pytest.mark.parametrize(("output", "kind"), TOLD)
def test_what_harms_no_reader_is_told_with_its_cell_and_the_reason(output: dict[str, Any], kind: str) -> None:
    document = document_of(cell(output))
    (omission,) = document.omissions
    assert document.blocks == () and omission.cell == "第2格“试一试”"
    assert omission.what.startswith(f"{kind}“") and omission.reason.endswith("。")


@pytest.mark.parametrize(("output", "kind"), REFUSED)
def test_what_would_be_printed_without_a_trace_is_refused(output: dict[str, Any], kind: str) -> None:
    with pytest.raises(DataError) as caught:
        document_of(cell(output))
    (fault,) = caught.value.faults
    assert (fault.where, fault.what) == ("笔记本第2格“试一试”", f"{kind}不能印进简报") and fault.do.endswith("。")


@pytest.mark.parametrize(("output", "kind"), TOLD + REFUSED)
def test_the_line_under_the_cell_says_the_same(output: dict[str, Any], kind: str) -> None:
    unprinted = outputs.unprinted_output(output)
    assert unprinted is not None and unprinted.line.startswith(kind) and unprinted.line.endswith("。")
    assert ("不能印进简报" in unprinted.line) == ((output, kind) in REFUSED)


def test_every_kind_is_tried_here() -> None:
    assert {kind for _, kind in TOLD + REFUSED} == {kind.name for kind in outputs.KINDS}


def test_all_refused_cells_are_named_at_once_and_each_kind_of_a_cell_once() -> None:
    with pytest.raises(DataError) as caught:
        document_of(cell(value(1), value(2), ERROR), cell(value(3)))
    assert [(fault.where[3:6], fault.got) for fault in caught.value.faults] == [
        ("第2格", "1"), ("第2格", "KeyError: '没有'"), ("第3格", "3"),
    ]  # fmt: skip
    assert [each.what for each in document_of(cell(printed("甲"), printed("乙"))).omissions] == ["print 的文字“甲”"]


@pytest.mark.parametrize("tag", [HIDDEN, OUTPUTS_HIDDEN])
@pytest.mark.parametrize(("output", "kind"), TOLD + REFUSED)
def test_nothing_of_a_hidden_cell_is_printed_or_told(output: dict[str, Any], kind: str, tag: str) -> None:
    document = document_of(cell(output, tags=(tag,)))
    assert (document.blocks, document.omissions) == ((), ())


def test_a_cell_that_may_fail_is_told_of_and_its_other_outputs_are_held_to_the_rule() -> None:
    (omission,) = document_of(cell(ERROR, tags=(MAY_FAIL,))).omissions
    assert omission.what == "出错信息“KeyError: '没有'”" and MAY_FAIL in omission.reason
    with pytest.raises(DataError, match="没有出处的数不能印进简报"):
        document_of(cell(value(5), ERROR, tags=(MAY_FAIL,)))


@pytest.mark.parametrize("output", [
    {"data": {MIMETYPE: [], "text/html": "<b>37</b>", "text/plain": "37"}}, printed(" \n"), {"data": {}},
])  # fmt: skip
def test_blocks_and_empty_outputs_are_nothing_to_tell(output: dict[str, Any]) -> None:
    assert outputs.unprinted_output(output) is None


@given(st.recursive(
    st.one_of(st.integers(), st.floats(allow_nan=False, allow_infinity=False)),
    lambda inner: st.one_of(st.lists(inner, min_size=1), st.dictionaries(st.text(), inner, min_size=1)),
))  # fmt: skip
def test_no_number_passes_in_any_container(numbers: object) -> None:
    unprinted = outputs.unprinted_output(value(numbers))
    assert unprinted is not None and unprinted.kind.refused


@given(st.text())
def test_a_string_is_told_whatever_it_says(text: str) -> None:
    unprinted = outputs.unprinted_output(value(text))
    assert unprinted is not None and unprinted.kind.name == "字符串" and "\n" not in unprinted.got
