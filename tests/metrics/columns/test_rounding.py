"""Rounding of columns: the same numbers as decimal arithmetic, and as the figures that are printed."""

from __future__ import annotations

from decimal import ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from xj_analysis.metrics.columns.rounding import printed_column, rounded_column
from xj_analysis.quantity.hedges import Rounding

MODES = {"half_even": ROUND_HALF_EVEN, "half_up": ROUND_HALF_UP}


@pytest.mark.parametrize("rounding", ["half_even", "half_up"])
@given(numbers=st.lists(st.integers(-(10**9), 10**9), min_size=1), shift=st.integers(0, 5), decimals=st.integers(-3, 3))
def test_a_column_is_rounded_as_its_decimal_digits_say(
    rounding: Rounding, numbers: list[int], shift: int, decimals: int
) -> None:
    exact = [Decimal(number).scaleb(-shift) for number in numbers]
    rounded = rounded_column(np.array([float(number) for number in exact]), decimals, rounding)
    expected = [float(number.quantize(Decimal(1).scaleb(-decimals), rounding=MODES[rounding])) for number in exact]
    assert rounded.tolist() == pytest.approx(expected, rel=1e-15, abs=0)


def test_a_rounded_zero_has_no_sign() -> None:
    assert np.signbit(rounded_column(np.array([-0.04, 0.04]), 1)).tolist() == [False, False]


def test_bounds_decide_the_digits_that_are_printed() -> None:
    frame = pd.DataFrame({"value": [64.0, 64.0, np.nan], "low": [63.57, 40.0, np.nan], "high": [64.44, 90.0, np.nan]})
    printed = printed_column(frame, np.array([True, True, False]), 2)
    assert printed[0] == 64.0 and (np.isnan(printed[1]) or abs(printed[1]) >= 10)
    assert np.isnan(printed[2])


def test_a_lower_bound_is_rounded_down() -> None:
    frame = pd.DataFrame({"value": [10.37], "low": [10.37], "high": [np.inf]})
    assert printed_column(frame, np.array([True]), 1).tolist() == [10.3]
