"""清单表: every checklist under its heading, every unit once, however many; none is refused."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any, cast

import pytest

from support.checklist_rows import DAY, LEDGERS
from support.planted_county import Made
from xj_analysis.base.errors import UsageError
from xj_analysis.briefing.briefing import Briefing
from xj_analysis.briefing.instruments.checklist_board import ChecklistBoard
from xj_analysis.briefing.sheets.checklist_sheet import checklist_sheet
from xj_analysis.document.blocks import Block, Heading, Table
from xj_analysis.document.pieces import plain_text


def boards(made: Made) -> list[ChecklistBoard]:
    return [ChecklistBoard(made.county, made.shape(slug), made.rows(slug), DAY) for slug in LEDGERS]


def sheet(*held: ChecklistBoard) -> list[Block]:
    return list(checklist_sheet(cast("Briefing", cast("Any", SimpleNamespace(checklists=[*held])))))


def test_each_checklist_has_a_heading_and_all_its_units(kept: Made) -> None:
    held = boards(kept)
    blocks = sheet(*held)
    assert [block.text for block in blocks if isinstance(block, Heading)] == [board.title for board in held]
    words = ["".join(plain_text(cell.parts) for cell in row) for block in blocks if isinstance(block, Table)
             for row in block.rows]  # fmt: skip
    for board in held:
        assert all(any(name in each for each in words) for name in board.rows["name"])


def test_it_has_what_else_the_ledger_says_of_an_estate(kept: Made) -> None:
    table = next(block for block in sheet(*boards(kept)) if isinstance(block, Table))
    names = [column.name for column in table.columns]
    assert {"建成年代", "栋数（栋）", "户数（户）", "面积（万平方米）", "总投资（万元）", "工程量（%）"} <= {*names}


def test_without_a_checklist_it_is_refused_and_one_without_rows_is_left_out(kept: Made) -> None:
    first, *rest = boards(kept)
    empty = ChecklistBoard(first.county, first.shape, first.rows.head(0), DAY)
    assert len([block for block in sheet(empty, *rest) if isinstance(block, Heading)]) == len(rest)
    for held in ([], [empty]):
        with pytest.raises(UsageError, match="没有清单的台账"):
            sheet(*held)
