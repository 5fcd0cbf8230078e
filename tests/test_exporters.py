"""The presses as nbconvert exporters, found by name."""

from __future__ import annotations

from pathlib import Path

import nbformat
from nbconvert.exporters import get_exporter


def test_nbconvert_finds_both_and_prints_the_same_page(reports: Path) -> None:
    folder = reports / "xiajiang" / "2024" / "internal" / "talent"
    executed = nbformat.read(folder / "briefing.ipynb", as_version=4)
    page, resources = get_exporter("xj-html")().from_notebook_node(executed)
    assert page == (folder / "briefing.html").read_text(encoding="utf-8")
    assert resources["output_extension"] == ".html"
    paper, resources = get_exporter("xj-pdf")().from_notebook_node(executed)
    assert paper == (folder / "briefing.pdf").read_bytes()
    assert resources["output_extension"] == ".pdf"
