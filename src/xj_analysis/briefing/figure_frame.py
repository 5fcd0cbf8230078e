"""Figure frame of a briefing: current observations, and the rows derived from the sound ones."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

import pandas as pd

from .. import metrics
from ..county import selection
from ..county.model import Campaign
from ..metrics.columns.row_selection import period_order
from ..quantity import periods
from ..store import observations
from ..store.frames import compact
from ..store.store import Store


def figure_frame(store: Store) -> pd.DataFrame:
    """Return the current observations and the rows derived from the sound ones, of all areas, with ``text``."""
    rounding = store.county.rounding
    current = observations.with_text(store.current(), rounding)
    derived = metrics.derivations(current[current["doubt"] == ""], store.county.indicators)
    if derived.empty:
        return compact(current.reset_index(drop=True))
    derived = observations.with_text(observations.unranked(derived), rounding)
    return compact(pd.concat([current, derived], ignore_index=True))


def without_past_months(store: Store, campaign: Campaign, named: Collection[str] = ()) -> Store:
    """Return a store without the 累计 of past months that a briefing does not print, with ``text``.

    Most rows of a county are such months. Kept are all months of the campaign's indicators and of those named; for the
    overview, those of all campaigns, but of the towns only those of the indices.
    """
    county, frame = store.county, store.frame
    by_months = {code: periods.parse(code).by_months for code in set(frame["period"])}
    months = frame.loc[frame["period"].map(by_months).astype(bool), ["indicator", "period"]]
    if len(months):
        slugs = selection.indicators_behind(campaign, county, named)
        slugs |= set(selection.indicators_with_progress(campaign, county))
        printed = frame["indicator"].isin(slugs)
        if campaign is county.overview:
            weighted = {slug for quantity in county.quantities for slug in quantity.weights}
            printed &= ~frame["area"].isin(county.towns) | frame["indicator"].isin(weighted)
            printed |= frame["indicator"].isin(list(named))
        order = pd.Series(period_order(months), index=months.index)
        past = months.index[order < order.groupby(months["indicator"]).transform("max")]
        frame = frame[printed | ~frame.index.isin(past)]
    return replace(store, frame=observations.with_text(frame, county.rounding))
