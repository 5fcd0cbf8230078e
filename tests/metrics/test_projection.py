"""Projection of the year: run rate, shares of earlier years, coverage of the interval, refusals."""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt
import pandas as pd
import pytest
from hypothesis import strategies as st

from support.figure_rows import indicator, only, printed
from support.together import hold
from support.year_series import FLOW, SEASON, months_of, to_date_code, with_earlier_years
from xj_analysis import metrics
from xj_analysis.metrics import cumulative, projection, targets
from xj_analysis.metrics.columns import results
from xj_analysis.metrics.columns.samples import sample

Months = npt.NDArray[np.float64]


def test_the_run_rate_is_the_mean_month_times_twelve() -> None:
    rows = sample(value=[20.0, 10.0, 15.0], period=["2023-01/2023-02", "2023-03", "2023-04"], decimals=0)
    result = metrics.run_rate(rows, [FLOW])
    row = only(result)
    assert (row["value"], row["done"], row["months"], row["nature"]) == (135.0, 45.0, 4, "forecast")
    assert row["origins"] == ("r0", "r1", "r2")
    assert printed(result) == ["约135万元"]


@pytest.mark.parametrize(
    ("rows", "reason"),
    [
        (sample(value=[1.0] * 11, period=[f"2023-{month:02d}" for month in range(1, 12)]), ""),
        (sample(value=[1.0] * 12, period=[f"2023-{month:02d}" for month in range(1, 13)]), projection.WHOLE_YEAR_KNOWN),
        (sample(value=[1.0, 1.0], period=["2023-01", "2023-03"]), cumulative.GAP),
        (sample(value=[1.0], period="2023-01", indicator="rate"), cumulative.NOT_FLOW),
        (sample(value=[1.0], period="2023-YTD"), cumulative.NOT_MONTHS),
    ],
)
def test_a_run_rate_needs_every_month_so_far(rows: pd.DataFrame, reason: str) -> None:
    row = only(metrics.run_rate(rows, [FLOW]))
    assert row["reason"] == reason
    assert np.isnan(row["value"]) == bool(reason)


def test_a_projection_is_never_an_actual() -> None:
    done = metrics.run_rate(sample(value=[20.0], period="2023-01/2023-02"), [FLOW])
    goal = sample(value=[100.0], period="2023", nature="target")
    assert only(metrics.completion(done, [FLOW], targets=goal))["reason"] == targets.NOT_A_RESULT
    assert metrics.run_rate(sample(value=[20.0], period="2023-01", nature="planned"), [FLOW]).empty


def test_the_year_is_the_cumulation_over_the_shares_of_earlier_years() -> None:
    row = only(metrics.project_year(with_earlier_years((40.0, 100.0), (60.0, 120.0), so_far=50.0), [FLOW]))
    assert row["value"] == pytest.approx((50 / 0.4 + 50 / 0.5) / 2)
    half = 3.0777 * np.std([125, 100], ddof=1) * math.sqrt(1.5)
    assert row["low"] == pytest.approx(50.0), "the mean less the half width is less than the year has already"
    assert row["high"] == pytest.approx(112.5 + half)
    assert row["mape"] == pytest.approx((abs(80 / 100 - 1) + abs(150 / 120 - 1)) / 2 * 100)
    said = {name: row[name] for name in ("nature", "hedge", "period", "done", "months", "cases", "basis", "reason")}
    assert said == {
        "nature": "forecast", "hedge": "about", "period": "2024", "done": 50.0, "months": 6, "cases": 2,
        "basis": projection.BY_SHARE, "reason": "",
    }  # fmt: skip
    assert (row["doubt"], row["mape_reason"]) == ("", "")


