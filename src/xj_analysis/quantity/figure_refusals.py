"""Refusals of what columns of figures do not do: a message for the person, as the error that pandas expects."""

from __future__ import annotations

from typing import Any

from ..base.errors import UsageError, choices

_LONGEST = 40
WAYS = "可用 + - * /、sum、mean、median、min、max、count、cumsum、nlargest、round；别的请先 astype(float)，只给自己看。"
_INSTEAD = {
    "describe": "请分别用 min、median、max、mean。",
    "quantile": "请用 median，或 sort_values 后取一行。",
    **dict.fromkeys(("rolling", "expanding", "ewm"), "请用 cumsum，或取出几期相加。"),
    "interpolate": "缺的数没有来源，不能补；请照缺值写。",
    "replace": "不能按值换数。要换一个，请用 列.loc[行名] = 另一个取出的数；要换算，请用 × ÷。",
    "eval": '请直接写算式：frame["a"] / frame["b"]。',
    "int": "请先 float(…)，只给自己看；要少印几位请用 round。",
    "format": "请用 round 定位数，或直接放进句子 {x}。",
}


class FigureUseError(UsageError, TypeError):
    """An operation that figures do not have, or a plain number where a figure must stand."""


class FigureFieldError(UsageError, AttributeError):
    """A field that a figure does not have."""


def unsupported(name: str) -> FigureUseError:
    """Return the error of an operation that has no interval known to hold it, or no unit.

    Examples
    --------
    >>> print(unsupported("quantile"))
    带来源的数：不能这样算，得到“quantile”。请用 median，或 sort_values 后取一行。
    """
    return FigureUseError("带来源的数", "不能这样算", name, _INSTEAD.get(name, WAYS))


def untraced(value: Any) -> FigureUseError:
    """Return the error of a plain number, or something else without a source, put into a column of figures.

    Examples
    --------
    >>> print(untraced(5))
    带来源的数：不能放进没有来源的数，得到“5”。请放 b[…] 取出的数；缺的数照缺值写，不填数。
    """
    do = "请放 b[…] 取出的数；缺的数照缺值写，不填数。"
    return FigureUseError("带来源的数", "不能放进没有来源的数", str(value)[:_LONGEST], do)


def no_field(name: str, fields: list[str]) -> FigureFieldError:
    """Return the error of a field that a figure does not have: the nearest is named, and all are listed.

    Examples
    --------
    >>> print(no_field("perid", ["period", "unit"]))
    带来源的数：没有这一项，得到“perid”。是否想写“period”？可选：period、unit。
    """
    return FigureFieldError("带来源的数", "没有这一项", name, choices(name, fields))
