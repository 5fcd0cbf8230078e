"""Charts of 重点项目: Gantt (planned thin, actual thick, today's line) and heat chart project × milestone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

import pandas as pd

from ...county.instrument_fields import STEPS
from ...document.blocks import Chart, Omission
from ...document.pieces import Part, plain_text
from ...instruments.milestones import AHEAD, DONE, LATE, OVERDUE, UNPLANNED
from ...metrics.columns.row_selection import records
from ...quantity import periods
from ...quantity.figures import Figure, reported_figure
from ..charts.style import ACCENT, INK, MAIN, PALE, altair, block, layered, too_few, without_validation
from ..tables import Row
from .quoting import quoted

__all__ = ["day_count", "gantt_chart", "heat_chart", "project_name"]
__dir__ = __all__.copy

_WIDTH, _NAMES, _LATE = 450, 170, 36
_LINE, _CELL, _BAND, _KEYS = 13, 13.5, 30, 30
_REACH = 730  # days before and after the day that a Gantt shows at most
_STEPS = (1, 2, 3, 6, 12, 24)  # months between two labels
_ROOM = 48  # of a label, in pixels
_NAME_SIGNS = 17
_GREY, _DARK_GREY = "#8a8a8a", "#9db4c6"
_MARKS = {DONE: "done", LATE: "done", OVERDUE: "overdue", AHEAD: "ahead"}
_FILLS = {DONE: PALE, LATE: _DARK_GREY, OVERDUE: ACCENT, AHEAD: "#ffffff", UNPLANNED: "#ffffff"}
_UNKNOWN = "？"


@without_validation
def gantt_chart(title: str, each: pd.DataFrame, slips: pd.DataFrame, as_of: date, note: str = "") -> Chart | Omission:
    """Return the Gantt chart of projects, a line each.

    Parameters
    ----------
    each
        Milestones of the projects (:func:`xj_analysis.instruments.milestones.milestones`), in the order drawn.
    slips
        Of :func:`xj_analysis.instruments.project_slip.slips`.
    as_of
        The day of today's line.
    """
    if each.empty:
        return too_few((title,), "没有项目可画。")
    if each["planned"].isna().all():
        return too_few((title,), "台账里没有一个计划日期。")
    scale = _Days.of([*each["planned"].dropna(), *each["actual"].dropna(), *slips["expected"].dropna()], as_of)
    late = {row["key"]: row for row in records(slips)}
    drawn: list[Figure] = []
    told: list[str] = []
    data: list[dict[str, Any]] = []
    parts = list(each.groupby("key", sort=False))
    for number, (key, own) in enumerate(parts):
        y = (number + 0.5) * _LINE
        name = project_name(records(own.head(1))[0], _NAME_SIGNS)
        data += [{"kind": "name", "y": y, "x": 0.0, "text": plain_text((name,))}]
        drawn += [name] if isinstance(name, Figure) else []
        data += [{**mark, "y": y} for mark in _line(own, late[key], scale)]
        if late[key]["slip"] > 0 and not late[key]["runs"]:
            slip = day_count(late[key]["slip"], "拖期", own["origin"].iloc[0])
            data += [{"kind": "slip", "y": y, "x": float(_WIDTH), "text": slip.text}]
            drawn += [slip]
            told += [f"{plain_text((name,))}拖期{slip.text}"]
    height = len(parts) * _LINE
    data += [{"kind": "month", "y": -8.0, "y2": float(height), "x": scale.x(day), "text": words}
             for day, words in scale.labels()]  # fmt: skip
    data += [{"kind": "today", "y": -2.0, "y2": float(height), "x": scale.x(as_of)}]
    legend = (
        "细线为计划，粗线为已走到的节点，●已完成，▼逾期（画在计划日），○未到期，◇按现有拖期推算的投产日，"
        "虚线为截至日，右边是拖期天数"
    )
    spec = layered(data, *_gantt_marks(height), width=_WIDTH, height=height + 16)
    return _described(block(spec, (title,), drawn, [], [legend, scale.note, note]), told)


@without_validation
def heat_chart(title: str, each: pd.DataFrame, note: str = "") -> Chart | Omission:
    """Return the heat chart of projects and milestones: a column a project, in bands; days late stand in the cells.

    Parameters
    ----------
    each
        Milestones of the projects, in the order drawn.
    """
    if each.empty:
        return too_few((title,), "台账里没有项目。")
    steps = list(dict.fromkeys(each["step"]))
    keys = {key: number for number, key in enumerate(dict.fromkeys(each["key"]))}
    band = len(steps) * _CELL + _KEYS
    left = 48.0
    drawn: list[Figure] = []
    data: list[dict[str, Any]] = []
    for row in records(each):
        column, x = keys[row["key"]] % _BAND, 0.0
        x, y = left + column * _CELL, keys[row["key"]] // _BAND * band + steps.index(row["step"]) * _CELL
        data += [{"kind": "cell", "x": x, "x2": x + _CELL - 1, "y": y, "y2": y + _CELL - 1,
                  "fill": _FILLS[row["state"]]}]  # fmt: skip
        middle = {"x": x + (_CELL - 1) / 2, "y": y + (_CELL - 1) / 2}
        if row["state"] in (LATE, OVERDUE):
            days = day_count(row["days"], f"{STEPS[row['step']]}{row['state']}", row["origin"])
            drawn += [days]
            data += [{"kind": row["state"], **middle, "text": days.bare}]
        elif row["state"] == UNPLANNED:
            data += [{"kind": UNPLANNED, **middle, "text": _UNKNOWN}]
    origins = dict(zip(each["key"], each["origin"], strict=True))
    for key, number in keys.items():
        label = quoted(key, origins[key])
        drawn += [label] if isinstance(label, Figure) else []
        data += [{"kind": "key", "x": left + number % _BAND * _CELL + (_CELL - 1) / 2,
                  "y": number // _BAND * band + len(steps) * _CELL + 2, "text": key}]  # fmt: skip
    bands = -(-len(keys) // _BAND)
    data += [{"kind": "step", "x": left - 4, "y": n * band + (place + 0.5) * _CELL, "text": STEPS[step]}
             for n in range(bands) for place, step in enumerate(steps)]  # fmt: skip
    legend = "深底白字为逾期天数，中底黑字为逾期完成的天数，浅底为按期完成，白底为未到期，“？”为没有计划日期；下为编号"
    width = left + min(len(keys), _BAND) * _CELL
    spec = layered(data, *_heat_marks(width, bands * band), width=round(width), height=round(bands * band))
    late = records(each[each["state"] == OVERDUE])
    told = [f"{row['key']}{row.get('name', '')}{STEPS[row['step']]}逾期{row['days']}天" for row in late]
    return _described(block(spec, (title,), drawn, [], [legend, note]), told)


class _Days:
    """Places of days on a Gantt: pixels between the first and the last day of its marks, within a reach."""

    def __init__(self, first: pd.Timestamp, last: pd.Timestamp, *, cut: bool) -> None:
        self.first, self.last = first, last
        self.note = "图幅以外的画在边上" if cut else ""

    @classmethod
    def of(cls, days: Sequence[pd.Timestamp], as_of: date) -> _Days:
        day = pd.Timestamp(as_of)
        least, most = min(*days, day), max(*days, day)
        reach = pd.Timedelta(days=_REACH)
        first, last = max(least, day - reach), min(most, day + reach)
        return cls(first.replace(day=1), last + pd.Timedelta(days=1), cut=(first, last) != (least, most))

    def x(self, day: date) -> float:
        """The place of a day; of one outside, the edge."""
        share = (pd.Timestamp(day) - self.first) / (self.last - self.first)
        return _NAMES + min(max(share, 0.0), 1.0) * (_WIDTH - _NAMES - _LATE)

    def labels(self) -> Iterator[tuple[date, str]]:
        """Firsts of months with their words, far enough apart to be read."""
        months = (self.last.year - self.first.year) * 12 + self.last.month - self.first.month + 1
        most = (_WIDTH - _NAMES - _LATE) / _ROOM
        step = next((each for each in _STEPS if months / each <= most), _STEPS[-1])
        for day in pd.date_range(self.first, self.last, freq="MS"):
            if (day.month - 1) % min(step, 12) == 0 and (step <= 12 or day.year % 2 == 0):  # noqa: PLR2004
                yield day.date(), periods.parse(f"{day:%Y-%m}").label


def _line(own: pd.DataFrame, late: Row, scale: _Days) -> Iterator[dict[str, Any]]:
    """The marks of a project: planned, actual, its milestones, and when it is expected to run."""
    for kind in ("planned", "actual"):
        days = own[kind].dropna()
        if len(days):
            yield {"kind": kind, "x": scale.x(days.min()), "x2": scale.x(days.max())}
    for row in records(own):
        if row["state"] in _MARKS:
            day = row["actual"] if row["state"] in (DONE, LATE) else row["planned"]
            yield {"kind": _MARKS[row["state"]], "x": scale.x(day)}
    if late["slip"] > 0 and not late["runs"] and not pd.isna(late["expected"]):
        yield {"kind": "expected", "x": scale.x(late["expected"])}


def _gantt_marks(height: float) -> list[Any]:
    alt = altair()
    at = {
        "x": alt.X("x:Q", scale=alt.Scale(domain=[0, _WIDTH], nice=False, zero=False), axis=None),
        "y": alt.Y("y:Q", scale=alt.Scale(domain=[height, -16], nice=False, zero=False), axis=None),
    }
    base = alt.Chart().encode(**at)

    def of(kind: str) -> Any:
        return base.transform_filter(f"datum.kind === '{kind}'")

    words: Mapping[str, Any] = {"color": INK, "fontSize": 9.5, "limit": 0}
    text = alt.Text("text:N")
    return [
        of("month").mark_rule(color="#e4e4e4").encode(y2="y2:Q"),
        of("month").mark_text(**words, dy=-2).encode(text=text),
        of("planned").mark_rule(color=_GREY, strokeWidth=1).encode(x2="x2:Q"),
        of("actual").mark_rule(color=MAIN, strokeWidth=5).encode(x2="x2:Q"),
        of("today").mark_rule(color=INK, strokeDash=[4, 3]).encode(y2="y2:Q"),
        of("ahead").mark_point(shape="circle", size=26, filled=True, opacity=1, fill="#ffffff", stroke=_GREY),
        of("done").mark_point(shape="circle", size=26, filled=True, opacity=1, fill=INK, stroke=INK),
        of("expected").mark_point(shape="diamond", size=44, filled=True, opacity=1, fill="#ffffff", stroke=INK),
        of("overdue").mark_point(shape="triangle-down", size=90, filled=True, opacity=1, fill=ACCENT, stroke="#ffffff"),
        of("name").mark_text(**words, align="left").encode(text=text),
        of("slip").mark_text(**words, align="right").encode(text=text),
    ]  # fmt: skip


def _heat_marks(width: float, height: float) -> list[Any]:
    alt = altair()
    base = alt.Chart().encode(
        x=alt.X("x:Q", scale=alt.Scale(domain=[0, width], nice=False, zero=False), axis=None),
        y=alt.Y("y:Q", scale=alt.Scale(domain=[height, 0], nice=False, zero=False), axis=None),
    )

    def of(kind: str) -> Any:
        return base.transform_filter(f"datum.kind === '{kind}'")

    text = alt.Text("text:N")
    small: Mapping[str, Any] = {"fontSize": 8, "limit": 0}
    return [
        of("cell").mark_rect(stroke=_GREY, strokeWidth=0.5).encode(
            x2="x2:Q", y2="y2:Q", color=alt.Color("fill:N", scale=None)
        ),
        of(OVERDUE).mark_text(**small, color="#ffffff", fontWeight="bold").encode(text=text),
        of(LATE).mark_text(**small, color=INK).encode(text=text),
        of(UNPLANNED).mark_text(**small, color=INK).encode(text=text),
        of("key").mark_text(**small, color=INK, angle=270, align="right").encode(text=text),
        of("step").mark_text(fontSize=9.5, limit=0, color=INK, align="right").encode(text=text),
    ]  # fmt: skip


def project_name(row: Row, most: int | None = None) -> Part:
    """Return number and name of a project, cut where they have more signs than `most`."""
    words = "　".join(dict.fromkeys(filter(None, (str(row["key"]), str(row.get("name", ""))))))
    return quoted(words if most is None or len(words) <= most else words[: most - 1] + "…", row["origin"])


def day_count(days: Any, label: str, origin: str, unit: str = "天") -> Figure:
    """Return days late as a figure of their row."""
    formula = "完成日（未完成的为截至日）－计划日"
    return reported_figure(Decimal(int(days)), unit, label=label, origins=(origin,), formula=formula)


def _described(chart: Chart, told: Sequence[str]) -> Chart:
    """A chart with a description that names what is late in it."""
    return chart.model_copy(update={"description": f"{plain_text(chart.title)}。{'；'.join(told) or '没有拖期的'}。"})
