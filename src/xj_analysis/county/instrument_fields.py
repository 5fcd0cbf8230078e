"""Fields that an instrument (项目, 招商, 审批, 清单 …) reads from a ledger: needed, and those that may be missing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

__all__ = [
    "ACTUAL", "DUE", "EVIDENCE", "INSTRUMENTS", "PLANNED", "STEPS", "InstrumentFields", "InstrumentName", "is_planned",
]  # fmt: skip
__dir__ = __all__.copy

InstrumentName = Literal[
    "projects", "leads", "firms", "firm_days", "tasks", "approvals", "posts", "seekers", "job_network", "job_services",
    "facilities", "population_points", "checklists", "sight_days", "certificates", "chains", "berth_months", "funds",
]  # fmt: skip

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
DUE, EVIDENCE = "_due", "_evidence"
"""Of an item of a checklist: the day it is due, and what shows that it is done, where each item has its own."""
_AHEAD = ("due", "expires")


def is_planned(field: str) -> bool:
    """Return whether a field is of a day to come by, as planned, rather than of one that has come.

    Examples
    --------
    >>> is_planned("started_planned"), is_planned("due"), is_planned("started_actual")
    (True, True, False)
    """
    return field.endswith((PLANNED, DUE)) or field in _AHEAD


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
    several
        Whether a county may have more than one such ledger; a briefing has each under its own name.
    public
        Whether the public edition may have it: it names no persons, and its board prints there what may be known.
    announces
        Whether its rows may be of days to come: a fair that is announced.
    """

    title: str
    needed: Mapping[str, str]
    further: Mapping[str, str] = field(default_factory=dict)
    in_one_unit: tuple[str, ...] = ()
    several: bool = False
    public: bool = False
    announces: bool = False

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
    "approvals": InstrumentFields(
        "审批",
        {"kind": "text", "promised_days": "number", "received": "date", "finished": "date"},
        {**_OWNERS, "area": "area", "project": "text"},
    ),
    "posts": InstrumentFields(
        "就业之家",
        {"title": "text", "wanted": "number", "filled": "number", "posted": "date"},
        {**_OWNERS, "area": "area", "employer": "text", "pay_low": "number", "pay_high": "number"},
        public=True,
    ),
    "seekers": InstrumentFields(
        "求职登记",
        {"registered": "date", "placed": "date"},
        {"wants": "text", "area": "area", "age_band": "text"},
        public=True,
    ),
    "job_network": InstrumentFields(
        "就业之家网点", {"name": "text", "level": "text"}, {"area": "area", "opened": "date"}, public=True
    ),
    "job_services": InstrumentFields(
        "就业服务",
        {"kind": "text", "day": "date"},
        {"name": "text", "area": "area", "times": "number", "people": "number", "amount": "number"},
        public=True,
        announces=True,
    ),
    "facilities": InstrumentFields(
        "服务圈",
        {"kind": "text", "lon": "number", "lat": "number"},
        {**_OWNERS, "name": "text", "area": "area", "capacity": "number", "opened": "date"},
        public=True,
    ),
    "population_points": InstrumentFields(
        "人口点",
        {"lon": "number", "lat": "number", "population": "number"},
        {"area": "area", "elderly": "number", "infants": "number"},
        public=True,
    ),
    "checklists": InstrumentFields(
        "清单",
        {"name": "text"},
        {
            **_OWNERS, "area": "area", "item": "text", "state": "text", "target": "number", "done": "number",
            "measure": "text", "progress": "number", "due": "date", "finished": "date", "evidence": "text",
            "note": "text", "updated": "date",
        },
        in_one_unit=("target", "done"),
        several=True,
    ),
    "sight_days": InstrumentFields(
        "假日旅游",
        {"sight": "text", "day": "date", "visits": "number"},
        {**_OWNERS, "area": "area", "income": "number", "capacity": "number"},
    ),
    "certificates": InstrumentFields(
        "品牌证书",
        {"name": "text", "kind": "text", "expires": "date"},
        {**_OWNERS, "area": "area", "holder": "text", "number": "text", "granted": "date"},
    ),
    "chains": InstrumentFields(
        "产业链",
        {"name": "text", "target": "number", "revenue": "number"},
        {**_OWNERS, "firms": "number", "large_projects": "number", "revenue_last_year": "number", "updated": "date"},
        in_one_unit=("target", "revenue", "revenue_last_year"),
    ),
    "berth_months": InstrumentFields(
        "码头",
        {"berth": "text", "month": "month", "cargo": "text", "inbound": "number", "outbound": "number"},
        {**_OWNERS, "name": "text", "area": "area", "capacity": "number", "rail_water": "number"},
        in_one_unit=("inbound", "outbound", "rail_water"),
    ),
    "funds": InstrumentFields(
        "专项资金",
        {"name": "text", "arranged": "number", "paid": "number"},
        {**_OWNERS, "area": "area", "balance": "number", "begins": "date", "due": "date", "updated": "date"},
        in_one_unit=("arranged", "paid", "balance"),
    ),
}  # fmt: skip
