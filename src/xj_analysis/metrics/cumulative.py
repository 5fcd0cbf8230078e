"""累计 (year to date) and single periods, each computed from the other (docs/conventions.md §1)."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import numpy as np
import pandas as pd

from ..county.model import Indicator
from ..quantity import intervals
from .columns import results
from .columns.coded_text import Flags, Ints
from .columns.matching import ABSENT, SERIES, TWICE, encode_columns, find_partners, pack_keys, period_spans, step_keys

MONTH_MISSING = "上月累计缺失，不能还原单月"
GAP = "当年有月份缺失，不能累计"
NOT_CUMULATIVE = "不是年初以来的累计，不还原"
NOT_MONTHS = "不是整月，不能累计"
NOT_FLOW = "不是可以累加的流量"
FELL = "累计数比上期少，请核实"

_JANUARY_FEBRUARY = 2


def single(frame: pd.DataFrame, indicators: Sequence[Indicator], *, may_fall: Collection[str] = ()) -> pd.DataFrame:
    """Return the value of each single month: this 累计 − the 累计 a month before.

    January and February are published together, so that the first single period is ``2023-01/2023-02``, unless January
    is there on its own.

    Parameters
    ----------
    frame
        A figure frame of cumulative observations: periods that begin in January (``2023-01/2023-06``, ``2023``).
    indicators
        Declare which indicators are flows: only these add up over time.
    may_fall
        Indicators whose months may be negative (a balance, a profit).

    Returns
    -------
    A row for each of `frame`, in its unit, with the single month as its period (``2023-06``); now and then are the two
    累计; doubt is set where a 累计 fell although it cannot. Without value and with a reason: the month before is
    missing, the period does not begin in January, the indicator is no flow.

    Examples
    --------
    >>> from .columns.samples import sample
    >>> flow = Indicator(slug="i", name="甲", unit="万元", kind="flow")
    >>> codes = ["2023-01/2023-02", "2023-01/2023-03", "2023-01/2023-05"]
    >>> single(sample(value=[5.0, 9.0, 20.0], period=codes), [flow])[["period", "value", "reason"]]
                period  value         reason
    0  2023-01/2023-02    5.0
    1          2023-03    4.0
    2          2023-05    NaN  上月累计缺失，不能还原单月
    """
    covered = period_spans(frame["period"])
    year, first, last = (covered[name].to_numpy() for name in ("year", "first", "last"))
    series = [*encode_columns(SERIES, frame)[0], year, first]
    here, before = step_keys(series, last, 1)
    place = np.where(first == 1, find_partners(before, here), ABSENT)
    opening = (last <= _JANUARY_FEBRUARY) & (place == ABSENT)
    then = results.bounds_columns(frame, np.where(place < 0, ABSENT, place))
    now = results.bounds_columns(frame)
    computed = now.where(pd.Series(opening), intervals.subtract(now, then))
    reason = results.reasons(
        frame,
        [
            (~_flows(frame, indicators), NOT_FLOW),
            (first != 1, NOT_CUMULATIVE),
            (place == TWICE, results.TWICE_GIVEN),
            (~opening & then["value"].isna().to_numpy(), MONTH_MISSING),
        ],
    )
    exact = results.exact(frame)
    both = exact & np.where(place < 0, True, exact[place])
    fell = (computed["value"] < 0) & (both | (computed["high"] < 0)) & ~frame["indicator"].isin(may_fall).to_numpy()
    now_text, then_text = results.both_texts(frame, "本期累计", "上期累计", place)
    rows = results.result_rows(
        frame,
        computed,
        reason,
        exact=both,
        formula=np.where(opening, "", now_text + "−" + then_text).astype(object),
        period=_single_codes(frame["period"], year, last, keep=(last <= _JANUARY_FEBRUARY) & opening | (first != 1)),
        now=now["value"].to_numpy(),
        then=then["value"].to_numpy(),
        doubt=np.where(fell & reason.equals(""), FELL, ""),
        origins=results.joined_origins(frame["origins"], frame["origins"], place),
        sources=results.joined_sources(frame["sources"], frame["sources"], place),
    )
    unchanged = opening & reason.equals("")  # the first period is printed as in its source
    return rows.assign(
        **{name: frame[name].where(unchanged, rows[name]) for name in ("reported", "text") if name in frame}
    )


def _flows(frame: pd.DataFrame, indicators: Sequence[Indicator]) -> Flags:
    flows = [indicator.slug for indicator in indicators if indicator.kind == "flow"]
    return frame["indicator"].isin(flows).to_numpy() & ~frame["unit"].isin(["%", "‰"]).to_numpy()


def _single_codes(period: pd.Series, year: Ints, last: Ints, *, keep: Flags) -> pd.Series:
    code, pairs = pd.factorize(year * 100 + last)
    months = np.array([f"{pair // 100}-{pair % 100:02d}" for pair in pairs], dtype=object)
    return period.where(keep, pd.Series(months[code], index=period.index, dtype=period.dtype))


def cumulate(frame: pd.DataFrame, indicators: Sequence[Indicator]) -> pd.DataFrame:
    """Return the 累计 up to each single period: the sum of all since January.

    Parameters
    ----------
    frame
        A figure frame of single periods, months or quarters (``2023-01/2023-02``, ``2023-03``, ``2023Q2``).
    indicators
        Declare which indicators are flows.

    Returns
    -------
    A row for each of `frame`, in its unit, with the cumulative period (``2023-01/2023-03``), and the origins of all
    its parts. Without value and with a reason: a month since January is missing, given twice, or is itself no whole
    month.

    Examples
    --------
    >>> from .columns.samples import sample
    >>> flow = Indicator(slug="i", name="甲", unit="万元", kind="flow")
    >>> parts = sample(value=[5.0, 4.0, 6.0], period=["2023-01/2023-02", "2023-03", "2023-05"])
    >>> cumulate(parts, [flow])[["period", "value", "reason"]]
                period  value        reason
    0  2023-01/2023-02    5.0
    1  2023-01/2023-03    9.0
    2  2023-01/2023-05    NaN  当年有月份缺失，不能累计
    """
    covered = period_spans(frame["period"])
    year, first, last = (covered[name].to_numpy() for name in ("year", "first", "last"))
    (group,) = pack_keys([*encode_columns(SERIES, frame)[0], year])
    order = np.lexsort((first, last, group))
    sorted_group, start = group[order], first[order]
    opens = np.r_[True, sorted_group[1:] != sorted_group[:-1]] if len(frame) else np.zeros(0, dtype=bool)
    follows = np.where(opens, start == 1, start == np.r_[0, last[order][:-1]] + 1)
    step = np.arange(len(frame)) - np.maximum.accumulate(np.where(opens, np.arange(len(frame)), 0))
    sums = {name: frame[name].to_numpy(dtype=float)[order] for name in intervals.BOUNDS}
    sound = follows & ~np.isnan(sums["value"])
    exact = results.exact(frame)[order]
    lists = {name: frame[name].to_numpy(dtype=object)[order] for name in ("origins", "sources")}
    texts = results.text_columns(frame, "各月之和")
    has_texts = not isinstance(texts, str)
    formula = np.broadcast_to(np.asarray(texts, dtype=object), len(frame))[order]
    for number in range(1, int(step.max()) + 1 if len(step) else 0):  # at most twelve steps a year
        at = np.flatnonzero(step == number)
        before, added = (intervals.Intervals(*(bound[rows] for bound in sums.values())) for rows in (at - 1, at))
        for bound, total in zip(sums.values(), before.plus(added), strict=True):
            bound[at] = total
        sound[at] &= sound[at - 1]
        exact[at] &= exact[at - 1]
        for identifiers in lists.values():
            identifiers[at] = identifiers[at - 1] + identifiers[at]
        if has_texts:
            formula[at] = formula[at - 1] + "＋" + formula[at]
    back = np.argsort(order, kind="stable")
    reason = results.reasons(
        frame,
        [
            (~_flows(frame, indicators), NOT_FLOW),
            (first == 0, NOT_MONTHS),
            (~sound[back], GAP),
        ],
    )
    rows = results.result_rows(
        frame,
        pd.DataFrame({name: bound[back] for name, bound in sums.items()}),
        reason,
        exact=exact[back],
        formula=np.where(step[back] == 0, "", formula[back]),
        period=_cumulative_codes(frame["period"], year, last, keep=(first == 0) | (step[back] == 0) & (first == 1)),
        **{name: identifiers[back] for name, identifiers in lists.items()},
    )
    unchanged = (step[back] == 0) & reason.equals("")
    return rows.assign(
        **{name: frame[name].where(unchanged, rows[name]) for name in ("reported", "text") if name in frame}
    )


def _cumulative_codes(period: pd.Series, year: Ints, last: Ints, *, keep: Flags) -> pd.Series:
    code, pairs = pd.factorize(year * 100 + last)
    ranges = np.array([f"{pair // 100}-01/{pair // 100}-{pair % 100:02d}" for pair in pairs], dtype=object)
    return period.where(keep, pd.Series(ranges[code], index=period.index, dtype=period.dtype))


def year_to_date(frame: pd.DataFrame, indicators: Sequence[Indicator]) -> pd.DataFrame:
    """Return the 累计 of each series, year and month: as published, else the sum of the single periods since January.

    Parameters
    ----------
    frame
        A figure frame of 累计 (``2023-01/2023-06``, ``2023``), of single periods (``2023-06``, ``2023Q2``), or of both.
    indicators
        Declare which indicators are flows.

    Returns
    -------
    A row for each 累计 published and for each single period without one, in the order of `frame`, with the cumulative
    period. A published 累计 stays as it is; a sum is that of :func:`cumulate`. Single periods may follow a 累计 (the
    first half year published together); a 累计 given twice alike is one (``2023``, ``2023-01/2023-12``). Without value
    and with a reason: as :func:`cumulate`, and a 累计 given twice that differs.

    Examples
    --------
    >>> from .columns.samples import sample
    >>> flow = Indicator(slug="i", name="甲", unit="万元", kind="flow")
    >>> rows = sample(value=[5.0, 4.0, 30.0], period=["2023-01/2023-02", "2023-03", "2023"])
    >>> year_to_date(rows, [flow])[["period", "value"]]
                period  value
    0  2023-01/2023-02    5.0
    1  2023-01/2023-03    9.0
    2             2023   30.0
    """
    frame = frame.reset_index(drop=True)
    covered = period_spans(frame["period"])
    year, first, last = (covered[name].to_numpy() for name in ("year", "first", "last"))
    (group,) = pack_keys([*encode_columns(SERIES, frame)[0], year]) if len(frame) else (year,)
    published = first == 1
    shortest = pd.Series(np.where(published, last, np.inf)).groupby(group).transform("min").to_numpy()
    sums = cumulate(frame[~published | (last == shortest)], indicators)
    (key,) = pack_keys([group, last]) if len(frame) else (last,)
    needed = ~published[sums.index] & ~np.isin(key[sums.index], key[published])
    totals = frame[published]
    duplicate = pd.DataFrame({"key": key[published], "value": totals["value"].to_numpy()}).duplicated().to_numpy()
    totals, totals_key = totals[~duplicate], key[published][~duplicate]
    twice = pd.Series(totals_key).duplicated(keep=False).to_numpy()
    reason = results.reasons(totals, [(~_flows(totals, indicators), NOT_FLOW), (twice, results.TWICE_GIVEN)])
    bounds = {name: np.where(reason.equals(""), totals[name], np.nan) for name in intervals.BOUNDS}
    totals = totals.assign(reason=pd.Series(reason.to_array(), index=totals.index), **bounds)
    rows: pd.DataFrame = pd.concat([totals, sums[needed]]).sort_index(kind="stable")
    return rows
