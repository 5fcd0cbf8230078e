"""The pandas type of figures: ``figure[万元]``, one unit a column."""

from __future__ import annotations

import builtins
import re
from typing import TYPE_CHECKING, Any, ClassVar

import pandas as pd
from pandas.api.extensions import ExtensionDtype, register_extension_dtype

from . import units
from .figures import Figure

if TYPE_CHECKING:
    from .figure_array import FigureArray

_NAME = re.compile(r"figure\[(.*)\]")


_Base: Any = ExtensionDtype
"""The types of pandas do not know what a parametrised type is asked for."""


@register_extension_dtype
class FigureDtype(_Base):  # type: ignore[misc]
    """Type of a column of figures: numbers with interval, hedge and origins, in one unit.

    Parameters
    ----------
    unit
        As printed: ``万元``; empty for plain numbers.

    Raises
    ------
    DataError
        The unit is unknown.

    Examples
    --------
    >>> pd.api.types.pandas_dtype("figure[万元]"), FigureDtype("万元") == "figure[万元]"
    (figure[万元], True)
    """

    type = Figure
    _is_numeric = True
    na_value = pd.NA
    _metadata = ("unit",)
    array_type: ClassVar[builtins.type[FigureArray]]
    """The class of its arrays, which :mod:`xj_analysis.quantity.figure_array` sets."""

    def __init__(self, unit: str = "") -> None:
        units.unit(unit)
        self.unit = unit

    @property
    def name(self) -> str:
        """Name of the type: ``figure[万元]``."""
        return f"figure[{self.unit}]"

    def __repr__(self) -> str:
        return self.name

    @classmethod
    def construct_array_type(cls) -> builtins.type[FigureArray]:
        """Return the class of its arrays."""
        return cls.array_type

    @classmethod
    def construct_from_string(cls, string: str) -> FigureDtype:
        """Return the type of a name.

        Raises
        ------
        TypeError
            It is the name of no such type.
        """
        if not isinstance(string, str):
            raise TypeError(f"'construct_from_string' expects a string, got {type(string)}")
        match = _NAME.fullmatch(string)
        if match is None or units.find_unit(match[1]) is None:
            raise TypeError(f"Cannot construct a 'FigureDtype' from {string!r}")
        return cls(match[1])

    def _get_common_dtype(self, dtypes: list[Any]) -> FigureDtype | None:
        """Return the type of a column of several such columns: the unit of this, if all convert to it."""
        figures = [dtype for dtype in dtypes if isinstance(dtype, FigureDtype)]
        if len(figures) < len(dtypes) or not all(units.convertible(dtype.unit, self.unit) for dtype in figures):
            return None
        return figures[0]