def test_the_trace_has_each_year_with_its_share_and_what_it_was_computed_from() -> None:
    row = only(metrics.project_year(with_earlier_years((40.0, 100.0), (60.0, 120.0), so_far=50.0), [FLOW]))
    assert row["formula"] == "累计÷往年同期占全年比重（2022年40.0%、2023年50.0%），各年推算取平均"
    assert (
        row["bounds_formula"] == f"{row['formula']}；区间为平均数加减3.77倍标准差，并计入各数自身的误差范围，不低于累计"
    )
    assert row["origins"] == ("r4", "r0", "r1", "r2", "r3")
    assert row["sources"] == ("s",)


@pytest.mark.parametrize("years", [[], [(40.0, 100.0)]])
def test_with_less_than_two_complete_years_it_is_the_run_rate_and_says_so(years: list[tuple[float, float]]) -> None:
    rows = with_earlier_years(*years, so_far=50.0)
    row, plain = only(metrics.project_year(rows, [FLOW])), only(metrics.run_rate(rows[-1:], [FLOW]))
    same = ("value", "low", "high", "formula", "done", "months", "period")
    assert {name: row[name] for name in same} == {name: plain[name] for name in same}
    assert (row["basis"], row["doubt"]) == (projection.BY_RUN_RATE, projection.SHORT_HISTORY)
    assert np.isnan(row["mape"]) and row["mape_reason"] == projection.NO_BACK_TEST
    assert row["value"] == 100.0


@pytest.mark.parametrize(
    ("rows", "reason"),
    [
        (with_earlier_years((40.0, 100.0), (60.0, 120.0), so_far=0.0), projection.NOT_POSITIVE),
        (with_earlier_years((0.0, 100.0), (60.0, 120.0), so_far=50.0), projection.NOT_POSITIVE),
        (with_earlier_years((0.0, 0.0), (60.0, 120.0), so_far=50.0), projection.NOT_POSITIVE),
        (with_earlier_years((-40.0, 100.0), (60.0, 120.0), so_far=50.0), projection.NOT_POSITIVE),
        (with_earlier_years((40.0, 30.0), (60.0, 120.0), so_far=50.0), projection.FELL),
        (with_earlier_years((40.0, 100.0), (60.0, 120.0), so_far=50.0, month=12), projection.WHOLE_YEAR_KNOWN),
        (with_earlier_years((40.0, 100.0), (60.0, 120.0), so_far=50.0, unit="%"), cumulative.NOT_FLOW),
        (with_earlier_years((40.0, 100.0), (60.0, 120.0), so_far=math.nan), results.NO_VALUE),
        (pd.concat([months_of(2022, SEASON), months_of(2023, SEASON), months_of(2024, [9.0, 9.0, -5.0, 9.0])]),
         projection.FELL),
        (months_of(2024, SEASON[:4]).drop(index=1), cumulative.GAP),
        (pd.concat([with_earlier_years((40.0, 100.0), (60.0, 120.0), so_far=50.0),
                    sample(value=[51.0], period=to_date_code(2024, 6))]), results.TWICE_GIVEN),
        (sample(value=[1.0], period="2024-YTD"), cumulative.NOT_MONTHS),
    ],
)  # fmt: skip
def test_what_cannot_be_projected_says_why(rows: pd.DataFrame, reason: str) -> None:
    row = only(metrics.project_year(rows, [FLOW]))
    assert row["reason"] == row["mape_reason"] == reason
    assert np.isnan([row["value"], row["low"], row["high"], row["mape"]]).all()
    assert row["formula"] == row["bounds_formula"] == row["doubt"] == ""


def test_a_lower_bound_leaves_the_interval_open_above() -> None:
    rows = with_earlier_years((40.0, 100.0), (50.0, 120.0), so_far=50.0)
    rows = rows.assign(high=[*rows["high"][:4], math.inf], hedge=["exact"] * 4 + ["over"])
    row = only(metrics.project_year(rows, [FLOW]))
    assert (row["low"], row["high"]) == (pytest.approx(50.0), math.inf)


