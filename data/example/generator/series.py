"""The numbers of the invented county: targets, plans and 累计 reports, from a fixed seed, in whole last decimals."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal

from xj_analysis.county.model import County

SEED = 999900
YEARS = (2022, 2023, 2024, 2025)
FIRST, LAST = (2022, 10), (2025, 9)
"""The first and the last month of the 36 that are reported; January is reported with February."""
ARCHIVED = (2025, 8)
"""The last month that lies in archive/."""
NEXT = (2025, 10)
"""The month whose reports lie in inbox/, not yet taken in."""

LEVELS: dict[str, tuple[float, float, float]] = {
    "industry_investment": (186_000, 0.09, 0.99), "new_enterprises": (44, 0.05, 0.98),
    "cluster_revenue": (128, 0.10, 1.03), "tech_projects": (52, 0.06, 1.02),
    "signed_investment": (920_000, 0.06, 0.93), "started_projects": (66, 0.04, 1.01),
    "project_investment": (415_000, 0.08, 1.02), "port_throughput": (310, 0.12, 0.91),
    "shipping_revenue": (16_800, 0.11, 0.95), "estates_households": (2_400, 0.05, 1.06),
    "roads_built": (21, 0.03, 0.88), "parking_spaces": (1_500, 0.04, 1.03), "visits": (186, 0.13, 1.05),
    "tourism_income": (98_000, 0.14, 1.04), "villages_improved": (165, 0.02, 0.99),
    "farmland": (24_000, 0.03, 0.96), "processing_output": (268_000, 0.09, 1.01), "brand_products": (36, 0.08, 1.0),
    "irrigation": (12_500, 0.02, 1.04), "eco_income": (42_000, 0.15, 0.97), "afforestation": (9_800, 0.01, 1.03),
    "approvals": (86_000, 0.05, 1.01), "burden_relief": (31_000, 0.07, 1.02), "talents": (620, 0.06, 0.94),
    "trainees": (5_800, 0.04, 1.03), "urban_jobs": (3_300, 0.03, 1.01), "school_places": (1_800, 0.02, 0.86),
    "nursing_beds": (420, 0.06, 0.98), "clinic_visits": (96, 0.03, 1.02), "fiscal_revenue": (98_000, 0.05, 0.99),
}  # fmt: skip
"""By indicator: the target of 2022, its growth a year, and how much of the target of 2025 will be reached."""

FRONT = {"signed_investment": 0.8, "clinic_visits": 1.0, "approvals": 1.0, "fiscal_revenue": 0.9, "urban_jobs": 0.85}
"""How early in the year an indicator moves: 1 the calendar, more than 1 late. 1.25 where it is not said."""
LATE = 1.25
HEDGED = ("visits", "999900107", (2025, 9))
"""A town that reports an estimate (约)."""
ABSENT = ("eco_income", "999900110", (2025, 9))
"""A town that has not reported."""


@dataclass
class Numbers:
    """Everything that is reported, by what it is about.

    Parameters
    ----------
    targets
        Of a year, by indicator, area, year.
    plans
        累计 planned by the end of a month, of the county and the last year: by indicator, area, (year, month).
    reports
        累计 by indicator, area, (year, month).
    """

    targets: dict[tuple[str, str, int], Decimal] = field(default_factory=dict)
    plans: dict[tuple[str, str, tuple[int, int]], Decimal] = field(default_factory=dict)
    reports: dict[tuple[str, str, tuple[int, int]], Decimal] = field(default_factory=dict)


def months() -> Iterator[tuple[int, int]]:
    """Yield every month that has a report of its own, the next one included."""
    for year in YEARS:
        for month in range(2, 13):
            if FIRST <= (year, month) <= NEXT:
                yield year, month


def period(month: tuple[int, int]) -> str:
    """Return the 累计 period up to a month."""
    return f"{month[0]}-01/{month[0]}-{month[1]:02d}"


def make(county: County, seed: int = SEED) -> Numbers:
    """Return all numbers of the county, for a seed the same every time."""
    numbers = Numbers()
    by_town = {slug for unit in county.units for slug in unit.by_town} | {"villages_improved"}
    for slug in LEVELS:
        _one(numbers, county, slug, seed, by_town=slug in by_town)
    dice = random.Random(f"{seed} rates")
    for month in months():
        level = 97 + dice.uniform(-1.5, 1.5)
        numbers.reports["water_quality", county.code, month] = Decimal(f"{level:.1f}")
        days = 6.4 - 0.9 * (month[0] - YEARS[0]) + dice.uniform(-0.3, 0.3)
        numbers.reports["approval_days", county.code, month] = Decimal(f"{days:.1f}")
        growth = 7.5 + dice.uniform(-2.5, 2.5)
        numbers.reports["industry_investment_growth", county.code, month] = Decimal(f"{growth:.1f}")
    del numbers.reports[ABSENT]
    return numbers


def _one(numbers: Numbers, county: County, slug: str, seed: int, *, by_town: bool) -> None:
    dice = random.Random(f"{seed} {slug}")
    unit = Decimal(1).scaleb(-county.by_slug[slug].decimals)
    level, growth, reached = LEVELS[slug]
    late = FRONT.get(slug, LATE)
    areas = list(county.towns) if by_town else [county.code]
    weights = [dice.uniform(0.5, 1.6) for _ in areas]
    weights = [weight / sum(weights) for weight in weights]
    season = [1 + 0.25 * dice.uniform(-1, 1) for _ in range(12)]
    for year in YEARS:
        whole = level * (1 + growth) ** (year - YEARS[0])
        rate = reached if year == YEARS[-1] else dice.uniform(0.97, 1.05)
        for area, weight in zip(areas, weights, strict=True):
            target = _nice(whole * weight, unit)
            numbers.targets[slug, area, year] = target
            own = rate * (dice.gauss(1, 0.09) if by_town else 1)
            steps = [season[m] * dice.uniform(0.85, 1.15) for m in range(12)]
            steps = [step * _share(m + 1, late) / _share(m + 1, 1.0) for m, step in enumerate(steps)]
            done = [sum(steps[: m + 1]) / sum(steps) for m in range(12)]
            for month in (month for month in months() if month[0] == year):
                numbers.reports[slug, area, month] = _whole(float(target) * own * done[month[1] - 1], unit)
        if by_town:
            total = sum((numbers.targets[slug, area, year] for area in areas), Decimal(0))
            numbers.targets[slug, county.code, year] = total
    if by_town:
        for month in months():
            parts = (numbers.reports[slug, area, month] for area in areas)
            numbers.reports[slug, county.code, month] = sum(parts, Decimal(0))
    year, target = YEARS[-1], numbers.targets[slug, county.code, YEARS[-1]]
    for number in range(2, 13):
        numbers.plans[slug, county.code, (year, number)] = _whole(float(target) * _share(number, late), unit)


def _share(month: int, late: float) -> float:
    """The share of the year's work due by the end of a month; later years' ends weigh more where `late` is above 1."""
    return float((month / 12) ** late)


def _whole(value: float, unit: Decimal) -> Decimal:
    return Decimal(value).quantize(unit)


def _nice(value: float, unit: Decimal) -> Decimal:
    """A target as offices set them: two digits that count, the rest zeros."""
    power = len(str(int(value))) - 2
    step = max(Decimal(10) ** power, unit)
    return max((Decimal(value) / step).quantize(Decimal(1)) * step, unit).quantize(unit)
