"""Earlier values that a report is compared with: the year before, and the latest 累计 of the same year."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from typing import Any

from ..county.model import County
from ..quantity import periods, units
from ..quantity.hedges import Hedge, published_interval
from ..quantity.periods import Period
from ..store.store import Store
from .report import Value

Series = tuple[str, str]
"""Slug of an indicator and code of an area."""


@dataclass(frozen=True)
class History:
    """Actual values of each series before a 累计 period.

    Parameters
    ----------
    year_before
        The same months of the year before.
    latest
        The latest 累计 of the same year that ends before the period.
    least
        The least that each of the latest may be: less than it says where it is about so much, or not quite so much.
    month_before
        The series with a value for the single month before the last one of the period.
    """

    year_before: Mapping[Series, float]
    latest: Mapping[Series, float]
    least: Mapping[Series, float]
    month_before: Set[Series] = frozenset()

    @classmethod
    def of(cls, store: Store, period: Period) -> History:
        """Return the history of a county before a 累计 period."""
        rows = store.current()
        rows = rows[(rows["nature"] == "actual") & (rows["subject"] == "") & rows["value"].notna()]
        parsed = {code: periods.parse(code) for code in set(rows["period"])}
        year_before: dict[Series, float] = {}
        latest: dict[Series, tuple[Any, float, float]] = {}
        columns = (rows[name] for name in ("indicator", "area", "period", "value", "hedge", "low"))
        for slug, area, code, value, hedge, low in zip(*columns, strict=True):
            then, key = parsed[code], (slug, area)
            if period.same_window(then) and period.start and then.start and then.start.year == period.start.year - 1:
                year_before[key] = float(value)
            earlier = then.by_months and then.start == period.start and then.sort_key() < period.sort_key()
            if earlier and (key not in latest or then.sort_key() > latest[key][0]):
                latest[key] = (then.sort_key(), float(value), float(value if hedge == Hedge.EXACT else low))
        values = {key: value for key, (_, value, _) in latest.items()}
        single = rows[rows["period"] == _month_before(period)]
        return cls(
            year_before, values, {key: least for key, (_, _, least) in latest.items()},
            frozenset(zip(single["indicator"], single["area"], strict=True)),
        )  # fmt: skip

    def with_values(self, values: Iterable[Value], county: County, code: str) -> History:
        """Return the history with the 累计 values of earlier periods that one report holds itself.

        Parameters
        ----------
        values
            In order of their periods; all end before the period of the history.
        county
            Declares the units.
        code
            Code of the period of the history.
        """
        latest, least = dict(self.latest), dict(self.least)
        for value in values:
            same_year = value.period[: len("2025-01/")] == code[: len("2025-01/")]
            if value.measure == "cumulative" and value.entry.digits and same_year and "/" in code:
                unit = county.by_slug[value.indicator].unit
                ratio = units.ratio(value.entry.unit, unit)
                counted = units.unit(value.entry.unit).counted
                low, _ = published_interval(Decimal(value.entry.digits), value.entry.hedge, counted=counted)
                number = float(Fraction(value.entry.digits) * ratio)
                key = (value.indicator, value.area)
                latest[key] = number
                least[key] = number if value.entry.hedge is Hedge.EXACT else float(low) * float(ratio)
        return replace(self, latest=latest, least=least)


def _month_before(period: Period) -> str:
    """Code of the month before the one that a period ends in; '' for a period without an end."""
    if period.end is None:
        return ""
    year, month = (period.end.year, period.end.month - 1) if period.end.month > 1 else (period.end.year - 1, 12)
    return f"{year}-{month:02d}"
