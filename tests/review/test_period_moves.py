"""Moves between issues of two periods: as the briefings print them, both ways, and what else differs."""

from __future__ import annotations

import json
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from support.blocks_to_print import printable
from support.county_folder import REPO
from support.register_content import Content, content, figure
from xj_analysis import Briefing
from xj_analysis.cli.app import app
from xj_analysis.document import blocks
from xj_analysis.document.document import Document
from xj_analysis.document.figures_json import figures_json
from xj_analysis.review.diff import compare
from xj_analysis.review.figure_groups import parse_figures, statement
from xj_analysis.review.period_moves import period_moves

AUGUST, SEPTEMBER = "2025-01/2025-08", "2025-01/2025-09"


def of_month(month: str, number: int, *, light: str = "", name: str = "甲", **more: Any) -> Content:
    """The issue of a month, with one indicator that has a target of 100."""
    rows = [figure(f"{number}个", f"{name}{month[-2:]}", label=name, period=month)]
    about = {"period": month, "formula": f"{number}个÷100个"}
    rows.append(figure(f"{number}%", f"{name}{month[-2:]}", f"{name}T", label=f"{name}完成率", **about))
    if light:
        gap = figure("2个百分点", f"{name}{month[-2:]}", f"{name}T", label=f"{name}完成率与时序进度之差", **about)
        rows.append(gap | {"light": light})
    made = content(*rows, **{f"{name}{month[-2:]}": f"{number}个", f"{name}T": "100个"}, **more)
    for row in made["observations"]:
        target = row["id"].endswith("T")
        row["key"] = [name, "999901", "", "2025" if target else month, "target" if target else "actual"]
    return made | {"period": month}


def test_the_same_indicator_moves_from_month_to_month() -> None:
    (row,) = compare(of_month(AUGUST, 40, light="▲黄灯"), of_month(SEPTEMBER, 45, light="■红灯"))
    assert (row.change, row.turned, row.label) == ("moved", "转红", "甲")
    assert (row.since, row.period) == (AUGUST, SEPTEMBER)
    assert (row.was, row.now) == ("40个，完成率40%，▲黄灯", "45个，完成率45%，■红灯")
    assert row.origins == ("甲09", "甲T", "甲08")


def test_what_turned_comes_first_and_what_is_another_indicator_is_new_or_gone() -> None:
    old, new = of_month(AUGUST, 40, light="●绿灯"), of_month(SEPTEMBER, 45, light="●绿灯")
    for side, month, light in ((old, AUGUST, "●绿灯"), (new, SEPTEMBER, "■红灯")):
        other = of_month(month, 30, light=light, name="乙")
        side["figures"] += other["figures"]
        side["observations"] += other["observations"]
    new["figures"] += of_month(SEPTEMBER, 7, name="丙")["figures"][:1]
    new["observations"] += of_month(SEPTEMBER, 7, name="丙")["observations"][:1]
    said = [(row.change, row.label, row.turned) for row in compare(old, new)]
    assert said == [("moved", "乙", "转红"), ("moved", "甲", ""), ("new", "丙", "")]
    assert [(row.change, row.label) for row in compare(new, old)][-1] == ("gone", "丙")


def test_a_revision_of_the_month_before_is_told_besides() -> None:
    old, new = of_month(AUGUST, 40), of_month(SEPTEMBER, 45)
    revised = of_month(AUGUST, 41)
    for row in (*revised["figures"], *revised["observations"]):
        if "origins" in row:
            row["origins"] = [name.replace("甲08", "甲08b") for name in row["origins"]]
        elif row["id"] == "甲08":
            row["id"] = "甲08b"
    new["figures"] += revised["figures"][:1]
    new["observations"] += [each for each in revised["observations"] if each["id"] == "甲08b"]
    said = [(row.change, row.reason, row.was, row.now) for row in compare(old, new)]
    assert said == [
        ("moved", "period", "40个，完成率40%", "45个，完成率45%"), ("changed", "revision", "40个", "41个"),
    ]  # fmt: skip


def test_two_vintages_of_one_period_are_compared_as_before() -> None:
    said = [row.change for row in compare(of_month(SEPTEMBER, 40), of_month(SEPTEMBER, 45))]
    assert set(said) == {"changed"}


