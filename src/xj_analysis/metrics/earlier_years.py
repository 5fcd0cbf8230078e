"""Earlier years of a series beside its latest 累计: the same months and the whole of each complete year."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd

from ..county.model import Indicator
from ..quantity.intervals import Floats, Intervals
from .columns import results
from .columns.coded_text import Flags, Ints, Texts, encode_text
from .columns.matching import SERIES, encode_columns, find_keys, pack_keys, period_spans
from .cumulative import year_to_date

YEAR = 12


class ToDate(NamedTuple):
    """The 累计 of results with series, year and last month, one entry a row."""

    rows: pd.DataFrame
    series: Ints
    year: Ints
    month: Ints


class Cases(NamedTuple):
    """Earlier years of projected series, sorted by series and year: 累计 of the same months and of the whole year.

    Parameters
    ----------
    series
        The place of the series among the projected rows, one entry a case.
    part_row, whole_row
        Places of both 累计 among the rows of :class:`ToDate`.
    part, whole
        Their intervals.
    year
        The earlier year.
    counts
        The number of cases of each series, one entry a projected row.
    """

    series: Ints
    part_row: Ints
    whole_row: Ints
    part: Intervals
    whole: Intervals
    year: Ints
    counts: Ints

    def sum(self, values: Floats) -> Floats:
        """Return the sum over the cases of each series."""
        return np.asarray(np.bincount(self.series, weights=values, minlength=len(self.counts)), dtype=float)

    def any(self, flags: Flags) -> Flags:
        """Return which series have a case with its flag set."""
        return np.asarray(self.sum(flags.astype(float)) > 0)


def to_date(frame: pd.DataFrame, indicators: Sequence[Indicator]) -> ToDate:
    """Return the 累计 of the results in a figure frame (:func:`xj_analysis.metrics.year_to_date`).

    Examples
    --------
    >>> from .columns.samples import sample
    >>> flow = Indicator(slug="i", name="甲", unit="万元", kind="flow")
    >>> totals = to_date(sample(value=[5.0, 4.0], period=["2023-01/2023-02", "2023-03"]), [flow])
    >>> totals.rows["value"].tolist(), totals.month.tolist()
    ([5.0, 9.0], [2, 3])
    """
    rows = year_to_date(frame[results.equals(frame["nature"], "actual")], indicators)
    covered = period_spans(rows["period"])
    (series,) = pack_keys(encode_columns(SERIES, rows)[0])
    return ToDate(rows, series, covered["year"].to_numpy(), covered["last"].to_numpy())


def last_rows(totals: ToDate, group: Ints) -> Ints:
    """Return the place of the latest row of each group, in the order of the rows.

    Examples
    --------
    >>> totals = ToDate(pd.DataFrame(), *np.array([[0, 0, 1], [2023, 2022, 2023], [1, 12, 4]]))
    >>> last_rows(totals, totals.series).tolist()
    [0, 2]
    """
    order = np.lexsort((totals.month, totals.year, group))
    ends = np.append(group[order][1:] != group[order][:-1], True)[: len(order)]
    return np.sort(order[ends])


def pair_years(totals: ToDate, latest: Ints) -> Cases:
    """Return the total of each earlier year beside its 累计 of the same months as the latest row of its series.

    Examples
    --------
    >>> from .columns.samples import sample
    >>> flow = Indicator(slug="i", name="甲", unit="万元", kind="flow")
    >>> codes = ["2022", "2023-01/2023-06", "2023", "2024-01/2024-06"]
    >>> totals = to_date(sample(value=[9.0, 4.0, 10.0, 5.0], period=codes), [flow])
    >>> cases = pair_years(totals, np.array([3]))
    >>> cases.year.tolist(), cases.part.value.tolist(), cases.whole.value.tolist()
    ([2023], [4.0], [10.0])
    """
    place = np.zeros(int(totals.series.max(initial=0)) + 1, dtype=np.int64)
    place[totals.series[latest]] = np.arange(len(latest))
    projected = place[totals.series]
    year, months = totals.year[latest][projected], totals.month[latest][projected]
    sound = ~np.isnan(totals.rows["value"].to_numpy(dtype=float))
    whole = np.flatnonzero(sound & (totals.month == YEAR) & (totals.year < year) & (months < YEAR))
    unit = encode_text(totals.rows["unit"]).codes
    keys, part_keys = pack_keys(
        [totals.series, unit, totals.year, totals.month],
        [totals.series[whole], unit[whole], totals.year[whole], months[whole]],
    )
    part = find_keys(part_keys, keys)
    both = np.flatnonzero((part >= 0) & sound[np.maximum(part, 0)])
    both = both[np.lexsort((totals.year[whole[both]], projected[whole[both]]))]
    part, whole = part[both], whole[both]
    return Cases(
        series=projected[whole],
        part_row=part,
        whole_row=whole,
        part=Intervals.of(totals.rows, part),
        whole=Intervals.of(totals.rows, whole),
        year=totals.year[whole],
        counts=np.bincount(projected[whole], minlength=len(latest)),
    )


def has_decrease(totals: ToDate, latest: Ints, cases: Cases) -> Flags:
    """Return which series have a 累计 below the one before it, in their latest year or in one of their cases.

    Examples
    --------
    >>> from .columns.samples import sample
    >>> flow = Indicator(slug="i", name="甲", unit="万元", kind="flow")
    >>> totals = to_date(sample(value=[5.0, -1.0], period=["2023-01", "2023-02"]), [flow])
    >>> has_decrease(totals, np.array([1]), pair_years(totals, np.array([1]))).tolist()
    [True]
    """
    order = np.lexsort((totals.month, totals.year, totals.series))
    order = order[~np.isnan(totals.rows["value"].to_numpy(dtype=float)[order])]
    before, after = order[:-1], order[1:]
    then, now = Intervals.of(totals.rows, before), Intervals.of(totals.rows, after)
    exact = results.exact(totals.rows)
    less = (now.high < then.low) | (now.value < then.value) & exact[before] & exact[after]
    less &= (totals.series[before] == totals.series[after]) & (totals.year[before] == totals.year[after])
    used, lower = np.concatenate([latest, cases.whole_row]), after[less]
    years, falling = pack_keys([totals.series[used], totals.year[used]], [totals.series[lower], totals.year[lower]])
    has_fall = np.isin(years, falling)
    return np.asarray(has_fall[: len(latest)] | cases.any(has_fall[len(latest) :]))


def shares_in_words(cases: Cases) -> Texts:
    """Return the divisor of each series' 累计 in words: each earlier year with its share.

    Examples
    --------
    >>> four, ten = (Intervals(*np.full((3, 1), side)) for side in (4.0, 10.0))
    >>> first = np.array([0])
    >>> shares_in_words(Cases(first, first, first, four, ten, np.array([2023]), np.array([1]))).tolist()
    ['÷往年同期占全年比重（2023年40.0%），各年推算取平均']
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        share = cases.part.value / cases.whole.value * 100
    years, shares = np.char.mod("%d年", cases.year).astype(object), np.char.mod("%.1f%%", share).astype(object)
    opens = np.diff(cases.series, prepend=-1) > 0
    listed = _sum_by_group(
        np.where(opens, "", "、").astype(object) + years + shares, cases.series, len(cases.counts), ""
    )
    words: Texts = "÷往年同期占全年比重（" + listed + "），各年推算取平均"
    return words


