"""Rules against the store: a figure that differs, a wrong unit, a tier given as a rank."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pandas as pd

from ...quantity import hedges, units
from ...quantity.hedges import Hedge
from ...store import observations
from ...store.store import Store
from ..reader.reading import Mention
from .draft import Alarm, Draft
from .printed_intervals import (
    Interval,
    conversion_factor,
    interval_of,
    is_twice_rounded,
    printed_like,
    unit_converts_to,
)

_SURE_NAME = 0.75
_UNIT_FACTORS = (Decimal(10_000), Decimal(1000), Decimal(100_000_000))
_NEAR = (Decimal("0.2"), Decimal(5))
_RANK_LABEL = re.compile(r"(?:全[国省市县])?(?:位次|排名|名次)$")
_OWN_AREA = ("", "全县", "全区", "该县", "我县")
_OWN_CITY = "全市"  # for a county it is the prefecture above it

_Row = Mapping[str, Any]


class _StoreLookup:
    """Index of current observations by indicator, area and nature, and of indicators by name."""

    def __init__(self, store: Store) -> None:
        self.county = store.county
        rows = store.current().to_dict("records")
        self.rows: list[_Row] = [{str(name): cell for name, cell in row.items()} for row in rows]
        self._by_key: dict[tuple[str, str, str], list[_Row]] = {}
        for row in self.rows:
            self._by_key.setdefault((row["indicator"], row["area"], row["nature"]), []).append(row)
        own_area = (*_OWN_AREA, _OWN_CITY) if self.county.name.endswith("市") else _OWN_AREA
        self._codes = {name: code for code, name in self.county.area_names.items()}
        self._codes |= dict.fromkeys((*own_area, self.county.name), self.county.code)
        self._slugs: dict[tuple[str, str], str | None] = {}

    def indicator(self, mention: Mention) -> str | None:
        """Return the slug of the one indicator that a quantity is surely about."""
        key = mention.measured, mention.unit
        if key not in self._slugs:
            names = {i.name: i.slug for i in self.county.indicators if unit_converts_to(mention, i.unit)}
            likest = difflib.get_close_matches(mention.measured, names, n=2, cutoff=_SURE_NAME)
            scores = [difflib.SequenceMatcher(None, name, mention.measured).ratio() for name in likest]
            self._slugs[key] = names[likest[0]] if len(set(scores)) == len(scores) > 0 else None
        return self._slugs[key]

    def observations(self, mention: Mention, slug: str) -> list[_Row]:
        """Return the observations of an indicator at the area and of the subject that a quantity names."""
        rows = self._by_key.get((slug, self._codes.get(mention.area, ""), mention.nature), [])
        return [row for row in rows if row["digits"] and (not row["subject"] or row["subject"] in mention.subject)]


def store_alarms(draft: Draft, store: Store) -> Iterator[Alarm]:
    """Yield an alarm for each figure of a draft that differs from the store, with source and locator."""
    lookup = _StoreLookup(store if "status" in store.frame else store.known())
    for sentence in draft.sentences:
        for mention in sentence.mentions:
            named = mention.measured and mention.measured in sentence.before(mention) + sentence.after(mention)
            if mention.change or not named or (slug := lookup.indicator(mention)) is None:
                continue
            rows = lookup.observations(mention, slug)
            same_period = [row for row in rows if mention.period and row["period"] == mention.period]
            yield from _differing(mention, same_period[0]) if same_period else _unit_slips(mention, rows)
    yield from _tiers(draft, lookup)


def _printed_interval(mention: Mention, unit: str) -> Interval | None:
    interval = interval_of(mention)
    return interval.times(conversion_factor(mention.unit, unit)) if interval else None


def _observed_interval(row: _Row) -> Interval:
    """Return the interval of an observation, from its digits as published, in the unit of its indicator."""
    counted = units.unit(row["reported_unit"]).counted
    value = Decimal(row["digits"])
    interval = Interval(value, *hedges.published_interval(value, Hedge(row["hedge"]), counted=counted))
    return interval.times(conversion_factor(row["reported_unit"], row["unit"]))


def _locator(row: _Row) -> str:
    return f"{row['source']} {row['locator']}"


def _differing(mention: Mention, row: _Row) -> Iterator[Alarm]:
    """Yield an alarm where a figure differs from the observation of its period."""
    printed, observed = _printed_interval(mention, row["unit"]), _observed_interval(row)
    if printed is None or printed.overlaps(observed):
        return
    where, published = _locator(row), observations.text_as_published(row)
    value = observed.value / conversion_factor(mention.unit, row["unit"])
    problem = f"写作{mention.text}，数据为{published}（{where}）"
    alarm = Alarm.at("store", mention, problem, published, sure="likely", source=where)
    if is_twice_rounded(value, mention):
        should = printed_like(value, mention)
        problem = f"数据为{published}（{where}），应为{should}，写作{mention.text}，似是舍入了两次"
        alarm = replace(alarm, rule="rounding", problem=problem, should=should)
    elif _is_unit_slip(printed.value, observed.value):
        alarm = replace(alarm, rule="unit", problem=f"{problem}，相差悬殊，单位可能有误", sure="certain")
    yield alarm


def _is_unit_slip(printed: Decimal, observed: Decimal) -> bool:
    """Return whether two values differ by about the factor of a wrong unit (千, 万, 亿)."""
    if observed == 0 or printed == 0:
        return False
    ratio = abs(printed / observed)
    return any(
        _NEAR[0] <= ratio / factor <= _NEAR[1] or _NEAR[0] <= ratio * factor <= _NEAR[1] for factor in _UNIT_FACTORS
    )


def _unit_slips(mention: Mention, rows: Sequence[_Row]) -> Iterator[Alarm]:
    """Yield an alarm where a value is a thousandfold apart from every observation of other periods."""
    if not rows or mention.hedge is not Hedge.EXACT:
        return
    printed, last = _printed_interval(mention, rows[0]["unit"]), rows[-1]
    if printed and all(_is_unit_slip(printed.value, _observed_interval(row).value) for row in rows):
        apart = f"历年的数（如{observations.text_as_published(last)}，{_locator(last)}）与之相差千倍以上"
        problem = f"写作{mention.text}，而{apart}，单位可能有误，请核对"
        yield Alarm.at("unit", mention, problem, sure="likely", source=_locator(last))


def _tiers(draft: Draft, lookup: _StoreLookup) -> Iterator[Alarm]:
    """Yield an alarm for each rank of a thing that has a tier in the store and no rank."""
    tier_rows = [row for row in lookup.rows if row["tier"] and pd.isna(row["rank"])]
    for mention in draft.reading.ranks if tier_rows else ():
        begin = max(draft.plain.rfind(stop, 0, mention.start) for stop in "，。；！？\n") + 1
        clause = draft.plain[begin : mention.start]
        for row in tier_rows:
            if mention.rank is None or _coverage(_RANK_LABEL.sub("", row["label"]), clause) < _SURE_NAME:
                continue
            text = draft.plain[mention.start : mention.end]
            problem = f"写作{text}，数据只有梯队“{row['tier']}”（{_locator(row)}），梯队不是名次"
            yield Alarm.at("tier", mention, problem, row["tier"], sure="likely", source=_locator(row))


def _coverage(name: str, clause: str) -> float:
    """Return the share of a name that stands in a clause in one piece."""
    match = difflib.SequenceMatcher(None, name, clause, autojunk=False).find_longest_match()
    return match.size / len(name) if name else 0.0
