"""Then → now: the lights that turned by name, the table of both periods, and what cannot be compared."""

from __future__ import annotations

import dataclasses

import pytest

from support.county_folder import REPO
from support.progress_tables import cells, progress_of
from xj_analysis import Briefing
from xj_analysis.briefing.absence import Absence
from xj_analysis.briefing.period_before import PeriodBefore
from xj_analysis.briefing.sections.then_and_now import ThenAndNow
from xj_analysis.briefing.year_progress import YearProgress
from xj_analysis.document.blocks import CellBlock, Sentence, Table, figures_of
from xj_analysis.document.pieces import Light, plain_text
from xj_analysis.quantity import periods
from xj_analysis.store.store import Store

TURNED = ("approvals", "school_places", "tourism_income", "fiscal_revenue", "nursing_beds", "farmland")


def shown(progress: YearProgress, listed: tuple[str, ...], previous: YearProgress | None = None) -> list[CellBlock]:
    return ThenAndNow(PeriodBefore(progress, previous), listed).blocks()


def words(blocks: list[CellBlock]) -> list[str]:
    return [plain_text(block.parts) for block in blocks if isinstance(block, Sentence)]


def without(store: Store, slug: str, *months: str) -> Store:
    """The county without these months of an indicator."""
    frame = store.frame
    lost = (frame["indicator"] == slug) & frame["period"].isin([f"2025-01/2025-{month}" for month in months])
    return Store(store.county, frame[~lost].reset_index(drop=True))


def test_what_turned_is_named_the_worst_first_with_both_lights(example: Store) -> None:
    progress = progress_of(example, *TURNED)
    sentence, table = shown(progress, TURNED)
    assert words([sentence]) == [
        "与2025年1—8月相比，办结审批事项（连续5个月落后）、新增公办学位由▲黄灯转■红灯；旅游综合收入由●绿灯转▲黄灯；"
        "一般公共预算收入、新增养老床位由■红灯转●绿灯。"
    ]
    assert isinstance(table, Table)
    for row, printed in zip(table.rows, cells(table), strict=True):
        lights = [part.light for part in row[3].parts if isinstance(part, Light)]
        assert (len(lights) == 2) == (printed[0].partition("（")[0] in words([sentence])[0])
        assert len(set(lights)) == len(lights)


def test_both_sides_are_what_is_compared_and_traced(example: Store) -> None:
    progress = progress_of(example, *TURNED)
    (table,) = (block for block in shown(progress, TURNED) if isinstance(block, Table))
    own = [c for c in PeriodBefore(progress).changes if c.now.area == example.county.code]
    rates = [f"{c.then.figure('completed').text}→{c.now.figure('completed').text}" for c in own if c.then]
    assert [row[2] for row in cells(table)] == rates
    assert all(figure.origins and figure.period for figure in figures_of(table))


def test_an_overview_prints_what_it_lists_and_what_turned(example: Store) -> None:
    progress = progress_of(example, *TURNED)
    (table,) = (block for block in shown(progress, ()) if isinstance(block, Table))
    assert [row[0].partition("（")[0] for row in cells(table)] == [
        example.county.by_slug[slug].name for slug in TURNED if slug != "farmland"
    ]


def test_where_no_light_turned_a_line_says_so(example: Store) -> None:
    assert words(shown(progress_of(example, "farmland"), ("farmland",))) == [Absence.LIGHTS_SAME.value]


def test_without_lights_nothing_is_said_of_them(example: Store) -> None:
    county = example.county.model_copy(update={"lights": ()})
    progress = dataclasses.replace(progress_of(example, "farmland"), county=county)
    (table,) = shown(progress, ("farmland",))
    assert isinstance(table, Table) and "灯" not in [column.name for column in table.columns] + list(table.notes)


def test_a_missing_month_is_named_below_the_table_or_instead_of_it(example: Store) -> None:
    store = without(example, "farmland", "08")
    (said,) = shown(progress_of(store, "farmland"), ("farmland",))
    assert words([said]) == ["新建高标准农田缺2025年1—8月的数，不能与上期相比。"]
    both = ("farmland", "tourism_income")
    (table,) = (block for block in shown(progress_of(store, *both), both) if isinstance(block, Table))
    assert len(table.rows) == 1
    assert "；新建高标准农田缺2025年1—8月的数，不能相比" in plain_text(table.notes[0])


def test_the_periods_of_a_row_that_is_late_are_named_in_it(example: Store) -> None:
    both = ("farmland", "tourism_income", "approvals")
    (table,) = (
        block
        for block in shown(progress_of(without(example, "farmland", "09"), *both), both)
        if isinstance(block, Table)
    )
    assert plain_text(table.title) == "较上期（2025年1—8月→2025年1—9月）"
    assert cells(table)[0][0] == "新建高标准农田（亩）（2025年1—7月→2025年1—8月）"


def test_of_the_first_period_of_a_year_nothing_is_printed(example: Store) -> None:
    first = dataclasses.replace(progress_of(example, *TURNED), period=periods.parse("2025-01/2025-02"))
    assert shown(first, TURNED) == []


def test_an_issue_that_printed_the_same_has_nothing_to_compare(example: Store) -> None:
    progress = progress_of(example, *TURNED)
    assert shown(progress, TURNED, progress) == []


@pytest.mark.parametrize("previous", ["", "2025-09-30"])
def test_a_briefing_compares_its_months_with_and_without_an_issue_named(
    previous: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XJ_DATA", str(REPO / "data"))
    made = Briefing("reform", county="example", previous=previous).since_previous()
    assert words(list(made)) == ["与2025年1—8月相比，办结审批事项（连续5个月落后）由▲黄灯转■红灯。"]
    (table,) = (block for block in made if isinstance(block, Table))
    assert [row[0] for row in cells(table)] == ["办结审批事项（件）", "为企业减负（万元）", "平均办理时长（个工作日）"]
