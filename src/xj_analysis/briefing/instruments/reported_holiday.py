"""A holiday as a county reports it, in totals: in words and as a table, with the same holiday of the year before."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

import pandas as pd

from ...base.errors import UsageError
from ...document.blocks import Omission, Sentence
from ...document.section import Section
from ...quantity import periods
from ...quantity.figures import Figure, reported_figure
from ...quantity.holidays import holiday_before, holidays
from .. import prose
from .figure_grid import figure_grid

__all__ = ["reported_holiday"]
__dir__ = __all__.copy

_SAID = "{holiday}（{span}，共{days}）接待游客{visits}，收入{income}，人均{each}"
_NO_BEFORE = "；没有上年同一假日的数，不作增减判断。"
_BEFORE = (
    "；上年同一假日（{span_before}，共{days_before}）接待游客{visits_before}，收入{income_before}，人均{each_before}。"
)
_COLUMNS = {"days": "天数（天）", "visits": "接待", "income": "收入", "each": "人均（元）"}
_NOTE = "注：两年天数不同的只并列，不比总数。"


def reported_holiday(
    period: str, figures: Callable[[str], Mapping[str, Figure]], say: Callable[..., Sentence | Omission] = prose.say
) -> Section:
    """Return the sentence and the table of a holiday; hedges of what is reported are kept.

    Parameters
    ----------
    period
        Its days: ``2024-05-01/2024-05-05``.
    figures
        Gives ``visits``, ``income`` and ``each`` of the code of a period.
    say
        Makes the sentence, or tells why there is none.

    Raises
    ------
    UsageError
        The period is no holiday by the calendar.
    DataError
        A year has no calendar: the day is named.

    Examples
    --------
    >>> def figures(code):
    ...     named = {"visits": ("75", "万人次"), "income": ("4800", "万元"), "each": ("64", "元")}
    ...     if code != "2024-05-01/2024-05-05":
    ...         return {name: Figure(text="（无数据）", reason="无数据") for name in named}
    ...     return {name: reported_figure(Decimal(of[0]), of[1], origins=("A10",)) for name, of in named.items()}
    >>> print(reported_holiday("2024-05-01/2024-05-05", figures)[0]._repr_mimebundle_()["text/plain"])
    劳动节（2024年5月1—5日，共5天）接待游客75万人次，收入4800万元，人均64元；没有上年同一假日的数，不作增减判断。
    """
    holiday = _holiday(period)
    found = {**figures(period)}
    about: dict[str, Any] = {"holiday": holiday["name"], "span": _span(holiday), "days": _length(holiday, found)}
    about |= found
    lines = {f"{holiday['name']}（{about['span']}）": {"days": about["days"], **found}}
    before = holiday_before(holiday)
    earlier = {} if before is None else {**figures(_code(before))}
    told = before is not None and any(figure.value is not None for figure in earlier.values())
    if told and before is not None:
        days = _length(before, earlier)
        lines[f"{before['name']}（{_span(before)}）"] = {"days": days, **earlier}
        about |= {f"{name}_before": figure for name, figure in earlier.items()}
        about |= {"span_before": _span(before), "days_before": days}
    sentence = say(_SAID + (_BEFORE if told else _NO_BEFORE), **about)
    if not told and all(figure.value is None for figure in found.values()):
        return Section([sentence])
    frame = pd.DataFrame.from_dict(lines, orient="index", dtype=object)
    table = figure_grid(f"{holiday['name']}接待和收入", "假日", frame, _COLUMNS, notes=(_NOTE,) if told else ())
    return Section([sentence, table])


def _holiday(period: str) -> pd.Series:
    parsed = periods.parse(period)
    if parsed.start is not None and parsed.end is not None:
        found = holidays(parsed.start, parsed.end)
        exact = (found["first"] == pd.Timestamp(parsed.start)) & (found["last"] == pd.Timestamp(parsed.end))
        if exact.any():
            return found[exact].iloc[0]
    do = "请写这个假日的第一天和最后一天，如 2024-05-01/2024-05-05。"
    raise UsageError("briefing.holiday", "按放假安排，这不是一个假日", period, do)


def _code(holiday: pd.Series) -> str:
    """The code of the period of a holiday: its days, of a single day that one."""
    first, last = (holiday[end].date() for end in ("first", "last"))
    return f"{first}/{last}"


def _span(holiday: pd.Series) -> str:
    one = int(holiday["length"]) == 1
    return periods.date_label(holiday["first"].date()) if one else periods.parse(_code(holiday)).label


def _length(holiday: pd.Series, found: Mapping[str, Figure]) -> Figure:
    """How many days it has, by the calendar."""
    traced = tuple(dict.fromkeys(origin for figure in found.values() for origin in figure.origins))
    return reported_figure(Decimal(int(holiday["length"])), "天", label="天数", origins=traced, formula="按放假安排")
