"""Growth rates: 同比, 环比 and 两年平均增速, with the period compared or a reason (docs/conventions.md §1)."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from ..county.model import Indicator
from ..quantity import intervals
from .change import NATURES_DIFFER, NO_BASE, NOT_RECOMPUTED, SERIES_BROKEN, WINDOWS_DIFFER, quoted_rows, series_broken
from .columns import results
from .columns.coded_text import CodedText, Flags, Ints, Texts, choose_text, encode_text
from .columns.matching import (
    ABSENT,
    SERIES,
    TWICE,
    Spans,
    encode_columns,
    find_keys,
    find_partners,
    pack_keys,
    step_keys,
)

YEAR_BEFORE_MISSING = "缺上年同期数"
PERIOD_BEFORE_MISSING = "缺上期数"
CUMULATIVE = "累计数不能算环比"
NOT_SINGLE = "不是单月或单季，不能算环比"
NOT_GROWTH = "不是增速，不能平均"
GONE = "降到零以下，不能平均"

_YEAR = 12


def year_on_year(frame: pd.DataFrame, indicators: Sequence[Indicator]) -> pd.DataFrame:
    """Return 同比: each observation against the same window a year before, (now − then) / then.

    Parameters
    ----------
    frame
        A figure frame of observations, those of the year before among them.
    indicators
        Declare price basis, breaks and which are profits.

    Returns
    -------
    A row for each of `frame`. value is the growth in %, or the difference in 个百分点 of an indicator that is itself a
    percentage; now, then are the two values and then_period the earlier period; turn is 扭亏, 由盈转亏, 由负转正 or
    由正转负 where the signs of both are known and differ. Not computed, with the reason: no value a year before (or
    several), a base that is not positive, comparable-price and like-for-like indicators (their growth is quoted), a
    series that broke in between, a result against a plan, a window without bounds.

    Examples
    --------
    >>> from .columns.samples import sample
    >>> revenue = Indicator(slug="i", name="收入", unit="万元", kind="flow")
    >>> codes = ["2022-01/2022-06", "2023-01/2023-06"]
    >>> result = year_on_year(sample(value=[71289.0, 72777.0], period=codes), [revenue])
    >>> result["value"].round(1).tolist(), result["reason"].tolist()
    ([nan, 2.1], ['缺上年同期数', ''])
    """
    period = encode_text(frame["period"])
    covered = Spans(period)
    year, window = covered["year"], covered["window"]
    columns = encode_columns(SERIES, frame)[0]
    now, then = step_keys([*columns, window], year, 1)
    place = np.where(window < 0, ABSENT, find_partners(then, now))
    conditions = [
        (window < 0, WINDOWS_DIFFER),
        (place == TWICE, results.TWICE_GIVEN),
        (_other_nature(columns, window, year, place), NATURES_DIFFER),
        (place < 0, YEAR_BEFORE_MISSING),
        (series_broken(frame, year - 1, year, indicators), SERIES_BROKEN),
    ]
    return _against(frame, period, place, conditions, indicators, "较上年同期变化", "上年同期")


def period_on_period(frame: pd.DataFrame, indicators: Sequence[Indicator]) -> pd.DataFrame:
    """Return 环比: each single month or quarter against the one before it.

    Parameters
    ----------
    frame
        A figure frame of single periods (``2023-06``, ``2023Q2``); see :func:`xj_analysis.metrics.single`.
    indicators
        Declare price basis and breaks.

    Returns
    -------
    As :func:`year_on_year`. Cumulative periods (``2023-01/2023-06``, whole years) are refused with a reason; so is
    March against January and February together.

    Examples
    --------
    >>> from .columns.samples import sample
    >>> revenue = Indicator(slug="i", name="收入", unit="万元", kind="flow")
    >>> months = sample(value=[40.0, 50.0, 90.0], period=["2023-05", "2023-06", "2023-01/2023-06"])
    >>> period_on_period(months, [revenue])[["value", "reason"]].to_dict("list")
    {'value': [nan, 25.0, nan], 'reason': ['缺上期数', '', '累计数不能算环比']}
    """
    period = encode_text(frame["period"])
    covered = Spans(period)
    year, first, last = (covered[name] for name in ("year", "first", "last"))
    length = np.where(first > 0, last - first + 1, 0)
    ordinal = year * _YEAR + last
    quarter = covered["quarter"].astype(bool)
    alone = (length == 1) | quarter
    columns = encode_columns(SERIES, frame)[0]
    now, then = step_keys([*columns, length, alone.astype(np.int64)], ordinal, length)
    place = np.where(alone, find_partners(then, now), ABSENT)
    ends, before = step_keys(columns, ordinal, length)
    unlike = alone & (place == ABSENT) & (find_keys(before, ends) != ABSENT)
    conditions = [
        (~alone & (first == 1), CUMULATIVE),
        (~alone, NOT_SINGLE),
        (place == TWICE, results.TWICE_GIVEN),
        (unlike, WINDOWS_DIFFER),
        (place < 0, PERIOD_BEFORE_MISSING),
        (series_broken(frame, year - 1, year, indicators) & (first == 1), SERIES_BROKEN),
    ]
    return _against(frame, period, place, conditions, indicators, "环比变化", "上期")


def two_year_average(frame: pd.DataFrame) -> pd.DataFrame:
    """Return 两年平均增速 of a year and the year before: √((1+g₁)(1+g₂)) − 1.

    Parameters
    ----------
    frame
        A figure frame of growth in %, computed by :func:`year_on_year` or published (``gdp_growth``).

    Returns
    -------
    A row for each of `frame`, in %, with now and then as the two rates. Without value and with a reason: no rate of the
    same window a year before, a unit that is not %, a fall of the whole and more.

    Examples
    --------
    >>> from .columns.samples import sample
    >>> rates = sample(value=[2.0, 8.2], period=["2020", "2021"], unit="%")
    >>> two_year_average(rates)["value"].round(2).tolist()
    [nan, 5.05]
    """
    covered = Spans(encode_text(frame["period"]))
    year, window = covered["year"], covered["window"]
    columns = encode_columns(SERIES, frame)[0]
    here, before = step_keys([*columns, window], year, 1)
    place = np.where(window < 0, ABSENT, find_partners(before, here))
    now, then = results.bounds_columns(frame), results.bounds_columns(frame, place)
    factors = [intervals.scale(rate + 100.0, 0.01) for rate in (now, then)]
    gone = (factors[0]["value"] < 0) | (factors[1]["value"] < 0)
    factors = [factor.assign(low=factor["low"].clip(lower=0.0)) for factor in factors]
    mean = intervals.square_root(intervals.multiply(*factors))
    computed = intervals.scale(mean, 100.0) - 100.0
    computed["value"] = computed["value"].round(10)
    reason = results.reasons(
        frame,
        [
            (~results.equals(frame["unit"], "%"), NOT_GROWTH),
            (window < 0, WINDOWS_DIFFER),
            (place == TWICE, results.TWICE_GIVEN),
            (then["value"].isna().to_numpy(), YEAR_BEFORE_MISSING),
            (gone.to_numpy(), GONE),
        ],
    )
    exact = results.exact(frame)
    rates = results.both_texts(frame, "当年增速", "上年增速", place)
    return results.result_rows(
        frame,
        computed,
        reason,
        exact=exact & np.where(place < 0, True, exact[place]),
        formula="√[（1＋" + rates[1] + "）×（1＋" + rates[0] + "）]−1",
        label=results.with_suffix(frame["label"], "两年平均"),
        now=now["value"].to_numpy(),
        then=then["value"].to_numpy(),
        origins=results.joined_origins(frame["origins"], frame["origins"], place),
        sources=results.joined_sources(frame["sources"], frame["sources"], place),
    )


def _against(
    frame: pd.DataFrame,
    period: CodedText,
    place: Ints,
    conditions: list[tuple[Flags, str]],
    indicators: Sequence[Indicator],
    suffix: str,
    before: str,
) -> pd.DataFrame:
    """The growth of each row from the row at `place`, in %; of percentages the difference in 个百分点."""
    unit = encode_text(frame["unit"])
    thousandth, percent = unit.equals("‰"), unit.equals("‰", "%")
    now, then = results.bounds_columns(frame), results.bounds_columns(frame, place)
    computed = intervals.growth_interval(now, then)
    if percent.any():
        computed = computed.where(pd.Series(~percent), intervals.difference_in_points(now, then, pd.Series(thousandth)))
    barred = quoted_rows(frame, indicators) & ~percent
    base = ~percent & (then["value"] <= 0).to_numpy()
    exact = results.exact(frame)
    return results.result_rows(
        frame,
        computed,
        results.reasons(frame, [*conditions, (barred, NOT_RECOMPUTED), (base, NO_BASE)]),
        exact=exact & np.where(place < 0, True, exact[place]),
        formula=_formula(frame, place, before, percent),
        label=results.with_suffix(frame["label"], suffix),
        unit=choose_text(("%", "个百分点"), percent),
        decimals=np.where(percent, frame["decimals"] + thousandth, 1),
        now=now["value"].to_numpy(),
        then=then["value"].to_numpy(),
        then_period=period.take(place),
        turn=_turn(frame, now, then, indicators),
        origins=results.joined_origins(frame["origins"], frame["origins"], place),
        sources=results.joined_sources(frame["sources"], frame["sources"], place),
    )


def _formula(frame: pd.DataFrame, place: Ints, before: str, percent: Flags) -> Texts | str:
    now, then = results.both_texts(frame, "本期", before, place)
    growth, difference = now + "÷" + then + "−1", now + "−" + then
    if not percent.any():
        return growth
    return np.where(percent, difference, growth).astype(object, copy=False)


def _other_nature(columns: Sequence[Ints], window: Ints, year: Ints, place: Ints) -> Flags:
    """Rows whose year before has a value of another nature only (plan, forecast, target against actual)."""
    result = np.zeros(len(place), dtype=bool)
    lone = np.flatnonzero((place == ABSENT) & (window >= 0))
    if len(lone) and columns[-1].any():  # more than one nature: the first has code 0
        here, before = pack_keys(
            [*columns[:-1], window, year], [*(column[lone] for column in columns[:-1]), window[lone], year[lone] - 1]
        )
        result[lone] = find_keys(before, here) != ABSENT
    return result


def _turn(frame: pd.DataFrame, now: pd.DataFrame, then: pd.DataFrame, indicators: Sequence[Indicator]) -> CodedText:
    """Words for a change of sign where both signs are certain; profits have other words."""
    up = ((then["high"] < 0) & (now["low"] > 0)).to_numpy()
    down = ((then["low"] > 0) & (now["high"] < 0)).to_numpy()
    turned = np.flatnonzero(up | down)
    profits = [indicator.slug for indicator in indicators if indicator.profit]
    profit = encode_text(frame["indicator"].iloc[turned]).isin(profits)
    codes = np.zeros(len(frame), dtype=np.int64)
    codes[turned] = 1 + down[turned] + 2 * profit
    return CodedText(codes, np.array(["", "由负转正", "由正转负", "扭亏", "由盈转亏"], dtype=object))
