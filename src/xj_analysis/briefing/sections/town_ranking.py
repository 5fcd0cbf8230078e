"""Town ranking section: towns ranked by 完成率, with lights, growth, and their contribution to the county's growth."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from typing import Any

import pandas as pd

from ... import metrics
from ...document.blocks import Sentence, Table
from ...metrics import contribution
from ...metrics.columns.row_selection import records
from ...metrics.ranking import BACK, Better
from ...quantity import figures, periods
from ...quantity.figures import Figure
from .. import tables
from ..figure_wording import without_unit
from ..indicator_progress import IndicatorProgress
from ..period_before import PeriodBefore
from ..prose import say
from ..tables import ColumnSpec, Row
from ..year_progress import YearProgress
from .progress_section import ceiling_note, escalation_note, longest_bar, other_period, progress_columns

_FEWEST_TOWNS = 2
_WITHHELD = (contribution.WITHIN_BOUNDS, contribution.HARDLY_GROWN)
_LEADERS, _MOST_LEADERS = 3, 4


def town_tables(before: PeriodBefore) -> list[Table]:
    """Return the whole table of the towns by each indicator that several have; empty where there is none."""
    return [TownRanking(before, slug).table() for slug in ranked(before.progress)]


def ranked(progress: YearProgress) -> list[str]:
    """Return the indicators that have a target and a result in several towns, in order."""
    towns = set(progress.county.towns)
    paces = [pace.indicator for pace in progress.paces if pace.area in towns]
    return [slug for slug in progress.slugs if paces.count(slug) >= _FEWEST_TOWNS]


class TownRanking:
    """The towns ranked by one indicator.

    Parameters
    ----------
    before
        The year's progress, and that of the period before.
    slug
        One of :func:`ranked`.

    Attributes
    ----------
    paces
        Progress of the towns, best first.
    better
        The end that ranks first.
    ranks, ranks_before
        The towns ranked, now and in the period before.
    places
        Place of each town by its code; empty where the towns cannot be ranked.
    """

    def __init__(self, before: PeriodBefore, slug: str) -> None:
        self.progress = progress = before.progress
        self.county = progress.county
        self.indicator = self.county.by_slug[slug]
        towns = self.county.towns
        rows = progress.completed[progress.completed["indicator"] == slug]
        now = rows.loc[[row for row in progress.latest.index if row in rows.index]]
        month = int(now["_month"].iloc[0])
        self._later = rows[(rows["_month"] > month) & rows["area"].isin(towns)]
        self.better: Better = "lower" if self.indicator.better == "lower" else "higher"
        then = before.completed(slug)
        self.ranks, self.ranks_before = (metrics.ranks(each, towns, better=self.better) for each in (now, then))
        ranks, ranks_before = self.ranks, self.ranks_before
        self.rank = {row["area"]: row for row in records(ranks)}
        self.places = _places(ranks)
        movement = records(metrics.movement(ranks, ranks_before)) if len(ranks_before) else []
        self.movement = {row["area"]: row for row in movement}
        paces = [pace for pace in progress.paces if pace.indicator == slug and pace.area in towns]
        self.paces = sorted(paces, key=lambda pace: -pace.lead)

    @property
    def undecided(self) -> str:
        """Why there is no ranking; '' where every town has its rank."""
        return next((row["reason"] for row in self.rank.values() if row["reason"]), "")

    @property
    def by_share(self) -> str:
        """How the towns are ranked, in words."""
        return f"按完成率从{'低到高' if self.better == 'lower' else '高到低'}排"

    @property
    def _when(self) -> str:
        return periods.parse(self.paces[0].done["period"]).label

    def name(self, pace: IndicatorProgress) -> str:
        """Return the name of a town."""
        return self.county.area_names[pace.area]

    def _without(self, areas: Iterable[str]) -> str:
        """The names of the towns that are not among `areas`."""
        there = set(areas)
        return "、".join(self.county.area_names[town] for town in self.county.towns if town not in there)

    @property
    def gaps(self) -> list[str]:
        """Why there is no ranking, and who is missing, by name: of the month that is listed, and of a later one."""
        missing = self._without(pace.area for pace in self.paces)
        said = [self.undecided] if self.undecided else []
        if missing:
            said.append(f"没有本期数或目标的乡镇：{missing}")
        if len(self._later):
            month = self._later["_month"].max()
            last = self._later[self._later["_month"] == month]
            when = periods.parse(str(last["period"].iloc[0])).label
            said.append(f"{when}的数还缺{self._without(last['area']) or '全县的'}")
        return said

    def _rank_cell(self, pace: IndicatorProgress) -> Figure | str:
        row = self.rank[pace.area]
        if pd.isna(row["rank"]):
            return tables.NONE
        return figures.phrase_figure(
            f"{int(row['rank'])}", label=f"{pace.done['label']}完成率位次", period=row["period"],
            origins=row["origins"], formula=self.by_share,
        )  # fmt: skip

    def _movement_cell(self, pace: IndicatorProgress) -> Figure | str:
        row = self.movement.get(pace.area)
        if row is None or row["reason"]:
            return tables.NONE
        figure = self.county.figure({**row, "label": f"{pace.done['label']}位次变化"})
        if not figure.value:
            return figure.model_copy(update={"text": row["word"]})
        signed = {"number": f"-{figure.number}", "value": -figure.value} if row["word"] == BACK else {}
        return figure.model_copy(update={"text": f"{row['word']}{figure.number}", **signed})

    def sentence(self, month: str) -> Sentence:
        """Return the first and last towns in a sentence, of towns that can be ranked; the period where not `month`.

        At most half of them lead, and none at the worst light or, without lights, on the bad side of its pace.
        """
        name, declared = f"{self.indicator.name}{other_period(self.paces[0], month)}", self.county.proper_names
        lowest, leaders = self.rank[self.paces[-1].area]["rank"], min(_LEADERS, len(self.paces) // 2)
        ahead = [pace for pace in self.paces if self.rank[pace.area]["rank"] <= leaders]
        first = [pace for pace in ahead if not self.progress.worst(pace)]
        last = [pace for pace in self.paces if self.rank[pace.area]["rank"] == lowest]
        share = "占控制数的比重由低到高" if self.better == "lower" else "完成率"
        if len(first) > _MOST_LEADERS or len(last) > 1:
            return say(f"{{name}}按{share}，居前或居末的有几个乡镇并列，不逐一点名。", names=declared, name=name)
        if not first:
            return say(
                f"{{name}}按{share}，都不能称居前，居末的是{{last}}（{{rate}}）。",
                names=declared, name=name, last=self.name(last[0]), rate=last[0].completion,
            )  # fmt: skip
        names: dict[str, Any] = {f"t{n}": self.name(pace) for n, pace in enumerate(first)}
        rates: dict[str, Any] = {f"r{n}": pace.completion for n, pace in enumerate(first)}
        listed = "、".join(f"{{t{n}}}（{{r{n}}}）" for n in range(len(first)))
        return say(
            f"{{name}}按{share}，居前的是{listed}，居末的是{{last}}（{{rate}}）。",
            names=declared, name=name, last=self.name(last[0]),
            rate=last[0].completion, **names, **rates,
        )  # fmt: skip

    def table(self) -> Table:
        """Return the table of the towns in the order of their ranks."""
        contributions, withheld = self._contributions
        lights = self.progress.rule is not None
        shared = progress_columns(amounts=1.15, growth=1.35, longest=longest_bar(self.paces), lights=lights)
        if all(pace.grown["reason"] for pace in self.paces):
            del shared["同比"]
        shares: ColumnSpec[IndicatorProgress] = ColumnSpec(
            name="增减" if withheld else "贡献率",
            align="right",
            cell=lambda pace: contributions.get(pace.area, tables.NONE),
        )
        columns: list[ColumnSpec[IndicatorProgress]] = [
            ColumnSpec(name="位次", align="center", width=0.65, cell=self._rank_cell),
            ColumnSpec(name="乡镇", width=0.95, cell=self.name),
            *shared.values(),
            *([shares] if contributions else []),
            ColumnSpec(name="较上期", align="center", width=0.95, cell=self._movement_cell),
        ]
        note = (
            "注：条形为完成率，竖线为时序进度；快慢为完成率与时序进度相比，单位是个百分点，乡镇按全县的分月计划比；"
            "“较上期”为位次变化；“—”为不能计算"
        )
        note += ceiling_note(self.paces) + escalation_note(self.paces)
        note += "".join(f"；{gap}" for gap in self.gaps)
        explained = f"；{withheld}，只列比上年同期增减的数。" if withheld else "；贡献率为本乡镇增量占全县增量的比重。"
        note += explained if contributions else "。"
        title = f"各乡镇{self.indicator.name}（{self._when}，单位：{self.indicator.unit}）"
        return tables.tabulate(title, columns, self.paces, notes=[note])

    @cached_property
    def _contributions(self) -> tuple[dict[str, Figure], str]:
        """贡献率 of each town to the county's growth over the year before, by area; empty where it is unknown.

        Where the county's change is next to nothing: the changes themselves, and why.
        """
        county, indicator, frame = self.county, self.indicator, self.progress.frame
        now = self.paces[0].done["period"]
        then = self.paces[0].grown.get("then_period") or _year_before(now)
        months = frame[
            (frame["indicator"] == indicator.slug)
            & frame["period"].isin([now, then])
            & (frame["subject"] == "")
            & (frame["nature"] == "actual")
        ]
        # a decomposition is of one area by indicators: each town becomes an indicator of the county
        whole = indicator.model_copy(update={"slug": "whole"})
        slugs = {code: f"town{code}" for code in county.towns}
        parts = [
            indicator.model_copy(update={"slug": slug, "name": county.area_names[code]}) for code, slug in slugs.items()
        ]
        keyed = months.assign(indicator=months["area"].map({county.code: whole.slug, **slugs}), area=county.code)
        keyed = keyed.dropna(subset=["indicator"])
        rows = records(metrics.contributions(keyed, whole, parts, now=now, then=then, least_growth=county.least_growth))
        why = next((row["reason"] for row in rows if row["reason"] in _WITHHELD), "")
        if why:
            known = {(row["area"], row["period"]): county.figure(row) for row in records(months)}
            both = [code for code in county.towns if (code, now) in known and (code, then) in known]
            return {code: _rise(known[code, now] - known[code, then]) for code in both}, why
        shares: dict[str, Row] = {row["indicator"]: row for row in rows if not row["reason"]}
        return {code: county.figure(shares[slug]) for code, slug in slugs.items() if slug in shares}, ""


def _places(ranks: pd.DataFrame) -> dict[str, int]:
    return {} if ranks["rank"].isna().any() else {row["area"]: int(row["rank"]) for row in records(ranks)}


def _rise(change: Figure) -> Figure:
    """A change of an amount in words: 增24, 减138, 持平."""
    word = {True: "增", False: "减"}[change.value is None or change.value > 0]
    words = "持平" if change.value == 0 else word + without_unit(change).text.replace("-", "", 1)
    return change.model_copy(update={"text": words})


def _year_before(code: str) -> str:
    """The code of the same period one year earlier."""
    year = code[:4]
    return code.replace(year, str(int(year) - 1))
