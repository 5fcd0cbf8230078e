"""Hundreds of mutated workbooks, seeded: each ends in time, in a located fault or in the right values.

Not collected by default: ``pytest tests/soak/mutated_workbooks.py``. XJ_SOAK sets how many of each kind there are.
"""

from __future__ import annotations

import csv
import os
import resource
import sys
import time
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from functools import cache
from pathlib import Path
from random import Random

import pytest

sys.path.insert(0, str(Path(__file__).parents[2] / "data" / "example" / "generator"))

import series
from openpyxl import load_workbook

from soak.clerk_mutations import CLERKS
from soak.mutations import MUTATIONS
from xj_analysis import loaders
from xj_analysis.collect import intake, return_slips
from xj_analysis.collect.receipts import ReceivedFile
from xj_analysis.collect.report import FiledReport
from xj_analysis.quantity import units
from xj_analysis.quantity.hedges import Hedge
from xj_analysis.store.store import Store
from xj_analysis.workbooks.grid import column_letters
from xj_analysis.workbooks.saving import to_bytes

FOLDER = Path(__file__).parents[2] / "data" / "example"
INBOX = FOLDER / "inbox" / "2025-10"
EACH = int(os.environ.get("XJ_SOAK", "22"))
"""How many mutants of each kind: 35 kinds of them make 770."""
OCTOBER = "2025-01/2025-10"
SECONDS, MEMORY = 10.0, 2**30
RECEIVED = date(2025, 11, 1)
PLANTED = 10 * EACH


@pytest.fixture(scope="session")
def known() -> Store:
    return loaders.load(FOLDER).known()


@pytest.fixture(scope="session")
def numbers(known: Store) -> series.Numbers:
    return series.make(known.county)


def wrong(report: FiledReport, known: Store, numbers: series.Numbers) -> list[str]:
    """The values a report would enter that are not what was sent."""
    found = []
    for value in report.values:
        if not value.entry.digits:
            continue
        indicator = known.county.by_slug[value.indicator]
        read = Fraction(value.entry.digits) * units.ratio(value.entry.unit, indicator.unit)
        now = numbers.reports[value.indicator, value.area, series.NEXT]
        then = numbers.reports.get((value.indicator, value.area, series.LAST), Decimal(0))
        true = now if value.measure == "cumulative" else now - then
        if read != Fraction(true) or value.entry.hedge is not Hedge.EXACT:
            found.append(f"{value.locator} {value.indicator} {value.area}: {value.entry} ≠ {true}")
    return found


ALL = MUTATIONS | CLERKS


def cases() -> list[tuple[str, int]]:
    return [(name, number) for name in ALL for number in range(EACH)]


def series_of(report: FiledReport) -> set[tuple[str, str, str]]:
    """Indicator, area and measure of every number of a report."""
    return {(value.indicator, value.area, value.measure) for value in report.values if value.entry.digits}


@cache
def sound_series(path: Path) -> set[tuple[str, str, str]]:
    """What the sound workbook holds."""
    return series_of(intake.read_report(path, loaders.load(FOLDER).known())[0])


@pytest.mark.parametrize(("name", "number"), cases(), ids=str)
def test_a_mutant_ends_in_a_located_fault_or_the_right_values(
    name: str, number: int, known: Store, numbers: series.Numbers, tmp_path: Path
) -> None:
    dice = Random(f"{series.SEED} {name} {number}")
    sound = dice.choice(sorted(path for path in INBOX.iterdir() if path.suffix == ".xlsx"))
    path = tmp_path / sound.name
    path.write_bytes(ALL[name](sound.read_bytes(), dice))
    began = time.monotonic()
    report, sheets = intake.read_report(path, known)
    if report.faults.entries:
        return_slips.write_marked_copy(ReceivedFile.of(path), sheets, report, known.county, tmp_path / "back", RECEIVED)
    took = time.monotonic() - began
    used = max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)) * 1024
    assert took < SECONDS and used < MEMORY, (took, used)
    for entry in report.faults.entries:
        assert sound.name in entry.fault.where and entry.fault.what and entry.fault.do
    if not report.faults.entries:
        assert report.period == OCTOBER and wrong(report, known, numbers) == []
        told = sum("填的是没有" in line for line in report.left_out)
        assert len(sound_series(sound) - series_of(report)) == told, "nothing is lost without a word"
        assert series_of(report) <= sound_series(sound)


