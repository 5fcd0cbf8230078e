"""Markdown cells as blocks, and the Markdown that no briefing prints."""

from __future__ import annotations

import pytest

from support.blocks_to_print import document_of, markdown_cell
from xj_analysis.base.errors import DataError
from xj_analysis.document.blocks import Heading, Sentence, Table
from xj_analysis.document.pieces import Strong


def test_markdown_becomes_typed_blocks() -> None:
    printed = document_of(
        markdown_cell("# 题\n\n## 一、结论\n\n首先**要紧**。\n\n- 甲\n- 乙\n\n|列|值|\n|-|-|\n|子|丑|")
    )
    heading, first, one, two, table = printed.blocks
    assert heading == Heading(level=1, text="一、结论")
    assert first == Sentence(parts=("首先", Strong(strong="要紧"), "。"))
    assert [getattr(item, "style", "") for item in (one, two)] == ["item", "item"]
    assert isinstance(table, Table) and table.rows[0][1].parts == ("丑",)


@pytest.mark.parametrize("text", ["![图](x.png)", "文<b>字</b>", "<div>块</div>", "```\n码\n```"])
def test_what_a_briefing_cannot_print_is_refused(text: str) -> None:
    with pytest.raises(DataError, match=r"笔记本文字格“.+”：简报.*不支持"):
        document_of(markdown_cell(text))
