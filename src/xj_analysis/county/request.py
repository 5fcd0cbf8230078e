"""Requests for briefings: campaigns, period, day, edition, and previous issue; parsed and checked without data."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Literal

from ..base.errors import UsageError, choices
from ..quantity.periods import Period

Edition = Literal["internal", "public"]
EDITIONS: tuple[Edition, ...] = ("internal", "public")
EDITION_LABELS: dict[str, str] = {"internal": "内部版", "public": "公开版"}

Parameter = str | int | date | Period | None
"""A value that a notebook parameter or an option may have, besides its text."""

_SAMPLES = {"period": "2024", "known_at": "2024-06-30", "previous": "2024-06-30", "edition": "internal"}
_LONGEST = 40


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
        period: Parameter = "",
        known_at: Parameter = None,
        edition: Parameter = "internal",
        previous: Parameter = None,
    ) -> BriefingRequest:
        """Return a request from options or notebook parameters.

        Raises
        ------
        UsageError
            A date is not ISO 8601, the edition is unknown, or a value is no text; the message names the parameter.

        Examples
        --------
        >>> BriefingRequest.of(["towns"], known_at="2024-06-30").known_at
        datetime.date(2024, 6, 30)
        """
        chosen = "internal" if edition is None else parameter_text("edition", edition)
        if chosen not in EDITIONS:
            raise UsageError("edition", "没有这个版别", chosen, choices(chosen, EDITIONS))
        return cls(
            campaigns=tuple(campaigns),
            period=parameter_text("period", period),
            known_at=parse_day("known_at", known_at),
            edition=chosen,
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


def parameter_text(name: str, value: Parameter) -> str:
    """Return a parameter as text: papermill gives ``-p period 2024`` as an integer.

    Parameters
    ----------
    name
        Name of the parameter, for the message.
    value
        A text; an integer; a date, or a date and time at midnight; a period; None for an empty text.

    Raises
    ------
    UsageError
        It is something else: a boolean, a float, a list.

    Examples
    --------
    >>> parameter_text("period", 2024), parameter_text("previous", date(2024, 6, 30)), parameter_text("county", None)
    ('2024', '2024-06-30', '')
    >>> parameter_text("period", True)
    Traceback (most recent call last):
        ...
    xj_analysis.base.errors.UsageError: period：参数应是文字，得到“True”。请写成带引号的文字，如 period="2024"。
    """
    match value:
        case None:
            return ""
        case str():
            return value
        case datetime() if value.timetz() == time():
            return value.date().isoformat()
        case date() if not isinstance(value, datetime):
            return value.isoformat()
        case Period():
            return value.code
        case int() if not isinstance(value, bool):
            return str(value)
    do = f'请写成带引号的文字，如 {name}="{_SAMPLES.get(name, "…")}"。'
    raise UsageError(name, "参数应是文字", repr(value)[:_LONGEST], do)


def parse_day(name: str, written: Parameter) -> date | None:
    """Return a date; None for an empty text or None.

    Parameters
    ----------
    name
        Name of the parameter or option, for the message.
    written
        ISO 8601 (papermill gives 20240630 as an integer), or a date.

    Raises
    ------
    UsageError
        The text is not ISO 8601, or no text.

    Examples
    --------
    >>> parse_day("--on", "2024-06-30"), parse_day("--on", "")
    (datetime.date(2024, 6, 30), None)
    """
    text = parameter_text(name, written)
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise UsageError(name, "日期写法不对", text, "请写成 2024-06-30。") from None
