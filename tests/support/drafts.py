"""Alarms of a draft as plain tuples."""

from __future__ import annotations

from datetime import date

from xj_analysis.store.store import Store
from xj_analysis.texts import proof


def alarms(text: str, store: Store | None = None) -> list[tuple[str, str, str]]:
    """Return rule, place and correction of each alarm."""
    return [
        (alarm.rule, text[alarm.start : alarm.end], alarm.should)
        for alarm in proof.proofread(text, store=store, anchor=date(2024, 12, 31))
    ]
