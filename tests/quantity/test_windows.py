"""Differences and quotients of periods that are not alike."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pandas as pd
import pytest

from xj_analysis.metrics.columns.samples import sample
from xj_analysis.quantity.figure_array import FigureArray
from xj_analysis.quantity.figure_refusals import FigureUseError

TO_AUGUST, TO_SEPTEMBER, SEPTEMBER, LAST = "2025-01/2025-08", "2025-01/2025-09", "2025-09", "2024-01/2024-09"
UNLIKE = "（窗口不同，不计算）"


def column(*codes: str, kind: str = "flow") -> Any:
    """A column of one indicator, 1, 2, 4 …, by period."""
    rows = sample(value=[2.0**n for n in range(len(codes))], period=list(codes), indicator="visits", kind=kind,
                  area="360823")  # fmt: skip
    return pd.Series(FigureArray.from_frame(rows), index=list(codes))


CHANGES: list[Callable[[Any], Any]] = [
    lambda x: x.diff(), lambda x: x - x.shift(), lambda x: x.to_frame("n").diff()["n"],
    lambda x: x.groupby([0] * len(x)).diff(), lambda x: (x * 2).diff(), lambda x: x.diff() * 2,
]  # fmt: skip
RATIOS: list[Callable[[Any], Any]] = [
    lambda x: x / x.shift(), lambda x: x / x.shift() - 1, lambda x: (x - x.shift()) / x.shift(),
]  # fmt: skip


@pytest.mark.parametrize("work", CHANGES)
def test_a_change_is_of_like_windows_or_of_two_sums_from_one_month_on(work: Callable[[Any], Any]) -> None:
    shown = [str(each) for each in work(column(LAST, TO_AUGUST, TO_SEPTEMBER, SEPTEMBER))]
    assert shown[1] == shown[3] == UNLIKE and "万元" in shown[2]
    assert all("万元" in str(each) for each in work(column("2025-07", "2025-08", SEPTEMBER))[1:])
    assert all("万元" in str(each) for each in work(column("2023", "2024"))[1:])


@pytest.mark.parametrize("work", RATIOS)
def test_a_growth_is_of_like_windows(work: Callable[[Any], Any]) -> None:
    assert [str(each) for each in work(column(LAST, TO_AUGUST, TO_SEPTEMBER, SEPTEMBER))[1:]] == [UNLIKE] * 3
    assert all(each.number for each in work(column(LAST, TO_SEPTEMBER))[1:])
    assert all(each.number for each in work(column("2025-08", SEPTEMBER))[1:])


def test_pct_change_across_windows_names_the_way() -> None:
    x = column(TO_AUGUST, TO_SEPTEMBER, SEPTEMBER)
    works: list[Callable[[], Any]] = [
        x.pct_change, x.to_frame("n").pct_change, x.groupby([0] * 3).pct_change, lambda: x.pct_change(fill_method=None),
    ]  # fmt: skip
    for work in works:
        with pytest.raises(FigureUseError, match=r"得到“pct_change”。各期起止不一；增长请用 metrics.growth\(列\)"):
            work()
    assert [str(each) for each in column("2025-08", SEPTEMBER).pct_change()][1:] == ["1.00"]


def test_parts_of_a_year_and_picked_periods_are_divided() -> None:
    x = column(TO_AUGUST, TO_SEPTEMBER, SEPTEMBER)
    assert [float(each) for each in x.iloc[[0, 2]] / x.iloc[1]] == [0.5, 2.0]
    assert float(x.iloc[2] - x.iloc[1]) == 2.0 and float(x.iloc[1] / x.iloc[0]) == 2.0
    assert [str(each) for each in x.diff() / x][1:2] == ["0.50"], "the last month's part of nine"


def test_stocks_are_of_a_day() -> None:
    assert [str(each) for each in column("2024", TO_SEPTEMBER, kind="stock").diff()][1] == "1.0万元"
