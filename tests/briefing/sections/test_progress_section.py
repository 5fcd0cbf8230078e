"""Progress section: the table and the sentences that count it."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest

from support.progress_tables import cells, progress_of
from xj_analysis.briefing import figure_frame
from xj_analysis.briefing.sections import named_conclusions, progress_section
from xj_analysis.briefing.year_progress import YearProgress
from xj_analysis.county import selection
from xj_analysis.document.pieces import Bar, plain_text
from xj_analysis.quantity import periods
from xj_analysis.quantity.figures import Figure
from xj_analysis.store.store import Store


def test_what_is_known_only_to_an_earlier_month_says_which(example: Store) -> None:
    """One town has not reported its part, so that the county's whole is not known for September."""
    late = progress_of(example, "eco_income", "afforestation")
    table = progress_section.progress_table(late)
    assert table is not None and plain_text(table.title) == "目标进度（2025年1—9月）"
    assert [row[0] for row in cells(table)] == ["生态产品经营收入（亿元）（2025年1—8月）", "造林面积（万亩）"]


def test_the_summary_names_what_the_table_says(progress: YearProgress) -> None:
    summary = progress_section.summary(progress.of(progress.county.code))
    table = progress_section.progress_table(progress)
    assert table is not None
    gaps = [row[[column.name for column in table.columns].index("快慢")] for row in cells(table)]
    names = [row[0].partition("（")[0] for row in cells(table)]
    ahead, level, behind = (
        [name for name, gap in zip(names, gaps, strict=True) if gap.startswith(word)] for word in ("快", "持平", "慢")
    )
    (far,) = [gap.removeprefix("慢") for gap in gaps if gap.startswith("慢")]
    assert plain_text(summary.parts) == (
        f"2025年1—9月，{behind[0]}慢于时序进度{far}个百分点，{level[0]}与时序进度持平，{'、'.join(ahead)}快于时序进度。"
    )
    assert [part.origins for part in summary.parts if isinstance(part, Figure)][-1], "the names rest on rows"


def test_many_of_a_kind_are_counted_and_the_few_are_named(example: Store) -> None:
    slugs = selection.indicators_with_progress(example.county.overview, example.county)
    paces = progress_of(example, *slugs).of(example.county.code)
    said = plain_text(progress_section.summary(paces).parts)
    count = {word: [p for p in paces if p.ahead["word"] == word] for word in ("快于", "持平", "慢于")}
    assert said.startswith(f"2025年1—9月，有年度目标的{len(paces)}项指标中，{len(count['慢于'])}项慢于时序进度，")
    assert "、".join(p.done["label"] for p in count["持平"]) + "与时序进度持平" in said
    assert said.endswith(f"{len(count['快于'])}项快于时序进度；其中按较早月份计的：生态产品经营收入（2025年1—8月）。")


def test_a_name_has_the_month_that_it_is_of(example: Store) -> None:
    late = progress_section.summary(progress_of(example, "eco_income", "afforestation").of(example.county.code))
    assert plain_text(late.parts) == "2025年1—9月，生态产品经营收入（2025年1—8月）、造林面积快于时序进度。"


def test_a_county_without_targets_says_so_in_one_line(xiajiang: Store) -> None:
    known = xiajiang.known(period="2024")
    slugs = selection.indicators_listed(xiajiang.county.campaign("clusters"), xiajiang.county)
    frame = figure_frame.figure_frame(known)
    nothing = YearProgress(xiajiang.county, frame[frame["doubt"] == ""], slugs, periods.parse("2024"))
    assert progress_section.progress_table(nothing) is None
    assert named_conclusions.conclusion(nothing) == []


def test_a_light_that_the_gap_does_not_explain_says_why(example: Store) -> None:
    """0.6 behind is red where 4.0 behind is yellow: five months in a row."""
    slow = progress_of(example, "approvals")
    said = progress_section.summary(slow.of(example.county.code))
    assert plain_text(said.parts).startswith("办结审批事项（2025年1—9月）累计") and "1项" not in plain_text(said.parts)
    assert "慢于时序进度0.6个百分点（时序进度75.0%）" in plain_text(said.parts)
    assert plain_text(said.parts).endswith("■红灯（连续5个月落后）。")
    table = progress_section.progress_table(slow)
    assert table is not None
    (row,) = table.rows
    light = next(cell for cell, column in zip(row, table.columns, strict=True) if column.name == "灯")
    assert plain_text(light.parts) == "■红灯（5个月）"
    assert "灯后括号内为连续落后的月数" in plain_text(table.notes[0])
    (months,) = [part for part in light.parts if isinstance(part, Figure)]
    assert months.origins and months.label.endswith("连续落后月数")


