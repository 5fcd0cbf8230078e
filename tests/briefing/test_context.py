"""Context of a briefing: the county it takes when none is named, and its representation."""

from __future__ import annotations

import re
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from support.county_folder import REPO, DataFolder
from xj_analysis import Briefing, Period
from xj_analysis.base.errors import UsageError
from xj_analysis.briefing import context


def test_the_only_county_need_not_be_named(county_folder: DataFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XJ_DATA", str(county_folder.path.parent))
    briefing = Briefing("tourism", known_at="2024-07-15")
    assert repr(briefing) == "<简报　示例县　旅游攻坚战　2024年　截至2024年7月15日　内部版>"


@pytest.mark.parametrize(("parameters", "same"), [
    ({"period": 2024, "known_at": 20240715}, {"period": "2024", "known_at": "2024-07-15"}),
    ({"period": Period("2024", "year"), "known_at": date(2024, 7, 15)}, {"period": "2024", "known_at": "2024-07-15"}),
    ({"known_at": datetime(2024, 7, 15), "previous": None}, {"known_at": "2024-07-15"}),
    ({"county": None, "period": None, "known_at": None, "edition": None, "campaign": None}, {}),
])  # fmt: skip
def test_parameters_mean_what_papermill_makes_of_them(
    county_folder: DataFolder, monkeypatch: pytest.MonkeyPatch, parameters: dict[str, Any], same: dict[str, Any]
) -> None:
    monkeypatch.setenv("XJ_DATA", str(county_folder.path.parent))
    assert repr(Briefing(**parameters)) == repr(Briefing(**same))


@pytest.mark.parametrize("name", ["campaign", "county", "period", "known_at", "edition", "previous"])
@pytest.mark.parametrize("value", [True, 2024.0, ["2024"], {"a": 1}])
def test_what_is_no_text_is_refused_with_the_parameters_name(
    county_folder: DataFolder, monkeypatch: pytest.MonkeyPatch, name: str, value: object
) -> None:
    monkeypatch.setenv("XJ_DATA", str(county_folder.path.parent))
    with pytest.raises(UsageError, match=f"^{name}：参数应是文字，得到“{re.escape(repr(value))}”。请写成带引号的文字"):
        Briefing(**{name: value})  # type: ignore[arg-type]


def test_one_of_several_counties_must_be_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XJ_DATA", str(REPO / "data"))
    with pytest.raises(UsageError, match="county：数据文件夹里不止一个县，要写明是哪个。可选：example、xiajiang。"):
        Briefing("clusters")


def test_a_data_root_without_a_county_is_named(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="没有县的数据文件夹"):
        context.only_county(tmp_path)
