"""Conventions with the numbers they can give, and typed numbers: what a figure rests on that no source states."""

from __future__ import annotations

import re
from decimal import Decimal
from enum import StrEnum

from . import units
from .figures import Figure
from .hedges import decimals_of, rounded
from .periods import MONTHS


class Convention(StrEnum):
    """The formula of a figure that is declared or counted; printed by `xj trace`, as any formula."""

    BASE = "以改造前为基期，定为此数"
    WHOLE = "整体"
    CONFIDENCE = "约定"
    WEIGHT = "county.toml 声明"
    WEIGHT_CHANGE = "检验权重时约定的增减幅度"
    COUNTED = "逐项计数"
    COUNTED_AREAS = "按行政区划逐一计数"


_PACE = re.compile(rf"(\d{{1,2}})个月÷{MONTHS}个月")
"""Formula of 时序进度 by the calendar, of a year without a plan by month."""
_FIXED = {
    Convention.BASE: (Decimal(100), ""),
    Convention.WHOLE: (Decimal(100), "%"),
    Convention.CONFIDENCE: (Decimal(80), "%"),
    Convention.WEIGHT_CHANGE: (Decimal(20), "%"),
}

TYPED = "手写"
"""Source of the numbers that a notebook has typed into its arithmetic; each is an origin of its own: ``手写:8848``."""


def typed_origin(digits: str) -> str:
    """Return the origin that a number typed into a notebook is, for what is computed with it.

    Examples
    --------
    >>> typed_origin("8848"), typed_digits("手写:8848"), typed_digits("A17")
    ('手写:8848', '8848', '')
    """
    return f"{TYPED}:{digits}"


def typed_digits(origin: str) -> str:
    """Return the digits of an origin that is a typed number; '' for an observation."""
    before, _, digits = origin.partition(":")
    return digits if before == TYPED else ""


def is_declared(figure: Figure) -> bool:
    """Return whether a figure without origins rests on a convention that gives its number.

    A count of results (逐项计数) carries their origins: without any, it is zero.

    Examples
    --------
    >>> from .figures import reported_figure
    >>> is_declared(reported_figure(Decimal(100), "%", formula=Convention.WHOLE))
    True
    >>> is_declared(reported_figure(Decimal("91.7"), "%", formula="11个月÷12个月"))
    True
    >>> is_declared(reported_figure(Decimal("88.8"), "%", formula="整体")), is_declared(Figure(text="88.8%"))
    (False, False)
    """
    value = figure.value
    if value is not None and (months := _PACE.fullmatch(figure.formula)):
        due = rounded(Decimal(100) * int(months[1]) / MONTHS, decimals_of(value))
        return figure.unit == "%" and 1 <= int(months[1]) <= MONTHS and value == due
    if value is None or figure.formula not in frozenset(Convention):
        return False
    convention = Convention(figure.formula)
    match convention:
        case Convention.WEIGHT:
            return 0 <= value <= 1 and not figure.unit
        case Convention.COUNTED:
            return value == 0
        case Convention.COUNTED_AREAS:
            entry = units.find_unit(figure.unit)
            return value >= 0 and value == value.to_integral_value() and entry is not None and entry.counted
        case _:
            return (value, figure.unit) == _FIXED[convention]
