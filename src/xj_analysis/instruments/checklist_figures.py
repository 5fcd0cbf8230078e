"""Figures of checklists (清单): how many items are done, and 完成率, of all, by unit and item; how tasks keep time."""

from __future__ import annotations

from datetime import date

import pandas as pd

from ..county.alarm_limits import ChecklistLimits
from ..county.checklist_states import BLANK, DONE, NOT_BEGUN, UNDERWAY
from ..quantity.figures import Figure
from .checklist_items import counted
from .checklists import PACES, paces
from .tallies import count, share

__all__ = ["by_group", "item_figures", "pace_figures", "worst_units"]
__dir__ = __all__.copy

_STATES = {"done": DONE, "underway": UNDERWAY, "not_begun": NOT_BEGUN, "blank": BLANK}
_WORDS = {"done": "完成", "underway": "在建", "not_begun": "未动", "blank": "未填"}


def item_figures(name: str, items: pd.DataFrame) -> dict[str, Figure]:
    """Return the figures of some items (:func:`~.checklist_items.checklist_items`).

    ``items``, those that count; ``done``, ``underway``, ``not_begun``, ``blank``; ``rate``, 完成率 in %: the done of
    those that count, those not filled in among them, so that it is never too high.

    Examples
    --------
    >>> items = pd.DataFrame({"origin": ["a", "a", "b"], "state": ["✓", "", "不涉及"]})
    >>> {name: figure.text for name, figure in item_figures("甲", items).items()}
    {'items': '2项', 'done': '1项', 'underway': '0项', 'not_begun': '0项', 'blank': '1项', 'rate': '50.0%'}
    """
    own = counted(items)
    parts = {field: own[own["state"] == state] for field, state in _STATES.items()}
    return {
        "items": count(f"{name}应完成", own, "项"),
        **{field: count(f"{name}{_WORDS[field]}", rows, "项") for field, rows in parts.items()},
        "rate": share(f"{name}完成率", parts["done"], own),
    }


def by_group(items: pd.DataFrame, column: str) -> pd.DataFrame:
    """Return the figures of each unit (``key``) or item (``item``), those with the lowest 完成率 first.

    Examples
    --------
    >>> items = pd.DataFrame({"origin": ["a", "a"], "item": ["道路", "路灯"], "state": ["✓", "在建"]})
    >>> by_group(items, "item")["rate"].map(str).to_dict()
    {'路灯': '0.0%', '道路': '100.0%'}
    """
    groups = {str(name): own for name, own in items.groupby(column, sort=True)}
    lines = {name: item_figures(name, groups[name]) for name in _worst(items, column)}
    return pd.DataFrame.from_dict(lines, orient="index", dtype=object)


def worst_units(items: pd.DataFrame) -> list[str]:
    """Return the numbers of the units, those with the lowest 完成率 first; those with nothing that counts last."""
    return _worst(items, "key")


def pace_figures(rows: pd.DataFrame, as_of: date, limits: ChecklistLimits) -> dict[str, Figure]:
    """Return how many rows there are, and how many stand at each of :data:`~.checklists.PACES`, by its name."""
    where = paces(rows, as_of, limits)
    return {"任务": count("任务", rows, "项"), **{pace: count(pace, rows[where == pace], "项") for pace in PACES}}


def _worst(items: pd.DataFrame, column: str) -> list[str]:
    own = counted(items)
    done = (own["state"] == DONE).groupby(own[column].astype(str)).mean()
    every = sorted(items[column].astype(str).unique())
    return sorted(every, key=lambda name: done.get(name, 2.0))
