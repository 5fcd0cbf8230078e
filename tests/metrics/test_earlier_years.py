"""Earlier years as cases of a projection: complete ones, joined months, duplicates."""

from __future__ import annotations

import pandas as pd
import pytest

from support.figure_rows import only
from support.year_series import FLOW, SEASON, months_of, to_date_code, with_earlier_years
from xj_analysis import metrics
from xj_analysis.metrics.columns.samples import sample


@pytest.mark.parametrize("joint", [False, True])
def test_years_may_be_cut_differently_and_have_only_what_is_needed(joint: bool) -> None:
    years = [
        months_of(2021, SEASON, joint=joint),
        months_of(2022, [2 * value for value in SEASON]),
        sample(value=[sum(SEASON[:4]), sum(SEASON)], period=[to_date_code(2023, 4), "2023"]),
        months_of(2024, [3 * value for value in SEASON[:4]], joint=True),
    ]
    rows = pd.concat(years, ignore_index=True)
    row = only(metrics.project_year(rows, [FLOW]))
    assert (row["value"], row["cases"], row["months"]) == (pytest.approx(3 * sum(SEASON)), 3, 4)


def test_a_year_without_all_its_months_is_no_case() -> None:
    gap = months_of(2021, SEASON).drop(index=6)
    rows = pd.concat([gap, months_of(2022, SEASON), months_of(2023, SEASON), months_of(2024, SEASON[:4])])
    assert only(metrics.project_year(rows, [FLOW]))["cases"] == 2


def test_a_negative_month_in_a_year_that_is_no_case_does_no_harm() -> None:
    odd = sample(value=[50.0, 40.0], period=[to_date_code(2021, 6), to_date_code(2021, 7)])
    rows = pd.concat([odd, with_earlier_years((40.0, 100.0), (60.0, 120.0), so_far=50.0)])
    assert only(metrics.project_year(rows, [FLOW]))["reason"] == ""


def test_a_total_given_twice_is_a_case_only_if_both_are_the_same() -> None:
    rows = with_earlier_years((50.0, 100.0), (40.0, 100.0), (60.0, 120.0), so_far=50.0)
    for total, cases in ((101.0, 2), (100.0, 3)):
        both = pd.concat([rows, sample(value=[total], period="2021-01/2021-12")])
        assert only(metrics.project_year(both, [FLOW]))["cases"] == cases
