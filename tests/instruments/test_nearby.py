"""Distances between places: what the index finds is what measuring every pair finds."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from xj_analysis.instruments.nearby import EARTH, best_site, great_circle, nearest

Floats = npt.NDArray[np.float64]
SPANS = (0.002, 0.05, 0.6, 20.0)
"""Degrees: of a street, a town, a county, a country."""
CASES = st.tuples(st.integers(0, 2**32 - 1), st.sampled_from(SPANS), st.sampled_from((-35.0, 0.0, 27.6, 60.0)))


def scattered(seed: int, span: float, lat: float, count: int) -> tuple[Floats, Floats]:
    dice = np.random.default_rng(seed)
    return 115 + dice.uniform(-span, span, count), lat + dice.uniform(-span, span, count)


def every_pair(lon: Floats, lat: Floats, to_lon: Floats, to_lat: Floats) -> Floats:
    """By the law of cosines of chords, another way than the library's."""

    def on_sphere(lon: Floats, lat: Floats) -> Floats:
        x, y = np.radians(lon), np.radians(lat)
        return np.column_stack([np.cos(y) * np.cos(x), np.cos(y) * np.sin(x), np.sin(y)])

    chords = np.linalg.norm(on_sphere(lon, lat)[:, None] - on_sphere(to_lon, to_lat)[None], axis=2)
    metres: Floats = 2 * EARTH * np.arcsin(np.clip(chords / 2, 0, 1))
    return metres


@settings(deadline=None)
@given(CASES, st.integers(1, 60), st.integers(1, 40))
def test_the_nearest_is_the_least_of_all_pairs(case: tuple[int, float, float], places: int, others: int) -> None:
    here = scattered(*case, places)
    sets = [scattered(case[0] + 1, *case[1:], others), scattered(case[0] + 2, case[1] * 2, case[2], 3)]
    for found, there in zip(nearest(*here, sets), sets, strict=True):
        assert found == pytest.approx(every_pair(*here, *there).min(axis=1), rel=1e-6, abs=1e-3)


@settings(deadline=None)
@given(CASES, st.integers(1, 80), st.floats(0.02, 1.2))
def test_the_best_site_reaches_as_much_as_the_best_of_all(
    case: tuple[int, float, float], places: int, share: float
) -> None:
    lon, lat = scattered(*case, places)
    weights = np.random.default_rng(case[0]).integers(0, 400, places).astype(float)
    metres = share * case[1] * 111_195
    reached = (great_circle(lon[:, None], lat[:, None], lon[None], lat[None]) <= metres) @ weights
    found = best_site(lon, lat, weights, metres)
    if found is None:
        assert weights.sum() == 0
    else:
        assert found == (int(reached.argmax()), reached.max())


def test_a_site_on_a_covered_place_may_be_the_best() -> None:
    lon, lat = np.array([0.0, 0.008, 0.016]), np.zeros(3)
    assert best_site(lon, lat, np.array([3.0, 0.0, 4.0]), 1000.0) == (1, 7.0)


def test_of_sites_that_reach_as_much_the_first_is_taken() -> None:
    lon = np.repeat([5.0, 0.0], 600)
    assert best_site(lon, np.zeros(1200), np.ones(1200), 1000.0) == (0, 600.0)


def test_nothing_is_near_where_nothing_is() -> None:
    nowhere, somewhere = np.array([]), np.array([115.0])
    sets = [(nowhere, nowhere), (somewhere, somewhere - 90)]
    assert [found.tolist() for found in nearest(somewhere, somewhere - 90, sets)] == [[np.inf], [0.0]]
    assert [len(found) for found in nearest(nowhere, nowhere, sets)] == [0, 0]
    assert best_site(nowhere, nowhere, nowhere, 1000.0) is None


def test_a_degree_of_a_meridian_is_111_195_metres_and_half_of_it_wide_at_60_degrees() -> None:
    one = np.array([1.0])
    assert great_circle(0 * one, one, 0.0, 0.0) == pytest.approx(111_195, abs=1)
    assert great_circle(0 * one, 60 * one, 1.0, 60.0) == pytest.approx(55_597, abs=3)


@pytest.mark.parametrize("alike", [False, True])
def test_very_many_places_are_found_by_the_index(alike: bool) -> None:
    """Ten thousand by a hundred thousand: a thousand million pairs are in no memory."""
    there = scattered(1, 0.25, 27.6, 10_000)
    if alike:  # all in one place but one
        there = (np.where(np.arange(10_000) == 7, there[0], 115.0), np.where(np.arange(10_000) == 7, there[1], 27.6))
    lon, lat = scattered(2, 0.25, 27.6, 100_000)
    (found,) = nearest(lon, lat, [there])
    some = np.arange(0, 100_000, 5_003)
    assert found[some] == pytest.approx(every_pair(lon[some], lat[some], *there).min(axis=1), rel=1e-6)
    missed = np.where(found > 300, 1.0, 0.0)
    best = best_site(lon, lat, missed, 1000.0)
    assert best is not None
    assert best[1] == missed[great_circle(lon, lat, lon[best[0]], lat[best[0]]) <= 1000.0].sum() > 0
