"""Columns of a million figures against plain pandas columns of floats: sum of two, groups, and what is printed.

Run: ``.venv/bin/python benchmarks/figure_columns.py``. It asserts nothing. Origins and formulas are computed for the
elements that are looked at, here the first five.
"""

from __future__ import annotations

import sys
from collections.abc import Callable

import numpy as np
import pandas as pd
from metrics_scale import figures, seconds

from xj_analysis.quantity.figure_array import FigureArray

ROWS, GROUPS = 1_000_000, 1_000


def columns() -> tuple[pd.Series, pd.Series]:
    """Return two columns of a million figures in 万元."""
    random = np.random.default_rng(0)
    areas, months = [f"a{number}" for number in range(ROWS // 10)], [f"2024-{month:02d}" for month in range(1, 11)]
    frames = (figures(random, ["i"], areas, months, "actual") for _ in range(2))
    one, two = (pd.Series(FigureArray.from_frame(frame)) for frame in frames)
    return one, two


def main() -> None:
    """Print the seconds of each, and how many times those of floats they are."""
    one, two = columns()
    plain, plain_two = one.astype(float), two.astype(float)
    groups = np.arange(ROWS) % GROUPS
    total = one + two
    by_group = one.groupby(groups).sum()
    work: dict[str, tuple[Callable[[], object], Callable[[], object]]] = {
        "add": (lambda: one + two, lambda: plain + plain_two),
        "divide": (lambda: one / two, lambda: plain / plain_two),
        "group sum": (lambda: one.groupby(groups).sum(), lambda: plain.groupby(groups).sum()),
        "cumulative sum": (one.cumsum, plain.cumsum),
        "sort": (one.sort_values, plain.sort_values),
        "print the first five": (lambda: repr(total.head()), lambda: repr(plain.head())),
        "origins of the first five": (lambda: [each.origins for each in total.head()], lambda: plain.head().tolist()),
        "formulas of five groups": (lambda: [each.formula for each in by_group.head()], lambda: plain.head().tolist()),
    }
    for name, (of_figures, of_floats) in work.items():
        here, there = seconds(of_figures), seconds(of_floats)
        sys.stdout.write(f"{name:<26} {here:8.4f} s, {here / there:6.1f} times floats ({there:.4f} s)\n")


if __name__ == "__main__":
    main()
