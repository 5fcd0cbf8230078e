"""Wall chart of 重点项目 (挂图作战): project rows by category, the worst first, cut into sheets that can be read."""

from __future__ import annotations

import math
from collections.abc import Iterator
from datetime import date

import pandas as pd

from ...base.errors import UsageError
from ...county.instrument_fields import ACTUAL, PLANNED
from ...document.pieces import Part, Parts
from ...document.sheet_blocks import OPEN, WallChart, WallGroup, WallMark, WallRow
from ...instruments import tallies
from ...instruments.alarms import OPEN as OPEN_LIGHT
from ...instruments.alarms import RED, YELLOW
from ...instruments.ledger_rows import happened, has
from ...instruments.projects import NOT_STARTED, OVERDUE, steps_of
from ...metrics.columns.row_selection import records
from ...quantity import periods
from ...quantity.figures import Figure
from ..briefing import Briefing
from ..instruments.alarm_table import ALARM_LIGHTS, alarm_figure
from ..instruments.quoting import quoted
from ..tables import Row

__all__ = ["LINES", "wall_charts"]
__dir__ = __all__.copy

LINES = 80
"""As many lines of 7 pt has a sheet of A3: rows, headings of groups, and second lines of long names."""
NAME_WIDTH = 28
"""As many signs has a line of a name."""
_REACH = 24
"""Months before and after the day that the grid has at most."""
_LETTERS = {"filed": "立", "land": "用", "started": "开", "framed": "主", "finished": "竣", "running": "投"}
_SEVERITY = {RED: 0, YELLOW: 1, OPEN_LIGHT: 2}
_CONTINUED = "（续）"


def wall_charts(briefing: Briefing) -> list[WallChart]:
    """Return the sheets of the wall chart, one of A3 each.

    Raises
    ------
    UsageError
        The county has no ledger of projects, or no project in it.
    """
    board, as_of = briefing.projects, briefing.as_of
    if board.rows.empty:
        raise UsageError("xj sheet projects", f"“{board.shape.name}”台账里没有一行", do="请先把台账放进 ledgers/。")
    units = {unit.slug: unit.name.removeprefix(board.county.name) for unit in board.county.units}
    steps = steps_of(board.rows)
    late = _latest(board.alarms)
    rows = _sorted(board.rows, board.alarms, late["value"])
    worst = {str(row["key"]): row for row in records(late.reset_index())}
    first, last, beyond = _grid(rows, list(steps), as_of)
    legend = "　".join(f"{_LETTERS[step]}＝{name}" for step, name in steps.items())
    order = "按类别分组，有红灯、逾期久的组在前，" if has(rows, "category") else ""
    notes: tuple[Parts, ...] = (
        (f"排序：{order}先红灯、黄灯，后待核，逾期久的在前，再按编号。",),
        (f"{legend}。细线：计划；粗线：实际。{'图幅以外的节点画在边上。' if beyond else ''}",),
    )
    groups = [
        (_heading(name, part), [_row(row, worst.get(row["key"]), list(steps), units, as_of) for row in records(part)])
        for name, part in _by_category(rows)
    ]
    title = f"{board.county.name}重点项目挂图作战表{board.until}"
    return [
        WallChart(
            title=(title,),
            summary=() if n else _summary(rows),
            groups=tuple(sheet),
            first=first,
            last=last,
            as_of=as_of,
            notes=notes,
        )
        for n, sheet in enumerate(_sheets(groups))
    ]


def _latest(alarms: pd.DataFrame) -> pd.DataFrame:
    """Of each project the alarm of the milestone that is overdue longest, by its number."""
    late = alarms[alarms["kind"].isin([OVERDUE, NOT_STARTED]) & alarms["light"].isin([RED, YELLOW])]
    return late.sort_values("value", ascending=False, kind="stable").drop_duplicates("key").set_index("key")


def _sorted(rows: pd.DataFrame, alarms: pd.DataFrame, days: pd.Series) -> pd.DataFrame:
    """The rows with ``light``, the worst of their alarms, and ``days`` overdue, in the order printed."""
    rank = alarms["light"].map(_SEVERITY).groupby(alarms["key"]).min()
    severity = rows["key"].map(rank)
    lights = {place: light for light, place in _SEVERITY.items()}
    made = rows.assign(
        light=severity.map(lights).fillna(""),
        rank=severity.fillna(len(_SEVERITY)),
        days=rows["key"].map(days).astype("float64").fillna(0.0),
    )
    made = made.sort_values(["rank", "days", "key"], ascending=[True, False, True], kind="stable")
    return made.reset_index(drop=True)


def _by_category(rows: pd.DataFrame) -> Iterator[tuple[str, pd.DataFrame]]:
    """The rows of each category, the one with the worst row first; all as one where the ledger has no category."""
    if not has(rows, "category"):
        yield "", rows
        return
    for name, part in rows.groupby(rows["category"].fillna("").replace("", "未分类"), sort=False):
        yield str(name), part


