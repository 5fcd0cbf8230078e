"""Urgent matters: what is furthest behind in the whole county, who is responsible, and how many lights of each kind."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ...county import selection
from ...county.model import County
from ...document.blocks import Sentence
from ...document.pieces import Strong
from ...quantity import periods
from ...quantity.reader_units import in_reader_unit
from ..period_before import ProgressChange
from ..prose import say
from ..year_progress import IndicatorProgress, YearProgress
from .campaign_board import lights_of, most_urgent
from .progress_section import count_of, early_words, latest, other_period

__all__ = ["light_counts", "urgent_matters"]

_MOST = 3


def urgent_matters(
    progress: YearProgress, changes: Sequence[ProgressChange], month: str, *, most: int = _MOST
) -> list[Sentence]:
    """Return a sentence for each of the most urgent matters: campaign, indicator, amount, gap, light, and who.

    Parameters
    ----------
    progress
        Of all campaigns.
    changes
        The county's own progress, now and one period earlier.
    month
        Code of the period that the masthead prints.
    most
        Their number at most.
    """
    by_indicator = {change.now.indicator: change for change in changes}
    paces = most_urgent([change.now for change in changes], progress)[:most]
    return [_matter(by_indicator[pace.indicator], progress, month) for pace in paces]


def _matter(change: ProgressChange, progress: YearProgress, month: str) -> Sentence:
    pace, county = change.now, progress.county
    words = "{campaigns}：{name}{since}{done}，完成{completed}，{gap}"
    slots: dict[str, Any] = {
        "campaigns": Strong(strong=_campaigns(pace, county)), "name": pace.done["label"],
        "since": other_period(pace, month), "gap": pace.gap,
        **{side: in_reader_unit(pace.figure(side)) for side in ("done", "completed")},
    }  # fmt: skip
    then, now = change.lights
    if now:
        words += "，{then}转{now}" if then and then != now else "，{now}"
        slots |= {"then": then, "now": now} if then and then != now else {"now": now}
    if months := pace.escalation:
        words += "（连续{months}落后）"
        slots["months"] = months
    if last := _last_town(pace, progress):
        words += "，完成率最低的是{town}（{rate}）"
        slots |= {"town": county.area_names[last.area], "rate": last.figure("completed")}
    if unit := selection.responsible_unit(county, pace.indicator):
        words += "，责任单位{unit}"
        slots["unit"] = unit
    return say(f"{words}。", style="finding", names=county.proper_names, **slots)


def _campaigns(pace: IndicatorProgress, county: County) -> str:
    """The campaigns of an indicator, or else the 三量 that it belongs to."""
    indicator = county.by_slug[pace.indicator]
    named = [each.name for each in county.campaigns if each.slug in indicator.campaigns]
    return "、".join(named or [each.name for each in county.quantities if pace.indicator in each.indicators])


def _last_town(pace: IndicatorProgress, progress: YearProgress) -> IndicatorProgress | None:
    """The town with the lowest 完成率 of the same month, where it alone has it; None with fewer than two towns."""
    towns = [
        each
        for each in progress.paces
        if each.indicator == pace.indicator
        and each.area in progress.county.towns
        and each.done["period"] == pace.done["period"]
    ]
    towns.sort(key=lambda each: each.completed["value"])
    alike = [each for each in towns if each.figure("completed").text == towns[0].figure("completed").text]
    return towns[0] if len(towns) > len(alike) == 1 else None


def light_counts(progress: YearProgress, changes: Sequence[ProgressChange]) -> Sentence | None:
    """Return the numbers of indicators by light, now and one period earlier; None where there are no lights."""
    lit = [change for change in changes if change.lights[1]]
    if progress.rule is None or not lit:
        return None
    before = [change for change in lit if change.lights[0]]
    slots: dict[str, Any] = {"when": periods.parse(latest([c.now for c in lit])).label}
    slots["all"] = count_of([change.now for change in lit], "亮灯")
    words = "{when}，全县亮灯的{all}指标中，" + _counts(progress, lit, 1, slots)
    words += early_words([change.now for change in lit], latest([change.now for change in lit]), slots)
    if before:
        earlier = [change.then for change in before if change.then]
        slots["since"] = periods.parse(latest(earlier)).label
        whole = len(before) == len(lit)
        words += "；上期（{since}）" + ("为" if whole else "亮灯的{earlier}中为") + _counts(progress, before, 0, slots)
        if not whole:
            slots["earlier"] = count_of(earlier, "上期亮灯")
    return say(f"{words}。", style="finding", names=progress.county.proper_names, **slots)


def _counts(progress: YearProgress, changes: Sequence[ProgressChange], side: int, slots: dict[str, Any]) -> str:
    """The slots of the numbers by light, now (1) or then (0)."""
    said = []
    for n, light in enumerate(lights_of(progress)):
        alike = [c for c in changes if (shown := c.lights[side]) and shown.light == light.light]
        if paces := [pace for c in alike if (pace := c.now if side else c.then)]:
            slots[f"light{side}_{n}"], slots[f"number{side}_{n}"] = light, count_of(paces, light.light)
            said.append(f"{{light{side}_{n}}}{{number{side}_{n}}}")
    return "、".join(said)
