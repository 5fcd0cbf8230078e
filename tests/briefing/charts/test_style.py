"""Charts of the briefings are valid Vega-Lite, though validation is off while they are drawn."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from support.vega_lite import TOWNS, validate
from xj_analysis.base.lazy_imports import without_optional_packages
from xj_analysis.briefing import charts
from xj_analysis.document import section

with without_optional_packages():
    import altair
    from altair.utils.schemapi import SchemaValidationError


def specs(reports: Path) -> Iterator[dict[str, Any]]:
    """Every chart of the eleven briefings."""
    for path in sorted(reports.glob("xiajiang/*/*/*/briefing.ipynb")):
        for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]:
            for output in cell.get("outputs", ()):
                yield from (block["spec"] for block in section.blocks_of_output(output) if block["type"] == "chart")


def test_every_chart_of_the_eleven_is_valid(reports: Path) -> None:
    found = list(specs(reports))
    assert len(found) >= len(list(reports.glob("xiajiang/*/*/*/briefing.ipynb"))) == 11
    for spec in found:
        validate(spec)


def test_altair_validates_as_ever_outside_our_charts() -> None:
    charts.bars(TOWNS, "条")
    with pytest.raises(SchemaValidationError):
        altair.Chart(altair.Data(values=[])).mark_bar(cornerRadius="rund").to_dict()
