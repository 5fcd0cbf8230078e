"""Findings by rule: the latest figures of a campaign's own indicators, and what is said of each campaign."""

from __future__ import annotations

from support.figure_rows import indicator
from xj_analysis.briefing import prose
from xj_analysis.briefing.figure_lookup import FigureLookup
from xj_analysis.briefing.sections import findings
from xj_analysis.briefing.year_progress import YearProgress
from xj_analysis.document.pieces import plain_text
from xj_analysis.metrics.columns.samples import sample
from xj_analysis.quantity import periods
from xj_analysis.store.store import Store


def lookup(store: Store, **columns: object) -> FigureLookup:
    return FigureLookup(sample(area=store.county.code, doubt="", **columns))


def test_the_first_own_indicators_with_a_figure_are_said_unless_another_sentence_has_them(xiajiang: Store) -> None:
    county = xiajiang.county
    campaign = county.campaign("clusters")
    own = [i for i in county.indicators if "clusters" in i.campaigns and not i.background][:5]
    background = next(i for i in county.indicators if "clusters" in i.campaigns and i.background)
    rows = lookup(
        xiajiang, indicator=[i.slug for i in (background, *own)], label=[i.name for i in (background, *own)],
        value=[9.0, 1.0, 2.0, 3.0, 4.0, 5.0], period="2024", unit="家", nature="actual",
    )  # fmt: skip
    progress = YearProgress(county, rows.frame.iloc[:0], (), periods.parse("2024"))
    said = findings.latest_findings(rows, progress, campaign, without={own[0].slug})
    assert [plain_text(each.parts) for each in said] == [
        f"2024年{i.name}{n}.0家。" for n, i in enumerate(own[1:4], start=2)
    ]


def test_a_campaign_without_progress_and_without_a_figure_says_so(xiajiang: Store) -> None:
    county = xiajiang.county
    rows = lookup(xiajiang, indicator="gdp", unit="亿元", value=[1.0], period=["2024"], nature=["actual"])
    progress = YearProgress(county, rows.frame.iloc[:0], (), periods.parse("2024"))
    points = findings.campaign_points(rows, progress, {})
    assert {slug: plain_text(cell.parts) for slug, cell in points.items()} == {
        campaign.slug: "没有可以支持结论的数据。" for campaign in county.campaigns
    }


def test_a_campaign_with_progress_has_a_point_only_of_ones_own(progress: YearProgress) -> None:
    rows = FigureLookup(progress.frame)
    moving = {slug for pace in progress.paces for slug in progress.county.by_slug[pace.indicator].campaigns}
    assert not moving & findings.campaign_points(rows, progress, {}).keys()
    own = {"towns": prose.say("甲。")}
    assert plain_text(findings.campaign_points(rows, progress, own)["towns"].parts) == "甲。"


def test_what_is_above_a_target_of_zero_says_by_how_much_and_comes_first(xiajiang: Store) -> None:
    visits = indicator("calm", "件", kind="flow", better="higher", campaigns=("clusters",))
    petitions = indicator("petitions", "件", kind="flow", better="lower", campaigns=("clusters",))
    county = xiajiang.county.model_copy(update={"indicators": (visits, petitions)})
    vars(county).pop("by_slug", None)
    rows = lookup(
        xiajiang, indicator=["calm", "petitions", "petitions"], label=["好事", "越级上访", "越级上访"],
        value=[3.0, 2.0, 0.0], period=["2024-01/2024-09", "2024-01/2024-09", "2024"], unit="件", decimals=0,
        nature=["actual", "actual", "target"], origins=[("a",), ("b",), ("c",)],
    )  # fmt: skip
    progress = YearProgress(county, rows.frame, ("calm", "petitions"), periods.parse("2024-01/2024-09"))
    first, second = findings.latest_findings(rows, progress, county.campaign("clusters"), without=set())
    assert plain_text(first.parts) == "2024年1—9月越级上访2件，超出目标2件（目标0件，不计完成率）。"
    assert plain_text(second.parts) == "2024年1—9月好事3件。"
