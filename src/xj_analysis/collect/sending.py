"""`xj template`: one workbook for each unit that reports, for a period."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from .. import loaders
from ..base.errors import UsageError, choices
from ..quantity import periods
from ..quantity.periods import Period
from . import template


def write_templates(data: Path, to: Path, *, period: str = "", units: Sequence[str] = ()) -> list[Path]:
    """Write the templates of a county, and return their paths.

    Parameters
    ----------
    data
        The county's data folder.
    to
        The folder they are put in.
    period
        The 累计 period they are for; empty for the month after the county's own.
    units
        Slugs of the units; all of them where none is named.

    Raises
    ------
    UsageError
        No units are declared, one is not known, or the period is not one of the months since January.
    """
    store = loaders.load(data)
    county = store.county
    if not county.units:
        raise UsageError(f"{county.slug}/county.toml", "没有登记填报单位", do="请写 [[units]]。")
    known = {unit.slug: unit for unit in county.units}
    for slug in units:
        if slug not in known:
            raise UsageError("--unit", "没有这个填报单位", slug, choices(slug, known))
    wanted = periods.parse_option(period) if period else _next(county.period)
    if not wanted.by_months or wanted.start is None or wanted.start.month != 1:
        raise UsageError("period", "不是累计期间", wanted.code, "请写成 2025-01/2025-09。")
    resolved = store.known()
    to.mkdir(parents=True, exist_ok=True)
    written = []
    for unit in county.units:
        if not units or unit.slug in units:
            path = to / f"{unit.name}-{wanted.label}.xlsx"
            path.write_bytes(template.make_template(resolved, unit, wanted))
            written.append(path)
    return written


def _next(default: str) -> Period:
    """The 累计 period one month on from the county's own; January is reported with February."""
    current = periods.parse_option(default)
    if not current.by_months or current.end is None:
        return current
    year, month = current.end.year + current.end.month // 12, current.end.month % 12 + 1
    return periods.parse(f"{year}-01/{year}-{max(month, 2):02d}")
