"""Figures of holidays: by day where lengths differ, only of sights that compare, nothing filled in."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pandas as pd
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from xj_analysis.instruments.holiday_figures import (
    COMPARED,
    NO_SIGHTS,
    HolidayComparison,
    by_day,
    by_sight,
    compared,
    fullest,
    income_each,
    same_days,
    totals,
)
from xj_analysis.instruments.tourism import told, unreported
from xj_analysis.quantity.holidays import holiday_days

SPAN = {
    "元旦": ((date(2025, 1, 1), date(2025, 1, 1)), (date(2023, 12, 30), date(2024, 1, 1))),
    "劳动节": ((date(2025, 5, 1), date(2025, 5, 5)), (date(2024, 5, 1), date(2024, 5, 5))),
    "春节": ((date(2025, 1, 28), date(2025, 2, 4)), (date(2024, 2, 10), date(2024, 2, 17))),
}
"""The days of a holiday, this year and last."""
VISITS = st.lists(st.integers(1, 10**6), min_size=16, max_size=16)


def days_of(holiday: str, passed: int = 99) -> tuple[pd.DataFrame, pd.DataFrame]:
    now, then = (holiday_days(*span) for span in SPAN[holiday])
    return now.head(passed), then


def ledger(holiday: str, visits: dict[str, list[int]], *, scale: int = 1) -> pd.DataFrame:
    """Rows of sights on every day of both holidays, in this order, of this year and last."""
    days = pd.concat(days_of(holiday))["day"].tolist()
    rows = [
        {"key": sight, "day": day, "visits": float(number * scale), "income": number * scale / 100, "capacity": 1e6}
        for sight, numbers in visits.items()
        for day, number in zip(days, numbers, strict=False)
    ]
    return told(pd.DataFrame(rows).assign(origin=[f"a#{n}" for n in range(len(rows))]), date(2025, 12, 31))


def comparison(holiday: str, rows: pd.DataFrame, passed: int = 99) -> HolidayComparison:
    return compared(rows, *days_of(holiday, passed))


def texts(found: HolidayComparison) -> list[str]:
    return [str(each) for column in COMPARED for each in (*found.sides(column), found.change(column))]


@given(st.sampled_from([*SPAN]), VISITS, st.sampled_from([2, 5, 10, 100]))
def test_a_change_is_the_same_when_both_years_are_scaled(holiday: str, visits: list[int], scale: int) -> None:
    once, more = (comparison(holiday, ledger(holiday, {"湖": visits}, scale=by)) for by in (1, scale))
    assert [once.change(column).value for column in COMPARED] == [more.change(column).value for column in COMPARED]


@given(st.sampled_from([*SPAN]), VISITS, VISITS, st.integers(0, 15), st.booleans())
def test_a_sight_that_left_a_day_out_never_changes_what_is_compared(
    holiday: str, visits: list[int], others: list[int], gap: int, blank: bool
) -> None:
    alone = ledger(holiday, {"湖": visits})
    other = ledger(holiday, {"山": others})
    gap %= len(other)
    left_out = other.assign(visits=other["visits"].mask(other.reset_index().index == gap))
    if not blank:
        left_out = left_out[left_out["visits"].notna()]
    both = told(pd.concat([alone, left_out], ignore_index=True), date(2025, 12, 31))
    one, two = comparison(holiday, alone), comparison(holiday, both)
    assert two.sights() == ["湖"] and str(two.change("visits")) == str(one.change("visits"))
    assert [str(each) for each in two.sides("visits")] == [str(each) for each in one.sides("visits")]


@given(st.sampled_from([*SPAN]), VISITS)
def test_two_years_alike_by_day_have_not_changed(holiday: str, visits: list[int]) -> None:
    even = ledger(holiday, {"湖": [visits[0]] * 16})
    found = comparison(holiday, even)
    assert found.change("visits").value == 0 and found.sides("visits")[0].value == found.sides("visits")[1].value


@given(VISITS, st.integers(1, 7))
def test_within_a_holiday_the_same_days_are_compared(visits: list[int], passed: int) -> None:
    found = comparison("春节", ledger("春节", {"湖": visits}), passed)
    now, then = sum(visits[:passed]), sum(visits[8 : 8 + passed])
    assert not found.daily and [each.value for each in found.sides("visits")] == [now, then]
    change = found.change("visits").value
    assert change is not None and abs(change - (Decimal(now) / then - 1) * 100) <= Decimal("0.05")


def test_holidays_that_differ_in_length_are_compared_by_day() -> None:
    found = comparison("元旦", ledger("元旦", {"湖": [150, 90, 100, 110]}))
    assert found.daily and len(found.now) == 1 and len(found.then) == 3
    assert texts(found) == ["150人次", "100人次", "50.0%", "1.5万元", "1.00万元", "50.0%"]
    assert found.change("visits").formula == "(150.0÷1天)÷(300.0÷3天)−1"


@given(VISITS)
def test_the_days_add_up_to_the_total(visits: list[int]) -> None:
    found = comparison("劳动节", ledger("劳动节", {"湖": visits}))
    days = same_days(found)
    for side, total in zip(("now", "then"), found.sides("visits"), strict=True):
        assert sum(figure.value for figure in days[side]) == total.value
    assert days.index.tolist() == [1, 2, 3, 4, 5]


def test_without_a_sight_that_compares_nothing_is() -> None:
    rows = ledger("劳动节", {"湖": list(range(1, 17))})
    found = comparison("劳动节", rows[rows["day"] >= pd.Timestamp(2025, 5, 1)])
    assert found.sights() == [] and found.change("visits").reason == NO_SIGHTS
    assert all(figure.value is None for figure in found.sides("visits"))


def test_income_is_compared_of_those_who_told_it() -> None:
    rows = ledger("劳动节", {"湖": [10] * 16, "山": [20] * 16})
    silent = rows.assign(income=rows["income"].mask((rows["key"] == "山") & (rows["day"] == pd.Timestamp(2025, 5, 2))))
    found = comparison("劳动节", silent)
    assert found.sights() == ["山", "湖"] and found.sights("income") == ["湖"]
    table = by_sight(found)["income"].map(str).to_dict()
    assert table == {"山": "（没有可算的行）", "湖": "0.5万元", "可比合计": "0.5万元"}
    without = comparison("劳动节", rows.drop(columns=["income"]))
    assert without.change("income").reason == "台账没有这一列"
    assert set(by_sight(without)["income"].map(str)) == {"（台账没有这一列）"}


def test_a_day_counts_who_did_not_report() -> None:
    rows = ledger("劳动节", {"湖": [10] * 10, "山": [20] * 10})
    rows = rows[(rows["key"] != "山") | (rows["day"] != pd.Timestamp(2025, 5, 3))]
    days = days_of("劳动节")[0]
    found = by_day(rows, days, unreported(rows, days))
    assert [figure.value for figure in found["missed"]] == [0, 0, 1, 0, 0]
    assert [figure.value for figure in found["visits"]] == [30, 30, 10, 30, 30]


@given(st.lists(st.tuples(st.integers(0, 10**6), st.integers(1, 10**6)), min_size=1, max_size=6))
def test_income_a_visit_lies_between_that_of_the_sights(of: list[tuple[int, int]]) -> None:
    rows = pd.DataFrame({"visits": [float(visits) for _, visits in of], "income": [income / 100 for income, _ in of]})
    each = income_each(rows.assign(origin=[f"a#{n}" for n in range(len(of))])).value
    ratio = (rows["income"] * 10_000 / rows["visits"]).tolist()
    assert each is not None and min(ratio) - 0.051 <= float(each) <= max(ratio) + 0.051


def test_the_fullest_is_by_its_own_capacity() -> None:
    rows = pd.DataFrame({"visits": [90.0, 50.0, 70.0], "capacity": [100.0, 40.0, 0.0], "origin": [*"abc"]})
    assert totals(rows)["load"].text == "125.0%" and totals(rows)["load"].origins == ("b",)
    assert fullest(rows.drop(columns=["capacity"])) is None
    assert fullest(rows.assign(capacity=0.0)) is None


@given(st.integers(-5, 0))
def test_a_year_before_without_visits_gives_no_growth(before: int) -> None:
    found = comparison("元旦", ledger("元旦", {"湖": [150, 0, 0, before]}))
    assert found.change("visits").value is None and found.change("visits").reason


@pytest.mark.parametrize("scale", [1, 10**9])
@given(VISITS)
def test_every_figure_has_its_rows(scale: int, visits: list[int]) -> None:
    assume(sum(visits) > 0)
    rows = ledger("春节", {"湖": visits}, scale=scale)
    found = comparison("春节", rows)
    for column in COMPARED:
        assert set(found.change(column).origins) == set(rows["origin"])
