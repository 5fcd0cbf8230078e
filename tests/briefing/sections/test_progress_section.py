"""Progress section: the table and the sentences that count it."""

from __future__ import annotations

from support.progress_tables import cells, progress_of
from xj_analysis.briefing import figure_frame
from xj_analysis.briefing.sections import progress_section
from xj_analysis.briefing.year_progress import YearProgress
from xj_analysis.county import selection
from xj_analysis.document.pieces import plain_text
from xj_analysis.quantity import periods
from xj_analysis.quantity.figures import Figure
from xj_analysis.store.store import Store


def test_what_is_known_only_to_an_earlier_month_says_which(example: Store) -> None:
    """One town has not reported its part, so that the county's whole is not known for September."""
    late = progress_of(example, "eco_income", "afforestation")
    table = progress_section.progress_table(late)
    assert table is not None and plain_text(table.title) == "目标进度（2025年1—9月）"
    assert [row[0] for row in cells(table)] == ["生态产品经营收入（万元）（2025年1—8月）", "造林面积（亩）"]


def test_the_conclusion_counts_what_the_table_says(progress: YearProgress) -> None:
    summary, *each = progress_section.conclusion(progress)
    table = progress_section.progress_table(progress)
    assert table is not None
    gaps = [row[5] for row in cells(table)]
    counts = {word: sum(gap.startswith(word) for gap in gaps) for word in ("快", "持平", "慢")}
    assert plain_text(summary.parts) == (
        f"2025年1—9月，有年度目标的4项指标中，{counts['快']}项快于时序进度，"
        f"{counts['持平']}项与时序进度持平，{counts['慢']}项慢于时序进度。"
    )
    assert len(each) == len(gaps)


def test_a_county_without_targets_says_so_in_one_line(xiajiang: Store) -> None:
    known = xiajiang.known(period="2024")
    slugs = selection.indicators_listed(xiajiang.county.campaign("clusters"), xiajiang.county)
    frame = figure_frame.figure_frame(known)
    nothing = YearProgress(xiajiang.county, frame[frame["doubt"] == ""], slugs, periods.parse("2024"))
    assert progress_section.progress_table(nothing) is None
    assert progress_section.conclusion(nothing) == []


def test_a_light_that_the_gap_does_not_explain_says_why(example: Store) -> None:
    """0.6 behind is red where 4.0 behind is yellow: five months in a row."""
    slow = progress_of(example, "approvals")
    (said,) = progress_section.conclusion(slow)
    assert plain_text(said.parts).startswith("办结审批事项（2025年1—9月）累计") and "1项" not in plain_text(said.parts)
    assert "慢于时序进度0.6个百分点（时序进度75.0%）" in plain_text(said.parts)
    assert plain_text(said.parts).endswith("■红灯（连续5个月落后）。")
    table = progress_section.progress_table(slow)
    assert table is not None
    (row,) = table.rows
    light = next(cell for cell, column in zip(row, table.columns, strict=True) if column.name == "灯")
    assert plain_text(light.parts) == "■红灯（连续5个月落后）"
    (months,) = [part for part in light.parts if isinstance(part, Figure)]
    assert months.origins and months.label.endswith("连续落后月数")


def test_where_all_are_alike_they_are_said_together(example: Store) -> None:
    summary = progress_section.conclusion(progress_of(example, "talents", "trainees"))[0]
    assert plain_text(summary.parts) == "2025年1—9月，有年度目标的2项指标都慢于时序进度。"
