"""码头 in a briefing: what the berths handled, how full they are, the mix of cargo, and who did not report."""

from __future__ import annotations

from functools import cached_property
from typing import Any, ClassVar

import pandas as pd

from ...document.blocks import Chart, Omission, Sentence, Table
from ...document.section import Section
from ...instruments import port_figures
from ...instruments.alarms import OPEN
from ...instruments.port import KINDS, of_year, port_alarms, reported
from ...instruments.port_figures import UNIT
from ...instruments.tallies import count
from ...quantity import periods, units
from ...quantity.figures import Figure
from .. import prose
from ..figure_wording import as_clause, with_direction
from .cargo_chart import cargo_bars
from .figure_grid import figure_grid
from .instrument_board import IN_BODY, InstrumentBoard

__all__ = ["PortBoard"]
__dir__ = __all__.copy

_UNITS = {"inbound": UNIT, "outbound": UNIT, "rail_water": UNIT, "capacity": f"{UNIT}/年"}
"""Of all amounts, whatever the ledger's own; a capacity without 年 is of a year too."""
_SENTENCE = (
    "{span}，{berths}泊位报送吞吐量{through}，其中进港{inbound}、出港{outbound}；"
    "设计能力利用率{load}，水铁公联运占{rail}；"
)
_CHANGE, _NO_CHANGE = "与上年都报了的月份比，吞吐量{change}。", "{reason}，不与上年比。"
_ALARMS = "{kind}的泊位{number}"
_NOBODY = "截至{day}，码头台账里没有当年的月份。"
_AMOUNTS = {"inbound": f"进港（{UNIT}）", "outbound": f"出港（{UNIT}）", "through": f"吞吐量（{UNIT}）"}
_CHANGES = {"then": f"上年同期（{UNIT}）", "change": "同比"}
_BODY = {"through": _AMOUNTS["through"], "load": "利用率", **_CHANGES}
_BERTHS = {**_AMOUNTS, "months": "已报（个月）", "load": "利用率", "rail": "水铁公联运占比", **_CHANGES}
_CARGO = {**_AMOUNTS, "share": "占比", "rail": "水铁公联运占比", **_CHANGES}
_MONTHS = {**_AMOUNTS, "berths": "报送泊位（个）", **_CHANGES}
_LOAD = "注：利用率是已报月份的吞吐量占设计能力按这些月份折算数的比例。"
_ALIKE = "注：上年同期、同比只算一个泊位两年都报了的月份。"


class PortBoard(InstrumentBoard):
    """码头: berths by month and cargo, how full they are, alarms."""

    instrument: ClassVar[str] = "berth_months"

    def _judged(self) -> pd.DataFrame:
        return port_alarms(self._scaled, self.as_of, self.county.alarms.port)

    @cached_property
    def _scaled(self) -> pd.DataFrame:
        """The rows in the units printed."""
        scaled = {}
        for column in self.shape.columns.values():
            if column.to in _UNITS and column.unit and column.to in self.rows:
                target = _UNITS[column.to] if units.convertible(column.unit, _UNITS[column.to]) else UNIT
                if column.unit != target:
                    scaled[column.to] = self.rows[column.to] * float(units.ratio(column.unit, target))
        return self.rows.assign(**scaled)

    @cached_property
    def _told(self) -> pd.DataFrame:
        return reported(self._scaled, self.as_of)

    @property
    def _year(self) -> pd.DataFrame:
        return of_year(self._told, self.as_of.year)

    def figures(self) -> dict[str, Figure]:
        """Return the figures of the year by name: throughput, in and out, load, 水铁公联运, change."""
        found = port_figures.port_total(self._told, self.as_of.year)
        names = {"through": "吞吐量", "inbound": "进港", "outbound": "出港", "load": "利用率", "rail": "水铁公联运占比",
                 "then": "上年同期", "change": "同比"}  # fmt: skip
        berths = count("报送泊位", self._year.drop_duplicates("place"), "个")
        return {"泊位": berths, **{name: found[column] for column, name in names.items()}}

    def berths(self) -> pd.DataFrame:
        """Return the figures of each berth, the fullest first, and of all."""
        return self._by_berth

    @cached_property
    def _by_berth(self) -> pd.DataFrame:
        return port_figures.by_berth(self._told, self.as_of.year)

    def mix(self) -> pd.DataFrame:
        """Return the figures of each cargo, the largest first, and of all."""
        return port_figures.by_cargo(self._told, self.as_of.year)

    def months(self) -> pd.DataFrame:
        """Return the figures of each month of the year."""
        return port_figures.by_month(self._told, self.as_of.year)

    def summary(self) -> list[Sentence]:
        """Return the year in words, and how many berths have an alarm."""
        if self._year.empty:
            return [prose.say(_NOBODY, day=periods.date_label(self.as_of))]
        found = self.figures()
        change = found["同比"]
        said: dict[str, Any] = {
            slot: as_clause(found[name])
            for slot, name in {"through": "吞吐量", "inbound": "进港", "outbound": "出港", "load": "利用率",
                               "rail": "水铁公联运占比", "berths": "泊位"}.items()
        } | {"span": self._span}  # fmt: skip
        known = change.value is not None
        said |= {"change": with_direction(change)} if known else {"reason": change.reason}
        return [prose.say(_SENTENCE + (_CHANGE if known else _NO_CHANGE), names=self.county.proper_names, **said)]

    def section(self) -> Section:
        """Return the year in words, the fullest berths, and the worst alarms."""
        if self._year.empty:
            return Section(self.summary())
        fullest = figure_grid(f"利用率最高的泊位{self.until}", "泊位", self.berths().iloc[:-1].head(IN_BODY), _BODY,
                              notes=(_LOAD, _ALIKE))  # fmt: skip
        return Section([*self.summary(), *self._alarm_words(), fullest])

    def annex(self) -> Section:
        """Return the mix by cargo and direction, the months, all berths, and all alarms."""
        if self._year.empty:
            return Section([])
        mix = self.mix()
        blocks: list[Table | Chart | Omission] = [
            cargo_bars(f"各货种进出港{self.until}", mix.iloc[:-1]),
            figure_grid(f"吞吐量的货种{self.until}", "货种", mix, _CARGO, notes=(_ALIKE,)),
            figure_grid(f"各月吞吐量{self.until}", "月份", self.months(), _MONTHS, notes=(_ALIKE,)),
            figure_grid(f"各泊位吞吐量与利用率{self.until}", "泊位", self.berths(), _BERTHS, notes=(_LOAD, _ALIKE)),
        ]
        return Section([*blocks, *([self.alarm_table()] if len(self.alarms) else [])])

    @property
    def _span(self) -> str:
        """The months that are told of: January to the last one reported."""
        last = int(self._year["at"].max())
        year = self.as_of.year
        return periods.parse(f"{year}-01/{year}-{last:02}" if last > 1 else f"{year}-01").label

    def _alarm_words(self) -> list[Sentence]:
        lit = self.alarms[self.alarms["light"] != OPEN]
        parts: list[str] = []
        said: dict[str, Any] = {}
        for at, kind in enumerate(KINDS):
            keys = lit[lit["kind"] == kind]
            if len(keys):
                rows = self._told[self._told["place"].isin(keys["key"])].drop_duplicates("place", keep="last")
                parts.append(_ALARMS.replace("number", f"number{at}").replace("{kind}", kind))
                said[f"number{at}"] = count(f"{kind}泊位", rows, "个")
        return [prose.say(f"预警：{'，'.join(parts)}，名单见附件。", **said)] if parts else []
