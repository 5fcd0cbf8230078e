"""Differences from the previous issue: the reason of each, and none between equal issues."""

from __future__ import annotations

import pandas as pd

from support.county_folder import DataFolder
from support.progress_tables import cells
from xj_analysis.briefing import figure_frame
from xj_analysis.briefing.sections.since_previous import since_previous_table


def test_equal_issues_have_no_table_and_a_new_row_is_newly_published(county_folder: DataFolder) -> None:
    known = county_folder.load().known()
    now = figure_frame.figure_frame(known)
    assert since_previous_table(now, now, (known.frame, known.frame), known.county) is None
    reported = now[now["formula"] == ""].head(1)
    without = known.frame[~known.frame["id"].isin(reported["id"])]
    before = now.drop(reported.index)
    table = since_previous_table(before, now, (without, known.frame), known.county)
    assert table is not None
    (row,) = cells(table)
    assert (row[2], row[4]) == ("—", "新发布")


def test_a_row_that_became_contested_is_a_contradiction(county_folder: DataFolder) -> None:
    known = county_folder.load().known()
    now = figure_frame.figure_frame(known)
    reported = now[now["formula"] == ""].head(1)
    contested = known.frame["id"].isin(reported["id"])
    conflict = known.frame.assign(status=known.frame["status"].where(~contested, "conflict").astype(object))
    table = since_previous_table(now, now.drop(reported.index), (known.frame, conflict), known.county)
    assert isinstance(now, pd.DataFrame) and table is not None
    (row,) = cells(table)
    assert (row[3], row[4]) == ("见待核实", "矛盾")
