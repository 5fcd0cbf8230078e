"""Record of ``[issues]``: what the briefings are issued as, by whom and to whom (报、送、发), and their calendar."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

from pydantic import AfterValidator

from .issue_calendar import IssueCalendar
from .schema import Count

__all__ = ["Publication"]
__dir__ = __all__.copy


def _one_line(words: str) -> str:
    if not words.strip() or len(words.splitlines()) > 1:
        raise ValueError("这一项须是一行文字，不能是空的")
    return words.strip()


Words = Annotated[str, AfterValidator(_one_line)]


class Publication(IssueCalendar):
    """A publication (简报) of an office, with the calendar of its issues.

    Parameters
    ----------
    name
        As printed large at the head of page one; None for 攻坚战数据简报.
    office
        Who prepares and issues it (编印).
    secrecy
        密级, printed top left: 内部资料.
    report_to, send_to, copy_to
        Whom it is 报, 送 and 发 to: those above, those beside, those below.
    copies
        Number of copies printed (共印N份).

    Examples
    --------
    >>> dict(Publication(office="某县攻坚办", copy_to=("各乡镇",), first="2025-01").texts())
    {'office': '某县攻坚办', 'copy_to': '各乡镇'}
    """

    name: Words | None = None
    office: Words
    secrecy: Words | None = None
    report_to: tuple[Words, ...] = ()
    send_to: tuple[Words, ...] = ()
    copy_to: tuple[Words, ...] = ()
    copies: Count | None = None

    def texts(self) -> Iterator[tuple[str, str]]:
        """Yield all declared words that are printed, each with its field."""
        once = (("name", self.name), ("office", self.office), ("secrecy", self.secrecy))
        yield from ((field, words) for field, words in once if words)
        for field in ("report_to", "send_to", "copy_to"):
            yield from ((field, words) for words in getattr(self, field))
