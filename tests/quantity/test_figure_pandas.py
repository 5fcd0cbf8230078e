"""Pandas' own tests of extension arrays, on figures; what does not apply is listed with the reason."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import numpy as np
import pandas as pd
import pytest
from pandas.tests.extension import base
from pandas.tests.extension.conftest import (  # noqa: F401  fixtures of its tests
    all_arithmetic_operators,
    all_boolean_reductions,
    all_data,
    all_numeric_accumulations,
    all_numeric_reductions,
    all_reductions,
    as_array,
    as_frame,
    as_series,
    box_in_series,
    comparison_op,
    data_repeated,
    fillna_method,
    groupby_apply_op,
    invalid_scalar,
    na_value,
    use_numpy,
    using_nan_is_na,
)

from xj_analysis.quantity.figure_array import FigureArray
from xj_analysis.quantity.figure_dtype import FigureDtype
from xj_analysis.quantity.figures import reported_figure


def array_of(*numbers: int | None) -> FigureArray:
    figures = [pd.NA if n is None else reported_figure(Decimal(n), "家", origins=(f"a{n}",)) for n in numbers]
    return FigureArray._from_sequence(figures, dtype=FigureDtype("家"))


@pytest.fixture
def dtype() -> FigureDtype:
    return FigureDtype("家")


@pytest.fixture
def data() -> FigureArray:
    return array_of(*range(1, 101))


@pytest.fixture
def data_for_twos() -> FigureArray:
    return array_of(*[2] * 100)


@pytest.fixture
def data_missing() -> FigureArray:
    return array_of(None, 1)


@pytest.fixture
def data_for_sorting() -> FigureArray:
    return array_of(2, 3, 1)


@pytest.fixture
def data_missing_for_sorting() -> FigureArray:
    return array_of(2, None, 1)


@pytest.fixture
def na_cmp() -> Any:
    return lambda one, two: one is pd.NA and two is pd.NA


@pytest.fixture
def data_for_grouping() -> FigureArray:
    return array_of(2, 2, None, None, 1, 1, 2, 3)


class TestFigures(base.ExtensionTests):
    pass