def test_series_are_projected_each_for_itself_and_stocks_not_at_all() -> None:
    rows = with_earlier_years((40.0, 100.0), (60.0, 120.0), so_far=50.0)
    both = pd.concat([rows, rows[2:].assign(area="b"), rows.assign(indicator="stock"), rows.assign(nature="planned")])
    result = metrics.project_year(both, [FLOW, indicator("stock", "个", kind="stock")]).set_index(["indicator", "area"])
    assert result[["reason", "basis", "cases"]].to_dict("index") == {
        ("i", "a"): {"reason": "", "basis": projection.BY_SHARE, "cases": 2},
        ("i", "b"): {"reason": "", "basis": projection.BY_RUN_RATE, "cases": 1},
        ("stock", "a"): {"reason": cumulative.NOT_FLOW, "basis": "", "cases": 0},
    }  # fmt: skip


def test_nothing_gives_nothing() -> None:
    nothing = months_of(2024, SEASON).iloc[:0]
    assert metrics.project_year(nothing, [FLOW]).empty
    assert metrics.run_rate(nothing, [FLOW]).empty


@pytest.mark.properties
def test_years_of_one_shape_are_projected_exactly() -> None:
    shape = st.lists(st.integers(0, 1000), min_size=12, max_size=12).filter(lambda months: months[0] > 0)
    scales = st.lists(st.integers(1, 1000), min_size=3, max_size=6)
    hold(st.tuples(shape, scales, st.integers(1, 11)), the_year_is_exact)


def the_year_is_exact(cases: list[tuple[list[int], list[int], int]]) -> None:
    """Each is the shape of a year, what each year multiplies it by, and how many months of the last are known."""
    rows = pd.concat([
        months_of(2030 - len(scales) + at, [float(scale * month) for month in shape[: known if at == last else 12]])
        .assign(area=f"a{number}")
        for number, (shape, scales, known) in enumerate(cases)
        for last in [len(scales) - 1]
        for at, scale in enumerate(scales)
    ])  # fmt: skip
    result = metrics.project_year(rows, [FLOW])
    true = [scales[-1] * sum(shape) for shape, scales, _ in cases]
    for side in ("value", "low", "high"):
        assert result[side].tolist() == pytest.approx(true, rel=1e-9)
    assert result["mape"].tolist() == pytest.approx([0] * len(cases), abs=1e-9)
    assert (result["low"] <= result["value"]).all() and (result["value"] <= result["high"]).all()


def normal(generator: np.random.Generator, shape: tuple[int, ...], spread: float) -> Months:
    """Months that vary symmetrically."""
    return np.maximum(1 + spread * generator.standard_normal(shape), 0.01)


def skewed(generator: np.random.Generator, shape: tuple[int, ...], spread: float) -> Months:
    """Months of which a few are very large."""
    return generator.gamma(spread**-2, spread**2, shape)


def tilted(generator: np.random.Generator, shape: tuple[int, ...], spread: float) -> Months:
    """Years that shift as a whole to their beginning or their end."""
    return np.exp(spread * generator.standard_normal((*shape[:-1], 1)) * np.linspace(-1, 1, shape[-1]))


SERIES = 2500


@pytest.mark.parametrize("draw", [normal, skewed, tilted])
@pytest.mark.parametrize(("years", "month"), [(2, 2), (2, 9), (3, 6), (5, 11)])
@pytest.mark.parametrize("spread", [0.1, 0.4])
def test_the_interval_holds_a_year_left_out_as_often_as_it_claims(
    draw: object, years: int, month: int, spread: float
) -> None:
    """Of years drawn alike the last is cut off after `month`; its total is known to the test alone."""
    assert callable(draw)
    generator = np.random.default_rng(years * 100 + month)
    levels = np.exp(0.1 * generator.standard_normal((SERIES, years + 1, 1)))
    drawn: Months = 1000 * np.array(SEASON) * levels * draw(generator, (SERIES, years + 1, 12), spread)
    parts, wholes = drawn[..., :month].sum(axis=-1), drawn.sum(axis=-1)
    codes = [[to_date_code(2030 + at, month), str(2030 + at)] for at in range(years + 1)]
    values = np.stack([parts, wholes], axis=-1).reshape(SERIES, -1)[:, :-1]
    rows = sample(
        value=values.ravel(),
        period=np.tile(np.ravel(codes)[:-1], SERIES),
        area=np.repeat([f"a{number}" for number in range(SERIES)], values.shape[1]),
    )
    result = metrics.project_year(rows, [FLOW])
    held = result["low"].to_numpy() <= wholes[:, -1]
    held &= wholes[:, -1] <= result["high"].to_numpy()
    error = math.sqrt(0.8 * 0.2 / SERIES)
    assert abs(held.mean() - projection.CONFIDENCE / 100) < 0.015 + 3 * error


