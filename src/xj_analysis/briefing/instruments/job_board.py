"""就业之家 in a briefing: the gap and 求人倍率 by trade, employers short of staff, the network and its services.

The public edition has neither employers nor alarms, and no count of people that is small (``alarms.jobs.suppressed``):
:func:`xj_analysis.instruments.small_counts.hidden_rows`.
"""

from __future__ import annotations

from functools import cached_property
from typing import Any, ClassVar

import pandas as pd

from ...document.blocks import Chart, Omission, Sentence, Table
from ...document.section import Section
from ...instruments.alarms import no_alarms
from ...instruments.job_figures import (
    TOTAL,
    employers_short,
    job_seekers,
    network_levels,
    seeker_figures,
    services,
    trade_counts,
    trade_figures,
)  # fmt: skip
from ...instruments.jobs import job_alarms, open_posts
from ...instruments.ledger_rows import happened, has
from ...instruments.small_counts import hidden_rows
from ...quantity import periods
from ...quantity.figures import Figure
from .. import prose
from ..charts.bars import bars
from ..figure_wording import as_clause
from .figure_grid import figure_grid
from .instrument_board import InstrumentBoard
from .job_tables import network_table, service_table
from .quoting import quoted

__all__ = ["JobBoard"]
__dir__ = __all__.copy

_LISTED, _WORST = 20, 3
_TRADES = {"需求": "需求（人）", "到岗": "到岗（人）", "缺口": "缺口（人）", "到岗率": "到岗率",
           "求职": "求职未就业（人）", "求人倍率": "求人倍率"}  # fmt: skip
_EMPLOYERS = {"岗位": "未招满岗位（个）", "需求": "需求（人）", "到岗": "到岗（人）", "缺口": "缺口（人）"}
_RATIO = "注：求人倍率为缺口人数除以求职未就业人数。"
_COME = "注：到岗数是收到台账时的，没有逐日记录。"
_HIDDEN = "注：人数很少的工种不单列，为使它推算不出来，相邻较小的工种也不单列，人数都在合计里。"
_TOO_FEW = "岗位和求职的人数很少，公开版不列。"
_PEOPLE = ("filled", "waiting")


