"""Quantities as a reader understands a text: those that `xj read` proposes, and all that is vague or needs context."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from . import counting, multiples, spans, vague
from .amounts import NumberMention
from .masks import mask_non_quantities, reading_text
from .quantities import placed, quantities_in_masked

_MINUS = re.compile(r"(?<![正担抱肩欠背自胜])负$")
_AROUND = (("", ""), ("共", ""), ("上", ""), ("指数为", ""), ("连续", ""), ("新增", "项目"))
"""Words between which any number is one."""


def stated_quantities(text: str, names: Iterable[str] = ()) -> list[NumberMention]:
    """Return every quantity that a text states, in order of its place.

    Parameters
    ----------
    text
        Running text.
    names
        Names with digits that are no quantities (“5+2”).

    Examples
    --------
    >>> [text.unit for text in stated_quantities("新增三个项目，惠及数百户，产值翻一番，占27%")]
    ['个', '户', '%', '%']
    >>> [str(each.value) for each in stated_quantities("负百分之二，肩负两项任务，负3%")]
    ['-2', '-3']
    """
    plain, places = reading_text(text)
    masked = mask_non_quantities(plain, names)
    found = [*vague.find_vague(masked), *quantities_in_masked(masked), *multiples.find_multiples(masked)]
    found += [*counting.find_counting(masked), *spans.find_spans(masked)]
    return placed([_signed(masked, mention) for mention in _apart(found)], places)


def quantities_of_figure(text: str) -> list[NumberMention]:
    """Return the quantities of words that are known to be a number, so that no context need tell (三个, 95.5).

    Examples
    --------
    >>> [(str(each.value), each.unit) for text in ("三个", "37家", "95.5") for each in quantities_of_figure(text)]
    [('3', '个'), ('37', '家'), ('95.5', '')]
    >>> stated_quantities("三个"), quantities_of_figure("（无数据）")
    ([], [])
    """
    for lead, noun in _AROUND:
        found = stated_quantities(f"{lead}{text}{noun}")
        if found and found[-1].end <= len(lead + text):
            return [replace(each, start=max(0, each.start - len(lead)), end=each.end - len(lead)) for each in found]
    return []


def _signed(text: str, mention: NumberMention) -> NumberMention:
    """Return a mention with the minus that is written as a word (负百分之二)."""
    if not _MINUS.search(text[max(0, mention.start - 2) : mention.start]):
        return mention
    return replace(mention, start=mention.start - 1, value=-mention.value, interval=None)


def _apart(mentions: Iterable[NumberMention]) -> list[NumberMention]:
    by_span: dict[tuple[int, int], NumberMention] = {}
    for mention in mentions:
        by_span.setdefault((mention.start, mention.end), mention)
    return [by_span[span] for span in apart(by_span)]


def apart(spans: Iterable[tuple[int, int]], taken: Iterable[tuple[int, int]] = ()) -> list[tuple[int, int]]:
    """Return spans in order, without those that overlap one of `taken`, or a longer one.

    Examples
    --------
    >>> apart([(0, 2), (1, 4), (5, 6), (7, 9)], taken=[(8, 9)])
    [(1, 4), (5, 6)]
    """
    kept: list[tuple[int, int]] = []
    held = {place for span in taken for place in range(*span)}
    for span in sorted(spans, key=lambda each: each[0] - each[1]):
        if held.isdisjoint(range(*span)):
            held.update(range(*span))
            kept.append(span)
    return sorted(kept)
