"""Periods that have results: whether a requested one is among them, and which are offered where it is not."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from ..base.errors import UsageError
from ..quantity import periods
from ..quantity.periods import Period

__all__ = ["WHERE", "offered", "reaches", "require_reported"]

WHERE = "period"
"""The parameter that the errors name."""

_NAMED = 5
_OPEN = ("year", "since", "circa")
"""Forms that may be asked for before they are over."""


def reaches(results: Collection[Period], asked: Period) -> date | None:
    """Return the last day of `asked` that results are about; None where none of them is of it.

    Parameters
    ----------
    results
        The periods of results.
    asked
        The requested period.

    Examples
    --------
    >>> known = [periods.parse("2025-01/2025-08"), periods.parse("2025-01/2025-09")]
    >>> [str(reaches(known, periods.parse(code))) for code in ("2025", "2025-01/2025-10", "2024")]
    ['2025-09-30', '2025-09-30', 'None']
    """
    return max((result.reach for result in results if result.reports(asked)), default=None)


def require_reported(results: Collection[Period], asked: Period, what: str, *, whole: bool = True) -> date:
    """Return the last day of `asked` that results are about.

    Parameters
    ----------
    results
        The periods of results, dated ones and others.
    asked
        The requested period.
    what
        What is said where none is of it: 没有这个期间的数据.
    whole
        Whether results must reach its end; a year may be asked for before it is over.

    Raises
    ------
    UsageError
        None is of the period, or none reaches its end; those that have results are named.

    Examples
    --------
    >>> try:
    ...     require_reported([periods.parse("2025-01/2025-09")], periods.parse("2025-01/2025-10"), "没有数据")
    ... except UsageError as error:
    ...     print(error.fault.what)
    这个期间的数据只到2025年9月30日
    """
    until = reaches(results, asked)
    if until is None or until.year < asked.reach.year:
        raise UsageError(WHERE, what, asked.code, offered(results))
    if whole and until < asked.reach and asked.form not in _OPEN:
        raise UsageError(WHERE, f"这个期间的数据只到{periods.date_label(until)}", asked.code, offered(results))
    return until


def offered(results: Collection[Period]) -> str:
    """Return the years and the latest periods that have results, as they are typed."""
    dated = [result for result in results if result.start]
    if not dated:
        return "还没有实绩。"
    last = max(result.reach for result in dated)
    years = sorted({str(result.reach.year) for result in dated}, reverse=True)[:_NAMED]
    within = [result for result in dated if result.form not in _OPEN]
    shorter = list(dict.fromkeys(p.code for p in sorted(within, key=Period.sort_key, reverse=True)))[:_NAMED]
    some = f"；较短的期间：{'、'.join(shorter)}" if shorter else ""
    return f"实绩到{periods.date_label(last)}为止，最近有实绩的年份：{'、'.join(years)}{some}。"
