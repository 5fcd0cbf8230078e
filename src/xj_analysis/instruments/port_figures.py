"""Figures of 码头: by berth, cargo and month, in and out, against the same months of the year before."""

from __future__ import annotations

from decimal import Decimal

import pandas as pd

from ..quantity import periods
from ..quantity.figures import Figure, missing_figure, reported_figure
from ..quantity.hedges import rounded
from .ledger_rows import has, origins
from .port import berth_loads, of_year
from .tallies import NO_ROWS, amount, count, share

__all__ = ["TOTAL", "UNIT", "alike", "by_berth", "by_cargo", "by_month", "port_total"]
__dir__ = __all__.copy

UNIT = "万吨"
TOTAL = "合计"
NO_COLUMN = "台账没有这一列"


def alike(told: pd.DataFrame, year: int) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the rows of a year and of the one before, of the months that a berth reported in both.

    Parameters
    ----------
    told
        Of :func:`~.port.reported`.

    Examples
    --------
    >>> told = pd.DataFrame({"place": ["甲"] * 3, "year": [2024, 2025, 2025], "at": [1, 1, 2]})
    >>> [len(rows) for rows in alike(told, 2025)]
    [1, 1]
    """
    now, then = of_year(told, year), of_year(told, year - 1)
    months, before = (pd.MultiIndex.from_frame(rows[["place", "at"]]) for rows in (now, then))
    return now[months.isin(before)], then[before.isin(months)]


def port_total(told: pd.DataFrame, year: int) -> dict[str, Figure]:
    """Return the figures of all berths of a year: throughput, in and out, share by rail, load, change.

    Parameters
    ----------
    told
        Of :func:`~.port.reported`.

    Returns
    -------
    ``inbound``, ``outbound``, ``through``; ``rail``, the part that is 水铁公联运; ``load`` of the berths whose capacity
    is known; ``months`` with a report; ``then`` and ``change``, of the months that a berth reported in both years.

    Examples
    --------
    >>> from datetime import date
    >>> from .port import reported
    >>> months = pd.to_datetime(["2024-01-31", "2025-01-31"])
    >>> rows = pd.DataFrame({"berth": ["1号"] * 2, "month": months, "inbound": [2.0, 3.0], "outbound": [2.0, 2.0],
    ...                      "capacity": [60.0] * 2, "origin": ["a", "b"]})
    >>> found = port_total(reported(rows, date(2025, 9, 30)), 2025)
    >>> [found[name].text for name in ("through", "load", "change", "rail")]
    ['5万吨', '100.0%', '25.0%', '（台账没有这一列）']
    """
    return _berth("", told, year, berth_loads(told, year))


def by_berth(told: pd.DataFrame, year: int) -> pd.DataFrame:
    """Return the same by berth, the fullest first, those of unknown capacity last, with the total."""
    loads = berth_loads(told, year).sort_values(["load", "through"], ascending=False, na_position="last", kind="stable")
    lines = {str(place): _berth(str(place), told[told["place"] == place], year, loads.loc[[place]])
             for place in loads.index}  # fmt: skip
    return _frame({**lines, TOTAL: _berth(TOTAL, told, year, loads)})


def by_cargo(told: pd.DataFrame, year: int) -> pd.DataFrame:
    """Return the mix of a year by cargo, the largest first, with the total.

    Returns
    -------
    ``inbound``, ``outbound``, ``through``; ``share`` of all; ``rail``; ``then`` and ``change``.
    """
    own = of_year(told, year)
    named = told.assign(cargo=told["cargo"].fillna("").replace("", "未填"))
    sizes = named.loc[own.index].groupby("cargo")["through"].sum().sort_values(ascending=False, kind="stable")
    now, then = alike(named, year)
    lines = {}
    for cargo in [*sizes.index, TOTAL]:
        some, today, before = (rows if cargo == TOTAL else rows[rows["cargo"] == cargo]
                               for rows in (named.loc[own.index], now, then))  # fmt: skip
        lines[str(cargo)] = (
            _amounts(str(cargo), some)
            | {"share": share(f"{cargo}占吞吐量", some, own, column="through"), "rail": _rail(str(cargo), some)}
            | _change(str(cargo), today, before)
        )
    return _frame(lines)


def by_month(told: pd.DataFrame, year: int) -> pd.DataFrame:
    """Return the months of a year: amounts, ``berths`` that reported, ``then`` and ``change``."""
    own = of_year(told, year)
    now, then = alike(told, year)
    lines = {}
    for at in sorted(own["at"].unique()):
        label = periods.parse(f"{year}-{at:02}").label
        rows = own[own["at"] == at]
        lines[label] = (
            _amounts(label, rows)
            | {"berths": count(f"{label}报送泊位", rows.drop_duplicates("place"), "个")}
            | _change(label, now[now["at"] == at], then[then["at"] == at])
        )
    return _frame(lines)


def _berth(name: str, told: pd.DataFrame, year: int, loads: pd.DataFrame) -> dict[str, Figure]:
    own = of_year(told, year)
    known = loads[loads["room"].notna()]
    rows = own[own["place"].isin(known.index)]
    return {
        **_amounts(name, own), "rail": _rail(name, own), "load": _load(f"{name}利用率", rows, known, own),
        "months": count(f"{name}已报月份", own.drop_duplicates("at"), "个月"),
        **_change(name, *alike(told, year)),
    }  # fmt: skip


def _amounts(name: str, rows: pd.DataFrame) -> dict[str, Figure]:
    words = {"inbound": "进港", "outbound": "出港", "through": "吞吐量"}
    return {column: amount(f"{name}{said}", rows, column, UNIT) for column, said in words.items()}


def _rail(name: str, rows: pd.DataFrame) -> Figure:
    label = f"{name}水铁公联运占比"
    if not has(rows, "rail_water"):
        return missing_figure(NO_COLUMN, unit="%", label=label)
    known = rows[rows["rail_water"].notna()]
    return share(label, known, known, column="rail_water", of="through")


def _load(label: str, rows: pd.DataFrame, known: pd.DataFrame, own: pd.DataFrame) -> Figure:
    if not has(own, "capacity"):
        return missing_figure(NO_COLUMN, unit="%", label=label)
    done, room = float(known["through"].sum()), float(known["room"].sum())
    if not room:
        return missing_figure("设计能力没有填或不一致" if len(own) else NO_ROWS, unit="%", label=label)
    value = rounded(Decimal(repr(done)) * 100 / Decimal(repr(room)), 1, "half_even")
    formula = f"{done:.10g}÷{room:.10g}，后者是设计能力按已报月份折算"
    return reported_figure(value, "%", label=label, origins=origins(rows), formula=formula)


def _change(name: str, now: pd.DataFrame, then: pd.DataFrame) -> dict[str, Figure]:
    """What the same months of the year before had, and the change against them."""
    label = f"{name}吞吐量同比"
    before = amount(f"{name}上年同期吞吐量", then, "through", UNIT)
    above, below = float(now["through"].sum()), float(then["through"].sum())
    if not below:
        return {"then": before, "change": missing_figure("没有两年都报的月份", unit="%", label=label)}
    value = rounded((Decimal(repr(above)) / Decimal(repr(below)) - 1) * 100, 1, "half_even")
    of, formula = (*origins(now), *origins(then)), f"{above:.10g}÷{below:.10g}-1"
    return {"then": before, "change": reported_figure(value, "%", label=label, origins=of, formula=formula)}


def _frame(lines: dict[str, dict[str, Figure]]) -> pd.DataFrame:
    return pd.DataFrame.from_dict(lines, orient="index", dtype=object)
