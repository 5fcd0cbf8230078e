"""Completion in a real IPython: the menu after ``from xj_analysis import``, and a module's own names after its dot."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

import xj_analysis
from xj_analysis import metrics
from xj_analysis.base import completion
from xj_analysis.briefing import prose

SCRIPT = """
import json, sys
from IPython.core.completer import provisionalcompleter
from IPython.core.interactiveshell import InteractiveShell
shell = InteractiveShell.instance()
shell.run_cell("import xj_analysis as xj; from xj_analysis import metrics; from xj_analysis.briefing import prose")
shell.run_cell("import textwrap; text = ''")
def offered(line):
    with provisionalcompleter():
        return [each.text for each in shell.Completer.completions(line, len(line))]
print(json.dumps({line: offered(line) for line in json.loads(sys.argv[1])}))
"""

MENU = ["Briefing", "say", "table", "charts", "metrics", "load", "read_text", "proofread", "County", "Period", "Figure"]
EXPECTED = {
    "from xj_analysis import ": MENU,
    "from xj_analysis import Briefing, ta": ["table"],
    "x = 1\nfrom xj_analysis import (Briefing as B, sa": ["say"],
    "xj.": MENU,
    "import xj_analysis; xj_analysis.": MENU,
    "import xj_analysis\nxj_analysis.": MENU,
    "xj.metrics.comple": ["completion"],
    "metrics.": metrics.__all__,
    "prose.": ["fill", "note", "say"],
    "print(prose.s": ["say"],
    "from xj_analysis.briefing.prose import ": ["fill", "note", "say"],
}
LEFT_ALONE = {"textwrap.ded": "dedent", "text.upp": "upper", "from xj_analysis.br": "briefing"}


def test_ipython_offers_the_menu_and_what_a_module_defines() -> None:
    lines = json.dumps([*EXPECTED, *LEFT_ALONE])
    run = subprocess.run([sys.executable, "-c", SCRIPT, lines], capture_output=True, text=True, check=True)
    offered = json.loads(run.stdout.splitlines()[-1])
    assert {line: offered[line] for line in EXPECTED} == EXPECTED
    for line, name in LEFT_ALONE.items():
        assert any(name in each for each in offered[line]), f"IPython's own completion of {line!r}"


def test_the_hand_made_figure_is_offered_last() -> None:
    assert xj_analysis.__all__ == MENU


@pytest.mark.parametrize("line", ["x.pub", "prose().f", "'prose.f", "import prose.f", "1.", "prose.say.f", "", "f"])
def test_what_is_no_module_of_this_library_is_left_alone(line: str) -> None:
    assert completion.offered(line, {"prose": prose, "x": 1}) is None


def test_nothing_is_evaluated_for_a_completion() -> None:
    class Trap:
        @property
        def prose(self) -> object:
            raise AssertionError("evaluated")

    assert completion.offered("trap.prose.s", {"trap": Trap()}) is None


def test_outside_of_ipython_nothing_is_registered() -> None:
    completion.register()
