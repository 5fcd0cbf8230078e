"""10,000 facilities of eight kinds against 100,000 points of population: seconds, and against measuring every pair.

Run: ``.venv/bin/python benchmarks/reach_scale.py``. It asserts nothing; the limit for the distances is two seconds.
"""

from __future__ import annotations

import time
import tracemalloc
from datetime import date

import numpy as np
import pandas as pd
from measuring import say, seconds

from xj_analysis.county.alarm_limits import ReachLimits
from xj_analysis.instruments.nearby import great_circle
from xj_analysis.instruments.reach import distances, next_site, reach_alarms

FACILITIES, POINTS, SMALL, KINDS, ROUNDS = 10_000, 100_000, 5, 8, 3
LIMITS = ReachLimits(metres=300)


def places(seed: int, count: int) -> pd.DataFrame:
    """Return so many places in settlements of a county."""
    dice = np.random.default_rng(seed)
    middles = dice.uniform(0, 0.5, (400, 2))
    spread = middles[dice.integers(0, 400, count)] + dice.normal(0, 0.006, (count, 2))
    keys = [f"N{number}" for number in range(count)]
    return pd.DataFrame({"lon": 130 + spread[:, 0], "lat": 20 + spread[:, 1], "key": keys, "origin": keys})


def every_pair(points: pd.DataFrame, facilities: pd.DataFrame) -> pd.DataFrame:
    """Return the same distances from a matrix of all pairs."""
    lon, lat = (points[name].to_numpy()[:, None] for name in ("lon", "lat"))
    return pd.DataFrame({
        kind: great_circle(lon, lat, own["lon"].to_numpy(), own["lat"].to_numpy()).min(axis=1)
        for kind, own in facilities.groupby("kind")
    })  # fmt: skip


def main() -> None:
    """Print the least seconds of each part, the peak of memory, and how many times faster than all pairs it is."""
    dice = np.random.default_rng(0)
    points = places(1, POINTS).assign(
        population=dice.integers(0, 900, POINTS), area=dice.integers(0, 20, POINTS).astype(str)
    )
    facilities = places(2, FACILITIES).assign(kind=dice.integers(0, KINDS, FACILITIES).astype(str))
    near = distances(points, facilities)
    parts = {
        "distances": lambda: distances(points, facilities),
        "alarms": lambda: reach_alarms(points, facilities, date(2025, 9, 30), LIMITS, {}),
        "sites": lambda: [next_site(points, near, str(kind), LIMITS) for kind in near],
    }
    for name, work in parts.items():
        begin = time.process_time()
        least = min(seconds(work) for _ in range(ROUNDS))
        say(f"{name}  {least:.3f} s  {(time.process_time() - begin) / ROUNDS:.3f} s of a processor")
    tracemalloc.start()
    distances(points, facilities)
    say(f"memory  {tracemalloc.get_traced_memory()[1] / 1e6:.0f} MB")
    tracemalloc.stop()
    few, some = points.head(POINTS // SMALL), facilities.head(FACILITIES // SMALL)
    slow = min(seconds(lambda: every_pair(few, some)) for _ in range(ROUNDS))
    fast = min(seconds(lambda: distances(few, some)) for _ in range(ROUNDS))
    say(f"ratio  {slow / fast:.1f} times faster than all pairs, at {len(some)} × {len(few)}")


if __name__ == "__main__":
    main()
