"""Fixtures of briefings: the progress of the invented county's year."""

from __future__ import annotations

import pytest

from support.progress_tables import progress_of
from xj_analysis.briefing.year_progress import YearProgress
from xj_analysis.store.store import Store


@pytest.fixture(scope="session")
def progress(example: Store) -> YearProgress:
    """Five indicators of the invented county by the end of September 2025."""
    return progress_of(
        example, "industry_investment", "visits", "villages_improved", "new_enterprises", "water_quality"
    )
