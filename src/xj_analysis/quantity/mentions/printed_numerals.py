"""Numerals of printed text, Arabic and Chinese, and structural ones: dates, captions, page numbers, names.

The structural ones are the only numbers that a briefing may print without a figure; they are listed here alone. What
words count is decided by :func:`xj_analysis.quantity.mentions.stated.stated_quantities`, and what they rank by
:func:`xj_analysis.quantity.mentions.ranks.find_rank_words`.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

from ...base.text import visible_signs
from .masks import plain_characters, reading_text
from .ranks import find_rank_words
from .stated import apart, stated_quantities

_YEAR = r"(?:19|20)[0-9]{2}年"
_DAY = r"[0-9]{1,2}月(?:[0-9]{1,2}日)?"
STRUCTURAL = (
    # dates and periods: 2024年6月5日, 2023年1—6月, 2024年5月1—5日, 2023年1月1日—5月15日
    re.compile(
        rf"{_YEAR}(?:[0-9]{{1,2}}月[0-9]{{1,2}}—\s*[0-9]{{1,2}}日|[0-9]{{1,2}}—\s*[0-9]{{1,2}}月|{_DAY}(?:—\s*(?:{_YEAR})?{_DAY})?)?"
    ),
    re.compile(r"—?[0-9]{1,2}月[0-9]{1,2}日"),  # the end of a range, on a line of its own
    re.compile(r"\[[0-9]+(?:-[0-9]+)?(?:,\s*[0-9]+(?:-[0-9]+)?)*\]"),  # source marks: [1-3,5], over two lines too
    re.compile(r"(?m)^[图表][0-9]+(?=\s|中各数的出处|$)"),  # captions
    re.compile(r"(?<=[见如及和与、由据（(])[图表][0-9]{1,2}(?=[，。；：、）)和与及至]|$)"),  # references: 见表1，
    re.compile(r"— ?[0-9]+ ?—"),  # page numbers
)

_ARABIC = re.compile(r"\d+(?:[.．]\d+)?")
_HAN = re.compile("[\u3007\u4e00-\u9fff]")
_PARENTHESISED = re.compile("[\u3220-\u3229]")  # ㈠ is （一）, the mark of a list
_GRADE = re.compile(r"[类级型期档](?!别?有|均)")  # Ⅲ类水质
_NAME = 2  # characters besides its quantities that make words a name


class Numeral(NamedTuple):
    """A numeral as printed, and where it stands in the text."""

    start: int
    text: str

    @property
    def end(self) -> int:
        """The place behind it."""
        return self.start + len(self.text)


def blank_structure(text: str, *, names: Iterable[str] = (), literals: Iterable[str] = ()) -> str:
    """Return `text` with everything structural replaced by NUL; all numerals left must be figures.

    Parameters
    ----------
    text
        Running text.
    names
        Names with digits (“5+2”), declared by the county.
    literals
        Further structural strings: addresses, hashes, titles of sources.

    Examples
    --------
    >>> blank_structure("2023年1—6月“5+2”就业之家共3个[1-3,5]", names=["5+2"]).replace(chr(0), "")
    '“”就业之家共3个'
    """
    text = _blank_words(text, {*names, *literals})
    seen, places = visible_signs(text, keep="\0")
    plain, letters = plain_characters(seen), list(text)
    for pattern in STRUCTURAL:
        for match in pattern.finditer(plain):
            _blank(letters, places[match.start()], places[match.end() - 1] + 1)
            plain = plain[: match.start()] + "\0" * len(match[0]) + plain[match.end() :]
    return "".join(letters)


def _blank_words(text: str, words: Iterable[str]) -> str:
    """Replace `words` by NUL, also where a line breaks or an invisible sign stands inside them."""
    seen, there = visible_signs(text, keep="\0")
    plain = plain_characters(seen)
    bare = "".join(sign for sign in plain if not sign.isspace())
    places = [place for place, sign in zip(there, plain, strict=True) if not sign.isspace()]
    letters = list(text)
    needles, lengths = _needles(frozenset(words))
    for needle in needles[bisect_left(lengths, -len(bare)) :]:  # of a cell most sources' texts are longer
        start = bare.find(needle)
        while start >= 0:
            end = start + len(needle)
            _blank(letters, places[start], places[end - 1] + 1)
            bare = bare[:start] + "\0" * len(needle) + bare[end:]
            start = bare.find(needle, end)
    return "".join(letters)


@lru_cache(maxsize=64)
def _needles(words: frozenset[str]) -> tuple[tuple[str, ...], tuple[int, ...]]:
    """The words as they are looked for, the longest first, and the negatives of their lengths."""
    plain = {"".join(plain_characters(visible_signs(word)[0]).split()) for word in words}
    needles = tuple(sorted(filter(None, plain), key=lambda word: (-len(word), word)))
    return needles, tuple(-len(needle) for needle in needles)


def _blank(letters: list[str], start: int, end: int) -> None:
    letters[start:end] = "\0" * (end - start)


def find_numerals(text: str) -> list[Numeral]:
    """Return the numerals of `text` in order: every Arabic one, and the quantities in Chinese numerals.

    Examples
    --------
    >>> [numeral.text for numeral in find_numerals("约75万人次，增长三成，十五家，一个季度")]
    ['75', '三成', '十五家']
    """
    return list(_numerals(text))


@lru_cache(maxsize=4096)
def _numerals(text: str) -> tuple[Numeral, ...]:
    plain, places = reading_text(text)
    arabic = [match.span() for match in _ARABIC.finditer(plain)]
    signs = [(n, n + 1) for n, sign in enumerate(plain) if not sign.isascii() and _is_numeral_sign(plain, n)]
    found = [*arabic, *signs]
    if _HAN.search(plain):
        words = [*find_rank_words(plain), *((each.start, each.end) for each in stated_quantities(plain))]
        found += apart(words, found)
    return tuple(Numeral(places[start], text[places[start] : places[end - 1] + 1]) for start, end in sorted(found))


def _is_numeral_sign(text: str, place: int) -> bool:
    """Return whether a sign is a numeral in itself (½, ①, Ⅷ), not part of a unit (m²), a mark (㈠) or a grade (Ⅲ类)."""
    sign, category = text[place], unicodedata.category(text[place])
    if category not in ("No", "Nl") or sign == "〇" or _PARENTHESISED.match(sign):
        return False
    if category == "Nl" and _GRADE.match(text, place + 1):
        return False
    exponent = unicodedata.decomposition(sign).startswith(("<super>", "<sub>"))
    return not (exponent and place and text[place - 1].isascii() and text[place - 1].isalpha())


def typed_numerals(text: str, names: Iterable[str] = (), *, structure: bool = True) -> list[str]:
    """Return the numerals that words state by themselves, outside `names`.

    Parameters
    ----------
    text
        Words as a person typed them, or a run of text with NUL in place of its figures.
    names
        Names with numerals (“5+2”) that are no quantities.
    structure
        Whether dates and references to tables and charts are left out; in a template they are not.

    Examples
    --------
    >>> typed_numerals("2024年占三成，见表1。"), typed_numerals("2024年“5+2”行动", ["5+2"], structure=False)
    (['三成'], ['2024'])
    """
    if not find_numerals(text):  # most words have none, and what is blanked out makes none
        return []
    if structure:
        return [numeral.text for numeral in find_numerals(blank_structure(text, names=names))]
    return [numeral.text for numeral in find_numerals(_blank_words(text, names))]


def is_numbered_name(name: str) -> bool:
    """Return whether a declared name has a numeral and is more than a quantity.

    Examples
    --------
    >>> is_numbered_name("总投资20亿元以上项目数"), is_numbered_name("37家"), is_numbered_name("企业数")
    (True, False, False)
    """
    if not (numerals := find_numerals(name)):
        return False
    quantities = sum(quantity.end - quantity.start for quantity in stated_quantities(name))
    return len(name) - max(quantities, sum(len(numeral.text) for numeral in numerals)) >= _NAME


def excerpt(text: str, numeral: Numeral, width: int = 12) -> str:
    """Return a numeral with its context, for messages.

    Examples
    --------
    >>> excerpt("共99个", find_numerals("共99个")[0])
    '共99个'
    """
    context = text[max(0, numeral.start - width) : numeral.end + width].replace("\0", "")
    return " ".join(context.split())
