"""Notebooks written for a test."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any


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


def executed(book: Path, folder: Path) -> list[dict[str, Any]]:
    """The cells of a notebook run by nbclient, in another process: in this one it would choose other tests' kernels."""
    command = [sys.executable, "-m", "nbconvert", "--to", "notebook", "--execute", str(book)]
    options = ["--output-dir", str(folder), "--output", "executed"]
    subprocess.run([*command, *options], check=True, capture_output=True)
    return list(json.loads((folder / "executed.ipynb").read_text(encoding="utf-8"))["cells"])
