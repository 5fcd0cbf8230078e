"""The last months as they arrive: September taken in by `xj intake`, October in the mail, and a set of faulty files."""

from __future__ import annotations

import io
import shutil
import tempfile
from datetime import date
from pathlib import Path

import faults
import series
import sheets
from openpyxl import load_workbook

from xj_analysis import loaders
from xj_analysis.collect import intake, template_layout
from xj_analysis.workbooks.saving import to_bytes

LATE, MISSING = "slj", "town111"
"""A unit that reports after it is due, and one that does not report."""
RESENT = "jtj"
"""A unit whose first report is returned."""
PARTLY = "zrj"
"""A unit whose sound values are accepted though one is missing."""


def receive(folder: Path, numbers: series.Numbers) -> None:
    """Take September in, on the days the units sent it."""
    known = loaders.load(folder).known()
    sent = sheets.everything(sheets.Month(known.county, numbers, series.LAST), known)
    with tempfile.TemporaryDirectory() as room:
        desk = Path(room)

        def take(slugs: list[str], on: date, *, accept_valid: bool = False) -> None:
            for slug in slugs:
                name, content = sent[slug]
                (desk / name).write_bytes(content)
            files = [desk / sent[slug][0] for slug in slugs]
            intake.take_in(folder, files, on=on, accept_valid=accept_valid, returned=desk / "returned")

        name, content = sent[RESENT]
        (desk / name).write_bytes(_wrong(content))
        intake.take_in(folder, [desk / name], on=date(2025, 10, 8), returned=desk / "returned")
        others = [slug for slug in sent if slug not in (LATE, MISSING, RESENT, PARTLY)]
        half = len(others) // 2
        take(others[:half], date(2025, 10, 9))
        take([*others[half:], RESENT], date(2025, 10, 10))
        take([PARTLY], date(2025, 10, 10), accept_valid=True)
        take([LATE], date(2025, 10, 14))


def _wrong(content: bytes) -> bytes:
    """The same report with a 累计 in 元 where 万元 is asked for."""
    book = load_workbook(io.BytesIO(content))
    sheet = book[template_layout.SHEET]
    for row in sheet.iter_rows(min_col=template_layout.NOW, max_col=template_layout.NOW):
        if isinstance(row[0].value, float | int) and row[0].value > 1000:
            row[0].value *= 10_000
    return to_bytes(book)


def mail(folder: Path, numbers: series.Numbers, kept: dict[str, bytes]) -> None:
    """Write what the units send for October, and the faulty files made of it and of the ledgers."""
    known = loaders.load(folder).known()
    sent = sheets.everything(sheets.Month(known.county, numbers, series.NEXT), known)
    inbox, faulty = folder / "inbox" / f"{series.NEXT[0]}-{series.NEXT[1]:02d}", folder / "faulty"
    for place in (inbox, faulty):
        shutil.rmtree(place, ignore_errors=True)
        place.mkdir(parents=True)
    for name, content in sent.values():
        (inbox / name).write_bytes(content)
    faults.write(faulty, sent, kept)
