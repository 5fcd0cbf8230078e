"""What a briefing's numbers come from: the observations that count, and the rows derived from the sound ones."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from . import frames, metrics, periods, scope, store
from .county import Campaign
from .metrics.rows import period_order


def rows(known: store.Store) -> pd.DataFrame:
    """Return the current observations and the rows derived from the sound ones, of all areas, with ``text``."""
    rounding = known.county.rounding
    current = store.with_text(known.current(), rounding)
    made = metrics.derivations(current[current["doubt"] == ""], known.county.indicators)
    if made.empty:
        return frames.compact(current.reset_index(drop=True))
    made = store.with_text(store.unranked(made), rounding)
    return frames.compact(pd.concat([current, made], ignore_index=True))


def narrowed(known: store.Store, campaign: Campaign) -> store.Store:
    """Return what is known without the 累计 of earlier months of what a briefing is not about.

    They are most of what a county reports, and a briefing that prints none of them need not carry them. The overview is
    about all indicators, but of the towns only about those of the indices.
    """
    county, frame = known.county, known.frame
    slugs = scope.behind(campaign, county) | set(scope.paced(campaign, county))
    about = frame["indicator"].isin(slugs)
    if campaign is county.overview:
        weighed = {slug for quantity in county.quantities for slug in quantity.weights}
        about &= ~frame["area"].isin(county.towns) | frame["indicator"].isin(weighed)
    months = frame[frame["period"].isin([code for code in set(frame["period"]) if periods.parse(code).by_months])]
    latest = months.assign(_order=period_order(months)).groupby("indicator")["_order"].transform("max")
    earlier = months.index[period_order(months) < latest]
    return replace(known, frame=frame[about | ~frame.index.isin(earlier)])
