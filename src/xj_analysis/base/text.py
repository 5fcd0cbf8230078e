"""Text helpers: escape for CSV, replace control characters, sort identifiers naturally."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""First characters that make a spreadsheet read a cell as a formula, the full-width ones in some locales."""

_INVISIBLE = ("Cc", "Cf")
_SIGNS = {
    "\u00ad": "软连字符", "\u200b": "零宽空格", "\u200c": "零宽不连字", "\u200d": "零宽连字", "\u200e": "从左到右标记",
    "\u200f": "从右到左标记", "\u2060": "零宽连接符", "\ufeff": "字节顺序标记", "\u3164": "韩文填充符",
    "\u034f": "组合连接符",
}  # fmt: skip
_BLANK = "\u115f\u1160\u17b4\u17b5\uffa0\u2800"
_SELECTORS = re.compile("[\u180b-\u180f\ufe00-\ufe0f\U000e0100-\U000e01ef]")  # they choose the form of the sign before
_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?")
_DIGITS = re.compile(r"([0-9]{1,18})")  # longer runs are no counter, and int() refuses very long ones


def csv_safe(words: str) -> str:
    """Return text for a CSV cell that no spreadsheet reads as a formula; negative numbers stay.

    Examples
    --------
    >>> csv_safe("=HYPERLINK(1)"), csv_safe("9月.xlsx"), csv_safe("-3.5")
    ("'=HYPERLINK(1)", '9月.xlsx', '-3.5')
    """
    return f"'{words}" if words.startswith(FORMULA_STARTS) and not _NUMBER.fullmatch(words) else words


def printable(words: str) -> str:
    r"""Return text with control and direction characters replaced by U+FFFD.

    Examples
    --------
    >>> printable("甲\u202e乙") == "甲\ufffd乙"
    True
    """
    return "".join("\N{REPLACEMENT CHARACTER}" if unicodedata.category(sign) in _INVISIBLE else sign for sign in words)


def invisible_signs(words: str) -> str:
    r"""Return the names of the invisible signs in a text, line breaks and tabs apart; '' where it has none.

    Examples
    --------
    >>> invisible_signs("东河镇\u200b"), invisible_signs("东 河")
    ('零宽空格 U+200B', '')
    """
    signs = (sign for sign in words if _is_invisible(sign) and not sign.isspace())
    return "、".join(f"{_SIGNS.get(sign, '控制字符')} U+{ord(sign):04X}" for sign in dict.fromkeys(signs))


def without_invisible_signs(words: str) -> str:
    r"""Return a text without its invisible signs, line breaks and tabs apart.

    Examples
    --------
    >>> without_invisible_signs("东河镇\u200b")
    '东河镇'
    """
    return "".join(sign for sign in words if sign.isspace() or not _is_invisible(sign))


@lru_cache(maxsize=8192)
def _is_invisible(sign: str) -> bool:
    return (
        unicodedata.category(sign) in _INVISIBLE
        or sign in _SIGNS
        or sign in _BLANK
        or _SELECTORS.match(sign) is not None
    )


def folded(words: str) -> str:
    r"""Return a text as the eye compares it: narrow signs, no spaces, no invisible signs.

    Examples
    --------
    >>> folded(" 合　计：\u200b")
    '合计:'
    """
    return "".join(unicodedata.normalize("NFKC", visible_signs(words)[0]).split())


def visible_signs(words: str, keep: str = "") -> tuple[str, list[int]]:
    r"""Return a text without its invisible signs, and where each sign that is left stood.

    Parameters
    ----------
    words
        Any text; line breaks and tabs stay.
    keep
        Invisible signs that stay too, such as placeholders.

    Examples
    --------
    >>> visible_signs("五\u200b成")
    ('五成', [0, 2])
    """
    if all(sign.isspace() or sign in keep or not _is_invisible(sign) for sign in set(words)):
        return words, list(range(len(words)))
    places = [n for n, sign in enumerate(words) if sign.isspace() or sign in keep or not _is_invisible(sign)]
    return "".join(words[place] for place in places), places


def one_line(words: str) -> str:
    r"""Return what a person wrote into a cell as one line of printable text.

    Examples
    --------
    >>> one_line("含上划\n 部分")
    '含上划 部分'
    """
    return printable(" ".join(words.split()))


def natural_key(identifier: str) -> list[str | int]:
    """Return the key for natural sorting, texts and whole numbers in turn: A2 before A17 before A17+c2.

    Examples
    --------
    >>> natural_key("A17+c2"), sorted(["A17", "A2"], key=natural_key)
    (['A', 17, '+c', 2, ''], ['A2', 'A17'])
    """
    parts: list[str | int] = [*_DIGITS.split(identifier)]
    parts[1::2] = map(int, parts[1::2])
    return parts


def display_width(text: str) -> int:
    """Return the width of a text in terminal cells or letters: two for a wide (Chinese) character.

    Examples
    --------
    >>> display_width("--out 文件夹")
    12
    """
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)
