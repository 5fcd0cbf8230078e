"""Ledgers against reports: every planted contradiction and no other; what can agree is never named."""

from __future__ import annotations

from datetime import date
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from support.county_folder import REPO
from support.planted_county import Alarm, Made
from xj_analysis.county.ledger_shapes import LedgerCount, LedgerShape
from xj_analysis.county.model import County
from xj_analysis.county.toml_files import read_county
from xj_analysis.instruments.reconciliation import DISAGREES, contradictions, ledger_day, reconciled

DAY = date(2025, 9, 30)
COUNTY: County = read_county(REPO / "data" / "example")
ALL, FIRST, SECOND = COUNTY.code, *COUNTY.towns[:2]
NUMBERS = st.integers(0, 10**7)
APRIL = "2025-01/2025-04"


def shape(unit: str = "万元", *, sample: bool = False, **count: str) -> LedgerShape:
    counted = {"indicator": "signed_investment", "by": "signed_on", "of": "amount"} | count
    columns = {"编号": {"to": "lead"}, "乡镇": {"to": "area", "kind": "area"},
               "金额": {"to": "amount", "kind": "number", "unit": unit}, "签约": {"to": "signed_on", "kind": "date"},
               "更新": {"to": "updated", "kind": "date"}, "计划": {"to": "signed_planned", "kind": "date"}}  # fmt: skip
    return LedgerShape.model_validate({
        "slug": "leads", "name": "线索", "file": "*", "key": "编号", "unique": ["lead"], "columns": columns,
        "counts": [{name: value for name, value in counted.items() if value}], "sample": sample,
    })  # fmt: skip


def rows(*of: tuple[str, float | None, str], updated: str = "2025-09-30") -> pd.DataFrame:
    return pd.DataFrame({
        "area": [area for area, _, _ in of], "amount": pd.Series([amount for _, amount, _ in of], dtype=float),
        "signed_on": pd.to_datetime(pd.Series([day for _, _, day in of])), "updated": pd.Timestamp(updated),
        "origin": [f"ledgers/a.xlsx#线索!A{n}:F{n}" for n in range(len(of))], "key": [f"L{n}" for n in range(len(of))],
    })  # fmt: skip


def said(*of: tuple[str, str, float, float, float]) -> pd.DataFrame:
    return pd.DataFrame([
        {"id": f"R{n}", "indicator": "signed_investment", "nature": "actual", "subject": "", "area": area,
         "period": period, "value": value, "low": low, "high": high}
        for n, (area, period, value, low, high) in enumerate(of)
    ])  # fmt: skip


def exactly(area: str, value: float, period: str = "2025-01/2025-09") -> tuple[str, str, float, float, float]:
    return area, period, value, value - 0.5, value + 0.5


def found(ledger: pd.DataFrame, reports: pd.DataFrame, of: LedgerShape | None = None, as_of: date = DAY) -> Any:
    named = contradictions([(of or shape(), ledger)], reports, COUNTY, as_of)
    return named[["key", "period", "value", "over"]].to_numpy().tolist()


def test_what_is_planted_is_found_and_nothing_else(made: Made) -> None:
    ledgers = [(each, made.rows(each.slug)) for each in made.county.ledgers]
    named = contradictions(ledgers, made.store.known().current(), made.county, DAY)
    alarms = [Alarm(ledger, key, kind, field, f"{since:%Y-%m-%d}", value, "") for ledger, key, kind, field, since, value
              in named[["ledger", "key", "kind", "field", "since", "value"]].itertuples(index=False)]  # fmt: skip
    assert sorted(alarms) == sorted(alarm for alarm in made.planted if alarm.kind == DISAGREES)
    assert ((named["value"] - named["reported"]).round(10) == named["over"]).all()
    assert [origins[-1] for origins in named["origins"]] == named["observation"].tolist()


