"""Measures of figures (indicator, area, subject, rank), and the sums that would count something twice."""

from __future__ import annotations

import functools
import itertools
from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from ..base.errors import DataError
from . import periods
from .coverage import KINDS, Coverage, Measure, computed, coverage, indicators, negative, total
from .lineage import Runs, common

if TYPE_CHECKING:
    from .figure_array import FigureArray

SEVERAL = "…"
"""Subject of a result of several subjects."""
_MONTHS = 12
_COUNTY_DIGITS = 6
_WHERE = {"sum": "求和", "mean": "求平均", "cumsum": "逐期累加", "add": "相加"}


def standing(name: str, value: Any, scope: str) -> str:
    """Return a published rank or tier in words; '' where there is none.

    Parameters
    ----------
    name
        rank or tier.
    value
        The number of the rank, or the words of the tier.
    scope
        Among whom.

    Examples
    --------
    >>> standing("rank", 1, "吉安市"), standing("tier", "第一方阵", "吉安市"), standing("rank", float("nan"), "吉安市")
    ('吉安市第1位', '吉安市第一方阵', '')
    """
    words, scope = ("" if pd.isna(each) else str(each) for each in (value, scope))
    if name == "tier":
        return scope + words if words else ""
    return f"{scope}第{int(float(words))}位" if words.replace(".", "", 1).isdigit() else ""


def common_subject(subjects: Sequence[str]) -> str:
    """Return the subject that all have in common; :data:`SEVERAL` where they differ, as '' is the whole.

    Examples
    --------
    >>> common_subject(["", ""]), common_subject(["甲园", "乙园"])
    ('', '…')
    """
    return common(subjects) if len(set(subjects)) < 2 else SEVERAL  # noqa: PLR2004 - one is common


def common_name(labels: Sequence[str]) -> str:
    """Return the label that all have in common, or the name of the indicator in them: of towns, that without a town.

    Examples
    --------
    >>> common_name(["接待游客（甲镇）", "接待游客（乙镇）"]), common_name(["企业（甲镇）"]), common_name(["甲", "乙"])
    ('接待游客', '企业（甲镇）', '')
    """
    return common(labels) or common([_name_in(label) for label in labels])


def _name_in(label: str) -> str:
    return label.partition("（")[0]


def require_summable(array: FigureArray, how: str, runs: Runs) -> None:
    """Check the elements that a result is made of: each part of a total may stand in it once.

    Parameters
    ----------
    array
        The elements.
    how
        sum, mean, cumsum or add; anything else passes.
    runs
        Those of each result.

    Raises
    ------
    DataError
        Periods of a flow overlap (累计 among them) or are of unequal length, a stock is summed over periods, a rate is
        summed, an area is summed with its parts, the whole with its subjects, results with plans, or something twice.
    """
    if how not in _WHERE or not array.column("kind").any():
        return
    covers = coverage(array).values()
    longest: dict[int, int] = {}  # of cumulative sums, which begin at the same place
    for start, end in zip(runs.starts.tolist(), runs.ends.tolist(), strict=True):
        longest[start] = max(end, longest.get(start, 0))
    for start, end in longest.items():
        if end - start > 1:
            for kind, alike in _by_indicator(total(covers[runs.order[start:end]].tolist())).items():
                _require_once(kind, alike, how)


def require_addable(left: FigureArray, right: FigureArray, name: str) -> None:
    """Check the two elements of each sum, as :func:`require_summable` checks many; each was checked by itself before.

    Reported numbers of two indicators may be added: that a million are so is seen at a glance. In a difference only
    what is taken off twice could count twice.
    """
    ours, theirs = computed(left), computed(right)
    places = (left.column("kind") > 0) & (right.column("kind") > 0)
    same = left.column("indicator") == right.column("indicator")
    places &= theirs if name == "sub" else ours | theirs | same
    found = np.flatnonzero(places)
    if not len(found) or not indicators(left) & indicators(right):
        return
    pairs = zip(coverage(left._of(found)).values().tolist(), coverage(right._of(found)).values().tolist(), strict=True)
    for one, other in pairs:
        added = negative(other) if name == "sub" else other
        both = {_indicator(each) for each in one if one[each] > 0} & {_indicator(each) for each in added
                                                                     if added[each] > 0}  # fmt: skip
        for kind, alike in _by_indicator(total((one, added))).items() if both else ():
            if kind in both:
                _require_once(kind, alike, "add")


