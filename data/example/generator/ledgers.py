"""The ledgers of the invented county, and what is planted in them."""

from __future__ import annotations

import random

import approvals
import certificates
import chains
import checklists
import firms
import funds
import jobs
import leads
import port
import projects
import reach
import series
import tasks
import tourism
from planted import Planted
from workbook import Row

from xj_analysis.county.model import County

INSTRUMENTS = (approvals, jobs, reach, checklists, tourism, certificates, chains, port, funds)
"""Modules of ledgers that need no other: each makes rows, and workbooks of them."""


def everything(
    county: County, numbers: series.Numbers, seed: int = series.SEED
) -> tuple[dict[str, list[Row]], list[Planted]]:
    """Return the rows of each ledger by its slug, and all that is planted in them."""
    found: list[Planted] = []
    kept: dict[str, list[Row]] = {}
    kept["projects"], alarms = projects.make(random.Random(f"{seed} projects"), county, numbers)
    found += alarms
    kept["leads"], alarms = leads.make(random.Random(f"{seed} leads"), county, numbers)
    found += alarms
    kept["enterprises"], kept["enterprise_days"], alarms = firms.make(
        random.Random(f"{seed} enterprises"), county, numbers
    )
    found += alarms
    kept["tasks"], alarms = tasks.make(random.Random(f"{seed} tasks"), county, found, kept["projects"])
    found += alarms
    for instrument in INSTRUMENTS:
        made, alarms = instrument.make(random.Random(f"{seed} {instrument.__name__}"), county, numbers)
        kept |= made
        found += alarms
    return kept, found
