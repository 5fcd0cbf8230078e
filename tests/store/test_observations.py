"""Tidy observations: units, intervals, printed text, and text as published."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest

from support.county_folder import DataFolder
from xj_analysis.base.errors import DataError
from xj_analysis.metrics.columns import row_selection
from xj_analysis.store import observations


def observation(folder: DataFolder, identifier: str) -> dict[str, Any]:
    """One row of the folder's store."""
    frame = folder.load().frame
    (row,) = row_selection.records(frame[frame["id"] == identifier])
    return row


def test_values_come_in_the_units_of_their_indicators(county_folder: DataFolder) -> None:
    converted, same_unit = observation(county_folder, "R4"), observation(county_folder, "R2")
    assert (converted["value"], converted["unit"], converted["reported"]) == (5200.0, "万元", "")
    assert (same_unit["value"], same_unit["unit"], same_unit["reported"]) == (4800.0, "万元", "4800")


@pytest.mark.parametrize(("identifier", "low", "high"), [("R4", 5150, 5250), ("R5", 11, 11), ("R8", 30, np.inf)])
def test_bounds_come_in_the_units_of_their_indicators(
    county_folder: DataFolder, identifier: str, low: float, high: float
) -> None:
    row = observation(county_folder, identifier)
    assert [row["low"], row["high"]] == pytest.approx([low, high])


def test_a_row_takes_the_day_of_its_source_unless_it_has_its_own(county_folder: DataFolder) -> None:
    county_folder.cell(3, "published", "2024-05-20")
    assert observation(county_folder, "R2")["published"] == pd.Timestamp("2024-05-20")
    assert observation(county_folder, "R1")["published"] == pd.Timestamp("2024-06-30")


def test_text_is_what_would_be_printed(county_folder: DataFolder) -> None:
    frame = observations.with_text(county_folder.load().frame).set_index("id")
    assert frame.loc[["R1", "R2", "R4", "R8"], "text"].tolist() == ["约75万人次", "4800万元", "5200万元", "30余万人次"]


def test_text_that_is_there_stays(county_folder: DataFolder) -> None:
    frame = observations.with_text(county_folder.load().frame)
    half = frame.assign(text=frame["text"].where(frame["id"] != "R1", "").where(frame["id"] != "R2", "另有文字"))
    again = observations.with_text(half).set_index("id")
    assert again.loc[["R1", "R2", "R4"], "text"].tolist() == ["约75万人次", "另有文字", "5200万元"]


def test_in_its_sources_own_unit_a_value_has_its_sources_digits(county_folder: DataFolder) -> None:
    row = observation(county_folder, "R4")
    back = observations.in_unit(row, "亿元")
    assert (back["reported"], back["unit"]) == ("0.52", "亿元")
    assert back["value"] == pytest.approx(0.52)
    other = observations.in_unit(row, "元")
    assert (other["reported"], other["unit"], other["value"]) == ("", "元", 52_000_000)


def test_a_value_does_not_move_to_an_unlike_unit(county_folder: DataFolder) -> None:
    with pytest.raises(DataError, match="不能换算为亩"):
        observations.in_unit(observation(county_folder, "R2"), "亩")


@pytest.mark.parametrize(("identifier", "text"), [("R1", "约75万人次"), ("R4", "0.52亿元"), ("R8", "30余万人次")])
def test_an_observation_as_published_is_in_its_sources_own_words(
    county_folder: DataFolder, identifier: str, text: str
) -> None:
    figure = observations.as_published(observation(county_folder, identifier))
    assert (figure.text, figure.origins) == (text, (identifier,))


@pytest.mark.parametrize(("column", "value", "text"), [("tier", "第一方阵", "第一方阵"), ("rank", "3", "第3位")])
def test_without_a_value_the_tier_or_the_rank_was_published(
    county_folder: DataFolder, column: str, value: str, text: str
) -> None:
    county_folder.cell(9, "value", "")
    county_folder.cell(9, column, value)
    assert observations.as_published(observation(county_folder, "R8")).text == text
