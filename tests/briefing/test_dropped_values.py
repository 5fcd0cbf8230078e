"""Values that a cell makes and drops: through a real kernel told below the cell and by the document."""

from __future__ import annotations

import ast
import tempfile
from pathlib import Path

import pytest

from support.blocks_to_print import code_cell, masthead
from support.county_folder import REPO
from support.notebooks import executed, notebook
from xj_analysis.briefing.dropped_values import DroppedValues
from xj_analysis.document import document
from xj_analysis.document.blocks import MIMETYPE, Omission

IMPORTS = "import altair as alt\nfrom xj_analysis import Briefing, charts, say, table"
BEGIN = f"{IMPORTS}\nb = Briefing('towns', county='example')"
TABLE, SAY = "b.table(b['visits', 'town'])", "b.say('甲。')"
CHART = "alt.Chart(b.frame(['visits'], 'town')).mark_bar().encode(y='乡镇:N', x='visits:Q')"


def told(*cells: str, begin: str = BEGIN, unattended: bool = False) -> list[list[str]]:
    """What the omissions of each cell say is not printed, as the document has them."""
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        patch.setenv("XJ_DATA", str(REPO / "data"))
        patch.delenv("XJ_UNATTENDED", raising=False)
        if unattended:
            patch.setenv("XJ_UNATTENDED", "1")
        shown = {"cells": executed(notebook(Path(folder), begin, *cells), Path(folder))[1:]}
    shown["cells"].append(code_cell(masthead()))
    omissions = document.read_notebook(shown).omissions
    return [[each.what for each in omissions if each.cell.startswith(f"第{n}格")] for n in range(1, len(cells) + 2)]


@pytest.mark.parametrize("unattended", [False, True])
def test_each_way_to_drop_content_is_told_once_with_its_statement(unattended: bool) -> None:
    cells = (
        f"{TABLE}\n{TABLE}", f"for n in range(3):\n    {SAY}", "if b:\n    b.ask('乙？')", f"{CHART}\n1 == 1",
        "charts.bars(b['visits', 'town'], '游客')\nNone", "b['visits']\nx = 1", "[say('甲。')]\nx = 1",
        "b.findings()\nx = 2", "with open('/dev/null'):\n    b.comment('丙。')", "b.figure('visits')\nx = 2",
    )  # fmt: skip
    begin, *others = told(*cells, unattended=unattended)
    assert begin == []
    assert [[line[:8] for line in each if not line.startswith("这个对象")] for each in others] == [
        ["“b.table"], ["“b.say('"], ["“b.ask('"], ["“alt.Cha"], ["“charts."], ["“b['visi"], ["“[say('甲"], ["“b.findi"],
        ["“b.comme"], ["“b.figur"],
    ]  # fmt: skip
    assert others[1] == ["“b.say('甲。')”（3个）"]


def test_content_that_is_used_or_shown_is_not_told() -> None:
    cells = (
        f"x = {TABLE}\ny = [{SAY}]\ny.append({SAY})\ny.pop()\nx",
        f"from IPython.display import display\ndisplay({SAY})\n{SAY}",
        f"{SAY};\n{SAY}", f"'文'\nprint\nb.check()\nimport pandas as pd\npd.DataFrame({{'x': [1]}})\n{SAY}",
        f"def made():\n    '''说明'''\n    {SAY}\n    return {SAY}\nmade()",
        f"{SAY};", "%reset -f\nx = 1\nx == 1 or 2\nx = 2",
    )  # fmt: skip
    assert told(*cells) == [[]] * (len(cells) + 1)


def test_the_cell_that_makes_the_briefing_is_watched_too() -> None:
    assert told(begin=f"{BEGIN}\n{SAY}\nfor n in (1, 2):\n    {TABLE}\n{SAY}")[0] == [
        "“b.say('甲。')”", "“b.table(b['visits', 'town'])”（2个）",
    ]  # fmt: skip


def test_a_setting_that_shows_every_line_drops_none() -> None:
    code = "a\nfor x in y:\n    b\nc"
    for setting, wrapped in {"all": 0, "last_expr": 2, "none": 3}.items():
        tree = DroppedValues(lambda setting=setting: setting).visit(ast.parse(code))  # type: ignore[misc]
        assert ast.unparse(tree).count("__xj_note_dropped__") == wrapped


def test_the_line_below_the_cell_says_what_to_do() -> None:
    dropped = DroppedValues()
    dropped.visit(ast.parse("x\ny"))
    dropped.note(Omission(what="图", reason="没有数。"), 0)
    (told,) = dropped.omissions("x\ny")
    bundle = told._repr_mimebundle_()
    assert bundle["text/plain"].startswith("没有印出：“x”。") and "display(…)" in bundle["text/plain"]
    assert bundle[MIMETYPE]["type"] == "omission" and dropped.omissions("x\ny") == []
