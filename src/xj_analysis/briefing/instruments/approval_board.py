"""审批 in a briefing: open cases that are late, days taken, permits of projects, and the blocks of its section."""

from __future__ import annotations

from functools import cached_property
from typing import Any, ClassVar

import pandas as pd

from ...county.selection import unit_names
from ...document.blocks import Sentence, Table
from ...document.section import Section
from ...instruments.approval_days import measured
from ...instruments.approval_figures import approval_figures, chain_figures, grouped_approvals, late_cases
from ...instruments.approvals import DOUBTFUL, approval_alarms
from ...instruments.ledger_rows import has
from ...instruments.permit_chains import permit_chains
from ...metrics.columns.row_selection import records
from ...quantity import periods
from ...quantity.figures import Figure, reported_figure
from ...quantity.hedges import as_decimal
from .. import prose, tables
from ..figure_wording import as_clause
from ..tables import ColumnSpec, Row
from .alarm_table import short_day
from .approval_charts import days_against_promised, received_calendar
from .figure_grid import figure_grid
from .instrument_board import InstrumentBoard
from .quoting import quoted

__all__ = ["ApprovalBoard"]
__dir__ = __all__.copy

UNIT = "个工作日"
_LISTED = 30
_SENTENCE = (
    "截至{day}，台账收件{received}，办结{done}，在办{open}，其中超期{overdue}、即将超期{soon}；"
    "办理时长中位数{median}，绝大多数不超过{most}，按时办结率{on_time}，提前办结率{early}。"
)
_SAID = {"received": "收件", "done": "办结", "open": "在办", "overdue": "超期", "soon": "即将超期", "median": "中位数",
         "most": "较慢", "on_time": "按时办结率", "early": "提前办结率"}  # fmt: skip
_COLUMNS = {"收件": "收件（件）", "在办": "在办（件）", "超期": "超期（件）", "中位数": f"中位数（{UNIT}）",
            "较慢": f"绝大多数不超过（{UNIT}）", "按时办结率": "按时办结率", "提前办结率": "提前办结率"}  # fmt: skip
_SLOW = "“绝大多数”为百分位，见数字的算法。"
_COUNTED = "注：工作日按国务院放假调休安排数，收件当日不计；下班后、休息日收的自下一个工作日算起。"


