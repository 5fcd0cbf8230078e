"""The map of 服务圈: true to scale, gaps told by shape, bounded in number, rounded where it is public."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest

from xj_analysis.briefing.charts.style import WIDTH, altair
from xj_analysis.briefing.instruments.reach_map import MOST, MapPlaces, reach_map, scale_length
from xj_analysis.document.blocks import Chart, Omission, text_of
from xj_analysis.instruments.nearby import great_circle
from xj_analysis.press import svg


def places(count: int = 30, spread: float = 0.2, **more: Any) -> MapPlaces:
    dice = np.random.default_rng(count)
    lon, lat = 130 + dice.uniform(0, spread, count), 20 + dice.uniform(0, spread, count)
    points = pd.DataFrame({
        "lon": lon, "lat": lat, "people": dice.integers(1, 900, count), "missed": lon < 130 + spread / 3, "area": "a",
        "origin": [f"{n}" for n in range(count)],
    })  # fmt: skip
    stands = pd.DataFrame({"lon": [130 + spread / 2], "lat": [20 + spread / 2], "origin": ["f"]})
    about: dict[str, Any] = {"site": (130.01, 20.01), "metres": 1000, "names": {"a": "甲镇"}} | more
    return MapPlaces(points, stands, **about)


def drawn(of: MapPlaces) -> Chart:
    made = reach_map(("示例服务圈",), of, [])
    assert isinstance(made, Chart)
    return made


def rows(chart: Chart, of: str, *, key: bool = False) -> list[dict[str, Any]]:
    return [row for row in chart.spec["data"]["values"] if row["of"] == of and row.get("key", False) == key]


def layer(chart: Chart, shape: object) -> dict[str, Any]:
    return next(each for each in chart.spec["layer"] if each["mark"].get("shape") == shape)


def pixels(chart: Chart) -> float:
    """Of a kilometre."""
    west, east = chart.spec["layer"][0]["encoding"]["x"]["scale"]["domain"]
    south, north = chart.spec["layer"][0]["encoding"]["y"]["scale"]["domain"]
    assert chart.spec["height"] / (north - south) == pytest.approx(WIDTH / (east - west), rel=0.01)
    return float(WIDTH / (east - west))


def test_circles_and_scale_are_as_large_as_they_say() -> None:
    chart = drawn(places(metres=2500))
    diameter = layer(chart, "circle")["mark"]["size"] ** 0.5
    assert diameter == pytest.approx(2 * 2.5 * pixels(chart), rel=1e-6)
    left, right = rows(chart, "bar")
    (label,) = [row["said"] for row in rows(chart, "label") if row["said"].endswith("公里")]
    assert right["x"] - left["x"] == pytest.approx(float(label.removesuffix("公里")), abs=2e-3)
    assert label in [figure.text for figure in chart.figures]


def test_distances_on_the_map_are_those_on_the_earth() -> None:
    of = places(31)
    chart = drawn(of)
    shown = np.array(sorted((row["x"], row["y"]) for kind in ("covered", "missed") for row in rows(chart, kind)))
    own = of.points.sort_values("lon")
    lon, lat = own["lon"].to_numpy(), own["lat"].to_numpy()
    true = great_circle(lon[:-1], lat[:-1], lon[1:], lat[1:]) / 1000
    assert np.hypot(*np.diff(shown, axis=0).T) == pytest.approx(true, rel=0.002, abs=0.005)


def test_those_within_and_without_are_told_by_shape_and_all_are_drawn() -> None:
    of = places()
    chart = drawn(of)
    missed = int(of.points["missed"].sum())
    assert (len(rows(chart, "missed")), len(rows(chart, "covered"))) == (missed, 30 - missed)
    shapes = [each["mark"].get("shape") for each in chart.spec["layer"] if each["mark"]["type"] == "point"]
    assert len(set(shapes)) == len(shapes) - 1  # the circle of a facility is large, the point of people small
    said = set(svg.drawn_texts(svg.draw(chart.spec)))
    assert said >= {"圈内人口", "圈外人口", "设施", "宜增设", "北", "甲镇"}


def test_very_many_points_are_drawn_as_few_and_that_is_said() -> None:
    chart = drawn(places(60_000))
    assert len(chart.spec["data"]["values"]) < MOST + 100
    assert "点太多" in text_of(chart) and "点太多" not in text_of(drawn(places(MOST)))


def test_a_point_far_away_does_not_make_the_map_small() -> None:
    of = places()
    far = pd.concat([of.points, of.points.tail(1).assign(lon=150.0)], ignore_index=True)
    chart = drawn(MapPlaces(far, of.facilities, of.site, of.metres, of.names))
    assert pixels(chart) == pytest.approx(pixels(drawn(of)), rel=0.05)
    assert "离得太远" in text_of(chart)


def test_a_public_map_has_no_place_more_exact_than_said_and_no_size() -> None:
    chart = drawn(places(200, decimals=2))
    assert "取整" in text_of(chart)
    exact = places(200).points
    lattice = {(round(lon, 2), round(lat, 2)) for lon, lat in zip(exact["lon"], exact["lat"], strict=True)}
    people = [*rows(chart, "covered"), *rows(chart, "missed")]
    assert len({(row["x"], row["y"]) for row in people}) <= len(lattice)
    assert len({row["size"] for row in people}) == 1


def test_boundaries_are_drawn_where_there_are_some() -> None:
    ring = np.array([[130.0, 20.0], [130.1, 20.0], [130.1, 20.1], [130.0, 20.0]])
    chart = drawn(places(rings=[ring, ring - 0.05]))
    border = rows(chart, "border")
    assert {row["said"] for row in border} == {"0", "1"} and not rows(drawn(places()), "border")
    west, east = chart.spec["layer"][0]["encoding"]["x"]["scale"]["domain"]
    assert all(west <= row["x"] <= east for row in border)  # they lie farther out than people


def test_one_point_makes_a_map_and_none_an_omission() -> None:
    of = places(1)
    assert len(rows(drawn(of), "covered") + rows(drawn(of), "missed")) == 1
    assert isinstance(reach_map(("示例",), MapPlaces(of.points.head(0), of.facilities, None, 1000, {}), []), Omission)


def test_the_specification_is_valid() -> None:
    altair().LayerChart.from_dict(drawn(places()).spec, validate=True)


@pytest.mark.parametrize("wide", [0.3, 1.0, 7.0, 52.0, 999.0])
def test_a_scale_is_a_round_length_between_a_tenth_and_a_quarter(wide: float) -> None:
    assert 0.1 * wide - 1e-9 <= scale_length(wide) <= 0.25 * wide + 1e-9
