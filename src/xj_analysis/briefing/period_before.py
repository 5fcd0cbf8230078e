"""One period earlier: the same indicator then → now (累计, 完成率, gap, light, rank), and the lights that turned."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import pandas as pd

from .. import metrics
from ..document.pieces import Light
from ..metrics import ranking
from ..metrics.columns.row_selection import records
from ..quantity import figures, periods
from ..quantity.figure_array import FigureArray
from ..quantity.figures import Figure, figure_from_statement
from ..quantity.hedges import LOWER, UPPER, Hedge, Rounding, Statement, as_decimal, rounded
from .figure_wording import with_direction
from .indicator_progress import IndicatorProgress, Row
from .standing import light_scale
from .year_progress import YearProgress

__all__ = [
    "NOT_BEFORE",
    "NO_EARLIER",
    "PeriodBefore",
    "ProgressChange",
]

NO_EARLIER = "本年没有更早的一期"
NOT_BEFORE = "上期没有这一项"

_Key = tuple[str, str]


@dataclass(frozen=True)
class ProgressChange:
    """Progress of one indicator of one area now, and one period earlier.

    Parameters
    ----------
    now
        In the latest period.
    then
        One period earlier; None where it is not known.
    missing
        Why there is no `then`, by the name of the period (缺2025年1—8月的数); else empty.
    rank_now, rank_then
        The rank of a town by 完成率 among all towns; None for the county, and where the towns are not ranked.
    levels
        The words of the county's lights, from best to worst.
    """

    now: IndicatorProgress
    then: IndicatorProgress | None
    missing: str
    rank_now: Figure | None
    rank_then: Figure | None
    levels: tuple[str, ...]

    @property
    def lights(self) -> tuple[Light | None, Light | None]:
        """The light then and now; None without a period before, or without a rule of lights."""
        then, now = (pace.light if pace and pace.ahead["light"] else None for pace in (self.then, self.now))
        return then, now

    @property
    def turned(self) -> str:
        """The light it turned to, without 灯: 转红, 转黄, 转绿, 转待核; empty where it is the same."""
        then, now = self.lights
        return f"转{now.light.removesuffix('灯')}" if then and now and then.light != now.light else ""

    @property
    def severity(self) -> tuple[int, int]:
        """The levels now and then, the worst first where changes are sorted by it."""
        scale = light_scale(self.levels)
        then, now = (scale.index(light.light) if light else -1 for light in self.lights)
        return -now, then

    @property
    def moved(self) -> bool:
        """True where anything printed differs: period, 累计, 完成率, gap, light or rank."""
        return self.then is not None and _printed(self.now, self.rank_now) != _printed(self.then, self.rank_then)

    def change(self, side: str = "completed") -> Figure | None:
        """Return the change of ``completed`` (提高8.1个百分点), ``ahead`` or ``done`` (增1200万元) since then.

        Unrounded values are subtracted, and rounded once; a difference of percentages to the decimals that both are
        printed with, 约 where one of them is. None where there is no period before, or one of the two has no number.
        """
        if self.then is None:
            return None
        then, now = self.then.figure(side), self.now.figure(side)
        if then.value is None or now.value is None:
            return None
        about = {"label": f"{now.label}较上期变化", "period": now.period}
        difference: Figure = (now - then).model_copy(update=about)
        if side == "done":
            return _rise(difference)
        return with_direction(_as_printed(difference, then, now, self.now.county.rounding))


def _as_printed(difference: Figure, then: Figure, now: Figure, rounding: Rounding) -> Figure:
    """A difference to the decimals of both sides as printed; as it is where a source hedges a side, or one is a bound.

    The digits of the inputs support those of the sides, but by the rule for one number often one decimal less of both.
    """
    array = FigureArray.of_figure(difference)
    if array.column("hedge")[0] or {then.hedge, now.hedge} & (LOWER | UPPER):
        return difference
    exponents = [int(side.value.as_tuple().exponent) for side in (then, now) if side.value is not None]
    value = as_decimal(float(array.column("value")[0]))
    if value is None:
        return difference
    places = max(0, -max(exponents))
    value = rounded(value, -max(exponents), rounding) or rounded(value, places, rounding)  # of 约70%, 约80% to the tens
    hedge = Hedge.ABOUT if Hedge.ABOUT in (then.hedge, now.hedge) else Hedge.EXACT
    said = figure_from_statement(Statement(value, places, hedge), difference.unit)
    printed = {name: getattr(said, name) for name in ("text", "number", "value", "hedge", "reason")}
    return difference.model_copy(update=printed).with_element(array)


@dataclass(frozen=True)
class PeriodBefore:
    """The comparison of a briefing with 上期: one for everything in it that says what was before.

    Parameters
    ----------
    progress
        Of this issue.
    previous
        Of the issue to compare with: then is what that printed. None: the period before in the data known now. That is
        the period of the previous issue where the county has a calendar of issues, else a month earlier; or the period
        before that where an indicator comes by quarters. Of a quantity and year, it is what an issue of that period
        prints.
    """

    progress: YearProgress
    previous: YearProgress | None = None

    @cached_property
    def changes(self) -> list[ProgressChange]:
        """The progress of every indicator and area now and then, in the order of ``progress.paces``."""
        progress, previous = self.progress, self.previous
        if previous is None:
            earlier, missing = self._months_before
            before = {_key(pace): pace for pace in progress.paces_in(earlier)}
        else:
            before = {_key(pace): pace for pace in previous.paces}
            missing = {_key(pace): NOT_BEFORE for pace in progress.paces if _key(pace) not in before}
        rank_now, rank_then = _ranks(progress), _ranks(previous or progress)
        levels = tuple(level.word for level in progress.rule.levels) if progress.rule else ()
        return [
            ProgressChange(
                now=pace,
                then=then,
                missing=missing.get(_key(pace), ""),
                rank_now=rank_now.get(_month_of(pace)),
                rank_then=rank_then.get(_month_of(then)) if then else None,
                levels=levels,
            )
            for pace, then in ((pace, before.get(_key(pace))) for pace in progress.paces)
        ]

    @property
    def of_county(self) -> list[ProgressChange]:
        """The progress of the county itself."""
        return [change for change in self.changes if change.now.area == self.progress.county.code]

    def values(self, slugs: Iterable[str]) -> list[tuple[Row, Row]]:
        """Return the county's values since January then and now, of indicators without progress (rates, no target).

        Parameters
        ----------
        slugs
            Indicators; those with progress, and those that are not known of both periods, are left out.
        """
        with_progress = {pace.indicator for pace in self.progress.paces}
        pairs = []
        for slug in (each for each in slugs if each not in with_progress):
            now = _by_month(self.progress, slug)
            then = now if self.previous is None else _by_month(self.previous, slug)
            month = max(now, default=0)
            before = self._month_before(slug, month) if self.previous is None else max(then, default=0)
            if month and before in then:
                pairs.append((then[before], now[month]))
        return pairs

    def completed(self, slug: str) -> pd.DataFrame:
        """Return the 完成率 of an indicator then, of the county and its towns: rows of ``YearProgress.completed``."""
        if self.previous is not None:
            latest = self.previous.completed.loc[self.previous.latest.index]
            return latest[latest["indicator"] == slug]
        rows = self.progress.completed
        latest = self.progress.latest
        months = latest.loc[latest["indicator"] == slug, "_month"].tolist()
        before = self._month_before(slug, months[0]) if months else 0
        return rows[(rows["indicator"] == slug) & (rows["_month"] == before)]

    def with_indicators(self, slugs: Sequence[str]) -> PeriodBefore:
        """Return the same comparison, of these indicators too."""
        further = [slug for slug in slugs if slug not in self.progress.slugs]
        if not further:
            return self
        both = (self.progress, self.previous)
        progress, previous = (each and replace(each, slugs=[*each.slugs, *further]) for each in both)
        return PeriodBefore(progress or self.progress, previous)

    def _month_before(self, slug: str, month: int) -> int:
        """The month that the period before ends in, 0 where the year has none."""
        progress, step = self.progress, self.progress.steps.get(slug, 1)
        issues = progress.county.issues
        before = month - 1 if issues is None else issues.month_before(progress.year, month)
        return max(month - step * -(-(month - before) // step), 0) if before > 0 else 0

    @property
    def _months_before(self) -> tuple[pd.DataFrame, dict[_Key, str]]:
        """The rows of ``progress.lit`` one period before the latest, and why there is none."""
        progress = self.progress
        latest, lit = progress.latest, progress.lit
        at = {
            (row["indicator"], row["area"], row["_month"]): index
            for index, row in zip(lit.index, records(lit), strict=True)
        }
        first = lit.groupby("indicator", observed=True)["_month"].min()
        found, missing = [], {}
        for row in records(latest):
            slug, area = row["indicator"], row["area"]
            month = self._month_before(slug, row["_month"])
            if (slug, area, month) in at:
                found.append(at[slug, area, month])
            elif month < first[slug]:
                missing[slug, area] = NO_EARLIER
            else:
                missing[slug, area] = f"缺{_months_label(progress.year, month)}的数"
        return lit.loc[found], missing


def _by_month(progress: YearProgress, slug: str) -> dict[int, Row]:
    """The county's values of the year judged, since January, by month."""
    return {row["_month"]: row for row in records(progress.months(slug)) if row["_year"] == progress.year}


