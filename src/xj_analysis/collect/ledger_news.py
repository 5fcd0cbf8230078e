"""News of a ledger that is taken in, in Chinese lines: rows new and gone, dates slipped, amounts moved."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import pandas as pd

from ..county.ledger_shapes import LedgerShape
from ..instruments.ledger_changes import GONE, NEW
from ..metrics.columns.row_selection import records

__all__ = ["news_of"]
__dir__ = __all__.copy

MOST = 6
"""Most changes of a kind that are told one by one."""


def news_of(shape: LedgerShape, changes: pd.DataFrame | None) -> Iterator[str]:
    """Yield what changed in a ledger, a line a kind, the worst first: the first few, and how many there are.

    Parameters
    ----------
    shape
        The ledger's shape: it names the fields.
    changes
        Of :func:`xj_analysis.instruments.ledger_changes.ledger_changes`; None where there is nothing to compare with.

    Examples
    --------
    >>> from xj_analysis.instruments.ledger_changes import ledger_changes
    >>> shape = LedgerShape.model_validate({"slug": "x", "name": "项目", "file": "*", "key": "序号", "unique": ("id",),
    ...     "columns": {"编号": {"to": "id"}, "竣工/计划": {"to": "end", "kind": "date"}}})
    >>> days = pd.to_datetime(["2025-10-20", "2025-11-08"])
    >>> before = pd.DataFrame({"key": ["X1", "X2"], "origin": "a", "end": days[[0, 0]]})
    >>> after = before.head(1).assign(end=days[[1]])
    >>> for line in news_of(shape, ledger_changes(before, after)): print(line)
    “项目”变动2处
    推迟1处：X1 竣工·计划 2025-10-20→2025-11-08（19天）
    少了1行，待核实：X2
    """
    if changes is None:
        return
    yield f"“{shape.name}”" + (f"变动{len(changes)}处" if len(changes) else "没有行增减，日期和数额没有变动")
    names = {column.to: heading.replace("/", "·") for heading, column in shape.columns.items()}
    for kind, found in changes.groupby("kind", sort=False):
        count = f"{len(found)}{'行' if kind in (NEW, GONE) else '处'}{'，待核实' if kind == GONE else ''}"
        told = [_told(change, names) for change in records(found.head(MOST))]
        yield f"{kind}{count}：{'；'.join(told)}{'……' if len(found) > MOST else ''}"


def _told(change: Mapping[str, Any], names: Mapping[str, str]) -> str:
    key, name = change["key"], change["name"]
    if not change["field"]:
        return f"{key} {name}".strip()
    was, now = _value(change, "was"), _value(change, "now")
    days, moved = change["days"], change["moved"]
    by = "" if pd.isna(days) else f"（{abs(days):g}天）"
    by = by if pd.isna(moved) else f"（{moved:+,.10g}）"
    return f"{key} {names[change['field']]} {was}→{now}{by}"


def _value(change: Mapping[str, Any], side: str) -> str:
    day, amount = change[f"{side}_day"], change[side]
    if not pd.isna(day):
        return f"{day:%Y-%m-%d}"
    return "空" if pd.isna(amount) else f"{amount:,.10g}"
