"""Reconciliation: what the rows of a ledger give for an indicator against what is reported as 累计 of the year."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import numpy as np
import pandas as pd

from ..county.instrument_fields import is_planned
from ..county.ledger_shapes import DATED, MEASURED, LedgerCount, LedgerShape
from ..county.model import County
from ..quantity import periods, units
from ..quantity.periods import month_end
from .approval_days import measured
from .ledger_rows import happened, has, origins

__all__ = ["COLUMNS", "DISAGREES", "contradictions", "ledger_day", "reconciled"]
__dir__ = __all__.copy

DISAGREES = "与月报不符"
COLUMNS = (
    "ledger", "key", "kind", "field", "since", "period", "agrees", "value", "low", "high", "reported",
    "reported_low", "reported_high", "over", "unit", "sample", "rows", "observation", "origins",
)  # fmt: skip
"""Columns of a frame of comparisons, a row an indicator, area and month.

ledger : str, its slug; key : str, the code of the area; field : str, the indicator; since : datetime, the last day of
`period`, the 累计 reported; agrees : bool, and kind : str, 与月报不符 where it does not; value : float, of the ledger,
in `unit`, that of the indicator, between `low` and `high` where rows have no area or no amount; reported : float, with
the interval of its hedge and digits; over : float, value less reported; sample : bool, whether the ledger has only a
part; rows : tuple of str, the rows of the ledger; observation : str, what is reported; origins : both. `rows` and
`origins` are filled where the two differ.
"""
_NOISE = 10


def contradictions(
    ledgers: Iterable[tuple[LedgerShape, pd.DataFrame]], current: pd.DataFrame, county: County, as_of: date
) -> pd.DataFrame:
    """Return where ledgers and reports contradict each other: of an indicator and area, the last month that differs.

    Parameters
    ----------
    ledgers
        Shapes, and rows of :func:`~.ledger_rows.prepared`.
    current
        Current observations (:meth:`xj_analysis.store.store.Store.current`).
    county
        Declares the indicators, the towns and itself; what it does not declare is not compared.
    as_of
        Reports of months that end later do not count.

    Returns
    -------
    A frame with :data:`COLUMNS`, in the order of ledgers, indicators and areas.
    """
    found = [_none()]
    for shape, rows in ledgers:
        for count in shape.counts:
            own = MEASURED.get(str(shape.instrument), {})
            needed = [field for field in count.fields if field not in own]
            if count.indicator in county.by_slug and has(rows, *needed):
                compared = reconciled(rows, shape, count, current, county, as_of)
                found.append(compared[~compared["agrees"]].drop_duplicates("key", keep="last"))
    differing = [frame for frame in found if len(frame)]
    return pd.concat(differing, ignore_index=True) if differing else _none()


def reconciled(
    rows: pd.DataFrame, shape: LedgerShape, count: LedgerCount, current: pd.DataFrame, county: County, as_of: date
) -> pd.DataFrame:
    """Return a comparison of each 累计 reported of an indicator with the rows of a ledger, by area and month.

    Reports of the year of the ledger's day (:func:`ledger_day`), of months up to that day's; amounts without a date
    are those of that month alone. A row without an area may be of any town. A ledger that is a sample
    agrees as long as it has no more than the report; its mean may be another, which is said.

    Parameters
    ----------
    rows, shape, count
        Rows of a ledger, its shape, and one of its counts.
    current, county, as_of
        As of :func:`contradictions`.
    """
    day = ledger_day(rows, shape)
    if day is None:
        return _none()
    reports = _reports(current, count.indicator, county, day, as_of)
    rows = _counting(rows, count)
    found = [_none()]
    for last in sorted(set(reports["since"].dt.date)):
        if count.by or (last.year, last.month) == (day.year, day.month):
            of_month = reports[reports["since"] == pd.Timestamp(last)]
            known = _within(rows, count, last)
            if shape.instrument == "approvals":
                known = measured(known, last, county.alarms.approvals)
            found.append(_compared(known, shape, count, of_month, county))
    kept = [frame for frame in found if len(frame)]
    return pd.concat(kept, ignore_index=True) if kept else _none()


def ledger_day(rows: pd.DataFrame, shape: LedgerShape) -> date | None:
    """Return the day up to which a ledger tells: the last on which something happened, was done or was updated in it.

    Examples
    --------
    >>> from xj_analysis.county.ledger_shapes import LedgerColumn
    >>> dated = {name: LedgerColumn(to=name, kind="date") for name in ("started_actual", "started_planned")}
    >>> shape = LedgerShape(slug="x", name="项目", file="*", key="序号", unique=("started_actual",), columns=dated)
    >>> days = {"started_actual": pd.to_datetime(["2025-08-03"]), "started_planned": pd.to_datetime(["2026-01-01"])}
    >>> ledger_day(pd.DataFrame(days), shape)
    datetime.date(2025, 8, 3)
    """
    fields = [
        column.to
        for column in shape.columns.values()
        if column.kind in DATED and has(rows, column.to)
        if not is_planned(column.to)
    ]
    days = (
        pd.concat([rows[field] for field in fields], ignore_index=True).dropna() if fields else pd.Series(dtype="M8[s]")
    )
    return None if days.empty else pd.Timestamp(days.max()).date()


def _none() -> pd.DataFrame:
    return pd.DataFrame(columns=list(COLUMNS)).astype({"agrees": bool, "sample": bool})


def _reports(current: pd.DataFrame, indicator: str, county: County, day: date, as_of: date) -> pd.DataFrame:
    """What the county and its towns report of an indicator as 累计 of the ledger's year, with the last day of each."""
    own = current[
        (current["indicator"] == indicator)
        & (current["nature"] == "actual")
        & (current["subject"] == "")
        & current["value"].notna()
        & current["area"].isin([county.code, *county.towns])
    ]
    first, limit = date(day.year, 1, 1), min(as_of, month_end(day.year, day.month))
    ends = {
        code: period.end
        for code, period in ((code, periods.parse(code)) for code in set(own["period"]))
        if period.start == first and period.end is not None and period.end <= limit
        and period.end == month_end(period.end.year, period.end.month)
    }  # fmt: skip
    known = own[own["period"].isin(ends)]
    since = pd.to_datetime(known["period"].map(ends)).dt.as_unit("s")
    order = {area: place for place, area in enumerate([county.code, *county.towns])}
    return known.assign(since=since, place=known["area"].map(order)).sort_values(["since", "place"], kind="stable")


