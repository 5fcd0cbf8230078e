"""Cells of a notebook: their names, those not run, and parameters nobody declared."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xj_analysis.base.errors import UsageError
from xj_analysis.base.notebook_cells import (
    HIDDEN,
    INJECTED,
    assigned_names,
    cell_name,
    cell_number,
    cell_tags,
    not_run,
    require_declared,
)


def cell(kind: str, source: str | list[str], *tags: str) -> dict[str, Any]:
    return {"cell_type": kind, "source": source, "metadata": {"tags": [*tags]}}


CELLS = [
    cell("markdown", "# 标题"),
    cell("code", "a = 1", "parameters"),
    cell("code", "a = 2", INJECTED),
    cell("code", "  \n"),
    cell("code", ["\n", "b = 1\n", "c = 2"]),
    cell("code", "x" * 25),
]


@pytest.mark.parametrize(("index", "name"), [
    (0, "文字格“# 标题”"), (1, "第1格“a = 1”"), (4, "第2格“b = 1”"), (5, f"第3格“{'x' * 24}…”"),
])  # fmt: skip
def test_a_cell_is_named_by_its_number_and_first_line(index: int, name: str) -> None:
    assert cell_name(CELLS, index) == name


def test_a_cell_without_metadata_has_no_tags() -> None:
    assert cell_tags({"cell_type": "code", "source": ""}) == []
    assert cell_tags(CELLS[2]) == [INJECTED]


@given(st.lists(st.sampled_from(CELLS), min_size=1, max_size=8))
def test_numbers_rise_by_one_with_each_code_cell_that_runs(cells: list[dict[str, Any]]) -> None:
    numbers = [cell_number(cells, index) for index in range(len(cells))]
    steps = [after - before for before, after in zip([0, *numbers], numbers, strict=False)]
    assert steps == [int(each["cell_type"] == "code" and each in (CELLS[1], *CELLS[4:])) for each in cells]


def test_a_cell_is_run_once_it_has_a_number_or_an_output() -> None:
    run: dict[str, Any] = {"execution_count": 3, "outputs": []}
    failed: dict[str, Any] = {"execution_count": None, "outputs": [{}]}
    assert not_run([{**cell("code", "a"), **run}, {**cell("code", "a"), **failed}]) == []
    assert not_run([cell("code", "a"), {**cell("code", "a"), "execution_count": None, "outputs": []}]) == [0, 1]


@pytest.mark.parametrize("other", [
    cell("markdown", "文"), cell("code", " "), cell("code", "a", HIDDEN), cell("code", "a", "skip-execution"),
])  # fmt: skip
def test_a_cell_that_nothing_depends_on_need_not_be_run(other: dict[str, Any]) -> None:
    assert not_run([other]) == []


DECLARED = ["import os", 'county: str = "a"\ncampaign = "b"\nperiod, more = "", ""']


def test_an_injected_parameter_must_be_declared() -> None:
    require_declared("# Parameters\ncampaign = 'talent'\ncounty = 'x'\nmore = 1", DECLARED)
    with pytest.raises(UsageError, match="笔记本没有这个参数，得到“campain”。是否想写“campaign”？"):
        require_declared("# Parameters\ncounty = 'x'\ncampain = 'talent'", DECLARED)
    with pytest.raises(UsageError, match="没有可选的名称"):
        require_declared("a = 1", [])


def test_what_is_no_python_assigns_nothing() -> None:
    assert assigned_names("%matplotlib inline\na = 1") == assigned_names("a.b = 1\nb[0] = 2") == []
