"""Corrections of the tiny county, and the values that count after them."""

from __future__ import annotations

from typing import Any

from support.county_folder import DataFolder
from support.fault_messages import faults
from xj_analysis.store import store

HEADER = "id,expected,value,reason,by,published\n"
ONE = "R2,4800,4900,通报勘误,县统计局,2024-08-01\n"


def correct(folder: DataFolder, *lines: str) -> None:
    """Write the lines of ``corrections.csv``."""
    folder.write("corrections.csv", HEADER + "".join(lines))


def messages(folder: DataFolder) -> list[str]:
    """All faults of the folder as messages."""
    return [str(fault) for fault in faults(folder)]


def by_id(known: store.Store) -> dict[str, Any]:
    """Rows by their ids."""
    return {row["id"]: row for row in known.frame.to_dict("records")}


def current(known: store.Store, indicator: str, area: str = "999901", period: str = "2024") -> list[float]:
    """Values of one key that count."""
    rows = known.current().query("indicator == @indicator and area == @area and period == @period")
    return list(rows["value"])
