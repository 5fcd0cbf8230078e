"""招商 in a briefing: alarms, funnel, rates, cohorts and groups of leads, and the blocks of its section."""

from __future__ import annotations

from functools import cached_property
from typing import Any, ClassVar

import pandas as pd

from ...document.blocks import Chart, Omission, Sentence, Table
from ...document.pieces import Cell
from ...document.section import Section
from ...instruments import lead_rates, lead_stages
from ...instruments.alarms import OPEN
from ...instruments.lead_rates import RATES
from ...instruments.lead_stages import STAGES, reached, short_of
from ...instruments.leads import KINDS, NOT_FOLLOWED, lead_alarms
from ...instruments.tallies import count, share
from ...quantity import periods, units
from ...quantity.figures import Figure
from .. import prose
from ..charts import bars
from ..figure_wording import as_clause
from ..tables import Row
from .figure_grid import figure_grid
from .instrument_board import InstrumentBoard
from .lead_charts import cohort_heat, stage_ages

__all__ = ["LeadBoard"]
__dir__ = __all__.copy

UNIT = "万元"
"""Of all amounts, whatever the ledger's own."""
_SAID = {
    "leads": "线索", "signed": "签约", "amount": "签约额", "large": "亿元以上", "started": "开工", "running": "投产",
    "kept": "履约率", "begun": "开工率", "produced": "投产率", "paid": "资金到位率",
}  # fmt: skip
_SENTENCE = (
    "截至{day}，招商线索{leads}，已签约{signed}，签约额{amount}（亿元以上{large}），已开工{started}，已投产{running}；"
    "履约率{kept}，开工率{begun}，投产率{produced}，资金到位率{paid}。"
)
_COUNT = "（个）"
_SIGNED = {"signed": f"签约{_COUNT}", "amount": "签约额", "started": f"开工{_COUNT}", "running": f"投产{_COUNT}",
           "kept": "履约率", "paid": "资金到位率"}  # fmt: skip
_WORK = {"leads": f"线索{_COUNT}", "talks": f"在谈{_COUNT}", "signed": f"签约{_COUNT}", "quiet": f"久未跟进{_COUNT}",
         "heard": "跟进率"}  # fmt: skip
_STAGES = {"count": f"到过{_COUNT}", "amount": "投资额", "share": "转化率", "amount_share": "投资额转化率",
           "now": f"现处{_COUNT}", "age": "天数中位数（天）"}  # fmt: skip


