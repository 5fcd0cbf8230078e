"""Templates of all reporting units for a period (`xj template`)."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from .. import loaders
from ..base.errors import UsageError, choices
from ..quantity import periods
from ..quantity.periods import Period
from . import template
from .report import month_after


def write_templates(data: Path, to: Path, *, period: str = "", units: Sequence[str] = ()) -> list[Path]:
    """Write the templates of a county, and return their paths.

    Parameters
    ----------
    data
        The county's data folder.
    to
        The folder to write to.
    period
        The 累计 period to report; empty for the month after the county's period.
    units
        Slugs of the units; empty for all.

    Raises
    ------
    UsageError
        No units are declared, a unit is unknown, or the period does not begin with January.
    """
    store = loaders.load(data)
    county = store.county
    if not county.units:
        raise UsageError(f"{county.slug}/collection.toml", "没有登记填报单位", do="请写 [[units]]。")
    slugs = [unit.slug for unit in county.units]
    for slug in units:
        if slug not in slugs:
            raise UsageError("--unit", "没有这个填报单位", slug, choices(slug, slugs))
    target = periods.parse_option(period) if period else _month_after(county.period)
    if not target.by_months or target.start is None or target.start.month != 1:
        raise UsageError("period", "不是累计期间", target.code, "请写成 2025-01/2025-09。")
    resolved = store.known()
    to.mkdir(parents=True, exist_ok=True)
    paths = []
    for unit in county.units:
        if not units or unit.slug in units:
            path = to / f"{unit.name}-{target.label}.xlsx"
            path.write_bytes(template.make_template(resolved, unit, target))
            paths.append(path)
    return paths


def _month_after(code: str) -> Period:
    """The 累计 period one month longer; January is reported with February."""
    current = periods.parse_option(code)
    if not current.by_months:
        return current
    year, month = month_after(current)
    return periods.parse(f"{year}-01/{year}-{max(month, 2):02d}")