def _heading(name: str, rows: pd.DataFrame) -> Parts:
    if not name:
        return ()
    late = rows[rows["days"] > 0]
    overdue: Parts = ("，逾期", tallies.count(f"{name}逾期项目", late, "个")) if len(late) else ()
    return (quoted(name, rows["origin"].iloc[0]), "　", tallies.count(f"{name}项目", rows, "个"), *overdue)


def _summary(rows: pd.DataFrame) -> Parts:
    def counted(word: str, label: str, part: pd.DataFrame) -> tuple[Part, ...]:
        return (word, tallies.count(label, part, "个"))

    lit = [(f"，{light}灯", f"{light}灯项目", rows[rows["light"] == light]) for light in (RED, YELLOW)]
    parts = [counted("重点项目", "重点项目", rows), *(counted(*each) for each in lit)]
    parts.append(counted("，有节点逾期", "有节点逾期的项目", rows[rows["days"] > 0]))
    return tuple(part for each in parts for part in each)


def _row(row: Row, late: Row | None, steps: list[str], units: dict[str, str], as_of: date) -> WallRow:
    origin, light, unit = row["origin"], row["light"], str(row.get("unit") or "")
    marks = tuple(
        WallMark(letter=_LETTERS[step], planned=_day(row[step + PLANNED]), actual=_until(row[step + ACTUAL], as_of))
        for step in steps
    )
    unplanned = "".join(mark.letter for mark in marks if mark.state(as_of) == OPEN)
    days: Parts = (_LETTERS[late["field"]], alarm_figure(late)) if late else ()
    open_: Parts = (f"{'　' if late else ''}{unplanned}待核",) if unplanned else ()
    return WallRow(
        light=ALARM_LIGHTS[light] if light else None,
        number=(quoted(str(row["key"]), origin),),
        name=(quoted(str(row["name"] or ""), origin),),
        leader=(quoted(str(row.get("leader") or ""), origin),),
        unit=(units.get(unit, unit),),
        overdue=(*days, *open_),
        marks=marks,
    )


def _day(day: pd.Timestamp) -> date | None:
    return None if pd.isna(day) else day.date()


def _until(day: pd.Timestamp, as_of: date) -> date | None:
    """A day, None where it is missing or later: it has not happened."""
    found = _day(day)
    return found if found and found <= as_of else None


def _grid(rows: pd.DataFrame, steps: list[str], as_of: date) -> tuple[date, date, bool]:
    """The first and last day of the grid, whole months, and whether days are beyond it."""
    planned = [rows[step + PLANNED] for step in steps]
    actual = [happened(rows[step + ACTUAL], as_of) for step in steps]
    days = pd.concat([*planned, *actual]).dropna()
    first, last = (days.min().date(), days.max().date()) if len(days) else (as_of, as_of)
    earliest, latest = _shifted(as_of, -_REACH), _shifted(as_of, _REACH)
    from_, to = max(min(first, as_of).replace(day=1), earliest), min(max(last, as_of), latest)
    return from_, periods.month_end(to.year, to.month), first < from_ or last > periods.month_end(to.year, to.month)


def _shifted(day: date, months: int) -> date:
    """The first day of the month so many months later."""
    year, month = divmod(day.year * periods.MONTHS + day.month - 1 + months, periods.MONTHS)
    return date(year, month + 1, 1)


def _sheets(groups: list[tuple[Parts, list[WallRow]]]) -> list[list[WallGroup]]:
    """The groups cut into sheets of about as many lines each; one that goes on on the next is headed again."""
    total = sum(bool(heading) + sum(map(_lines, rows)) for heading, rows in groups)
    # a heading more on each further sheet, and a long name that would go over its end
    most = min(LINES, math.ceil(total / math.ceil(total / LINES)) + 2)
    sheets: list[list[WallGroup]] = [[]]
    left = most
    for heading, rows in groups:
        if left < bool(heading) + _lines(rows[0]):  # no heading alone at the end
            sheets.append([])
            left = most
        words, kept = heading, list[WallRow]()
        left -= bool(heading)
        for row in rows:
            if kept and _lines(row) > left:
                sheets[-1].append(WallGroup(heading=words, rows=tuple(kept)))
                sheets.append([])
                words, kept, left = _continued(heading), [], most - bool(heading)
            kept.append(row)
            left -= _lines(row)
        sheets[-1].append(WallGroup(heading=words, rows=tuple(kept)))
    return sheets


def _continued(heading: Parts) -> Parts:
    return (heading[0], _CONTINUED) if heading else ()


def _lines(row: WallRow) -> int:
    """As many lines a row takes in small type."""
    words = "".join(part.text if isinstance(part, Figure) else str(part) for part in row.name)
    return max(1, math.ceil(len(words) / NAME_WIDTH))
