"""Cards of the 三量: the lead indicator of each with its months, place and progress, the others, and the gaps."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pandas as pd

from ... import metrics
from ...county.model import County, Headline
from ...document.blocks import KeyFigure, KeyFigures
from ...document.pieces import Light, Part, Parts
from ...metrics.columns.matching import period_spans
from ...metrics.columns.row_selection import records
from ...quantity import figures, periods
from ...quantity.figures import Figure
from ...quantity.reader_units import in_reader_unit
from ..figure_lookup import FigureLookup
from ..figure_wording import label_of, ranking_text, with_direction
from ..indicator_progress import IndicatorProgress
from ..year_progress import YearProgress

__all__ = ["quantity_cards"]

Row = Mapping[str, Any]
_OTHERS = 4
_FEWEST_PEERS = 2  # of one there is no rank
_FEWEST_POINTS = 2  # a line has two ends
_GAP = "缺数"


def quantity_cards(lookup: FigureLookup, progress: YearProgress, known: Collection[str]) -> KeyFigures | None:
    """Return a card for each of the 三量 that has any result; None where none has.

    Parameters
    ----------
    lookup
        Sound rows of all areas, with ``text``.
    progress
        Of all campaigns; declares the county.
    known
        The indicators that any value of is known, sound or not.
    """
    cards = [_QuantityCard(quantity, lookup, progress, known).card() for quantity in progress.county.quantities]
    made = tuple(card for card in cards if card)
    return KeyFigures(cards=made) if made else None


@dataclass(frozen=True)
class _QuantityCard:
    """What a card of one of the 三量 is made of."""

    quantity: Headline
    lookup: FigureLookup
    progress: YearProgress
    known: Collection[str]

    @property
    def county(self) -> County:
        return self.progress.county

    @cached_property
    def _results(self) -> dict[str, Row]:
        """The latest result of each of its indicators that has one."""
        found = ((slug, self.lookup.row(slug, area=self.county.code, subject="")) for slug in self.quantity.indicators)
        return {slug: row for slug, row in found if row is not None and row["nature"] == "actual"}

    @cached_property
    def _paces(self) -> dict[str, IndicatorProgress]:
        return {pace.indicator: pace for pace in self.progress.of(self.county.code)}

    def card(self) -> KeyFigure | None:
        """Return the card; None without any result."""
        if not self._results:
            return None
        slug, row = next(iter(self._results.items()))
        pace = self._paces.get(slug)
        return KeyFigure(
            name=f"{self.quantity.name}：{label_of(row)}（{periods.parse(row['period']).label}）",
            figure=in_reader_unit(self._figure(row)),
            light=_light(pace),
            beside=(*self._lead(row, pace), *self._others(row), *self._gaps()),
            months=tuple(self._months(row)),
        )

    def _figure(self, row: Row) -> Figure:
        return self.county.figure({**row, "label": label_of(row)})

    def _lead(self, row: Row, pace: IndicatorProgress | None) -> Iterator[Parts]:
        if pace is not None and pace.done["period"] == row["period"]:
            yield ("占控制数" if pace.lower else "完成率", pace.completion)
        if growth := self._growth(row, pace):
            yield ("同比", growth)
        if place := self._place(row):
            yield place

    def _growth(self, row: Row, pace: IndicatorProgress | None) -> Figure | None:
        """Growth as published, or else as computed from both years."""
        if carrier := self.county.by_slug[row["indicator"]].growth:
            published = self.lookup.row(carrier, area=self.county.code, subject="", period=row["period"])
            return with_direction(self.county.figure(published)) if published else None
        if pace is None or pace.done["period"] != row["period"]:
            return None
        grown = pace.figure("grown")
        return None if grown.value is None else with_direction(grown)

    def _place(self, row: Row) -> Parts:
        """The rank among the counties of the city, as published or as computed of all of them, and the city's value."""
        rows = self.lookup.frame
        same = rows[
            (rows["indicator"] == row["indicator"]) & (rows["period"] == row["period"])
            & (rows["subject"] == "") & (rows["nature"] == "actual")
        ]  # fmt: skip
        rank = ranking_text(row) or self._rank(same, row)
        run: list[Part] = [rank] if rank else []
        of_city = [each for each in records(same) if each["area"] in self._city]
        for each in of_city[:1]:
            name = self.county.area_names[each["area"]]
            figure = in_reader_unit(self.county.figure({**each, "label": f"{name}{each['label']}"}))
            run += ["，" if run else "", name, figure]
        return tuple(run)

    @property
    def _city(self) -> set[str]:
        return {area.code for area in self.county.areas if area.name == self.county.city}

    def _rank(self, same: pd.DataFrame, row: Row) -> Figure | None:
        better = self.county.by_slug[row["indicator"]].better
        if better == "none" or len(self.county.peers) < _FEWEST_PEERS:
            return None
        ranked = records(metrics.ranks(same, self.county.peers, better=better))
        own = next((each for each in ranked if each["area"] == self.county.code), None)
        if own is None or pd.isna(own["rank"]):
            return None
        origins = tuple(dict.fromkeys(origin for each in ranked for origin in each["origins"]))
        return figures.phrase_figure(
            f"{self.county.city}第{int(own['rank'])}位", label=f"{row['label']}位次", period=row["period"],
            origins=origins, formula="按全市各县（市、区）的数排",
        )  # fmt: skip

    def _others(self, lead: Row) -> Iterator[Parts]:
        """The next indicators: latest value, the shape of the light, and the period where that is another."""
        for slug, row in [*self._results.items()][1 : _OTHERS + 1]:
            when = "" if row["period"] == lead["period"] else f"（{periods.parse(row['period']).label}）"
            light = _light(self._paces.get(slug))
            shape = (light.shortened(),) if light else ()
            yield (*shape, f"{label_of(row)}{when}", in_reader_unit(self._figure(row)))

    def _gaps(self) -> Iterator[Parts]:
        """Which of its indicators have no value, no result that is sound, and no light."""
        declared = self.county.by_slug
        without = [slug for slug in self.quantity.indicators if slug not in self._results]
        unlit = [slug for slug in self._results if not _light(self._paces.get(slug))]
        gaps = {
            _GAP: [slug for slug in without if slug not in self.known],
            "无可用实绩": [slug for slug in without if slug in self.known],
            "不亮灯": unlit if self.progress.rule and self._paces else [],
        }
        for what, slugs in gaps.items():
            if slugs:
                yield (f"{what}：{'、'.join(declared[slug].name for slug in slugs)}",)

    def _months(self, row: Row) -> Sequence[Figure]:
        """The 累计 of the year of a row, month by month; of a missing month a figure without a value."""
        rows = self.lookup.frame
        own = rows[
            (rows["indicator"] == row["indicator"]) & (rows["area"] == self.county.code) & (rows["subject"] == "")
            & (rows["nature"] == "actual")
        ]  # fmt: skip
        span, (judged,) = period_spans(own["period"]), records(period_spans(pd.Series([row["period"]])))
        since_january = (span["year"] == judged["year"]) & (span["first"] == 1) & (span["last"] <= judged["last"])
        by_month = dict(zip(span["last"][since_january], records(own[since_january.to_numpy()]), strict=True))
        if judged["first"] != 1 or len(by_month) < _FEWEST_POINTS:
            return ()
        missing = figures.missing_figure(_GAP, label=str(row["label"]))
        reach = range(min(by_month), max(by_month) + 1)
        return [self._figure(by_month[month]) if month in by_month else missing for month in reach]


def _light(pace: IndicatorProgress | None) -> Light | None:
    return pace.light if pace and pace.ahead["light"] else None
