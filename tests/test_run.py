"""Running a notebook: parameters checked, failures named, nothing left of clocks and paths."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from xj_analysis import run
from xj_analysis.errors import NotebookError, UsageError


def notebook(folder: Path, *cells: str, parameters: str = 'campaign: str = "a"') -> Path:
    def code(source: str, number: int, tags: list[str]) -> dict[str, Any]:
        return {"cell_type": "code", "id": f"c{number}", "metadata": {"tags": tags}, "source": source,
                "outputs": [], "execution_count": None}  # fmt: skip

    made = [code(parameters, 0, ["parameters"]), *(code(cell, n, []) for n, cell in enumerate(cells, start=1))]
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    path = folder / "book.ipynb"
    content = {"cells": made, "metadata": {"kernelspec": kernel}, "nbformat": 4, "nbformat_minor": 5}
    path.write_text(json.dumps(content), encoding="utf-8")
    return path


def test_a_mistyped_parameter_is_refused_with_the_nearest(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"book.ipynb：笔记本没有这个参数，得到“campain”。是否想写“campaign”？"):
        run.execute(notebook(tmp_path), {"campain": "b"}, data=tmp_path)


def test_a_missing_notebook_is_named(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"none.ipynb：笔记本不存在"):
        run.execute(tmp_path / "none.ipynb", {}, data=tmp_path)


def test_a_raising_cell_is_named_with_its_last_line(tmp_path: Path) -> None:
    with pytest.raises(NotebookError, match=r"book.ipynb 第3格：运行出错，得到“ZeroDivisionError: division by zero”"):
        run.execute(notebook(tmp_path, "x = 1", "1 / 0"), {"campaign": "b"}, data=tmp_path)


def test_a_dead_kernel_is_noticed_and_named(tmp_path: Path) -> None:
    with pytest.raises(NotebookError, match=r"book.ipynb 第2格：内核中断"):
        run.execute(notebook(tmp_path, "import os; os._exit(1)"), {}, data=tmp_path)


def test_what_differs_from_run_to_run_is_gone(tmp_path: Path) -> None:
    book = notebook(tmp_path, "import os; print(campaign, os.environ['XJ_UNATTENDED'])")
    before = book.read_bytes()
    made = run.execute(book, {"campaign": "b"}, data=tmp_path)
    again = run.execute(book, {"campaign": "b"}, data=tmp_path)
    assert made == again
    assert made["cells"][-1]["outputs"][0]["text"] == "b 1\n"
    assert str(tmp_path) not in json.dumps(made)
    assert book.read_bytes() == before
