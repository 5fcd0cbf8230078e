"""Charts of firms: bars of revenue to the line, small multiples of output and power, calendar of missing days."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

import pandas as pd

from ...document.blocks import Chart, Omission
from ...document.pieces import Part, plain_text
from ...instruments.firm_days import UNREPORTED, WEEK, Monitored
from ...metrics.columns.row_selection import records
from ...quantity import periods
from ...quantity.figures import Figure, reported_figure
from ..charts.style import (
    ACCENT,
    INK,
    MAIN,
    PALE,
    altair,
    axis_title,
    block,
    layered,
    ticks,
    too_few,
    without_validation,
)  # fmt: skip
from ..figure_wording import with_direction
from ..tables import Row

__all__ = ["missing_calendar", "output_and_power", "runway_bars"]
__dir__ = __all__.copy

_WIDTH, _NAMES, _WORDS = 453, 125, 165
_STEP = 17
_ACROSS, _PANEL, _GAP, _TALL, _HEAD = 3, 142, 12, 46, 28
_CELL_TALL = 16
_SMALL = 8.5
_OUTPUT, _POWER = "output", "power"


@without_validation
def runway_bars(title: str, firms: Sequence[Row], line: float) -> Chart | Omission:
    """Return bars of revenue with the line, an interval at each bar's end, and what is missing in words.

    Parameters
    ----------
    firms
        In the order drawn: name, verdict, and the figures revenue, missing, needed, low and high.
    line
        Revenue at which a firm has arrived, in the unit of the figures.
    """
    if not firms:
        return too_few((title,), "没有一家在库企业填了营业收入。")
    data: list[dict[str, Any]] = [
        {
            "order": place, "name": plain_text((each["name"],)), "value": _number(each["revenue"]), "line": line,
            "low": _number(each["low"]), "high": _number(each["high"]), "words": _runway_words(each),
        }
        for place, each in enumerate(firms)
    ]  # fmt: skip
    most = max(line, *(row[end] for row in data for end in ("value", "high") if row[end] is not None)) * 1.02
    alt = altair()
    unit = firms[0]["revenue"].unit
    base = alt.Chart().encode(
        y=alt.Y("order:O", axis=None),
        x=alt.X(
            "value:Q", scale=alt.Scale(domain=[0, most], nice=False), title=axis_title(unit), axis=ticks(alt, unit)
        ),
    )
    marks = [
        base.mark_bar(color=PALE, height=10, stroke=MAIN, strokeWidth=0.6),
        base.mark_rule(color=INK, strokeWidth=1.4).encode(x="low:Q", x2="high:Q"),
        base.mark_tick(color=INK, thickness=1.4, height=7).encode(x="low:Q"),
        base.mark_tick(color=INK, thickness=1.4, height=7).encode(x="high:Q"),
        base.mark_tick(color=ACCENT, thickness=2, height=_STEP).encode(x="line:Q"),
        base.mark_text(align="right", dx=-5, color=INK, fontSize=9, limit=0).encode(x=alt.XValue(0), text="name:N"),
        base.mark_text(align="left", dx=6, color=INK, fontSize=9, limit=0).encode(
            x=alt.XValue(_WIDTH - _NAMES - _WORDS + 30), text="words:N"
        ),
    ]
    spec = layered(data, *marks, width=_WIDTH - _NAMES - _WORDS + 30, height=len(data) * _STEP)
    drawn = _drawn(firms, ("name", "revenue", "missing", "needed", "low", "high"))
    told = [row["name"] + row["words"] for row in data]
    note = "条为滚动营业收入，红竖线为规上线，横线为推到预计入规月（没有填的到年底）的区间；右为距线、月均需多和判断"
    return _described(block(spec, (title,), drawn, (), [note]), told)


@without_validation
def output_and_power(title: str, firms: Sequence[Row], told: Monitored | None) -> Chart | Omission:
    """Return a small chart a firm: daily means of each seven days, of output and of power, each by its own mean.

    Parameters
    ----------
    firms
        In the order drawn: key, name, and the figures output and power, the change of the last week.
    told
        What they have reported.
    """
    if told is None or not firms:
        return too_few((title,), "没有可画的企业日监测。")
    keys = [each["key"] for each in firms]
    places = {key: ((n % _ACROSS) * (_PANEL + _GAP), (n // _ACROSS) * (_TALL + _HEAD) + _HEAD)
              for n, key in enumerate(keys)}  # fmt: skip
    data: list[dict[str, Any]] = []
    for key, each in zip(keys, firms, strict=True):
        x, y = places[key]
        data += [{"kind": "name", "x": x, "y": y - 20, "text": plain_text((each["name"],))}]
        data += [{"kind": "change", "x": x, "y": y - 8, "text": _changes(each)}]
        data += [{"kind": "base", "x": x, "x2": x + _PANEL, "y": y + _TALL}]
    points = pd.concat([_weekly(told, field, keys) for field in (_OUTPUT, _POWER)])
    most = points.groupby("key")["value"].transform("max").clip(lower=1)
    count = max(int(points["week"].max()), 1)
    left, top = (points["key"].map({key: place[axis] for key, place in places.items()}) for axis in (0, 1))
    points = points.assign(
        kind=points["field"], line=points["key"] + points["field"],
        x=left + _PANEL * (1 - points["week"] / count), y=top + _TALL * (1 - points["value"] / most),
    )  # fmt: skip
    data += records(points[["kind", "x", "y", "line"]])
    width = _ACROSS * (_PANEL + _GAP) - _GAP
    height = -(-len(firms) // _ACROSS) * (_TALL + _HEAD)
    spec = layered(data, *_panel_marks(width, height), width=width, height=height)
    span = f"{periods.date_label(told.days[0].date())}至{periods.date_label(told.last)}"
    note = f"实线产值，虚线用电，纵轴自底线起，以各企业自己的日均为准；{span}的工作日；字为最近一周比前月"
    chart = block(spec, (title,), _drawn(firms, ("name", _OUTPUT, _POWER)), (), [note])
    return _described(chart, [plain_text((each["name"],)) + _changes(each) for each in firms])


@without_validation
def missing_calendar(title: str, firms: Mapping[str, tuple[Part, str]], told: Monitored | None) -> Chart | Omission:
    """Return the calendar of days that firms have not reported: a line a firm, a cell a working day.

    Parameters
    ----------
    firms
        By number: the name, and the origin of the row in the register.
    told
        What they have reported.
    """
    missing = told.unreported.sum() if told is not None else pd.Series(dtype="int64")
    late = missing[(missing > 0) & missing.index.isin([*firms])].sort_values(ascending=False, kind="stable")
    if told is None or late.empty:
        return too_few((title,), "没有漏报的企业。")
    step = (_WIDTH - _NAMES - 70) / len(told.days)
    data: list[dict[str, Any]] = []
    drawn: list[Figure] = []
    said: list[str] = []
    for place, (key, days) in enumerate(late.items()):
        named, origin = firms[str(key)]
        name, y = plain_text((named,)), place * _CELL_TALL
        figure = reported_figure(Decimal(int(days)), "个工作日", label=UNREPORTED, origins=(origin,),
                                 formula="台账期内没有报产值的工作日")  # fmt: skip
        drawn += [*([named] if isinstance(named, Figure) else []), figure]
        said.append(f"{name}{UNREPORTED}{figure.text}")
        data += [{"kind": "name", "x": _NAMES - 5, "y": y + _CELL_TALL / 2, "text": name}]
        data += [{"kind": "count", "x": _WIDTH - 66, "y": y + _CELL_TALL / 2, "text": figure.text}]
        for n, absent in enumerate(told.unreported[key].tolist()):
            data.append({"kind": "missing" if absent else "told", "x": _NAMES + n * step, "y": y + 2,
                         "x2": _NAMES + (n + 1) * step - 1, "y2": y + _CELL_TALL - 2})  # fmt: skip
    months = pd.Series(told.days).groupby(told.days.strftime("%Y-%m")).idxmin()
    data += [{"kind": "month", "x": _NAMES + n * step, "y": -8, "text": periods.parse(month).label}
             for month, n in months.items()]  # fmt: skip
    height = len(late) * _CELL_TALL
    spec = layered(data, *_calendar_marks(height), width=_WIDTH, height=height + 16)
    return _described(block(spec, (title,), drawn, (), ["一格是一个工作日，深色为漏报"]), said)


def _runway_words(each: Row) -> str:
    missing, needed = each["missing"], each["needed"]
    if not missing.value:
        return f"过线　{each['verdict']}"
    month = f"，月均需多{needed.number}" if needed.value is not None else "，已到预计入规月"
    return f"差{missing.number}{month}　{each['verdict']}"


def _changes(each: Row) -> str:
    said = {"产值": each[_OUTPUT], "用电": each[_POWER]}
    return "，".join(f"{name}{with_direction(f).text}" for name, f in said.items() if f.value is not None)


def _described(chart: Chart, told: Sequence[str]) -> Chart:
    """A chart whose description names each firm once."""
    return chart.model_copy(update={"description": f"{plain_text(chart.title)}。{'；'.join(told)}。"})


def _drawn(firms: Sequence[Row], names: Sequence[str]) -> list[Figure]:
    """The figures of each firm, after its name where that has a number."""
    parts = [each[name] for each in firms for name in names]
    return [part for part in parts if isinstance(part, Figure) and not part.reason]


def _number(figure: Figure) -> float | None:
    return None if figure.value is None else float(figure.value)


def _weekly(told: Monitored, field: str, keys: Sequence[str]) -> pd.DataFrame:
    """Means of a field of each seven days, by the mean of all days: firm, weeks before the last, value."""
    wide = told.wide(field)[[*keys]]
    week = (pd.Timestamp(told.last) - told.days).days // WEEK
    mean = wide.mean()
    relative = (wide / mean.where(mean > 0)).groupby(week).mean().rename_axis("week")
    long = relative.melt(ignore_index=False, var_name="key").reset_index().dropna(subset="value")
    return long.assign(field=field)


def _panel_marks(width: float, height: float) -> list[Any]:
    alt = altair()
    base = alt.Chart().encode(
        x=alt.X("x:Q", scale=alt.Scale(domain=[0, width], nice=False, zero=False), axis=None),
        y=alt.Y("y:Q", scale=alt.Scale(domain=[height, 0], nice=False, zero=False), axis=None),
    )

    def of(kind: str) -> Any:
        return base.transform_filter(f"datum.kind === '{kind}'")

    text: Mapping[str, Any] = {"align": "left", "color": INK, "limit": 0}
    return [
        of("base").mark_rule(color="#8a8a8a", strokeWidth=0.8).encode(x2="x2:Q"),
        of(_OUTPUT).mark_line(color=MAIN, strokeWidth=1.6).encode(detail="line:N"),
        of(_POWER).mark_line(color=ACCENT, strokeWidth=1.3, strokeDash=[4, 2]).encode(detail="line:N"),
        of("name").mark_text(**text, fontSize=9.5).encode(text="text:N"),
        of("change").mark_text(**text, fontSize=_SMALL).encode(text="text:N"),
    ]


def _calendar_marks(height: float) -> list[Any]:
    alt = altair()
    base = alt.Chart().encode(
        x=alt.X("x:Q", scale=alt.Scale(domain=[0, _WIDTH], nice=False, zero=False), axis=None),
        y=alt.Y("y:Q", scale=alt.Scale(domain=[height, -16], nice=False, zero=False), axis=None),
    )

    def of(kind: str) -> Any:
        return base.transform_filter(f"datum.kind === '{kind}'")

    words: Mapping[str, Any] = {"color": INK, "fontSize": 9, "limit": 0}
    return [
        of("told").mark_rect(fill="#f1f4f6", stroke="#c9d3da", strokeWidth=0.4).encode(x2="x2:Q", y2="y2:Q"),
        of("missing").mark_rect(fill=ACCENT, stroke=INK, strokeWidth=0.4).encode(x2="x2:Q", y2="y2:Q"),
        of("name").mark_text(**words, align="right").encode(text="text:N"),
        of("count").mark_text(**words, align="left").encode(text="text:N"),
        of("month").mark_text(**words, align="left").encode(text="text:N"),
    ]
