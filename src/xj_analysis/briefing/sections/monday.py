"""总调度 (the Monday page): each campaign's light, its indicator furthest behind and its worst matter in a ledger."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

import pandas as pd

from ...county.model import County
from ...county.selection import unit_names
from ...document.blocks import Sentence, Table
from ...document.pieces import Cell, Part
from ...instruments.alarms import OPEN, RED, YELLOW
from ...instruments.ledger_rows import happened
from ...instruments.tallies import count
from ...metrics.columns.row_selection import records
from ...quantity import periods
from .. import tables
from ..figure_wording import all_campaigns, shorten_gap
from ..instruments.alarm_table import ALARM_LIGHTS, kind_and_figure
from ..instruments.quoting import quoted
from ..prose import say
from ..tables import ColumnSpec
from .campaign_board import CampaignLine, worst_cell

__all__ = ["alarm_counts", "dispatch_table", "task_movements", "worst_of"]

WEEK = timedelta(days=7)


def dispatch_table(lines: Sequence[CampaignLine], worst: Mapping[str, tables.Row], county: County, until: str) -> Table:
    """Return a line for each campaign: lights, the indicator furthest behind, its worst matter, whose, and when next.

    Parameters
    ----------
    lines
        Of all campaigns (:func:`~.campaign_board.campaign_lines`).
    worst
        By the slug of a campaign the worst alarm of its ledgers.
    until
        The day in brackets.
    """
    units = unit_names(county)

    def of_alarm(line: CampaignLine) -> tables.Row | None:
        return worst.get(line.campaign.slug)

    def matter(line: CampaignLine) -> Cell:
        if (row := of_alarm(line)) is None:
            return Cell(parts=(tables.NONE,))
        shown: tuple[Part, ...] = (
            ALARM_LIGHTS[row["light"]],
            quoted(str(row["name"] or row["key"]), row["origins"][0]),
        )
        return Cell(parts=(*shown, "：", *kind_and_figure(row)))

    def whose(line: CampaignLine) -> Cell:
        row = of_alarm(line)
        named = [] if row is None else [str(row["leader"]), units.get(row["owner"], str(row["owner"]))]
        parts = [quoted(each, row["origins"][0]) for each in named if each and row is not None]
        return Cell(parts=tuple(part for each in parts for part in ("、", each))[1:] or (tables.NONE,))

    def deadline(line: CampaignLine) -> str:
        row = of_alarm(line)
        return tables.NONE if row is None or pd.isna(row["deadline"]) else periods.date_label(row["deadline"].date())

    def furthest(line: CampaignLine) -> Cell:
        if line.last is None:
            return Cell(parts=(tables.NONE,))
        return Cell(parts=(f"{line.last.done['label']}　", shorten_gap(line.last.gap, unit=False)))

    columns: list[ColumnSpec[CampaignLine]] = [
        ColumnSpec(name="攻坚战", width=2.0, cell=lambda line: line.campaign.name),
        ColumnSpec(name="灯", align="center", width=1.3, cell=worst_cell),
        ColumnSpec(name="最落后的指标", width=2.4, cell=furthest),
        ColumnSpec(name="台账里最重的一件事", width=3.2, cell=matter),
        ColumnSpec(name="县领导、责任单位", width=2.0, cell=whose),
        ColumnSpec(name="下一时限", width=1.4, cell=deadline),
    ]
    note = "注：快慢单位是个百分点；灯为最近一次月报的，“→”前为上期；“—”为没有落后的指标，或没有台账、台账没有预警。"
    return tables.tabulate(f"{all_campaigns(county)}总调度{until}", columns, lines, notes=[note])


def alarm_counts(alarms: Mapping[str, pd.DataFrame], titles: Mapping[str, str], county: County) -> Sentence | None:
    """Return the numbers of alarms by instrument and light; None where there is no instrument.

    Parameters
    ----------
    alarms
        Alarm frames by instrument.
    titles
        The name of each instrument.
    """
    words, slots = [], dict[str, Any]()
    for name, frame in alarms.items():
        said = []
        for number, light in enumerate((RED, YELLOW, OPEN)):
            rows = frame[frame["light"] == light]
            if len(rows):
                slot = f"{name}_{number}"
                slots[f"{slot}_light"] = ALARM_LIGHTS[light]
                slots[slot] = count(f"{titles[name]}{light}", _by_row(rows), "件")
                said.append(f"{{{slot}_light}}{{{slot}}}")
        words.append(f"{titles[name]}{'、'.join(said) or '没有预警'}")
    return say(f"台账预警：{'；'.join(words)}。", names=county.proper_names, **slots) if words else None


def task_movements(tasks: pd.DataFrame, as_of: date, county: County) -> Sentence:
    """Return how many matters were opened and closed in the week to a day, and how many are open.

    Parameters
    ----------
    tasks
        Rows of the ledger of 督办.
    """
    start = pd.Timestamp(as_of - WEEK)
    given, done = happened(tasks["given"], as_of), happened(tasks["done"], as_of)
    slots: dict[str, Any] = {
        "opened": count("一周新交办", tasks[given > start], "件"),
        "closed": count("一周办结", tasks[done > start], "件"),
        "open": count("在办", tasks[given.notna() & done.isna()], "件"),
    }
    return say("督办：一周新交办{opened}，办结{closed}，在办{open}。", names=county.proper_names, **slots)


def _by_row(alarms: pd.DataFrame) -> pd.DataFrame:
    """Alarms as rows with one origin each, for counting."""
    return pd.DataFrame({"origin": [origins[0] for origins in alarms["origins"]]})


def worst_of(alarms: Mapping[str, pd.DataFrame], campaigns: Mapping[str, Sequence[str]]) -> dict[str, tables.Row]:
    """Return the worst alarm of each campaign that has one.

    Parameters
    ----------
    alarms
        Alarm frames by instrument, the worst first.
    campaigns
        By instrument the campaigns that its ledger is for.
    """
    order = {RED: 0, YELLOW: 1, OPEN: 2}
    found: dict[str, tables.Row] = {}
    for name, frame in alarms.items():
        for row in records(frame.head(1)):
            for slug in campaigns[name]:
                before = found.get(slug)
                if before is None or (order[row["light"]], -row["severity"]) < (
                    order[before["light"]],
                    -before["severity"],
                ):
                    found[slug] = row
    return found