def test_an_amount_may_be_the_sum_of_several_columns() -> None:
    columns = {
        "编号": {"to": "lead"},
        "签约": {"to": "signed_on", "kind": "date"},
        **{name: {"to": to, "kind": "number", "unit": "万元"} for name, to in (("甲", "own"), ("乙", "lent"))},
    }
    both = LedgerShape.model_validate({
        "slug": "leads", "name": "线索", "file": "*", "key": "编号", "unique": ["lead"], "columns": columns,
        "counts": [{"indicator": "signed_investment", "by": "signed_on", "of": ["own", "lent"]}],
    })  # fmt: skip
    ledger = rows((ALL, None, "2025-03-01"), (ALL, None, "2025-04-01")).assign(own=[3.0, 4.0], lent=[5.0, float("nan")])
    assert found(ledger, said(exactly(ALL, 12.0, APRIL)), both) == []
    assert found(ledger, said(exactly(ALL, 9.0, APRIL)), both) == [[ALL, APRIL, 12.0, 3.0]]
    assert found(ledger.drop(columns="lent"), said(exactly(ALL, 9.0, APRIL)), both) == []


def test_every_count_of_the_example_is_compared(made: Made) -> None:
    current = made.store.known().current()
    for each in made.county.ledgers:
        for count in each.counts:
            compared = reconciled(made.rows(each.slug), each, count, current, made.county, DAY)
            assert ALL in set(compared["key"]), count


@given(st.lists(st.tuples(st.sampled_from([FIRST, SECOND]), NUMBERS, st.dates(date(2024, 6, 1), date(2025, 12, 31)))))
def test_equal_sides_never_alarm(signed: list[tuple[str, int, date]]) -> None:
    ledger = rows(*((area, float(amount), str(day)) for area, amount, day in signed))
    reports = []
    for month in range(2, 10):
        until = [(area, amount) for area, amount, day in signed if day.year == 2025 and day.month <= month]
        for area in (ALL, FIRST, SECOND):
            total = sum(amount for town, amount in until if area in (town, ALL))
            reports.append((area, f"2025-01/2025-{month:02d}", float(total), float(total), float(total)))
    assert found(ledger, said(*reports)) == []


@given(NUMBERS, NUMBERS, NUMBERS, NUMBERS)
def test_a_value_inside_of_what_a_hedge_allows_never_alarms(value: int, reported: int, below: int, above: int) -> None:
    low, high = float(reported - below), float(reported + above)
    named = found(rows((FIRST, float(value), "2025-03-01")),
                  said((ALL, "2025-01/2025-09", float(reported), low, high)))  # fmt: skip
    assert named == ([] if low <= value <= high else [[ALL, "2025-01/2025-09", value, value - reported]])


@given(NUMBERS, NUMBERS)
def test_a_sample_may_have_less_and_never_more(value: int, reported: int) -> None:
    named = found(rows((FIRST, float(value), "2025-03-01")), said(exactly(FIRST, reported)), shape(sample=True))
    assert bool(named) is (value > reported)


@given(st.lists(NUMBERS, max_size=6), st.integers(0, 3))
def test_a_row_without_an_area_may_be_of_any_town(amounts: list[int], unplaced: int) -> None:
    ledger = rows(*(("" if n < unplaced else FIRST, float(amount), "2025-03-01") for n, amount in enumerate(amounts)))
    possible = range(len(amounts[:unplaced]) + 1)
    placed = sum(amounts[unplaced:])
    for many in possible:
        assert found(ledger, said(exactly(FIRST, placed + sum(amounts[:many])))) == []
    assert [key for key, *_ in found(ledger, said(exactly(ALL, sum(amounts) + 1)))] == ([ALL] if amounts else [])


def test_units_convert_exactly() -> None:
    reports = said(exactly(ALL, 3000))
    assert found(rows((FIRST, 0.1, "2025-01-02"), (FIRST, 0.2, "2025-02-02")), reports, shape("亿元")) == []
    assert found(rows((FIRST, 0.31, "2025-01-02")), reports, shape("亿元")) == [[ALL, "2025-01/2025-09", 3100, 100]]


def test_rows_are_counted_where_no_amount_is_declared() -> None:
    of = shape(indicator="started_projects", of="")
    reports = said(exactly(ALL, 3)).assign(indicator="started_projects")
    assert found(rows((FIRST, 9.0, "2025-01-02"), (SECOND, 9.0, "2024-12-31")), reports, of) == [
        [ALL, "2025-01/2025-09", 1, -2]
    ]


def test_an_amount_without_a_date_is_of_the_month_of_the_ledgers_day_alone() -> None:
    reports = said(exactly(ALL, 5, "2025-01/2025-08"), exactly(ALL, 6))
    ledger = rows((FIRST, 7.0, "2025-03-01"), updated="2025-08-20")
    assert found(ledger, reports, shape(by="")) == [[ALL, "2025-01/2025-08", 7, 2]]
    assert found(ledger, reports, shape(by=""), as_of=date(2025, 7, 31)) == []