@pytest.mark.parametrize("number", range(EACH), ids=str)
def test_a_broken_csv_ends_in_a_located_fault_or_the_right_values(
    number: int, known: Store, numbers: series.Numbers, tmp_path: Path
) -> None:
    dice = Random(f"{series.SEED} csv {number}")
    (sound,) = INBOX.glob("*.csv")
    content = sound.read_bytes()
    at = dice.randrange(len(content))
    kinds = (content[:at], content[:at] + b"\0" + content[at:], content.decode("gb18030").encode("utf-16"),
             content[:at] + b'"' + content[at:], content.decode("gb18030").encode("utf-8"))  # fmt: skip
    path = tmp_path / sound.name
    path.write_bytes(kinds[number % len(kinds)])
    report, _ = intake.read_report(path, known)
    assert report.faults.entries or wrong(report, known, numbers) == []


@pytest.mark.parametrize("number", range(EACH), ids=str)
def test_a_cut_xls_ends_in_a_located_fault(number: int, known: Store, numbers: series.Numbers, tmp_path: Path) -> None:
    dice = Random(f"{series.SEED} xls {number}")
    (sound,) = INBOX.glob("*.xls")
    content = sound.read_bytes()
    path = tmp_path / sound.name
    path.write_bytes(content[: dice.randrange(len(content))])
    report, _ = intake.read_report(path, known)
    assert report.faults.entries or wrong(report, known, numbers) == []


def found(report: FiledReport) -> set[tuple[str, str]]:
    """Sheet and cell of every fault; no cell where it is of the whole file."""
    return {(f.sheet, f"{column_letters(f.at[1])}{f.at[0]}" if f.at else "") for f in report.faults.entries}


def test_of_the_faults_the_generator_plants_nearly_all_are_found_in_their_cells(known: Store) -> None:
    with (FOLDER / "faulty" / "manifest.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if not row["kind"].startswith("ledger_")]
    hit = sum(
        (row["sheet"], row["cell"]) in found(intake.read_report(FOLDER / "faulty" / row["file"], known)[0])
        for row in rows
    )
    assert hit >= 0.95 * len(rows), (hit, len(rows))


Slip = Callable[[float], object]
SLIPS: dict[str, Slip] = {
    "ten thousand times": lambda value: value * 10_000,
    "a ten-thousandth": lambda value: value / 10_000,
    "half": lambda value: value / 2,
    "negative": lambda value: -value - 1,
    "words": lambda value: f"{value}左右吧",
    "grouped wrongly": lambda value: "1,23,4",
    "date": lambda value: datetime(2025, 10, 1),
    "formula": lambda value: "=1+2",
    "error": lambda value: "#REF!",
}  # fmt: skip


def test_of_faults_planted_at_random_nearly_all_are_found_in_their_cells(known: Store, tmp_path: Path) -> None:
    dice = Random(f"{series.SEED} planted")
    books = sorted(path for path in INBOX.iterdir() if path.suffix == ".xlsx")
    missed = []
    for number in range(PLANTED):
        path, kind = dice.choice(books), dice.choice(sorted(SLIPS))
        values = [v for v in intake.read_report(path, known)[0].values if v.entry.digits]
        value = dice.choice(values)
        book = load_workbook(path)
        cell = book[value.sheet].cell(*value.at)
        cell.value = SLIPS[kind](float(value.entry.digits))
        if kind == "error":
            cell.data_type = "e"
        changed = tmp_path / path.name
        changed.write_bytes(to_bytes(book))
        if (value.sheet, cell.coordinate) not in found(intake.read_report(changed, known)[0]):
            missed.append(f"{number} {kind} {value.indicator} {value.area} {value.locator} {value.entry.digits}")
    assert len(missed) <= 0.05 * PLANTED, missed
