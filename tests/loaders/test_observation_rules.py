"""Validation of observations: every faulty cell, with its line and its column."""

from __future__ import annotations

import re

import pandas as pd
import pytest

from support.county_folder import DataFolder
from support.fault_messages import CELLS, faults, message


@pytest.mark.parametrize(("column", "value", "words"), CELLS)
def test_a_faulty_cell_is_named_with_its_line(county_folder: DataFolder, column: str, value: str, words: str) -> None:
    county_folder.cell(9, column, value)
    assert f"observations.csv 第9行 {words}" in message(county_folder)


def test_a_row_that_says_nothing_is_a_fault(county_folder: DataFolder) -> None:
    county_folder.cell(9, "value", "")
    assert message(county_folder) == "observations.csv 第9行：没有值，也没有名次或梯队。请补上，或删去这一行。"


@pytest.mark.parametrize(("column", "value"), [("rank", "1"), ("tier", "第一方阵")])
def test_a_rank_or_a_tier_may_stand_without_a_value(county_folder: DataFolder, column: str, value: str) -> None:
    county_folder.cell(9, "value", "")
    county_folder.cell(9, column, value)
    row = county_folder.load().frame.set_index("id").loc["R8"]
    assert pd.isna(row["value"])
    assert str(row[column]) == value


def test_a_rank_alone_needs_no_unit(county_folder: DataFolder) -> None:
    for column, value in [("value", ""), ("unit", ""), ("tier", "第一方阵")]:
        county_folder.cell(9, column, value)
    assert len(county_folder.load().frame) == 8


@pytest.mark.parametrize("value", ["0", "-3", "12", "0.50", "-0.8", "007"])
def test_a_plain_number_is_no_fault(county_folder: DataFolder, value: str) -> None:
    county_folder.cell(3, "value", value)
    row = county_folder.load().frame.set_index("id").loc["R2"]
    assert (row["value"], row["reported"]) == (float(value), value)


def test_a_row_cannot_do_without_a_source(county_folder: DataFolder) -> None:
    for row in county_folder.rows:
        del row["source"]
    county_folder.save()
    assert [fault.where.split()[-1] for fault in faults(county_folder)] == ["source"] * 8


def test_what_is_left_empty_is_the_county_a_result_an_exact_number_and_the_line(county_folder: DataFolder) -> None:
    for column in ("area", "nature", "hedge", "locator"):
        county_folder.cell(5, column, "")
    frame = county_folder.load().frame.set_index("id")
    identifier = county_folder.rows[3]["id"]
    row = frame.loc[identifier]
    assert (row["area"], row["nature"], row["hedge"], row["locator"]) == (
        "999901", "actual", "exact", "observations.csv 第5行",
    )  # fmt: skip
    others = frame.drop(index=identifier)["locator"]
    assert not others.str.contains("observations.csv").any()


def test_columns_with_defaults_may_be_absent(county_folder: DataFolder) -> None:
    """Each row means what it means with the defaults written out."""
    keep = ("id", "indicator", "period", "value", "unit", "source")
    county_folder.rows = [row | {"subject": ""} for row in county_folder.rows if row["value"]]
    for number, row in enumerate(county_folder.rows, start=2):
        county_folder.rows[number - 2] = row | {
            "area": "999901", "nature": "actual", "hedge": "exact", "locator": f"observations.csv 第{number}行",
        }  # fmt: skip
    county_folder.save()
    expected = county_folder.load().frame
    county_folder.rows = [{name: row[name] for name in keep} for row in county_folder.rows]
    county_folder.save()
    pd.testing.assert_frame_equal(county_folder.load().frame, expected)


def test_faults_come_in_the_order_of_the_rows(county_folder: DataFolder) -> None:
    for number in range(9, 13):
        county_folder.add(f"N{number}", period=f"2{number:03}")
    for line in (11, 2, 9, 13):
        county_folder.cell(line, "value", "很多")
    found = [int(re.findall(r"第(\d+)行", fault.where)[0]) for fault in faults(county_folder)]
    assert found == [2, 9, 11, 13]


def test_several_faults_of_one_row_are_all_named(county_folder: DataFolder) -> None:
    county_folder.cell(2, "value", "很多")
    county_folder.cell(2, "hedge", "约")
    assert {fault.where.split()[-1] for fault in faults(county_folder)} == {"value", "hedge"}
