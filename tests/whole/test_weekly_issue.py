"""Weekly issues (周调度): made of ledgers as of the week's Friday; a week of which they have nothing is refused."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from support.county_folder import REPO
from xj_analysis.base.errors import UsageError
from xj_analysis.build import pipeline
from xj_analysis.loaders import folder, slices
from xj_analysis.loaders.instrument_ledgers import load_instruments
from xj_analysis.loaders.issue_reading import dispatch_day
from xj_analysis.quantity import periods
from xj_analysis.review import audit

DATA = REPO / "data" / "example"


@pytest.fixture(scope="module")
def weekly(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("weekly")
    report = pipeline.build(DATA, period="2025-W39", out=out)
    assert [result.error for result in report.results] == [""] * len(report.results)
    return report.folder


def test_a_week_has_the_campaigns_with_a_ledger_and_the_overview(weekly: Path) -> None:
    made = {path.name for path in weekly.iterdir() if path.is_dir()}
    without = {"two_mountains", "talent"}
    assert made == {*folder.load(DATA).county.slugs} - without and weekly.parent.name == "2025-W39"


def test_it_is_judged_on_its_friday(weekly: Path) -> None:
    register = json.loads((weekly / "projects" / "figures.json").read_text(encoding="utf-8"))
    assert register["period"] == "2025-W39" and register["known_at"] == "2025-09-26"
    late = {figure["label"]: figure["text"] for figure in register["figures"] if "节点逾期" in figure.get("label", "")}
    assert any(label.startswith("示例管网27号") and text == "14天" for label, text in late.items())  # 18 on the 30th


def test_nothing_in_it_is_untraced(weekly: Path) -> None:
    assert [line for each in audit.briefing_folders([weekly]) for line in audit.audit(each).untraced] == []


def test_a_campaign_without_a_ledger_is_refused_where_it_is_asked_for(tmp_path: Path) -> None:
    (result,) = pipeline.build(DATA, period="2025-W39", campaigns=["two_mountains"], out=tmp_path).results
    assert result.refused and "没有台账" in result.error


@pytest.mark.parametrize(("code", "sound"), [("2025-W39", True), ("2025-W40", True), ("2025-W41", False)])
def test_a_week_of_which_there_is_nothing_is_refused(code: str, sound: bool) -> None:
    county = folder.load(DATA).county
    campaign, week = county.campaign("projects"), periods.parse(code)
    part = slices.slice_for(county, campaign, period=code, ledgers=load_instruments(county))
    if sound:
        slices.require_week(part, campaign, week, dispatch_day(week))
    else:
        with pytest.raises(UsageError, match=r"没有这一周的内容.*2025-W40"):
            slices.require_week(part, campaign, week, dispatch_day(week))


def test_a_campaign_with_nothing_of_the_week_in_its_ledger_is_refused_only_where_it_is_asked_for(
    tmp_path: Path,
) -> None:
    whole = pipeline.build(DATA, period="2025-W36", out=tmp_path / "whole").results
    assert "towns" not in {result.slug for result in whole} and not any(result.error for result in whole)
    (result,) = pipeline.build(DATA, period="2025-W36", campaigns=["towns"], out=tmp_path / "one").results
    assert result.refused and "没有这一周的内容" in result.error


def test_a_week_after_a_holiday_has_the_holiday(tmp_path: Path) -> None:
    report = pipeline.build(DATA, period="2025-W19", campaigns=["towns"], out=tmp_path)
    assert [result.error for result in report.results] == [""]
    register = json.loads((report.folder / "towns" / "figures.json").read_text(encoding="utf-8"))
    assert {"可比接待人次增长", "最大承载率"} <= {figure.get("label") for figure in register["figures"]}
