"""nbconvert exporters of the presses, found by name."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import nbformat
from nbconvert.exporters import get_exporter


def test_nbconvert_finds_both_and_prints_the_same_page(reports: Path) -> None:
    folder = reports / "xiajiang" / "2024" / "internal" / "talent"
    executed: Any = nbformat.from_dict(json.loads((folder / "briefing.ipynb").read_text(encoding="utf-8")))
    page, resources = get_exporter("xj-html")().from_notebook_node(executed)
    assert page == (folder / "briefing.html").read_text(encoding="utf-8")
    assert resources["output_extension"] == ".html"
    paper, resources = get_exporter("xj-pdf")().from_notebook_node(executed)
    assert paper == (folder / "briefing.pdf").read_bytes()
    assert resources["output_extension"] == ".pdf"
