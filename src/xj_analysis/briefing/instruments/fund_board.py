"""专项资金 in a briefing: what is paid against the time that has passed, and amounts that contradict each other."""

from __future__ import annotations

from decimal import Decimal
from functools import cached_property
from typing import Any, ClassVar

import pandas as pd

from ...document.blocks import Sentence, Table
from ...document.pieces import Part
from ...document.section import Section
from ...instruments.alarms import OPEN
from ...instruments.funds import (
    CONTRADICTIONS,
    KINDS,
    PAID_MORE,
    UNIT,
    fund_alarms,
    fund_figures,
    funds_total,
)  # fmt: skip
from ...instruments.tallies import count
from ...metrics.columns.row_selection import records
from ...quantity import periods, units
from ...quantity.figures import Figure, reported_figure
from ...quantity.hedges import rounded
from .. import prose, tables
from ..figure_wording import as_clause, without_unit
from ..tables import ColumnSpec, Row
from .alarm_table import ALARM_LIGHTS
from .instrument_board import IN_BODY, InstrumentBoard
from .quoting import quoted

__all__ = ["FundBoard"]
__dir__ = __all__.copy

_SENTENCE = "截至{day}，专项资金{number}，安排{arranged}，已拨付{paid}，支付率{rate}。"
_NONE = "截至{day}，专项资金台账里没有一行。"
_SAID = {"number": "资金", "arranged": "安排", "paid": "拨付", "rate": "支付率"}
_AMOUNTS = {"arranged": "安排", "paid": "拨付", "balance": "结余"}
_PACE = {"rate": "支付率", "passed": "时间进度", "behind": "落后"}
_NOTE = "注：时间进度是起止日期之间已过天数的比例，落后是时间进度减支付率的百分点；支付快于时间的落后为负。"


class FundBoard(InstrumentBoard):
    """专项资金: arranged, paid and left, against the time that has passed."""

    instrument: ClassVar[str] = "funds"

    def _judged(self) -> pd.DataFrame:
        return fund_alarms(self._scaled, self.as_of, self.county.alarms.funds)

    @cached_property
    def _scaled(self) -> pd.DataFrame:
        """The rows with all amounts in 万元."""
        return self.rows.assign(**{
            column.to: self.rows[column.to] * float(units.ratio(column.unit, UNIT))
            for column in self.shape.columns.values()
            if column.to in _AMOUNTS and column.unit and column.unit != UNIT and column.to in self.rows
        })  # fmt: skip

    def figures(self) -> dict[str, Figure]:
        """Return the figures of all funds by name: number, arranged, paid, 支付率, and how many have an alarm."""
        found = funds_total(self._scaled)
        alarmed = {kind: count(f"{kind}资金", self._of(kind), "项") for kind in KINDS}
        return {name: found[key] for key, name in _SAID.items()} | alarmed

    def funds(self) -> pd.DataFrame:
        """Return the figures of each fund by its number, the worst first."""
        return fund_figures(self._sorted, self.as_of)

    def summary(self) -> list[Sentence]:
        """Return the funds in words, those with alarms counted, and the contradictions with both values."""
        day = periods.date_label(self.as_of)
        if self.rows.empty:
            return [prose.say(_NONE, day=day)]
        found = self.figures()
        said: dict[str, Any] = {slot: as_clause(found[name]) for slot, name in _SAID.items()}
        lit = [kind for kind in KINDS if kind not in CONTRADICTIONS and found[kind].value]
        more = f"其中{'，'.join(f'{kind}{{n{KINDS.index(kind)}}}' for kind in lit)}。" if lit else ""
        said |= {f"n{KINDS.index(kind)}": found[kind] for kind in lit}
        return [prose.say(_SENTENCE + more, day=day, **said), *self.contradictions()]

    def contradictions(self) -> list[Sentence]:
        """Return a sentence of the rows whose amounts contradict each other, with both values; none without any."""
        rows = records(self.alarms[self.alarms["kind"].isin(CONTRADICTIONS)])
        if not rows:
            return []
        parts: list[Part] = ["账目待核："]
        for at, row in enumerate(rows):
            origin = row["origins"][0]
            stated, right = (self._amount(row, column) for column in ("value", "limit"))
            parts += ["；" if at else "", quoted(f"{row['key']}{row['name']}", origin)]
            parts += ["拨付", stated, "，多于安排", right] if row["kind"] == PAID_MORE else [
                "结余填", stated, "，安排减拨付是", right]  # fmt: skip
        return [Sentence(parts=(*(part for part in parts if part != ""), "。"), style="body")]

    def section(self) -> Section:
        """Return the funds in words, and the worst of them against the time that has passed."""
        return Section(
            [*self.summary(), *([self._table(self._sorted.head(IN_BODY), "最急的")] if len(self.rows) else [])]
        )

    def annex(self) -> Section:
        """Return all funds, and all alarms."""
        whole = [self._table(self._sorted, "全部")] if len(self.rows) > IN_BODY else []
        return Section([*whole, *([self.alarm_table()] if len(self.alarms) else [])])

    @cached_property
    def _sorted(self) -> pd.DataFrame:
        """The funds, those with the worst alarms first, the others as the ledger has them."""
        place = {key: at for at, key in reversed([*enumerate(self.alarms["key"])])}
        order = self._scaled["key"].map(place).fillna(len(place) + len(self.alarms))
        return self._scaled.loc[order.sort_values(kind="stable").index]

    def _of(self, kind: str) -> pd.DataFrame:
        """The funds that have an alarm of a kind; 待核 counts where the kind is a contradiction."""
        own = self.alarms[self.alarms["kind"] == kind]
        own = own if kind in CONTRADICTIONS else own[own["light"] != OPEN]
        return self.rows[self.rows["key"].isin(own["key"])]

    def _amount(self, row: Row, column: str) -> Figure:
        value = rounded(Decimal(repr(float(row[column]))), 2, "half_even").normalize()
        formula = "台账所填" if column == "value" else "安排" if row["kind"] == PAID_MORE else "安排-拨付"
        return reported_figure(Decimal(f"{value:f}"), UNIT, label=f"{row['name']}{row['kind']}",
                               origins=tuple(row["origins"]), formula=formula)  # fmt: skip

    def _table(self, rows: pd.DataFrame, which: str) -> Table:
        worst = self.alarms.drop_duplicates("key").set_index("key")["light"]
        shown = fund_figures(rows, self.as_of).assign(
            words=(rows["key"] + "　" + rows["name"].fillna("").astype(str)).str.strip("　").to_numpy(),
            origin=rows["origin"].to_numpy(), light=rows["key"].map(worst).fillna("").to_numpy(),
        )  # fmt: skip
        columns: list[ColumnSpec[Row]] = [
            ColumnSpec(
                name="灯", align="center", width=0.8, cell=lambda row: ALARM_LIGHTS.get(row["light"], tables.NONE)
            ),
            ColumnSpec(name="资金", width=3.0, cell=lambda row: quoted(row["words"], row["origin"])),
            *(_column(key, f"{name}（{UNIT}）") for key, name in _AMOUNTS.items()),
            *(_column(key, name) for key, name in _PACE.items()),
        ]
        title = f"{which}专项资金：支付与时间进度{self.until}"
        return tables.tabulate(title, columns, records(shown), notes=(_NOTE,))


def _column(key: str, heading: str) -> ColumnSpec[Row]:
    def shown(row: Row) -> Part:
        figure: Figure = row[key]
        if figure.value is None:
            return tables.NONE
        return without_unit(figure) if figure.unit == UNIT else figure

    return ColumnSpec(name=heading, align="right", cell=shown)
