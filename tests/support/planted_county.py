"""The invented county made of a seed, with its ledgers and what is listed as planted in them."""

from __future__ import annotations

import csv
import sys
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from support.county_folder import REPO
from xj_analysis import loaders
from xj_analysis.county.ledger_shapes import LedgerShape
from xj_analysis.county.model import County
from xj_analysis.instruments.ledger_rows import prepared
from xj_analysis.loaders import ledgers
from xj_analysis.store.store import Store

FOLDER = REPO / "data" / "example"
SEEDS = ("as kept", 20251128, 7)


class Alarm(NamedTuple):
    """What identifies an alarm, and what is measured."""

    ledger: str
    key: str
    kind: str
    field: str
    since: str
    value: float
    light: str


class Made(NamedTuple):
    """An invented county: its reports and ledgers, and what is listed as planted in them."""

    store: Store
    held: dict[str, pd.DataFrame]
    planted: list[Alarm]

    @property
    def county(self) -> County:
        return self.store.county

    @property
    def changes(self) -> list[dict[str, str]]:
        """What is listed as changed since the vintage before."""
        with (self.county.folder / "planted_changes.csv").open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))

    def rows(self, ledger: str) -> pd.DataFrame:
        """The rows of a ledger as instruments take them."""
        return prepared(self.held[ledger], self.shape(ledger))

    def shape(self, ledger: str) -> LedgerShape:
        return next(each for each in self.county.ledgers if each.slug == ledger)

    def planted_in(self, *of: str) -> list[Alarm]:
        """What is planted in some ledgers, contradictions with the reports apart."""
        return sorted(alarm for alarm in self.planted if alarm.ledger in of and alarm.light)


def made_county(folder: Path, seed: object) -> Made:
    """The county as kept in the repository, or made of another seed in a folder."""
    if isinstance(seed, int):
        folder.mkdir()
        generate(folder, seed)
    else:
        folder = FOLDER
    store = loaders.load(folder)
    with (folder / "planted.csv").open(encoding="utf-8", newline="") as file:
        listed = [Alarm(row["ledger"], row["key"], row["kind"], row["field"], row["since"], float(row["value"]),
                        row["light"]) for row in csv.DictReader(file)]  # fmt: skip
    return Made(store, ledgers.load_ledgers(store.county), listed)


def generate(folder: Path, seed: int) -> list[object]:
    """Write an invented county of a seed; the generator lies beside its data, outside of any package."""
    sys.path.insert(0, str(FOLDER / "generator"))
    try:
        import making
    finally:
        sys.path.remove(str(FOLDER / "generator"))
    found: list[object] = making.generate(folder, seed)
    return found


def as_planted(found: pd.DataFrame, ledger: str) -> list[Alarm]:
    """Alarms of an instrument in the words of planted.csv."""
    of = zip(*(found[name].tolist() for name in ("key", "kind", "field", "since", "value", "light")), strict=True)
    return sorted(
        Alarm(ledger, key, kind, field, f"{since:%Y-%m-%d}", round(value, 1), light)
        for key, kind, field, since, value, light in of
    )
