"""Charts: each is valid Vega-Lite, which altair itself does not check while it draws."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from xj_analysis.base.lazy_imports import without_optional_packages
from xj_analysis.briefing import charts
from xj_analysis.document import section
from xj_analysis.document.blocks import Chart
from xj_analysis.metrics.columns import row_selection
from xj_analysis.metrics.columns.samples import sample
from xj_analysis.quantity import figures

with without_optional_packages():
    import altair
    import jsonschema
    from altair.utils.schemapi import SchemaValidationError

POINTS = [
    {"year": "2023年", "month": month, "run": "2023年", "value": month, "label": label, "side": "above", "place": month}
    for month, label in ((1, ""), (2, "3个"))
]
ROWS = row_selection.records(sample(value=[3.0, 1.0], text=["3个", "1个"], unit="个", period=["2023", "2024"]))


def specs(reports: Path) -> Iterator[dict[str, Any]]:
    """Every chart of the eleven briefings."""
    for path in sorted(reports.glob("xiajiang/*/*/*/briefing.ipynb")):
        for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]:
            for output in cell.get("outputs", ()):
                yield from (block["spec"] for block in section.blocks_of_output(output) if block["type"] == "chart")


def valid(spec: dict[str, Any]) -> None:
    altair.LayerChart.from_dict({name: part for name, part in spec.items() if name != "usermeta"}, validate=True)


def test_every_chart_of_the_eleven_is_valid(reports: Path) -> None:
    found = list(specs(reports))
    assert len(found) >= 30
    for spec in found:
        valid(spec)


@pytest.mark.parametrize(
    "drawn",
    [
        charts.bars("条", ROWS, ["甲", "乙"], highlight="甲"),
        charts.timeline("线", {"甲": ROWS, "乙": ROWS}, breaks=[2024]),
        charts.months("月", POINTS, ROWS, [figures.figure_from_row(row) for row in ROWS]),
        charts.before_after(
            ("比",), ROWS, [figures.figure_from_row(row) for row in ROWS], figures.figure_from_row(ROWS[0])
        ),
    ],
    ids=["bars", "timeline", "months", "before_after"],
)
def test_so_is_each_kind_of_chart_and_a_wrong_one_is_found(drawn: Chart) -> None:
    valid(drawn.spec)
    first, *others = drawn.spec["layer"]
    with pytest.raises(jsonschema.ValidationError):
        valid({**drawn.spec, "layer": [{**first, "mark": {"type": "balk"}}, *others]})


def test_altair_checks_as_ever_for_whoever_else_uses_it() -> None:
    charts.bars("条", ROWS, ["甲", "乙"])
    with pytest.raises(SchemaValidationError):
        altair.Chart(altair.Data(values=[])).mark_bar(cornerRadius="rund").to_dict()
