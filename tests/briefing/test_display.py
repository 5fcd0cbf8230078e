"""What a cell shows is what is printed: through a real kernel, as the document reads it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import nbformat
import pytest
from nbclient import NotebookClient

from support.county_folder import REPO
from xj_analysis.base.errors import DataError
from xj_analysis.document import document
from xj_analysis.document.blocks import Chart, Sentence, Table

BEGIN = "from xj_analysis import Briefing, say\nimport altair as alt\nb = Briefing('towns', county='example')"
FRAME = "f = b.frame(['visits', 'tourism_income'], 'town')\n"
BAR = "alt.Chart(f, title='收入').mark_bar().encode(y='乡镇:N', x='tourism_income:Q')"


def run(*cells: str) -> Any:
    """A notebook after its cells were run."""
    codes = [BEGIN, "b.masthead()", *cells, "b.sources()"]
    notebook: Any = nbformat.from_dict(  # type: ignore[no-untyped-call]
        {"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": [
        {"cell_type": "code", "id": f"c{n}", "metadata": {}, "source": code, "outputs": [], "execution_count": None}
        for n, code in enumerate(codes)
    ]})  # fmt: skip
    NotebookClient(notebook, timeout=120).execute()
    return notebook


@pytest.fixture(scope="module", autouse=True)
def data() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XJ_DATA", str(REPO / "data"))
        yield


def test_frames_series_charts_and_lists_of_them_are_blocks() -> None:
    shown = document.from_notebook(
        run(FRAME + "f", "b['visits', 'town']", BAR, "[b['visits'].tail(1), say('游客{x}。', x=b['visits'].iloc[-1])]")
    )
    kinds = [type(block) for block in shown.blocks[:5]]
    assert kinds[:2] == [Table, Table] and issubclass(kinds[2], Chart) and kinds[3:] == [Table, Sentence]
    table = shown.blocks[0]
    assert isinstance(table, Table)
    assert [column.name for column in table.columns] == ["乡镇", "接待游客（万人次）", "旅游综合收入（万元）", "来源"]
    assert all(shown.origins(part) for row in table.rows for cell in row[1:3] for part in cell.parts)  # type: ignore[arg-type]
    assert all(shown.marks(row[-1]) for row in table.rows)


def test_a_refused_output_names_its_cell_and_shows_the_person_why() -> None:
    notebook = run(FRAME + "f.assign(x=1)")
    html = notebook.cells[2].outputs[0].data["text/html"]
    assert "这一格不会印出来" in html and "<table" in html
    with pytest.raises(DataError, match=r"第3格.*列“x”：是没有出处的数，得到“1”") as error:
        document.from_notebook(notebook)
    assert len(error.value.faults) == 1


def test_other_objects_are_shown_as_ever() -> None:
    notebook = run("[1, 2]", "import pandas as pd\npd.Series(dtype=float)", "{'a': 1}")
    assert notebook.cells[2].outputs[0].data["text/plain"] == "[1, 2]"
    assert notebook.cells[4].outputs[0].data["text/plain"] == "{'a': 1}"


def test_hostile_text_in_a_frame_is_inert() -> None:
    notebook = run(FRAME + "f.rename(index={'示例镇': '<script>alert(document)</script>'})")
    assert "<script>" not in notebook.cells[2].outputs[0].data["text/html"]
