"""Checks of how a chart function is called: a mistake in the arguments is told like any other, not as a traceback."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from functools import wraps
from typing import Any, ParamSpec

import pandas as pd

from ...base.errors import DataError, choices
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
    signature = inspect.signature(draw)
    by_name = [name for name, each in signature.parameters.items() if each.kind is each.KEYWORD_ONLY]
    name = getattr(draw, "__name__", "")
    where, do = f"charts.{name}", f"请写 charts.{name}(数, 图题)；其余写名称，如 note=。"
    unvalidated = without_validation(draw)

    @wraps(draw)
    def checked(*args: P.args, **kwargs: P.kwargs) -> Chart | Omission:
        given: tuple[Any, ...] = args
        if given and isinstance(given[0], str | tuple):
            raise DataError(where, "先写数，再写图题", arguments.quoted(given[0]), do)
        if unknown := [each for each in kwargs if each not in signature.parameters]:
            raise DataError(where, "没有这个参数", unknown[0], choices(unknown[0], by_name))
        try:
            title = signature.bind(*args, **kwargs).arguments["title"]
        except TypeError:
            raise DataError(where, "参数个数不对", f"{len(given)}个", do) from None
        if isinstance(title, pd.Series | pd.DataFrame):
            raise DataError(where, "图题应是文字", type(title).__name__, do)
        return unvalidated(*args, **kwargs)

    return checked
