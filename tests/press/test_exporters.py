"""nbconvert exporters of the presses, found by name; what they refuse, and what they tell."""

from __future__ import annotations

import json
import logging
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbconvert.exporters import get_exporter

from support.county_folder import REPO
from xj_analysis.base.errors import DataError, UsageError
from xj_analysis.base.notebook_cells import INJECTED, MAY_FAIL


def executed(reports: Path) -> Any:
    """A notebook that was built."""
    path = reports / "xiajiang" / "2024" / "internal" / "talent" / "briefing.ipynb"
    return nbformat.from_dict(json.loads(path.read_text(encoding="utf-8")))


def code(source: str, *outputs: dict[str, Any], tags: tuple[str, ...] = (), number: int | None = 9) -> Any:
    cell: Any = nbformat.v4.new_code_cell(source, execution_count=number, metadata={"tags": [*tags]})
    cell.outputs = [nbformat.from_dict(output) for output in outputs]
    return cell


def export(book: Any, name: str = "xj-html") -> Any:
    return get_exporter(name)().from_notebook_node(book)[0]


PRINTED = {"output_type": "stream", "name": "stdout", "text": "看一眼"}
NUMBER = {"output_type": "execute_result", "execution_count": 9, "metadata": {}, "data": {"text/plain": "37"}}
ERROR = {"output_type": "error", "ename": "KeyError", "evalue": "'没有'", "traceback": []}


def test_nbconvert_finds_both_and_prints_the_same_page(reports: Path) -> None:
    folder = reports / "xiajiang" / "2024" / "internal" / "talent"
    page, resources = get_exporter("xj-html")().from_notebook_node(executed(reports))
    built = (folder / "briefing.html").read_text(encoding="utf-8")
    assert page == re.sub("<!--links-->.*?<!--/links-->", "<!--links--><!--/links-->", built), "one page links no other"
    assert resources["output_extension"] == ".html"
    paper, resources = get_exporter("xj-pdf")().from_notebook_node(executed(reports))
    assert paper == (folder / "briefing.pdf").read_bytes()
    assert resources["output_extension"] == ".pdf"


@pytest.mark.parametrize("name", ["xj-html", "xj-pdf"])
def test_a_notebook_that_was_not_run_is_refused_as_that(reports: Path, name: str) -> None:
    committed: Any = nbformat.read(REPO / "notebooks" / "campaign.ipynb", 4)
    with pytest.raises(DataError, match=r"^笔记本：还没有运行过，没有任何输出。请先运行全部格子，再导出。$"):
        export(committed, name)
    book = executed(reports)
    book.cells.append(code("briefing.background()", number=None))
    with pytest.raises(DataError, match=r"^笔记本：第\d+格“briefing.background\(\)”没有运行。"):
        export(book, name)
    for cell in [each for each in book.cells if each.cell_type == "code"][2:]:
        cell.outputs, cell.execution_count = [], None
    with pytest.raises(DataError, match=r"等\d+格没有运行。"):
        export(book, name)


def test_a_notebook_that_failed_is_refused_with_the_cell_not_with_those_after_it(reports: Path) -> None:
    book = executed(reports)
    book.cells += [code("{}['没有']", ERROR), code("后面", number=None)]
    with pytest.raises(DataError, match=r"^笔记本第\d+格“{}\['没有'\]”：运行出错，得到“KeyError: '没有'”。"):
        export(book)


def test_a_parameter_that_the_notebook_does_not_declare_is_refused(reports: Path) -> None:
    book = executed(reports)
    injected = next(cell for cell in book.cells if INJECTED in cell.metadata.get("tags", ()))
    injected.source += "\ncampain = 'talent'"
    with pytest.raises(UsageError, match="得到“campain”。是否想写“campaign”？"):
        export(book)


def test_what_is_not_printed_is_told_and_what_must_not_be_is_refused(
    reports: Path, caplog: pytest.LogCaptureFixture
) -> None:
    book = executed(reports)
    page = export(book)
    book.cells += [code("print('看一眼')", PRINTED), code("{}['没有']", ERROR, tags=(MAY_FAIL,))]
    exporter = get_exporter("xj-html")()
    exporter.log = logging.getLogger("exporter")
    with caplog.at_level(logging.WARNING, "exporter"):
        assert exporter.from_notebook_node(book)[0] == page
    (first, second) = [record.getMessage().partition("：")[2] for record in caplog.records if record.name == "exporter"]
    assert first == "print 的文字“看一眼”没有印出。要印请用 say(…)。"
    assert second == "出错信息“KeyError: '没有'”没有印出。这一格有 raises-exception 标签，允许出错。"
    book.cells.append(code("37", NUMBER))
    with pytest.raises(DataError, match="没有出处的数不能印进简报，得到“37”"):
        export(book)


def test_a_cell_whose_input_is_hidden_is_printed_and_one_that_is_hidden_is_not(reports: Path) -> None:
    book = executed(reports)
    page = export(book)
    shown = next(cell for cell in book.cells if cell.cell_type == "code" and ".finding(" in cell.source)
    shown.metadata["tags"] = ["remove-input"]
    assert export(book) == page
    shown.metadata["tags"] = ["remove-output"]
    without = export(book)
    shown.metadata["tags"] = ["remove-cell"]
    assert export(book) == without != page


def test_the_command_says_it_in_a_line_without_a_traceback(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "nbconvert", "--to", "xj-html", str(REPO / "notebooks" / "campaign.ipynb")]
    run = subprocess.run([*command, "--output-dir", str(tmp_path)], capture_output=True, text=True, check=False)
    assert run.returncode == 3 and "还没有运行过，没有任何输出" in run.stderr
    assert "Traceback" not in run.stderr and list(tmp_path.iterdir()) == []
