"""Fields that an instrument (项目, 招商, 培育库, 督办) reads from a ledger: needed, and those that may be missing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

__all__ = ["ACTUAL", "INSTRUMENTS", "PLANNED", "STEPS", "InstrumentFields", "InstrumentName", "is_planned"]
__dir__ = __all__.copy

InstrumentName = Literal["projects", "leads", "firms", "firm_days", "tasks"]

STEPS = {
    "filed": "立项",
    "land": "用地",
    "started": "开工",
    "framed": "主体完工",
    "finished": "竣工",
    "running": "投产",
}
"""Milestones of a project in order; a ledger may have some: ``started_planned`` and ``started_actual``."""
PLANNED, ACTUAL = "_planned", "_actual"
_DUE = "due"


def is_planned(field: str) -> bool:
    """Return whether a field is of a day to come by, as planned, rather than of one that has come.

    Examples
    --------
    >>> is_planned("started_planned"), is_planned("due"), is_planned("started_actual")
    (True, True, False)
    """
    return field.endswith(PLANNED) or field == _DUE


@dataclass(frozen=True)
class InstrumentFields:
    """The fields of an instrument's ledger beside its number, by name, with their kinds (text, number, date, unit …).

    Parameters
    ----------
    title
        The name of the instrument in sentences.
    needed
        The ledger must declare them.
    further
        It may; what it has not is empty in every row.
    in_one_unit
        Amounts that are divided by each other: they are declared in one unit, whatever units the sheets use.
    """

    title: str
    needed: Mapping[str, str]
    further: Mapping[str, str] = field(default_factory=dict)
    in_one_unit: tuple[str, ...] = ()

    @property
    def kinds(self) -> dict[str, str]:
        """All fields with their kinds."""
        return {**self.needed, **self.further}


_STEP_DATES = {f"{step}{side}": "date" for step in STEPS for side in (PLANNED, ACTUAL)}
_OWNERS = {"leader": "text", "unit": "unit", "person": "text"}

INSTRUMENTS: dict[str, InstrumentFields] = {
    "projects": InstrumentFields(
        "重点项目",
        {"name": "text", "started_planned": "date", "started_actual": "date"},
        {
            **_OWNERS, **_STEP_DATES, "area": "area", "category": "text", "investment_total": "number",
            "investment_done": "number", "year_plan": "number", "year_done": "number", "progress": "text",
            "problem": "text", "next_step": "text", "updated": "date",
        },
        in_one_unit=("investment_total", "investment_done", "year_plan", "year_done"),
    ),
    "leads": InstrumentFields(
        "招商",
        {"name": "text", "amount": "number", "lead_on": "date", "signed_on": "date"},
        {
            **_OWNERS, "area": "area", "talks_on": "date", "started_on": "date", "running_on": "date",
            "paid": "number", "followed": "date", "investor": "text", "chain": "text", "event": "text", "team": "text",
        },
    ),
    "firms": InstrumentFields(
        "培育库",
        {"name": "text", "state": "text", "revenue_12m": "number"},
        {
            **_OWNERS, "area": "area", "industry": "text", "stage": "text", "due": "text", "entered": "date",
            "left": "date", "revenue_last_year": "number",
        },
    ),
    "firm_days": InstrumentFields(
        "日监测", {"day": "date"}, {"output": "number", "power": "number", "staff": "number"}
    ),
    "tasks": InstrumentFields(
        "督办",
        {"what": "text", "given": "date", "due": "date", "state": "text"},
        {
            **_OWNERS, "source": "text", "kind": "text", "done": "date", "heard": "date", "next_step": "text",
            "evidence": "text", "matter": "text",
        },
    ),
}  # fmt: skip