class ApprovalBoard(InstrumentBoard):
    """审批: cases with the working days they took, alarms, permits of projects (拿地即开工)."""

    instrument: ClassVar[str] = "approvals"

    def _judged(self) -> pd.DataFrame:
        found = approval_alarms(self.rows, self.as_of, self.county.alarms.approvals)
        names = found["owner"].map(unit_names(self.county)).fillna(found["key"])
        return found.assign(key=found["key"].mask(found["kind"] == DOUBTFUL, names))

    @cached_property
    def cases(self) -> pd.DataFrame:
        """The cases received by the day, with the working days they took."""
        return measured(self.rows, self.as_of, self.county.alarms.approvals)

    @cached_property
    def chains(self) -> pd.DataFrame:
        """The permits of each project, the longest first."""
        return permit_chains(self.rows, self.as_of, self.county.alarms.approvals)

    def figures(self) -> dict[str, Figure]:
        """Return the figures of all cases by name, and of the permits of projects: 办齐, 限内."""
        limits = self.county.alarms.approvals
        return {**approval_figures(self.cases, limits), **self._of_chains()}

    def _of_chains(self) -> dict[str, Figure]:
        names = {"办齐": "三证办齐", "限内": "限时内办齐", "中位数": "三证中位数"}
        return {names[name]: figure for name, figure in
                chain_figures(self.chains, self.county.alarms.approvals).items()}  # fmt: skip

    def departments(self) -> pd.DataFrame:
        """Return the figures of each department, those done in time least first."""
        self._grouping("departments", "unit", ("unit",))
        found = grouped_approvals(self.cases, "unit", self.county.alarms.approvals)
        return found.rename(index=unit_names(self.county))

    def kinds(self) -> pd.DataFrame:
        """Return the figures of each kind of case, those done in time least first."""
        return grouped_approvals(self.cases, "kind", self.county.alarms.approvals)

    def section(self) -> Section:
        """Return the cases in a sentence, the permits of projects in another, and the worst alarms."""
        return Section([*self.summary(), self.alarm_table(self.in_body)])

    def annex(self) -> Section:
        """Return the calendar, the days against those promised, departments, kinds, permits, late cases, all alarms."""
        charts = [
            received_calendar(f"逐日收件{self.until}", self.cases),
            days_against_promised(f"办结用时与承诺时限{self.until}", self.cases),
        ]
        return Section([*charts, *self.group_tables(), *self.late_tables(_LISTED), *super().annex()])

    def summary(self) -> list[Sentence]:
        """Return the cases in words, and the permits of projects where there are any."""
        found = self.figures()
        day, names = periods.date_label(self.as_of), self.county.proper_names
        said: dict[str, Any] = {slot: as_clause(found[name]) for slot, name in _SAID.items()}
        sentences = [prose.say(_SENTENCE, names=names, day=day, **said)]
        if found["三证办齐"].value:
            words = "“拿地即开工”：三证办齐的项目{all}，规定时限内办齐{within}，从首件受理到末件办结中位数{median}。"
            sentences.append(prose.say(words, names=names, all=found["三证办齐"], within=found["限时内办齐"],
                                       median=found["三证中位数"]))  # fmt: skip
        return sentences

    def group_tables(self) -> list[Table]:
        """Return the tables of departments and kinds."""
        made = []
        if has(self.rows, "unit"):
            made.append(
                figure_grid(f"各部门办件{self.until}", "部门", self.departments(), _COLUMNS, notes=(_COUNTED, _SLOW))
            )
        return [*made, figure_grid(f"各事项办件{self.until}", "事项", self.kinds(), _COLUMNS)]

    def late_tables(self, most: int) -> list[Table]:
        """Return the list of late cases, those open first, and of projects by the days their permits took.

        Parameters
        ----------
        most
            As many rows at most in each.
        """
        self._count("most", most)
        return [table for table in (self._late_table(most), self._chain_table(most)) if table is not None]

    def _late_table(self, most: int) -> Table | None:
        """The list of cases that took longer than promised; None where none did."""
        late = late_cases(self.cases)
        if late.empty:
            return None
        units = unit_names(self.county)
        columns: list[ColumnSpec[Row]] = [
            ColumnSpec(name="办件", width=1.2, cell=lambda row: quoted(str(row["key"]), row["origin"])),
            ColumnSpec(name="事项", width=2.0, cell=lambda row: quoted(str(row["kind"]), row["origin"])),
            ColumnSpec(name="部门", width=2.0, cell=lambda row: units.get(row.get("unit", ""), "") or tables.NONE),
            ColumnSpec(name="收件", width=1.4, cell=lambda row: short_day(row["received"], self.as_of)),
            ColumnSpec(name="状态", width=1.2, cell=lambda row: "在办" if row["open"] else "已办结"),
            ColumnSpec(name="用时", align="right", width=1.6, cell=lambda row: _days("用时", row["taken"], row)),
            ColumnSpec(name="超出", align="right", width=1.6, cell=lambda row: _days("超出", row["over"], row)),
        ]
        rest = ("注：只列超出最多的。",) if len(late) > most else ()
        return tables.tabulate(f"超过承诺时限的办件{self.until}", columns, records(late.head(most)), notes=rest)

    def _chain_table(self, most: int) -> Table | None:
        """The projects by the working days their permits took together; None without any."""
        if self.chains.empty:
            return None
        limit = self.county.alarms.approvals.permit_days
        columns: list[ColumnSpec[Row]] = [
            ColumnSpec(name="项目", width=3.0, cell=lambda row: quoted(str(row["name"]), row["origin"])),
            ColumnSpec(name="首件收件", width=1.6, cell=lambda row: short_day(row["since"], self.as_of)),
            ColumnSpec(name="三证", width=1.4, cell=_chain_state),
            ColumnSpec(name="用时", align="right", width=1.6, cell=lambda row: _days("三证用时", row["taken"], row)),
            ColumnSpec(name="限时", width=1.2, cell=lambda row: "超过" if row["taken"] > limit else "以内"),
        ]
        rest = ("注：只列用时最长的。",) if len(self.chains) > most else ()
        title = f"“拿地即开工”各项目三证用时{self.until}"
        return tables.tabulate(title, columns, records(self.chains.head(most)), notes=rest)


def _chain_state(row: Row) -> str:
    return "办齐" if row["done"] else "有证未报" if row["missing"] else "在办"


def _days(label: str, number: Any, row: Row) -> Figure | str:
    """A number of working days of a row; where it has two, the lesser one, 至少."""
    if pd.isna(number):
        return tables.NONE
    origins = row["origins"] if isinstance(row.get("origins"), tuple) else (row["origin"],)
    value = as_decimal(float(number))
    assert value is not None
    return reported_figure(value.to_integral_value(), UNIT, label=f"{row.get('name') or row['key']}{label}",
                           origins=origins, formula="按工作日历计算")  # fmt: skip
