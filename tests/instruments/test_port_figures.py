"""Figures of 码头: the mix adds up, the year before is compared berth by berth and month by month."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from xj_analysis.instruments.port import reported
from xj_analysis.instruments.port_figures import TOTAL, alike, by_berth, by_cargo, by_month, port_total

DAY = date(2025, 9, 30)
CARGOES = ("砂石", "煤炭", "粮食", "")


def told(lines: list[tuple[str, str, str, float, float]]) -> pd.DataFrame:
    """Rows of berth, month, cargo, in and out, as reported."""
    rows = pd.DataFrame(lines, columns=["berth", "month", "cargo", "inbound", "outbound"])
    rows = rows.assign(month=pd.to_datetime(rows["month"]), key=rows["berth"], capacity=120.0)
    return reported(rows.assign(origin=[f"r{at}" for at in range(len(rows))]), DAY)


AMOUNTS = st.integers(0, 10_000).map(lambda number: number / 100)
LINES = st.lists(
    st.tuples(st.sampled_from("甲乙"), st.sampled_from(["2025-01-31", "2025-02-28", "2024-01-31"]),
              st.sampled_from(CARGOES), AMOUNTS, AMOUNTS), min_size=1, max_size=20)  # fmt: skip


@given(LINES)
def test_shares_of_the_mix_sum_to_the_whole_within_rounding(lines: list[tuple[str, str, str, float, float]]) -> None:
    found = by_cargo(told(lines), 2025)
    values = [figure.value for figure in found["share"].iloc[:-1] if figure.value is not None]
    if values:
        assert abs(float(sum(values)) - 100) <= 0.05 * len(values) + 1e-9
    assert found["through"].loc[TOTAL].value == port_total(told(lines), 2025)["through"].value


@given(LINES)
def test_only_months_that_a_berth_reported_in_both_years_are_compared(
    lines: list[tuple[str, str, str, float, float]],
) -> None:
    now, then = alike(told(lines), 2025)
    assert {*zip(now["place"], now["at"], strict=True)} == {*zip(then["place"], then["at"], strict=True)}


def test_a_berth_new_this_year_is_no_growth() -> None:
    rows = told([("甲", "2024-01-31", "砂石", 4.0, 0.0), ("甲", "2025-01-31", "砂石", 5.0, 0.0),
                 ("乙", "2025-01-31", "砂石", 50.0, 0.0)])  # fmt: skip
    found = port_total(rows, 2025)
    assert (found["change"].text, found["then"].text, found["through"].text) == ("25.0%", "4万吨", "55万吨")
    assert set(found["change"].origins) == {"r0", "r1"}
    berths = by_berth(rows, 2025)
    assert berths["change"].loc["乙"].reason == "没有两年都报的月份"
    assert [*berths.index] == ["乙", "甲", TOTAL]


def test_months_say_how_many_berths_reported() -> None:
    rows = told([("甲", "2025-01-31", "砂石", 4.0, 1.0), ("乙", "2025-01-31", "煤炭", 1.0, 0.0),
                 ("甲", "2025-02-28", "砂石", 2.0, 0.0)])  # fmt: skip
    found = by_month(rows, 2025)
    assert found["berths"].map(str).tolist() == ["2个", "1个"]
    assert found["through"].map(str).tolist() == ["6万吨", "2万吨"]


def test_a_load_is_of_berths_whose_capacity_is_known() -> None:
    rows = told([("甲", "2025-01-31", "砂石", 5.0, 0.0), ("乙", "2025-01-31", "砂石", 500.0, 0.0)])
    rows.loc[rows["berth"] == "乙", "capacity"] = float("nan")
    found = port_total(rows, 2025)
    assert found["load"].text == "50.0%" and found["load"].origins == ("r0",)
    assert port_total(rows.assign(capacity=0.0), 2025)["load"].value is None


@pytest.mark.parametrize("year", [2023, 2026])
def test_a_year_without_rows_has_no_number(year: int) -> None:
    rows = told([("甲", "2025-01-31", "砂石", 5.0, 0.0)])
    assert port_total(rows, year)["through"].value is None
    assert by_month(rows, year).empty and [*by_cargo(rows, year).index] == [TOTAL]


def test_rail_is_of_the_rows_that_state_it() -> None:
    rows = told([("甲", "2025-01-31", "砂石", 5.0, 0.0), ("乙", "2025-01-31", "煤炭", 10.0, 0.0)])
    found = port_total(rows.assign(rail_water=[float("nan"), 4.0]), 2025)["rail"]
    assert found.text == "40.0%" and found.origins == ("r1",)
