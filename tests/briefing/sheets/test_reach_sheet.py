"""服务圈 as a sheet: tables, and a map of each kind that is for the old or the small."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace
from typing import Any, cast

import pandas as pd
import pytest

from support.planted_county import Made
from xj_analysis.base.errors import UsageError
from xj_analysis.briefing.briefing import Briefing
from xj_analysis.briefing.instruments.reach_board import ReachBoard
from xj_analysis.briefing.sheets.reach_sheet import reach_sheet
from xj_analysis.briefing.sheets.sheet_kinds import sheet_kind
from xj_analysis.document.blocks import Block, Chart, Sentence, Table
from xj_analysis.document.pieces import plain_text


def sheet(made: Made, rows: pd.DataFrame) -> list[Block]:
    beside = {"population_points": (made.shape("population_points"), made.rows("population_points"))}
    board = ReachBoard(made.county, made.shape("facilities"), rows, date(2025, 9, 30), None, beside)
    return list(reach_sheet(cast("Briefing", cast("Any", SimpleNamespace(reach=board)))))


def test_a_sentence_two_tables_and_a_map_of_each_kind_that_serves_a_group(kept: Made) -> None:
    sentence, *tables, old, small = sheet(kept, kept.rows("facilities"))
    assert isinstance(sentence, Sentence) and all(isinstance(table, Table) for table in tables) and len(tables) == 2
    assert isinstance(old, Chart) and "养老院" in plain_text(old.title)
    assert isinstance(small, Chart) and "托育机构" in plain_text(small.title)


def test_without_such_a_kind_the_map_is_of_the_one_that_reaches_least(kept: Made) -> None:
    rows = kept.rows("facilities")
    *_, table, chart = sheet(kept, rows[rows["kind"].isin(["学校", "卫生院"])])
    assert isinstance(table, Table) and isinstance(chart, Chart) and "学校" in plain_text(chart.title)


def test_a_ledger_without_rows_is_refused_and_the_public_may_have_the_sheet(kept: Made) -> None:
    with pytest.raises(UsageError, match="没有一行"):
        sheet(kept, kept.rows("facilities").head(0))
    sheet_kind("reach").require_edition("public")