def printed(slug: str, period: str) -> Content:
    """The register of a briefing of the invented county."""
    made = Briefing(slug, county="example", period=period)
    body: list[blocks.CellBlock] = [*made.findings(), *made.charts(), *made.progress(), *made.town_ranking()]
    body += [*made.year_end(), *made.since_previous(), made.sources()]
    register: Content = json.loads(json.dumps(figures_json(Document(masthead=made.masthead(), blocks=printable(body)))))
    return register


@pytest.fixture(scope="module", params=["reform", "towns", "livelihood"])
def issues(request: pytest.FixtureRequest) -> tuple[str, Content, Content]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XJ_DATA", str(REPO / "data"))
        return request.param, printed(request.param, AUGUST), printed(request.param, SEPTEMBER)


def test_the_difference_is_that_of_the_briefings_own_comparison(issues: tuple[str, Content, Content]) -> None:
    slug, august, september = issues
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XJ_DATA", str(REPO / "data"))
        changes = Briefing(slug, county="example", period=SEPTEMBER)._before.changes
    expected = set()
    for change in changes:
        if change.then and change.then.done["period"] == AUGUST and change.now.area == "999900":
            sides = [
                f"{statement(pace.figure('done'))[0]}，完成率{pace.figure('completed').text}，{pace.gap.light}"
                for pace in (change.then, change.now)
            ]
            expected.add((str(change.now.done["label"]), *sides, change.turned))
    moved = {(d.label, d.was, d.now, d.turned) for d in compare(august, september) if d.change == "moved"}
    assert expected and expected <= moved


def test_swapped_it_is_the_reverse(issues: tuple[str, Content, Content]) -> None:
    _, august, september = issues
    there, back = compare(august, september), compare(september, august)
    forth = {(d.since, d.period, d.was, d.now, bool(d.turned)) for d in there if d.change == "moved"}
    assert forth == {(d.period, d.since, d.now, d.was, bool(d.turned)) for d in back if d.change == "moved"}


def test_a_new_month_is_no_list_of_new_figures(issues: tuple[str, Content, Content]) -> None:
    _, august, september = issues
    assert not [d for d in compare(august, september) if d.change == "new"]


MONTH = st.sampled_from([f"2025-01/2025-{month:02d}" for month in range(2, 12)])
ISSUE = st.builds(of_month, MONTH, st.integers(1, 99), light=st.sampled_from(["", "●绿灯", "■红灯"]))


@given(ISSUE, ISSUE)
def test_of_any_two_issues_the_moves_are_the_reverse_when_swapped(one: Content, two: Content) -> None:
    sides = parse_figures(one), parse_figures(two)
    there, back = period_moves(*sides), period_moves(*sides[::-1])
    assert [(m.then.text, m.now.text) for m in there] == [(m.now.text, m.then.text) for m in back]
    assert len(there) == (one["period"] != two["period"])


def test_the_command_prints_both_periods_and_counts_what_follows(tmp_path: Any) -> None:
    old, new = of_month(AUGUST, 40, light="▲黄灯"), of_month(SEPTEMBER, 45, light="■红灯")
    for side, month in ((old, AUGUST), (new, SEPTEMBER)):
        due = figure("70%", f"甲{month[-2:]}", label="时序进度", period=month, formula="计划÷目标")
        side["figures"].append(due | {"id": "f9", "place": "正文"})
        (tmp_path / month[-2:] / "jobs").mkdir(parents=True)
        (tmp_path / month[-2:] / "jobs" / "figures.json").write_text(json.dumps(side), encoding="utf-8")
    run = CliRunner().invoke(app, ["diff", str(tmp_path / "08"), str(tmp_path / "09")])
    assert run.stdout.splitlines() == [
        "两期相比，不同的数字 1 个",
        "jobs　甲　2025年1—8月→2025年1—9月　上期40个，完成率40%，▲黄灯　本期45个，完成率45%，■红灯　转红　新期间",
        "另有 2 个数字随期间而变（同比、位次、推算等），没有列出。",
    ]
