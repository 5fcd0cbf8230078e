"""One period earlier: the same indicator then → now (累计, 完成率, gap, light, rank), and the lights that turned."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import pandas as pd

from .. import metrics
from ..document.pieces import Light
from ..metrics.columns.row_selection import records
from ..quantity import figures, periods
from ..quantity.figure_array import FigureArray
from ..quantity.figures import Figure, figure_from_statement
from ..quantity.hedges import LOWER, UPPER, Hedge, Rounding, Statement, as_decimal, rounded
from .figure_wording import with_direction
from .year_progress import IndicatorProgress, Row, YearProgress

__all__ = [
    "NOT_BEFORE",
    "NO_EARLIER",
    "ProgressChange",
    "compared_with_period_before",
    "values_with_period_before",
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
        """The levels now and then, the worst first where changes are sorted by it; 待核 comes last."""
        words = {word: -level for level, word in enumerate(self.levels)}
        then, now = (words.get(light.light, 1) if light else 1 for light in self.lights)
        return now, -then

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


def compared_with_period_before(progress: YearProgress, previous: YearProgress | None = None) -> list[ProgressChange]:
    """Return the progress of every indicator and area now, and one period earlier, in the order of ``progress.paces``.

    Parameters
    ----------
    progress
        Of this issue.
    previous
        Of the issue to compare with: then is what that printed. None: the period before in the data known now, a month
        earlier, or a quarter where an indicator comes by quarters. Of a quantity and year, it is what an issue of that
        period prints.
    """
    if previous is None:
        earlier, missing = _months_before(progress)
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


def values_with_period_before(
    progress: YearProgress, slugs: Iterable[str], previous: YearProgress | None = None
) -> list[tuple[Row, Row]]:
    """Return the county's values since January then and now, of indicators without progress (rates, no target).

    Parameters
    ----------
    progress, previous
        As :func:`compared_with_period_before`.
    slugs
        Indicators; those with progress, and those that are not known of both periods, are left out.
    """
    with_progress = {pace.indicator for pace in progress.paces}
    pairs = []
    for slug in (each for each in slugs if each not in with_progress):
        now = _by_month(progress, slug)
        then = now if previous is None else _by_month(previous, slug)
        month = max(now, default=0)
        before = month - progress.steps.get(slug, 1) if previous is None else max(then, default=0)
        if month and before in then:
            pairs.append((then[before], now[month]))
    return pairs


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


def _months_before(progress: YearProgress) -> tuple[pd.DataFrame, dict[_Key, str]]:
    """The rows of ``progress.lit`` one period before the latest, and why there is none."""
    latest, lit = progress.latest, progress.lit
    at = {
        (row["indicator"], row["area"], row["_month"]): index
        for index, row in zip(lit.index, records(lit), strict=True)
    }
    first = lit.groupby("indicator", observed=True)["_month"].min()
    found, missing = [], {}
    for row in records(latest):
        slug, area, month = row["indicator"], row["area"], row["_month"] - progress.steps.get(row["indicator"], 1)
        if (slug, area, month) in at:
            found.append(at[slug, area, month])
        elif month < first[slug]:
            missing[slug, area] = NO_EARLIER
        else:
            missing[slug, area] = f"缺{_months_label(progress.year, month)}的数"
    return lit.loc[found], missing


def _months_label(year: int, month: int) -> str:
    """The months of a year up to one, in words."""
    return periods.parse(f"{year}-01/{year}-{month:02d}" if month > 1 else f"{year}-01").label


def _ranks(progress: YearProgress) -> dict[tuple[str, str, str], Figure]:
    """The ranks of the towns by 完成率 in each month in which all of them have one, by indicator, area and period."""
    rows = records(metrics.ranks(progress.completed, progress.county.towns))
    return {
        (row["indicator"], row["area"], row["period"]): figures.phrase_figure(
            f"第{int(row['rank'])}位", label=f"{row['label']}位次", period=row["period"], origins=row["origins"],
            formula="按完成率从高到低排",
        )
        for row in rows
        if not pd.isna(row["rank"])
    }  # fmt: skip
