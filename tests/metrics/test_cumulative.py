"""累计 and single months: round trip, missing months, and 累计 that fall."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

import numpy as np
import pandas as pd
import pytest
from hypothesis import strategies as st

from support.figure_rows import frame, indicator, observed, only, printed
from support.together import hold
from xj_analysis import metrics
from xj_analysis.metrics import cumulative
from xj_analysis.metrics.columns import results
from xj_analysis.metrics.columns.samples import sample

FLOW = indicator("i", "万元", 1)
MONTHS = ["2023-01/2023-02", *(f"2023-{month:02d}" for month in range(3, 13))]
UP_TO = [f"2023-01/2023-{month:02d}" for month in range(2, 13)]


def test_a_month_is_this_cumulative_less_the_last() -> None:
    rows = frame(
        observed("i", "100.5", "万元", period="2023-01/2023-05", origins=("o5",)),
        observed("i", "130.0", "万元", period="2023-01/2023-06", origins=("o6",)),
    )
    result = metrics.single(rows, [FLOW])
    june = result.iloc[1]
    assert (june["period"], june["now"], june["then"]) == ("2023-06", 130.0, 100.5)
    assert june["origins"] == ("o6", "o5")
    assert june["formula"] == "130.0万元−100.5万元"
    assert printed(result) == [f"（{cumulative.MONTH_MISSING}）", "29.5万元"]


def test_january_and_february_are_one_period_and_print_as_published() -> None:
    row = only(metrics.single(frame(observed("i", "9.50", "万元", period="2023-01/2023-02")), [FLOW]))
    assert (row["period"], row["reported"], row["formula"], row["reason"]) == ("2023-01/2023-02", "9.50", "", "")


def test_february_stands_alone_where_january_is_known() -> None:
    result = metrics.single(sample(value=[4.0, 9.0], period=["2023-01", "2023-01/2023-02"]), [FLOW])
    assert result["period"].tolist() == ["2023-01", "2023-02"]
    assert result["value"].tolist() == [4.0, 5.0]


def test_the_year_is_the_twelfth_cumulative() -> None:
    result = metrics.single(sample(value=[90.0, 100.0], period=["2023-01/2023-11", "2023"]), [FLOW])
    assert (result["period"].iloc[1], result["value"].iloc[1]) == ("2023-12", 10.0)


@pytest.mark.parametrize(
    ("rows", "reason"),
    [
        (sample(value=[9.0], period="2023-01/2023-03"), cumulative.MONTH_MISSING),
        (sample(value=[9.0], period="2023-03"), cumulative.NOT_CUMULATIVE),
        (sample(value=[9.0], period="2023-YTD"), cumulative.NOT_CUMULATIVE),
        (sample(value=[9.0], period="2023-01-01/2023-02-15"), cumulative.NOT_CUMULATIVE),
        (sample(value=[9.0], period="2023-01/2023-02", indicator="stock"), cumulative.NOT_FLOW),
        (sample(value=[9.0], period="2023-01/2023-02", unit="%"), cumulative.NOT_FLOW),
        (sample(value=[float("nan")], period="2023-01/2023-02"), results.NO_VALUE),
    ],
)
def test_what_cannot_be_taken_apart_says_why(rows: pd.DataFrame, reason: str) -> None:
    row = only(metrics.single(rows, [FLOW, indicator("stock", "个", kind="stock")]))
    assert row["reason"] == reason
    assert np.isnan([row["value"], row["low"], row["high"]]).all()


def test_two_values_of_one_key_are_never_chosen_from() -> None:
    rows = sample(value=[1.0, 2.0, 5.0], period=["2023-01/2023-02"] * 2 + ["2023-01/2023-03"])
    assert set(metrics.single(rows, [FLOW])["reason"]) == {results.TWICE_GIVEN}


@pytest.mark.parametrize(("later", "doubt"), [(9.9, cumulative.FELL), (10.0, ""), (10.1, "")])
def test_a_cumulative_that_fell_is_given_and_doubted(later: float, doubt: str) -> None:
    rows = sample(value=[10.0, later], period=["2023-01/2023-02", "2023-01/2023-03"])
    march = metrics.single(rows, [FLOW]).iloc[1]
    assert (march["doubt"], round(march["value"], 1)) == (doubt, round(later - 10, 1))
    assert metrics.single(rows, [FLOW], may_fall=["i"])["doubt"].tolist() == ["", ""]


def test_a_hedge_that_may_hide_a_rise_is_not_doubted() -> None:
    rows = sample(
        value=[10.0, 9.0], low=[9.5, 8.5], high=[10.5, 11.0], hedge="about",
        period=["2023-01/2023-02", "2023-01/2023-03"],
    )  # fmt: skip
    assert metrics.single(rows, [FLOW])["doubt"].tolist() == ["", ""]
    assert metrics.single(rows.assign(high=rows["value"] + 0.1), [FLOW])["doubt"].iloc[1] == cumulative.FELL


def test_quarters_add_up_too() -> None:
    result = metrics.cumulate(sample(value=[3.0, 4.0, 5.0], period=["2023Q1", "2023Q2", "2023Q4"]), [FLOW])
    assert result["period"].tolist() == ["2023Q1", "2023-01/2023-06", "2023-01/2023-12"]
    assert result["reason"].tolist() == ["", "", cumulative.GAP]
    assert result["value"].tolist()[:2] == [3.0, 7.0]


def test_a_sum_of_months_names_them_all() -> None:
    rows = frame(*(observed("i", "2", "个", period=code, origins=(code,)) for code in MONTHS[:3]))
    last = metrics.cumulate(rows, [FLOW]).iloc[2]
    assert last["origins"] == tuple(MONTHS[:3])
    assert last["formula"] == "2个＋2个＋2个"


def test_years_and_areas_are_added_by_themselves() -> None:
    rows = sample(value=[1.0, 2.0, 4.0], period=["2023-01", "2023-02", "2024-01"], area=["a", "b", "a"])
    assert metrics.cumulate(rows, [FLOW])["reason"].tolist() == ["", cumulative.GAP, ""]


def test_a_frame_without_rows_stays_one() -> None:
    nothing = sample(value=[1.0]).iloc[:0]
    assert metrics.single(nothing, [FLOW]).empty and metrics.cumulate(nothing, [FLOW]).empty


AMOUNTS = st.lists(st.integers(0, 10**7), min_size=1, max_size=11)


@pytest.mark.properties
def test_months_make_the_cumulative_and_come_back() -> None:
    hold(AMOUNTS, months_come_back)


def months_come_back(cases: list[list[int]]) -> None:
    """Each is the amounts of the months from January."""
    values = [amount / 100 for amounts in cases for amount in amounts]
    months = [code for amounts in cases for code in MONTHS[: len(amounts)]]
    rows = sample(value=values, period=months, area=areas(cases)).sample(frac=1, random_state=len(values))
    summed = metrics.cumulate(rows, [FLOW])
    in_order = summed.sort_index()
    assert in_order["period"].tolist() == [code for amounts in cases for code in UP_TO[: len(amounts)]]
    sums = np.concatenate([np.cumsum(np.array(amounts) / 100) for amounts in cases])
    assert in_order["value"].tolist() == pytest.approx(sums)
    back = metrics.single(summed, [FLOW]).sort_index()
    assert back["period"].tolist() == months
    assert back["value"].tolist() == pytest.approx(values, abs=1e-8)
    assert set(back["reason"]) == {""}


def areas(cases: Sequence[Sequence[object]]) -> list[str]:
    """An area a case, of as many rows as the case has months."""
    return [f"a{number}" for number, case in enumerate(cases) for _ in case]


PARTS = st.lists(st.tuples(st.integers(0, 10**6), st.integers(-5, 5)), min_size=2, max_size=11)


@pytest.mark.properties
def test_the_true_month_lies_within_its_bounds() -> None:
    hold(PARTS, true_months_lie_within)


def true_months_lie_within(cases: list[list[tuple[int, int]]]) -> None:
    """Each 累计 is known to ± half a unit; the true ones lie anywhere inside."""
    shown = np.concatenate([np.cumsum([amount for amount, _ in parts]) for parts in cases]).astype(float)
    rows = sample(value=shown, low=shown - 0.5, high=shown + 0.5, area=areas(cases),
                  period=[code for parts in cases for code in UP_TO[: len(parts)]])  # fmt: skip
    offsets = [offset for parts in cases for _, offset in parts]
    true = [Fraction(int(value)) + Fraction(offset, 10) for value, offset in zip(shown, offsets, strict=True)]
    months = metrics.single(rows, [FLOW])
    inner = np.flatnonzero(rows["area"].to_numpy()[1:] == rows["area"].to_numpy()[:-1]) + 1
    assert len(inner) == len(rows) - len(cases)
    low, high = months["low"].tolist(), months["high"].tolist()
    for at in inner.tolist():
        assert Fraction(low[at]) <= true[at] - true[at - 1] <= Fraction(high[at])
