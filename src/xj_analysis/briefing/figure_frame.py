"""What a briefing's numbers come from: the observations that count, and the rows derived from the sound ones."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from .. import metrics
from ..county import selection
from ..county.model import Campaign
from ..metrics.columns.row_selection import period_order
from ..quantity import periods
from ..store import frames, observations, store


def figure_frame(known: store.Store) -> pd.DataFrame:
    """Return the current observations and the rows derived from the sound ones, of all areas, with ``text``."""
    rounding = known.county.rounding
    current = observations.with_text(known.current(), rounding)
    made = metrics.derivations(current[current["doubt"] == ""], known.county.indicators)
    if made.empty:
        return frames.compact(current.reset_index(drop=True))
    made = observations.with_text(observations.unranked(made), rounding)
    return frames.compact(pd.concat([current, made], ignore_index=True))


def without_past_months(known: store.Store, campaign: Campaign) -> store.Store:
    """Return what is known without the 累计 of earlier months of what a briefing is not about, with ``text``.

    They are most of what a county reports, and a briefing that prints none of them need not carry them. The overview is
    about all indicators, but of the towns only about those of the indices.
    """
    county, frame = known.county, known.frame
    parsed = {code: periods.parse(code).by_months for code in set(frame["period"])}
    months = frame.loc[frame["period"].map(parsed).astype(bool), ["indicator", "period"]]
    if len(months):
        slugs = selection.indicators_behind(campaign, county) | set(
            selection.indicators_with_progress(campaign, county)
        )
        about = frame["indicator"].isin(slugs)
        if campaign is county.overview:
            weighed = {slug for quantity in county.quantities for slug in quantity.weights}
            about &= ~frame["area"].isin(county.towns) | frame["indicator"].isin(weighed)
        order = pd.Series(period_order(months), index=months.index)
        earlier = months.index[order < order.groupby(months["indicator"]).transform("max")]
        frame = frame[about | ~frame.index.isin(earlier)]
    return replace(known, frame=observations.with_text(frame, county.rounding))
