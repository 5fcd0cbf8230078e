"""Shared parts of charts: style, lazy import of altair, layering, and the block of a chart."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache, wraps
from typing import TYPE_CHECKING, Any, ParamSpec

import numpy as np

from ...base import lazy_imports
from ...base.environment import UNATTENDED
from ...document.blocks import Chart, Omission
from ...document.pieces import Parts, plain_text
from ...quantity import periods, units
from ...quantity.figures import Figure
from ...quantity.mentions.printed_numerals import is_numbered_name
from .. import arguments, session_county
from .marks import ChartMark, name_parts

if TYPE_CHECKING:
    import altair as alt

P = ParamSpec("P")
Row = Mapping[str, Any]

WIDTH = 430
INK = "#1a1a1a"
MAIN = "#1f5582"  # dark enough to stay apart from PALE in greyscale
PALE = "#b9cbd9"
ACCENT = "#b3261e"
FONT = "Noto Sans SC"
_WHOLE = {"labelLimit": 0, "titleLimit": 0}  # labels are never cut short, so never measured
STYLE = {
    "font": FONT,
    "background": "#ffffff",
    "view": {"stroke": None},
    "axis": {
        "labelColor": INK,
        "titleColor": INK,
        "labelFontSize": 10,
        "titleFontSize": 10,
        "titleFontWeight": "normal",
        "gridColor": "#e4e4e4",
        "domainColor": "#8a8a8a",
        "tickColor": "#8a8a8a",
        **_WHOLE,
    },
    "text": {"fontSize": 10.5, "limit": 0},
    "legend": {"labelFontSize": 10.5, "labelColor": INK, "symbolSize": 80, **_WHOLE},
}


@cache
def altair() -> Any:
    """Import altair, without what no chart needs."""
    with lazy_imports.without_optional_packages():  # no chart has an IRI
        import altair as package
    return package


class DrawnChart(Chart):
    """A chart that draws itself for a person in JupyterLab, and is plain data in an unattended run."""

    def _drawing(self) -> str:
        if UNATTENDED in os.environ:
            return ""
        from ...press import svg

        (drawing,) = svg.drawings([self.spec])
        return drawing


def without_validation(draw: Callable[P, Chart | Omission]) -> Callable[P, Chart | Omission]:
    """Switch off altair's schema validation while a chart is drawn: it takes half the time, and the tests validate."""

    @wraps(draw)
    def unvalidated(*args: P.args, **kwargs: P.kwargs) -> Chart | Omission:
        with altair().utils.schemapi.debug_mode(False):
            return draw(*args, **kwargs)

    return unvalidated


def checked_words(title: object, marks: Sequence[ChartMark], names: Sequence[str], note: object) -> tuple[str, Parts]:
    """Return how messages name a chart, and its title as a run of text.

    Names with numbers may stand in its words: those that the county declares, and the indicators and subjects that the
    labels of its figures name.

    Raises
    ------
    DataError
        Title, names or note are no words, or state a number that is no figure.
    """
    run = arguments.parts("图", "图题", title)
    where = arguments.named("图", run)
    own = {name for mark in marks for name in name_parts(mark.label)}
    declared = [*session_county.proper_names(), *sorted(filter(is_numbered_name, own))]
    arguments.untyped(f"{where} 图题", run, declared)
    for name in names:
        arguments.untyped(f"{where} 名称", (name,), declared)
    arguments.untyped(f"{where} 图注", (arguments.text(where, "图注", note),), declared)
    return where, run


def too_few(title: Parts, reason: str) -> Omission:
    """Return the line that tells the analyst why a chart is not drawn."""
    return Omission(what=f"图“{plain_text(title)}”", reason=reason)


def layered(data: Sequence[Row], *marks: alt.Chart, width: int, height: int) -> dict[str, Any]:
    """Return the Vega-Lite specification of a layered chart of the same data.

    The layers are put together here: altair copies every mark and all data each time, most of the cost of a chart.
    """
    context: dict[str, Any] = {"data": None, "top_level": False}
    layer = [mark.to_dict(validate=False, context=context) for mark in marks]
    values = [{name: float(v) if isinstance(v, np.number) else v for name, v in row.items()} for row in data]
    chart = {"layer": layer, "data": {"values": values}, "height": height, "width": width}
    return {"config": STYLE, **chart, "$schema": altair().SCHEMA_URL}


def block(
    spec: dict[str, Any], title: Parts, drawn: Sequence[Figure], sources: Iterable[str], notes: Iterable[str],
    described: Sequence[Figure] = (),
) -> Chart:  # fmt: skip
    """Return a chart as a block, its description (alternative text) of the figures `described`, else of all drawn."""
    values = "；".join(map(_described, described or drawn))
    note = "；".join(filter(None, (each.rstrip("。") for each in notes)))
    return DrawnChart(
        title=title,
        spec=spec | {"usermeta": {"origins": sorted({origin for figure in drawn for origin in figure.origins})}},
        description=f"{plain_text(title)}。{values}。",
        figures=tuple(drawn),
        sources=tuple(dict.fromkeys(sources)),
        notes=((note + "。",),) if note else (),
    )


def _described(figure: Figure) -> str:
    """A figure with its period: a computed one may have none, a reported one is 时点不详 then."""
    period = f"（{periods.parse(figure.period).label}）" if figure.period or not figure.formula else ""
    return f"{figure.label}{period}{figure.text}"


def axis_title(unit: str) -> str:
    """Return the title of an axis of values; empty without a unit."""
    return f"单位：{unit}" if unit else ""


def ticks(alt: Any, unit: str) -> Any:
    """Return ticks without thousands separators, as in the tables; whole ones for what is counted."""
    whole = {"tickMinStep": 1} if units.unit(unit).counted else {}
    return alt.Axis(tickCount=5, format="~f", **whole)
