"""Wall chart of projects: every project once, the worst first, sheets that can be read, nothing after the day."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from support.planted_county import Made
from support.wall_rows import DAY, charted, many, rows_of
from xj_analysis.base.errors import UsageError
from xj_analysis.briefing.sheets.project_sheet import LINES, NAME_WIDTH
from xj_analysis.document.pieces import plain_text
from xj_analysis.document.sheet_blocks import DONE, OVERDUE, WallChart, WallRow
from xj_analysis.quantity.figures import Figure

LIGHTS = {"红": 0, "黄": 1, "待核": 2}


def lines(chart: WallChart) -> int:
    names = [plain_text(row.name) for group in chart.groups for row in group.rows]
    return sum(-(-len(name) // NAME_WIDTH) for name in names) + sum(bool(group.heading) for group in chart.groups)


def days(row: WallRow) -> int:
    return max((int(part.value or 0) for part in row.overdue if isinstance(part, Figure)), default=0)


def severity(row: WallRow) -> tuple[int, int]:
    return (LIGHTS[row.light.light] if row.light else 3, -days(row))


@pytest.mark.parametrize("number", [1, 20, 60, 81, 150, 400])
def test_every_project_is_on_the_chart_once(kept: Made, number: int) -> None:
    rows = many(kept, number)
    shown = [plain_text(row.number) for row in rows_of(charted(kept, rows))]
    assert sorted(shown) == sorted(rows["key"])


@given(
    names=st.lists(st.integers(1, 90), min_size=1, max_size=200),
    categories=st.lists(st.integers(0, 5), min_size=200, max_size=200),
)
def test_a_sheet_has_no_more_lines_than_can_be_read(kept: Made, names: list[int], categories: list[int]) -> None:
    rows = many(kept, len(names))
    rows["name"] = ["长" * length for length in names]
    rows["category"] = [f"类别{'甲乙丙丁戊己'[each]}" for each in categories[: len(names)]]
    charts = charted(kept, rows)
    assert max(map(lines, charts)) <= LINES
    assert sum(len(group.rows) for chart in charts for group in chart.groups) == len(names)
    assert all(group.rows for chart in charts for group in chart.groups), "no heading stands alone"


def test_sixty_projects_are_on_one_sheet_and_more_are_parted_evenly(kept: Made) -> None:
    assert len(charted(kept, many(kept, 60))) == 1
    parted = [lines(chart) for chart in charted(kept, many(kept, 150))]
    assert len(parted) == 2 and max(parted) - min(parted) <= 5


def test_the_worst_is_first_in_its_group_and_the_group_of_the_worst_before_others(kept: Made) -> None:
    (chart,) = charted(kept, many(kept, 60))
    groups = [[severity(row) for row in group.rows] for group in chart.groups]
    assert all(group == sorted(group) for group in groups)
    assert [group[0] for group in groups] == sorted(group[0] for group in groups)
    assert "排序" in plain_text(chart.notes[0])


def test_a_group_that_goes_on_on_the_next_sheet_is_headed_again(kept: Made) -> None:
    first, second = charted(kept, many(kept, 150).assign(category="工业"))
    assert plain_text(first.groups[0].heading).startswith("工业　150个")
    assert plain_text(second.groups[0].heading) == "工业（续）"
    assert plain_text(second.summary) == "" and plain_text(first.summary).startswith("重点项目150个")


def test_days_overdue_are_those_of_the_milestone_and_lead_to_the_row(kept: Made) -> None:
    rows = many(kept, 1).assign(name="某项目")
    for step in ("filed", "land", "started", "framed", "finished", "running"):
        rows[f"{step}_planned"] = pd.Timestamp("2026-03-01")
        rows[f"{step}_actual"] = pd.NaT
    rows["framed_planned"], rows["finished_planned"] = pd.Timestamp("2025-09-20"), pd.Timestamp("2025-09-25")
    (row,) = rows_of(charted(kept, rows))
    letter, figure = row.overdue
    assert letter == "主" and isinstance(figure, Figure)
    assert (figure.text, figure.origins) == ("10天", (rows["origin"].iloc[0],))
    assert [mark.letter for mark in row.marks if mark.state(DAY) == OVERDUE] == ["主", "竣"]


def test_what_is_dated_after_the_day_has_not_happened(kept: Made) -> None:
    rows = many(kept, 60)
    late = pd.Timestamp(DAY) + pd.Timedelta(days=1)
    rows["filed_actual"], rows["filed_planned"] = late, pd.Timestamp("2025-09-01")
    marks = [row.marks[0] for row in rows_of(charted(kept, rows))]
    assert {mark.state(DAY) for mark in marks} == {OVERDUE}
    done = [row.marks[0] for row in rows_of(charted(kept, rows, late.date()))]
    assert {mark.state(late.date()) for mark in done} == {DONE}


def test_a_milestone_without_a_planned_day_is_said_to_be_open(kept: Made) -> None:
    rows = many(kept, 60)
    rows["running_planned"], rows["running_actual"] = pd.NaT, pd.NaT
    assert all(plain_text(row.overdue).endswith("投待核") for row in rows_of(charted(kept, rows)))


def test_a_ledger_without_the_further_columns_has_a_chart(kept: Made) -> None:
    kinds = {"category", "leader", "unit", "person", "updated", "year_plan", "year_done", "investment_total"}
    rows = many(kept, 60)
    rows = rows.drop(columns=[name for name in rows if name in kinds or "land" in str(name)])
    (chart,) = charted(kept, rows)
    assert [group.heading for group in chart.groups] == [()]
    assert len(rows_of([chart])) == 60 and "用＝用地" not in plain_text(chart.notes[1])
    assert "类别" not in plain_text(chart.notes[0])


def test_days_far_off_are_drawn_on_the_edge_and_it_is_said(kept: Made) -> None:
    rows = many(kept, 60)
    (usual,) = charted(kept, rows)
    rows.loc[3, "running_planned"] = pd.Timestamp("2039-05-01")
    (chart,) = charted(kept, rows)
    assert chart.last <= date(2027, 9, 30) and chart.place(date(2039, 5, 1)) == 1
    assert "图幅以外" in plain_text(chart.notes[1]) and "图幅以外" not in plain_text(usual.notes[1])


def test_a_ledger_without_a_project_has_no_chart(kept: Made) -> None:
    with pytest.raises(UsageError, match="台账里没有一行"):
        charted(kept, kept.rows("projects").head(0))
