"""Requests for briefings: campaigns, period, day, edition, and previous issue; parsed and checked without data."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal

from ..base.errors import UsageError, choices

Edition = Literal["internal", "public"]
EDITIONS: tuple[Edition, ...] = ("internal", "public")


@dataclass(frozen=True)
class BriefingRequest:
    """A request for briefings of a county.

    Parameters
    ----------
    campaigns
        Slugs; empty for all of the county's and its overview.
    period
        Code of the data period; empty for the county's default.
    known_at
        Observations published later do not exist. None: the day of the latest publication.
    edition
        ``internal`` or ``public``.
    previous
        known_at of the previous issue. None: no comparison.
    """

    campaigns: tuple[str, ...] = ()
    period: str = ""
    known_at: date | None = None
    edition: Edition = "internal"
    previous: date | None = None

    @classmethod
    def of(
        cls,
        campaigns: Iterable[str] = (),
        *,
        period: str = "",
        known_at: str | date | None = None,
        edition: str = "internal",
        previous: str | date | None = None,
    ) -> BriefingRequest:
        """Return a request from texts of options or notebook parameters.

        Raises
        ------
        UsageError
            A date is not ISO 8601, or the edition unknown; the message names the parameter.

        Examples
        --------
        >>> BriefingRequest.of(["towns"], known_at="2024-06-30").known_at
        datetime.date(2024, 6, 30)
        """
        if edition not in EDITIONS:
            raise UsageError("edition", "没有这个版别", edition, choices(edition, EDITIONS))
        return cls(
            campaigns=tuple(campaigns),
            period=period,
            known_at=parse_day("known_at", known_at),
            edition=edition,
            previous=parse_day("previous", previous),
        )

    def parameters(self) -> dict[str, str]:
        """Return all but the campaigns as texts: for notebook parameters, cache keys and run records.

        Examples
        --------
        >>> BriefingRequest(period="2024").parameters()
        {'period': '2024', 'known_at': '', 'edition': 'internal', 'previous': ''}
        """
        return {
            "period": self.period,
            "known_at": str(self.known_at or ""),
            "edition": self.edition,
            "previous": str(self.previous or ""),
        }


def parse_day(name: str, written: str | date | None) -> date | None:
    """Return a date; None for an empty text or None.

    Parameters
    ----------
    name
        Name of the parameter or option, for the message.
    written
        ISO 8601, or a date.

    Raises
    ------
    UsageError
        The text is not ISO 8601.

    Examples
    --------
    >>> parse_day("--on", "2024-06-30"), parse_day("--on", "")
    (datetime.date(2024, 6, 30), None)
    """
    if not written or isinstance(written, date):
        return written or None
    try:
        return date.fromisoformat(written)
    except ValueError:
        raise UsageError(name, "日期写法不对", written, "请写成 2024-06-30。") from None
