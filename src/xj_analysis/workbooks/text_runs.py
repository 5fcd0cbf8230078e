"""Texts of several runs: what is raised, struck through or hidden is not part of a number beside it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from itertools import pairwise
from typing import Literal

from .grid import GridCell

Style = Literal["", "raised", "lowered", "struck", "faint"]
Run = tuple[str, Style]
"""A part of a text, and how it differs from plain text."""
Text = str | GridCell
"""A text, or the cell of one that must not be read as a number."""

_RAISED = str.maketrans("0123456789+-=()", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾")
_LOWERED = str.maketrans("0123456789+-=()", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎")
_APART = {"raised", "lowered"}
_SMALLEST = 2
_WHITE = re.compile(r"#?(?:[0-9a-f]{2})?f{6}|#fff|white|rgb\(255,255,255\)", re.IGNORECASE)


def joined(runs: Iterable[Run]) -> Text:
    """Return the text of runs, its raised and lowered digits as such.

    A cell that nothing is to be read from comes back where a raised or lowered digit stands at another (``raised``),
    or where a part is struck through (``struck``) or hidden (``faint``) and the whole holds a digit.

    Examples
    --------
    >>> joined([("面积（m", ""), ("2", "raised"), ("）", "")]), joined([("9.", ""), ("5", "")])
    ('面积（m²）', '9.5')
    >>> cell = joined([("9.5", ""), ("1", "raised")])
    >>> cell.kind, cell.text
    ('raised', '9.5¹')
    >>> joined([("9.5", "struck"), ("10.1", "")]).kind, joined([("示例", "faint"), ("镇", "")])
    ('struck', '示例镇')
    """
    runs = [run for run in runs if run[0]]
    styles = {style for words, style in runs if words.strip()}
    text = "".join(_shown(words, style) for words, style in runs)
    if any(sign.isdigit() for sign in text):
        if "struck" in styles:
            return GridCell(text, "struck")
        if "faint" in styles:
            return GridCell(text, "faint")
    written = [(words.strip(), style) for words, style in runs if words.strip()]
    for (left, one), (right, other) in pairwise(written):
        if one != other and {one, other} & _APART and _in_number(left[-1]) and _in_number(right[0]):
            return GridCell(text, "raised")
    return text


def style_of(
    *, raised: bool = False, lowered: bool = False, struck: bool = False, color: str = "", points: float | None = None
) -> Style:
    """Return the style of a run by its properties; one as white as paper, or too small to be seen, is hidden.

    Examples
    --------
    >>> style_of(color="FFFFFFFF"), style_of(points=1), style_of(raised=True, struck=True), style_of(color="#FFFF00")
    ('faint', 'faint', 'struck', '')
    """
    if struck:
        return "struck"
    if _WHITE.fullmatch(color.replace(" ", "")) or (points is not None and points < _SMALLEST):
        return "faint"
    return "raised" if raised else "lowered" if lowered else ""


class XlsxRuns:
    """The runs of the text of one string of an .xlsx file, gathered while it is parsed; phonetic text is left out."""

    TAGS = frozenset({"si", "is", "r", "rPh", "t", "vertAlign", "sz", "strike", "color"})
    """Elements to take."""

    def __init__(self) -> None:
        self.runs: list[Run] = []
        self._of: dict[str, str] = {}
        self._phonetic = False

    def start(self, tag: str, attrs: Mapping[str, str]) -> None:
        """Take the start of an element."""
        match tag:
            case "si" | "is":
                self.runs, self._of = [], {}
            case "r":
                self._of = {}
            case "rPh":
                self._phonetic = True
            case "vertAlign" | "sz":
                self._of[tag] = attrs.get("val", "")
            case "strike" if attrs.get("val", "1") not in ("0", "false"):
                self._of[tag] = "1"
            case "color":
                themed = attrs.get("theme") == "0" and float(attrs.get("tint", "0")) == 0
                white = themed or attrs.get("indexed") in ("1", "9")
                self._of[tag] = "white" if white else attrs.get("rgb", "")

    def end(self, tag: str, words: str) -> None:
        """Take the end of an element, with its text."""
        if tag == "rPh":
            self._phonetic = False
        elif tag == "t" and not self._phonetic:
            of = self._of
            style = style_of(
                raised=of.get("vertAlign") == "superscript", lowered=of.get("vertAlign") == "subscript",
                struck="strike" in of, color=of.get("color", ""), points=float(of["sz"]) if of.get("sz") else None,
            )  # fmt: skip
            self.runs.append((unescaped(words), style))

    def text(self) -> Text:
        """Return the text of the string that has ended."""
        return joined(self.runs) if len(self.runs) != 1 or self.runs[0][1] else self.runs[0][0]


_ESCAPED = re.compile("_x(?![Dd][89A-Fa-f])([0-9A-Fa-f]{4})_")


def unescaped(words: str) -> str:
    """Return a text with the characters that XML cannot hold, which Excel writes as ``_x0007_``."""
    return _ESCAPED.sub(lambda match: chr(int(match[1], 16)), words) if "_x" in words else words


def _shown(words: str, style: Style) -> str:
    return words.translate(_RAISED if style == "raised" else _LOWERED) if style in _APART else words


def _in_number(sign: str) -> bool:
    """Whether a sign is a digit, or one that stands between digits."""
    return sign.isdigit() or sign in ".,，．"
