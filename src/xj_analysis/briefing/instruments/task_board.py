"""督办 in a briefing: how much is done, the colours of the open slips, who is late, and what is struck off."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property, partial
from typing import Any, ClassVar

import pandas as pd

from ...county.selection import unit_names
from ...document.blocks import Sentence, Table
from ...document.pieces import Cell
from ...document.section import Section
from ...instruments import tasks
from ...instruments.task_slips import TaskSlip, task_slips
from ...instruments.tasks import task_alarms, task_figures, unit_figures
from ...metrics.columns.row_selection import records
from ...quantity import periods
from ...quantity.figures import Figure
from .. import prose, tables
from ..figure_wording import as_clause
from ..tables import ColumnSpec, Row
from .alarm_table import short_day
from .instrument_board import InstrumentBoard
from .quoting import quoted
from .slip_fields import SLIP_LIGHTS

__all__ = ["TaskBoard"]
__dir__ = __all__.copy

_NAMED = {"given": "交办", "open": "在办", "done": "办结", "struck": "销号", "rate": "办结率", "timely": "按期率",
          "heard": "反馈率", "late": "超期", "days": "超期天数"}  # fmt: skip
_SENTENCE = "截至{day}，督办事项交办{given}，办结{done}（其中销号{struck}），在办{open}，办结率{rate}"


class TaskBoard(InstrumentBoard):
    """督办: slips open and done, rates, alarms."""

    instrument: ClassVar[str] = "tasks"

    def _judged(self) -> pd.DataFrame:
        return task_alarms(self.rows, self.as_of, self.county.alarms.tasks)

    def figures(self) -> dict[str, Figure]:
        """Return the figures of all slips by name: numbers, 办结率, 按期率, 反馈率, days past the deadline."""
        return task_figures(self.rows, self.as_of, self.county.alarms.tasks)

    def units(self) -> dict[str, dict[str, Figure]]:
        """Return the same by unit, the most overdue first."""
        return unit_figures(self.rows, self.as_of, self.county.alarms.tasks)

    @cached_property
    def slips(self) -> list[TaskSlip]:
        """The open slips: 红, 黄, then 蓝."""
        return task_slips(self.rows, self.as_of, self.county.alarms.tasks, self._names)

    def section(self) -> Section:
        """Return the slips in a sentence, and the worst alarms."""
        return Section([self._sentence(), self.alarm_table(self.in_body)])

    def annex(self) -> Section:
        """Return the units, the open slips with their deadlines, what was struck off, and all alarms."""
        more = [self.alarm_table()] if len(self.alarms) > self.in_body else []
        blocks = [self.unit_table(), self.deadline_table(), self.struck_table(), *more]
        return Section([block for block in blocks if block is not None])

    def unit_table(self) -> Table | None:
        """Return the figures of each unit; None without units."""
        found = self.units()
        if not found:
            return None
        shown = [name for name in ("交办", "办结", "办结率", "按期率", "反馈率", "超期", "超期天数")
                 if all(name in figures for figures in found.values())]  # fmt: skip
        columns: list[ColumnSpec[str]] = [
            ColumnSpec(name="责任单位", width=2.0, cell=lambda unit: self._names.get(unit, unit) or tables.NONE)
        ]
        columns += [ColumnSpec(name=name, align="right", cell=partial(_figure, found, name)) for name in shown]
        note = "注：按期率为到期或已办结的事项中按时限办结的；反馈率为在办事项中在规定天数内有反馈的。"
        return tables.tabulate(f"各单位督办事项{self.until}", columns, [*found], notes=(note,))

    def deadline_table(self) -> Table | None:
        """Return the table 问题—单位—时限 of the open slips, with their colours; None where none is open."""
        if not self.slips:
            return None
        columns: list[ColumnSpec[TaskSlip]] = [
            ColumnSpec(name="督查单", width=1.2, cell=lambda slip: Cell(parts=(SLIP_LIGHTS[slip.colour],))),
            ColumnSpec(name="编号", width=1.4, cell=lambda slip: Cell(parts=(quoted(slip.number, slip.origin),))),
            ColumnSpec(name="事项", width=3.2, cell=lambda slip: Cell(parts=(quoted(slip.what, slip.origin),))),
            ColumnSpec(name="责任单位", width=1.6, cell=lambda slip: slip.unit or tables.NONE),
            ColumnSpec(name="完成时限", width=1.4, cell=lambda slip: short_day(_stamp(slip.due), self.as_of)),
            ColumnSpec(name="最近反馈", width=1.4, cell=lambda slip: short_day(_stamp(slip.heard), self.as_of)),
        ]
        meanings = "，".join(
            f"{SLIP_LIGHTS[colour].shape}{colour}为{meaning}" for colour, meaning in tasks.COLOURS.items()
        )
        title = f"在办督办事项：问题、单位、时限{self.until}"
        return tables.tabulate(title, columns, self.slips, notes=(f"注：三色督查单，{meanings}。",))

    def struck_table(self) -> Table | None:
        """Return what was struck off, with its evidence, the latest first; None where nothing was."""
        rows = tasks.given_by(self.rows, self.as_of)
        rows = rows[tasks.struck(rows, self.as_of)]
        if rows.empty:
            return None
        rows = rows.sort_values("done", ascending=False, kind="stable") if "done" in rows else rows
        columns: list[ColumnSpec[Row]] = [
            ColumnSpec(name="编号", width=1.4, cell=lambda row: self._words(row, "key")),
            ColumnSpec(name="事项", width=3.2, cell=lambda row: self._words(row, "what")),
            ColumnSpec(name="责任单位", width=1.6, cell=lambda row: self._names.get(row.get("unit", ""), tables.NONE)),
            ColumnSpec(name="办结日期", width=1.4, cell=lambda row: short_day(row.get("done"), self.as_of)),
            ColumnSpec(name="依据", width=1.6, cell=lambda row: self._words(row, "evidence")),
        ]
        return tables.tabulate(f"销号清单{self.until}", columns, records(rows))

    @cached_property
    def _names(self) -> dict[str, str]:
        return dict(unit_names(self.county))

    @staticmethod
    def _words(row: Row, field: str) -> Cell:
        words = str(row.get(field, ""))
        return Cell(parts=(quoted(words, row["origin"]) if words else tables.NONE,))

    def _sentence(self) -> Sentence:
        found = self.figures()
        said: dict[str, Any] = {slot: as_clause(found[name]) for slot, name in _NAMED.items() if name in found}
        rates = "".join(f"，{_NAMED[slot]}{{{slot}}}" for slot in ("timely", "heard") if slot in said)
        late = "；超期未办结{late}，共超期{days}。" if found["超期"].value else "；没有超期未办结的。"
        day = periods.date_label(self.as_of)
        return prose.say(_SENTENCE + rates + late, names=self.county.proper_names, day=day, **said)


def _figure(found: Mapping[str, Mapping[str, Figure]], name: str, unit: str) -> Figure | str:
    figure = found[unit][name]
    return figure if figure.value is not None else tables.NONE


def _stamp(day: Any) -> Any:
    return pd.NaT if day is None else pd.Timestamp(day)
