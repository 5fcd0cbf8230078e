"""The output stream: printed text keeps its place among other outputs."""

from __future__ import annotations

from pathlib import Path

from support.notebooks import notebook
from xj_analysis.engine import execute


def test_a_display_is_updated_in_place(tmp_path: Path) -> None:
    code = "h = display('old', display_id=True)\nh.update('new')"
    made = execute.execute_notebook(notebook(tmp_path, code), {}, data=tmp_path)
    assert [output["data"]["text/plain"] for output in made["cells"][-1]["outputs"]] == ["'new'"]


def test_what_is_written_stands_before_what_is_shown_after_it(tmp_path: Path) -> None:
    code = (
        "import sys, threading\nprint('a')\ndisplay('b')\nprint('c', file=sys.stderr)\ndisplay('d')\n"
        "thread = threading.Thread(target=print, args=['e'])\nthread.start()\nthread.join()\ndisplay('f')\nprint('g')"
    )
    made = execute.execute_notebook(notebook(tmp_path, code), {}, data=tmp_path)
    outputs = made["cells"][-1]["outputs"]
    messages = [output.get("text") or output["data"]["text/plain"] for output in outputs]
    assert messages == ["a\n", "'b'", "c\n", "'d'", "e\n", "'f'", "g\n"]
