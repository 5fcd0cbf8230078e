"""Known gaps: who has not reported, by name and due day, and results that end before the period does."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, cast

import pytest

from support.briefing_pages import page_of
from support.county_folder import DataFolder
from xj_analysis import Briefing
from xj_analysis.briefing.sections import gaps
from xj_analysis.document.blocks import Note
from xj_analysis.document.pieces import plain_text
from xj_analysis.store.store import Store

UNITS = """\
[[units]]
slug = "wlj"
name = "文旅局"
reports = ["visits", "income"]
due = 8

[[units]]
slug = "rsj"
name = "人社局"
reports = ["homes_town", "homes_village"]

[[units]]
slug = "town"
name = "甲镇"
area = "999901101"
reports = ["visits"]
"""
LATE = "2024年1—6月的数应于2024年7月{}日前报送，没有收到：{}。"


@pytest.fixture
def reporting(county_folder: DataFolder, monkeypatch: pytest.MonkeyPatch) -> DataFolder:
    """A county with units, and reports of May of all of them."""
    county_folder.declare("areas.csv", "999901101", name="甲镇", level="town")
    county_folder.write("collection.toml", UNITS)
    county_folder.edit("county.toml", 'period = "2024"', 'period = "2024-01/2024-06"')
    county_folder.rows = []
    report(county_folder, "2024-01/2024-05")
    monkeypatch.setenv("XJ_DATA", str(county_folder.path.parent))
    return county_folder


def report(folder: DataFolder, period: str, left_out: Sequence[tuple[str, str]] = ()) -> None:
    """Add what all units report, but `left_out`."""
    units = {"visits": "万人次", "income": "万元", "homes_town": "个", "homes_village": "个"}
    keys = [(slug, "999901") for slug in units] + [("visits", "999901101")]
    for slug, area in keys:
        if (slug, area) not in left_out:
            name = f"{slug}-{area}-{period[-2:]}".replace("_", "")
            base = {"subject": "", "nature": "actual", "value": "5", "hedge": "exact", "source": "report",
                    "locator": "表一", "published": "", "doubt": "", "note": ""}  # fmt: skip
            folder.add(name, **base, indicator=slug, area=area, period=period, unit=units[slug]) if folder.rows else (
                folder.rows.append({"id": name, **base, "indicator": slug, "area": area, "period": period,
                                    "unit": units[slug], "rank": "", "rank_scope": "", "tier": ""})
            )  # fmt: skip
    folder.save()


def notes(campaign: str, label: str, **given: Any) -> list[str]:
    section = Briefing(campaign, county="shili", **given).verification()
    return [plain_text(note.parts) for note in section if isinstance(note, Note) and note.label == label]


def test_who_has_not_reported_is_named_with_the_due_day(reporting: DataFolder) -> None:
    report(reporting, "2024-01/2024-06", [("income", "999901"), ("homes_town", "999901"), ("homes_village", "999901"),
                                          ("visits", "999901101")])  # fmt: skip
    partly = LATE.format(8, "文旅局的旅游收入")
    none = LATE.format(10, "人社局的乡镇就业之家、村就业之家；甲镇的接待游客")
    assert notes("overview", "未报送") == [partly, none]
    assert notes("tourism", "未报送") == [partly, LATE.format(10, "甲镇的接待游客")], "of its own indicators alone"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(gaps, "unreported", lambda *given: [])
        assert notes("tourism", "未报送") == []


def test_where_all_have_reported_nothing_is_said(reporting: DataFolder) -> None:
    report(reporting, "2024-01/2024-06")
    for campaign in ("overview", "tourism", "jobs"):
        assert notes(campaign, "未报送") == notes(campaign, "期间") == []


def test_what_was_known_on_the_day_counts(reporting: DataFolder) -> None:
    report(reporting, "2024-01/2024-06")
    for row in reporting.rows:
        if row["id"].startswith("homes") and row["period"].endswith("06"):
            row["published"] = "2024-07-12"
    reporting.save()
    assert notes("overview", "未报送", known_at="2024-07-11") == [LATE.format(10, "人社局的乡镇就业之家、村就业之家")]
    assert notes("overview", "未报送", known_at="2024-07-12") == []


def test_a_report_that_began_later_is_not_missing_before(reporting: DataFolder) -> None:
    reporting.rows = [row for row in reporting.rows if not row["indicator"].startswith("homes")]
    report(reporting, "2024-01/2024-06")
    assert notes("overview", "未报送", period="2024-01/2024-05") == []


def test_a_campaign_whose_results_end_before_the_period_says_so(reporting: DataFolder) -> None:
    report(reporting, "2024-01/2024-06", [("homes_town", "999901"), ("homes_village", "999901")])
    said = "本攻坚战的数最近的是2024年1—5月的，还没有到2024年1—6月的。"
    assert notes("jobs", "期间") == [said] and notes("tourism", "期间") == notes("overview", "期间") == []
    assert notes("jobs", "期间", period="2024") == [said], "so does the year so far"


def test_undated_results_are_not_passed_off_as_those_of_the_period(
    county_folder: DataFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XJ_DATA", str(county_folder.path.parent))
    for line in (6, 7):
        county_folder.cell(line, "period", "")
    assert notes("jobs", "期间") == ["本攻坚战的数没有一项注明是2024年的；各数的期间见表。"]
    page = page_of(Briefing("jobs", county="shili"))
    assert set(page.rows["period"]) == {""}


def test_a_county_without_units_names_none(xiajiang: Store) -> None:
    assert not xiajiang.county.units
    found = gaps.unreported(xiajiang.county, xiajiang.frame, set(xiajiang.county.by_slug), date(2024, 12, 31))
    assert found == []


def test_the_example_names_the_town_and_the_department_that_are_missing(example: Store) -> None:
    slugs = cast("set[str]", set(example.county.by_slug))
    found = gaps.unreported(example.county, example.frame, slugs, date(2025, 9, 30))
    assert [(each.unit.name, each.whole, each.due) for each in found] == [
        ("示例县自然资源局", False, date(2025, 10, 10)), ("某某乡", True, date(2025, 10, 10)),
    ]  # fmt: skip
    said = [plain_text(note.parts) for note in gaps.unreported_notes(example.county, found, date(2025, 9, 30))]
    assert said == [
        "2025年1—9月的数应于2025年10月10日前报送，没有收到：某某乡的完成整治村庄；示例县自然资源局的生态产品经营收入（编造乡）。"
    ], "a department that lacks one town has reported the others"
