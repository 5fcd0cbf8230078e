"""Known gaps of a briefing: who has not reported, by name, and results that end before the period does."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import pandas as pd

from ...county.model import County
from ...county.reporting import ReportingUnit
from ...document.blocks import Note
from ...quantity import periods
from ...quantity.periods import Period
from .. import prose

__all__ = ["Unreported", "late_notes", "unreported", "unreported_notes"]


_NAMED = 3
"""As many missing indicators of a unit are named."""


@dataclass(frozen=True)
class Unreported:
    """A unit that has not reported, or not all.

    Parameters
    ----------
    unit
        The reporting unit.
    missing
        Slugs of its indicators that are missing, in its order, each with the names of the areas that are; without any
        where all of it is.
    whole
        Whether it has reported nothing of what was asked for.
    due
        Its due day.
    """

    unit: ReportingUnit
    missing: Mapping[str, tuple[str, ...]]
    whole: bool
    due: date


def unreported(county: County, frame: pd.DataFrame, slugs: Collection[str], until: date) -> list[Unreported]:
    """Return the units without results of some indicators at the end of a period, in the county's order.

    A department reports about the county, a town about itself. What began to be reported later is not missing.

    Parameters
    ----------
    county
        With its reporting units.
    frame
        Tidy observations as published by the day of the briefing, of whatever edition and period.
    slugs
        The indicators that are asked for.
    until
        The last day of the period.
    """
    rows = frame[(frame["nature"] == "actual") & (frame["subject"] == "")]
    reach = {code: period.reach for code in set(rows["period"]) if (period := periods.parse(code)).start}
    ends = rows["period"].map(reach)
    keys = pd.Series(list(zip(rows["indicator"], rows["area"], strict=True)), index=rows.index, dtype=object)
    there = set(keys[ends == until])
    begun = set(keys[ends.notna() & (ends <= until)])
    later = set(keys[ends.notna()]) - begun
    found = []
    for unit in county.units:
        own = unit.area or county.code
        asked = [slug for slug in unit.reports if slug in slugs and (slug, own) not in later]
        missing: dict[str, tuple[str, ...]] = {}
        for slug in asked:
            towns = county.towns if slug in unit.by_town else ()
            lacking = [area for area in (own, *towns) if (slug, area) in begun or area == own]
            lacking = [area for area in lacking if (slug, area) not in there]
            reported = any((slug, area) in there for area in (own, *towns))
            if lacking:  # the whole county is not known as long as a town is missing
                named = [area for area in lacking if area != own] or lacking
                missing[slug] = tuple(county.area_names[area] for area in named) if reported else ()
        if missing:
            whole = len(missing) == len(asked) and not any(missing.values())
            found.append(Unreported(unit, missing, whole, unit.due_on(until)))
    return found


def unreported_notes(county: County, found: Sequence[Unreported], until: date) -> list[Note]:
    """Return a note for each due day: the units by name, and what is missing of those that reported the rest."""
    when = _months_to(until).label
    notes = []
    for due in sorted({each.due for each in found}):
        of_day = [each for each in found if each.due == due]
        named = "；".join(_whole(county, each) for each in of_day if each.whole)
        partly = "；".join(
            f"{each.unit.name}的{'、'.join(_part(county, slug, areas) for slug, areas in each.missing.items())}"
            for each in of_day
            if not each.whole
        )
        said = "；".join(filter(None, (named, partly)))
        notes.append(prose.note("未报送", (f"{when}的数应于{periods.date_label(due)}前报送，没有收到：{said}。",)))
    return notes


def late_notes(county: County, frame: pd.DataFrame, slugs: Collection[str], period: Period, until: date) -> list[Note]:
    """Return a note where a campaign's results are not of the period, or end before those of the county do.

    Parameters
    ----------
    frame
        Observations up to the period.
    slugs
        The campaign's own indicators.
    until
        The last day of the period that the county has results of.
    """
    own = frame["indicator"].isin(list(slugs)) & frame["area"].str.startswith(county.code)
    codes = set(frame.loc[own & (frame["nature"] == "actual"), "period"])
    results = [periods.parse(code) for code in codes]
    dated = [result for result in results if result.reports(period)]
    if results and not dated:
        return [prose.note("期间", (f"本攻坚战的数没有一项注明是{period.label}的；各数的期间见表。",))]
    last = max(dated, key=Period.sort_key, default=None)
    if last is None or last.reach >= until or not (last.by_months or last.form in ("month", "quarter")):
        return []
    return [prose.note("期间", (f"本攻坚战的数最近的是{last.label}的，还没有到{_months_to(until).label}的。",))]


def _whole(county: County, found: Unreported) -> str:
    """A unit that reported nothing, with what it should have where that is little."""
    if len(found.missing) > _NAMED:
        return found.unit.name
    return f"{found.unit.name}的{'、'.join(_part(county, slug, ()) for slug in found.missing)}"


def _part(county: County, slug: str, areas: Sequence[str]) -> str:
    """An indicator by name, with the areas that are missing of it."""
    return county.by_slug[slug].name + (f"（{'、'.join(areas)}）" if areas else "")


def _months_to(day: date) -> Period:
    """January to the month of a day, as reports say it; January alone is a month."""
    return periods.parse(f"{day.year}-01/{day:%Y-%m}" if day.month > 1 else f"{day:%Y-%m}")
