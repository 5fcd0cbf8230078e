"""Chinese numerals: the value of one (一亿二千万, 三点五), and small numbers written in them."""

from __future__ import annotations

import math
from decimal import Decimal

_ONES = "零一二三四五六七八九"
_DIGITS = {char: value for value, char in enumerate(_ONES)} | {"〇": 0, "两": 2}
_TENS = {"十": 10, "百": 100, "千": 1000}
_WHOLE_TENS = str.maketrans({"廿": "二十", "卅": "三十", "卌": "四十"})
_MYRIADS = {"万": 10**4, "亿": 10**8}


def parse_chinese(text: str) -> Decimal | None:
    """Return the value of a Chinese numeral; None for text that is no single number (三五, 两三百, 一百二).

    A bare 百, 千, 万 or 亿 is one of them; callers decide whether it counts as a number in its sentence.

    Examples
    --------
    >>> [parse_chinese(word) for word in ("一亿二千万", "廿三", "百亿", "四万万", "一点五万", "两三百")]
    [Decimal('120000000'), Decimal('23'), Decimal('10000000000'), Decimal('400000000'), Decimal('15000.0'), None]
    """
    whole, point, fraction = text.translate(_WHOLE_TENS).partition("点")
    digits = fraction.rstrip("万亿") if fraction.endswith(tuple(_MYRIADS)) else fraction
    scale = math.prod(_MYRIADS[char] for char in fraction[len(digits) :])  # 一点五亿
    if not whole or (point and not digits) or not set(digits) <= set(_DIGITS):
        return None
    number = _parse_whole(whole)
    if number is None or not digits:
        return number
    return (number + Decimal("0." + "".join(str(_DIGITS[char]) for char in digits))) * scale


def _parse_whole(whole: str) -> Decimal | None:
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
            total = total + section * times if section and times < total else (total + section or 1) * times
            section, digit, last, spaced = 0, None, 10**4, False
        else:
            return None
    if digit is not None and not spaced:
        return None
    return Decimal(total + section + (digit or 0))


def chinese_numeral(number: int) -> str:
    """Return a number from 0 to 99 in Chinese numerals.

    Examples
    --------
    >>> [chinese_numeral(number) for number in (0, 5, 10, 12, 40)]
    ['零', '五', '十', '十二', '四十']
    """
    tens, ones = divmod(number, 10)
    if not tens:
        return _ONES[ones]
    return (_ONES[tens] if tens > 1 else "") + "十" + (_ONES[ones] if ones else "")
