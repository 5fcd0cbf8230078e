"""Test texts with quantities annotated by hand, and the agreement of a reading with the annotations.

A mark is ``{span}`` (number and unit as they stand, exact), ``{span|hedge}``, or ``{span|value|unit|hedge}``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

FOLDER = Path(__file__).parents[1] / "texts" / "marked"
FILES = ("bulletins.txt", "reports.txt", "features.txt", "summaries.txt", "notices.txt", "heldout.txt")
_MARK = re.compile(r"\{([^{}|]+)(?:\|([^{}|]*))?(?:\|([^{}|]*)\|([^{}|]+))?\}")
_PLAIN = re.compile(r"(-?[0-9]+(?:\.[0-9]+)?)(\D.*)?")

Mark = tuple[int, int, Decimal, str, str]
"""Start, end, value, unit, hedge."""


@dataclass(frozen=True)
class Marked:
    """A text without its marks, and the marks."""

    name: str
    text: str
    marks: tuple[Mark, ...]


@dataclass(frozen=True)
class Score:
    """Numbers of marks, of mentions read, of those that agree (span, value, unit), and of agreeing hedges."""

    marked: int
    read: int
    agreed: int
    hedged: int

    @property
    def precision(self) -> float:
        return self.agreed / self.read

    @property
    def recall(self) -> float:
        return self.agreed / self.marked

    @property
    def hedges(self) -> float:
        return self.hedged / self.agreed


def parse(name: str, marked: str) -> Marked:
    """Return a text without its marks, and the marks."""
    pieces, marks, done, length = [], [], 0, 0
    for match in _MARK.finditer(marked):
        before, span = marked[done : match.start()], match[1]
        pieces += [before, span]
        start = length + len(before)
        length = start + len(span)
        done = match.end()
        marks.append((start, length, *_content(span, match[2], match[3], match[4])))
    return Marked(name, "".join([*pieces, marked[done:]]), tuple(marks))


def _content(span: str, first: str | None, unit: str | None, hedge: str | None) -> tuple[Decimal, str, str]:
    if unit is not None and hedge is not None and first is not None:
        return Decimal(first), unit, hedge
    plain = _PLAIN.fullmatch(span)
    assert plain, f"give value and unit of {span}"
    return Decimal(plain[1]), plain[2] or "", first or "exact"


def texts(*files: str) -> Iterator[Marked]:
    """Yield the texts of files in ``tests/texts/marked``."""
    for file in files:
        for part in (FOLDER / file).read_text(encoding="utf-8").split("\n=== ")[1:]:
            name, _, body = part.partition("\n")
            yield parse(f"{file} {name}", body)


def compare(marked: Marked, read: Iterable[Mark]) -> tuple[Score, list[str]]:
    """Score a reading, and list where it differs."""
    whole = {mark[:4]: mark[4] for mark in marked.marks}
    mentions = {mark[:4]: mark[4] for mark in read}
    both = whole.keys() & mentions.keys()
    differing = [f"{marked.name}: missed {_show(marked, m)}" for m in sorted(whole.keys() - both)]
    differing += [f"{marked.name}: false {_show(marked, m)}" for m in sorted(mentions.keys() - both)]
    differing += [
        f"{marked.name}: {_show(marked, m)} hedge {mentions[m]}, marked {whole[m]}"
        for m in sorted(both) if mentions[m] != whole[m]
    ]  # fmt: skip
    return Score(len(whole), len(mentions), len(both), sum(whole[m] == mentions[m] for m in both)), differing


def total(scores: Iterable[Score]) -> Score:
    """Add scores."""
    each = list(scores)
    return Score(*(sum(getattr(s, name) for s in each) for name in ("marked", "read", "agreed", "hedged")))


def _show(marked: Marked, mark: tuple[int, int, Decimal, str]) -> str:
    start, end, value, unit = mark
    text = marked.text
    return f"{text[max(0, start - 8) : start]}[{text[start:end]}]{text[end : end + 6]} = {value} {unit}"
