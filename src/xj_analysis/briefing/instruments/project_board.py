"""重点项目 in a briefing: figures, alarms, 项目调度表, Gantt, heat chart, load and 提醒函."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import ClassVar, Literal

import pandas as pd

from ...county.instrument_fields import STEPS
from ...county.selection import unit_names
from ...document.blocks import Chart, Omission, Sentence, Table
from ...document.pieces import Bar, Cell, Light, Part
from ...document.section import Section
from ...instruments import tallies
from ...instruments.alarms import OPEN, RED, YELLOW
from ...instruments.ledger_rows import has
from ...instruments.milestones import milestones, overdue
from ...instruments.project_figures import TOTAL, dispatch, loads, project_figures
from ...instruments.project_slip import slip_by_step, slips
from ...instruments.projects import project_alarms, year_share
from ...metrics.columns.row_selection import records
from ...quantity import periods
from ...quantity.figures import Figure
from .. import prose, tables
from ..absence import Absence
from ..figure_wording import without_unit
from ..tables import ColumnSpec, Row
from .instrument_board import InstrumentBoard
from .project_charts import day_count, gantt_chart, heat_chart, project_name
from .quoting import quoted

__all__ = ["ProjectBoard"]

Grouping = Literal["unit", "category", "area", "leader", "person"]
_Groups = list[tuple[str, dict[str, Figure]]]
_HEADINGS = {"unit": "责任单位", "category": "类别", "area": "乡镇", "leader": "包抓领导", "person": "责任人"}
_DISPATCH_IN_BODY = 5
_IN_GANTT, _IN_HEAT = 30, 60
_CLAUSES = (
    "列入调度{项目}", "开工率{开工率}", "竣工率{竣工率}", "序时推进率{序时推进率}",
    "年度计划投资{年度计划投资}、完成{年度投资完成率}",
)  # fmt: skip


class ProjectBoard(InstrumentBoard):
    """重点项目: milestones planned and done, investment, alarms."""

    instrument: ClassVar[str] = "projects"

    def _judged(self) -> pd.DataFrame:
        return project_alarms(self.rows, self.as_of, self.county.alarms.projects)

    def section(self) -> Section:
        """Return what stands in the body: the counts in words, the worst alarms, and the groups furthest behind."""
        return Section([self.summary(), self.alarm_table(self.in_body), *self._dispatched(_DISPATCH_IN_BODY)])

    def annex(self) -> Section:
        """Return the charts, and the whole tables."""
        groups = [self.load()] if has(self.rows, "leader") else []
        rest = [self.alarm_table(after=self.in_body)] if len(self.alarms) > self.in_body else []
        letters = [self.letters()] if self.alarms["light"].isin((RED, YELLOW)).any() else []
        return Section([
            self.gantt(), self.heat(), *groups, *self._dispatched(), *rest, *letters
        ])  # fmt: skip

    def figures(self) -> dict[str, Figure]:
        """Return the figures of the projects by name: 开工率, 竣工率, 年度投资完成率, 序时推进率, 逾期节点 …

        Examples
        --------
        >>> from xj_analysis import Briefing
        >>> b = Briefing("projects", county="example")
        >>> b.projects.figures()["项目"].text
        '60项'
        """
        return project_figures(self.rows, self.as_of, money=self._money)

    def summary(self) -> Sentence:
        """Return the sentence of the counts: projects and rates, then what is late and with whom most of it lies."""
        found = self.figures()
        told = [words for words in _CLAUSES if set(_slots(words)) <= found.keys()]
        words = "，".join(told)
        slots: dict[str, Figure | Light | str] = {name: found[name] for clause in told for name in _slots(clause)}
        slots |= {"红": self._lit(RED), "黄": self._lit(YELLOW), "逾期节点": found["逾期节点"]}
        words += "。逾期节点{逾期节点}，亮红灯的{红}，亮黄灯的{黄}"
        if not found["逾期节点"].value or not has(self.rows, "unit"):
            return self._say(words + "。", slots)
        most, row = loads(self.rows, self.as_of, "unit", money=self._money)[0]
        slots |= {"单位": self._unit_name(most), "最多": row["逾期节点"]}
        return self._say(words + "；逾期节点最多的是{单位}，有{最多}。", slots)

    def dispatch(self, by: Grouping = "unit", most: int | None = None) -> Table:
        """Return the 项目调度表, the groups with the least of the year's plan done first, and their sum.

        Parameters
        ----------
        by
            ``unit``, ``category``, ``area`` or ``leader``.
        most
            As many groups at most; None for all. The sum is of all.
        """
        self._grouping("dispatch", by, _HEADINGS)
        self._count("most", most)
        *groups, total = dispatch(self.rows, by, money=self._money)
        names = [name for name in total[1] if name != "完成年度百分比"]
        due = year_share(self.as_of) / 100
        columns = [self._group_column(by)]
        columns += [_column(name) for name in names]
        if "完成年度百分比" in total[1]:
            columns += [
                ColumnSpec(
                    name="完成年度百分比", align="right", width=1.4,
                    cell=lambda row: _share_cell(row[1]["完成年度百分比"], due),
                )
            ]  # fmt: skip
        shown = groups if most is None else groups[:most]
        notes = ["注：完成年度百分比从低到高排，竖线为时序进度。"] if "完成年度百分比" in total[1] else []
        notes += ["只列最低的，合计是全部。"] if len(shown) < len(groups) else []
        title = f"项目调度表（按{_HEADINGS[by]}，投资单位：{self._money}）{self.until}"
        made = tables.tabulate(title, columns, [*shown, total], notes=["".join(notes)] if notes else [])
        return made.model_copy(update={"notes": (*made.notes, *self._left_out())})

    def load(self, by: Grouping = "leader") -> Table:
        """Return the load of each leader (or ``unit``, ``person``): projects, investment, overdue milestones."""
        self._grouping("load", by, _HEADINGS)
        found = loads(self.rows, self.as_of, by, money=self._money)
        columns = [self._group_column(by), *(_column(name, unit=name != "总投资") for name in found[0][1])]
        unit = f"，总投资单位：{self._money}" if "总投资" in found[0][1] else ""
        return tables.tabulate(f"{_HEADINGS[by]}的项目{self.until}{unit}", columns, found)

    def slip(self) -> Table:
        """Return where time is lost: by milestone the number done late, their median days, and the overdue."""
        found = list(slip_by_step(self.rows, self.as_of).items())
        step: ColumnSpec[tuple[str, dict[str, Figure]]] = ColumnSpec(name="节点", cell=lambda row: row[0])
        columns = [step, *(_column(name, unit=True) for name in found[0][1])]
        return tables.tabulate(f"各节点的拖期{self.until}", columns, found)

    def overdue(self) -> Table | Sentence:
        """Return the milestones overdue, the longest first, in days and working days.

        Raises
        ------
        DataError
            A year has no calendar of working days.
        """
        found = overdue(self.rows, self.as_of)
        if found.empty:
            return Absence.OVERDUE.sentence()

        def days(column: str, unit: str) -> ColumnSpec[Row]:
            return ColumnSpec(
                name=f"逾期{unit}", align="right", width=1.0,
                cell=lambda row: day_count(row[column], f"{STEPS[row['step']]}逾期", row["origin"], unit),
            )  # fmt: skip

        columns: list[ColumnSpec[Row]] = [
            ColumnSpec(name="项目", width=3, cell=project_name),
            ColumnSpec(name="节点", cell=lambda row: STEPS[row["step"]]),
            ColumnSpec(name="计划", width=1.4, cell=lambda row: periods.date_label(row["planned"].date())),
            days("days", "天"), days("workdays", "工作日"),
            ColumnSpec(name="责任单位", width=1.6, cell=lambda row: self._unit_name(row.get("unit", ""))),
        ]  # fmt: skip
        return tables.tabulate(f"逾期节点{self.until}", columns, records(found))

    def gantt(self, most: int = _IN_GANTT) -> Chart | Omission:
        """Return the Gantt chart of the projects with a light, the worst first.

        Parameters
        ----------
        most
            As many projects at most.
        """
        self._count("most", most)
        lit = list(dict.fromkeys(self.alarms["key"]))
        shown = pd.DataFrame({"key": lit[:most]}).merge(self._milestones, on="key")
        note = "只列最重的" if len(lit) > most else ""
        return gantt_chart(f"有预警的项目进度，最重的在前{self.until}", shown, self._slips, self.as_of, note)

    def heat(self, most: int = _IN_HEAT) -> Chart | Omission:
        """Return the heat chart project × milestone: all in the ledger's order, or the worst where they are too many.

        Parameters
        ----------
        most
            As many projects at most.
        """
        self._count("most", most)
        keys = list(dict.fromkeys([*self.alarms["key"], *self.rows["key"]]))[:most]
        shown = self._milestones[self._milestones["key"].isin(keys)]
        note = "只列最重的" if len(self.rows) > most else ""
        return heat_chart(f"各项目节点完成情况{self.until}", shown, note)

    def letters(self) -> Table | Sentence:
        """Return the list of 提醒函: a unit a row, with its leaders and its projects, the worst first."""
        lit = self.alarms[self.alarms["light"].isin((RED, YELLOW))]
        if lit.empty:
            return Absence.LETTERS.sentence()
        units = [(str(owner), part) for owner, part in lit.groupby("owner", sort=False)]
        columns: list[ColumnSpec[tuple[str, pd.DataFrame]]] = [
            ColumnSpec(name="责任单位", width=1.6, cell=lambda row: self._unit_name(row[0])),
            ColumnSpec(name="包抓领导", width=1.4, cell=lambda row: _words(row[1], "leader")),
            ColumnSpec(name="红", align="right", width=0.7, cell=lambda row: self._lit(RED, row[1])),
            ColumnSpec(name="黄", align="right", width=0.7, cell=lambda row: self._lit(YELLOW, row[1])),
            ColumnSpec(name="项目", width=4, cell=lambda row: _words(row[1], "key")),
        ]
        used = [column for column in columns if column.name != "包抓领导" or (lit["leader"] != "").any()]
        return tables.tabulate(f"提醒函名单{self.until}", used, units)

    @cached_property
    def _milestones(self) -> pd.DataFrame:
        return milestones(self.rows, self.as_of)

    @cached_property
    def _slips(self) -> pd.DataFrame:
        return slips(self.rows, self.as_of)

    @cached_property
    def _money(self) -> str:
        """The unit in which the ledger's amounts are read."""
        read = {column.to: column.unit for column in self.shape.columns.values() if column.unit}
        return str(next((read[name] for name in ("investment_total", "year_plan", "year_done") if name in read), ""))

    def _dispatched(self, most: int | None = None) -> list[Table]:
        """The 项目调度表 by unit, else by what the ledger has; none without investment, or once it was all printed."""
        by: list[Grouping] = [each for each in ("unit", "category", "area") if has(self.rows, each)]
        if not by or not (has(self.rows, "investment_total") or has(self.rows, "year_plan")):
            return []
        whole = self.rows[by[0]].fillna("").nunique() <= _DISPATCH_IN_BODY
        return [] if most is None and whole else [self.dispatch(by[0], most)]

    def _lit(self, light: str, alarms: pd.DataFrame | None = None) -> Figure:
        """The number of projects whose worst light, of some alarms or of all, is this one."""
        found = self.alarms if alarms is None else alarms
        worst = found[found["light"] != OPEN].drop_duplicates("key")
        keys = worst["key"][worst["light"] == light]
        return tallies.count(f"{light}灯项目", self.rows[self.rows["key"].isin(keys)], "项")

    def _left_out(self) -> list[tuple[Part, ...]]:
        """The note on rows whose percentage is not known."""
        if not has(self.rows, "year_plan", "year_done"):
            return []
        rows = self.rows[self.rows[["year_plan", "year_done"]].isna().any(axis="columns")]
        if rows.empty:
            return []
        return [(tallies.count("没有填全的项目", rows, "项"), "没有填全年度计划和本年完成，百分比不含它们。")]

    def _group_column(self, by: Grouping) -> ColumnSpec[tuple[str, dict[str, Figure]]]:
        def cell(row: tuple[str, dict[str, Figure]]) -> Cell | Part:
            counted = next(iter(row[1].values()))
            return row[0] if row[0] == TOTAL else self._cell(by, row[0], counted.origins[0])

        return ColumnSpec(name=_HEADINGS[by], width=1.6, cell=cell)

    def _unit_name(self, unit: str) -> str:
        return unit_names(self.county).get(unit, unit) or "（没有填）"

    def _cell(self, by: str, group: str, origin: str) -> Cell:
        return Cell(parts=(self._named(by, group, origin),))

    def _named(self, by: str, group: str, origin: str) -> Part:
        """The name of a group: units and areas as declared, other words quoted."""
        if not group:
            return tables.NONE
        declared = {"unit": unit_names(self.county), "area": self.county.area_names}.get(by, {})
        return quoted(declared.get(group, group), origin)

    def _say(self, words: str, slots: Mapping[str, Figure | Light | str]) -> Sentence:
        return prose.say(words, style="body", names=self.county.proper_names, **slots)


def _slots(words: str) -> list[str]:
    return [piece.partition("}")[0] for piece in words.split("{")[1:]]


def _column(name: str, *, unit: bool = False) -> ColumnSpec[tuple[str, dict[str, Figure]]]:
    def cell(row: tuple[str, dict[str, Figure]]) -> Part:
        figure = row[1][name]
        return tables.NONE if figure.value is None else figure if unit else without_unit(figure)

    return ColumnSpec(name=name, align="right", width=1.0, cell=cell)


def _share_cell(share: Figure, due: float) -> Cell:
    """A percentage with its bar, whole from a hundred percent on, and the stroke of 时序进度."""
    if share.value is None:
        return Cell(parts=(tables.NONE,))
    return Cell(parts=(share, Bar(bar=min(float(share.value) / 100, 1.0), stroke=due)))


def _words(found: pd.DataFrame, column: str) -> Cell:
    """Words of alarms, each once, quoted."""
    named = found[found[column] != ""].drop_duplicates(column)
    parts = [quoted(row[column], row["origins"][0]) for row in records(named)]
    return Cell(parts=tuple(part for each in parts for part in ("、", each))[1:] or (tables.NONE,))
