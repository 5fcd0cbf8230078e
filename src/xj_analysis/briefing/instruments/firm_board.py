"""培育库 in a briefing: alarms of the register and of 日监测, 周调度表, the way to the line, output and power."""

from __future__ import annotations

from decimal import Decimal
from functools import cached_property
from typing import Any, ClassVar

import pandas as pd

from ...document.blocks import Chart, Omission, Sentence, Table
from ...document.pieces import Cell, Light, Part
from ...document.section import Section
from ...instruments import firm_dispatch, firm_runway
from ...instruments.alarms import worst_first
from ...instruments.firm_days import DAY_KINDS, Monitored, firm_day_alarms, monitored
from ...instruments.firm_runway import VERDICTS
from ...instruments.firms import KINDS, UNIT, firm_alarms, firm_figures
from ...instruments.tallies import count
from ...metrics.columns.row_selection import records
from ...quantity import periods, units
from ...quantity.figures import Figure, missing_figure, reported_figure
from ...quantity.hedges import rounded
from .. import prose, tables
from ..figure_wording import as_clause, without_unit
from ..tables import ColumnSpec, Row
from .alarm_table import ALARM_LIGHTS, short_day
from .firm_charts import missing_calendar, output_and_power, runway_bars
from .instrument_board import InstrumentBoard
from .quoting import quoted

__all__ = ["FirmBoard"]

_REVENUES = ("revenue_12m", "revenue_last_year")
_UNKNOWN = "台账里没有填，不能计算"
_SENTENCE = (
    "截至{day}，培育库共{企业}，在库{在库}（达到入库线{达到入库线}、低于入库线{低于入库线}、过线{过线}），已进规{已进规}；"
    "在库企业到预计入规月或年底，可望入规{可望}、尚难判断{尚难判断}、难以入规{难以}；"
    "申报成功率{申报成功率}，本年入统{入统}，"
)
_NET, _NO_NET = "净增{净增}。", "净增未算：{净增}。"
_MONITORED = "日监测到{last}。"
_PACES = (
    "注：按今年以来和近月两种增量推到预计入规月（没有填的到年底），都过线为可望，都不过为难以，其余尚难判断；"
    "月均需多为各月要比上年同月多出的营业收入。产值、用电为最近一周比前月的日均（工作日）。"
)
_ORDER = "排序：有预警的在前，重的在先；其余难以入规、缺口大的在前，已进规的在后。"
_ALARMED = "预警企业"
_DAYS = 5
"""As many of a firm's days without a report are named, the latest."""


