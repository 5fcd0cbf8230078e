"""What is asked of words: whether they hold a digit that is no name's."""

from __future__ import annotations

from collections.abc import Iterable


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
