"""Earlier years of a series paired with its latest 累计: the same months and the whole of each complete year."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd

from ..county.model import Indicator
from .columns import intervals, results
from .columns.coded_text import Flags, Ints, Texts, encode_text
from .columns.intervals import Floats, Sides
from .columns.matching import SERIES, coded, found, packed, spans
from .cumulative import year_to_date

YEAR = 12


class ToDate(NamedTuple):
    """The 累计 of results, with the series, year and last month of each."""

    rows: pd.DataFrame
    series: Ints
    year: Ints
    month: Ints


class Cases(NamedTuple):
    """The earlier years of each series, by series and year: the 累计 of the same months and of the whole.

    Parameters
    ----------
    of
        The place of the series among the projected rows.
    part_row, whole_row
        Places among the rows known.
    part, whole
        Their intervals.
    year
        Which year it is.
    number
        How many cases each series has.
    """

    of: Ints
    part_row: Ints
    whole_row: Ints
    part: Sides
    whole: Sides
    year: Ints
    number: Ints

    def sum(self, values: Floats) -> Floats:
        """Return the sum over the cases of each series."""
        return np.asarray(np.bincount(self.of, weights=values, minlength=len(self.number)), dtype=float)

    def any(self, flags: Flags) -> Flags:
        """Return which series have a case where `flags` holds."""
        return np.asarray(self.sum(flags.astype(float)) > 0)


def to_date(frame: pd.DataFrame, indicators: Sequence[Indicator]) -> ToDate:
    """Return the 累计 of the results in a figure frame (:func:`xj_analysis.metrics.year_to_date`).

    Examples
    --------
    >>> from .columns.samples import sample
    >>> flow = Indicator(slug="i", name="甲", unit="万元", kind="flow")
    >>> known = to_date(sample(value=[5.0, 4.0], period=["2023-01/2023-02", "2023-03"]), [flow])
    >>> known.rows["value"].tolist(), known.month.tolist()
    ([5.0, 9.0], [2, 3])
    """
    rows = year_to_date(frame[results.equals(frame["nature"], "actual")], indicators)
    covered = spans(rows["period"])
    (series,) = packed(coded(SERIES, rows)[0])
    return ToDate(rows, series, covered["year"].to_numpy(), covered["last"].to_numpy())


def last_rows(known: ToDate, group: Ints) -> Ints:
    """Return the place of the latest row of each group, in the order of the rows.

    Examples
    --------
    >>> known = ToDate(pd.DataFrame(), *np.array([[0, 0, 1], [2023, 2022, 2023], [1, 12, 4]]))
    >>> last_rows(known, known.series).tolist()
    [0, 2]
    """
    order = np.lexsort((known.month, known.year, group))
    ends = np.append(group[order][1:] != group[order][:-1], True)[: len(order)]
    return np.sort(order[ends])


def sides(rows: pd.DataFrame, places: Ints | None = None) -> Sides:
    """Return the intervals of a frame's rows, or of those at `places`.

    Examples
    --------
    >>> sides(pd.DataFrame({"value": [2.0], "low": [1.0], "high": [3.0]}), np.array([0])).high.tolist()
    [3.0]
    """
    columns = (rows[name].to_numpy(dtype=float) for name in intervals.BOUNDS)
    return Sides(*(column if places is None else column[places] for column in columns))


def pair(known: ToDate, latest: Ints) -> Cases:
    """Return the total of each earlier year beside its 累计 of the same months as the latest row of its series.

    Examples
    --------
    >>> from .columns.samples import sample
    >>> flow = Indicator(slug="i", name="甲", unit="万元", kind="flow")
    >>> codes = ["2022", "2023-01/2023-06", "2023", "2024-01/2024-06"]
    >>> known = to_date(sample(value=[9.0, 4.0, 10.0, 5.0], period=codes), [flow])
    >>> cases = pair(known, np.array([3]))
    >>> cases.year.tolist(), cases.part.value.tolist(), cases.whole.value.tolist()
    ([2023], [4.0], [10.0])
    """
    place = np.zeros(int(known.series.max(initial=0)) + 1, dtype=np.int64)
    place[known.series[latest]] = np.arange(len(latest))
    of = place[known.series]
    year, months = known.year[latest][of], known.month[latest][of]
    sound = ~np.isnan(known.rows["value"].to_numpy(dtype=float))
    whole = np.flatnonzero(sound & (known.month == YEAR) & (known.year < year) & (months < YEAR))
    unit = encode_text(known.rows["unit"]).codes
    have, wanted = packed(
        [known.series, unit, known.year, known.month],
        [known.series[whole], unit[whole], known.year[whole], months[whole]],
    )
    part = found(wanted, have)
    both = np.flatnonzero((part >= 0) & sound[np.maximum(part, 0)])
    both = both[np.lexsort((known.year[whole[both]], of[whole[both]]))]
    part, whole = part[both], whole[both]
    return Cases(
        of=of[whole],
        part_row=part,
        whole_row=whole,
        part=sides(known.rows, part),
        whole=sides(known.rows, whole),
        year=known.year[whole],
        number=np.bincount(of[whole], minlength=len(latest)),
    )


def fell(known: ToDate, latest: Ints, cases: Cases) -> Flags:
    """Return whether a 累计 is less than the one before it, in the latest year of a series or in one of its cases.

    Examples
    --------
    >>> from .columns.samples import sample
    >>> flow = Indicator(slug="i", name="甲", unit="万元", kind="flow")
    >>> known = to_date(sample(value=[5.0, -1.0], period=["2023-01", "2023-02"]), [flow])
    >>> fell(known, np.array([1]), pair(known, np.array([1]))).tolist()
    [True]
    """
    order = np.lexsort((known.month, known.year, known.series))
    order = order[~np.isnan(known.rows["value"].to_numpy(dtype=float)[order])]
    before, after = order[:-1], order[1:]
    then, now = sides(known.rows, before), sides(known.rows, after)
    exact = results.exact(known.rows)
    less = (now.high < then.low) | (now.value < then.value) & exact[before] & exact[after]
    less &= (known.series[before] == known.series[after]) & (known.year[before] == known.year[after])
    used, lower = np.concatenate([latest, cases.whole_row]), after[less]
    own, falling = packed([known.series[used], known.year[used]], [known.series[lower], known.year[lower]])
    bad = np.isin(own, falling)
    return np.asarray(bad[: len(latest)] | cases.any(bad[len(latest) :]))


def shares_named(cases: Cases) -> Texts:
    """Return in words what each series' 累计 is divided by: each year with its share.

    Examples
    --------
    >>> four, ten = (Sides(*np.full((3, 1), side)) for side in (4.0, 10.0))
    >>> nought = np.array([0])
    >>> shares_named(Cases(nought, nought, nought, four, ten, np.array([2023]), np.array([1]))).tolist()
    ['÷往年同期占全年比重（2023年40.0%），各年推算取平均']
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        share = cases.part.value / cases.whole.value * 100
    years, shares = np.char.mod("%d年", cases.year).astype(object), np.char.mod("%.1f%%", share).astype(object)
    opens = np.diff(cases.of, prepend=-1) > 0
    said = _summed(np.where(opens, "", "、").astype(object) + years + shares, cases.of, len(cases.number), "")
    named: Texts = "÷往年同期占全年比重（" + said + "），各年推算取平均"
    return named


