"""A holiday reported in totals: hedges are kept, and last year's is found by the calendar."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest

from support.county_folder import REPO
from xj_analysis import Briefing
from xj_analysis.base.errors import UsageError
from xj_analysis.briefing.instruments.reported_holiday import reported_holiday
from xj_analysis.document.blocks import Omission, Table, figures_of, text_of
from xj_analysis.quantity.figures import Figure, missing_figure, reported_figure

MAY = "2024-05-01/2024-05-05"


def told(*codes: str) -> Callable[[str], dict[str, Figure]]:
    """Figures of the holidays whose codes are given."""

    def figures(code: str) -> dict[str, Figure]:
        named = {"visits": "万人次", "income": "万元", "each": "元"}
        if code not in codes:
            return {name: missing_figure("无数据", unit=unit) for name, unit in named.items()}
        return {name: reported_figure(Decimal(7), unit, origins=(code,)) for name, unit in named.items()}

    return figures


def test_the_county_of_the_article_has_its_labour_day() -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XJ_DATA", str(REPO / "data"))
        briefing = Briefing("towns", county="xiajiang")
        sentence, table = briefing.holiday(
            MAY, visits="holiday_visits", income="holiday_income", each="spend_per_visit"
        )
    assert "共5天）接待游客约75万人次，收入4800万元，人均约64元；没有上年同一假日的数" in text_of(sentence)
    assert isinstance(table, Table) and len(table.rows) == 1
    assert {origin for figure in figures_of(table) for origin in figure.origins} == {"A10", "A11"}


def test_last_years_stands_beside_it_where_it_was_reported() -> None:
    sentence, table = reported_holiday("2025-01-28/2025-02-04", told("2025-01-28/2025-02-04", "2024-02-10/2024-02-17"))
    assert "上年同一假日（2024年2月10—17日，共8天）" in text_of(sentence) and len(table.rows) == 2  # type: ignore[union-attr]


def test_one_that_is_a_single_day() -> None:
    code = "2025-01-01/2025-01-01"
    assert text_of(reported_holiday(code, told(code))[0]).startswith("元旦（2025年1月1日，共1天）")


def test_without_a_number_there_is_no_sentence_and_no_table() -> None:
    def say(template: str, **slots: Figure) -> Omission:
        return Omission(what=template, reason=slots["visits"].reason)

    (left_out,) = reported_holiday(MAY, told(), say)
    assert isinstance(left_out, Omission) and left_out.reason == "无数据"


@pytest.mark.parametrize("period", ["2024-05-01/2024-05-04", "2024", "", "2024-05-06/2024-05-07"])
def test_a_period_that_is_no_holiday_is_refused(period: str) -> None:
    with pytest.raises(UsageError, match="不是一个假日"):
        reported_holiday(period, told(period))