class FirmBoard(InstrumentBoard):
    """培育库: firms on their way to 规上, and what they report day by day."""

    instrument: ClassVar[str] = "firms"

    @cached_property
    def _register(self) -> pd.DataFrame:
        """The rows of the register, revenue in 万元."""
        scaled = {
            column.to: self.rows[column.to] * float(units.ratio(column.unit, UNIT))
            for column in self.shape.columns.values()
            if column.to in _REVENUES and column.unit and column.unit != UNIT
        }
        return self.rows.assign(**scaled)

    @cached_property
    def monitored(self) -> Monitored | None:
        """What the firms have reported of working days; None without 日监测."""
        if "firm_days" not in self.beside:
            return None
        return monitored(self.beside["firm_days"][1], self._register, self.as_of)

    def _judged(self) -> pd.DataFrame:
        limits = self.county.alarms.firms
        found = [firm_alarms(self._register, self.as_of, limits)]
        if "firm_days" in self.beside:
            found.append(firm_day_alarms(self.beside["firm_days"][1], self._register, self.as_of, limits))
        return worst_first(found, (*KINDS, *DAY_KINDS))

    @cached_property
    def _dispatched(self) -> pd.DataFrame:
        limits = self.county.alarms.firms
        return firm_dispatch.dispatch(self._register, self.monitored, self.alarms, self.as_of, limits)

    @cached_property
    def _way(self) -> pd.DataFrame:
        return firm_runway.runway(self._register, self.monitored, self.as_of, self.county.alarms.firms)

    def figures(self) -> dict[str, Figure]:
        """Return the figures of all firms by name: by state and verdict, 申报成功率, 净增, with alarms."""
        rows, way = self._register, self._way
        found = firm_figures(rows, self.as_of, self.county.alarms.firms)
        verdicts = {word: count(f"{word}入规企业", way[way["verdict"] == word], "家") for word in VERDICTS}
        return {**found, **verdicts, "预警": count(_ALARMED, rows[rows["key"].isin(self.alarms["key"])], "家")}

    def summary(self) -> Sentence:
        """Return the firms in words: how many in the pool and in, how many may reach the line, and 净增."""
        found = self.figures()
        template = _SENTENCE + (_NO_NET if found["净增"].value is None else _NET)
        said: dict[str, Any] = {name: as_clause(each) for name, each in found.items() if f"{{{name}}}" in template}
        said["day"] = periods.date_label(self.as_of)
        if self.monitored is not None:
            template += _MONITORED
            said["last"] = periods.date_label(self.monitored.last)
        return prose.say(template, names=self.county.proper_names, **said)

    def section(self) -> Section:
        """Return the firms in words, and the worst alarms."""
        return Section([self.summary(), self.alarm_table(self.in_body)])

    def annex(self) -> Section:
        """Return the 周调度表, the alarms not in the body, missing days, output and power, the way to the line."""
        drawn = (self.missing_days(), self.small_multiples(), self.runway())
        charts = [each for each in drawn if isinstance(each, Chart)]
        rest = [self.alarm_table(after=self.in_body)] if len(self.alarms) > self.in_body else []
        return Section([self.dispatch(), *rest, *charts])

    def dispatch(self, *, wide: bool = False) -> Table:
        """Return the 周调度表: a line a firm, the worst first.

        Parameters
        ----------
        wide
            Whether it has room: it has the days not reported too, and says how it is sorted.
        """
        columns: list[ColumnSpec[Row]] = [
            ColumnSpec(name="灯", align="center", width=0.8, cell=_light),
            ColumnSpec(name="企业", width=2.7, cell=_name),
            ColumnSpec(name="联系领导", width=1.2, cell=lambda row: _quoted(row, "leader")),
            ColumnSpec(name="申报状态", width=1.5, cell=lambda row: row["state"] or tables.NONE),
            ColumnSpec(name="入规月", width=1.1, cell=_due),
            _numbers("滚动营收", "revenue_12m", UNIT, "滚动营业收入"),
            _numbers("距线", "missing", UNIT, "距规上线"),
            _numbers("月均需多", "needed", UNIT, "月均需多"),
            ColumnSpec(name="判断", width=1.2, cell=lambda row: row["verdict"] or tables.NONE),
            _numbers("产值（%）", "output", "%", "产值比前月", "day_origins"),
            _numbers("用电（%）", "power", "%", "用电比前月", "day_origins"),
            *([_numbers("漏报（日）", "unreported", "个工作日", "漏报")] if wide else []),
            ColumnSpec(name="预警", width=2.3, cell=lambda row: row["kinds"] or tables.NONE),
        ]
        title = f"企业周调度表（金额：{UNIT}）{self.until}"
        return tables.tabulate(title, columns, records(self._dispatched), notes=(_PACES + (_ORDER if wide else ""),))

    def unreported(self) -> Sentence | None:
        """Return the firms that have not reported working days, the most first, with the days; None without 日监测."""
        if self.monitored is None:
            return None
        missing = self.monitored.unreported
        rows = self._dispatched[self._dispatched["unreported"] > 0]
        rows = rows.sort_values("unreported", ascending=False, kind="stable")
        if rows.empty:
            return Sentence(parts=("日监测没有漏报的工作日。",))
        parts: list[Part] = ["日监测有漏报的", count("漏报企业", rows, "家")]
        for n, row in enumerate(records(rows.head(self.in_body))):
            days = [short_day(day, self.as_of) for day in missing.index[missing[row["key"]]]]
            shown = f"{'、'.join(days[-_DAYS:])}{'等' if len(days) > _DAYS else ''}"
            missed = _measure(row, "unreported", "个工作日", f"{row.get('name') or row['key']}漏报", (row["origin"],))
            parts += ["；" if n else "：", _name(row), missed, f"（{shown}）"]
        return Sentence(parts=(*parts, "，其余见表。" if len(rows) > self.in_body else "。"))

    def runway(self) -> Chart | Omission:
        """Return the bars of the firms that are to enter: revenue against the line, what is missing, the interval."""
        way = self._way.sort_values("revenue_12m", ascending=False, kind="stable")
        told = [
            {
                "name": _name(row), "verdict": row["verdict"],
                "revenue": _measure(row, "revenue_12m", UNIT, "滚动营业收入", row["origins"][:1]),
                "missing": _measure(row, "missing", UNIT, "距规上线", row["origins"][:1]),
                "needed": _measure(row, "needed", UNIT, "月均需多", row["origins"][:1]),
                "low": _measure(row, "low", UNIT, "入规月推算下限", row["origins"]),
                "high": _measure(row, "high", UNIT, "入规月推算上限", row["origins"]),
            }
            for row in records(way[way["revenue_12m"].notna()])
        ]  # fmt: skip
        return runway_bars(f"在库企业距规上线{self.until}", told, self.county.alarms.firms.line)

    def small_multiples(self, *firms: str) -> Chart | Omission:
        """Return output and power of firms, a small chart each: the daily mean of each seven days.

        Parameters
        ----------
        firms
            Numbers of firms; none: those with alarms of 日监测, the worst first.
        """
        worst = self.alarms.loc[self.alarms["kind"].isin(DAY_KINDS), "key"]
        shown = [*firms] or list(dict.fromkeys(worst))
        of = "" if firms else "有日监测预警的企业"
        rows = {row["key"]: row for row in records(self._dispatched)}
        told = [
            {
                "key": key, "name": _name(rows[key]),
                "output": _measure(rows[key], "output", "%", "产值比前月", rows[key]["day_origins"]),
                "power": _measure(rows[key], "power", "%", "用电比前月", rows[key]["day_origins"]),
            }
            for key in shown
            if key in rows
        ]  # fmt: skip
        return output_and_power(f"{of}产值和用电，按周日均{self.until}", told, self.monitored)

    def missing_days(self) -> Chart | Omission:
        """Return the calendar of working days that firms have not reported."""
        names = {row["key"]: (_name(row), row["origin"]) for row in records(self._register)}
        return missing_calendar(f"漏报日历，只列有漏报的企业{self.until}", names, self.monitored)


