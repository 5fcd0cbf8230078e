"""Colours of categories: as many as there are, so that no two of a pie or a legend are the same."""

from __future__ import annotations

import colorsys
from typing import Any

from .chart_checks import encodings, field_of, rows_of

_CHANNELS = ("color", "fill", "stroke")
_OWN = 10  # colours that Vega-Lite has before it begins again
_GOLDEN = 0.381966  # of a circle: hues in a row are far apart, however many there are
_LIGHT = (0.36, 0.54, 0.70)


def category_range(spec: dict[str, Any]) -> dict[str, Any]:
    """Return the setting for a chart with more categories than Vega-Lite has colours; none for others."""
    rows = rows_of(spec)
    fields = {field_of(each) for _, channel, each in encodings(spec) if channel in _CHANNELS} - {""}
    count = max((len({str(row[field]) for row in rows if field in row}) for field in fields), default=0)
    return {"range": {"category": distinct(count)}} if count > _OWN else {}


def distinct(count: int) -> list[str]:
    """Return so many different colours, neighbours and the ends of the list far apart.

    Examples
    --------
    >>> len(set(distinct(60)))
    60
    """
    shades = (
        colorsys.hls_to_rgb((0.57 + each * _GOLDEN) % 1, _LIGHT[each % len(_LIGHT)], 0.5) for each in range(count)
    )
    return ["#" + "".join(f"{round(part * 255):02x}" for part in shade) for shade in shades]
