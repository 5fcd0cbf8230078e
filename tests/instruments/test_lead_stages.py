"""Stages of leads: each is at one stage, no stage is reached by more than the one before, parts add up to totals."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from support.planted_county import Made
from xj_analysis.instruments.lead_stages import STAGES, TOTAL, UNNAMED, crossed, funnel, reached, staged

DAY = date(2025, 9, 30)
DAYS = st.none() | st.dates(date(2025, 7, 1), date(2025, 12, 31))
ROWS = st.lists(
    st.tuples(*(DAYS for _ in STAGES), st.sampled_from(["", "食品", "电子"]), st.none() | st.floats(0, 1e5)),
    max_size=12,
)


def ledger(rows: list[tuple[object, ...]]) -> pd.DataFrame:
    columns = [list(column) for column in zip(*rows, strict=True)] or [[] for _ in range(len(STAGES) + 2)]
    dates = {name: pd.Series(days, dtype="datetime64[s]") for name, days in zip(STAGES, columns, strict=False)}
    about = {"chain": pd.Series(columns[-2], dtype=object), "amount": pd.Series(columns[-1], dtype=float)}
    return pd.DataFrame({**dates, **about}).assign(origin=[f"a#b!A{row}" for row in range(len(rows))])


@given(ROWS, DAYS.filter(bool))
def test_a_lead_stands_at_the_last_stage_that_has_a_day(rows: list[tuple[object, ...]], as_of: date) -> None:
    found = staged(ledger(rows), as_of)
    for row, at, entered in zip(rows, found["at"], found["entered"], strict=True):
        past = {
            name: day for name, day in zip(STAGES.values(), row, strict=False) if isinstance(day, date) and day <= as_of
        }
        assert at == (list(past)[-1] if past else "")
        assert (entered.date() == past[at]) if past else pd.isna(entered)


@given(ROWS)
def test_a_funnel_never_widens_and_its_stages_add_up(rows: list[tuple[object, ...]]) -> None:
    leads = staged(ledger(rows), DAY)
    found = funnel(leads)
    counts = [figure.value for figure in found["count"]]
    assert counts == sorted(counts, reverse=True)
    assert counts[0] == sum(figure.value for figure in found["now"])
    origins = [set(figure.origins) for figure in found["count"]]
    assert all(later <= earlier for earlier, later in pairwise(origins))
    assert origins[0] == set(leads["origin"][leads["place"] >= 0])


@given(ROWS, st.integers(0, 60))
def test_with_days_more_stages_are_reached(rows: list[tuple[object, ...]], later: int) -> None:
    before, after = (funnel(staged(ledger(rows), DAY + timedelta(days)))["count"] for days in (0, later))
    assert all(then.value <= now.value for then, now in zip(before, after, strict=True))


@given(ROWS)
def test_the_matrix_adds_up_by_row_and_column(rows: list[tuple[object, ...]]) -> None:
    leads = staged(ledger(rows), DAY)
    numbers = crossed(leads, "chain").map(lambda figure: int(figure.value))
    parts = numbers.drop(index=TOTAL)
    assert (parts.sum() == numbers.loc[TOTAL]).all()
    assert (numbers.drop(columns=TOTAL).sum(axis="columns") == numbers[TOTAL]).all()
    assert numbers.loc[TOTAL, TOTAL] == (leads["place"] >= 0).sum()


def test_those_without_a_chain_come_last_before_the_total() -> None:
    day = [DAY, None, None, None, None]
    found = crossed(staged(ledger([(*day, "", 1.0), (*day, "食品", 1.0)]), DAY), "chain")
    assert found.index.tolist() == ["食品", UNNAMED, TOTAL]


def test_an_empty_ledger_has_a_funnel_of_zeros_and_no_rate() -> None:
    found = funnel(staged(ledger([]), DAY))
    assert [figure.value for figure in found["count"]] == [0] * len(STAGES)
    assert all(figure.value is None and figure.reason for figure in [*found["share"], *found["age"]])


def test_the_invented_county_by_its_sheets(made: Made) -> None:
    rows = made.rows("leads")
    leads = staged(rows, DAY)
    assert (leads["at"] == rows["stage"]).all()
    found, own = funnel(leads), rows["stage"].value_counts()
    names = list(STAGES.values())
    assert [figure.value for figure in found["count"]] == [int(own[names[n:]].sum()) for n in range(len(names))]
    signed = rows[rows["stage"].isin(names[2:])]
    assert found["amount"].loc["签约"].value == int(signed["amount"].sum())
    assert set(reached(leads, "signed_on")["key"]) == set(signed["key"])
