"""Windows of two columns of figures: where nine months would be compared with five days."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

import numpy as np

from . import periods
from .coverage import KIND_CODES, Coverage, computed, coverage, indicators
from .lineage import Array
from .measures import months

if TYPE_CHECKING:
    from .figure_array import FigureArray

_Series = tuple[int, str, str, str, str]
_Periods = dict[_Series, str]

UNLIKE = "窗口不同，不计算"
"""Reason of a difference or quotient across windows."""
_AT_ONE_TIME = (KIND_CODES["stock"], KIND_CODES["ratio"])


def unlike_windows(left: FigureArray, right: FigureArray, name: str) -> Array:
    """Return where a difference or quotient of one series compares periods that are not alike.

    Alike are two months, the same part of two years, of a difference also two sums from the same month on (a month is
    what they differ by), of a quotient a part of the one period of all divisors. Two periods that were picked, one for
    each column, are compared as they are.

    Parameters
    ----------
    left, right
        The operands.
    name
        sub or truediv; nothing is compared by another.
    """
    none = np.zeros(len(left), dtype=bool)
    if name not in ("sub", "truediv"):
        return none
    own = (left.column("indicator") == right.column("indicator")) & (left.column("kind") != KIND_CODES["stock"])
    places = np.flatnonzero((left.column("kind") > 0) & (right.column("kind") > 0)
                            & (own | computed(left) | computed(right)))  # fmt: skip
    if not len(places):
        return none
    one, two = left._of(places), right._of(places)
    picked = [len(set(each.column("period").tolist())) == 1 for each in (one, two)]
    if all(picked) or not indicators(left) & indicators(right):
        return none
    alone = [_alone_of(coverage(one).values(), without=name == "truediv"), _alone_of(coverage(two).values())]
    none[places] = [_unlike(first, second, name, picked[1]) for first, second in zip(*alone, strict=True)]
    return none


def _unlike(one: _Periods, two: _Periods, name: str, picked: bool) -> bool:
    """Whether two have a period each of one series, and these are not alike."""
    return any(
        series[0] not in _AT_ONE_TIME and series in two and not _alike(code, two[series], name, picked)
        for series, code in one.items()
    )


def _alone_of(covers: Array, *, without: bool = False) -> list[_Periods]:
    """Those of each element; one figure beside a million is looked at once."""
    listed = covers.tolist()
    known = {place: _alone(each, without=without) for place, each in {id(each): each for each in listed}.items()}
    return [known[id(each)] for each in listed]


def _alone(covers: Coverage, *, without: bool = False) -> _Periods:
    """The period of each series of one, `without` what is taken off: what grew is the whole of a growth."""
    found: dict[_Series, list[str]] = {}
    for measure, times in covers.items():
        if times > 0 or not without:
            series = (measure.kind, measure.indicator, measure.area, measure.subject, measure.nature)
            found.setdefault(series, []).append(measure.period)
    return {series: codes[0] for series, codes in found.items() if len(codes) == 1}


@functools.lru_cache(maxsize=4096)
def _alike(one: str, two: str, name: str, picked: bool) -> bool:
    if one == two or not one or not two:
        return True
    first, second = periods.parse(one), periods.parse(two)
    if first.start is None or second.start is None or first.same_window(second):
        return True
    if months(first) and months(second) and (months(first) == months(second) or
                                             (name == "sub" and first.start == second.start)):  # fmt: skip
        return True
    if first.end is None or second.end is None:
        return False
    if name == "truediv" and picked and second.start <= first.start and first.end <= second.end:
        return True
    return not months(first) and not months(second) and first.end - first.start == second.end - second.start
