"""Filing status of the reporting units (`xj status`): received, late, returned."""

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
    """Filing status of one unit for one period.

    Parameters
    ----------
    status
        已收, 部分收, 已退回 or 未报.
    on
        Day of receipt of the file that decides it; None where there is none.
    late
        True where it was accepted after its due day, or is still missing after it.
    """

    unit: ReportingUnit
    status: str
    due: date
    on: date | None = None
    late: bool = False
    values: int = 0
    faults: int = 0


def filing_status(data: Path, *, period: str = "", on: date) -> tuple[County, str, list[State]]:
    """Return the county, the 累计 period, and the filing status of every unit on a day.

    Parameters
    ----------
    data
        The county's data folder.
    period
        The 累计 period; empty for the county's period.
    on
        Day of the status: later receipts are ignored.

    Raises
    ------
    UsageError
        The period is no 累计 period.
    """
    county = read_county(data)
    target = periods.parse_option(period or county.period)
    if not target.by_months or target.end is None:
        raise UsageError("period", "不是累计期间", target.code, "请写成 2025-01/2025-09。")
    rows = [row for row in receipts.read_log(data) if row["period"] == target.code and row["on"] <= on.isoformat()]
    states = [_state(unit, rows, unit.due_on(target.end), on) for unit in county.units]
    return county, target.code, states


def _state(unit: ReportingUnit, rows: Sequence[dict[str, str]], due: date, on: date) -> State:
    filed = [row for row in rows if row["unit"] == unit.slug]
    if not filed:
        return State(unit, ABSENT, due, late=on > due)
    first = {outcome: next((row for row in filed if row["outcome"] == outcome), None) for outcome in _ORDER}
    best = max(filed, key=lambda row: (_ORDER[row["outcome"]], row["on"]))
    when = date.fromisoformat((first[best["outcome"]] or best)["on"])
    late = when > due if best["outcome"] == ACCEPTED else on > due
    return State(unit, OUTCOMES[best["outcome"]], due, when, late, int(best["values"]), int(best["faults"]))
