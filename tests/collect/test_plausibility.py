"""Plausibility of filed values: each implausible value is a fault at its cell, sound ones are none."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from support.filed_reports import OCTOBER
from xj_analysis.collect import plausibility
from xj_analysis.collect.history import History
from xj_analysis.collect.report import FiledReport, Value
from xj_analysis.quantity.cell_values import CellValue
from xj_analysis.quantity.hedges import Hedge
from xj_analysis.store.store import Store
from xj_analysis.workbooks.cell_faults import FaultCollector
from xj_analysis.workbooks.grid import Grid

SLUG = "project_investment"


def checked(known: Store, *entries: CellValue, measure: str = "cumulative") -> list[str]:
    """The faults of a report with one value of the county."""
    values = [Value(SLUG, known.county.code, measure, entry, "a", (1, n)) for n, entry in enumerate(entries, start=1)]
    report = FiledReport(FaultCollector("a.xlsx"), period=OCTOBER.code, values=values)
    plausibility.check_plausibility(report, {"a": Grid("a")}, known)
    return [fault.what for fault in report.faults.faults]


@pytest.fixture(scope="session")
def september(known: Store) -> Decimal:
    """The value of September, in the unit of its indicator."""
    return Decimal(str(History.of(known, OCTOBER).latest[SLUG, known.county.code]))


def test_a_cumulative_value_does_not_fall(known: Store, september: Decimal) -> None:
    unit = known.county.by_slug[SLUG].unit
    assert checked(known, CellValue(f"{september:f}", unit)) == []
    (what,) = checked(known, CellValue(f"{september - 1:f}", unit))
    assert what.startswith("累计数比上期（")
    assert checked(known, CellValue(f"{september - 1:f}", unit, Hedge.ABOUT)) == [], "a hedged value may be rounded"


@pytest.mark.parametrize("factor", [Decimal(10_000), Decimal("0.0001")])
def test_a_leap_of_four_digits_doubts_the_unit(known: Store, september: Decimal, factor: Decimal) -> None:
    (what,) = checked(known, CellValue(f"{september * factor:f}", known.county.by_slug[SLUG].unit))
    assert "数量级不对" in what and "疑单位填错" in what


def test_a_value_that_vanished_is_asked_for(known: Store) -> None:
    assert checked(known, CellValue(meaning="unknown")) == ["没有填，而上期有数"]
    assert checked(known, CellValue(meaning="none")) == []


@given(st.decimals(0, 10**6, places=2))
def test_an_amount_is_exact_in_every_unit(number: Decimal) -> None:
    value = Value(SLUG, "999900", "cumulative", CellValue(f"{number:f}", "亿元"), "a", (1, 1))
    assert plausibility.amount_in(value, "万元") == 10_000 * plausibility.amount_in(value, "亿元")
