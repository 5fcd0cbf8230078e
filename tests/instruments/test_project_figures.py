"""Figures of projects: totals are the sum of their parts, rates have their rows, the worst stand first."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from support.planted_county import Made
from support.project_rows import DAYS, MONEY_COLUMNS, ledgers_of_projects, project_rows
from xj_analysis.county.instrument_fields import ACTUAL, PLANNED, STEPS
from xj_analysis.instruments.project_figures import TOTAL, dispatch, loads, project_figures

DAY = date(2025, 9, 30)
ADDED = ("项目个数", "总投资", "年度计划投资", "累计完成投资")


@given(ledgers_of_projects())
def test_the_last_row_is_the_sum_of_the_others(rows: pd.DataFrame) -> None:
    *parts, (name, total) = dispatch(rows, "unit")
    assert name == TOTAL and sorted(group for group, _ in parts) == sorted(set(rows["unit"]))
    for column in ADDED:
        assert sum((row[column].value or Decimal(0) for _, row in parts), Decimal(0)) == (total[column].value or 0)
        assert {o for _, row in parts for o in row[column].origins} == set(total[column].origins)


@given(ledgers_of_projects())
def test_the_least_of_the_year_done_stands_first_and_what_has_no_share_last(rows: pd.DataFrame) -> None:
    shares = [row["完成年度百分比"].value for _, row in dispatch(rows, "unit")[:-1]]
    known = [value for value in shares if value is not None]
    assert known == sorted(known) and shares == [*known, *[None] * (len(shares) - len(known))]


@given(ledgers_of_projects(), DAYS)
def test_loads_share_out_all_projects_and_all_overdue(rows: pd.DataFrame, day: date) -> None:
    found, whole = loads(rows, day, "unit"), project_figures(rows, day)
    for column, name in (("项目", "项目"), ("逾期节点", "逾期节点")):
        assert sum(int(row[column].value or 0) for _, row in found) == whole[name].value
    late = [int(row["逾期节点"].value or 0) for _, row in found]
    assert late == sorted(late, reverse=True)


@given(ledgers_of_projects(), DAYS, st.integers(0, 200))
def test_of_what_is_not_done_a_later_day_has_no_less_overdue(rows: pd.DataFrame, day: date, later: int) -> None:
    undone = rows.assign(**{step + ACTUAL: pd.Series(pd.NaT, rows.index).astype("datetime64[s]") for step in STEPS})
    first, then = (project_figures(undone, each) for each in (day, day + timedelta(later)))
    for name in ("逾期节点", "逾期项目", "到期节点"):
        assert int(then[name].value or 0) >= int(first[name].value or 0)


def test_rates_are_of_the_rows_that_have_both_numbers() -> None:
    rows = project_rows([{}] * 3).assign(year_plan=[100.0, 50.0, 50.0], year_done=[60.0, 15.0, float("nan")])
    found = project_figures(rows, DAY)
    assert (found["年度投资完成率"].text, found["年度投资完成率"].origins) == ("50.0%", ("f#0", "f#1"))
    assert (found["年度计划投资"].text, found["本年完成投资"].text) == ("200万元", "75万元")


def test_what_the_ledger_has_no_column_for_has_no_figure() -> None:
    rows = project_rows([{"started": (DAY, DAY)}])[["key", "origin", "started_planned", "started_actual"]]
    found = project_figures(rows, DAY)
    assert found["开工率"].text == "100.0%" and not {"竣工率", "总投资", "年度投资完成率"} & found.keys()


def test_what_is_planned_for_the_day_is_due_on_it() -> None:
    rows = project_rows([{"started": (DAY, None), "land": (DAY, DAY), "filed": (DAY + timedelta(1), DAY)}])
    found = project_figures(rows, DAY)
    assert (found["到期节点"].text, found["序时推进率"].text, found["逾期节点"].text) == ("2个", "50.0%", "0个")


def test_the_invented_county_counted_otherwise(made: Made) -> None:
    rows = made.rows("projects")
    found = project_figures(rows, DAY)
    started = rows["started_actual"] <= str(DAY)
    assert found["开工率"].value == round(Decimal(int(started.sum()) * 100) / len(rows), 1)
    pairs = [(rows[step + PLANNED], rows[step + ACTUAL]) for step in STEPS]
    overdue = sum(int(((planned < str(DAY)) & ~(actual <= str(DAY))).sum()) for planned, actual in pairs)
    due = sum(int((planned <= str(DAY)).sum()) for planned, _ in pairs)
    assert [found[name].text for name in ("逾期节点", "到期节点")] == [f"{overdue}个", f"{due}个"]
    assert float(found["累计完成总投资"].value or 0) == rows["investment_done"].sum()
    assert set(MONEY_COLUMNS) <= set(rows.columns)
