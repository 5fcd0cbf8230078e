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
from ..indicator_progress import IndicatorProgress
from ..period_before import ProgressChange
from ..prose import say
from ..year_progress import YearProgress
from .campaign_board import lights_of, most_urgent
from .named_conclusions import by_urgency
from .progress_section import count_of, early_words, late_word, latest, other_period

__all__ = ["light_counts", "urgent_matters"]

_MOST = 3
_SHARE = {
    (False, False): "完成", (True, False): "占控制数", (False, True): "完成率", (True, True): "占控制数的比重",
}  # fmt: skip


def urgent_matters(
    progress: YearProgress, changes: Sequence[ProgressChange], month: str, *, most: int = _MOST
) -> list[Sentence]:
    """Return a sentence for each of the most urgent matters: campaign, indicator, amount, gap, light, and who.

    At the best light nothing is urgent; where nothing is, a sentence says so and what is best.

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
    all_paces = [change.now for change in changes]
    paces = [pace for pace in most_urgent(all_paces, progress) if progress.severity(pace)][:most]
    said = [_matter(by_indicator[pace.indicator], progress, month) for pace in paces]
    return said or ([_none_urgent(all_paces, progress, month)] if all_paces else [])


def _none_urgent(paces: Sequence[IndicatorProgress], progress: YearProgress, month: str) -> Sentence:
    """That nothing lags, and what is best."""
    best = by_urgency(paces, progress)[-1]
    worse = "、".join(level.word for level in progress.rule.levels[1:]) if progress.rule else ""
    words = "{when}，有年度目标的指标没有" + (f"亮{worse}的" if worse else "落后于时序进度的")
    slots: dict[str, Any] = {"when": periods.parse(month).label}
    if best.standing.good:
        words += "，最好的是{name}{since}（{gap}）"
        slots |= {"name": best.done["label"], "since": other_period(best, month), "gap": best.gap}
    return say(f"{words}。", style="finding", names=progress.county.proper_names, **slots)


def _matter(change: ProgressChange, progress: YearProgress, month: str) -> Sentence:
    pace, county = change.now, progress.county
    share = _SHARE[pace.lower, isinstance(pace.completion, str)]
    words = f"{{campaigns}}：{{name}}{{since}}{{done}}，{share}{{completed}}，{{gap}}"
    slots: dict[str, Any] = {
        "campaigns": Strong(strong=_campaigns(pace, county)), "name": pace.done["label"],
        "since": other_period(pace, month), "gap": pace.gap,
        "done": in_reader_unit(pace.figure("done")), "completed": pace.completion,
    }  # fmt: skip
    then, now = change.lights
    if now:
        words += "，{then}转{now}" if then and then != now else "，{now}"
        slots |= {"then": then, "now": now} if then and then != now else {"now": now}
    if months := pace.escalation:
        words += f"（连续{{months}}{late_word(pace)}）"
        slots["months"] = months
    if last := _last_town(pace, progress):
        words += f"，{'占控制数最多' if pace.lower else '完成率最低'}的是{{town}}（{{rate}}）"
        slots |= {"town": county.area_names[last.area], "rate": last.completion}
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
    """The town furthest down in the same month, where it alone is; None with fewer than two towns."""
    towns = [
        each
        for each in progress.paces
        if each.indicator == pace.indicator
        and each.area in progress.county.towns
        and each.done["period"] == pace.done["period"]
    ]
    towns.sort(key=lambda each: each.lead)
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
