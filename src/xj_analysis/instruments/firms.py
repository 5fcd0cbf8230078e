"""培育库 (firms on their way to 规上): where each stands on a day, what is known of all, alarms of the register."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import numpy as np
import pandas as pd

from ..county.alarm_limits import FirmLimits
from ..quantity.figures import Figure, missing_figure, reported_figure
from .alarms import beyond, unjudged, worst_first
from .ledger_rows import happened, has, origins
from .tallies import count, share

__all__ = [
    "BELOW_LINE", "ENTERED", "FILED", "KINDS", "LEFT", "NOT_FILED", "POOLED", "RETURNED", "STATES", "UNIT",
    "firm_alarms", "firm_figures", "in_pool", "states",
]  # fmt: skip
__dir__ = __all__.copy

INSTRUMENT = "firms"
POOLED, FILED, ENTERED, RETURNED, LEFT = "拟培育", "已提交待审", "已进规", "退回", "退出"
STATES = (POOLED, FILED, ENTERED, RETURNED, LEFT)
"""States of a firm (申报状态); 退出 is given by its day alone."""
NOT_FILED, BELOW_LINE = "过线未申报", "临界退规"
KINDS = (NOT_FILED, BELOW_LINE)
UNIT = "万元"
"""Of all revenue; :class:`~xj_analysis.county.alarm_limits.FirmLimits` are in it."""
_FIRMS = "家"
_NO_EXITS = "台账没有退出日期"


def states(rows: pd.DataFrame, as_of: date) -> pd.Series:
    """Return the state of each firm on a day: one that enters later has filed, one that has left is out.

    Examples
    --------
    >>> rows = pd.DataFrame({"state": ["已进规", "已进规"], "entered": pd.to_datetime(["2025-09-10", "2025-02-01"])})
    >>> states(rows, date(2025, 8, 31)).tolist()
    ['已提交待审', '已进规']
    """
    state: pd.Series = rows["state"]
    if has(rows, "entered"):
        later = rows["entered"].notna() & happened(rows["entered"], as_of).isna()
        state = state.mask((state == ENTERED) & later, FILED)
    return state.mask(_left(rows, as_of).notna(), LEFT)


def in_pool(rows: pd.DataFrame, as_of: date) -> pd.Series:
    """Return whether each firm is still to enter: neither 已进规 nor out."""
    return ~states(rows, as_of).isin([ENTERED, LEFT])


def firm_alarms(rows: pd.DataFrame, as_of: date, limits: FirmLimits) -> pd.DataFrame:
    """Return the alarms of the register on a day, the worst first.

    A firm at or over the line that has not filed is 过线未申报; one that has entered and is below it is 临界退规. One
    whose revenue or state is not known is 待核.

    Parameters
    ----------
    rows
        Rows of the register (:func:`~.ledger_rows.prepared`), revenue in 万元.

    Examples
    --------
    >>> rows = pd.DataFrame({"key": ["Q1", "Q2"], "origin": ["a", "b"], "state": ["拟培育", "已进规"],
    ...                      "revenue_12m": [2000.0, 1990.0]})
    >>> firm_alarms(rows, date(2025, 9, 30), FirmLimits())[["key", "kind", "over"]].values.tolist()
    [['Q2', '临界退规', 10.0], ['Q1', '过线未申报', 0.0]]
    """
    state, revenue = states(rows, as_of), rows["revenue_12m"]
    at_least = float(np.nextafter(limits.line, -np.inf))  # at the line is over it
    over = beyond(rows, INSTRUMENT, NOT_FILED, revenue.where(state == POOLED), at_least, unit=UNIT, since=as_of)
    below = beyond(rows, INSTRUMENT, BELOW_LINE, revenue.where(state == ENTERED), limits.line, unit=UNIT, since=as_of,
                   below=True)  # fmt: skip
    unknown = ((state == POOLED) & revenue.isna()) | ~state.isin(STATES)
    found = [
        over.assign(over=over["value"] - limits.line, limit=limits.line),
        below,
        unjudged(rows[unknown], INSTRUMENT, NOT_FILED),
        unjudged(rows[(state == ENTERED) & revenue.isna()], INSTRUMENT, BELOW_LINE),
    ]
    return worst_first(found, KINDS)


def firm_figures(rows: pd.DataFrame, as_of: date, limits: FirmLimits) -> dict[str, Figure]:
    """Return the figures of the register by name.

    申报成功率 is 进规 ÷ 提交: all that have ever been submitted, those returned too. 净增 is 入统 − 退出 of the year; a
    ledger without a day of 退出 does not tell it.

    Examples
    --------
    >>> rows = pd.DataFrame({"key": ["Q1", "Q2", "Q3"], "origin": ["a", "b", "c"], "revenue_12m": [900.0, 1500.0, 3e3],
    ...                      "state": ["退回", "拟培育", "已进规"]})
    >>> found = firm_figures(rows, date(2025, 9, 30), FirmLimits())
    >>> found["在库"].text, found["达到入库线"].text, found["申报成功率"].text, found["净增"].reason
    ('2家', '1家', '50.0%', '台账没有进规日期')
    """
    state = states(rows, as_of)
    pool, revenue = in_pool(rows, as_of), rows["revenue_12m"]
    entered = rows[state == ENTERED]
    submitted = rows[state.isin([FILED, ENTERED, RETURNED])]
    parts = {
        "企业": rows, "在库": rows[pool], "已进规": entered, "提交": submitted, "退回": rows[state == RETURNED],
        "达到入库线": rows[pool & (revenue >= limits.pool) & (revenue < limits.line)],
        "低于入库线": rows[pool & (revenue < limits.pool)],
        "过线": rows[pool & (revenue >= limits.line)],
        "收入未填": rows[pool & revenue.isna()],
    }  # fmt: skip
    counted = {name: count(f"培育库{name}", part, _FIRMS) for name, part in parts.items()}
    return {**counted, "申报成功率": share("申报成功率", entered, submitted), **_net(rows, as_of)}


def _net(rows: pd.DataFrame, as_of: date) -> dict[str, Figure]:
    """入统, 退出 and 净增 of the year, as far as the ledger has the days."""
    year = str(as_of.year)
    unknown = "台账没有进规日期"
    came = rows[happened(rows["entered"], as_of).dt.year == as_of.year] if has(rows, "entered") else None
    gone = rows[_left(rows, as_of).dt.year == as_of.year] if has(rows, "left") else None
    found = {
        name: missing_figure(why, unit=_FIRMS, label=f"本年{name}", period=year)
        if part is None
        else count(f"本年{name}", part, _FIRMS, period=year)
        for name, part, why in (("入统", came, unknown), ("退出", gone, _NO_EXITS))
    }
    if came is None or gone is None:
        why = unknown if came is None else _NO_EXITS
        return {**found, "净增": missing_figure(why, unit=_FIRMS, label="本年净增", period=year)}
    net = reported_figure(
        Decimal(len(came) - len(gone)), _FIRMS, label="本年净增", period=year,
        formula=f"{len(came)}家入统－{len(gone)}家退出", origins=origins(pd.concat([came, gone])) or origins(rows),
    )  # fmt: skip
    return {**found, "净增": net}


def _left(rows: pd.DataFrame, as_of: date) -> pd.Series:
    """The day on which each firm went out, where it has."""
    never = pd.Series(pd.NaT, index=rows.index, dtype="datetime64[s]")
    return happened(rows["left"], as_of) if has(rows, "left") else never
