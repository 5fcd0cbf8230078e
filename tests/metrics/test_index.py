"""Composite index of the 三量: complete peers only, direction, weights and sensitivity."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from pydantic import ValidationError

from support.county_folder import DataFolder
from support.figure_rows import indicator
from xj_analysis import metrics
from xj_analysis.base.errors import DataError
from xj_analysis.county.model import Headline
from xj_analysis.county.toml_files import read_county
from xj_analysis.metrics import index
from xj_analysis.metrics.columns import results
from xj_analysis.metrics.columns.samples import sample

PEERS = list("abc")
DECLARED = [indicator("i", "%", better="higher"), indicator("j", "天", better="lower"), indicator("k", "个")]


def quantity(**weights: float) -> Headline:
    """发展质量 by these weights."""
    return Headline(slug="quality", name="发展质量", indicators=("i", "j", "k"), weights=weights)


def table(i: list[float], j: list[float], **more: Any) -> pd.DataFrame:
    """Values of the peers a, b, c … for i, then for j."""
    areas = list("abcdefgh")[: len(i)]
    return sample(value=[*i, *j], indicator=["i"] * len(i) + ["j"] * len(j), area=areas * 2, **more)


def test_scores_are_weighed_distances_from_the_mean_the_better_end_up() -> None:
    result = metrics.quantity_index(table([1, 2, 3], [5, 5.5, 9]), quantity(i=0.6, j=0.4), PEERS, DECLARED)
    i, j = np.array([1, 2, 3.0]), -np.array([5, 5.5, 9.0])
    expected = 0.6 * (i - i.mean()) / i.std() + 0.4 * (j - j.mean()) / j.std()
    assert result["value"].tolist() == pytest.approx(expected.tolist())
    assert result["rank"].tolist() == [3, 1, 2]
    assert (result["indicator"].iloc[0], result["label"].iloc[0]) == ("quality_index", "发展质量指数")
    assert set(result["origins"].iloc[1]) == {f"r{row}" for row in range(6)}
    assert result["origins"].iloc[1][:2] == ("r1", "r4")


def test_min_max_runs_from_the_last_to_the_first() -> None:
    result = metrics.quantity_index(
        table([1, 2, 3], [9, 7, 5]), quantity(i=0.5, j=0.5), PEERS, DECLARED, method="minmax"
    )
    assert result["value"].tolist() == [0.0, 50.0, 100.0]


@pytest.mark.parametrize(
    ("rows", "weights", "reason"),
    [
        (table([1, 2, 3], [5, 6, 9]), {"i": 0.5, "j": 0.5}, ""),
        (table([1, 2, 3], [5, 6, 9]), {}, index.NO_WEIGHTS),
        (table([1, 2, 3], [5, 6, 9]), {"i": 0.5, "k": 0.5}, index.NO_DIRECTION),
        (table([1, 2], [5, 6]), {"i": 0.5, "j": 0.5}, index.INCOMPLETE),
        (table([1, 2, 3], [5, 6, float("nan")]), {"i": 0.5, "j": 0.5}, index.INCOMPLETE),
        (table([1, 2, 3], [5, 6, 9], nature=["actual"] * 5 + ["planned"]), {"i": 0.5, "j": 0.5}, index.INCOMPLETE),
        (table([1, 2, 3], [5, 5, 5]), {"i": 0.5, "j": 0.5}, index.FLAT),
        (table([1, 2, 3], [5, 5, 5]), {"i": 1.0}, ""),
    ],
)
def test_an_index_needs_weights_directions_and_every_peer(
    rows: pd.DataFrame, weights: dict[str, float], reason: str
) -> None:
    result = metrics.quantity_index(rows, quantity(**weights), PEERS, DECLARED)
    assert set(result["reason"]) == {reason}
    assert result["value"].notna().all() == result["rank"].notna().all() == (reason == "")
    assert result["rank_best"].notna().all() == result["score_low"].notna().all() == (reason == "")


def test_a_value_given_twice_is_not_chosen_from() -> None:
    rows = table([1, 2, 3], [5, 6, 9])
    result = metrics.quantity_index(pd.concat([rows, rows.iloc[:1]]), quantity(i=1.0), PEERS, DECLARED)
    assert set(result["reason"]) == {results.TWICE_GIVEN}


def test_periods_are_judged_each_by_itself() -> None:
    rows = pd.concat([table([1, 2, 3], [5, 6, 9]), table([3, 2, 1], [5, 6, 9], period="2023").iloc[:5]])
    result = metrics.quantity_index(rows, quantity(i=0.9, j=0.1), PEERS, DECLARED)
    assert result.groupby("period")["reason"].unique().map(list).to_dict() == {"2023": [index.INCOMPLETE], "2024": [""]}


def test_no_data_no_rows() -> None:
    assert metrics.quantity_index(sample(value=[1.0]).iloc[:0], quantity(i=1.0), PEERS, DECLARED).empty


def test_the_weights_decide_what_is_close_and_not_what_is_clear() -> None:
    close = metrics.quantity_index(table([1, 2, 3], [1, 2, 3]), quantity(i=0.5, j=0.5), PEERS, DECLARED)
    assert (close["rank_best"].tolist(), close["rank_worst"].tolist()) == ([1, 1, 1], [3, 2, 3])
    assert (close["score_low"] < close["value"]).tolist() == [True, False, True]
    clear = metrics.quantity_index(table([1, 2, 3], [9, 7, 5]), quantity(i=0.5, j=0.5), PEERS, DECLARED)
    assert clear["rank_best"].tolist() == clear["rank_worst"].tolist() == clear["rank"].tolist() == [3, 2, 1]


def test_one_weight_alone_has_nothing_to_shake() -> None:
    result = metrics.quantity_index(table([1, 2, 3], [5, 6, 9]), quantity(i=1.0), PEERS, DECLARED)
    assert result["score_low"].tolist() == pytest.approx(result["score_high"].tolist())


def test_a_hedge_that_does_not_decide_leaves_all_without_rank() -> None:
    rows = table([10, 20, 30], [5, 6, 9]).assign(hedge="about")
    firm = metrics.quantity_index(rows, quantity(i=1.0), PEERS, DECLARED, method="minmax")
    assert firm["rank"].tolist() == [3, 2, 1]
    loose = rows.assign(low=rows["value"] - 9, high=rows["value"] + 9)
    result = metrics.quantity_index(loose, quantity(i=1.0), PEERS, DECLARED, method="minmax")
    assert result["rank"].isna().all()
    assert result["value"].notna().all()
    open_ended = rows.assign(high=np.inf)
    assert np.isinf(metrics.quantity_index(open_ended, quantity(i=1.0), PEERS, DECLARED)["high"]).all()


@pytest.mark.parametrize(
    ("weights", "message"),
    [
        ({"i": 0.5, "j": 0.4}, "权重之和须为一"),
        ({"i": 0.5, "x": 0.5}, "不在 indicators 里：x"),
        ({"i": 1.5, "j": -0.5}, "greater than 0"),
    ],
)
def test_weights_that_weigh_nothing_are_refused(weights: dict[str, float], message: str) -> None:
    with pytest.raises(ValidationError, match=message):
        quantity(**weights)
    assert quantity(i=0.1, j=0.2, k=0.7).weights["k"] == 0.7


def test_the_weights_of_a_county_are_read_and_checked(county_folder: DataFolder) -> None:
    county_folder.edit("county.toml", 'indicators = ["income"]', 'indicators = ["income"]\nweights = { income = 1.0 }')
    assert read_county(county_folder.path).quantities[0].weights == {"income": 1.0}
    county_folder.edit("county.toml", "income = 1.0", "income = 0.9")
    with pytest.raises(DataError, match="权重之和须为一"):
        read_county(county_folder.path)


VALUES = st.lists(st.integers(0, 1000), min_size=3, max_size=6, unique=True)


@given(VALUES, st.lists(st.integers(-5, 5), min_size=6, max_size=6), st.sampled_from(["zscore", "minmax"]))
def test_the_true_score_lies_within_its_bounds(values: list[int], offsets: list[int], method: index.Method) -> None:
    shown = np.array(values, dtype=float)
    true = np.array(
        [float(Fraction(value) + Fraction(offset, 10)) for value, offset in zip(values, offsets, strict=False)]
    )
    assume(np.ptp(true) > 0)
    areas = list("abcdef")[: len(values)]
    rows = sample(value=shown, low=shown - 0.5, high=shown + 0.5, area=areas, hedge="about")
    result = metrics.quantity_index(rows, quantity(i=1.0), areas, DECLARED, method=method)
    exact = (true - true.mean()) / true.std() if method == "zscore" else (true - true.min()) / np.ptp(true) * 100
    assert (result["low"] <= exact + 1e-9).all() and (exact - 1e-9 <= result["high"]).all()


@given(VALUES, st.integers(1, 99))
def test_scores_average_zero_and_the_declared_rank_lies_in_the_range(values: list[int], share: int) -> None:
    areas = list("abcdef")[: len(values)]
    rows = table([float(value) for value in values], [float(value % 7) for value in values])
    assume(rows["value"].iloc[len(values) :].nunique() > 1)
    weights = {"i": share / 100, "j": 1 - share / 100}
    result = metrics.quantity_index(rows, quantity(**weights), areas, DECLARED)
    assert result["value"].mean() == pytest.approx(0, abs=1e-9)
    assert (result["rank_best"] <= result["rank"]).all() and (result["rank"] <= result["rank_worst"]).all()
    assert (result["score_low"] <= result["value"] + 1e-9).all()
