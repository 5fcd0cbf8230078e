"""Numerals in running text, Arabic and Chinese, and structural ones: dates, captions, page numbers, names.

The structural ones are the only numbers that a briefing may print without a figure; they are listed here alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal

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
_MEASURES = sorted({"倍", *units.known_units()} - {"年", "项", "次", "天", "度", "位"}, key=len, reverse=True)
# A lone 一 before a measure word is an article (一个季度), and 十大…, 六大… are parts of names.
_CHINESE = re.compile(
    r"(?:[二两三四五六七八九十百][一二三四五六七八九十百千]*[万亿]*|千[万亿])"
    rf"(?:{'|'.join(map(re.escape, _MEASURES))})"
    r"|[一二三四五六七八九十]成(?![为本果立效熟员交])|一半|翻番"
)


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
    >>> blank_structure("2023年1—6月“5+2”就业之家共3个[1]", names=["5+2"]).replace(chr(0), "")
    '“”就业之家共3个'
    """
    text = _blank_words(text, {*names, *literals})
    for pattern in STRUCTURAL:
        text = pattern.sub(lambda match: "\0" * len(match[0]), text)
    return text


def _blank_words(text: str, words: Iterable[str]) -> str:
    """Replace `words` by NUL, also where a line breaks inside them."""
    places = [place for place, char in enumerate(text) if not char.isspace() and char != "\u200b"]
    bare = "".join(text[place] for place in places)
    letters = list(text)
    for word in sorted(filter(None, words), key=len, reverse=True):
        needle = "".join(word.split())
        start = bare.find(needle)
        while start >= 0:
            end = start + len(needle)
            letters[places[start] : places[end - 1] + 1] = "\0" * (places[end - 1] + 1 - places[start])
            bare = bare[:start] + "\0" * len(needle) + bare[end:]
            start = bare.find(needle, end)
    return "".join(letters)


def find_numerals(text: str) -> Iterator[re.Match[str]]:
    """Yield every numeral of `text`: Arabic, full-width, or Chinese with a measure (三成, 百亿元).

    Examples
    --------
    >>> [match[0] for match in find_numerals("约75万人次，增长三成，一个季度")]
    ['75', '三成']
    """
    yield from sorted([*_ARABIC.finditer(text), *_CHINESE.finditer(text)], key=re.Match.start)


_DIGITS = {char: value for value, char in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_TENS = {"十": 10, "百": 100, "千": 1000}
_MYRIADS = {"万": 10**4, "亿": 10**8}


def parse_chinese(text: str) -> Decimal | None:
    """Return the value of a Chinese numeral; None for text that is no single number (三五, 两三百, 一百二).

    A bare 百, 千, 万 or 亿 is one of them; callers decide whether it counts as a number in its sentence.

    Examples
    --------
    >>> [parse_chinese(word) for word in ("一亿二千万", "十二", "百亿", "一千零五", "三点五", "两三百")]
    [Decimal('120000000'), Decimal('12'), Decimal('10000000000'), Decimal('1005'), Decimal('3.5'), None]
    """
    whole, point, fraction = text.partition("点")
    if not whole or (point and not fraction) or not set(fraction) <= set(_DIGITS):
        return None
    total = section = 0
    digit: int | None = None
    last = 10**4  # the previous multiplier: 千, 百 and 十 come in this order
    spaced = True  # 零 or 十 precedes the digit: 一百零二, not 一百二
    for char in whole:
        if char in ("零", "〇"):
            if digit is not None:
                return None
            spaced = True
        elif char in _DIGITS:
            if digit is not None:
                return None
            digit = _DIGITS[char]
        elif char in _TENS:
            times = _TENS[char]
            if times >= last or (digit is None and section):
                return None
            section += times * (1 if digit is None else digit)
            digit, last, spaced = None, times, times == _TENS["十"]
        elif char in _MYRIADS:
            if digit is not None and not spaced:
                return None
            times, section = _MYRIADS[char], section + (digit or 0)
            total = total + section * times if times < total else (total + section or 1) * times
            section, digit, last, spaced = 0, None, 10**4, False
        else:
            return None
    if digit is not None and not spaced:
        return None
    number = Decimal(total + section + (digit or 0))
    return number + Decimal("0." + "".join(str(_DIGITS[char]) for char in fraction)) if fraction else number


def excerpt(text: str, match: re.Match[str], width: int = 12) -> str:
    """Return a numeral with its context, for messages.

    Examples
    --------
    >>> excerpt("共99个", next(find_numerals("共99个")))
    '共99个'
    """
    context = text[max(0, match.start() - width) : match.end() + width].replace("\0", "")
    return " ".join(context.split())
