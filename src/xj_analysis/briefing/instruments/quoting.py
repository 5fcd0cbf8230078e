"""Words of a ledger in a briefing: names and remarks with numbers are quoted, and lead to their row."""

from __future__ import annotations

from ...document.admission import REMARK
from ...document.pieces import Part
from ...quantity.figures import Figure
from ...quantity.mentions.printed_numerals import typed_numerals

__all__ = ["quoted"]
__dir__ = __all__.copy


def quoted(words: str, origin: str) -> Part:
    """Return words of a row as a briefing prints them: those with a number as a quotation that leads to the row.

    Examples
    --------
    >>> quoted("用地手续未办结", "a#b!C3"), quoted("缺口3000万元", "a#b!C3").origins
    ('用地手续未办结', ('a#b!C3',))
    """
    return Figure(text=words, label=REMARK, origins=(origin,)) if typed_numerals(words) else words