class LeadBoard(InstrumentBoard):
    """招商: leads by stage, what is signed and what becomes of it, alarms.

    Its tables hold figures, and go into `table` and the charts as columns of indicators do.
    """

    instrument: ClassVar[str] = "leads"

    def _judged(self) -> pd.DataFrame:
        return lead_alarms(self.rows, self.as_of, self.county.alarms.leads)

    @cached_property
    def _leads(self) -> pd.DataFrame:
        """The rows with their stages, amounts in 万元."""
        scaled = {
            column.to: self.rows[column.to] * float(units.ratio(column.unit, UNIT))
            for column in self.shape.columns.values()
            if column.to in ("amount", "paid") and column.unit and column.unit != UNIT
        }
        return lead_stages.staged(self.rows.assign(**scaled), self.as_of)

    def funnel(self) -> pd.DataFrame:
        """Return how many leads have reached each stage, their amount, conversion, and how long those there stand."""
        return lead_stages.funnel(self._leads, UNIT)

    def figures(self) -> dict[str, Figure]:
        """Return the figures of all leads by name: numbers, the amount signed, 亿元以上, and the four rates."""
        known, named = self._leads[self._leads["place"] >= 0], lead_rates.commitments("", self._leads, UNIT)
        return {
            "线索": count("招商线索", known, "条"), "签约": named["signed"], "签约额": named["amount"],
            "亿元以上": self.sizes()["signed"].loc[1], "开工": named["started"], "投产": named["running"],
            "预警": count("预警线索", self._alarmed(self._leads), "条"),
            **lead_rates.rates(self._leads, self.as_of, self.county.alarms.leads),
        }  # fmt: skip

    def sizes(self) -> pd.DataFrame:
        """Return what is signed by the size of the contracts, in 亿元: each class with all that are larger."""
        return lead_rates.sizes(self._leads, UNIT)

    def cohorts(self) -> pd.DataFrame:
        """Return what became of what was signed in each quarter."""
        return lead_rates.cohorts(self._leads, self.as_of)

    def chains(self) -> pd.DataFrame:
        """Return how many leads of each 产业链 stand at each stage."""
        return lead_stages.crossed(self._leads, "chain")

    def events(self) -> pd.DataFrame:
        """Return what came of each 来源活动: leads, signed, started, running, rates."""
        return lead_rates.tallied(self._leads, "event", self._group)

    def teams(self) -> pd.DataFrame:
        """Return the same by 招商组团."""
        return lead_rates.tallied(self._leads, "team", self._group)

    def section(self) -> Section:
        """Return the leads in a sentence with the four rates, and the worst alarms."""
        return Section([self._sentence(), self.alarm_table(self.in_body)])

    def annex(self) -> Section:
        """Return the funnel, stages by age, chain and quarter of signing, the groups, and all alarms."""
        return Section(
            [
                *self._stage_blocks(),
                *self._group_blocks(),
                *([self.alarm_table()] if len(self.alarms) > self.in_body else []),
            ]
        )

    def _sentence(self) -> Sentence:
        found = self.figures()
        said: dict[str, Any] = {slot: as_clause(found[name]) for slot, name in _SAID.items()}
        day = periods.date_label(self.as_of)
        return prose.say(_SENTENCE, names=self.county.proper_names, day=day, **said)

    def _stage_blocks(self) -> list[Table | Chart | Omission]:
        found = self.funnel()
        waiting = [name for name in found.index if name != STAGES["running_on"]]
        ages = {name: self._leads["age"][self._leads["at"] == name].tolist() for name in waiting}
        rates = "；".join(f"{name}：{meaning}" for name, meaning in RATES.items())
        conversion = "注：转化率为占到过上一阶段的比例；现处为到此为止的阶段，天数自进入该阶段算起。"
        return [
            bars(found["count"], f"招商漏斗：到过各阶段的线索{self.until}", labels=found["share"],
                 note="括号里为占上一阶段的比例"),
            figure_grid(f"招商各阶段{self.until}", "阶段", found, _STAGES, notes=(conversion, f"四率：{rates}。")),
            stage_ages(f"线索处在各阶段的天数{self.until}", ages, found["age"], found["now"]),
        ]  # fmt: skip

    def _group_blocks(self) -> list[Table | Chart | Omission]:
        made: list[Table | Chart | Omission] = []
        if "chain" in self.rows:
            chains = self.chains()
            headings = {str(name): str(name) for name in chains}
            title = f"产业链与现处阶段（截至{periods.date_label(self.as_of)}，单位：个）"
            made.append(figure_grid(title, "产业链", chains, headings, unit="个"))
        made.append(cohort_heat(f"各季签约的项目后来怎样{self.until}", self.cohorts()))
        if len(reached(self._leads, "signed_on")):
            made.append(figure_grid(f"签约项目的规模{self.until}", "规模", self.sizes(), _SIGNED, named=_size))
        if "event" in self.rows:
            made.append(figure_grid(f"来源活动的成效{self.until}", "来源活动", self.events(), _SIGNED))
        if "team" in self.rows:
            teams = self.teams()
            heard = "注：跟进率为未投产、能判断的线索中没有超过跟进时限的比例。"
            made.append(figure_grid(f"招商组团基础工作{self.until}", "招商组团", teams, _WORK, notes=(heard,)))
            made.append(figure_grid(f"招商组团指标进度{self.until}", "招商组团", teams, _SIGNED))
        return made

    def _group(self, name: str, leads: pd.DataFrame) -> dict[str, Figure]:
        """The work on some leads, and what came of it."""
        talks = short_of(leads, "signed_on")
        unknown = self.alarms["key"][(self.alarms["light"] == OPEN) & (self.alarms["kind"] == NOT_FOLLOWED)]
        following = short_of(leads, "running_on")
        following = following[~following["key"].isin(unknown)]
        quiet = self._alarmed(following, NOT_FOLLOWED)
        return {
            "leads": count(f"{name}线索", leads, "个"), "talks": count(f"{name}在谈", talks, "个"),
            "quiet": count(f"{name}久未跟进", quiet, "个"),
            "heard": share(f"{name}跟进率", following[~following["key"].isin(quiet["key"])], following),
            **lead_rates.commitments(name, leads, UNIT),
        }  # fmt: skip

    def _alarmed(self, leads: pd.DataFrame, *kinds: str) -> pd.DataFrame:
        """The leads that have an alarm, of some kinds or any, those 待核 apart."""
        lit = self.alarms[self.alarms["light"] != OPEN]
        return leads[leads["key"].isin(lit["key"][lit["kind"].isin(kinds or KINDS)])]


def _size(row: Row) -> Cell:
    """The name of a class: 亿元以上, of a larger one with its number."""
    least = row["least"]
    return Cell(parts=(least, "以上") if least.value != 1 else ("亿元以上",))