def test_months_after_the_ledgers_day_and_after_the_issues_day_are_not_compared() -> None:
    reports = said(exactly(ALL, 9, "2025-01/2025-08"), exactly(ALL, 9))
    assert [period for _, period, *_ in found(rows((FIRST, 7.0, "2025-03-01"), updated="2025-08-20"), reports)] == [
        "2025-01/2025-08"
    ]
    ledger = rows((FIRST, 7.0, "2025-03-01"))
    assert [period for _, period, *_ in found(ledger, reports, as_of=date(2025, 9, 29))] == ["2025-01/2025-08"]
    assert [period for _, period, *_ in found(ledger, reports)] == ["2025-01/2025-09"]


def test_an_amount_that_is_missing_leaves_open_whether_it_is_less() -> None:
    ledger = rows((FIRST, 7.0, "2025-03-01"), (FIRST, None, "2025-03-01"))
    assert found(ledger, said(exactly(FIRST, 90), exactly(ALL, 90))) == []
    assert [over for *_, over in found(ledger, said(exactly(FIRST, 2)))] == [5]


def test_a_town_without_a_row_has_nothing_and_one_that_reports_nothing_is_not_compared() -> None:
    named = contradictions([(shape(), rows((FIRST, 7.0, "2025-03-01")))], said(exactly(SECOND, 4)), COUNTY, DAY)
    assert named[["key", "value", "rows", "origins"]].to_numpy().tolist() == [[SECOND, 0, (), ("R0",)]]


@pytest.mark.parametrize("change", [{"nature": "target"}, {"subject": "甲"}, {"period": "2025-09"},
                                    {"period": "2024-01/2024-09"}, {"area": "999999"}])  # fmt: skip
def test_only_results_of_the_year_to_a_month_are_compared(change: dict[str, str]) -> None:
    assert found(rows((FIRST, 7.0, "2025-03-01")), said(exactly(ALL, 4)).assign(**change)) == []


def test_a_ledger_without_a_day_or_an_area_is_judged_by_what_it_has() -> None:
    ledger = rows((FIRST, 7.0, "2025-03-01")).drop(columns="area")
    assert found(ledger, said(exactly(ALL, 4), exactly(FIRST, 4))) == [[ALL, "2025-01/2025-09", 7, 3]]
    empty = rows((FIRST, 7.0, "2025-03-01")).drop(columns=["updated", "signed_on"])
    assert ledger_day(empty, shape()) is None
    compared = reconciled(empty, shape(), LedgerCount(indicator="signed_investment", of="amount"), said(), COUNTY, DAY)
    assert compared.empty


def test_what_the_county_does_not_declare_is_not_compared() -> None:
    other = shape(indicator="no_such_indicator")
    assert found(rows((FIRST, 7.0, "2025-03-01")), said(exactly(ALL, 4)), other) == []


def some(kind: str) -> LedgerShape:
    columns = {"编号": {"to": "lead"}, "类别": {"to": "kind"}, "签约": {"to": "signed_on", "kind": "date"}}
    counts = [{"indicator": "started_projects", "by": "signed_on", "where": {"kind": kind}}]
    about = {"slug": "leads", "name": "线索", "file": "*", "key": "编号", "unique": ["lead"]}
    return LedgerShape.model_validate({**about, "columns": columns, "counts": counts})


@given(st.lists(st.sampled_from(["授权", "认证"]), min_size=1, max_size=8))
def test_of_a_ledger_of_several_kinds_those_named_are_counted(kinds: list[str]) -> None:
    ledger = rows(*((ALL, 1.0, "2025-03-01") for _ in kinds)).assign(kind=kinds)
    reports = said(exactly(ALL, 99.0, "2025-01/2025-03")).assign(indicator="started_projects")
    named = contradictions([(some("授权"), ledger)], reports, COUNTY, DAY)
    assert named["value"].tolist() == [kinds.count("授权")] and len(named["rows"][0]) == kinds.count("授权")
    assert contradictions([(some("授权"), ledger.drop(columns="kind"))], reports, COUNTY, DAY).empty
