"""产业链 in a briefing: each chain's revenue against its target and the share of the year passed, with its leader."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar

import pandas as pd

from ...county.selection import unit_names
from ...document.blocks import Chart, Omission, Sentence, Table
from ...document.pieces import Light
from ...document.section import Section
from ...instruments.alarms import OPEN
from ...instruments.chains import chain_alarms, chain_figures, chains_by_key
from ...instruments.ledger_rows import happened, has
from ...instruments.tallies import count
from ...metrics.columns.row_selection import records
from ...quantity import periods
from ...quantity.figures import Figure
from ...quantity.reader_units import in_reader_unit
from .. import prose, tables
from ..figure_wording import as_clause, with_direction
from ..tables import ColumnSpec, Row
from .alarm_table import ALARM_LIGHTS
from .chain_chart import chain_bars
from .instrument_board import InstrumentBoard
from .quoting import quoted

__all__ = ["ChainBoard"]
__dir__ = __all__.copy

GREEN = Light(light="绿", shape="●", colour="#2e7d32")
_GROWS = "同比"
_GROWING = "（同比{grows}）"
_SENTENCE = (
    f"截至{{day}}，{{count}}重点产业链营业收入{{revenue}}{_GROWING}，完成年度目标的{{rate}}，序时进度{{pace}}；"
    "营收滞后的{late}。"
)
_FIGURES = {"目标": "年度目标", "营收": "营业收入", "完成率": "完成率", "序时": "序时进度", _GROWS: _GROWS,
            "亿元项目": "亿元项目", "企业数": "企业数"}  # fmt: skip


class ChainBoard(InstrumentBoard):
    """产业链: revenue against targets and the share of the year that has passed, lights, alarms."""

    instrument: ClassVar[str] = "chains"

    @property
    def until(self) -> str:
        """The day that the rows tell of, in brackets; that of the briefing where they tell of several."""
        return f"（截至{periods.date_label(self._told)}）"

    @property
    def _told(self) -> date:
        if not has(self.rows, "updated"):
            return self.as_of
        days = happened(self.rows["updated"], self.as_of).dropna().dt.date.unique()
        return days[0] if len(days) == 1 else self.as_of

    def _judged(self) -> pd.DataFrame:
        return chain_alarms(self.rows, self.as_of, self.county.alarms.chains)

    def figures(self) -> dict[str, Figure]:
        """Return the figures of all chains by name: 链数, 目标, 营收, 完成率, 序时; 同比, 企业数, 亿元项目 if known."""
        return chain_figures(self.rows, self.as_of, self._unit)

    def by_chain(self) -> pd.DataFrame:
        """Return the same of each chain by its number or name, the furthest behind first."""
        return chains_by_key(self.rows, self.as_of, self._unit)

    def bars(self) -> Chart | Omission:
        """Return the bars of the chains: how much of its target each has, the share of the year passed, its light."""
        return chain_bars(f"各产业链营业收入完成年度目标的比例{self.until}", self._listed())

    def table(self) -> Table:
        """Return the table of the chains, the furthest behind first, with leader and unit."""
        units, listed = unit_names(self.county), self._listed()
        columns: list[ColumnSpec[Row]] = [
            ColumnSpec(name="灯", align="center", width=0.8, cell=lambda row: row["light"]),
            ColumnSpec(name="产业链", width=1.8, cell=lambda row: row["name"]),
        ]
        if has(self.rows, "leader"):
            columns.append(ColumnSpec(name="链长", width=1.2, cell=lambda row: row["leader"] or tables.NONE))
        if has(self.rows, "unit"):
            columns.append(ColumnSpec(name="责任单位", width=1.8, cell=lambda row: units.get(row["unit"], tables.NONE)))
        columns += [_numbers(name, heading) for name, heading in _FIGURES.items() if listed and name in listed[0]]
        note = "注：完成率为营业收入占年度目标的比例，序时进度为当年到数据截至日已过去的部分。"
        return tables.tabulate(f"重点产业链{self.until}", columns, listed, notes=(note,))

    def section(self) -> Section:
        """Return the chains in a sentence, and their bars."""
        return Section([self._sentence(), self.bars()] if self._judgeable() else [self._sentence()])

    def annex(self) -> Section:
        """Return the table of the chains, where any can be judged, and all alarms."""
        alarms = [self.alarm_table()] if len(self.alarms) else []
        return Section([*([self.table()] if self._judgeable() else []), *alarms])

    @property
    def _unit(self) -> str:
        """The unit of the amounts, which the ledger has in one."""
        return next(str(column.unit) for column in self.shape.columns.values() if column.to == "revenue")

    def _judgeable(self) -> bool:
        return self.figures()["完成率"].value is not None

    def _listed(self) -> list[Row]:
        """The chains in the order of their figures, with leader, unit and light."""
        found = self.by_chain()
        about = self.rows.drop_duplicates("key").set_index("key").reindex(found.index)
        lit = dict(zip(self.alarms["key"], self.alarms["light"], strict=True))
        listed: list[Row] = []
        for key, figures, row in zip(found.index, records(found), records(about), strict=True):
            leader = str(row.get("leader") or "")
            listed.append({
                **figures, "name": quoted(str(row["name"] or key), row["origin"]), "unit": row.get("unit", ""),
                "leader": quoted(leader, row["origin"]) if leader else "",
                "light": ALARM_LIGHTS[lit[key]] if key in lit else GREEN,
            })  # fmt: skip
        return listed

    def _sentence(self) -> Sentence:
        found, day = self.figures(), periods.date_label(self._told)
        if not self._judgeable():
            said = "截至{day}，{count}重点产业链没有可以判断的营业收入：没有填，或数据截至日更晚。"
            return prose.say(said, names=self.county.proper_names, day=day, count=found["链数"])
        slots: dict[str, Any] = {
            "count": found["链数"], "revenue": found["营收"], "rate": found["完成率"], "pace": as_clause(found["序时"]),
            "late": count("营收滞后的产业链", self._late(), "条"),
        }  # fmt: skip
        grows = found.get(_GROWS)
        if grows is not None and grows.value is not None:
            slots["grows"] = with_direction(grows)
        form = _SENTENCE if "grows" in slots else _SENTENCE.replace(_GROWING, "")
        return prose.say(form, names=self.county.proper_names, day=day, **slots)

    def _late(self) -> pd.DataFrame:
        lit = self.alarms[self.alarms["light"] != OPEN]
        return self.rows[self.rows["key"].isin(lit["key"])]


def _numbers(name: str, heading: str) -> ColumnSpec[Row]:
    def cell(row: Row) -> Figure | str:
        figure: Figure = row[name]
        if figure.value is None:
            return tables.NONE
        return with_direction(figure) if name == _GROWS else in_reader_unit(figure)

    return ColumnSpec(name=heading, align="right", cell=cell)
