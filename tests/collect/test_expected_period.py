"""The period that a report should be for: last month's title, and a period that has not ended."""

from __future__ import annotations

from datetime import date

import pytest

from support.filed_reports import inbox
from xj_analysis.collect.expected_period import check_expected_period, check_file_name
from xj_analysis.collect.report import FiledReport, Value
from xj_analysis.quantity.cell_values import CellValue
from xj_analysis.store.store import Store
from xj_analysis.workbooks.cell_faults import FaultCollector

SEPTEMBER, OCTOBER = "2025-01/2025-09", "2025-01/2025-10"


def report(period: str, indicator: str = "signed_investment", area: str = "999900") -> FiledReport:
    value = Value(indicator, area, "cumulative", CellValue("7", "万元"), "表", (3, 2))
    return FiledReport(FaultCollector(inbox("招商").name), unit="swj", period=period, values=[value])


def problems(filed: FiledReport, known: Store, on: date, required: str = "") -> list[str]:
    check_expected_period(filed, known, on=on, required=required)
    return [fault.what for fault in filed.faults.faults]


def test_a_month_that_is_in_is_refused_once_the_next_has_ended(known: Store) -> None:
    assert problems(report(SEPTEMBER), known, date(2025, 11, 8)) == [
        "2025年1—9月的数都已收过，xj status 在等2025年1—10月"
    ]
    assert problems(report(SEPTEMBER), known, date(2025, 11, 8), required=SEPTEMBER) == [], "a revision is asked for"
    assert problems(report(SEPTEMBER), known, date(2025, 10, 20)) == [], "October has not ended"
    assert problems(report(OCTOBER), known, date(2025, 11, 8)) == []
    assert problems(report(OCTOBER), known, date(2026, 3, 8)) == [], "late, but not yet in"


def test_values_that_are_not_all_in_are_no_old_report(known: Store) -> None:
    late = report(SEPTEMBER, indicator="industry_investment_growth", area="999900101")
    assert problems(late, known, date(2025, 11, 8)) == []


@pytest.mark.parametrize(("on", "count"), [(date(2025, 10, 20), 1), (date(2025, 10, 26), 0), (date(2025, 11, 1), 0)])
def test_a_period_that_has_not_ended_is_refused(known: Store, on: date, count: int) -> None:
    assert len(problems(report(OCTOBER), known, on)) == count


@pytest.mark.parametrize(("name", "count"), [("招商2025年9月.xlsx", 1), ("招商10月.xlsx", 0), ("招商.xlsx", 0)])
def test_the_file_of_a_template_must_not_name_another_month(name: str, count: int) -> None:
    filed = report(OCTOBER)
    check_file_name(filed, name)
    assert len(filed.faults.entries) == count


def test_a_month_before_those_that_are_in_is_asked_about(known: Store) -> None:
    (what,) = problems(report("2025-01/2025-01"), known, date(2025, 11, 8))
    assert what.startswith("2025年1—1月比已收全的") and what.endswith("早")
