"""Pandas' own tests of extension arrays, on figures; what does not apply is listed with the reason."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any

import numpy as np
import pandas as pd
import pytest
from pandas.tests.extension import base
from pandas.tests.extension.conftest import (  # noqa: F401  fixtures of its tests
    all_arithmetic_operators,
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

from xj_analysis.base.errors import DataError
from xj_analysis.quantity.figure_array import FigureArray
from xj_analysis.quantity.figure_dtype import FigureDtype
from xj_analysis.quantity.figures import Figure, reported_figure


def array_of(*numbers: int | None) -> FigureArray:
    figures = [pd.NA if n is None else reported_figure(Decimal(n), "家", origins=(f"a{n}",)) for n in numbers]
    return FigureArray._from_sequence(figures, dtype=FigureDtype("家"))


@pytest.fixture
def dtype() -> FigureDtype:
    return FigureDtype("家")


@pytest.fixture
def data() -> FigureArray:
    return array_of(*range(1, 11))


@pytest.fixture
def data_for_twos() -> FigureArray:
    return array_of(*[2] * 10)


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


_OPERATORS = {"add", "sub", "mul", "truediv"}
_COMPARISONS = {"eq", "ne", "lt", "le", "gt", "ge"}
_REDUCTIONS = {"sum", "mean", "median", "min", "max", "count"}

DOES_NOT_APPLY = {
    "test_json_roundtrip": "JSON holds the printed texts, which have no interval and no origins to return to",
    "test_loc_setitem_with_expansion_preserves_ea_index_dtype": (
        "pandas.testing takes a figure for a list, see COMPARE_OBJECTS; test_an_index_grows holds the same"
    ),
}
"""Tests that figures fail on purpose, and why."""
COMPARE_OBJECTS = {
    "test_groupby_extension_agg", "test_groupby_extension_no_sort", "test_unstack", "test_value_counts",
    "test_value_counts_with_normalize",
}  # fmt: skip
"""Tests in which pandas.testing compares figures one by one: it takes whatever has ``__iter__`` for a list, even where
that is None. In these the attribute is hidden."""


class Hidden:
    """An attribute that is not there, though a base class has it."""

    def __get__(self, instance: object, owner: object = None) -> Any:
        raise AttributeError("__iter__")


class TestFigures(base.ExtensionTests):  # type: ignore[misc]
    _combine_le_expected_dtype = "boolean"
    divmod_exc = TypeError

    @pytest.fixture(autouse=True)
    def _expect(self, request: pytest.FixtureRequest) -> Iterator[None]:
        name = request.node.originalname
        if name in DOES_NOT_APPLY:
            request.node.add_marker(pytest.mark.xfail(reason=DOES_NOT_APPLY[name], strict=True))
        with pytest.MonkeyPatch.context() as patch:
            if name in COMPARE_OBJECTS:
                patch.setattr(Figure, "__iter__", Hidden())
            yield
        Iterable._abc_caches_clear()  # type: ignore[attr-defined]  # it remembers that figures had the attribute

    def test_an_index_grows(self, data: FigureArray) -> None:
        frame = pd.DataFrame({"A": [0, 1]}, index=data[:2])
        frame.loc[data[2]] = 2
        assert frame.index.equals(pd.Index(data[:3])) and frame["A"].tolist() == [0, 1, 2]

    def _supports_reduction(self, ser: pd.Series, op_name: str) -> bool:
        return op_name in _REDUCTIONS

    @pytest.mark.parametrize("skipna", [True, False])
    @pytest.mark.parametrize("name", ["any", "all"])
    def test_reduce_series_boolean(self, data: FigureArray, name: str, skipna: bool) -> None:
        """As pandas has it, with a message in Chinese."""
        with pytest.raises(TypeError, match="不能这样算"):
            getattr(pd.Series(data), name)(skipna=skipna)

    @pytest.mark.parametrize("skipna", [True, False])
    @pytest.mark.parametrize("name", [*sorted(_REDUCTIONS), "prod", "std", "var", "sem", "skew", "kurt"])
    def test_reduce_series_numeric(self, data: FigureArray, name: str, skipna: bool) -> None:
        """As pandas has it, with a message in Chinese."""
        if name in _REDUCTIONS:
            self.check_reduce(pd.Series(data), name, skipna)
        else:
            with pytest.raises(TypeError, match="不能这样算"):
                getattr(pd.Series(data), name)(skipna=skipna)

    def check_reduce(self, ser: pd.Series, op_name: str, skipna: bool) -> None:
        """The numbers are those of floats; the unit and all origins come along."""
        keywords = {} if op_name == "count" else {"skipna": skipna}
        result = getattr(ser, op_name)(**keywords)
        expected = getattr(ser.astype(float), op_name)(**keywords)
        if op_name == "count":
            assert result == expected
        elif np.isnan(expected):
            assert result is pd.NA
        else:
            assert (float(result), result.unit) == (expected, "家")
            assert set(result.origins) == {origin for figure in ser.dropna() for origin in figure.origins}

    def _supports_accumulation(self, ser: pd.Series, op_name: str) -> bool:
        return op_name == "cumsum"

    def check_accumulate(self, ser: pd.Series, op_name: str, skipna: bool) -> None:
        result = getattr(ser, op_name)(skipna=skipna)
        pd.testing.assert_series_equal(result.astype(float), getattr(ser.astype(float), op_name)(skipna=skipna))
        assert result.dtype == ser.dtype

    def _get_expected_exception(self, op_name: str, obj: Any, other: Any) -> type[Exception] | None:
        name = op_name.strip("_").removeprefix("r") if op_name != "__rand__" else "and"
        if name not in _OPERATORS:
            return TypeError
        return DataError if name == "mul" else None  # 家 times 家 is nothing

    def _cast_pointwise_result(self, op_name: str, obj: Any, other: Any, pointwise_result: Any) -> Any:
        return pointwise_result.astype("boolean") if op_name in _COMPARISONS else pointwise_result
