"""Slices: the part of a county that one briefing depends on, passed between processes."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from support.county_folder import DataFolder
from xj_analysis.base.environment import SLICE
from xj_analysis.loaders import slices
from xj_analysis.store.store import Store


def part_of(whole: Store, slug: str, *named: str) -> slices.BriefingSlice:
    """The slice of one campaign."""
    campaign = next(campaign for campaign in whole.county.campaigns if campaign.slug == slug)
    return slices.slice_for(whole.county, campaign, period="2024", named=named, whole=whole)


def test_a_slice_read_alone_is_that_of_the_whole(county_folder: DataFolder) -> None:
    whole = county_folder.load()
    (campaign,) = (campaign for campaign in whole.county.campaigns if campaign.slug == "tourism")
    alone = slices.slice_for(whole.county, campaign, period="2024").store
    pd.testing.assert_frame_equal(alone.frame, part_of(whole, "tourism").store.frame)
    assert [each.slug for each in alone.county.campaigns] == ["tourism"]
    assert set(alone.frame["indicator"]) <= {each.slug for each in alone.county.indicators}


def test_an_edit_of_another_campaigns_rows_keeps_the_digest(county_folder: DataFolder) -> None:
    before = {slug: slices.slice_digest(part_of(county_folder.load(), slug)) for slug in ("tourism", "jobs")}
    county_folder.cell(6, "value", "13")  # read by jobs alone
    after = {slug: slices.slice_digest(part_of(county_folder.load(), slug)) for slug in ("tourism", "jobs")}
    assert before["tourism"] == after["tourism"] and before["jobs"] != after["jobs"]


def test_a_slice_is_read_back_only_for_its_own_briefing(
    county_folder: DataFolder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    part = part_of(county_folder.load(), "tourism")
    file = tmp_path / "parts" / "a.pickle"
    slices.write_slice(part, "tourism", "2024", file)
    assert slices.read_slice(county_folder.path, "tourism", "2024") is None, "no slice is named"
    monkeypatch.setenv(SLICE, str(file))
    read = slices.read_slice(county_folder.path, "tourism", "2024")
    assert read is not None and slices.slice_digest(read) == slices.slice_digest(part)
    for data, slug, period in [
        (county_folder.path, "jobs", "2024"), (county_folder.path, "tourism", "2023"), (tmp_path, "tourism", "2024"),
    ]:  # fmt: skip
        assert slices.read_slice(data, slug, period) is None


def test_what_a_notebook_names_is_in_the_slice(county_folder: DataFolder) -> None:
    whole = county_folder.load()
    listed = set(part_of(whole, "tourism").store.frame["indicator"])
    other = next(each.slug for each in whole.county.indicators if each.slug not in listed)
    part = part_of(whole, "tourism", other, "a word that is no slug")
    assert other in {each.slug for each in part.store.county.indicators}
    assert part.named == (other,)


def test_a_slice_has_the_units_of_its_own_indicators_alone(example: Store) -> None:
    county = part_of(example, "towns").store.county
    slugs = {each.slug for each in county.indicators}
    assert {slug for unit in county.units for slug in unit.reports} == {"visits", "tourism_income", "villages_improved"}
    assert all(set(unit.by_town) <= set(unit.reports) <= slugs for unit in county.units)