def test_the_quantiles_are_those_of_students_distribution() -> None:
    for freedom, quantile in enumerate(projection._T, start=1):
        constant = math.gamma((freedom + 1) / 2) / math.gamma(freedom / 2) / math.sqrt(freedom * math.pi)
        at = np.linspace(0, quantile, 20001)
        below = 0.5 + np.trapezoid(constant * (1 + at**2 / freedom) ** (-(freedom + 1) / 2), at)
        assert 0.9 <= below < 0.9 + 5e-5


@pytest.mark.properties
def test_what_inputs_leave_open_widens_the_interval() -> None:
    pair = st.tuples(st.integers(1, 1000), st.integers(0, 1000))
    slack = st.lists(st.tuples(st.floats(0, 0.5), st.floats(-1, 1)), min_size=7, max_size=7)
    hold(st.tuples(pair, pair, pair, st.integers(1, 1000), slack), open_inputs_widen)


Year = tuple[int, int]


def open_inputs_widen(cases: list[tuple[Year, Year, Year, int, list[tuple[float, float]]]]) -> None:
    """Each is three earlier years as (累计, rest), this 累计, and for every number how far the truth may be and is."""
    rows, truths = [], []
    for number, (*years, so_far, slack) in enumerate(cases):
        pairs = [(float(part), float(part + rest)) for part, rest in years]
        plain = with_earlier_years(*pairs, so_far=float(so_far)).assign(area=f"a{number}")
        open_by, shift = (np.array(side) for side in zip(*slack, strict=True))
        spread = plain["value"] * open_by
        rows.append(plain.assign(low=plain["value"] - spread, high=plain["value"] + spread, hedge="about"))
        true = plain["value"] + spread * shift
        truths.append(plain.assign(value=true, low=true, high=true, hedge="about"))
    wide, true = (metrics.project_year(pd.concat(part), [FLOW]) for part in (rows, truths))
    compared = ((true["reason"] == "") & (wide["reason"] == "")).to_numpy()
    assert len(cases) < 50 or compared.mean() > 0.2
    noise = 1e-9 * true["high"].abs()
    assert (wide["low"] <= true["low"] + noise)[compared].all()
    assert (wide["high"] >= true["high"] - noise)[compared].all()


@pytest.mark.properties
def test_the_run_rate_is_the_sum_scaled() -> None:
    hold(st.lists(st.integers(0, 10**6), min_size=1, max_size=10), run_rates_are_scaled_sums)


def run_rates_are_scaled_sums(cases: list[list[int]]) -> None:
    """Each is the amounts of the months from January."""
    codes = ["2023-01/2023-02", *(f"2023-{month:02d}" for month in range(3, 13))]
    rows = sample(
        value=[value for values in cases for value in values],
        period=[code for values in cases for code in codes[: len(values)]],
        area=[f"a{number}" for number, values in enumerate(cases) for _ in values],
    )
    result = metrics.run_rate(rows, [FLOW])
    assert result["area"].tolist() == [f"a{number}" for number in range(len(cases))]
    assert result["value"].tolist() == pytest.approx([sum(values) / (len(values) + 1) * 12 for values in cases])
    assert (result["low"] <= result["value"]).all() and (result["value"] <= result["high"]).all()