_Indicator = tuple[int, str]


def _indicator(measure: Measure) -> _Indicator:
    return measure.kind, measure.indicator


def _by_indicator(covers: Coverage) -> dict[_Indicator, Coverage]:
    result: dict[_Indicator, Coverage] = {}
    for measure, times in covers.items():
        result.setdefault(_indicator(measure), {})[measure] = times
    return result


def _require_once(indicator: _Indicator, covers: Coverage, how: str) -> None:
    """Check what of one indicator is counted. Where something is taken off, the rest has a window of its own."""
    kind, slug = indicator
    counted = [measure for measure, times in covers.items() if times > 0]
    less = {(measure.area, measure.subject) for measure, times in covers.items() if times < 0}
    fault: _Fault = None
    if len(counted) > 1 or (counted and covers[counted[0]] > 1):
        whole = frozenset(each.period for each in counted if (each.area, each.subject) not in less)
        fault = _period_fault(KINDS[kind], how, whole) or _part_fault(counted)
    if fault is None and (twice := next((each for each in counted if covers[each] > 1), None)):
        when = periods.parse(twice.period).label if twice.period else ""
        fault = "同一个数用了两次，会重复计算", when, "请只加一次；要成倍请乘（列 * 倍数）。"
    if fault:
        what, got, do = fault
        label = _name_in(common_name([each.label for each in counted if each.label]))
        raise DataError(f"“{label or slug}”{_WHERE[how]}", what, got, do)


_Fault = tuple[str, str, str] | None


@functools.lru_cache(maxsize=4096)
def _period_fault(kind: str, how: str, codes: frozenset[str]) -> _Fault:
    """What is wrong with the periods; two rates or stocks may be added by hand, as for their average."""
    if kind == "ratio" or (kind in ("rate", "stock") and how not in ("sum", "cumsum")):
        return None
    if kind == "rate":
        return "率和人均数不能相加", "", "请用分子、分母分别求和后再除。"
    known = sorted(map(periods.parse, codes - {""}), key=periods.Period.sort_key)
    if len(known) < 2:  # noqa: PLR2004 - one period is like itself
        return None
    if kind == "stock":
        return "时点数不能跨期相加", f"{known[0].label}、{known[-1].label}", "请取一期，或用 mean。"
    for one, other in itertools.pairwise(sorted(known, key=lambda each: each.start or date.min)):
        if one.overlaps(other):
            return "时间有重叠，会重复计算", f"{one.label}、{other.label}", _one_period(other)
    spans = {months(each): each.label for each in known}
    if len(spans) > 1 and how != "add":
        return "各期长短不一", "、".join(list(spans.values())[:2]), _one_period(known[-1])
    return None


def _one_period(period: periods.Period) -> str:
    return f'请先取同一期，如 列.loc[["{period.label}"]]，或用 metrics 和当月数。'


def months(period: periods.Period) -> int:
    """Return the number of whole months of a period; 0 for days, and where it is open."""
    start, end = period.start, period.end
    if start is None or end is None or start.day != 1 or end != periods.month_end(end.year, end.month):
        return 0
    return _MONTHS * (end.year - start.year) + end.month - start.month + 1


def _part_fault(rows: Sequence[Measure]) -> _Fault:
    areas = {row.area for row in rows if row.area}
    if any(_contains(one, other) for one in areas if len(one) == _COUNTY_DIGITS for other in areas):
        return "把一个地方与其中的一部分加在一起，会重复计算", "", "请只取乡镇（或只取全县）。"
    subjects: dict[tuple[str, str], set[str]] = {}
    natures: dict[tuple[str, str], set[str]] = {}
    for row in rows:
        if row.area:
            subjects.setdefault((row.area, row.period), set()).add(row.subject)
            natures.setdefault((row.area, row.period), set()).add(row.nature)
    if whole := next((each for each in subjects.values() if "" in each and len(each) > 1), None):
        return "把总数与其中的一项加在一起，会重复计算", max(whole), "请只取总数，或只取各项。"
    if any(len(each) > 1 for each in natures.values()):
        return "把完成数与计划数、目标数加在一起", "", "请先按 nature 取一种。"
    return None


def _contains(one: str, other: str) -> bool:
    """Whether a county, a city or a province contains an area: 360823 the town 360823101, the city 360800 360823."""
    prefix = one
    while prefix.endswith("00"):
        prefix = prefix[:-2]
    return one != other and other.startswith(prefix)
