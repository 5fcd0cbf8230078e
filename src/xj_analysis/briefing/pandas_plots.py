"""Plotting backend of pandas in a briefing: ``column.plot()`` is refused, with the charts that print.

pandas would import matplotlib, whose pictures hold no figures. Who wants one all the same names the backend.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NoReturn

import pandas as pd

from ..base.errors import UsageError

_OPTION, _DEFAULT = "plotting.backend", "matplotlib"
_DO = "请用 charts.bars(数, 图题)、charts.months(数, 图题) 或 Altair 的图。"


def plot(data: object, **options: Any) -> NoReturn:
    """Raise: a picture of pandas cannot be printed.

    Raises
    ------
    UsageError
        Always.
    """
    raise UsageError("画图", "简报不印 pandas（matplotlib）画的图", str(options.get("kind", "plot")), _DO)


def __getattr__(name: str) -> Callable[..., NoReturn]:
    """Refuse the other pictures of pandas: ``hist``, ``boxplot``."""
    if name.startswith("_"):
        raise AttributeError(name)

    def refused(*_: Any, **__: Any) -> NoReturn:
        plot(None, kind=name.partition("_")[0])

    return refused


def use() -> None:
    """Let pandas plot with this backend; one that the analyst chose stays."""
    if pd.get_option(_OPTION) == _DEFAULT:
        pd.set_option(_OPTION, __name__)