class JobBoard(InstrumentBoard):
    """就业之家: 需求, 到岗, 缺口, 求人倍率 by trade, alarms; beside it people, network, services."""

    instrument: ClassVar[str] = "posts"

    def _judged(self) -> pd.DataFrame:
        """The alarms; they name employers, and are not public."""
        if self._public:
            return no_alarms()
        return job_alarms(self.rows, self.as_of, self.county.alarms.jobs)

    @property
    def _public(self) -> bool:
        return self.edition == "public"

    @property
    def _least(self) -> int:
        """Counts of people below it are not printed."""
        return self.county.alarms.jobs.suppressed if self._public else 0

    @cached_property
    def posts(self) -> pd.DataFrame:
        """The posts of the day, with the people still wanted."""
        return open_posts(self.rows, self.as_of)

    @cached_property
    def seekers(self) -> pd.DataFrame | None:
        """The people registered by the day; None without a ledger of them."""
        held = self.beside.get("seekers")
        return None if held is None else job_seekers(held[1], self.as_of)

    @cached_property
    def _wanting(self) -> pd.DataFrame | None:
        return self.seekers if self.seekers is not None and has(self.seekers, "wants") else None

    @cached_property
    def _shown(self) -> pd.Index | None:
        """The trades that are printed, the greatest gap first; None where not even the totals are."""
        counts = trade_counts(self.posts, self._wanting)
        hidden = hidden_rows(counts, self._least, _PEOPLE) if self._least else pd.Series(False, index=counts.index)
        return None if hidden is None else counts.index[~hidden.to_numpy(dtype=bool)]

    def trades(self) -> pd.DataFrame:
        """Return 需求, 到岗, 缺口, 到岗率, 求职 and 求人倍率 by trade, the greatest gap first, and of all (合计)."""
        if self._shown is None:
            return pd.DataFrame()
        return trade_figures(self.posts, self._wanting, self._shown)

    def people(self) -> dict[str, Figure]:
        """Return 登记, 就业, 求职 and 中位数, the days to a job; empty without them, or if they are few."""
        if self.seekers is None:
            return {}
        found = seeker_figures(self.seekers)
        counts = [found[name].value or 0 for name in ("登记", "就业", "求职")]
        return {} if min(counts) < self._least else found

    def employers(self) -> pd.DataFrame:
        """Return the employers with a gap, the most short first; the public edition has none."""
        return pd.DataFrame() if self._public else employers_short(self.posts)

    def network(self) -> pd.DataFrame:
        """Return the points of the network by level; empty without a ledger of them."""
        held = self.beside.get("job_network")
        return pd.DataFrame() if held is None or held[1].empty else network_levels(held[1], self.as_of)

    def services(self) -> pd.DataFrame:
        """Return fairs, trips and loans of the year: 次数, 人数, 金额; empty without a ledger of them."""
        held = self.beside.get("job_services")
        if held is None or held[1].empty:
            return pd.DataFrame()
        found = services(held[1], self.as_of)
        if "人数" not in found:
            return found
        people = found["人数"].map(lambda figure: self._least if figure.value is None else figure.value)
        return found[people >= self._least]

    def fairs(self) -> pd.DataFrame:
        """Return the services that are announced for a day after this one, the next first."""
        held = self.beside.get("job_services")
        if held is None:
            return pd.DataFrame()
        rows = held[1]
        return rows[rows["day"].notna() & happened(rows["day"], self.as_of).isna()].sort_values("day", kind="stable")

    def section(self) -> Section:
        """Return posts, people and network in words, and the worst alarms."""
        alarms = [] if self._public else [self.alarm_table(_WORST)]
        return Section([*self.summary(of_services=False), *alarms])

    def annex(self) -> Section:
        """Return the trades with their gaps as bars, employers short of staff, network, services, and all alarms."""
        alarms = [self.alarm_table()] if len(self.alarms) > _WORST else []
        return Section([*self.trade_blocks(), *self.employer_tables(_LISTED), *self.network_tables(), *alarms])

    def changes(self) -> Section:
        """Return what changed since the vintage before; rows of employers, which the public edition has not."""
        return Section([]) if self._public else super().changes()

    def summary(self, *, of_services: bool = True) -> list[Sentence]:
        """Return posts, people, network and, where they are wanted, services in a sentence."""
        found, people = self.trades(), self.people()
        if found.empty:
            return [prose.say(_TOO_FEW)]
        said = {str(name): as_clause(row[TOTAL]) for name, row in found.items()}
        words = "截至{day}，就业之家岗位需求{wanted}，到岗{filled}，缺口{gap}，到岗率{rate}"
        slots: dict[str, Any] = {
            "day": periods.date_label(self.as_of), "wanted": said["需求"], "filled": said["到岗"],
            "gap": said["缺口"], "rate": said["到岗率"],
        }  # fmt: skip
        if people:
            words += "；登记求职{registered}，已就业{placed}，从登记到就业中位数{median}"
            slots |= {"registered": people["登记"], "placed": people["就业"], "median": as_clause(people["中位数"])}
        if "求人倍率" in said:
            words += "，求人倍率{ratio}"
            slots["ratio"] = said["求人倍率"]
        clauses, numbers = self._network_words(of_services=of_services)
        said_all = "；".join(filter(None, [words, "，".join(clauses)]))
        return [prose.say(f"{said_all}。", names=self.county.proper_names, **slots, **numbers)]

    def _network_words(self, *, of_services: bool) -> tuple[list[str], dict[str, Any]]:
        clauses: list[str] = []
        slots: dict[str, Any] = {}
        network, done = self.network(), self.services() if of_services else pd.DataFrame()
        if not network.empty:
            clauses.append("就业之家网点{network}")
            slots["network"] = network["网点"][TOTAL]
        for number, (kind, row) in enumerate(done.iterrows()):
            figure = next((row[each] for each in ("金额", "次数") if each in row and row[each].value is not None), None)
            if figure is not None and "{" not in str(kind):
                clauses.append(f"{kind}{{done{number}}}")
                slots[f"done{number}"] = as_clause(figure)
        return clauses, slots

    def trade_blocks(self) -> list[Table | Chart | Omission]:
        """Return the table of trades, and their gaps as bars; the public edition is without trades of few people."""
        found = self.trades()
        if found.empty:
            return []
        headings = {name: heading for name, heading in _TRADES.items() if name in found}
        trades = trade_counts(self.posts, self._wanting)
        ratio = "求人倍率" in found
        hidden = len(found) - 1 < len(trades)
        notes = (*((_RATIO,) if ratio else ()), _COME, *((_HIDDEN,) if hidden else ()))
        table = figure_grid(
            f"各工种缺口{'和求人倍率' if ratio else ''}{self.until}", "工种", found, headings, notes=notes
        )
        gaps = found["缺口"].drop(TOTAL)
        gaps = gaps[[bool(figure.value) for figure in gaps]]
        names = [quoted(str(name), figure.origins[0]) for name, figure in gaps.items()]
        return [table, bars(gaps, f"各工种缺口{self.until}", quotations=names)]

    def employer_tables(self, most: int) -> list[Table]:
        """Return the table of employers short of staff, so many at most."""
        self._count("most", most)
        found = self.employers()
        if found.empty:
            return []
        rest = ("注：只列缺口最大的。",) if len(found) > most else ()
        return [figure_grid(f"缺工单位{self.until}", "用人单位", found.head(most), _EMPLOYERS, notes=rest)]

    def network_tables(self) -> list[Table]:
        """Return the table of the network by level, and that of fairs, trips and loans."""
        made, network, done = [], self.network(), self.services()
        if not network.empty:
            made.append(network_table(network, self.until))
        if not done.empty:
            made.append(service_table(done, f"本年就业服务{self.until}"))
        return made
