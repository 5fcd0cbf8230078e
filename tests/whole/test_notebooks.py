"""The notebooks as committed: clean, short, without numbers of their own, and runnable where they lie."""

from __future__ import annotations

import ast
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from support.county_folder import REPO
from xj_analysis.engine import execute

BOOKS = sorted((REPO / "notebooks").glob("*.ipynb"))


def cells(path: Path) -> list[dict[str, Any]]:
    return list(json.loads(path.read_text(encoding="utf-8"))["cells"])


def test_there_are_notebooks() -> None:
    assert [book.name for book in BOOKS] == ["campaign.ipynb", "overview.ipynb"]


@pytest.mark.parametrize("book", BOOKS, ids=lambda book: book.stem)
def test_a_notebook_is_committed_clean_and_short(book: Path) -> None:
    for cell in cells(book):
        source = "".join(cell["source"])
        if cell["cell_type"] == "markdown":
            assert not any(char.isdigit() for char in source), "a number typed into prose"
            continue
        assert cell["outputs"] == [] and cell["execution_count"] is None
        if "parameters" not in cell["metadata"].get("tags", []):
            assert len([line for line in source.splitlines() if line.strip()]) <= 3
        assert not any(isinstance(node, ast.FunctionDef) for node in ast.walk(ast.parse(source)))


@pytest.mark.parametrize("book", BOOKS, ids=lambda book: book.stem)
def test_every_parameter_is_annotated_and_explained(book: Path) -> None:
    source = next("".join(c["source"]) for c in cells(book) if "parameters" in c["metadata"].get("tags", []))
    assert set(execute.parameters_of(book)) == {"county", "campaign", "period", "known_at", "edition", "previous"}
    for line in source.splitlines():
        assert ": str = " in line and "  # " in line


@pytest.mark.parametrize("book", BOOKS, ids=lambda book: book.stem)
def test_plain_papermill_runs_it_with_its_defaults(book: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.ipynb"
    command = [sys.executable, "-m", "papermill", str(book), str(out), "--cwd", str(book.parent), "--no-progress-bar"]
    environment = {key: value for key, value in os.environ.items() if key not in ("XJ_DATA", "XJ_UNATTENDED")}
    subprocess.run(command, check=True, capture_output=True, cwd=tmp_path, env=environment)
    shown = ["".join(o["data"].get("text/html", "")) for c in cells(out) for o in c.get("outputs", []) if "data" in o]
    assert "".join(shown).count("data:image/svg+xml") >= 2, "a person sees the charts"
