"""Change between periods, only where the periods can be compared; otherwise why not."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from .. import periods
from ..county import Indicator
from . import intervals
from .rows import period_order

WINDOWS_DIFFER = "窗口不同"
NOT_RECOMPUTED = "可比口径"
NATURES_DIFFER = "性质不同"
SERIES_BROKEN = "口径变动"
NO_BASE = "基数不为正"


def changes(frame: pd.DataFrame, indicators: Sequence[Indicator]) -> pd.DataFrame:
    """Return each observation beside the one before it in its series, and the change between them.

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
    indicators, a series that broke in between (a census revision), a result against a plan, a base that is not
    positive.

    Examples
    --------
    >>> from .samples import sample
    >>> homes = Indicator(slug="i", name="就业之家", unit="个", kind="stock")
    >>> rows = sample(value=[80.0, 92.0], period=["2022", "2023"], text=["80个", "92个"])
    >>> changes(rows, [homes])[["value", "unit", "formula"]].to_dict("records")
    [{'value': 15.0, 'unit': '%', 'formula': '92个÷80个−1'}]
    """
    parsed = {code: periods.parse(code) for code in set(frame["period"])}
    dated = frame[frame["period"].map({code: p.start is not None for code, p in parsed.items()}).astype(bool)]
    first = pd.factorize(dated["indicator"].to_numpy(dtype=object))[0]
    area, subject = (pd.factorize(dated[name].to_numpy(dtype=object), sort=True)[0] for name in ("area", "subject"))
    order = np.lexsort([period_order(dated).to_numpy(), subject, area, first])
    order = order[dated["value"].notna().to_numpy()[order]]
    series = np.stack([first, area, subject])[:, order]
    paired = np.flatnonzero((series[:, 1:] == series[:, :-1]).all(axis=0))
    now = dated.iloc[order[paired + 1]]
    then = dated.iloc[order[paired]].set_axis(now.index)
    thousandth = now["unit"] == "‰"
    percent = thousandth | (now["unit"] == "%")
    computed = intervals.growth(now, then)
    if percent.any():
        computed = computed.where(~percent, intervals.points(now, then, thousandth))
    reason = _reasons(now, then, percent, parsed, indicators)
    bounds = computed.mask(reason != "")
    sign = np.where(percent, "−", "÷")
    tail = np.where(percent, "", "−1")
    return now.assign(
        **bounds,
        reason=reason,
        unit=np.where(percent, "个百分点", "%"),
        decimals=np.where(percent, now["decimals"] + thousandth, 1),
        hedge=np.where((now["hedge"] == "exact") & (then["hedge"] == "exact"), "exact", "about"),
        reported="",
        label=now["label"] + "较上期变化",
        formula=(now["text"] + sign + then["text"] + tail).where(reason == "", ""),
        origins=now["origins"] + then["origins"],
        sources=now["sources"] + then["sources"],
        now_label=now["label"],
        now_text=now["text"],
        now_sources=now["sources"],
        now_origins=now["origins"],
        then_text=then["text"],
        then_period=then["period"],
        then_sources=then["sources"],
        then_origins=then["origins"],
        text="",
    )


def _reasons(
    now: pd.DataFrame,
    then: pd.DataFrame,
    percent: pd.Series,
    parsed: dict[str, periods.Period],
    indicators: Sequence[Indicator],
) -> pd.Series:
    windows = {code: period.window for code, period in parsed.items()}
    here, there = now["period"].map(windows), then["period"].map(windows)
    basis = now["indicator"].map({i.slug: i.price_basis for i in indicators})
    year = {code: period.start.year if period.start else 0 for code, period in parsed.items()}
    since, until = then["period"].map(year), now["period"].map(year)
    broken = pd.Series(False, index=now.index)
    for slug, at in ((i.slug, at) for i in indicators for at in i.breaks):
        broken |= (now["indicator"] == slug) & (since < at) & (until >= at)
    unlike = here.isna() | there.isna() | (here != there)
    quoted = basis.isin(["comparable", "like-for-like"]) & ~percent
    conditions = [unlike, broken, now["nature"] != then["nature"], quoted, (then["value"] <= 0) & ~percent]
    words = [WINDOWS_DIFFER, SERIES_BROKEN, NATURES_DIFFER, NOT_RECOMPUTED, NO_BASE]
    return pd.Series(np.select(conditions, words, ""), index=now.index, dtype=object)