def gathered(column: pd.Series, latest: Ints, cases: Cases, *, once: bool = False) -> Texts:
    """Return the identifiers behind each series: its own, then by year those of the same months and of the whole.

    Parameters
    ----------
    column
        Tuples of identifiers, a tuple for each row known.
    latest
        The rows projected.
    cases
        Their earlier years.
    once
        Whether a tuple that several rows share is given once.

    Examples
    --------
    >>> four, ten = (Sides(*np.full((3, 1), side)) for side in (4.0, 10.0))
    >>> cases = Cases(*np.array([[0], [1], [2]]), four, ten, np.array([2023]), np.array([1]))
    >>> gathered(pd.Series([("a",), ("b",), ("b",)]), np.array([0]), cases, once=True).tolist()
    [('a', 'b')]
    """
    pairs = np.column_stack([cases.part_row, cases.whole_row]).ravel()
    of = np.concatenate([np.arange(len(latest)), cases.of.repeat(2)])
    rows = np.concatenate([latest, pairs])[np.argsort(of, kind="stable")]
    of = np.sort(of)
    if once:
        new = ~pd.DataFrame({"of": of, "said": encode_text(column).codes[rows]}).duplicated().to_numpy()
        of, rows = of[new], rows[new]
    return _summed(column.to_numpy(dtype=object)[rows], of, len(latest), ())


def _summed(values: Texts, of: Ints, length: int, empty: object) -> Texts:
    """Join texts or tuples of the same group; `of` is sorted."""
    joined: Texts = np.empty(length, dtype=object)
    joined[:] = [empty] * length
    if len(of):
        starts = np.flatnonzero(np.diff(of, prepend=-1) > 0)
        sums = np.add.reduceat(values, starts)
        joined[of[starts]] = sums
    return joined
