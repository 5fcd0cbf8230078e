"""Sample frames have every column of a figure frame."""

from __future__ import annotations

from xj_analysis.metrics.columns.samples import sample
from xj_analysis.quantity import figures


def test_a_sample_is_a_figure_frame() -> None:
    frame = sample(value=[1.0, 2.0], low=[0.5, 2.0], indicator=["a", "b"])
    assert set(figures.COLUMNS) <= set(frame.columns)
    assert frame["low"].tolist() == [0.5, 2.0] and frame["high"].tolist() == [1.0, 2.0]
    assert frame["label"].tolist() == ["a", "b"] and frame["origins"].tolist() == [("r0",), ("r1",)]
