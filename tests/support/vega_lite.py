"""Validation of charts against the Vega-Lite schema, and columns of figures to draw."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import pandas as pd
import pytest

from xj_analysis.base.lazy_imports import without_optional_packages
from xj_analysis.document.blocks import Chart, Omission
from xj_analysis.document.pieces import plain_text
from xj_analysis.metrics.columns.samples import sample
from xj_analysis.quantity.figure_array import FigureArray
from xj_analysis.quantity.period_labels import PeriodLabel

with without_optional_packages():
    import altair
    import jsonschema


def column(names: Iterable[str], value: Sequence[float], **about: Any) -> pd.Series:
    """A column of figures with these names: counts, unless `about` says otherwise."""
    given = {"unit": "个", "decimals": 0, "label": "项目"} | about
    rounding = str(given.pop("rounding", "half_even"))
    rows = sample(value=list(value), **given)
    return pd.Series(FigureArray.from_frame(rows, rounding=rounding), index=pd.Index(list(names), dtype=object))


def by_period(codes: Sequence[str], value: Sequence[float], **about: Any) -> pd.Series:
    """A column of figures by period."""
    return column(map(PeriodLabel, codes), value, **{"period": list(codes)} | about)


def drawn(chart: Chart | Omission) -> Chart:
    """The chart that was drawn."""
    assert isinstance(chart, Chart)
    return chart


def points(chart: Chart | Omission) -> list[dict[str, Any]]:
    """The data of a chart: a row a mark."""
    rows: list[dict[str, Any]] = drawn(chart).spec["data"]["values"]
    return rows


def note(chart: Chart | Omission) -> str:
    """The note below a chart; empty without one."""
    return "".join(map(plain_text, drawn(chart).notes))


TOWNS = column(["甲镇", "乙镇"], [3.0, 1.0])


def validate(spec: dict[str, Any]) -> None:
    """Validate a specification, without our own metadata."""
    altair.LayerChart.from_dict({name: part for name, part in spec.items() if name != "usermeta"}, validate=True)


def assert_valid(chart: Chart | Omission) -> None:
    """Check that a chart is valid, and that a wrong mark in it is noticed."""
    spec = drawn(chart).spec
    validate(spec)
    first, *others = spec["layer"]
    with pytest.raises(jsonschema.ValidationError):
        validate({**spec, "layer": [{**first, "mark": {"type": "balk"}}, *others]})
