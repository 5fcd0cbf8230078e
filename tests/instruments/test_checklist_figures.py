"""Figures of checklists: the rates of units, weighted, give that of items; the parts add up."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pandas as pd
import pytest
from hypothesis import given

from support.checklist_rows import DAY, ITEMS, LEDGERS, wide_rows
from support.planted_county import Made
from xj_analysis.county.alarm_limits import ChecklistLimits
from xj_analysis.instruments.checklist_figures import by_group, item_figures, pace_figures, worst_units
from xj_analysis.instruments.checklist_items import checklist_items
from xj_analysis.instruments.checklists import PACES


def number(frame: pd.DataFrame, column: str) -> list[int]:
    return [int(figure.value) for figure in frame[column]]


@given(wide_rows())
def test_the_rates_of_units_and_of_items_weighted_give_that_of_all(rows: pd.DataFrame) -> None:
    items = checklist_items(rows, ITEMS, DAY)
    whole = item_figures("", items)
    for column in ("key", "item"):
        groups = by_group(items, column)
        assert sum(number(groups, "items")) == whole["items"].value
        assert sum(number(groups, "done")) == whole["done"].value
        rates = [Fraction(str(figure.value or 0)) for figure in groups["rate"]]
        parts = [rate * weight for rate, weight in zip(rates, number(groups, "items"), strict=True)]
        count, rate = Fraction(str(whole["items"].value)), Fraction(str(whole["rate"].value or 0))
        assert abs(sum(parts) - rate * count) <= count / 10  # each is rounded


@given(wide_rows())
def test_the_states_add_up_and_the_worst_unit_is_first(rows: pd.DataFrame) -> None:
    items = checklist_items(rows, ITEMS, DAY)
    units = by_group(items, "key")
    parts = [number(units, column) for column in ("done", "underway", "not_begun", "blank")]
    assert [*map(sum, zip(*parts, strict=True))] == number(units, "items")
    rates = [figure.value for figure in units["rate"] if figure.value is not None]
    assert rates == sorted(rates) and [*units.index] == worst_units(items)


@pytest.mark.parametrize("ledger", LEDGERS[:3])
def test_figures_of_the_ledgers_lead_to_their_rows(made: Made, ledger: str) -> None:
    rows = made.rows(ledger)
    figures = item_figures("", checklist_items(rows, made.shape(ledger).items, DAY))
    assert {*figures["rate"].origins} == {*rows["origin"]}


def test_each_task_keeps_time_in_one_way(made: Made) -> None:
    found = pace_figures(made.rows("livelihood_tasks"), DAY, ChecklistLimits())
    assert sum(int(str(found[pace].value)) for pace in PACES) == found["任务"].value == 10
    assert found["提前完成"].value == 1 and found["待核"].value == 0


def test_nothing_has_a_rate_of_nothing() -> None:
    empty = checklist_items(pd.DataFrame(columns=["key", "origin", "name", *ITEMS]), ITEMS, date(2025, 9, 30))
    assert item_figures("", empty)["rate"].value is None and by_group(empty, "key").empty