def _light(row: Row) -> Cell | Light:
    return ALARM_LIGHTS[row["light"]] if row["light"] else Cell(parts=(tables.NONE,))


def _name(row: Row) -> Part:
    return quoted(str(row.get("name") or row["key"]), row["origin"])


def _quoted(row: Row, column: str) -> Part:
    words = row.get(column)
    return quoted(str(words), row["origin"]) if words else tables.NONE


def _due(row: Row) -> Part:
    """The month in which a firm is to enter, in the ledger's words; none of one that has entered."""
    return _quoted(row, "due") if row["verdict"] else tables.NONE


def _numbers(heading: str, column: str, unit: str, label: str, origins: str = "") -> ColumnSpec[Row]:
    def cell(row: Row) -> Part:
        traced = row[origins] if origins else (row["origin"],)
        figure = _measure(row, column, unit, f"{row.get('name') or row['key']}{label}", traced)
        return tables.NONE if figure.value is None else without_unit(figure)

    return ColumnSpec(name=heading, align="right", width=0.9, cell=cell)


def _measure(row: Row, column: str, unit: str, label: str, origins: tuple[str, ...]) -> Figure:
    """A number of a firm as a figure, a decimal at most; without one the reason."""
    about: dict[str, Any] = {"label": label, "origins": origins}
    if pd.isna(row[column]):
        return missing_figure(_UNKNOWN, unit=unit, **about)
    number = rounded(Decimal(repr(float(row[column]))), 1, "half_even") + 0
    return reported_figure(
        number if unit == "%" else Decimal(f"{number.normalize():f}"), unit, formula="按台账所填计算", **about
    )
