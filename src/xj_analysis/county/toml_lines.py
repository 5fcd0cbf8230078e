"""Line numbers of keys in a TOML text, which ``tomllib`` does not report."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from .toml_spans import Path, spans_of


def lines_of(text: str) -> dict[Path, int]:
    r"""Return the line of each table and each key of a valid TOML text, counted from 1.

    Keys inside inline tables and arrays have none; :func:`line_of` takes that of the key around them.

    Raises
    ------
    ValueError
        The text is not TOML.

    Examples
    --------
    >>> lines_of('a = 1\n[[b]]\nc = 2\n[[b]]\n')
    {('a',): 1, ('b', 0): 2, ('b', 0, 'c'): 3, ('b', 1): 4}
    """
    lines: dict[Path, int] = {}
    line, seen = 1, 0
    for span in spans_of(text):
        if not span.inline:
            line += text.count("\n", seen, span.start)
            seen = span.start
            lines.setdefault(span.path, line)
    return lines


def line_of(lines: Mapping[Path, int], path: Sequence[str | int]) -> int:
    """Return the line of a key, or of the innermost key or table around it with a line; 0 for none.

    Examples
    --------
    >>> line_of({("b", 0): 2, ("b", 0, "c"): 3}, ("b", 0, "c", "d")), line_of({("b", 0): 2}, ("b", 0, "x"))
    (3, 2)
    """
    return next((lines[tuple(path[:end])] for end in range(len(path), 0, -1) if tuple(path[:end]) in lines), 0)
