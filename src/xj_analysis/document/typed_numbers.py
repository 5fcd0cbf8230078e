"""Numbers that a notebook has typed into its arithmetic, as entries of the sources section."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

from ..quantity.conventions import TYPED, typed_digits
from .pieces import ObservationRow, SourceRow


def typed_rows(origins: Iterable[str]) -> list[ObservationRow]:
    """Return a row for each origin that is a typed number.

    Examples
    --------
    >>> [row.text for row in typed_rows(["A17", "手写:8848"])]
    ['8848']
    """
    about = {"source": TYPED, "locator": "算式里手写", "label": "笔记本里手写的数"}
    return [ObservationRow(id=origin, text=digits, **about) for origin in origins if (digits := typed_digits(origin))]


def typed_source(rows: Iterable[ObservationRow]) -> SourceRow:
    """Return the entry of the sources section for typed numbers: it lists them, and says that they have no source.

    Examples
    --------
    >>> typed_source(typed_rows(["手写:8848", "手写:1.2"])).title
    '笔记本里手写的数：8848、1.2'
    """
    digits = "、".join(row.text for row in rows)
    return SourceRow(
        id=TYPED, title=f"笔记本里手写的数：{digits}", publisher="本简报", published="", published_label="未经发布",
        strength="没有出处", archived="", address="笔记本", hashed="手写的数",
        sha256=hashlib.sha256(digits.encode()).hexdigest(),
    )  # fmt: skip
