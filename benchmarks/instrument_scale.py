"""10,000 projects with 60,000 milestones judged: alarms, slips, figures, 项目调度表 and load, in seconds.

Run: ``.venv/bin/python benchmarks/instrument_scale.py``. It asserts nothing; the limit for the alarms is a second.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import numpy as np
import pandas as pd
from measuring import say, seconds

from xj_analysis.county.alarm_limits import ProjectLimits
from xj_analysis.county.instrument_fields import ACTUAL, PLANNED, STEPS
from xj_analysis.instruments.milestones import milestones
from xj_analysis.instruments.project_figures import dispatch, loads, project_figures
from xj_analysis.instruments.project_slip import slips
from xj_analysis.instruments.projects import project_alarms

PROJECTS, UNITS, ROUNDS = 10_000, 40, 5
DAY = date(2025, 9, 30)


def projects(count: int) -> pd.DataFrame:
    """Return rows of invented projects, of which a share is late at every milestone."""
    random = np.random.default_rng(0)
    keys = [f"X{number:05d}" for number in range(count)]
    named = {"key": keys, "origin": [f"ledger.xlsx#表!A{row}" for row in range(count)], "name": keys}
    rows = pd.DataFrame(named).assign(
        leader=random.integers(0, UNITS, count).astype(str), unit=random.integers(0, UNITS, count).astype(str),
        person="", updated=pd.Timestamp(DAY) - pd.to_timedelta(random.integers(0, 60, count), unit="D"),
    )  # fmt: skip
    rows["updated"] = rows["updated"].astype("datetime64[s]")
    begin = np.datetime64("2024-01-01", "s") + random.integers(0, 400, count).astype("timedelta64[D]")
    for place, step in enumerate(STEPS):
        planned = begin + np.timedelta64(70 * place, "D")
        done = planned + random.integers(-5, 60, count).astype("timedelta64[D]")
        rows[step + PLANNED] = planned
        rows[step + ACTUAL] = pd.Series(done).where(pd.Series(done) <= pd.Timestamp(DAY))
    total = random.integers(1_000, 90_000, count).astype(float)
    return rows.assign(
        investment_total=total, investment_done=total * random.random(count), year_plan=total / 2,
        year_done=total / 2 * random.random(count),
    )  # fmt: skip


def main() -> None:
    """Print the least seconds of each part, and how many projects a second the alarms take."""
    rows = projects(PROJECTS)
    parts: dict[str, Callable[[], object]] = {
        "alarms": lambda: project_alarms(rows, DAY, ProjectLimits()),
        "milestones": lambda: milestones(rows, DAY),
        "slips": lambda: slips(rows, DAY),
        "figures": lambda: project_figures(rows, DAY),
        "dispatch": lambda: dispatch(rows, "unit"),
        "loads": lambda: loads(rows, DAY, "leader"),
    }
    for name, work in parts.items():
        least = min(seconds(work) for _ in range(ROUNDS))
        say(f"{name}  {least:.3f} s  {len(rows) / least:,.0f} projects/s")


if __name__ == "__main__":
    main()
