"""Limits beyond which the rows of ledgers give an alarm: ``[alarms]`` of ``county.toml``, with defaults."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator

from .schema import StrictModel

__all__ = [
    "AlarmLimits",
    "ApprovalLimits",
    "CertificateLimits",
    "ChainLimits",
    "ChecklistLimits",
    "FirmLimits",
    "FundLimits",
    "JobLimits",
    "LeadLimits",
    "PortLimits",
    "ProjectLimits",
    "ReachLimits",
    "Steps",
    "TaskLimits",
    "TourismLimits",
]
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


class ApprovalLimits(StrictModel):
    """Limits of 审批, in working days.

    Parameters
    ----------
    overdue
        Days beyond those promised, of a case that is open.
    days_left
        Days left at which an open case is about to be late.
    permits
        The kinds of cases that together let a project begin (拿地即开工).
    permit_days
        Days in which a project gets all of them.
    opens, closes
        Hours of the day: from the second, what is received counts from the next working day.
    off_hours, off_hours_of
        Share, in %, of a department's cases received when no office is open beyond which their times are in doubt, and
        the cases it has at least.
    """

    overdue: Steps = Steps(yellow=0, red=5)
    days_left: Days = 1
    permits: tuple[str, ...] = ("立项", "用地规划许可", "施工许可")
    permit_days: Days = 7
    opens: Annotated[int, Field(ge=0, le=23)] = 8
    closes: Annotated[int, Field(ge=1, le=24)] = 17
    off_hours: Share = 20
    off_hours_of: Annotated[int, Field(ge=1)] = 10


class JobLimits(StrictModel):
    """Limits of 就业之家.

    Parameters
    ----------
    open_days
        Days for which a post is open.
    filled
        Least share, in %, that is filled by then.
    short
        People that an employer is short of.
    suppressed
        Counts of people below this are not printed in anything public.
    """

    open_days: Days = 30
    filled: Share = 50
    short: Days = 20
    suppressed: Days = 5


class ReachLimits(StrictModel):
    """Limits of 15分钟服务圈.

    Parameters
    ----------
    metres
        How far a facility reaches, great-circle: 1 km on foot; by kind where another is declared.
    serves
        The group that a kind of facility is for, where it is not everybody: ``elderly`` or ``infants``.
    covered
        Least share of the people, in %, that a kind of facility reaches in a town.
    decimals
        Digits of coordinates in the public edition.
    """

    metres: Annotated[int, Field(gt=0)] = 1000
    metres_of: dict[str, Annotated[int, Field(gt=0)]] = Field(default_factory=dict)
    serves: dict[str, Literal["elderly", "infants"]] = Field(default_factory=dict)
    covered: Share = 60
    decimals: Annotated[int, Field(ge=0, le=6)] = 2


class ChecklistLimits(StrictModel):
    """Limits of 清单: days after the due day and before it, and points behind the share of the time that has passed."""

    overdue: Steps = Steps(yellow=0, red=30)
    due_within: Days = 14
    behind_pace: Steps = Steps(yellow=10, red=30)


class TourismLimits(StrictModel):
    """Limits of 假日旅游: visits of a day in % of the capacity, and days of a holiday not reported."""

    full: Steps = Steps(yellow=80, red=100)
    unreported: Days = 0


class CertificateLimits(StrictModel):
    """Limits of 品牌证书: days in which one expires."""

    expiring: Days = 90


class ChainLimits(StrictModel):
    """Limits of 产业链: points by which the year's revenue is behind the share of the year that has passed."""

    behind_pace: Steps = Steps(yellow=5, red=10)


class PortLimits(StrictModel):
    """Limits of 码头: throughput in % of the capacity of the months reported, and months of the year not reported."""

    full: Steps = Steps(yellow=100, red=120)
    unreported: Days = 0


class FundLimits(StrictModel):
    """Limits of 专项资金.

    Parameters
    ----------
    behind_time
        Points by which what is paid is behind the share of the time that has passed.
    overdue
        Days after the due day, of a fund that is not fully paid.
    """

    behind_time: Steps = Steps(yellow=10, red=30)
    overdue: Steps = Steps(yellow=0, red=30)


class AlarmLimits(StrictModel):
    """Limits of all instruments, one table each: ``[alarms.projects]`` …"""

    projects: ProjectLimits = ProjectLimits()
    leads: LeadLimits = LeadLimits()
    firms: FirmLimits = FirmLimits()
    tasks: TaskLimits = TaskLimits()
    approvals: ApprovalLimits = ApprovalLimits()
    jobs: JobLimits = JobLimits()
    reach: ReachLimits = ReachLimits()
    checklists: ChecklistLimits = ChecklistLimits()
    tourism: TourismLimits = TourismLimits()
    certificates: CertificateLimits = CertificateLimits()
    chains: ChainLimits = ChainLimits()
    port: PortLimits = PortLimits()
    funds: FundLimits = FundLimits()
