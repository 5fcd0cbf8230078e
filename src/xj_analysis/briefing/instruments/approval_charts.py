"""Charts of 审批: cases received by day as a calendar, and days taken against those promised."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from ...document.blocks import Chart, Omission
from ...instruments import tallies
from ...quantity import periods
from ...quantity.workdays import is_workday
from ..charts.style import ACCENT, INK, MAIN, PALE, WIDTH, altair, block, layered, too_few, without_validation

__all__ = ["days_against_promised", "received_calendar"]
__dir__ = __all__.copy

_WEEK, _TALL, _LEFT = 7, 13, 28
_WEEKDAYS = "一二三四五六日"
_FURTHEST = 8
"""Working days before and after the last one promised that have a bar of their own."""


@without_validation
def received_calendar(title: str, cases: pd.DataFrame) -> Chart | Omission:
    """Return the days of the year as a calendar, a column a week, shaded by the cases received.

    Parameters
    ----------
    cases
        Of :func:`xj_analysis.instruments.approval_days.measured`.
    """
    known = cases[cases["received"].notna()]
    if known.empty:
        return too_few((title,), "没有一件填了收件时间。")
    day = known["received"].dt.normalize()
    last = day.max()
    first = max(day.min(), last - pd.Timedelta(53 * _WEEK - 1, "D"))  # a year
    every = pd.Series(pd.date_range(first, last).as_unit("s"))
    received = every.map(day.value_counts()).fillna(0)
    week = (every - (first - pd.Timedelta(first.dayofweek, "D"))).dt.days // _WEEK
    wide = (WIDTH - _LEFT) / max(int(week.max()) + 1, 40)
    works = is_workday(every)
    weekend = every.dt.dayofweek >= 5  # noqa: PLR2004 - Saturday
    data: list[dict[str, Any]] = [
        {"kind": "weekday", "x": 0, "y": (n + 0.5) * _TALL, "text": f"周{name}"} for n, name in enumerate(_WEEKDAYS)
    ]
    most = max(float(received.max()), 1.0)
    for moment, number, column, is_worked, is_weekend in zip(every, received, week, works, weekend, strict=True):
        x, y = _LEFT + column * wide, moment.dayofweek * _TALL
        kind = "worked" if is_worked else "off"
        data.append({"kind": kind, "x": x, "x2": x + wide - 1, "y": y, "y2": y + _TALL - 1, "shade": number / most})
        if not is_worked and number:
            data.append({"kind": "doubt", "x": x + wide / 2 - 0.5, "y": y + _TALL / 2, "text": "×"})
        if is_worked and is_weekend:
            data.append({"kind": "made_up", "x": x, "x2": x + wide - 1, "y": y, "y2": y + _TALL - 1})
        if moment.day == 1 and moment.month % 2:
            data.append({"kind": "month", "x": x, "y": -6, "text": periods.parse(f"{moment:%Y-%m}").label})
    tall = _WEEK * _TALL
    alt = altair()
    base = alt.Chart().encode(
        x=alt.X("x:Q", scale=alt.Scale(domain=[0, WIDTH], nice=False, zero=False), axis=None),
        y=alt.Y("y:Q", scale=alt.Scale(domain=[tall, -14], nice=False, zero=False), axis=None),
    )

    def of(kind: str) -> Any:
        return base.transform_filter(f"datum.kind === '{kind}'")

    scale = alt.Scale(domain=[0, 1], range=["#eef3f7", MAIN], interpolate="rgb")
    marks = [
        of("worked").mark_rect().encode(x2="x2:Q", y2="y2:Q", fill=alt.Fill("shade:Q", scale=scale, legend=None)),
        of("off").mark_rect(fill="#ffffff", stroke="#d5d5d5", strokeWidth=0.4).encode(x2="x2:Q", y2="y2:Q"),
        of("made_up").mark_rect(fillOpacity=0, stroke=INK, strokeWidth=1).encode(x2="x2:Q", y2="y2:Q"),
        of("doubt").mark_text(color=ACCENT, fontSize=9).encode(text="text:N"),
        of("weekday").mark_text(color=INK, fontSize=8.5, align="left").encode(text="text:N"),
        of("month").mark_text(color=INK, fontSize=8, align="left").encode(text="text:N"),
    ]
    spec = layered(data, *marks, width=WIDTH, height=tall + 14)
    total = tallies.count("收件", known, "件")
    off = tallies.count("休息日收件", known[~is_workday(known["received"])], "件")
    note = "一列一周，底色越深收件越多；白格为休息日，×为休息日有收件；黑框为调休上班的周末"
    return block(spec, (title,), [total, off], (), [note])


@without_validation
def days_against_promised(title: str, cases: pd.DataFrame) -> Chart | Omission:
    """Return bars of cases by the working days taken less those promised, with the last day promised as a line.

    Parameters
    ----------
    cases
        As of :func:`received_calendar`; those that are done and whose days are sure are drawn.
    """
    sure = cases[~cases["open"] & (cases["taken"] == cases["taken_most"]) & cases["promised_days"].notna()]
    if sure.empty:
        return too_few((title,), "没有一件办结的能算出办理工作日。")
    apart = np.ceil((sure["taken"] - sure["promised_days"]).clip(-_FURTHEST, _FURTHEST)).astype(int)
    places = range(min(apart.min(), -1), max(apart.max(), 1) + 1)
    drawn = [tallies.count(_bin(n), sure[apart == n], "件") for n in places]
    data = [
        {"from": n - 0.45, "to": n + 0.45, "at": n, "value": float(figure.value or 0), "late": n > 0,
         "words": figure.number if figure.value else "", "limit": 0.5}
        for n, figure in zip(places, drawn, strict=True)
    ]  # fmt: skip
    alt = altair()
    domain = alt.Scale(domain=[places[0] - 0.7, places[-1] + 0.7], nice=False, zero=False)
    ticked = alt.Axis(values=[*places], format="~f", grid=False)
    base = alt.Chart().encode(
        x=alt.X("from:Q", scale=domain, axis=ticked, title="超出承诺时限的工作日（负数为提前）"),
        y=alt.Y("value:Q", title="办结件数", axis=alt.Axis(tickCount=4, format="~f", tickMinStep=1)),
    )
    bars = base.encode(x2="to:Q", y2=alt.datum(0))
    marks = [
        bars.transform_filter("!datum.late").mark_bar(color=PALE, stroke=MAIN, strokeWidth=0.6),
        bars.transform_filter("datum.late").mark_bar(color=ACCENT, stroke=INK, strokeWidth=0.6),
        alt.Chart().mark_rule(color=INK, strokeWidth=1.6, strokeDash=[4, 2]).encode(x=alt.X("limit:Q", scale=domain)),
        base.mark_text(dy=-6, color=INK, fontSize=9).encode(x=alt.X("at:Q", scale=domain), text="words:N"),
    ]
    spec = layered(data, *marks, width=WIDTH - 48, height=120)
    note = "虚线为承诺时限，右边带框的深色条为超期办结；两端的条含更早、更晚的"
    signs = np.sign(apart)
    told = [tallies.count(_bin(sign), sure[signs == sign], "件") for sign in (-1, 0, 1)]
    return block(spec, (title,), [*drawn, *told], (), [note], told)


def _bin(days: int) -> str:
    """What a bar counts."""
    return "按期办结" if days == 0 else "超期办结" if days > 0 else "提前办结"
