"""Key figures (关键数字) of page one: cards by rule, worst light first, or those that are declared or named."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pandas as pd

from ... import metrics
from ...base.errors import DataError
from ...county.selection import responsible_unit
from ...document.blocks import Omission
from ...document.front_blocks import KeyFigure, KeyFigures
from ...document.pieces import Parts
from ...metrics.columns import row_selection
from ...quantity import periods
from ...quantity.figures import Figure
from ...quantity.numerals import chinese_numeral
from ...quantity.reader_units import in_reader_unit
from .. import arguments
from ..figure_lookup import FigureLookup
from ..figure_wording import label_of, ranking_text, with_direction
from ..indicator_progress import IndicatorProgress
from ..period_before import PeriodBefore, ProgressChange
from ..standing import Standing
from ..year_progress import YearProgress
from .named_conclusions import by_urgency
from .progress_section import late_word, other_period, share_words

__all__ = ["CardMaker", "key_figures"]

_LEAST, _MOST, _WORST = 3, 5, 3
_WHERE = "briefing.key_figures"


def key_figures(
    wanted: Sequence[str | Figure],
    before: PeriodBefore,
    lookup: FigureLookup,
    own: Sequence[str],
    month: str,
    *,
    worst: int = _WORST,
) -> list[KeyFigures | Omission]:
    """Return the block of key figures, and a line for each that has no value; empty where there are none.

    Parameters
    ----------
    wanted
        Slugs of indicators, or figures; empty for those by rule.
    before, lookup, own, month
        As of :class:`CardMaker`.
    worst
        As many of those by rule are behind their pace, at most.

    Raises
    ------
    DataError
        There are more than five, one is neither, or a figure has no label.
    """
    if len(wanted) > _MOST:
        raise DataError(_WHERE, f"关键数字最多{chinese_numeral(_MOST)}个", f"{len(wanted)}个", "请去掉几个。")
    wanted = [each for n, each in enumerate(wanted) if each not in wanted[:n]]
    slugs = [each for each in wanted if isinstance(each, str)]
    county = before.progress.county
    maker = CardMaker(before.with_indicators(slugs), lookup, own, month)
    cards: list[KeyFigure] = [] if wanted else maker.by_rule(worst)
    omitted = []
    for each in wanted:
        if not isinstance(each, str | Figure):
            do = '请写指标代号，或 briefing.figure("…")。'
            raise DataError(_WHERE, "应是指标代号或带来源的数", arguments.quoted(each), do)
        card = maker.of_slug(each) if isinstance(each, str) else _of_figure(each, county.proper_names)
        if card is None:
            name = county.by_slug[each].name if isinstance(each, str) else each.label
            omitted.append(Omission(what=f"关键数字“{name}”", reason="这一期没有它的数。"))
        else:
            cards.append(card)
    return [*([KeyFigures(cards=tuple(cards))] if cards else []), *omitted]


def _of_figure(figure: Figure, names: Sequence[str]) -> KeyFigure | None:
    """The card of an analyst's own figure, under its label; None where it has no number."""
    if figure.reason:
        return None
    if not figure.label:
        do = '请用 briefing.figure("…") 取数；算出来的写 x.model_copy(update={"label": "名称"})。'
        raise DataError(_WHERE, "这个数没有名称", figure.text, do)
    arguments.untyped(_WHERE, (figure.label,), names)
    when = periods.parse(figure.period).label if figure.period else ""
    return KeyFigure(name=figure.label, figure=in_reader_unit(figure), beside=((when,),) if when else ())


