"""Methods of pandas that do not ask an extension array, on columns of figures: kept traced, or refused.

``replace`` compares and does nothing, ``fillna(0)`` passes where nothing is missing, ``nlargest`` and ``eval`` fail
inside pandas, ``rolling`` and ``corr`` go on with plain numbers. Columns of other types are left to pandas.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator, Mapping
from numbers import Number
from typing import Any

import pandas as pd

from .figure_arithmetic import is_missing
from .figure_dtype import FigureDtype
from .figure_refusals import unsupported, untraced
from .figures import Figure
from .windows import UNLIKE

_REFUSED = ("autocorr", "corr", "corrwith", "cov", "describe", "ewm", "expanding", "interpolate", "mode",
            "rolling")  # fmt: skip

_FILLED_BY = {"clip": ("lower", "upper"), "fillna": ("value",), "mask": ("cond", "other"), "where": ("cond", "other")}
"""Methods that put other numbers in place of some, with the names of their first parameters."""


def install() -> None:
    """Let the methods of pandas ask, once a process."""
    for kind in (pd.Series, pd.DataFrame):
        for name in _REFUSED:
            _wrap(kind, name, _refuse)
        for name in _FILLED_BY:
            _wrap(kind, name, _fill)
        _wrap(kind, "replace", _replace)
        for name in ("nlargest", "nsmallest"):
            _wrap(kind, name, _select)
        _wrap(kind, "pct_change", _growth)
    _wrap_eval()
    for groups in (pd.api.typing.SeriesGroupBy, pd.api.typing.DataFrameGroupBy):
        for name in ("quantile", "rank"):
            _wrap(groups, name, _refuse)
        _wrap(groups, "pct_change", _growth)


_Work = Callable[..., Any]


def _wrap(kind: Any, name: str, work: Callable[..., Any]) -> None:
    """Replace a method by one that does `work` where a column is one of figures."""
    own: _Work | None = getattr(kind, name, None)
    if own is None or hasattr(own, "__figures__"):
        return

    @functools.wraps(own)
    def method(self: Any, *args: Any, **kwargs: Any) -> Any:
        return work(own, self, *args, **kwargs) if _has_figures(self) else own(self, *args, **kwargs)

    method.__figures__ = True  # type: ignore[attr-defined]
    setattr(kind, name, method)


def _has_figures(data: Any) -> bool:
    data = getattr(data, "_selected_obj", data)  # of groups
    types = [data.dtype] if isinstance(data, pd.Series) else data.dtypes
    return any(isinstance(each, FigureDtype) for each in types)


def _refuse(own: _Work, *_: Any, **__: Any) -> Any:
    raise unsupported(own.__name__)


def _replace(own: _Work, data: Any, *args: Any, **kwargs: Any) -> Any:
    """Replace words beside figures; no figure."""
    if isinstance(data, pd.Series) or any(isinstance(each, (Number, Figure)) for each in _leaves([args, kwargs])):
        raise unsupported("replace")
    return own(data, *args, **kwargs)


def _fill(own: _Work, data: Any, *args: Any, **kwargs: Any) -> Any:
    """Fill with figures; a plain number is refused even where nothing is to be filled."""
    given = kwargs | dict(zip(_FILLED_BY[own.__name__], args, strict=False))
    fillings = [given[name] for name in _FILLED_BY[own.__name__] if name in given and name != "cond"]
    filling = next((each for each in fillings if isinstance(each, Number) and not is_missing(each)), None)
    if filling is not None:
        raise untraced(filling)
    return own(data, *args, **kwargs)


def _growth(own: _Work, *args: Any, **kwargs: Any) -> Any:
    """Return growth as a ratio, refused where nine months would be compared with one."""
    result = own(*args, **kwargs)
    columns = [result] if isinstance(result, pd.Series) else [column for _, column in result.items()]
    arrays: list[Any] = [each.array for each in columns if isinstance(each.dtype, FigureDtype)]
    if any((each.column("reason") == UNLIKE).any() for each in arrays):
        raise unsupported(own.__name__)
    return result


def _leaves(value: Any) -> Iterator[Any]:
    if isinstance(value, Mapping):
        yield from _leaves([*value.keys(), *value.values()])
    elif pd.api.types.is_list_like(value) and not isinstance(value, Figure):
        for each in value:
            yield from _leaves(each)
    elif not isinstance(value, bool) and not is_missing(value):
        yield value


def _select(own: _Work, data: Any, *args: Any, **kwargs: Any) -> Any:
    """Select the largest or the smallest by their numbers."""
    numbers = data.reset_index(drop=True)
    if isinstance(data, pd.Series):
        numbers = numbers.astype(float)
    else:
        figures = [name for name, dtype in data.dtypes.items() if isinstance(dtype, FigureDtype)]
        numbers = numbers.astype(dict.fromkeys(figures, float))
    return data.iloc[own(numbers, *args, **kwargs).index]


def _wrap_eval() -> None:
    """Let ``eval``, and so ``query``, refuse arithmetic of figures in a text, which fails inside pandas."""
    own: _Work = pd.DataFrame.eval
    if hasattr(own, "__figures__"):
        return

    @functools.wraps(own)
    def evaluate(self: Any, *args: Any, **kwargs: Any) -> Any:
        kwargs["level"] = kwargs.get("level", 0) + 1  # pandas looks for @names so many calls up, and this is one
        try:
            return own(self, *args, **kwargs)
        except TypeError:
            if _has_figures(self):
                raise unsupported("eval") from None
            raise

    evaluate.__figures__ = True  # type: ignore[attr-defined]
    pd.DataFrame.eval = evaluate  # type: ignore[method-assign]
