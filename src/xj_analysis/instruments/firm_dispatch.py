"""周调度 (the weekly meeting on firms): a row a firm, the worst first."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd

from ..county.alarm_limits import FirmLimits
from .alarms import worst_first
from .firm_days import DAY_KINDS, MONTH, Monitored
from .firm_runway import HARDLY, LIKELY, UNDECIDED, runway
from .firms import KINDS, LEFT, states

__all__ = ["dispatch"]
__dir__ = __all__.copy

_ORDER = {HARDLY: 0, UNDECIDED: 1, LIKELY: 2, "": 3}


def dispatch(
    register: pd.DataFrame, told: Monitored | None, alarms: pd.DataFrame, as_of: date, limits: FirmLimits
) -> pd.DataFrame:
    """Return the rows of the 周调度表, one a firm that has not left.

    Parameters
    ----------
    register
        Rows of the register, revenue in 万元.
    told
        What its firms have reported of days; None where that is not monitored.
    alarms
        The alarms of both ledgers.

    Returns
    -------
    Rows of the register with ``state`` on the day, ``light`` and ``kinds`` of its alarms (empty without any), what
    :func:`~.firm_runway.runway` adds (missing where the firm has entered; ``verdict`` is empty then), ``output`` and
    ``power`` (change of the week against the four weeks before, in %), ``unreported`` (working days), and
    ``day_origins``, the rows that are compared. Firms with alarms come first, the worst first; then 难以, 尚难判断,
    可望, those that miss more before those that miss less; firms that have entered last.

    Examples
    --------
    >>> register = pd.DataFrame({"key": ["Q1", "Q2"], "origin": ["a", "b"], "state": ["已进规", "拟培育"],
    ...                          "revenue_12m": [2500.0, 1200.0]})
    >>> from .alarms import no_alarms
    >>> found = dispatch(register, None, no_alarms(), date(2025, 9, 30), FirmLimits())
    >>> found[["key", "missing", "verdict"]].values.tolist()
    [['Q2', 800.0, '尚难判断'], ['Q1', nan, '']]
    """
    state = states(register, as_of)
    way = runway(register, told, as_of, limits)[["months", "missing", "needed", "low", "high", "verdict", "origins"]]
    rows = register.assign(state=state).join(way)[(state != LEFT).to_numpy()]
    rows = rows.assign(verdict=rows["verdict"].fillna(""))
    rows = rows.assign(**_of_alarms(rows["key"], alarms), **_of_days(rows["key"], told))
    order = pd.DataFrame({
        "place": rows["place"], "verdict": rows["verdict"].map(_ORDER), "missing": -rows["missing"], "key": rows["key"],
    })  # fmt: skip
    return rows.loc[order.sort_values([*order], kind="stable").index].drop(columns="place").reset_index(drop=True)


def _of_alarms(keys: pd.Series, alarms: pd.DataFrame) -> dict[str, pd.Series]:
    """The worst light of each firm, the kinds of its alarms, and its place among all."""
    found = worst_first([alarms], (*KINDS, *DAY_KINDS))
    first = found.drop_duplicates("key")
    kinds = found.drop_duplicates(["key", "kind"]).groupby("key")["kind"].agg("、".join)
    place = pd.Series(first.index, index=first["key"])
    return {
        "light": _words(keys, first.set_index("key")["light"]),
        "kinds": _words(keys, kinds),
        "place": keys.map(place).fillna(len(found)),
    }


def _words(keys: pd.Series, words: pd.Series) -> pd.Series:
    """A word for each key, empty for none."""
    return keys.map(words).astype("object").fillna("").astype("str")


def _of_days(keys: pd.Series, told: Monitored | None) -> dict[str, pd.Series]:
    """What each firm reports of days: changes of the week, and what it does not report."""
    if told is None:
        unknown = pd.Series(np.nan, index=keys.index)
        none = pd.Series([()] * len(keys), index=keys.index, dtype=object)
        return {"output": unknown, "power": unknown, "unreported": unknown, "day_origins": none}
    return {
        "output": keys.map(told.change("output", MONTH)),
        "power": keys.map(told.change("power", MONTH)),
        "unreported": keys.map(told.unreported.sum()).astype("float64"),
        "day_origins": told.origins(pd.Index(keys), told.since(MONTH)).set_axis(keys.index),
    }