@dataclass(frozen=True)
class CardMaker:
    """Maker of the cards of a campaign's indicators.

    Parameters
    ----------
    before
        The year's progress of its indicators, and that of the period before.
    lookup
        Sound rows.
    own
        The indicators that it lists, in order, without those of the background.
    month
        Code of the period that the masthead prints: a card of another names its own.
    """

    before: PeriodBefore
    lookup: FigureLookup
    own: Sequence[str]
    month: str

    @property
    def progress(self) -> YearProgress:
        """The year's progress of its indicators."""
        return self.before.progress

    def by_rule(self, worst: int = _WORST) -> list[KeyFigure]:
        """Return three to five cards, fewer where there are no more data.

        The worst lights, the best, the greatest 同比 that its inputs are sure of, then the next by urgency; of what has
        no target, ranks, then changes, then the first that are listed.
        """
        paces = by_urgency(list(self._paces.values()), self.progress)
        behind = [pace for pace in paces if pace.standing.bad]
        chosen = [pace.indicator for pace in behind[:worst]]
        chosen += [pace.indicator for pace in paces[::-1][:1] if pace.standing.good]
        sure = [pace for pace in paces if pace.grown["reason"] == "" and _beyond_zero(pace.grown)]
        chosen += [pace.indicator for pace in sorted(sure, key=lambda pace: -abs(pace.grown["value"]))[:1]]
        fill = [pace.indicator for pace in paces] + self._without_progress
        distinct = list(dict.fromkeys(chosen))
        distinct += [slug for slug in dict.fromkeys(fill) if slug not in distinct][: max(0, _LEAST - len(distinct))]
        return [card for slug in distinct[:_MOST] if (card := self.of_slug(slug))]

    def of_slug(self, slug: str) -> KeyFigure | None:
        """Return the card of an indicator; None without any value."""
        if pace := self._paces.get(slug):
            return self._card_of_pace(pace)
        row = self.lookup.row(slug, area=self.progress.county.code)
        return None if row is None else self._card_of_row(row)

    @cached_property
    def _paces(self) -> Mapping[str, IndicatorProgress]:
        return {pace.indicator: pace for pace in self.progress.of(self.progress.county.code)}

    # --- with progress ---

    @cached_property
    def _since(self) -> Mapping[str, ProgressChange]:
        """The county's own progress now and one period earlier, by indicator."""
        return {change.now.indicator: change for change in self.before.of_county}

    def _card_of_pace(self, pace: IndicatorProgress) -> KeyFigure:
        since = other_period(pace, self.month)
        figure = in_reader_unit(pace.figure("done"))
        return KeyFigure(
            name=f"{pace.done['label']}累计{since}" if since else pace.done["label"],
            figure=figure,
            light=pace.light if pace.ahead["light"] else None,
            beside=tuple(self._beside(pace)),
            months=tuple(self._months(pace)),
        )

    def _beside(self, pace: IndicatorProgress) -> Iterator[Parts]:
        yield (share_words(pace).removesuffix("的"), pace.completion)
        yield ("与时序进度比" if pace.standing is Standing.UNDECIDED else "", pace.gap)
        if months := pace.escalation:
            yield ("连续", months, late_word(pace))
        change = self._since.get(pace.indicator)
        if change and change.then and (moved := change.change("completed")):
            if moved.value is not None:
                yield ("较上期", moved)
            if change.turned and (light := change.lights[0]):
                yield ("上期", light)
        if (grown := pace.figure("grown")).value is not None:
            yield ("同比", with_direction(grown))
        if rank := ranking_text(pace.done):
            yield (rank,)
        if unit := responsible_unit(self.progress.county, pace.indicator):
            yield (f"责任单位：{unit}",)

    def _months(self, pace: IndicatorProgress) -> Iterator[Figure]:
        """The 累计 of the year up to the month judged."""
        rows = self.progress.months(pace.indicator)
        until = pace.ahead["_month"]
        rows = rows[(rows["_year"] == self.progress.year) & (rows["_month"] <= until)].sort_values("_month")
        return (self.progress.county.figure(row) for row in row_selection.records(rows))

    # --- without ---

    @cached_property
    def _changes(self) -> Mapping[tuple[str, str], Mapping[str, Any]]:
        """The changes that can be computed, of the county's own series, by indicator and period."""
        county, frame = self.progress.county, self.lookup.frame
        rows = frame[(frame["area"] == county.code) & (frame["subject"] == "") & (frame["nature"] == "actual")]
        rows = row_selection.like_latest(row_selection.ordered(rows, self.own))
        if rows.empty:
            return {}
        pairs = row_selection.latest(metrics.changes(rows, county.indicators))
        sure = [row for row in row_selection.records(pairs) if row["reason"] == "" and _beyond_zero(row)]
        return {(row["indicator"], row["period"]): row for row in sure}

    @property
    def _without_progress(self) -> list[str]:
        """Indicators with a result and no target: first those with a rank, then with a change, then the others."""
        county = self.progress.county
        found = {slug: self.lookup.row(slug, area=county.code) for slug in self.own if slug not in self._paces}
        rows = {slug: row for slug, row in found.items() if row is not None and row["nature"] == "actual"}
        ranked = [slug for slug, row in rows.items() if ranking_text(row)]
        moved = [slug for slug, row in rows.items() if (slug, row["period"]) in self._changes]
        return list(dict.fromkeys([*ranked, *moved, *rows]))

    def _card_of_row(self, row: Mapping[str, Any]) -> KeyFigure:
        label = label_of(row)
        figure, rank = self.progress.county.figure({**row, "label": label}), ranking_text(row)
        if figure.value is None and rank:  # only a rank or a tier is known
            return KeyFigure(name=label, figure=rank, beside=tuple(self._beside_row(row)))
        told = rank if rank and figure.unit != "位" else None
        return KeyFigure(name=label, figure=in_reader_unit(figure), beside=tuple(self._beside_row(row, told)))

    def _beside_row(self, row: Mapping[str, Any], rank: Figure | None = None) -> Iterator[Parts]:
        county = self.progress.county
        if row["period"]:
            yield (periods.parse(row["period"]).label,)
        if rank:
            yield (rank,)
        carrier = county.by_slug[row["indicator"]].growth
        published = carrier and self.lookup.row(carrier, area=county.code, subject="", period=row["period"])
        if published:
            basis = county.by_slug[row["indicator"]].price_basis
            yield (_BASES.get(basis, "同比"), with_direction(county.figure(published)))
        elif change := self._changes.get((row["indicator"], row["period"])):
            then = periods.parse(change["then_period"]).label
            yield (f"比{then}", with_direction(county.figure(change)))
        if unit := responsible_unit(county, row["indicator"]):
            yield (f"责任单位：{unit}",)


_BASES = {"comparable": "同比（可比价格）", "like-for-like": "同比（可比口径）"}


def _beyond_zero(row: Mapping[str, Any]) -> bool:
    """Whether a change is one whatever its inputs were within their digits."""
    return not pd.isna(row["value"]) and not row["low"] <= 0 <= row["high"]