def collect_identifiers(column: pd.Series, latest: Ints, cases: Cases, *, once: bool = False) -> Texts:
    """Return the identifiers of each projected series: of its 累计, then by year of the same months and of the whole.

    Parameters
    ----------
    column
        Tuples of identifiers, one for each row of :class:`ToDate`.
    latest
        The projected rows.
    cases
        Their earlier years.
    once
        Whether a tuple that several rows share appears once.

    Examples
    --------
    >>> four, ten = (Intervals(*np.full((3, 1), side)) for side in (4.0, 10.0))
    >>> cases = Cases(*np.array([[0], [1], [2]]), four, ten, np.array([2023]), np.array([1]))
    >>> collect_identifiers(pd.Series([("a",), ("b",), ("b",)]), np.array([0]), cases, once=True).tolist()
    [('a', 'b')]
    """
    pairs = np.column_stack([cases.part_row, cases.whole_row]).ravel()
    series = np.concatenate([np.arange(len(latest)), cases.series.repeat(2)])
    rows = np.concatenate([latest, pairs])[np.argsort(series, kind="stable")]
    series = np.sort(series)
    if once:
        new = ~pd.DataFrame({"series": series, "tuple": encode_text(column).codes[rows]}).duplicated().to_numpy()
        series, rows = series[new], rows[new]
    return _sum_by_group(column.to_numpy(dtype=object)[rows], series, len(latest), ())


def _sum_by_group(values: Texts, group: Ints, length: int, empty: object) -> Texts:
    """Sums of texts or tuples (concatenation) by group; `group` is sorted."""
    sums: Texts = np.empty(length, dtype=object)
    sums[:] = [empty] * length
    if len(group):
        starts = np.flatnonzero(np.diff(group, prepend=-1) > 0)
        sums[group[starts]] = np.add.reduceat(values, starts)
    return sums
