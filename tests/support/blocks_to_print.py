"""Blocks, notebook cells and documents for tests: a masthead, sources, and text that looks like markup."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from xj_analysis.document import document
from xj_analysis.document.blocks import (
    MIMETYPE,
    Block,
    CellBlock,
    Heading,
    Masthead,
    Note,
    Omission,
    Sentence,
    Sources,
    Table,
    block_to_json,
)
from xj_analysis.document.document import Document
from xj_analysis.document.pieces import Cell, Column, ObservationRow, SourceRow
from xj_analysis.quantity.figures import Figure

EVIL = '<script>alert(1)</script><img src=x onerror=alert(1)>"\'&{{7*7}}#read("/etc/passwd")'


def masthead(**changed: Any) -> Masthead:
    fields: dict[str, Any] = {
        "county": "示例县", "county_slug": "shili", "campaign": "旅游", "slug": "tourism", "title": "示例县旅游攻坚战",
        "banner": "虚构示例，数据均为编造，不代表任何真实地方", "period": "2024", "period_label": "2024年",
        "known_at": "2024-07-15", "known_at_label": "2024年7月15日", "edition": "internal",
    }  # fmt: skip
    return Masthead(**{**fields, **changed})


def evil() -> Document:
    figure = Figure(text=EVIL, label=EVIL, formula=EVIL)
    blocks = (
        Heading(level=1, text=EVIL),
        Sentence(parts=(EVIL, figure)),
        Table(title=(EVIL,), columns=(Column(name=EVIL),), rows=((Cell(parts=(figure,)),),), notes=((EVIL,),)),
        Note(label=EVIL, parts=(EVIL,)),
    )
    return Document(masthead=masthead(title=EVIL, campaign=EVIL, flags=(EVIL,)), blocks=blocks)


def markdown_cell(source: str, *tags: str) -> dict[str, Any]:
    """A Markdown cell."""
    return {"cell_type": "markdown", "source": source, "metadata": {"tags": list(tags)}}


def code_cell(*blocks: CellBlock, **data: Any) -> dict[str, Any]:
    """An executed code cell with blocks as outputs, and one more output of `data` by mimetype."""
    outputs: list[dict[str, Any]] = [{"data": {MIMETYPE: block_to_json(block)}} for block in blocks]
    return {
        "cell_type": "code",
        "source": "x",
        "metadata": {},
        "outputs": [*outputs, *([{"data": data}] if data else [])],
    }


def document_of(*cells: dict[str, Any]) -> document.Document:
    """The document of a notebook with a masthead and `cells`, whatever it prints."""
    return document.read_notebook({"cells": [code_cell(masthead()), *cells]})


def source(name: str) -> SourceRow:
    """A row of the sources section."""
    return SourceRow(
        id=name,
        title=f"来源{name}",
        publisher="统计局",
        published="2024-06-30",
        published_label="2024年6月30日",
        address="出处待补",
        strength="原始发布",
        archived="",
        sha256="0" * 64,
    )


def printable(blocks: Iterable[CellBlock]) -> tuple[Block, ...]:
    """The blocks that a document of them prints."""
    return tuple(block for block in blocks if not isinstance(block, Omission))


def catalogue() -> Sources:
    """Sources a, b and c with an observation each: a1, b1 and c1."""
    rows = tuple(
        ObservationRow(id=f"{name}1", source=name, locator="第2行", label="指标", text="1个") for name in "abc"
    )
    return Sources(sources=tuple(source(name) for name in "abc"), observations=rows)
