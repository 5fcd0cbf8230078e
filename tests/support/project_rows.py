"""Rows of a ledger of projects for tests: whatever dates and amounts, some missing."""

from __future__ import annotations

from datetime import date

import pandas as pd
from hypothesis import strategies as st

from xj_analysis.county.instrument_fields import ACTUAL, PLANNED, STEPS

DAYS = st.dates(date(2025, 1, 1), date(2026, 3, 31))
_MONEY = st.none() | st.integers(0, 9_000).map(float)
MONEY_COLUMNS = ("investment_total", "investment_done", "year_plan", "year_done")
Pairs = dict[str, tuple[date | None, date | None]]


def project_rows(projects: list[Pairs]) -> pd.DataFrame:
    """Rows with the planned and actual dates of some milestones each."""
    count = len(projects)
    found = pd.DataFrame({
        "key": [f"X{n:03d}" for n in range(count)], "origin": [f"f#{n}" for n in range(count)],
        "name": ["甲"] * count, "leader": ["乙"] * count, "unit": [("gxj", "swj", "")[n % 3] for n in range(count)],
    })  # fmt: skip
    for step in STEPS:
        for place, side in enumerate((PLANNED, ACTUAL)):
            days = pd.Series([each.get(step, (None, None))[place] for each in projects], dtype="datetime64[s]")
            found[step + side] = days
    return found


def schedules(*, planned: bool = False) -> st.SearchStrategy[Pairs]:
    """Dates of the milestones of a project, in no order; `planned`: each has its planned day."""
    plan = DAYS if planned else st.none() | DAYS
    return st.fixed_dictionaries({step: st.tuples(plan, st.none() | DAYS) for step in STEPS})


@st.composite
def ledgers_of_projects(draw: st.DrawFn) -> pd.DataFrame:
    """Rows of several projects with amounts, some missing."""
    projects = draw(st.lists(schedules(), min_size=1, max_size=7))
    rows = project_rows(projects)
    for name in MONEY_COLUMNS:
        rows[name] = pd.Series([draw(_MONEY) for _ in projects], dtype="float64")
    return rows
