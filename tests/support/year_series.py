"""Series of a flow over several years: single months and 累计."""

from __future__ import annotations

import pandas as pd

from support.figure_rows import indicator
from xj_analysis.metrics.columns.samples import sample

FLOW = indicator("i", "万元")


SEASON = [60.0, 40.0, 90.0, 100.0, 110.0, 130.0, 120.0, 115.0, 105.0, 100.0, 95.0, 135.0]


def to_date_code(year: int, month: int) -> str:
    """The code of the months of a year up to `month`."""
    return f"{year}-01/{year}-{month:02d}" if month < 12 else str(year)


def months_of(year: int, values: list[float], *, joint: bool = False) -> pd.DataFrame:
    """Single months from January; January and February together if `joint`."""
    codes = [f"{year}-{month:02d}" for month in range(1, len(values) + 1)]
    if joint:
        codes, values = [to_date_code(year, 2), *codes[2:]], [values[0] + values[1], *values[2:]]
    return sample(value=values, period=codes, decimals=0)


def with_earlier_years(*years: tuple[float, float], so_far: float, month: int = 6, **more: object) -> pd.DataFrame:
    """累计 up to `month` and whole of the years before 2024, and the 累计 of 2024."""
    since = 2024 - len(years)
    codes = [code for year in range(since, 2024) for code in (to_date_code(year, month), str(year))]
    values = [value for pair in years for value in pair]
    return sample(value=[*values, so_far], period=[*codes, to_date_code(2024, month)], decimals=0, **more)
