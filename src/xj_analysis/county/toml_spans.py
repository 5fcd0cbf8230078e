"""Positions of keys and values in a TOML text, which ``tomllib`` does not report."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from typing import NamedTuple

Path = tuple[str | int, ...]

_BLANK = re.compile(r"(?:[ \t\r\n]|#[^\n]*)*")
_NAME = re.compile(r"""[ \t]*([\w-]+|"(?:\\.|[^"\\\n])*"|'[^'\n]*')[ \t]*""")
_SIGN = re.compile(r"[ \t]*(\]\]?|=)[ \t]*")
_SCALAR = re.compile(
    r'"""(?:\\.|[^\\])*?"{3,5}' r"|'''.*?'{3,5}" r'|"(?:\\.|[^"\\\n])*"' r"|'[^'\n]*'"
    r"|[^\s,\[\]{}#\"']+(?: [0-9][^\s,\[\]{}#\"']*)?",  # the last: a date and a time of day
    re.DOTALL,
)  # fmt: skip


class Span(NamedTuple):
    """Position of one key with its value, or of the header of a table.

    Parameters
    ----------
    path
        ``("sources", 0, "id")``.
    start
        Offset of the key, or of the header.
    value, end
        Offsets of the first character of the value, and of the first behind it.
    inline
        True for a key inside a value: of an inline table, or of one in an array.
    """

    path: Path
    start: int
    value: int
    end: int
    inline: bool = False


def spans_of(text: str) -> list[Span]:
    r"""Return the spans of all headers and keys of a valid TOML text; keys inside a value come before its own.

    Raises
    ------
    ValueError
        The text is not TOML.

    Examples
    --------
    >>> for span in spans_of('a = [{ b = "x" }]\n[[c]]\n'):
    ...     print(span)
    Span(path=('a', 0, 'b'), start=7, value=11, end=14, inline=True)
    Span(path=('a',), start=0, value=4, end=17, inline=False)
    Span(path=('c', 0), start=18, value=18, end=23, inline=False)
    """
    found: list[Span] = []
    counts: dict[Path, int] = {}
    table: Path = ()
    at = _after_blank(text, 0)
    while at < len(text):
        if text[at] == "[":
            double = text.startswith("[[", at)
            names, end = _names(text, at + 1 + double)
            table = (*_within(names[:-1], counts), names[-1])
            if double:
                counts[table] = counts.get(table, -1) + 1
                table = (*table, counts[table])
            found.append(Span(table, at, at, end))
        else:
            end = _pair(text, at, table, found, inline=False)
        at = _after_blank(text, end)
    return found


def _after_blank(text: str, at: int) -> int:
    """The offset behind blanks, line ends and comments."""
    return _need(_BLANK.match(text, at), text, at).end()


def _names(text: str, at: int) -> tuple[Path, int]:
    """The parts of a dotted key, and the offset behind the sign that ends it."""
    names: list[str] = []
    while True:
        part = _need(_NAME.match(text, at), text, at)
        names.append(tomllib.loads(f"x = {part[1]}")["x"] if part[1][0] in "\"'" else part[1])
        at = part.end()
        if not text.startswith(".", at):
            return tuple(names), _need(_SIGN.match(text, at), text, at).end()
        at += 1


def _pair(text: str, start: int, table: Path, found: list[Span], *, inline: bool) -> int:
    """Append the spans of a key and of those inside its value; return the offset behind the value."""
    names, value = _names(text, start)
    path = (*table, *names)
    end = _value(text, value, path, found)
    found.append(Span(path, start, value, end, inline))
    return end


def _value(text: str, at: int, path: Path, found: list[Span]) -> int:
    """Append the spans of keys inside a value; return the offset behind it."""
    brackets = {"[": "]", "{": "}"}
    if (opening := text[at : at + 1]) not in brackets:
        return _need(_SCALAR.match(text, at), text, at).end()
    at, number = _after_blank(text, at + 1), 0
    while not text.startswith(brackets[opening], at):
        array = opening == "["
        at = _value(text, at, (*path, number), found) if array else _pair(text, at, path, found, inline=True)
        number, at = number + 1, _after_blank(text, at)
        at = _after_blank(text, at + text.startswith(",", at))
    return at + 1


def _need(match: re.Match[str] | None, text: str, at: int) -> re.Match[str]:
    if match is None:
        raise ValueError(f"not TOML at {at}: {text[at : at + 20]!r}")
    return match


def _within(outer: Sequence[str | int], counts: Mapping[Path, int]) -> Path:
    """The path of an enclosing table; for an array of tables its last item."""
    path: Path = ()
    for part in outer:
        path = (*path, part)
        if path in counts:
            path = (*path, counts[path])
    return path
