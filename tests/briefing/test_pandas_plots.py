"""Pictures of pandas: refused in Chinese, with the charts that print."""

from __future__ import annotations

import sys
import types
from collections.abc import Callable, Iterator

import pandas as pd
import pytest

from support.vega_lite import TOWNS
from xj_analysis.base.errors import UsageError
from xj_analysis.briefing import pandas_plots


@pytest.fixture(autouse=True)
def backend() -> Iterator[None]:
    with pd.option_context("plotting.backend", "matplotlib"):
        pandas_plots.use()
        yield


@pytest.mark.parametrize(
    "draw", [TOWNS.plot, TOWNS.plot.bar, TOWNS.hist, TOWNS.to_frame("数").plot.scatter, TOWNS.to_frame("数").boxplot]
)
def test_a_picture_of_pandas_is_refused_with_what_prints(draw: Callable[..., object]) -> None:
    given = {"x": "数", "y": "数"} if getattr(draw, "__name__", "") == "scatter" else {}
    with pytest.raises(UsageError, match=r"matplotlib.*charts\.bars"):
        draw(**given)


def test_a_backend_that_the_analyst_chose_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    other = types.ModuleType("other_plots")
    other.plot = print  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, other.__name__, other)
    with pd.option_context("plotting.backend", other.__name__):
        pandas_plots.use()
        assert pd.get_option("plotting.backend") == other.__name__