def _rise(change: Figure) -> Figure:
    """A change of an amount in words: 增1200万元, 减30个, 持平."""
    if not change.value:
        return change if change.value is None else change.model_copy(update={"text": "持平"})
    word = "增" if change.value > 0 else "减"
    return change.model_copy(update={"text": word + change.text.replace("-", "", 1)})


def _key(pace: IndicatorProgress) -> _Key:
    return pace.indicator, pace.area


def _month_of(pace: IndicatorProgress) -> tuple[str, str, str]:
    return pace.indicator, pace.area, str(pace.done["period"])


def _printed(pace: IndicatorProgress, rank: Figure | None) -> tuple[str, ...]:
    shown = (pace.figure("done"), pace.figure("completed"), pace.gap, *([rank] if rank else []))
    return (str(pace.done["period"]), pace.light.light, *(figure.text for figure in shown))


def _months_label(year: int, month: int) -> str:
    """The months of a year up to one, in words."""
    return periods.parse(f"{year}-01/{year}-{month:02d}" if month > 1 else f"{year}-01").label


def _ranks(progress: YearProgress) -> dict[tuple[str, str, str], Figure]:
    """The ranks of the towns by 完成率 in each month in which all of them have one, by indicator, area and period."""
    lower = {each.slug for each in progress.county.indicators if each.better == "lower"}
    ends: dict[str, ranking.Better] = dict.fromkeys(lower, "lower")
    rows = records(metrics.ranks(progress.completed, progress.county.towns, better=ends))
    return {
        (row["indicator"], row["area"], row["period"]): figures.phrase_figure(
            f"第{int(row['rank'])}位", label=f"{row['label']}位次", period=row["period"], origins=row["origins"],
            formula=f"按完成率{'从低到高' if row['indicator'] in lower else '从高到低'}排",
        )
        for row in rows
        if not pd.isna(row["rank"])
    }  # fmt: skip
