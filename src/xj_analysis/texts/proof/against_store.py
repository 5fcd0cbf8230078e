"""Rules against the store: a figure that differs, a unit slip, a tier given as a rank."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

import pandas as pd

from ...quantity import hedges, units
from ...quantity.hedges import Hedge
from ...store import observations, store
from ..reader.reading import Mention
from .draft import Alarm, Draft, Interval, interval_of, is_twice_rounded, printed_like, unit_converts_to

_SURE_NAME = 0.75
_SLIPS = (Decimal(10_000), Decimal(1000), Decimal(100_000_000))
_NEAR = (Decimal("0.2"), Decimal(5))
_PLACE = re.compile(r"(?:全[国省市县])?(?:位次|排名|名次)$")
_OWN = ("", "全县", "全区", "该县", "我县")


_Row = Mapping[str, Any]


class _StoreLookup:
    """The current observations, by what they are of, and the names of their indicators."""

    def __init__(self, known: store.Store) -> None:
        self.county = known.county
        self.rows: list[_Row] = [_named(row) for row in known.current().to_dict("records")]
        self._by_key: dict[tuple[str, str, str], list[_Row]] = {}
        for row in self.rows:
            self._by_key.setdefault((row["indicator"], row["area"], row["nature"]), []).append(row)
        self._codes = {name: code for code, name in known.county.area_names.items()}
        self._codes |= dict.fromkeys((*_OWN, known.county.name), known.county.code)
        self._found: dict[tuple[str, str], str | None] = {}

    def indicator(self, mention: Mention) -> str | None:
        """The slug of the one indicator a quantity is surely about."""
        key = mention.measured, mention.unit
        if key not in self._found:
            names = {i.name: i.slug for i in self.county.indicators if unit_converts_to(mention, i.unit)}
            likest = difflib.get_close_matches(mention.measured, names, n=2, cutoff=_SURE_NAME)
            scores = [difflib.SequenceMatcher(None, name, mention.measured).ratio() for name in likest]
            self._found[key] = names[likest[0]] if len(set(scores)) == len(scores) > 0 else None
        return self._found[key]

    def of(self, mention: Mention, slug: str) -> list[_Row]:
        """The current observations of an indicator at the area and of the subject a quantity names."""
        rows = self._by_key.get((slug, self._codes.get(mention.area, ""), mention.nature), [])
        return [row for row in rows if row["digits"] and (not row["subject"] or row["subject"] in mention.subject)]


def _named(row: Mapping[Any, Any]) -> dict[str, Any]:
    return {str(name): cell for name, cell in row.items()}


def store_alarms(draft: Draft, known: store.Store) -> Iterator[Alarm]:
    """Figures of a draft that the store has otherwise, with source and cell."""
    everything = _StoreLookup(known if "status" in known.frame else known.known())
    for sentence in draft.sentences:
        for mention in sentence.mentions:
            own = mention.measured and mention.measured in sentence.before(mention) + sentence.after(mention)
            if mention.change or not own or (slug := everything.indicator(mention)) is None:
                continue
            rows = everything.of(mention, slug)
            same = [row for row in rows if mention.period and row["period"] == mention.period]
            yield from _different(mention, same[0]) if same else _slipped(mention, rows)
    yield from _tiers(draft, everything)


def _in(mention: Mention, unit: str) -> tuple[Interval | None, Decimal]:
    ratio = units.ratio(mention.unit, unit)
    factor = Decimal(ratio.numerator) / Decimal(ratio.denominator)
    found = interval_of(mention)
    return (found.times(factor) if found else None), factor


def _bounds(row: _Row) -> Interval:
    """Where the true value of an observation lies, from its digits as published, in its indicator's unit."""
    ratio = units.ratio(row["reported_unit"], row["unit"])
    factor = Decimal(ratio.numerator) / Decimal(ratio.denominator)
    counted = units.unit(row["reported_unit"]).counted
    value = Decimal(row["digits"])
    return Interval(value, *hedges.bounds(value, Hedge(row["hedge"]), counted=counted)).times(factor)


def _place(row: _Row) -> str:
    return f"{row['source']} {row['locator']}"


def _shown(row: _Row) -> str:
    return observations.text_as_published(row)


def _different(mention: Mention, row: _Row) -> Iterator[Alarm]:
    told, factor = _in(mention, row["unit"])
    kept = _bounds(row)
    if told is None or told.meets(kept):
        return
    where, shown = _place(row), _shown(row)
    if is_twice_rounded(kept.value / factor, mention):
        should = printed_like(kept.value / factor, mention)
        said = f"数据为{shown}（{where}），应为{should}，写作{mention.text}，似是舍入了两次"
        yield Alarm("rounding", mention.start, mention.end, said, should, "likely", where)
        return
    if _slip(told.value, kept.value):
        said = f"写作{mention.text}，数据为{shown}（{where}），相差悬殊，单位可能有误"
        yield Alarm("unit", mention.start, mention.end, said, shown, "certain", where)
        return
    said = f"写作{mention.text}，数据为{shown}（{where}）"
    yield Alarm("store", mention.start, mention.end, said, shown, "likely", where)


def _slip(told: Decimal, kept: Decimal) -> bool:
    """Whether two values are apart by about a factor that a wrong unit makes."""
    if kept == 0 or told == 0:
        return False
    ratio = abs(told / kept)
    return any(_NEAR[0] <= ratio / slip <= _NEAR[1] or _NEAR[0] <= ratio * slip <= _NEAR[1] for slip in _SLIPS)


def _slipped(mention: Mention, rows: Sequence[_Row]) -> Iterator[Alarm]:
    """A value of another time that is a thousandfold apart from every one in the county's history."""
    if not rows or mention.hedge is not Hedge.EXACT:
        return
    told, _ = _in(mention, rows[0]["unit"])
    if told and all(_slip(told.value, _bounds(row).value) for row in rows):
        last = rows[-1]
        apart = f"历年的数（如{_shown(last)}，{_place(last)}）与之相差千倍以上"
        said = f"写作{mention.text}，而{apart}，单位可能有误，请核对"
        yield Alarm("unit", mention.start, mention.end, said, sure="likely", source=_place(last))


def _tiers(draft: Draft, everything: _StoreLookup) -> Iterator[Alarm]:
    """A rank in the draft of what the store knows a tier of, and no rank."""
    told = [row for row in everything.rows if row["tier"] and pd.isna(row["rank"])]
    for standing in draft.reading.ranks if told else ():
        begin = max(draft.plain.rfind(stop, 0, standing.start) for stop in "，。；！？\n") + 1
        clause = draft.plain[begin : standing.start]
        for row in told:
            if standing.rank is None or _within(_PLACE.sub("", row["label"]), clause) < _SURE_NAME:
                continue
            written = draft.plain[standing.start : standing.end]
            said = f"写作{written}，数据只有梯队“{row['tier']}”（{_place(row)}），梯队不是名次"
            yield Alarm("tier", standing.start, standing.end, said, row["tier"], "likely", _place(row))


def _within(name: str, clause: str) -> float:
    """How much of a name stands in a clause, in one piece."""
    found = difflib.SequenceMatcher(None, name, clause, autojunk=False).find_longest_match()
    return found.size / len(name) if name else 0.0
