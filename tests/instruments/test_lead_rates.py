"""四率 and groups of leads: rates are of what they say, classes hold their limits, parts add up to totals."""

from __future__ import annotations

from datetime import date, timedelta

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from support.planted_county import Made
from xj_analysis.county.alarm_limits import LeadLimits
from xj_analysis.instruments.lead_rates import RATES, cohorts, rates, sizes, tallied
from xj_analysis.instruments.lead_stages import TOTAL, UNNAMED, reached, staged
from xj_analysis.instruments.leads import SIGNED_NOT_STARTED, lead_alarms
from xj_analysis.quantity.figures import Figure

DAY = date(2025, 9, 30)
LIMITS = LeadLimits()
DAYS = st.none() | st.dates(date(2024, 7, 1), date(2025, 12, 31))
MONEY = st.integers(0, 200_000).map(float)
FIELDS = ("signed_on", "started_on", "running_on", "event", "amount", "paid")
ROWS = st.lists(st.tuples(DAYS, DAYS, DAYS, st.sampled_from(["", "秋季推介会", "上门拜访"]), MONEY, MONEY), max_size=12)


def ledger(rows: list[tuple[object, ...]]) -> pd.DataFrame:
    columns = [list(column) for column in zip(*rows, strict=True)] or [[] for _ in FIELDS]
    kinds = ["datetime64[s]"] * 3 + ["object", "float64", "float64"]
    made = {name: pd.Series(each, dtype=kind) for name, each, kind in zip(FIELDS, columns, kinds, strict=True)}
    number = [f"L{row}" for row in range(len(rows))]
    return pd.DataFrame(made).assign(lead_on=made["signed_on"], key=number, origin=number)


def number(figure: Figure) -> float:
    return float(figure.value or 0)


def signed(amount: float = 100.0, started: date | None = None, days: int = 10) -> tuple[object, ...]:
    return (DAY - timedelta(days), started, None, "", amount, 20.0)


@given(ROWS)
def test_rates_are_shares_of_what_they_are_of(rows: list[tuple[object, ...]]) -> None:
    leads = staged(ledger(rows), DAY)
    found = rates(leads, DAY, LIMITS)
    assert list(found) == list(RATES)
    counts = {field: len(reached(leads, field)) for field in FIELDS[:3]}
    for name, part, whole in (("履约率", "started_on", "signed_on"), ("投产率", "running_on", "started_on")):
        if counts[whole]:
            assert abs(number(found[name]) - 100 * counts[part] / counts[whole]) <= 0.05
        else:
            assert found[name].value is None and found[name].reason


@given(ROWS)
def test_what_is_due_and_not_started_is_what_gives_an_alarm(rows: list[tuple[object, ...]]) -> None:
    held = ledger(rows)
    rate = rates(staged(held, DAY), DAY, LIMITS)["开工率"]
    alarms = lead_alarms(held, DAY, LIMITS)
    late = set(alarms["key"][(alarms["kind"] == SIGNED_NOT_STARTED) & (alarms["light"] == "黄")])
    assert late <= set(rate.origins)
    if rate.value is not None:
        due = len(rate.origins)
        assert abs(number(rate) - 100 * (due - len(late)) / due) <= 0.05
    else:
        assert not late


@given(ROWS)
def test_parts_add_up_to_the_total(rows: list[tuple[object, ...]]) -> None:
    leads = staged(ledger(rows), DAY)
    for found in (tallied(leads, "event"), cohorts(leads, DAY)):
        numbers = found[["signed", "amount", "started", "running"]].map(number)
        assert (numbers.drop(index=TOTAL).sum() == numbers.loc[TOTAL]).all()
        assert numbers.loc[TOTAL, "signed"] == len(reached(leads, "signed_on"))
        parts = [origin for figure in found["signed"].drop(index=TOTAL) for origin in figure.origins]
        assert sorted(parts) == sorted(found["signed"].loc[TOTAL].origins)


@given(ROWS)
def test_a_class_holds_the_larger_ones(rows: list[tuple[object, ...]]) -> None:
    found = sizes(staged(ledger(rows), DAY)).map(number)
    assert found["signed"].is_monotonic_decreasing and found["amount"].is_monotonic_decreasing
    assert (found["started"] <= found["signed"]).all()


def test_a_contract_of_exactly_the_limit_is_of_the_class() -> None:
    amounts = (9_999.99, 10_000.0, 49_999.0, 50_000.0, 100_000.0)
    found = sizes(staged(ledger([signed(amount) for amount in amounts]), DAY))
    assert {size: figure.text for size, figure in found["signed"].items()} == {1: "4个", 5: "2个", 10: "1个"}


def test_only_what_states_both_amounts_counts_for_the_money() -> None:
    held = ledger([signed(100.0), signed(300.0)])
    held.loc[1, "paid"] = None
    assert rates(staged(held, DAY), DAY, LIMITS)["资金到位率"].text == "20.0%"


def test_what_is_signed_without_a_day_is_a_cohort_of_its_own() -> None:
    held = ledger([signed(), (None, DAY, None, "", 100.0, 0.0)])
    assert cohorts(staged(held, DAY), DAY).index.tolist() == ["2025年三季度", UNNAMED, TOTAL]


def test_a_ledger_without_a_column_says_so() -> None:
    found = rates(staged(ledger([signed()]).drop(columns=["running_on", "paid"]), DAY), DAY, LIMITS)
    assert found["投产率"].reason and found["资金到位率"].reason and found["履约率"].text == "0.0%"


def test_cohorts_of_the_invented_county_are_its_quarters(made: Made) -> None:
    rows = made.rows("leads")
    found = cohorts(staged(rows, DAY), DAY).drop(index=TOTAL)
    said = rows["signed_on"].dropna().dt.to_period("Q").value_counts().sort_index()
    assert [number(figure) for figure in found["signed"]] == said.tolist()
    third = rows[rows["signed_on"].between("2025-07-01", "2025-09-30")]
    assert found["started"].loc["2025年三季度"].value == int(third["started_on"].notna().sum())
