"""Filled templates: changed layouts, other periods, and entries that are no numbers."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import Workbook

from support.filed_reports import DAY, FIRST, changed, put
from xj_analysis.collect import intake, template_layout
from xj_analysis.store.store import Store


@pytest.mark.parametrize(
    "edit", [put(template_layout.HIDDEN, "B2", "old"), put(template_layout.SHEET, "B2", "2025年1—8月")]
)
def test_accept_valid_takes_nothing_of_another_template_or_period(
    edit: Callable[[Workbook], None], data: Path, tmp_path: Path
) -> None:
    (receipt,) = intake.take_in(data, [changed("发展和改革", edit, tmp_path)], on=DAY, accept_valid=True)
    assert (receipt.outcome, receipt.values) == ("returned", 0)


def test_a_mark_that_is_no_number_in_every_field_stays_words(known: Store, tmp_path: Path) -> None:
    for text in ("=1+2", "@x", "<b>", "#read('/etc')", "$x$"):
        path = changed("财政局", put(template_layout.SHEET, "F7", text), tmp_path)
        assert intake.read_report(path, known)[0].faults.entries == [], "a note may say anything"
        report, _ = intake.read_report(
            changed("财政局", put(template_layout.SHEET, FIRST, f"'{text}"), tmp_path), known
        )
        assert report.faults.entries[0].at == (template_layout.FIRST + 1, template_layout.NOW)
