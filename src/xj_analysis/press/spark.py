"""Sparks: the months of a key figure as one line without axes, the last of them a dot."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ..quantity.figures import Figure

__all__ = ["HEIGHT", "WIDTH", "spark"]

WIDTH, HEIGHT = 96, 22
_EDGE = 3
_FEWEST_POINTS = 2  # a line has two ends


def spark(months: Sequence[Figure]) -> list[dict[str, Any]]:
    """Return the points of a spark in its box of :data:`WIDTH` by :data:`HEIGHT`, y downwards.

    Parameters
    ----------
    months
        In order; one without a value leaves a gap. All begin at zero of the value, so that growth looks as it is.

    Returns
    -------
    ``x``, ``y`` of each month with a value, and whether a line leads to it from the one before (``joined``). Empty
    with fewer than two values.

    Examples
    --------
    >>> from decimal import Decimal
    >>> [point["y"] for point in spark([Figure(text=f"{n}人", value=Decimal(n), unit="人") for n in (0, 5, 10)])]
    [19.0, 11.0, 3.0]
    """
    values = [None if figure.value is None else float(figure.value) for figure in months]
    known = [value for value in values if value is not None]
    if len(known) < _FEWEST_POINTS:
        return []
    low, high = min(0.0, *known), max(0.0, *known)
    wide, tall = (WIDTH - 2 * _EDGE) / (len(values) - 1), (HEIGHT - 2 * _EDGE) / ((high - low) or 1.0)
    return [
        {
            "x": round(_EDGE + n * wide, 2),
            "y": round(HEIGHT - _EDGE - (value - low) * tall, 2),
            "joined": n > 0 and values[n - 1] is not None,
        }
        for n, value in enumerate(values)
        if value is not None
    ]
