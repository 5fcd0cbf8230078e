"""Markdown parser: cells of a notebook as headings, paragraphs, list items and tables."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import mistune

from ..base.errors import DataError
from . import pieces
from .blocks import Block, Heading, Sentence, Table
from .pieces import Cell, Column, Part, Parts, Strong

_markdown = mistune.create_markdown(renderer=None, plugins=["table"])


def blocks_from_markdown(source: str, place: str) -> Iterator[Block]:
    """Yield the blocks of a Markdown cell; `place` names the cell in messages.

    Raises
    ------
    DataError
        The cell has an image, raw HTML, or another kind of Markdown that no briefing prints.
    """
    tokens = _markdown(source)
    for token in tokens if isinstance(tokens, list) else []:
        yield from _token(token, place)


def _token(token: Mapping[str, Any], place: str) -> Iterator[Block]:
    match token["type"]:
        case "heading":
            if token["attrs"]["level"] > 1:
                text = pieces.plain_text(_inline(token["children"], place))
                yield Heading(level=token["attrs"]["level"] - 1, text=text)
        case "paragraph" | "block_text":
            yield Sentence(parts=_inline(token["children"], place))
        case "list":
            for item in token["children"]:
                for child in item["children"]:
                    for block in _token(child, place):
                        yield block.model_copy(update={"style": "item"}) if isinstance(block, Sentence) else block
        case "block_quote":
            for child in token["children"]:
                yield from _token(child, place)
        case "table":
            yield _table(token, place)
        case "blank_line" | "thematic_break":
            return
        case kind:
            raise DataError(place, "简报不支持这种 Markdown", kind, "请用段落、标题、列表或表格。")


def _inline(tokens: list[Mapping[str, Any]], place: str) -> Parts:
    parts: list[Part] = []
    for token in tokens:
        match token["type"]:
            case "text" | "codespan":
                parts.append(token["raw"])
            case "softbreak" | "linebreak":
                continue
            case "strong" | "emphasis":
                parts.append(Strong(strong=pieces.plain_text(_inline(token["children"], place))))
            case "link":
                parts += _inline(token["children"], place)
            case kind:
                raise DataError(place, "简报的文字里不支持", kind, "请改用文字，图表请用 charts。")
    return tuple(parts)


def _table(token: Mapping[str, Any], place: str) -> Table:
    head, *rest = token["children"]
    columns = tuple(Column(name=pieces.plain_text(_inline(cell["children"], place))) for cell in head["children"])
    rows = [row for part in rest for row in part["children"]]
    cells = tuple(tuple(Cell(parts=_inline(cell["children"], place)) for cell in row["children"]) for row in rows)
    return Table(title=(), columns=columns, rows=cells)
