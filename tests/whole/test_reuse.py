"""What is built twice is made once, of the county with history and of the one without."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from support.built_county import states
from support.county_folder import REPO
from xj_analysis.build import pipeline as builder
from xj_analysis.county.request import BriefingRequest

COUNTIES = [REPO / "data" / "xiajiang", REPO / "data" / "example"]


@pytest.mark.parametrize("campaigns", [["towns", "overview"], pytest.param([], marks=pytest.mark.thorough)])
def test_unchanged_counties_are_reused_whole(reports: Path, tmp_path: Path, campaigns: list[str]) -> None:
    shutil.copytree(reports.parent, tmp_path, dirs_exist_ok=True)  # xiajiang is built already
    out = tmp_path / reports.name
    first, again = (
        [states(report) for report in builder.build_all(COUNTIES, BriefingRequest(campaigns=tuple(campaigns)), out=out)]
        for _ in range(2)
    )
    slugs = first[0].keys()
    assert len(slugs) == (len(campaigns) or 11) and slugs == first[1].keys()
    assert first == [dict.fromkeys(slugs, "unchanged"), dict.fromkeys(slugs, "done")]
    assert again == [dict.fromkeys(slugs, "unchanged")] * 2
