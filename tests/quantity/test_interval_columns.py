"""Intervals of columns against the exact intervals of single numbers."""

from __future__ import annotations

from decimal import Decimal

import numpy as np
import pandas as pd
from hypothesis import example, given
from hypothesis import strategies as st

from xj_analysis.quantity.hedges import Hedge, published_interval
from xj_analysis.quantity.interval_columns import published_intervals

PRINTED = st.one_of(
    st.integers(-(10**7), 10**7).map(str),
    st.builds(
        "{}{}.{}".format,
        st.sampled_from(["", "-"]),
        st.integers(0, 10**5),
        st.text("0123456789", min_size=1, max_size=4),
    ),
)


@example([("0", Hedge.ABOUT, False)])
@given(st.lists(st.tuples(PRINTED, st.sampled_from(list(Hedge)), st.booleans()), min_size=1, max_size=8))
def test_the_bounds_of_a_column_are_the_bounds_of_each_number(cells: list[tuple[str, Hedge, bool]]) -> None:
    text, hedge, counted = (pd.Series(column) for column in zip(*cells, strict=True))
    intervals = published_intervals(text.astype(str), hedge.astype(str), counted.astype(bool))
    for i, (printed, kind, whole) in enumerate(cells):
        low, high = published_interval(Decimal(printed), kind, counted=whole)
        assert intervals["value"][i] == float(printed)
        np.testing.assert_allclose(
            [intervals["low"][i], intervals["high"][i]], [float(low), float(high)], rtol=1e-12, atol=1e-9
        )


def test_a_row_without_a_value_has_no_bounds() -> None:
    intervals = published_intervals(pd.Series(["", "3"]), pd.Series(["exact", "over"]), pd.Series([False, False]))
    assert intervals.iloc[0].isna().all()
    assert intervals.iloc[1].tolist() == [3.0, 3.0, float("inf")]
