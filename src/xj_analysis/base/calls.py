"""Calls with wrong arguments: told in Chinese, the nearest parameter named, and not as a traceback of Python."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping, Sequence
from functools import wraps
from typing import ParamSpec, TypeVar

from .errors import UsageError, choices

P = ParamSpec("P")
R = TypeVar("R")
C = TypeVar("C")
_LONGEST = 40
_BY_PLACE = (inspect.Parameter.POSITIONAL_ONLY, inspect.Parameter.POSITIONAL_OR_KEYWORD)
_BY_NAME = (inspect.Parameter.KEYWORD_ONLY, inspect.Parameter.POSITIONAL_OR_KEYWORD)


def told(where: str) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Return a decorator of a function that people call in notebooks.

    Parameters
    ----------
    where
        What messages call the function: ``metrics.share``.

    Raises
    ------
    UsageError
        By the decorated function, for arguments that do not fit its parameters.

    Examples
    --------
    >>> @told("加")
    ... def add(one, *, other=0):
    ...     return one + other
    >>> try:
    ...     add(1, othr=2)
    ... except UsageError as error:
    ...     print(error)
    加：没有这个参数，得到“othr”。是否想写“other”？可选：one、other。
    """

    def decorate(function: Callable[P, R]) -> Callable[P, R]:
        @wraps(function)
        def called(*args: P.args, **kwargs: P.kwargs) -> R:
            try:
                return function(*args, **kwargs)
            except TypeError:
                if fault := _call_fault(where, function, args, kwargs):
                    raise fault from None
                raise

        return called

    return decorate


def told_methods(where: str) -> Callable[[type[C]], type[C]]:
    """Return a decorator of a class whose constructor and public methods, inherited ones too, are called in notebooks.

    Parameters
    ----------
    where
        What messages call an object of the class.
    """

    def decorate(kind: type[C]) -> type[C]:
        for name, function in inspect.getmembers(kind, inspect.isfunction):
            if name == "__init__":
                setattr(kind, name, told(kind.__name__)(function))
            elif not name.startswith("_"):
                setattr(kind, name, told(f"{where}.{name}")(function))
        return kind

    return decorate


def _call_fault(
    where: str, function: Callable[..., object], args: Sequence[object], kwargs: Mapping[str, object]
) -> UsageError | None:
    """What is wrong with the arguments of a call; None where they fit, and the error is another."""
    signature = inspect.signature(function)
    try:
        signature.bind(*args, **kwargs)
    except TypeError:
        pass
    else:
        return None
    parameters = [each for each in signature.parameters.values() if each.name != "self"]
    by_place = [each.name for each in parameters if each.kind in _BY_PLACE]
    by_name = [each.name for each in parameters if each.kind in _BY_NAME]
    given = args[1:] if "self" in signature.parameters else args
    takes_any = any(each.kind is each.VAR_KEYWORD for each in parameters)
    if unknown := [name for name in kwargs if name not in by_name and not takes_any]:
        return UsageError(where, "没有这个参数", unknown[0], choices(unknown[0], by_name))
    if len(given) > len(by_place):
        others = "、".join(f"{name}=" for name in by_name if name not in by_place)
        do = f"请写明是哪一项：{others}…。" if others else "请去掉多写的。"
        return UsageError(where, f"不写名称的参数至多{len(by_place)}个", _beginning(given[len(by_place)]), do)
    if twice := [name for name in by_place[: len(given)] if name in kwargs]:
        return UsageError(where, "参数写了两遍", twice[0], "请去掉一个。")
    required = [each.name for each in parameters if each.default is each.empty and each.name in {*by_place, *by_name}]
    missing = [name for name in required if name not in {*by_place[: len(given)], *kwargs}]
    return UsageError(where, f"缺少参数{'、'.join(missing)}", do=f"请写 {where}({', '.join(required)}, …)。")


def _beginning(value: object) -> str:
    return value[:_LONGEST] if isinstance(value, str) else type(value).__name__