def test_where_all_are_alike_they_are_said_together(example: Store) -> None:
    slow = progress_of(example, "talents", "trainees", "urban_jobs", "approvals")
    few = progress_section.summary(replace(slow, slugs=("talents", "trainees")).of(example.county.code))
    county = [pace.gap.text for pace in slow.of(example.county.code)]
    assert plain_text(few.parts) == f"2025年1—9月，引进人才{county[0]}，职业技能培训{county[1]}。"
    every = progress_section.summary(slow.of(example.county.code))
    assert plain_text(every.parts) == "2025年1—9月，有年度目标的4项指标都慢于时序进度。"


def test_the_worst_light_stands_first_and_equal_ones_in_their_order(progress: YearProgress) -> None:
    table = progress_section.progress_table(progress)
    assert table is not None
    lights = [row[[column.name for column in table.columns].index("灯")] for row in cells(table)]
    severity = [["●绿灯", "○待核", "▲黄灯", "■红灯"].index(light.partition("（")[0]) for light in lights]
    assert severity == sorted(severity, reverse=True) and len(set(severity)) > 1
    declared = [progress.county.by_slug[slug].name for slug in progress.slugs]
    for one, other, same in zip(cells(table), cells(table)[1:], [a == b for a, b in pairwise(severity)], strict=False):
        assert not same or declared.index(one[0].partition("（")[0]) < declared.index(other[0].partition("（")[0])


def test_a_bar_beside_the_rate_has_its_stroke_at_the_pace(example: Store) -> None:
    slow = progress_of(example, "signed_investment")
    table, (pace,) = progress_section.progress_table(slow), slow.of(slow.county.code)
    assert table is not None and pace.due.value is not None
    (bar,) = [part for cell in table.rows[0] for part in cell.parts if isinstance(part, Bar)]
    done = pace.figure("completed").value
    assert done is not None and bar.bar == pytest.approx(float(done) / 100)
    assert bar.stroke == pytest.approx(float(pace.due.value) / 100) and bar.bar < float(pace.due.value) / 100
    assert bar.colour == pace.light.colour


def test_a_result_beyond_its_target_is_the_longest_bar(example: Store) -> None:
    over = progress_of(example, "visits").of(example.county.code)
    (pace,) = [
        replace(pace, completed={**pace.completed, "value": 125.0, "low": 125.0, "high": 125.0}) for pace in over
    ]
    longest = progress_section.longest_bar([pace])
    assert longest == 125
    (bar,) = progress_section.pace_bar(pace, longest)
    assert bar.bar == 1 and bar.stroke is not None and pace.due.value is not None
    assert bar.stroke == pytest.approx(float(pace.due.value) / 125)
    assert progress_section.longest_bar([]) == 100, "the target is never beyond the cell"


def test_the_unit_responsible_is_named_without_its_county(example: Store) -> None:
    table = progress_section.progress_table(progress_of(example, "visits", "approvals"))
    assert table is not None
    place = [column.name for column in table.columns].index("责任单位")
    assert {row[place] for row in cells(table)} == {"文化广电旅游局", "行政审批局"}
    progress = progress_of(example, "visits")
    unknown = replace(progress, county=progress.county.model_copy(update={"units": ()}))
    without = progress_section.progress_table(unknown)
    assert without is not None and "责任单位" not in [column.name for column in without.columns]


def test_money_is_in_one_unit_and_its_whole_number_is_kept(example: Store) -> None:
    table = progress_section.progress_table(progress_of(example, "signed_investment", "project_investment", "talents"))
    assert table is not None
    units = {row[0].partition("（")[0]: row[0].partition("（")[2] for row in cells(table)}
    assert units == {"签约项目总投资": "亿元）", "重点项目完成投资": "亿元）", "引进人才": "人）"}
    (target, done) = [cell.parts[0] for cell in table.rows[0][1:3]]
    assert isinstance(target, Figure) and isinstance(done, Figure)
    assert (done.text, done.full) == ("78.2", "781798万元") and target.unit == "亿元"
