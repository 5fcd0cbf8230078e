"""Numerals in running text, and which of them are structure: dates, numbers of headings and pages, names.

Everything a briefing may print as a number without its being a figure is listed here, and nowhere else.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from . import units

_YEAR = r"(?:19|20)[0-9]{2}年"
_DAY = r"[0-9]{1,2}月(?:[0-9]{1,2}日)?"
STRUCTURAL = (
    # dates and periods: 2024年6月5日, 2023年1—6月, 2024年5月1—5日, 2023年1月1日—5月15日
    re.compile(
        rf"{_YEAR}(?:[0-9]{{1,2}}月[0-9]{{1,2}}—\s*[0-9]{{1,2}}日|[0-9]{{1,2}}—\s*[0-9]{{1,2}}月|{_DAY}(?:—\s*(?:{_YEAR})?{_DAY})?)?"
    ),
    re.compile(r"—?[0-9]{1,2}月[0-9]{1,2}日"),  # the end of a range, on a line of its own
    re.compile(r"\[[0-9]+\]"),  # source marks
    re.compile(r"(?m)^[图表][0-9]+(?=\s|中各数的出处|$)"),  # captions
    re.compile(r"— ?[0-9]+ ?—"),  # page numbers
)

_ARABIC = re.compile(r"[0-9０-９]+(?:[.．][0-9０-９]+)?")
_MEASURES = sorted({"倍", *units.known()} - {"年", "项", "次", "天", "度", "位"}, key=len, reverse=True)
# A lone 一 before a measure word is an article (一个季度), and 十大…, 六大… are parts of names.
_CHINESE = re.compile(
    r"(?:[二两三四五六七八九十百][一二三四五六七八九十百千]*[万亿]*|千[万亿])"
    rf"(?:{'|'.join(map(re.escape, _MEASURES))})"
    r"|[一二三四五六七八九十]成(?![为本果立效熟员交])|一半|翻番"
)


def blanked(text: str, *, names: Iterable[str] = (), known: Iterable[str] = ()) -> str:
    """Return `text` with everything structural blanked out, so that what is left must be figures.

    Parameters
    ----------
    text
        Running text.
    names
        Names with digits (“5+2”), declared by the county.
    known
        Whole strings that are structural where they stand: addresses, hashes, titles of sources.

    Examples
    --------
    >>> blanked("2023年1—6月“5+2”就业之家共3个[1]", names=["5+2"]).replace(chr(0), "")
    '“”就业之家共3个'
    """
    text = _without(text, {*names, *known})
    for pattern in STRUCTURAL:
        text = pattern.sub(lambda match: "\0" * len(match[0]), text)
    return text


def _without(text: str, words: Iterable[str]) -> str:
    """Blank out `words` wherever they stand, even where a line breaks inside them."""
    places = [place for place, char in enumerate(text) if not char.isspace() and char != "\u200b"]
    bare = "".join(text[place] for place in places)
    letters = list(text)
    for word in sorted(filter(None, words), key=len, reverse=True):
        sought = "".join(word.split())
        start = bare.find(sought)
        while start >= 0:
            end = start + len(sought)
            letters[places[start] : places[end - 1] + 1] = "\0" * (places[end - 1] + 1 - places[start])
            bare = bare[:start] + "\0" * len(sought) + bare[end:]
            start = bare.find(sought, end)
    return "".join(letters)


def find(text: str) -> Iterator[re.Match[str]]:
    """Yield every numeral of `text`: Arabic, full-width, or Chinese with a measure (三成, 百亿元).

    Examples
    --------
    >>> [match[0] for match in find("约75万人次，增长三成，一个季度")]
    ['75', '三成']
    """
    found = [*_ARABIC.finditer(text), *_CHINESE.finditer(text)]
    yield from sorted(found, key=lambda match: match.start())


def around(text: str, match: re.Match[str], width: int = 12) -> str:
    """Return a numeral with the words around it, to be found again by a reader.

    Examples
    --------
    >>> around("共99个", next(find("共99个")))
    '共99个'
    """
    return text[max(0, match.start() - width) : match.end() + width].replace("\0", "").strip()
