"""The ledgers of projects and leads as they were sent four days before, and what has changed since: all is listed."""

from __future__ import annotations

import csv
import random
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass, field, fields
from datetime import date, timedelta
from pathlib import Path

import leads
import projects
from planted import Planted

SENT, NOW = date(2025, 9, 26), date(2025, 9, 30)
"""The days on which the ledgers were received: as they were, and as they are."""
BOOKS = {"重点项目倒排工期表.xlsx": "示例县发展和改革委员会", "招商线索台账.xlsx": "示例县商务局"}
"""Who sent each of them."""
LATER, EARLIER, RAISED, CUT, FILLED, NEW, GONE = "推迟", "提前", "调增", "调减", "补填", "新增", "少了"
SLIPS = 4

Row = dict[str, str]


@dataclass(frozen=True, order=True)
class Changed:
    """A change from one to the other.

    Parameters
    ----------
    was, now, moved
        Days or amounts, and by how many days or how much; empty for whole rows, and where there was nothing.
    """

    ledger: str
    key: str
    kind: str
    field: str = ""
    was: str = ""
    now: str = ""
    moved: str = ""


@dataclass
class _Before:
    """The rows of a ledger as they were, while they are made."""

    ledger: str
    number: str
    rows: list[Row]
    changes: list[Changed] = field(default_factory=list)

    def set(self, row: Row, name: str, value: str, kind: str, moved: str = "") -> None:
        """Let a field have been something else before."""
        self.changes.append(Changed(self.ledger, row[self.number], kind, name, value, row[name], moved))
        row[name] = value

    def amount(self, row: Row, share: float, *names: str) -> None:
        """Let amounts have been less before, or more: by a share of the first of them."""
        less = round(int(row[names[0]]) * share)
        for name in names:
            self.set(row, name, str(int(row[name]) - less), RAISED if less > 0 else CUT, str(less))

    def undo(self, row: Row, names: Iterable[str]) -> None:
        """Let not have happened what happened after the ledger was sent."""
        for name in names:
            if row[name] and date.fromisoformat(row[name]) > SENT:
                self.set(row, name, "", FILLED)

    def replace(self, dropped: Row, added: Row) -> None:
        """Let one row not have been there, and another one have been."""
        self.rows.remove(dropped)
        self.rows.append(added)
        self.changes.append(Changed(self.ledger, dropped[self.number], NEW))
        self.changes.append(Changed(self.ledger, added[self.number], GONE))


def make(
    dice: random.Random, kept: Mapping[str, list[Row]], found: list[Planted]
) -> tuple[dict[str, list[Row]], list[Changed]]:
    """Return all rows as they were, and what changed; rows with an alarm are the same but for what happened since."""
    lit = {alarm.key for alarm in found}
    made = _projects(dice, kept["projects"], lit), _leads(dice, kept["leads"], lit)
    changes = sorted(change for each in made for change in each.changes)
    return {**kept, **{each.ledger: each.rows for each in made}}, changes


def write(path: Path, changes: list[Changed]) -> None:
    """Write planted_changes.csv."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, [each.name for each in fields(Changed)], lineterminator="\n")
        writer.writeheader()
        writer.writerows(asdict(each) for each in changes)


def _copied(ledger: str, number: str, rows: list[Row], heard: str) -> _Before:
    """The rows, none of which has been heard of later than it was sent."""
    latest = SENT.isoformat()
    return _Before(ledger, number, [{**row, heard: min(row[heard], latest)} for row in rows])


def _projects(dice: random.Random, rows: list[Row], lit: set[str]) -> _Before:
    before = _copied("projects", "project", rows, "updated")
    steps = projects.MILESTONE_FIELDS

    def take(fits: Callable[[Row], bool]) -> Row:
        touched = lit | {change.key for change in before.changes}
        return dice.choice([row for row in before.rows if row["project"] not in touched and fits(row)])

    def open_step(row: Row) -> bool:
        return bool(row["started_actual"]) and not row["finished_actual"]

    for row in before.rows:
        before.undo(row, [f"{step}_actual" for step in steps])
        reached = sum(bool(row[f"{step}_actual"]) for step in steps)
        row["progress"] = f"已{projects.MILESTONES[reached - 1]}" if reached else "前期工作"
    for number in range(SLIPS):
        row = take(open_step)
        slipped = number < SLIPS - 1  # the last one was brought forward
        name = "finished_planned" if slipped else "running_planned"
        days = dice.randrange(3, 15) if slipped else -dice.randrange(5, 25)
        was = date.fromisoformat(row[name]) - timedelta(days)
        before.set(row, name, was.isoformat(), LATER if days > 0 else EARLIER, str(days))
    before.amount(take(open_step), -dice.uniform(0.05, 0.2), "investment_total")
    before.amount(take(open_step), dice.uniform(0.05, 0.2), "investment_total")
    before.amount(take(open_step), dice.uniform(0.02, 0.05), "year_done", "investment_done")
    dropped = take(lambda row: not row["started_actual"])
    number = f"{len(rows) + 1:02}"
    before.replace(dropped, {**dropped, "project": f"X0{number}", "name": f"示例学校{number}号项目（虚构）"})
    return before


def _leads(dice: random.Random, rows: list[Row], lit: set[str]) -> _Before:
    before = _copied("leads", "lead", rows, "followed")

    def take(stage: str) -> Row:
        touched = lit | {change.key for change in before.changes}
        return dice.choice([row for row in before.rows if row["lead"] not in touched and row["stage"] == stage])

    for row in before.rows:
        before.undo(row, leads.STAGE_FIELDS[1:])
        row["stage"] = leads.STAGES[sum(bool(row[name]) for name in leads.STAGE_FIELDS) - 1]
    before.amount(take("洽谈"), dice.uniform(0.05, 0.2), "amount")
    before.amount(take("洽谈"), -dice.uniform(0.05, 0.2), "amount")
    before.amount(take("投产"), dice.uniform(0.05, 0.2), "paid")
    dropped = take("线索")
    number = len(rows) + 1
    name = f"{dropped['chain']}线索{number}（虚构）"
    gone = {**dropped, "lead": f"L{number}", "name": name, "investor": f"示例投资{number}（虚构）"}
    before.replace(dropped, gone)
    return before
