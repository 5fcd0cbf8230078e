"""Validation of charts against the Vega-Lite schema, and rows and points to draw."""

from __future__ import annotations

from typing import Any

import pytest

from xj_analysis.base.lazy_imports import without_optional_packages
from xj_analysis.document.blocks import Chart
from xj_analysis.metrics.columns import row_selection
from xj_analysis.metrics.columns.samples import sample

with without_optional_packages():
    import altair
    import jsonschema

ROWS = row_selection.records(sample(value=[3.0, 1.0], text=["3个", "1个"], unit="个", period=["2023", "2024"]))
POINTS = [
    {"year": "2023年", "month": month, "run": "2023年", "value": month, "label": label, "side": "above", "place": month}
    for month, label in ((1, ""), (2, "3个"))
]


def validate(spec: dict[str, Any]) -> None:
    """Validate a specification, without our own metadata."""
    altair.LayerChart.from_dict({name: part for name, part in spec.items() if name != "usermeta"}, validate=True)


def assert_valid(chart: Chart) -> None:
    """Check that a chart is valid, and that a wrong mark in it is noticed."""
    validate(chart.spec)
    first, *others = chart.spec["layer"]
    with pytest.raises(jsonschema.ValidationError):
        validate({**chart.spec, "layer": [{**first, "mark": {"type": "balk"}}, *others]})
