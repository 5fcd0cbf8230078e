"""Line numbers of keys in a TOML text, which ``tomllib`` does not report."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

Path = tuple[str | int, ...]

_HEADER = re.compile(r"\s*(\[\[?)\s*(.+?)\s*\]\]?\s*(?:#.*)?$")
_KEY = re.compile(r"""\s*((?:[\w-]+|"[^"\n]*"|'[^'\n]*')(?:\s*\.\s*(?:[\w-]+|"[^"\n]*"|'[^'\n]*'))*)\s*=""")
_PART = re.compile(r"""[\w-]+|"[^"\n]*"|'[^'\n]*'""")
_TOKEN = re.compile(
    r'"""(?:\\.|[^\\])*?"{3,5}' r"|'''.*?'{3,5}" r'|"(?:\\.|[^"\\\n])*"' r"|'[^'\n]*'" r"|#[^\n]*|[\[\]{}]|\n",
    re.DOTALL,
)


def lines_of(text: str) -> dict[Path, int]:
    r"""Return the line of each table and each key of a valid TOML text, counted from 1.

    Keys inside inline tables and arrays have none; :func:`line_of` takes that of the key around them.

    Examples
    --------
    >>> lines_of('a = 1\n[[b]]\nc = 2\n[[b]]\n')
    {('a',): 1, ('b', 0): 2, ('b', 0, 'c'): 3, ('b', 1): 4}
    """
    lines: dict[Path, int] = {}
    counts: dict[Path, int] = {}
    table: Path = ()
    for number, line in _statements(text):
        if header := _HEADER.match(line):
            *outer, last = _parts(header[2])
            table = (*_within(outer, counts), last)
            if header[1] == "[[":
                counts[table] = counts.get(table, 0) + 1
                table = (*table, counts[table] - 1)
            lines.setdefault(table, number)
        elif key := _KEY.match(line):
            lines.setdefault((*table, *_parts(key[1])), number)
    return lines


def line_of(lines: Mapping[Path, int], path: Sequence[str | int]) -> int:
    """Return the line of a key, or of the innermost key or table around it with a line; 0 for none.

    Examples
    --------
    >>> line_of({("b", 0): 2, ("b", 0, "c"): 3}, ("b", 0, "c", "d")), line_of({("b", 0): 2}, ("b", 0, "x"))
    (3, 2)
    """
    return next((lines[tuple(path[:end])] for end in range(len(path), 0, -1) if tuple(path[:end]) in lines), 0)


def _statements(text: str) -> Iterator[tuple[int, str]]:
    """Each header, and each key with its value, with its first line; values may span several."""
    number, first, start, depth = 1, 1, 0, 0
    for token in _TOKEN.finditer(text + "\n"):
        sign = token[0]
        if sign == "\n" and depth <= 0:
            yield first, text[start : token.start()]
            start, first, depth = token.end(), number + 1, 0
        number += sign.count("\n")
        if sign in ("[", "{"):
            depth += 1
        elif sign in ("]", "}"):
            depth -= 1


def _parts(key: str) -> list[str]:
    return [part.strip("\"'") for part in _PART.findall(key)]


def _within(outer: Sequence[str], counts: Mapping[Path, int]) -> Path:
    """The path of an enclosing table; for an array of tables its last item."""
    path: Path = ()
    for part in outer:
        path = (*path, part)
        if path in counts:
            path = (*path, counts[path] - 1)
    return path
