"""Refusals of what columns of figures do not do: a message for the person, as the error that pandas expects."""

from __future__ import annotations

from typing import Any

from ..base.errors import UsageError, choices

_LONGEST = 40
WAYS = "可用 + - * /、sum、mean、median、min、max、cumsum、nlargest、round；别的请先 astype(float)，只给自己看。"
_INSTEAD = {
    "describe": "请分别用 min、median、max、mean。",
    "quantile": "请用 median，或 sort_values 后取一行。",
    **dict.fromkeys(("rolling", "expanding", "ewm"), "请用 cumsum，或取出几期相加。"),
    "interpolate": "缺的数没有来源，不能补；请照缺值写。",
    "replace": "不能按值换数。要换一个，请用 列.loc[行名] = 另一个取出的数；要换算，请用 × ÷。",
    "eval": '请直接写算式：frame["a"] / frame["b"]。',
    "rank": "排位请用 metrics.rank(列)。",
    "pct_change": "各期起止不一；增长请用 metrics.growth(列)。",
    "int": "请先 float(…)，只给自己看；要少印几位请用 round。",
    "format": "请用 round 定位数，或直接放进句子 {x}。",
}


class FigureUseError(UsageError, TypeError):
    """An operation that figures do not have, or a plain number where a figure must stand."""


class FigureLengthError(UsageError, ValueError):
    """Operands of other lengths."""


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
    return FigureUseError("带来源的数", "不能放进没有来源的数", " ".join(str(value).split())[:_LONGEST], do)


def uneven(one: int, other: int) -> FigureLengthError:
    """Return the error of two operands of different lengths, in which pandas looks for its own words.

    Examples
    --------
    >>> print(uneven(3, 2))
    带来源的数：长度不同（Lengths must match），得到“3与2”。请给一样多的数，或用 Series 按行名对齐。
    """
    do = "请给一样多的数，或用 Series 按行名对齐。"
    return FigureLengthError("带来源的数", "长度不同（Lengths must match）", f"{one}与{other}", do)


def no_order(value: Any) -> FigureUseError:
    """Return the error of a comparison with something that is no number.

    Examples
    --------
    >>> print(no_order("a"))
    带来源的数：只能与数比大小，得到“a”。请写数，或 b[…] 取出的数。
    """
    got = " ".join(str(value).split())[:_LONGEST]
    return FigureUseError("带来源的数", "只能与数比大小", got, "请写数，或 b[…] 取出的数。")


def no_decimals(value: Any) -> FigureUseError:
    """Return the error of decimals that are no whole number.

    Examples
    --------
    >>> print(no_decimals("a"))
    带来源的数：小数位数要整数，得到“a”。请写 round(1)。
    """
    return FigureUseError("带来源的数", "小数位数要整数", str(value)[:_LONGEST], "请写 round(1)。")


def no_field(name: str, fields: list[str]) -> FigureFieldError:
    """Return the error of a field that a figure does not have: the nearest is named, and all are listed.

    Examples
    --------
    >>> print(no_field("perid", ["period", "unit"]))
    带来源的数：没有这一项，得到“perid”。是否想写“period”？可选：period、unit。
    """
    return FigureFieldError("带来源的数", "没有这一项", name, choices(name, fields))
