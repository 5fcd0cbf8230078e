"""Faults of layout on paper: what stands alone at the end of a page, is torn, cut or printed over.

The pages are read back from the PDF, its tags tell rows, headings, notes and sources, its boxes where they stand.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from support.paper import Element, Line, Paper, read_paper

__all__ = ["LayoutFault", "layout_faults"]

MM = 72 / 25.4
LEFT, RIGHT, TOP, BOTTOM = 28 * MM, (210 - 26) * MM, (297 - 37) * MM, 35 * MM
"""The text block of GB/T 9704."""

_SMALL = 10.0
"""Letters of notes and sources are smaller, in points."""

_MOST_LINES = 12
"""A longer note may go on on the next page."""

_SLACK = 2.0
_WORDS = re.compile(
    "指标|目标|进度|时序|年度|累计|完成|同比|增长|来源|数值|单位|位次|快慢|期间|推算|区间|误差|贡献|地区|权重|变动|"
    "乡镇|口径|服务|要点|落后|人口|流量|经济|总量|发展|质量|指数|产业|收入|税收|责任|攻坚"
)
_HAN = re.compile("[\u4e00-\u9fff]")


class LayoutFault(NamedTuple):
    """One fault: its kind, the page counted from 1, and the words."""

    kind: str
    page: int
    words: str


def layout_faults(content: bytes) -> list[LayoutFault]:
    """Return the faults of a PDF."""
    paper = read_paper(content)
    found = [*_of_tables(paper), *_of_blocks(paper), *_of_pages(paper), *_of_words(paper)]
    return sorted(set(found), key=lambda fault: (fault.page, fault.kind, fault.words))


def _fault(kind: str, element: Element, page: int | None = None) -> LayoutFault:
    return LayoutFault(kind, (element.pages[-1] if page is None else page) + 1, element.text[:24])


def _of_tables(paper: Paper) -> Iterator[LayoutFault]:
    for table in (block for block in paper.blocks if block.kind == "Table"):
        heads = [row for part in table.of_kind("THead") for row in part.of_kind("TR")]
        columns = max((len(row.below) for row in heads), default=1)
        rows = [row for part in table.of_kind("TBody") for row in part.of_kind("TR") if row.lines]
        notes = [row for row in rows if len(row.below) == 1 < columns]
        body = [row for row in rows if row not in notes]
        yield from (_fault("row split", row) for row in body if len(row.pages) > 1)
        if not body:
            continue
        first, last = body[0].pages[0], body[-1].pages[-1]
        yield from (_fault("header alone", row) for row in heads if row.pages and row.pages[0] != first)
        for caption in table.of_kind("Caption"):
            if caption.pages != [first]:
                yield _fault("header alone", caption)
        by_page = Counter(row.pages[0] for row in body)
        if len(by_page) > 1:
            for page in (page for page, number in by_page.items() if number == 1):
                yield _fault("orphaned row", next(row for row in body if row.pages[0] == page), page)
        yield from (_fault("note apart", note) for note in notes if not _follows(note, last))
        for cell in (cell for row in heads for cell in row.below if cell.lines):
            if _broken(cell):
                yield _fault("heading broken", cell)


def _broken(cell: Element) -> bool:
    """Whether a heading parts a word: one character stands alone, or a common word is on two lines."""
    lines: dict[int, str] = {}
    for line in sorted(cell.lines, key=lambda line: (-line.bottom, line.left)):
        near = next((base for base in lines if abs(base - line.bottom) < line.size / 2), round(line.bottom))
        lines[near] = lines.get(near, "") + line.text
    texts = list(lines.values())
    alone = len(texts) > 1 and any(len(text) == 1 and _HAN.match(text) for text in texts)
    return alone or any(
        match.start() < len(before) < match.end()
        for before, after in pairwise(texts)
        for match in _WORDS.finditer(before + after)
    )


def _is_source(block: Element) -> bool:
    return block.kind == "P" and block.size < _SMALL and bool(re.match(r"\[[0-9]+\]", block.text))


def _is_note(block: Element) -> bool:
    return block.kind == "P" and block.size < _SMALL and not _is_source(block)


def _follows(note: Element, page: int) -> bool:
    return note.pages[0] == page and (len(note.pages) == 1 or len(note.lines) > _MOST_LINES)


def _of_blocks(paper: Paper) -> Iterator[LayoutFault]:
    above = None
    for before, block in pairwise(paper.blocks):
        if re.fullmatch("H[1-6]", before.kind) and block.pages[0] != before.pages[-1]:
            yield _fault("heading at the foot", before)
        if not _is_note(block):
            above = None
        elif before.kind in ("Table", "Div"):
            above = before.pages[-1]
        if above is not None and not _follows(block, above):
            yield _fault("note apart", block)
    for block in paper.blocks:
        if _is_source(block) and len(block.pages) > 1:
            yield _fault("source split", block)


def _of_pages(paper: Paper) -> Iterator[LayoutFault]:
    """Pages that end early: the last of the body and of the whole may, but not with next to nothing."""
    lines = [line for block in paper.blocks for line in block.lines]
    annexes = [block.pages[0] for block in paper.blocks if block.kind == "H2" and block.text.startswith("附件")]
    ends = {len(paper.lines) - 1, *(page - 1 for page in annexes[:1])}
    for page in range(len(paper.lines)):
        lowest = min((line.bottom for line in lines if line.page == page), default=TOP)
        filled = (TOP - lowest) / (TOP - BOTTOM)
        if page not in ends and filled < 0.5:
            yield LayoutFault("half-empty page", page + 1, f"{filled:.0%}")
        if page > 0 and page == len(paper.lines) - 1 and filled <= 0.1:
            yield LayoutFault("last page", page + 1, f"{filled:.0%}")


def _of_words(paper: Paper) -> Iterator[LayoutFault]:
    """Words of the text block; below it only the foot of the page, which has no tag, may stand."""
    tagged = {line for block in paper.blocks for line in block.lines}
    for page, lines in enumerate(paper.lines):
        inside = [line for line in lines if line.top > BOTTOM + _SLACK or line in tagged]
        for line in inside:
            if line.left < LEFT - _SLACK or line.right > RIGHT + _SLACK or line.top > TOP + _SLACK:
                yield LayoutFault("outside the text block", page + 1, line.text[:24])
            if line.bottom < BOTTOM - _SLACK:
                yield LayoutFault("outside the text block", page + 1, line.text[:24])
        drawn = set(paper.drawings[page])
        written = sorted((line for line in inside if line not in drawn), key=lambda line: line.bottom)
        for place, line in enumerate(written):
            for other in written[place + 1 :]:
                if other.bottom >= line.top:
                    break
                if _over(line, other):
                    yield LayoutFault("words overlap", page + 1, f"{line.text[:12]} / {other.text[:12]}")


def _over(line: Line, other: Line) -> bool:
    wide = min(line.right, other.right) - max(line.left, other.left)
    high = min(line.top, other.top) - max(line.bottom, other.bottom)
    return wide > _SLACK and high > 0.25 * min(line.top - line.bottom, other.top - other.bottom)
