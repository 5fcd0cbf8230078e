"""重点项目 in a briefing: alarms and the blocks of its section."""

from __future__ import annotations

from typing import ClassVar

import pandas as pd

from ...document.section import Section
from ...instruments.projects import project_alarms
from .instrument_board import IN_BODY, InstrumentBoard

__all__ = ["ProjectBoard"]


class ProjectBoard(InstrumentBoard):
    """重点项目: milestones planned and done, investment, alarms."""

    instrument: ClassVar[str] = "projects"

    def _judged(self) -> pd.DataFrame:
        return project_alarms(self.rows, self.as_of, self.county.alarms.projects)

    def section(self) -> Section:
        """Return the worst alarms of the projects."""
        return Section([self.alarm_table(IN_BODY)])
