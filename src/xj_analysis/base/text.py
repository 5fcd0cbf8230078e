"""Words from outside: whether they hold a digit that is no name's; made visible, put in order, nothing computed."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

COMPUTES = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""What a cell begins with that a spreadsheet takes for a formula, the full-width signs in some of its languages."""

_UNSEEN = ("Cc", "Cf")
_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?")
_DIGITS = re.compile(r"([0-9]{1,18})")  # a longer run is no number anybody counts by


def has_digit(words: str, names: Iterable[str] = ()) -> bool:
    """Return whether `words` hold a digit outside the names that have one of their own.

    Examples
    --------
    >>> has_digit("“5+2”就业之家", ["5+2"]), has_digit("共3个")
    (False, True)
    """
    for name in sorted(names, key=len, reverse=True):
        words = words.replace(name, "")
    return any(char.isdigit() for char in words)


def csv_safe(words: str) -> str:
    """Return words as a cell of a CSV that no spreadsheet takes for a formula; a number is one.

    Examples
    --------
    >>> csv_safe("=HYPERLINK(1)"), csv_safe("9月.xlsx"), csv_safe("-3.5")
    ("'=HYPERLINK(1)", '9月.xlsx', '-3.5')
    """
    return f"'{words}" if words.startswith(COMPUTES) and not _NUMBER.fullmatch(words) else words


def printable(words: str) -> str:
    r"""Return words with a sign in place of each that has no look of its own: control signs, changes of direction.

    Examples
    --------
    >>> printable("甲\u202e乙") == "甲\ufffd乙"
    True
    """
    return "".join("\N{REPLACEMENT CHARACTER}" if unicodedata.category(sign) in _UNSEEN else sign for sign in words)


def natural_key(identifier: str) -> list[str | int]:
    """Return what puts A2 before A17, and A17 before A17+c2: texts and whole numbers in turn.

    Examples
    --------
    >>> natural_key("A17+c2"), sorted(["A17", "A2"], key=natural_key)
    (['A', 17, '+c', 2, ''], ['A2', 'A17'])
    """
    parts: list[str | int] = [*_DIGITS.split(identifier)]
    parts[1::2] = map(int, parts[1::2])
    return parts
