"""Checks of how a chart function is called: a mistake in the arguments is told like any other, not as a traceback."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, ParamSpec

import pandas as pd

from ...base.calls import told
from ...base.errors import DataError
from ...document.blocks import Chart, Omission
from .. import arguments
from .style import without_validation

P = ParamSpec("P")


def chart_function(draw: Callable[P, Chart | Omission]) -> Callable[P, Chart | Omission]:
    """Check the arguments of a function that draws a chart of data with a title.

    Parameters
    ----------
    draw
        Takes the data and the title by place, all else by name.
    """
    where = f"charts.{getattr(draw, '__name__', '')}"
    do = f"请写 {where}(数, 图题)；其余写名称，如 note=。"
    unvalidated = without_validation(draw)

    @told(where)
    @wraps(draw)
    def checked(*args: P.args, **kwargs: P.kwargs) -> Chart | Omission:
        given: tuple[Any, ...] = args
        if given and isinstance(given[0], str | tuple):
            raise DataError(where, "先写数，再写图题", arguments.quoted(given[0]), do)
        if isinstance(title := kwargs.get("title", (*given, None, None)[1]), pd.Series | pd.DataFrame):
            raise DataError(where, "图题应是文字", type(title).__name__, do)
        return unvalidated(*args, **kwargs)

    return checked
