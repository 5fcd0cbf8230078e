"""Publication of a briefing as its masthead and its last lines (版记) print it: number, office, addressees."""

from __future__ import annotations

from collections.abc import Iterator

from pydantic import Field

from .pieces import Piece

__all__ = ["Imprint"]
__dir__ = __all__.copy

_ISSUE = r"^(([0-9]{4}年)?第[0-9]+(周|期(（总第[0-9]+期）)?))?$"
_COPIES = r"^(共印[0-9]+份)?$"


class Imprint(Piece):
    """The fields of a masthead that a county declares of its publication; all empty where it declares none.

    Parameters
    ----------
    name
        As printed large.
    issue_label
        ``2025年第9期``, of a weekly issue ``2025年第39周``; empty where the period has no issue.
    secrecy
        密级.
    office
        Who prepares and issues it (编印).
    report_to, send_to, copy_to
        报, 送, 发.
    copies_label
        ``共印50份``.

    Examples
    --------
    >>> Imprint(issue_label="2025年第9期", copies_label="共印50份").numbered
    ('2025年第9期', '共印50份')
    """

    name: str = "攻坚战数据简报"
    issue_label: str = Field(default="", pattern=_ISSUE)
    secrecy: str = ""
    office: str = ""
    report_to: tuple[str, ...] = ()
    send_to: tuple[str, ...] = ()
    copy_to: tuple[str, ...] = ()
    copies_label: str = Field(default="", pattern=_COPIES)

    @property
    def numbered(self) -> tuple[str, ...]:
        """Its words with numerals that are no figures, exactly as printed."""
        return tuple(filter(None, (self.issue_label, self.copies_label)))

    def imprint_words(self) -> Iterator[str]:
        """Yield all its printed words, in reading order."""
        head = (self.secrecy, self.name, self.issue_label, self.office)
        yield from filter(None, (*head, *self.report_to, *self.send_to, *self.copy_to, self.copies_label))
