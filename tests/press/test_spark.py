"""Sparks: inside their box, higher where the value is, broken at a gap, none of fewer than two values."""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from xj_analysis.press.spark import HEIGHT, WIDTH, spark
from xj_analysis.quantity.figures import Figure, missing_figure

VALUES = st.lists(st.none() | st.integers(-1000, 10**7), max_size=14)


def months(values: list[int | None]) -> list[Figure]:
    return [
        missing_figure("缺数") if value is None else Figure(text=f"{value}人", value=Decimal(value), unit="人")
        for value in values
    ]


@given(VALUES)
def test_a_spark_says_what_its_months_say(values: list[int | None]) -> None:
    points = spark(months(values))
    known = [(n, value) for n, value in enumerate(values) if value is not None]
    if len(known) < 2:
        assert points == []
        return
    assert all(0 <= point["x"] <= WIDTH and 0 <= point["y"] <= HEIGHT for point in points)
    assert [point["joined"] for point in points] == [n > 0 and values[n - 1] is not None for n, _ in known]
    for (one, (_, low)), (other, (_, high)) in pairwise(zip(points, known, strict=True)):
        assert one["x"] < other["x"]
        assert (low <= high) == (one["y"] >= other["y"]) or one["y"] == other["y"], "downwards is less"


def test_no_growth_looks_steeper_than_it_is() -> None:
    """The box begins at zero: a value a tenth higher stands a tenth higher."""
    low, high = spark(months([100, 110]))
    assert (HEIGHT - 3 - low["y"]) / (HEIGHT - 3 - high["y"]) > 0.9
