"""Operators of a single figure: it computes and compares as an array of one."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Self

from .figure_refusals import no_order, unsupported, untraced
from .hedges import Rounding

if TYPE_CHECKING:
    from .figure_array import FigureArray

_ELEMENT, _ROW, _CHOSEN = "__element", "__row", "__unit_chosen"
_ORDER = ("__lt__", "__le__", "__gt__", "__ge__")
_REFUSED = (list, tuple, dict, set, complex, date, type(None))
"""Types that no figure computes with; columns compute with figures themselves."""


class FigureOperators:
    """Arithmetic and comparisons of :class:`xj_analysis.quantity.figures.Figure`, with interval, origins and formula.

    A comparison is :data:`pandas.NA` where the intervals do not decide.

    Examples
    --------
    >>> from .figures import reported_figure
    >>> from .hedges import Hedge
    >>> income = reported_figure(Decimal(4800), "万元")
    >>> per_visit = income / reported_figure(Decimal(75), "万人次", Hedge.ABOUT)
    >>> per_visit, per_visit.formula, per_visit > 60
    (约64元/人次, '4800万元÷约75万人次', True)
    """

    @property
    def low(self) -> float:
        """The lowest true value that hedge and digits allow; NaN without a number."""
        return float(self._array.column("low")[0])

    @property
    def high(self) -> float:
        """The highest true value that hedge and digits allow; NaN without a number."""
        return float(self._array.column("high")[0])

    @property
    def rank(self) -> Any:
        """The rank among its peers as published, a figure that prints 吉安市第1位; None where it has none."""
        return self._standing("rank", "位次")

    @property
    def tier(self) -> Any:
        """The tier among its peers as published, a figure that prints 吉安市第一方阵; None where it has none."""
        return self._standing("tier", "位次")

    def _standing(self, name: str, suffix: str) -> Any:
        words: str = self._array.column(name)[0]
        known: Any = self
        about = {"label": f"{known.label}{suffix}", "period": known.period, "origins": known.origins}
        return type(known)(text=words, **about) if words else None

    @property
    def element(self) -> Any:
        """The :class:`xj_analysis.quantity.figure_array.FigureArray` of one that it is from; None if made by hand."""
        return self.__dict__.get(_ELEMENT)

    @property
    def row(self) -> tuple[Mapping[str, Any], Rounding] | None:
        """The row of a figure frame it is from, with its rounding; None if it is from none."""
        return self.__dict__.get(_ROW)

    def with_row(self, row: Mapping[str, Any], rounding: Rounding) -> Self:
        """Return this figure as that of a row of a figure frame, for arithmetic with its unrounded number."""
        self.__dict__[_ROW] = (row, rounding)
        return self

    @property
    def unit_chosen(self) -> bool:
        """Whether a person asked for it in this unit, so that it is printed in no other."""
        return _CHOSEN in self.__dict__

    def with_unit_chosen(self) -> Self:
        """Return this figure as one whose unit a person asked for."""
        self.__dict__[_CHOSEN] = True
        return self

    def with_element(self, element: FigureArray) -> Self:
        """Return this figure as the element of an array of one: unrounded number and interval, for arithmetic."""
        self.__dict__[_ELEMENT] = element
        self.__dict__.pop(_ROW, None)
        return self

    @property
    def _array(self) -> FigureArray:
        from .figure_array import FigureArray

        figure: Any = self
        return FigureArray.of_figure(figure)

    def _operation(self, name: str, other: Any) -> Any:
        """Apply an operator of arrays; words are refused there."""
        if isinstance(other, _REFUSED):
            raise no_order(other) if name in _ORDER else untraced(other)
        if not isinstance(other, FigureOperators | int | float | Decimal | str):
            return NotImplemented
        result = getattr(self._array, name)(other)
        return result if result is NotImplemented else result.tolist()[0]

    def __add__(self, other: Any) -> Any:
        return self._operation("__add__", other)

    def __radd__(self, other: Any) -> Any:
        return self if isinstance(other, int) and other == 0 else self._operation("__radd__", other)  # of sum()

    def __sub__(self, other: Any) -> Any:
        return self._operation("__sub__", other)

    def __rsub__(self, other: Any) -> Any:
        return self._operation("__rsub__", other)

    def __mul__(self, other: Any) -> Any:
        return self._operation("__mul__", other)

    def __rmul__(self, other: Any) -> Any:
        return self._operation("__rmul__", other)

    def __truediv__(self, other: Any) -> Any:
        return self._operation("__truediv__", other)

    def __rtruediv__(self, other: Any) -> Any:
        return self._operation("__rtruediv__", other)

    def __lt__(self, other: Any) -> Any:
        return self._operation("__lt__", other)

    def __le__(self, other: Any) -> Any:
        return self._operation("__le__", other)

    def __gt__(self, other: Any) -> Any:
        return self._operation("__gt__", other)

    def __ge__(self, other: Any) -> Any:
        return self._operation("__ge__", other)

    def __neg__(self) -> Any:
        return (-self._array)[0]

    def __abs__(self) -> Any:
        return abs(self._array)[0]

    def __round__(self, decimals: int = 0) -> Any:
        return self._array.round(decimals)[0]

    def _unsupported(self, name: str) -> Any:
        raise unsupported(name)

    def __floordiv__(self, other: Any) -> Any:
        return self._unsupported("//")

    def __mod__(self, other: Any) -> Any:
        return self._unsupported("%")

    def __pow__(self, other: Any) -> Any:
        return self._unsupported("**")

    def __divmod__(self, other: Any) -> Any:
        return self._unsupported("divmod")

    __rfloordiv__, __rmod__, __rpow__, __rdivmod__ = __floordiv__, __mod__, __pow__, __divmod__

    def __int__(self) -> int:
        return int(self._unsupported("int"))

    def __format__(self, spec: str) -> str:
        return str(self) if not spec else str(self._unsupported("format"))

    def __array_ufunc__(self, ufunc: Any, method: str, *inputs: Any, **kwargs: Any) -> Any:
        arrays = [each._array if isinstance(each, FigureOperators) else each for each in inputs]
        result = getattr(ufunc, method)(*arrays, **kwargs)
        return result.tolist()[0] if len(result) == 1 else result

    def __float__(self) -> float:
        return float(self._array.column("value")[0])
