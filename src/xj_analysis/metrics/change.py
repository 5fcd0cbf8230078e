"""Change between consecutive observations of a series, with a reason where they cannot be compared."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from ..county.model import Indicator
from ..quantity import intervals, periods
from .columns import results
from .columns.coded_text import Flags, Ints, choose_text, encode_text
from .columns.matching import Spans
from .columns.row_selection import period_order

WINDOWS_DIFFER = "窗口不同"
NOT_RECOMPUTED = "可比口径"
NATURES_DIFFER = "性质不同"
SERIES_BROKEN = "口径变动"
NO_BASE = "基数不为正"


def changes(frame: pd.DataFrame, indicators: Sequence[Indicator]) -> pd.DataFrame:
    """Return the change of each observation from the one before it in its series: results and targets are never mixed.

    Parameters
    ----------
    frame
        A figure frame of observations, with ``text``.
    indicators
        Declare price basis and breaks.

    Returns
    -------
    A figure frame, a row a pair, ordered as `frame` names the indicators, then by period. value is the growth in %,
    or the difference in 个百分点 where the indicator is itself a percentage; then_text, then_period, then_sources and
    now_text describe the pair. Not computed, with the reason: unlike windows, comparable-price or like-for-like
    indicators, a series that broke in between (a census revision), a base that is not positive.

    Examples
    --------
    >>> from .columns.samples import sample
    >>> homes = Indicator(slug="i", name="就业之家", unit="个", kind="stock")
    >>> rows = sample(value=[80.0, 92.0], period=["2022", "2023"], text=["80个", "92个"])
    >>> changes(rows, [homes])[["value", "unit", "formula"]].to_dict("records")
    [{'value': 15.0, 'unit': '%', 'formula': '92个÷80个−1'}]
    """
    now, then, years = _pairs(frame)
    rows, earlier = frame.iloc[now], {name: frame[name].to_numpy(dtype=object)[then] for name in _SIDE}
    later = {name: rows[name].to_numpy(dtype=object) for name in _SIDE}
    unit = encode_text(rows["unit"])
    thousandth, percent = unit.equals("‰"), unit.equals("‰", "%")
    values, base = results.bounds_columns(rows), results.bounds_columns(frame, then)
    computed = intervals.growth_interval(values, base)
    if percent.any():
        moved = intervals.difference_in_points(values, base, pd.Series(thousandth))
        computed = pd.DataFrame({name: np.where(percent, moved[name], computed[name]) for name in intervals.BOUNDS})
    window = Spans(encode_text(frame["period"]))["window"]
    conditions = [
        ((window[now] < 0) | (window[now] != window[then]), WINDOWS_DIFFER),
        (series_broken(rows, years[then], years[now], indicators), SERIES_BROKEN),
        (quoted_rows(rows, indicators) & ~percent, NOT_RECOMPUTED),
        (~percent & (base["value"] <= 0).to_numpy(), NO_BASE),
    ]
    return results.result_rows(
        rows,
        computed,
        results.reasons(rows, conditions),
        exact=(later["hedge"] == "exact") & (earlier["hedge"] == "exact"),
        formula=later["text"] + np.where(percent, "−", "÷") + earlier["text"] + np.where(percent, "", "−1"),
        label=results.with_suffix(rows["label"], "较上期变化"),
        unit=choose_text(("%", "个百分点"), percent),
        decimals=np.where(percent, rows["decimals"] + thousandth, 1),
        origins=later["origins"] + earlier["origins"],
        sources=later["sources"] + earlier["sources"],
        now_label=later["label"],
        now_text=later["text"],
        now_sources=later["sources"],
        now_origins=later["origins"],
        then_text=earlier["text"],
        then_period=earlier["period"],
        then_sources=earlier["sources"],
        then_origins=earlier["origins"],
    )


_SIDE = ("label", "text", "period", "hedge", "origins", "sources")


def _pairs(frame: pd.DataFrame) -> tuple[Ints, Ints, Ints]:
    """The rows with a predecessor in their series, those predecessors, and the year of every row."""
    period = encode_text(frame["period"])
    parsed = [periods.parse(code) for code in period.categories]
    years = np.array([each.start.year if each.start else 0 for each in parsed], dtype=np.int64)[period.codes]
    dated = np.flatnonzero(years)
    first = encode_text(frame["indicator"]).codes[dated]
    area, subject, nature = (encode_text(frame[name]).sorted_codes()[dated] for name in ("area", "subject", "nature"))
    order = np.lexsort([period_order(frame)[dated], nature, subject, area, first])
    order = order[frame["value"].notna().to_numpy()[dated[order]]]
    series = np.stack([first, area, subject, nature])[:, order]
    paired = np.flatnonzero((series[:, 1:] == series[:, :-1]).all(axis=0))
    return dated[order[paired + 1]], dated[order[paired]], years


def series_broken(rows: pd.DataFrame, since: Ints, until: Ints, indicators: Sequence[Indicator]) -> Flags:
    """Return which rows have a declared break of their series after the year `since` and up to the year `until`.

    Examples
    --------
    >>> from .columns.samples import sample
    >>> census = Indicator(slug="i", name="人口", unit="人", kind="stock", breaks=(2020,))
    >>> years = np.array([2020, 2021])
    >>> series_broken(sample(value=[1.0, 2.0]), years - 1, years, [census]).tolist()
    [True, False]
    """
    broken = np.zeros(len(rows), dtype=bool)
    for slug, at in ((indicator.slug, at) for indicator in indicators for at in indicator.breaks):
        broken |= results.equals(rows["indicator"], slug) & (since < at) & (until >= at)
    return broken


def quoted_rows(rows: pd.DataFrame, indicators: Sequence[Indicator]) -> Flags:
    """Return which rows are of indicators whose growth is quoted and never recomputed (可比价格, 可比口径).

    Examples
    --------
    >>> from .columns.samples import sample
    >>> gdp = Indicator(slug="gdp", name="生产总值", unit="亿元", kind="flow", price_basis="comparable")
    >>> quoted_rows(sample(indicator=["gdp", "i"], value=[1.0, 2.0]), [gdp]).tolist()
    [True, False]
    """
    quoted = [indicator.slug for indicator in indicators if indicator.quoted]
    return encode_text(rows["indicator"]).isin(quoted) if quoted else np.zeros(len(rows), dtype=bool)
