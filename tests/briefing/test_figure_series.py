"""Columns of figures that a notebook takes from its briefing."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from support.county_folder import REPO
from xj_analysis import Briefing
from xj_analysis.base.errors import DataError, UsageError
from xj_analysis.briefing.frame_tables import frame_table
from xj_analysis.document.blocks import Table


@pytest.fixture(scope="module")
def clusters() -> Briefing:
    """A campaign of the real county."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XJ_DATA", str(REPO / "data"))
        return Briefing("clusters", county="xiajiang")


@pytest.fixture(scope="module")
def overview() -> Briefing:
    """The overview of the example county, which has towns."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XJ_DATA", str(REPO / "data"))
        return Briefing("overview", county="example")


def test_an_indicator_is_a_column_by_period(clusters: Briefing) -> None:
    new = clusters["new_enterprises"]
    assert [str(label) for label in new.index] == ["2020年", "2023年", "2024年一季度"]
    assert [str(each) for each in new] == ["30家", "27家", "15家"]
    assert (str(new.dtype), new.name, new.index.name) == ("figure[家]", "new_enterprises", "期间")


@pytest.mark.parametrize("county", ["clusters", "overview"])
def test_its_figures_are_those_of_sentences(county: str, request: pytest.FixtureRequest) -> None:
    """The same text, label, origins and formula as `figure` gives, for every indicator and period."""
    b: Briefing = request.getfixturevalue(county)
    compared = 0
    for slug in sorted(set(b.sound["indicator"])):
        column = b[slug]
        if isinstance(column.index, pd.MultiIndex) or column.empty:
            continue
        for label, item in column.items():
            assert isinstance(label, str)
            wanted = b.figure(slug, period=str.__str__(label), subject="")
            assert item == wanted and (item.formula, item.label) == (wanted.formula, wanted.label)
            assert (wanted * 2).low == (item * 2).low
            compared += 1
    assert compared > 40


def test_by_town_every_town_has_a_place_in_the_latest_period(overview: Briefing) -> None:
    towns = overview["visits", "town"]
    assert towns.index.tolist() == [overview.county.area_names[code] for code in overview.county.towns]
    assert {each.period for each in towns.dropna()} == {"2025-09"}
    assert str(towns["虚拟乡"]) == "（无数据）" and towns.isna().sum() == 1
    targets = overview["visits", "town", "target"]
    assert {each.period for each in targets} == {"2025"} and {each.nature for each in targets} == {"target"}


def test_where_there_are_subjects_alone_they_are_a_second_level(clusters: Briefing) -> None:
    projects = clusters["single_project_investment"]
    assert projects.index.names == ["期间", "对象"] and len(projects) == 3
    assert clusters["single_project_investment", "subject"].index.name == "对象"


def test_several_are_aligned_in_time(clusters: Briefing) -> None:
    frame: Any = clusters.frame(["signed_investment", "new_enterprises"])
    assert [str(label) for label in frame.index][:2] == ["2020年", "2023年1月1日—5月15日"]
    assert frame.loc["2023", "signed_investment"] is pd.NA and str(frame.loc["2023", "new_enterprises"]) == "27家"


def test_by_town_several_are_of_one_period(overview: Briefing) -> None:
    """The latest 累计 of the one is not divided by a month of the other."""
    alone = {each.period for slug in ("tourism_income", "visits") for each in overview[slug, "town"].dropna()}
    frame: Any = overview.frame(["tourism_income", "visits"], "town")
    together = {each.period for slug in frame for each in frame[slug].dropna()}
    assert len(alone) == 2 and together == {"2025-09"}


def test_a_quotient_of_two_is_traced_to_both(clusters: Briefing) -> None:
    each = (clusters["signed_investment"] / clusters["signed_projects"])["2024-YTD"]
    assert (each.text, each.formula, each.origins) == ("10.90亿元/个", "261.6亿元÷24个", ("A18", "A17"))


def test_a_period_is_named_by_its_code_or_as_one_sees_it(overview: Briefing) -> None:
    column = overview["visits"]
    last: Any = column.index[-1]
    code, label = last.code, str(last)
    in_town: list[Any] = [overview["visits", "town", each] for each in (label, code)]
    assert in_town[0].equals(in_town[1])
    assert overview.figure("visits", label) == overview.figure("visits", code)
    frame: Any = overview.frame(["visits", "tourism_income"])
    assert frame.loc[label].tolist() == frame.loc[code].tolist()


def test_all_of_them_are_one_tidy_frame(overview: Briefing) -> None:
    data = overview.data
    assert list(data) == ["indicator", "name", "area", "subject", "period", "nature", "unit", "figure"]
    assert len(data) == len(overview.sound)
    visits = data[(data["indicator"] == "visits") & (data["nature"] == "target") & (data["area"] != "示例县")]
    by_year: Any = visits.astype({"figure": "figure[万人次]"}).groupby("period")["figure"].sum()
    assert by_year.index.tolist() == sorted(by_year.index) and len(by_year.iloc[0].origins) == 11


@pytest.mark.parametrize(
    ("key", "words"),
    [
        ("new_enterprise", "没有这个指标，得到“new_enterprise”。是否想写“new_enterprises”"),
        (("new_enterprises", "twon"), "没有这种取法，得到“twon”。是否想写“town”"),
    ],
)
def test_what_is_not_there_is_named_with_the_nearest(clusters: Briefing, key: Any, words: str) -> None:
    with pytest.raises(UsageError, match=words):
        clusters[key]
    with pytest.raises(UsageError, match=words):
        clusters.frame([key] if isinstance(key, str) else key[:1], *(() if isinstance(key, str) else key[1:]))


def test_keys_are_completed(clusters: Briefing) -> None:
    keys = clusters._ipython_key_completions_()
    assert "new_enterprises" in keys
    pairs = [key for key in keys if isinstance(key, tuple)]
    assert ("new_enterprises", "2023") in pairs
    assert [key for key in pairs if not len(clusters[key].dropna())] == [], "each gives figures"


def test_a_name_that_a_briefing_does_not_have_is_told_with_the_nearest(clusters: Briefing) -> None:
    assert not hasattr(clusters, "Frame") and not hasattr(clusters, "_repr_html_")
    with pytest.raises(AttributeError, match=r"没有这一项，得到“Frame”.*“frame”") as error:
        _ = clusters.Frame
    assert len(error.value._render_traceback_()) == 1  # type: ignore[attr-defined]
    with pytest.raises(AttributeError, match=r'请写 b\["new_enterprises"\]'):
        _ = clusters.new_enterprises


def test_the_county_is_not_added_to_its_towns_and_running_totals_say_so(overview: Briefing) -> None:
    towns, county = overview["visits", "town"].dropna(), overview["visits"]
    computed: list[Any] = [towns.sum(), towns.mean(), towns.max(), towns.cumsum().iloc[-1]]
    for each in computed:
        with pytest.raises(DataError, match="把一个地方与其中的一部分加在一起"):
            each + county[towns.iloc[0].period]
    shown = frame_table(towns.cumsum(), headings={"visits": "接待游客"})
    assert isinstance(shown, Table)
    head = shown.columns[1].name
    assert head == "按接待游客计算（万人次）"
    assert str(county.diff().iloc[-1]) == "（窗口不同，不计算）"
