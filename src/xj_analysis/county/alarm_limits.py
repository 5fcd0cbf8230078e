"""Limits beyond which the rows of ledgers give an alarm: ``[alarms]`` of ``county.toml``, with defaults."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, model_validator

from .schema import StrictModel

__all__ = ["AlarmLimits", "FirmLimits", "LeadLimits", "ProjectLimits", "Steps", "TaskLimits"]
__dir__ = __all__.copy

Days = Annotated[int, Field(ge=0)]
Share = Annotated[float, Field(ge=0, allow_inf_nan=False)]


class Steps(StrictModel):
    """Two limits: beyond the first a row is yellow, beyond the second red."""

    yellow: Share
    red: Share

    @model_validator(mode="after")
    def _ordered(self) -> Steps:
        if self.red < self.yellow:
            raise ValueError("red 不能小于 yellow")
        return self


class ProjectLimits(StrictModel):
    """Limits of 重点项目.

    Parameters
    ----------
    not_started, milestone_overdue
        Days after the planned day: of 开工, of any other milestone.
    behind_pace
        Points by which the year's investment is behind the share of the year that has passed.
    invested_when_finished
        Least share of the investment, in %, that a finished project has done.
    not_updated
        Days since the row was last updated.
    due_within
        Days in which the next milestone is due.
    """

    not_started: Steps = Steps(yellow=30, red=90)
    milestone_overdue: Steps = Steps(yellow=0, red=30)
    behind_pace: Steps = Steps(yellow=10, red=30)
    invested_when_finished: Share = 90
    not_updated: Days = 30
    due_within: Days = 14


class LeadLimits(StrictModel):
    """Limits of 招商: days since signing without 开工, and since the last follow-up."""

    signed_not_started: Days = 180
    not_followed: Days = 60


class FirmLimits(StrictModel):
    """Limits of the 培育库.

    Parameters
    ----------
    line
        Revenue of twelve months, in 万元, at which a firm counts as 规上.
    pool
        Revenue from which a firm belongs into the pool.
    power_drop
        Fall of a week's power use against the week before, in %.
    idle_days
        Working days in a row without output that give an alarm.
    diverging
        Percent by which output rises while power falls, a week against the four before.
    unreported
        Working days without a report beyond which there is an alarm.
    """

    line: Share = 2000
    pool: Share = 1000
    power_drop: Share = 30
    idle_days: Annotated[int, Field(ge=1)] = 3
    diverging: Share = 10
    unreported: Days = 0


class TaskLimits(StrictModel):
    """Limits of 督办, and the rules by which slips are opened.

    Parameters
    ----------
    overdue, not_heard
        Days after the deadline, and since the last word (反馈).
    opens_overdue
        Days by which a milestone is overdue that open a slip, whatever its light; red alarms always do.
    due_workdays, report_workdays
        Working days that a slip opened by rule gives: for a matter, and for a report that is late.
    """

    overdue: Steps = Steps(yellow=0, red=30)
    not_heard: Days = 30
    opens_overdue: Days = 30
    due_workdays: Days = 20
    report_workdays: Days = 3


class AlarmLimits(StrictModel):
    """Limits of all instruments, one table each: ``[alarms.projects]`` …"""

    projects: ProjectLimits = ProjectLimits()
    leads: LeadLimits = LeadLimits()
    firms: FirmLimits = FirmLimits()
    tasks: TaskLimits = TaskLimits()
