"""同比, 完成率 and rank of a million observations, against a plain pandas groupby on the same frame.

Run: ``.venv/bin/python benchmarks/metrics_scale.py``. It asserts nothing.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable

import numpy as np
import pandas as pd

from xj_analysis import metrics
from xj_analysis.county.model import Indicator

AREAS, INDICATORS, MONTHS = 2_800, 12, 30
KEYS = ["indicator", "area", "period"]


def observations() -> tuple[pd.DataFrame, pd.DataFrame, list[str], list[Indicator]]:
    """Return cumulative observations (about a million rows), yearly targets, the areas and the indicators."""
    random = np.random.default_rng(0)
    areas = [f"{100000 + area}" for area in range(AREAS)]
    slugs = [f"indicator_{number}" for number in range(INDICATORS)]
    months = [(2022 + month // 12, month % 12 + 1) for month in range(MONTHS)]
    codes = [f"{year}-01/{year}-{month:02d}" if month > 1 else f"{year}-01" for year, month in months]
    frame = figures(random, slugs, areas, codes, "actual")
    targets = figures(random, slugs, areas, sorted({str(year) for year, _ in months}), "target")
    declared = [
        Indicator(slug=slug, name=slug, unit="万元", kind="flow", better="lower" if number % 2 else "higher")
        for number, slug in enumerate(slugs)
    ]
    return frame, targets, areas, declared


def figures(
    random: np.random.Generator, slugs: list[str], areas: list[str], codes: list[str], nature: str
) -> pd.DataFrame:
    """Return a figure frame of every indicator, area and period, as the store would hold it."""
    size = len(slugs) * len(areas) * len(codes)
    value = random.integers(1_000, 1_000_000, size).astype(float)
    keys = pd.MultiIndex.from_product([slugs, areas, codes], names=KEYS).to_frame(index=False)
    origins = np.empty(size, dtype=object)
    origins[:] = [(f"{nature}{row}",) for row in range(size)]
    sources = np.empty(size, dtype=object)
    sources[:] = [("yearbook",)] * size
    return keys.assign(
        subject="", nature=nature, label=keys["indicator"], value=value, low=value, high=value, hedge="exact",
        unit="万元", decimals=0, reported="", origins=origins, sources=sources, formula="", reason="", text="",
    )  # fmt: skip


def seconds(work: Callable[[], object]) -> float:
    """Return the least of five runs."""
    times = []
    for _ in range(5):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return min(times)


def main() -> None:
    """Print seconds, and the ratio to a groupby on the same frame."""
    frame, targets, areas, declared = observations()
    better = {indicator.slug: indicator.better for indicator in declared if indicator.better != "none"}
    parts: dict[str, Callable[[], object]] = {
        "同比": lambda: metrics.year_on_year(frame, declared),
        "完成率": lambda: metrics.completion(frame, declared, targets=targets),
        "位次": lambda: metrics.ranks(frame, areas, better=better),
    }
    taken = {name: seconds(work) for name, work in parts.items()}
    whole = sum(taken.values())
    plain = seconds(lambda: frame.groupby(KEYS)["value"].sum().to_numpy())  # grouped anew in each run
    lines = [f"{len(frame):,} observations", *(f"{name} {took:.2f} s" for name, took in taken.items())]
    lines += [f"together {whole:.2f} s", f"plain groupby {plain:.2f} s", f"ratio {whole / plain:.1f}"]
    sys.stdout.write("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
