"""Text helpers: detect digits, escape for CSV, replace control characters, sort identifiers naturally."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""First characters that make a spreadsheet read a cell as a formula, the full-width ones in some locales."""

_INVISIBLE = ("Cc", "Cf")
_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?")
_DIGITS = re.compile(r"([0-9]{1,18})")  # longer runs are no counter, and int() refuses very long ones


def has_digit(words: str, names: Iterable[str] = ()) -> bool:
    """Return whether `words` contain a digit outside `names`.

    Examples
    --------
    >>> has_digit("“5+2”就业之家", ["5+2"]), has_digit("共3个")
    (False, True)
    """
    for name in sorted(names, key=len, reverse=True):
        words = words.replace(name, "")
    return any(char.isdigit() for char in words)


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
