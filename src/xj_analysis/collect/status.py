"""`xj status`: who has reported, who is late, who was returned."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from ..base.errors import UsageError
from ..county.model import County
from ..county.reporting import ReportingUnit
from ..county.toml_files import read_county
from ..quantity import periods
from . import receipts
from .receipts import ACCEPTED, OUTCOMES, PARTLY, RETURNED

ABSENT = "未报"
_ORDER = {ACCEPTED: 2, PARTLY: 1, RETURNED: 0}


@dataclass(frozen=True)
class State:
    """How one unit stands with one period.

    Parameters
    ----------
    said
        已收, 部分收, 已退回 or 未报.
    on
        The day of the file that says so; None where there is none.
    late
        Whether it is (or was) later than due; None where it is not due yet.
    """

    unit: ReportingUnit
    said: str
    due: date
    on: date | None = None
    late: bool = False
    values: int = 0
    faults: int = 0


def filing_status(data: Path, *, period: str = "", on: date) -> tuple[County, str, list[State]]:
    """Return the county, the 累计 period, and how every unit stands with it on a day.

    Parameters
    ----------
    data
        The county's data folder.
    period
        The 累计 period; empty for the county's own.
    on
        The day that is asked about: who has not reported by then is late if it was due.

    Raises
    ------
    UsageError
        The period is not one of the months since January.
    """
    county = read_county(data)
    asked = periods.parse_option(period or county.period)
    if not asked.by_months or asked.end is None:
        raise UsageError("period", "不是累计期间", asked.code, "请写成 2025-01/2025-09。")
    year, month = (asked.end.year + asked.end.month // 12, asked.end.month % 12 + 1)
    rows = [row for row in receipts.log(data) if row["period"] == asked.code and row["on"] <= on.isoformat()]
    states = [_state(unit, rows, date(year, month, unit.due), on) for unit in county.units]
    return county, asked.code, states


def _state(unit: ReportingUnit, rows: Sequence[dict[str, str]], due: date, on: date) -> State:
    own = [row for row in rows if row["unit"] == unit.slug]
    if not own:
        return State(unit, ABSENT, due, late=on > due)
    first = {outcome: next((row for row in own if row["outcome"] == outcome), None) for outcome in _ORDER}
    best = max(own, key=lambda row: (_ORDER[row["outcome"]], row["on"]))
    when = date.fromisoformat((first[best["outcome"]] or best)["on"])
    late = when > due if best["outcome"] == ACCEPTED else on > due
    return State(unit, OUTCOMES[best["outcome"]], due, when, late, int(best["values"]), int(best["faults"]))
