"""The towns side by side: ranked by 完成率, with their lights, their growth, and what each gave to the county's."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from ... import metrics
from ...county.model import Indicator
from ...document.blocks import Chart, Heading, Sentence, Table
from ...document.pieces import Cell, Column, Part
from ...metrics.columns.row_selection import records
from ...quantity import figures, periods
from ...quantity.figures import Figure
from .. import charts, tables
from ..prose import say
from ..year_progress import IndicatorProgress, YearProgress
from .comparisons import directed
from .progress_section import light_cell, shorten_gap

_FEWEST = 2
_ENDS, _MANY = 3, 4


def town_ranking_blocks(progress: YearProgress) -> list[Heading | Table | Chart | Sentence]:
    """Return the ranking of the towns for each indicator they are known by; a line where there is none."""
    towns = set(progress.county.towns)
    slugs = [s for s in progress.slugs if sum(p.area in towns for p in progress.paces if p.indicator == s) >= _FEWEST]
    if not slugs:
        return [say("没有分乡镇的目标和数，不排位。")]
    made: list[Heading | Table | Chart | Sentence] = []
    for place, slug in enumerate(slugs):
        standing = _TownRanking(progress, slug)
        made += [standing.sentence(), standing.table()]
        if not place:  # one picture says enough; the other tables are read by their ranks
            made.append(standing.chart())
    return made


class _TownRanking:
    """The towns by one indicator."""

    def __init__(self, progress: YearProgress, slug: str) -> None:
        self.progress, self.county = progress, progress.county
        self.indicator = self.county.by_slug[slug]
        towns = self.county.towns
        self.paces = [p for p in progress.paces if p.indicator == slug and p.area in towns]
        rows = progress.completed[progress.completed["indicator"] == slug]
        months = sorted(rows["_month"].unique())
        now = rows.loc[[row for row in progress.latest.index if row in rows.index]]
        self.month = int(now["_month"].iloc[0])
        then = rows[rows["_month"] == max((m for m in months if m < self.month), default=-1)]
        ranked, before = metrics.ranks(now, towns), metrics.ranks(then, towns)
        self.rank = {row["area"]: row for row in records(ranked)}
        self.moved = {row["area"]: row for row in records(metrics.movement(ranked, before))} if len(before) else {}
        order = {area: row["value"] for area, row in self.rank.items()}
        self.paces.sort(key=lambda pace: -order.get(pace.area, 0))
        self.given = _contributions(progress, self.indicator, self.paces)

    @property
    def complete(self) -> bool:
        """Whether every town has its rank."""
        return not any(pd.isna(row["rank"]) for row in self.rank.values())

    def _place(self, pace: IndicatorProgress) -> Figure | str:
        row = self.rank[pace.area]
        about = {"label": f"{pace.done['label']}完成率位次", "period": row["period"], "origins": row["origins"]}
        if pd.isna(row["rank"]):
            return tables.NONE
        return figures.phrase_figure(f"{int(row['rank'])}", formula="按完成率从高到低排", **about)

    def _move(self, pace: IndicatorProgress) -> Figure | str:
        row = self.moved.get(pace.area)
        if row is None or row["reason"]:
            return tables.NONE
        figure = figures.figure_from_row({**row, "label": f"{pace.done['label']}位次变化"})
        moved = figure.value is not None and figure.value > 0
        return figure.model_copy(update={"text": f"{row['word']}{figure.number}" if moved else row["word"]})

    def sentence(self) -> Sentence:
        """Who is first, who is last, and how many lag; or why there is no ranking."""
        name = self.indicator.name
        if not self.complete:
            reason = next(row["reason"] for row in self.rank.values() if row["reason"])
            return say("{name}：{reason}；下表按完成率列出，不标位次。", name=name, reason=reason)
        first = [pace for pace in self.paces if self.rank[pace.area]["rank"] <= _ENDS]
        last = [pace for pace in self.paces if self.rank[pace.area]["rank"] == self.rank[self.paces[-1].area]["rank"]]
        if len(first) > _MANY or len(last) > 1:
            return say("{name}按完成率，有乡镇并列，位次见下表。", name=name)
        names: dict[str, Any] = {f"t{n}": self.county.area_names[pace.area] for n, pace in enumerate(first)}
        rates: dict[str, Any] = {f"r{n}": pace.figure("completed") for n, pace in enumerate(first)}
        listed = "、".join(f"{{t{n}}}（{{r{n}}}）" for n in range(len(first)))
        return say(
            f"{{name}}按完成率，居前的是{listed}，居末的是{{last}}（{{rate}}）。",
            name=name, last=self.county.area_names[last[0].area], rate=last[0].figure("completed"), **names, **rates,
        )  # fmt: skip

    def table(self) -> Table:
        """Every town in its place."""
        grown = any(pace.grown["reason"] == "" for pace in self.paces)
        given = bool(self.given)
        columns = [
            Column(name="位次", align="center", width=0.65),
            Column(name="乡镇", width=0.95),
            Column(name="年度目标", align="right", width=1.15),
            Column(name="累计完成", align="right", width=1.15),
            Column(name="完成率", align="right", width=0.95),
            Column(name="快慢", align="right", width=0.95),
            Column(name="灯", align="center", width=1.0),
            *([Column(name="同比", align="right", width=1.35)] if grown else []),
            *([Column(name="贡献率", align="right", width=1.0)] if given else []),
            Column(name="较上期", align="center", width=0.95),
        ]
        body = [self._line(pace, grown=grown, given=given) for pace in self.paces]
        when = periods.parse(self.paces[0].done["period"]).label
        note = "注：快慢单位是个百分点，乡镇按全县的分月计划比；“较上期”为位次变化；“—”为不能计算"
        note += "；贡献率为本乡镇增量占全县增量的比重。" if given else "。"
        title = f"各乡镇{self.indicator.name}（{when}，单位：{self.indicator.unit}）"
        return tables.table(title, columns, body, notes=((note,),))

    def _line(self, pace: IndicatorProgress, *, grown: bool, given: bool) -> list[Cell | Part]:
        target, done = (tables.without_unit(pace.figure(side)) for side in ("target", "done"))
        return [
            self._place(pace), self.county.area_names[pace.area], target, done, pace.figure("completed"),
            shorten_gap(pace.gap), light_cell(pace), *([directed(pace.figure("grown"))] if grown else []),
            *([self.given.get(pace.area, tables.NONE)] if given else []), self._move(pace),
        ]  # fmt: skip

    def chart(self) -> Chart:
        """完成率 of each town, the gap to the pace beside it."""
        rows = [pace.completed for pace in self.paces]
        names = [self.county.area_names[pace.area] for pace in self.paces]
        when = periods.parse(self.paces[0].done["period"]).label
        title = f"各乡镇{self.indicator.name}完成率（{when}）"
        gaps = [pace.gap for pace in self.paces]
        return charts.bars(title, rows, names, labels=gaps, rounding=self.county.rounding)


def _contributions(
    progress: YearProgress, indicator: Indicator, paces: Sequence[IndicatorProgress]
) -> dict[str, Figure]:
    """贡献率 of each town to the county's growth over the year before; nothing where it cannot be told."""
    county = progress.county
    now = paces[0].done["period"]
    then = paces[0].grown.get("then_period") or _year_before(now)
    months = progress.frame[
        (progress.frame["indicator"] == indicator.slug)
        & progress.frame["period"].isin([now, then])
        & (progress.frame["subject"] == "")
        & (progress.frame["nature"] == "actual")
    ]
    whole = indicator.model_copy(update={"slug": "whole"})
    parts = [
        indicator.model_copy(update={"slug": f"town{code}", "name": county.area_names[code]}) for code in county.towns
    ]
    slugs = {county.code: "whole"} | {code: part.slug for code, part in zip(county.towns, parts, strict=True)}
    keyed = months.assign(indicator=months["area"].map(slugs), area=county.code)
    rows = records(metrics.contributions(keyed.dropna(subset=["indicator"]), whole, parts, now=now, then=then))
    codes = {part.slug: code for code, part in zip(county.towns, parts, strict=True)}
    return {
        codes[row["indicator"]]: figures.figure_from_row(row, county.rounding)
        for row in rows
        if row["indicator"] in codes and not row["reason"]
    }


def _year_before(code: str) -> str:
    year = code[:4]
    return code.replace(year, str(int(year) - 1))
