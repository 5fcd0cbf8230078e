"""County of the briefing that a session works on: its proper names and indicators, which a chart knows without asking.

A session has one county at a time, that of the briefing made last, as the display of its cells has.
"""

from __future__ import annotations

from ..county.model import County, Indicator

_county: list[County] = []


def remember(county: County) -> None:
    """Let the session work on `county` from now on."""
    _county[:] = [county]


def proper_names() -> tuple[str, ...]:
    """Return the words with digits that the county declares; none where there is no briefing yet."""
    return _county[0].proper_names if _county else ()


def is_area(name: str) -> bool:
    """Return whether a name is that of an area of the county.

    Examples
    --------
    >>> is_area("没有的镇")
    False
    """
    return bool(_county) and name in _county[0].area_names.values()


def indicator_of(slug: object) -> Indicator | None:
    """Return the indicator of a slug; None for any other label.

    Examples
    --------
    >>> indicator_of("没有的指标") is None
    True
    """
    return _county[0].by_slug.get(slug) if _county and isinstance(slug, str) else None
