"""What a cell shows is what is printed: through a real kernel, as the document reads it."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from support.county_folder import REPO
from support.notebooks import executed, notebook
from xj_analysis.base.errors import DataError
from xj_analysis.document import document
from xj_analysis.document.blocks import Chart, Sentence, Table

BEGIN = "from xj_analysis import Briefing, say\nimport altair as alt\nb = Briefing('towns', county='example')"
FRAME = "f = b.frame(['visits', 'tourism_income'], 'town')\n"
BAR = "alt.Chart(f, title='收入').mark_bar().encode(y='乡镇:N', x='tourism_income:Q')"


def run(*cells: str) -> dict[str, Any]:
    """A notebook after its cells were run."""
    with tempfile.TemporaryDirectory() as folder:
        book = notebook(Path(folder), BEGIN, "b.masthead()", *cells, "b.sources()")
        return {"cells": executed(book, Path(folder))[1:]}


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
    shown = run(FRAME + "f.assign(x=1)")
    html = "".join(shown["cells"][2]["outputs"][0]["data"]["text/html"])
    assert "这一格不会印出来" in html and "<table" in html
    with pytest.raises(DataError, match=r"第3格.*列“x”：是没有出处的数，得到“1”") as error:
        document.from_notebook(shown)
    assert len(error.value.faults) == 1


def test_other_objects_are_shown_as_ever() -> None:
    shown = run("[1, 2]", "import pandas as pd\npd.Series(dtype=float)", "{'a': 1}")
    assert "".join(shown["cells"][2]["outputs"][0]["data"]["text/plain"]) == "[1, 2]"
    assert "".join(shown["cells"][4]["outputs"][0]["data"]["text/plain"]) == "{'a': 1}"


def test_one_figure_alone_is_told_to_be_put_into_a_sentence() -> None:
    shown = run("b.figure('visits')", "[say('甲。'), b.figure('visits')]")
    first, second = document.from_notebook(shown).omissions
    assert first.what.startswith("单独一个数“") and "万人次" in first.what
    assert first.what == second.what and 'b.comment("…{x}。", x=…)' in first.reason
    html = "".join(shown["cells"][2]["outputs"][0]["data"]["text/html"])
    assert "没有印出" in html and "万人次" in html


def test_what_is_no_content_in_a_list_is_told_and_the_rest_is_printed() -> None:
    shown = document.from_notebook(run("[say('甲。'), None, '乙', b['visits']]", "say('丙。'), say('丁。')"))
    assert [type(block) for block in shown.blocks[:4]] == [Sentence, Table, Sentence, Sentence]
    assert [each.what for each in shown.omissions] == ["列表第2项“None”", "列表第3项“'乙'”"]
    for refused in ("[say('甲。'), 5]", "[say('甲。'), [5, 6]]"):
        with pytest.raises(DataError, match="列表第2项：没有出处的数不能印进简报"):
            document.from_notebook(run(refused))


def test_a_frame_without_rows_prints_nothing_and_is_told() -> None:
    shown = document.from_notebook(run("b['visits', 'town'].iloc[:0]"))
    assert [each.reason[:4] for each in shown.omissions] == ["没有一行"]
    assert not any(isinstance(block, Table) for block in shown.blocks)


def test_hostile_text_in_a_frame_is_inert() -> None:
    shown = run(FRAME + "f.rename(index={'示例镇': '<script>alert(document)</script>'})")
    assert "<script>" not in "".join(shown["cells"][2]["outputs"][0]["data"]["text/html"])


def test_a_chart_of_figures_is_saved_by_the_cell_that_imports_altair(tmp_path: Path) -> None:
    begin = "from xj_analysis import Briefing\nb = Briefing('towns', county='example')"
    path = tmp_path / "chart.svg"
    save = f"import altair as alt\n{FRAME}{BAR}.save({str(path)!r})"
    executed(notebook(tmp_path, begin, save), tmp_path)
    assert "示例镇" in path.read_text(encoding="utf-8")
