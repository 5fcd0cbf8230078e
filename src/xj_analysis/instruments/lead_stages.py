"""Stages of leads (线索 · 洽谈 · 签约 · 开工 · 投产): where each stands on a day, the funnel, and stages by group."""

from __future__ import annotations

from datetime import date

import pandas as pd

from ..quantity.figures import Figure, missing_figure
from .ledger_rows import days_since, happened
from .tallies import amount, count, median, share

__all__ = [
    "FIRST", "STAGES", "TOTAL", "UNNAMED", "crossed", "funnel", "grouped", "groups_of", "reached", "short_of", "staged",
    "stages_of",
]  # fmt: skip
__dir__ = __all__.copy

STAGES = {"lead_on": "线索", "talks_on": "洽谈", "signed_on": "签约", "started_on": "开工", "running_on": "投产"}
"""Stages in order: their names by the field of the day."""
TOTAL, UNNAMED = "合计", "未填"
FIRST = "首个阶段"
_ORDER = list(STAGES)


def stages_of(rows: pd.DataFrame) -> dict[str, str]:
    """Return the stages that a ledger has, in order."""
    return {field: name for field, name in STAGES.items() if field in rows}


def staged(rows: pd.DataFrame, as_of: date) -> pd.DataFrame:
    """Return leads with the stage each has reached by a day: the last one that has a day.

    Parameters
    ----------
    rows
        Rows of the ledger (:func:`~.ledger_rows.prepared`).

    Returns
    -------
    The rows with ``place``, the stage's place in :data:`STAGES`, -1 of none; ``at``, its name, or empty; ``entered``,
    its day; and ``age``, the days since.

    Examples
    --------
    >>> day = pd.to_datetime
    >>> rows = pd.DataFrame({"lead_on": day(["2025-01-05", "2025-11-02"]), "signed_on": day(["2025-03-01", None])})
    >>> staged(rows, date(2025, 3, 31))[["place", "at", "age"]].values.tolist()
    [[2, '签约', 30.0], [-1, '', nan]]
    """
    place = pd.Series(-1, index=rows.index)
    entered = pd.Series(pd.NaT, index=rows.index, dtype="datetime64[s]")
    for field in stages_of(rows):
        days = happened(rows[field], as_of).astype("datetime64[s]")
        place, entered = place.mask(days.notna(), _ORDER.index(field)), days.fillna(entered)
    at = place.map(dict(enumerate(STAGES.values()))).fillna("").astype(object)
    return rows.assign(place=place, at=at, entered=entered, age=days_since(entered, as_of))


def reached(leads: pd.DataFrame, field: str) -> pd.DataFrame:
    """Return the leads (:func:`staged`) that have reached a stage, or a later one.

    Examples
    --------
    >>> len(reached(pd.DataFrame({"place": [2, 4, -1]}), "started_on"))
    1
    """
    return leads[leads["place"] >= _ORDER.index(field)]


def short_of(leads: pd.DataFrame, field: str) -> pd.DataFrame:
    """Return the leads (:func:`staged`) that have not reached a stage."""
    return leads[leads["place"] < _ORDER.index(field)]


def funnel(leads: pd.DataFrame, unit: str = "万元") -> pd.DataFrame:
    """Return the funnel: how many leads have reached each stage, for what amount, and how long those there have stood.

    Parameters
    ----------
    leads
        Of :func:`staged`.
    unit
        Of the amount.

    Returns
    -------
    Figures, a row a stage: ``count`` and ``amount`` of the leads that have reached it; ``share`` and ``amount_share``,
    in % of those of the stage before; ``now``, the leads that stand at it; ``age``, the median of their days since.

    Examples
    --------
    >>> day = pd.to_datetime
    >>> rows = pd.DataFrame({"lead_on": day(["2025-01-05", "2025-02-01"]), "signed_on": day(["2025-03-01", None]),
    ...                      "amount": [300.0, 100.0], "origin": ["a", "b"]})
    >>> funnel(staged(rows, date(2025, 3, 31))).map(str).loc["签约"].tolist()
    ['1个', '300万元', '50.0%', '75.0%', '1个', '30天']
    """
    lines: dict[str, dict[str, Figure]] = {}
    before: pd.DataFrame | None = None
    for field, name in stages_of(leads).items():
        rows, now = reached(leads, field), leads[leads["place"] == _ORDER.index(field)]
        lines[name] = {
            "count": count(f"到过{name}", rows, "个"), "amount": amount(f"到过{name}的投资额", rows, "amount", unit),
            "share": _conversion(f"{name}转化率", rows, before),
            "amount_share": _conversion(f"{name}投资额转化率", rows, before, "amount"),
            "now": count(f"处在{name}", now, "个"), "age": median(f"处在{name}天数中位数", now, now["age"], "天"),
        }  # fmt: skip
        before = rows
    return pd.DataFrame.from_dict(lines, orient="index", dtype=object)


def groups_of(rows: pd.DataFrame, column: str) -> pd.Series:
    """Return the group of each row by a column of words; :data:`UNNAMED` where it has none."""
    words = rows[column] if column in rows else pd.Series(index=rows.index, dtype=object)
    named: pd.Series = words.astype(object).where(words.notna() & (words != ""), UNNAMED)
    return named


def crossed(leads: pd.DataFrame, column: str) -> pd.DataFrame:
    """Return how many leads of each group stand at each stage, with the sums of rows and columns.

    Parameters
    ----------
    leads
        Of :func:`staged`; those that have reached no stage are left out.
    column
        The groups: ``chain``.

    Examples
    --------
    >>> found = pd.to_datetime(["2025-01-05"] * 3)
    >>> rows = pd.DataFrame({"chain": ["甲", "甲", ""], "lead_on": found, "origin": ["a", "b", "c"]})
    >>> crossed(staged(rows, date(2025, 3, 31)), "chain").map(str).reset_index().values.tolist()
    [['甲', '2个', '2个'], ['未填', '1个', '1个'], ['合计', '3个', '3个']]
    """
    known = leads[leads["place"] >= 0]
    names = [*stages_of(leads).values()]
    lines = {
        group: {name: count(f"{group}{name}", rows[rows["at"] == name], "个") for name in names}
        | {TOTAL: count(f"{group}{TOTAL}", rows, "个")}
        for group, rows in grouped(known, groups_of(known, column)).items()
    }
    return pd.DataFrame.from_dict(lines, orient="index", columns=[*names, TOTAL], dtype=object)


def grouped(rows: pd.DataFrame, groups: pd.Series) -> dict[str, pd.DataFrame]:
    """Return the rows of each group in the order of the names, those of none after them, and all as the total."""
    names = sorted(groups.unique(), key=lambda name: (name == UNNAMED, name))
    return {**{name: rows[groups == name] for name in names}, TOTAL: rows}


def _conversion(label: str, rows: pd.DataFrame, before: pd.DataFrame | None, column: str = "") -> Figure:
    return missing_figure(FIRST, unit="%", label=label) if before is None else share(label, rows, before, column=column)
