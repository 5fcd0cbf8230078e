"""Context of a briefing: the county it takes when none is named, and its representation."""

from __future__ import annotations

from pathlib import Path

import pytest

from support.county_folder import REPO, DataFolder
from xj_analysis import Briefing
from xj_analysis.base.errors import UsageError
from xj_analysis.briefing import context


def test_the_only_county_need_not_be_named(county_folder: DataFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XJ_DATA", str(county_folder.path.parent))
    briefing = Briefing("tourism", known_at="2024-07-15")
    assert repr(briefing) == (
        "Briefing(county='shili', campaign='tourism', period='2024', known_at='2024-07-15', edition='internal')"
    )


def test_one_of_several_counties_must_be_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XJ_DATA", str(REPO / "data"))
    with pytest.raises(UsageError, match="county：数据文件夹里不止一个县，要写明是哪个。可选：example、xiajiang。"):
        Briefing("clusters")


def test_a_data_root_without_a_county_is_named(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="没有县的数据文件夹"):
        context.only_county(tmp_path)
