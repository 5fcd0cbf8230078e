"""Figure frame: derived rows come from sound observations alone, and past months are left out where none is printed."""

from __future__ import annotations

from support.county_folder import DataFolder
from xj_analysis.briefing import figure_frame
from xj_analysis.store.store import Store


def test_nothing_is_derived_from_a_doubtful_value(county_folder: DataFolder) -> None:
    derived = {"spend", "homes", "village_share"}
    frame = figure_frame.figure_frame(county_folder.load().known())
    assert "spend" in derived & set(frame["indicator"])
    county_folder.cell(2, "doubt", "存疑")
    doubtful = figure_frame.figure_frame(county_folder.load().known())
    assert len(doubtful) < len(frame) and "visits" in set(doubtful["indicator"])


def test_past_months_stay_only_for_the_campaign(example: Store) -> None:
    known = example.known(period="2025-01/2025-09")
    campaign = example.county.campaigns[0]
    narrowed = figure_frame.without_past_months(known, campaign).frame
    ours = {i.slug for i in example.county.indicators if campaign.slug in i.campaigns}
    before, after = (frame[frame["indicator"].isin(ours)] for frame in (known.frame, narrowed))
    assert len(before) == len(after) and len(narrowed) < len(known.frame)
    assert set(narrowed["indicator"]) == set(known.frame["indicator"])
