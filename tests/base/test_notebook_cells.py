"""Names of notebook cells: the number that JupyterLab shows, and the first line."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xj_analysis.base.notebook_cells import INJECTED, cell_name, cell_number, cell_tags


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