def _counting(rows: pd.DataFrame, count: LedgerCount) -> pd.DataFrame:
    """The rows that say something of the indicator."""
    for name, text in count.where.items():
        rows = rows[rows[name] == text]
    return rows


def _within(rows: pd.DataFrame, count: LedgerCount, last: date) -> pd.DataFrame:
    """The rows that count up to the last day of a month."""
    if not count.by:
        return rows
    days = happened(rows[count.by], last)
    return rows[days >= pd.Timestamp(last.year, 1, 1)]


def _compared(
    rows: pd.DataFrame, shape: LedgerShape, count: LedgerCount, reports: pd.DataFrame, county: County
) -> pd.DataFrame:
    """The comparison of one month, a row a report."""
    unit = county.by_slug[count.indicator].unit
    factor = units.ratio(shape.unit_of(count.amounts[0]) if count.amounts else units.unscaled(unit), unit)
    amounts = rows[[*count.amounts]].sum(axis=1, min_count=1) if count.amounts else pd.Series(1.0, index=rows.index)
    areas = rows["area"].fillna("").astype(str) if has(rows, "area") else pd.Series("", index=rows.index)
    if not has(rows, "area"):
        reports = reports[reports["area"] == county.code]
    unplaced = ~areas.isin(county.towns) & (areas != county.code)
    key = reports["area"].astype(str)
    whole = key == county.code

    def in_unit(given: pd.Series) -> pd.Series:
        return (given.astype("float64") * factor.numerator / factor.denominator).round(_NOISE)

    def by_area(values: pd.Series) -> pd.Series:
        return key.map(values.groupby(areas).sum()).fillna(0.0).where(~whole, values.sum())

    unknown = (by_area(amounts.isna().astype(float)) > 0) | (~whole & bool((amounts.isna() & unplaced).any()))
    value = by_area(amounts.fillna(0.0))
    if count.mean:  # the mean of rows of which some are unknown, or may be of any town, may be anything
        number, most = by_area(amounts.notna().astype(float)), rows.get(f"{count.mean}_most", amounts)
        value, high = value / number, by_area(most.fillna(0.0)) / number
        unknown |= ~whole & bool(unplaced.any())
        low = in_unit(value).mask(unknown, -np.inf)
    else:  # rows of no town may be of any
        open_to = pd.Series(~whole, index=key.index).astype(float)
        low = in_unit(value + open_to * amounts.clip(upper=0)[unplaced].sum())
        high = value + open_to * amounts.clip(lower=0)[unplaced].sum()
    value, high = in_unit(value), in_unit(high).mask(unknown, np.inf)
    found = pd.DataFrame({
        "ledger": shape.slug, "key": key, "field": count.indicator, "since": reports["since"],
        "period": reports["period"], "value": value, "low": low, "high": high,
        "reported": reports["value"],
        "reported_low": reports["low"], "reported_high": reports["high"],
        "over": (value - reports["value"]).round(_NOISE), "unit": unit, "sample": shape.sample,
        "observation": reports["id"],
    })  # fmt: skip
    more, less = found["low"] > found["reported_high"], found["high"] < found["reported_low"]
    agrees = ~more & (~less | (shape.sample and not count.mean))
    places = {area: _rows_of(rows, areas, area, county) for area in key[~agrees]}
    found["rows"] = [places.get(area, ()) for area in key]
    found["origins"] = [(*of, said) for of, said in zip(found["rows"], found["observation"], strict=True)]
    return found.assign(agrees=agrees, kind=np.where(agrees, "", DISAGREES))[list(COLUMNS)].reset_index(drop=True)


def _rows_of(rows: pd.DataFrame, areas: pd.Series, area: str, county: County) -> tuple[str, ...]:
    return origins(rows if area == county.code else rows[areas == area])
