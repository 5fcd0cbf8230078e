"""贡献率, 拉动 and structure: parts sum to the whole, and the remainder is a row."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import strategies as st

from support.figure_rows import frame, indicator, observed, printed
from support.together import hold
from xj_analysis import metrics
from xj_analysis.metrics import change, contribution
from xj_analysis.metrics.columns import results
from xj_analysis.metrics.columns.samples import sample

WHOLE = indicator("t", "万元", 1)
PARTS = [indicator("p", "万元", 1), indicator("q", "万元", 1)]
MEASURES = [metrics.contributions, metrics.pulls, metrics.structure_change]


def table(whole: tuple[float, float], *parts: tuple[float, float], **more: Any) -> pd.DataFrame:
    """Whole and parts, then and now."""
    slugs = ["t", "p", "q"][: 1 + len(parts)]
    values = [value for pair in (whole, *parts) for value in pair]
    return sample(indicator=[slug for slug in slugs for _ in (0, 1)], period=["2022", "2023"] * len(slugs),
                  value=values, **more)  # fmt: skip


def test_parts_that_make_the_whole_leave_nothing_over() -> None:
    rows = frame(
        *(observed(slug, value, "亿元", period=code, origins=(f"{slug}{code}",))
          for slug, pair in {"t": ("400.0", "473.2"), "p": ("370.0", "430.9"), "q": ("30.0", "42.3")}.items()
          for code, value in zip(("2022", "2023"), pair, strict=True))
    )  # fmt: skip
    result = metrics.contributions(rows, WHOLE, PARTS, now="2023", then="2022")
    assert result["label"].tolist() == ["p贡献率", "q贡献率"]
    assert result["value"].tolist() == pytest.approx([60.9 / 73.2 * 100, 12.3 / 73.2 * 100])
    assert result["origins"].iloc[0] == ("p2023", "p2022", "t2023", "t2022")
    assert result["formula"].iloc[0] == "（430.9亿元−370.0亿元）÷（473.2亿元−400.0亿元）"
    pulled = metrics.pulls(rows, WHOLE, PARTS, now="2023", then="2022")
    assert pulled["value"].sum() == pytest.approx(18.3)
    assert set(pulled["unit"]) == {"个百分点"}


def test_the_shares_of_the_vector_move_by_points() -> None:
    rows = table((100.0, 473.2), (50.0, 430.9), (50.0, 42.3))
    moved = metrics.structure_change(rows, WHOLE, PARTS, now="2023", then="2022")
    assert printed(moved) == ["41.1个百分点", "-41.1个百分点"]


def test_what_the_parts_leave_is_a_row_of_its_own() -> None:
    result = metrics.contributions(table((100.0, 120.0), (40.0, 55.0)), WHOLE, PARTS[:1], now="2023", then="2022")
    other = result.iloc[-1]
    assert (other["indicator"], other["label"], other["value"]) == ("other", "其他贡献率", 25.0)
    assert set(other["origins"]) == {"r0", "r1", "r2", "r3"}


def test_areas_stand_each_for_itself() -> None:
    rows = pd.concat([table((100.0, 120.0), (40.0, 55.0)), table((100.0, 110.0), (40.0, 50.0), area="b")])
    result = metrics.contributions(rows, WHOLE, PARTS[:1], now="2023", then="2022")
    assert result[["area", "indicator", "value"]].to_numpy().tolist() == [
        ["a", "p", 75.0], ["a", "other", 25.0], ["b", "p", 100.0], ["b", "other", 0.0],
    ]  # fmt: skip


@pytest.mark.parametrize(("now", "reason"), [(99.0, contribution.NO_GROWTH), (100.0, contribution.NO_GROWTH),
                                             (100.1, "")])  # fmt: skip
def test_a_whole_that_did_not_grow_has_no_contributions_but_pulls(now: float, reason: str) -> None:
    rows = table((100.0, now), (40.0, 42.0))
    assert set(metrics.contributions(rows, WHOLE, PARTS[:1], now="2023", then="2022")["reason"]) == {reason}
    pulled = metrics.pulls(rows, WHOLE, PARTS[:1], now="2023", then="2022")
    assert pulled["value"].sum() == pytest.approx(now - 100)


@pytest.mark.parametrize(
    ("rows", "reasons"),
    [
        (table((0.0, 120.0), (40.0, 55.0)), ["", change.NO_BASE, change.NO_BASE]),
        (table((100.0, 120.0), (40.0, float("nan"))), [contribution.PART_MISSING] * 3),
        (table((100.0, float("nan")), (40.0, 55.0)), [contribution.WHOLE_MISSING] * 3),
        (table((100.0, 120.0)), [contribution.PART_MISSING] * 3),
        (table((100.0, 120.0), (40.0, 55.0), unit=["万元", "万元", "亿元", "亿元"]), [results.UNITS_DIFFER] * 3),
    ],
)
def test_what_has_no_contribution_says_why(rows: pd.DataFrame, reasons: list[str]) -> None:
    for measure, reason in zip(MEASURES, reasons, strict=True):
        result = measure(rows, WHOLE, PARTS[:1], now="2023", then="2022")
        assert set(result["reason"]) == {reason}
        assert np.isfinite(result["value"]).all() == (reason == "")


def test_two_values_of_a_part_are_not_chosen_from() -> None:
    rows = table((100.0, 120.0), (40.0, 55.0))
    again = pd.concat([rows, rows.iloc[-1:]], ignore_index=True)
    result = metrics.contributions(again, WHOLE, PARTS[:1], now="2023", then="2022")
    assert set(result["reason"]) == {results.TWICE_GIVEN}


def test_values_at_comparable_prices_have_shares_only() -> None:
    gdp = indicator("t", "万元", price_basis="comparable")
    found = [
        measure(table((100.0, 120.0), (40.0, 55.0)), gdp, PARTS[:1], now="2023", then="2022") for measure in MEASURES
    ]
    assert [set(result["reason"]) for result in found] == [{change.NOT_RECOMPUTED}, {change.NOT_RECOMPUTED}, {""}]


def test_no_whole_no_rows() -> None:
    assert metrics.contributions(sample(value=[1.0]), WHOLE, PARTS, now="2023", then="2022").empty


AMOUNT = st.integers(0, 10**6)
PAIR = st.tuples(AMOUNT, AMOUNT)


@pytest.mark.properties
def test_the_parts_sum_to_the_whole() -> None:
    hold(st.tuples(PAIR, PAIR, PAIR), parts_sum_up)


def parts_sum_up(cases: list[tuple[tuple[int, int], tuple[int, int], tuple[int, int]]]) -> None:
    """Each is two values of the whole, and then and now of two parts."""
    risen = [(min(whole) + 1, max(whole) + 2) for whole, *_ in cases]
    rows = many([(whole, *parts) for whole, (_, *parts) in zip(risen, cases, strict=True)])
    then, now = np.array(risen, dtype=float).T
    for measure, expected in zip(MEASURES, (100, (now / then - 1) * 100, 0), strict=True):
        sums = measure(rows, WHOLE, PARTS, now="2023", then="2022").groupby("area", sort=False)["value"].sum()
        assert len(sums) == len(cases)
        assert np.isclose(sums, expected, rtol=1e-9, atol=1e-4).all()


@pytest.mark.properties
def test_the_truth_lies_within_the_bounds() -> None:
    hold(st.tuples(PAIR, PAIR, st.tuples(*[st.integers(-5, 5)] * 4)), truths_lie_within)


def truths_lie_within(cases: list[tuple[tuple[int, int], tuple[int, int], tuple[int, ...]]]) -> None:
    """Each is two values of the whole, then and now of a part, and how far the true values lie from these."""
    shown = [(min(whole) + 2, max(whole) + 5, *part) for whole, part, _ in cases]
    rows = many([(known[:2], known[2:]) for known in shown], error=0.5)
    found = [measure(rows, WHOLE, PARTS[:1], now="2023", then="2022").query("indicator == 'p'") for measure in MEASURES]
    for place, (known, (_, _, offsets)) in enumerate(zip(shown, cases, strict=True)):
        true = [Fraction(value) + Fraction(offset, 10) for value, offset in zip(known, offsets, strict=True)]
        risen, grown = true[3] - true[2], true[1] - true[0]
        expected = [risen / grown * 100, risen / true[0] * 100, (true[3] / true[1] - true[2] / true[0]) * 100]
        for result, exact in zip(found, expected, strict=True):
            slack = abs(float(exact)) * 1e-9 + 1e-9
            assert result["low"].iloc[place] - slack <= exact <= result["high"].iloc[place] + slack


def many(cases: Sequence[Sequence[tuple[int, ...]]], *, error: float = 0.0) -> pd.DataFrame:
    """Whole and parts, then and now, an area a case."""
    value = np.array(cases, dtype=float).ravel()
    width = len(cases[0])
    return sample(
        value=value, low=value - error, high=value + error, period=["2022", "2023"] * (width * len(cases)),
        indicator=[slug for slug in ("t", "p", "q")[:width] for _ in (0, 1)] * len(cases),
        area=[f"a{number}" for number in range(len(cases)) for _ in range(2 * width)],
    )  # fmt: skip


@pytest.mark.parametrize(
    ("now", "low", "least", "reason"),
    [
        (100.8, 0.0, 1.0, contribution.HARDLY_GROWN),
        (101.0, 0.0, 1.0, ""),
        (100.8, 0.0, 0.0, ""),
        (100.8, 0.5, 0.0, contribution.WITHIN_BOUNDS),
        (99.0, 0.0, 0.0, contribution.NO_GROWTH),
    ],
)
def test_a_whole_that_hardly_grew_has_no_shares(now: float, low: float, least: float, reason: str) -> None:
    rows = table((100.0, now), (40.0, 45.0))
    rows = rows.assign(low=rows["value"] - low, high=rows["value"] + low)
    result = metrics.contributions(rows, WHOLE, PARTS[:1], now="2023", then="2022", least_growth=least)
    assert set(result["reason"]) == {reason}
    assert result["value"].isna().all() == bool(reason)
    assert set(metrics.pulls(rows, WHOLE, PARTS[:1], now="2023", then="2022")["reason"]) == {""}
