"""Words of a frame as printed: names of columns and codes of the library in Chinese, dates in the county's way."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
import pandas as pd

from ..base.errors import Fault
from ..quantity import periods
from ..quantity.figures import Figure
from ..quantity.period_labels import PeriodLabel
from ..store.observations import NATURE_LABELS

COLUMNS = {
    "indicator": "指标", "name": "名称", "area": "地区", "town": "乡镇", "subject": "对象", "period": "期间",
    "nature": "性质", "unit": "单位", "figure": "数值",
}  # fmt: skip
"""Printed for the names of the columns of ``b.data``."""
SUMMARIES = {"sum": "合计", "mean": "平均", "median": "中位数", "min": "最小", "max": "最大"}
"""Printed for the names that pandas gives to summaries, in headings and in the index."""
_WORDS = {**SUMMARIES, **NATURE_LABELS, "actual": "实绩"}
_INNER = re.compile(r"[ -~]*[a-z][ -~]*")
_IN_BRACKETS = re.compile(r"（[^（）]*）")
_QUARTER, _YEAR = 3, 12
RENAME = "请用 rename(columns={…}) 改成中文名。"
_WHOLE_DAYS = "只要日期，请先写 .dt.normalize()。"


def printed_name(name: Any, headings: Mapping[str, str], column: pd.Series | None = None) -> str:
    """Return what is printed for the name of a column, or of several levels of names.

    Parameters
    ----------
    name
        As pandas has it; None for no name.
    headings
        Names of indicators by slug.
    column
        Its content: the label that its figures share is printed rather than the name of the indicator. Half the visits
        are no visits: pandas leaves them the name of the column, their figures have no label.

    Examples
    --------
    >>> printed_name(("visits", PeriodLabel("2024Q1")), {"visits": "接待游客"}), printed_name("area", {})
    ('接待游客/2024年一季度', '地区')
    """
    parts = name if isinstance(name, tuple) else (name,)
    return "/".join(filter(None, (_printed_part(part, headings, column) for part in parts)))


def _printed_part(name: Any, headings: Mapping[str, str], column: pd.Series | None) -> str:
    if name is None or isinstance(name, PeriodLabel):
        return str(name or "")
    if date := printed_date(name):
        return date
    if name not in headings:
        return COLUMNS.get(name) or SUMMARIES.get(name) or str(name)
    shown = column if column is not None else ()
    figures = [value for value in shown if isinstance(value, Figure) and not value.reason]
    labels = {_IN_BRACKETS.sub("", figure.label) for figure in figures}
    if "" in labels:
        return f"按{headings[name]}计算"
    return next(iter(labels)) if len(labels) == 1 else headings[name]


def inner_name_faults(where: str, name: str) -> Iterator[Fault]:
    """Yield the fault of a name that only a program knows: ``variable``, ``index``.

    Examples
    --------
    >>> [fault.got for name in ("variable", "GDP", "合计") for fault in inner_name_faults("列", name)]
    ['variable']
    """
    if any(_INNER.fullmatch(part) for part in name.split("/")):
        yield Fault(where, "印出来的是程序里的名字", name, RENAME)


def printed_date(value: Any) -> str:
    """Return a date or a period of pandas as printed; empty for anything else, and for a moment of a day.

    Examples
    --------
    >>> printed_date(pd.Timestamp("2025-09-26")), printed_date(pd.Period("2025Q3")), printed_date(5)
    ('2025年9月26日', '2025年三季度', '')
    """
    if isinstance(value, pd.Period):
        return "" if is_moment(value) else periods.parse(_code(value.start_time, value.end_time)).label
    if isinstance(value, np.datetime64):
        value = pd.Timestamp(value)
    if not isinstance(value, datetime.date) or value is pd.NaT or is_moment(value):
        return ""
    return periods.date_label(value)


def printed_word(word: str, headings: Mapping[str, str]) -> str:
    """Return a word of a cell as printed: the name of an indicator for its slug, 实绩 for ``actual``.

    Examples
    --------
    >>> [printed_word(word, {"visits": "接待游客"}) for word in ("visits", "actual", "甲镇")]
    ['接待游客', '实绩', '甲镇']
    """
    return headings.get(word) or _WORDS.get(word) or word


def is_moment(value: Any) -> bool:
    """Return whether a value is less than a day: 2025年9月26日8时."""
    if isinstance(value, pd.Period):
        return bool((value + 1).start_time - value.start_time < pd.Timedelta(days=1))
    if isinstance(value, np.datetime64):
        value = pd.Timestamp(value)
    return isinstance(value, datetime.datetime) and value is not pd.NaT and bool(value != _midnight(value))


def moment_fault(where: str, value: Any) -> Fault:
    """Return the fault of a moment in a column of dates."""
    return Fault(where, "日期带着时刻", str(value), _WHOLE_DAYS)


def _midnight(value: datetime.datetime) -> datetime.datetime:
    whole = value.replace(hour=0, minute=0, second=0, microsecond=0)
    return whole.replace(nanosecond=0) if isinstance(whole, pd.Timestamp) else whole


def _code(start: pd.Timestamp, end: pd.Timestamp) -> str:
    """The code of a period of whole days: of a month, quarter or year if it is one."""
    months = (end.year - start.year) * 12 + end.month - start.month + 1
    whole = start.day == 1 and end.is_month_end
    if whole and months == 1:
        return f"{start:%Y-%m}"
    if whole and months == _QUARTER and start.month % _QUARTER == 1:
        return f"{start.year}Q{end.month // _QUARTER}"
    if whole and months == _YEAR and start.month == 1:
        return f"{start.year}"
    return f"{start:%Y-%m-%d}" if start.date() == end.date() else f"{start:%Y-%m-%d}/{end:%Y-%m-%d}"
