"""Charts that an analyst saves to a file herself (``chart.save``): altair gets numbers and texts for figures."""

from __future__ import annotations

from functools import wraps
from typing import Any

import pandas as pd

from ...quantity.figure_dtype import FigureDtype
from ...quantity.figures import Figure
from .ordinary import plain_frame, with_index
from .style import altair

_DEFAULT = "default"  # altair saves with its default transformer, whichever is enabled


def read_figures() -> None:
    """Let altair read frames of figures; a transformer that the analyst enabled stays."""
    transformers = altair().data_transformers
    if transformers.active != _DEFAULT:
        return
    transform = transformers.get()
    transform = getattr(transform, "func", transform)  # with options set, a partial
    if getattr(transform, "reads_figures", False):
        return

    @wraps(transform)
    def without_figures(data: Any = None, **options: Any) -> Any:
        return transform(plain_frame(with_index(data)) if _has_figures(data) else data, **options)

    without_figures.reads_figures = True  # type: ignore[attr-defined]
    transformers.register(_DEFAULT, without_figures)
    transformers.enable(_DEFAULT)


def _has_figures(data: Any) -> bool:
    return isinstance(data, pd.DataFrame) and any(
        isinstance(column.dtype, FigureDtype) or any(isinstance(value, Figure) for value in column)
        for _, column in data.items()
    )
