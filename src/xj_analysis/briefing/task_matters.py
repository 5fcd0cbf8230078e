"""Matters for 督办 on a day: of all instruments, of the lights of indicators, and of reports that are late."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import pandas as pd

from ..base.errors import UsageError
from ..county import selection
from ..county.ledger_shapes import LedgerShape
from ..county.model import County
from ..county.toml_files import read_county
from ..instruments.ledger_rows import prepared
from ..instruments.task_opening import (
    INDICATORS,
    REPORTS,
    Matter,
    NewSlip,
    StrikeOff,
    alarm_matters,
    opened,
    strike_offs,
)
from ..instruments.task_slips import TaskSlip, task_slips
from ..loaders import slices
from ..loaders.issue_reading import reading_of
from ..loaders.ledgers import load_ledgers
from ..quantity import periods
from ..store.store import Store
from . import figure_frame
from .instrument_content import boards_of
from .sections.gaps import unreported
from .sections.progress_section import late_word
from .year_progress import YearProgress

__all__ = ["TaskJudgement", "judge_tasks"]
__dir__ = __all__.copy

LATE_REPORT = "未报送"


@dataclass(frozen=True)
class TaskJudgement:
    """What rules say of a county's slips on a day.

    Parameters
    ----------
    day
        The day on which slips are given.
    as_of
        The day of the ledgers, to which days are counted: that of the briefing's instruments.
    tasks
        The rows of the ledger of slips.
    new, struck
        Slips to be opened, and those that may be struck off.
    slips
        All that are open in the ledger, as of that day; those given since too.
    """

    county: County
    day: date
    as_of: date
    tasks: pd.DataFrame
    new: list[NewSlip]
    struck: list[StrikeOff]
    slips: list[TaskSlip]


def judge_tasks(data: Path, day: date | None = None) -> TaskJudgement:
    """Return what rules say of a county's slips.

    Parameters
    ----------
    data
        The county's data folder.
    day
        What was published, and what happened, by then. None: as a briefing of the county's period, what was published
        by its day, and ledgers as of the last of the period; slips are given on the briefing's day.

    Raises
    ------
    UsageError
        Nothing was published by the day; a ledger cannot be used.
    DataError
        Something that was read is faulty.
    """
    county = read_county(data)
    asked = periods.parse_option(county.period)
    part = slices.slice_for(county, county.overview, period=asked.code, known_at=day)
    if part.unusable:  # of a part of the ledgers nothing can be said to be settled: tell each cell
        load_ledgers(county)
        why = "、".join(part.unusable.values())
        raise UsageError("xj tasks", f"台账{why}，不能判断", do="请先改正或放进台账。")
    reading = reading_of(part.store, asked, day)
    issued = reading.known_at
    as_of = day or min(issued, reading.period.reach)
    shapes = {shape.feeds: shape for shape in county.ledgers if shape.feeds}
    read = {name: shape for name, shape in shapes.items() if shape.slug in part.ledgers}
    rows = {name: prepared(part.ledgers[shape.slug], shape) for name, shape in read.items()}
    if "tasks" not in rows:
        raise UsageError("xj tasks", "没有“督办”的台账", do='请在 collection.toml 里写 instrument = "tasks" 的台账。')
    tasks = rows.pop("tasks")
    alarms = _alarms(county, shapes, rows, as_of)
    limits = county.alarms.tasks
    matters = [
        *alarm_matters(alarms, limits),
        *_red_lights(county, part.store, reading.known_at, reading.period),
        *_late_reports(county, part.store.frame, issued),
    ]
    slips = task_slips(tasks, as_of, limits, selection.unit_names(county), given=issued)
    struck = strike_offs(tasks, alarms, rows, as_of)
    return TaskJudgement(county, issued, as_of, tasks, opened(tasks, matters, issued, limits), struck, slips)


def _alarms(
    county: County, shapes: Mapping[str, LedgerShape], rows: Mapping[str, pd.DataFrame], as_of: date
) -> dict[str, pd.DataFrame]:
    boards = boards_of(county, {name: (shapes[name], frame) for name, frame in rows.items()}, as_of)
    return {board.shape.feeds: board.alarms for board in boards}


def _red_lights(county: County, store: Store, known_at: date, period: periods.Period) -> list[Matter]:
    """A matter for each indicator of the county at the worst light of its rule."""
    known = store.known(known_at, period=period.code, edition="internal")
    rows = figure_frame.figure_frame(figure_frame.without_past_months(known, county.overview, ()))
    sound = rows[rows["doubt"] == ""]
    progress = YearProgress(county, sound, selection.indicators_with_progress(county.overview, county), period)
    if progress.rule is None:
        return []
    red = progress.rule.levels[-1].word
    return [
        Matter(
            identity=f"{INDICATORS} {pace.indicator}-{progress.year} 亮{red}",
            what=f"{county.by_slug[pace.indicator].name}落后，限期追上进度",
            kind=_campaign(county, pace.indicator),
            unit=_reporting(county, pace.indicator),
            origins=tuple(pace.ahead["origins"]),
            light=red,
            found=f"{red}，{late_word(pace)}{abs(pace.ahead['value']):.1f}个百分点",
        )
        for pace in progress.of(county.code)
        if pace.ahead["light"] == red
    ]


def _campaign(county: County, indicator: str) -> str:
    own = county.by_slug[indicator].campaigns
    return next((campaign.name for campaign in county.campaigns if campaign.slug in own), "")


def _reporting(county: County, indicator: str) -> str:
    """The department that reports an indicator, or the first of what it is derived from; '' for none."""
    declared = county.by_slug[indicator]
    asked = (indicator, *declared.of)
    return next((unit.slug for slug in asked for unit in county.units if not unit.area and slug in unit.reports), "")


def _late_reports(county: County, frame: pd.DataFrame, as_of: date) -> list[Matter]:
    """A matter for each unit whose report of the last month before the day was due before it, and is not there."""
    until = as_of.replace(day=1) - timedelta(days=1)
    published = frame[frame["published"] <= pd.Timestamp(as_of)]
    late = [each for each in unreported(county, published, set(county.by_slug), until) if each.due < as_of]
    return [
        Matter(
            identity=f"{REPORTS} {each.unit.slug}-{until:%Y-%m} {LATE_REPORT}",
            what=f"补报{until.year}年{until.month}月的数："
            + ("全部" if each.whole else "、".join(county.by_slug[slug].name for slug in each.missing)),
            kind="报送",
            unit=each.unit.slug,
            found=f"应于{periods.date_label(each.due)}前报送",
        )
        for each in late
    ]
