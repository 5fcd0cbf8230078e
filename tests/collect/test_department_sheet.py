"""Department sheets: periods and shapes that do not fit."""

from __future__ import annotations

from pathlib import Path

from support.filed_reports import inbox
from xj_analysis.collect import intake
from xj_analysis.store.store import Store


def test_a_wrong_period_is_told_when_one_is_asked_for(known: Store) -> None:
    report, _ = intake.read_report(inbox("财政局"), known, period="2025-01/2025-09")
    assert "期间不是要收的期间" in report.faults.entries[0].fault.what


def test_a_file_nobody_has_declared_says_what_to_do(known: Store, tmp_path: Path) -> None:
    path = tmp_path / "不知道.csv"
    path.write_text("a,b\n1,2\n", encoding="utf-8")
    report, _ = intake.read_report(path, known)
    assert (
        "不知道是哪个单位的什么表" in report.faults.entries[0].fault.what
        and "[[sheets]]" in report.faults.entries[0].fault.do
    )
