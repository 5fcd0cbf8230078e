"""Difference of two issues: changes, reasons, folders and the command."""

from __future__ import annotations

import copy
import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from support.blocks_to_print import printable
from support.county_folder import DataFolder
from support.register_content import Content, content, figure
from xj_analysis import Briefing
from xj_analysis.base.errors import DataError, UsageError
from xj_analysis.cli.app import app
from xj_analysis.document import blocks
from xj_analysis.document.document import Document
from xj_analysis.document.figures_json import figures_json
from xj_analysis.review import diff
from xj_analysis.review.diff import compare


@pytest.fixture
def folder(county_folder: DataFolder, monkeypatch: pytest.MonkeyPatch) -> DataFolder:
    monkeypatch.setenv("XJ_DATA", str(county_folder.path.parent))
    for name in ("spend", "homes"):
        campaign = "tourism" if name == "spend" else "jobs"
        county_folder.declare("indicators.csv", name, campaigns=campaign)
    return county_folder


def printed(slug: str, known_at: str = "", previous: str = "") -> Content:
    """The register of a briefing of the folder."""
    made = Briefing(slug, county="shili", known_at=known_at, previous=previous)
    body: list[blocks.CellBlock] = [*made.findings(), made.indicators(), made.changes(), *made.peers()]
    body += [*made.since_previous(), *made.verification(), made.sources()]
    content: Content = json.loads(json.dumps(figures_json(Document(masthead=made.masthead(), blocks=printable(body)))))
    return content


def rows(old: Content, new: Content) -> set[tuple[str, ...]]:
    return {(d.label, d.period, d.change, d.reason, d.was, d.now) for d in compare(old, new)}


# --- issues of one county, before and after something arrived -----------------------------------------


@pytest.mark.parametrize("slug", ["tourism", "jobs", "overview"])
def test_an_issue_does_not_differ_from_itself(folder: DataFolder, slug: str) -> None:
    assert compare(printed(slug), printed(slug)) == []


def test_a_new_period(folder: DataFolder) -> None:
    old = printed("tourism")
    folder.add("N1", period="2023", value="70", hedge="exact", published="2024-08-01")
    found = rows(old, printed("tourism"))
    assert ("接待游客", "2023", "new", "period", "", "70万人次") in found
    assert ("人均消费", "2023", "new", "period", "", "57元") in found
    assert {row for row in found if row[2] != "new"} == set()


def test_what_was_not_known_of_any_period(folder: DataFolder) -> None:
    folder.cell(2, "published", "2024-08-01")
    found = rows(printed("tourism", "2024-07-01"), printed("tourism"))
    assert ("接待游客", "2024", "new", "data", "", "约75万人次") in found


def test_a_revision(folder: DataFolder) -> None:
    old = printed("tourism")
    folder.add("N1", value="82", hedge="exact", published="2024-08-01")
    found = rows(old, printed("tourism"))
    assert found == {
        ("接待游客", "2024", "changed", "revision", "约75万人次", "82万人次"),
        ("人均消费", "2024", "changed", "revision", "约64元", "59元"),
    }


def test_a_correction_and_what_was_computed_from_it(folder: DataFolder) -> None:
    old = printed("tourism")
    folder.write("corrections.csv", "id,expected,value,reason,by,published\nR2,4800,5000,勘误,县统计局,2024-08-01\n")
    assert rows(old, printed("tourism")) == {
        ("示例县旅游收入", "2024", "changed", "correction", "4800万元", "5000万元"),
        ("旅游收入较上期变化", "2024", "changed", "correction", "20.0%", "25.0%"),
        ("人均消费", "2024", "changed", "correction", "约64元", "约70元"),
    }


def test_a_contradiction_and_what_can_no_longer_be_computed(folder: DataFolder) -> None:
    old = printed("jobs")
    folder.add("N1", source="mirror", indicator="homes_town", value="13", unit="个", hedge="exact")
    assert rows(old, printed("jobs")) == {
        ("乡镇就业之家", "2024", "changed", "conflict", "11个", "13个、11个"),
        ("就业之家", "2024", "gone", "conflict", "103个", ""),
    }


def test_the_section_on_the_issue_before_does_not_count_as_print(folder: DataFolder) -> None:
    old = printed("jobs", "2024-07-01")
    folder.add("N1", source="mirror", indicator="homes_town", value="13", unit="个", hedge="exact")
    folder.add("N2", indicator="homes_village", value="93", unit="个", hedge="exact", published="2024-07-10")
    found, plain = rows(old, printed("jobs", previous="2024-07-01")), rows(old, printed("jobs"))
    assert {row[:4] for row in found} == {row[:4] for row in plain} != set()


def test_another_unit_is_another_definition(folder: DataFolder) -> None:
    old = printed("tourism")
    folder.declare("indicators.csv", "income", unit="亿元")
    found = {label: (change, reason, was, now) for label, _, change, reason, was, now in rows(old, printed("tourism"))}
    assert found["邻县旅游收入"] == ("changed", "definition", "5200万元", "0.52亿元")
    assert found["旅游收入"][1] == "definition"


def test_another_name_is_another_definition(folder: DataFolder) -> None:
    old = printed("jobs")
    folder.declare("indicators.csv", "homes_town", name="乡镇（街道）就业之家")
    assert rows(old, printed("jobs")) == {
        ("乡镇（街道）就业之家", "2024", "changed", "definition", "11个", "11个"),
    }  # fmt: skip


def test_another_name_of_a_derived_indicator_is_another_definition(folder: DataFolder) -> None:
    old = printed("jobs")
    folder.declare("indicators.csv", "homes", name="就业之家总数")
    assert ("就业之家总数", "2024", "changed", "definition", "103个", "103个") in rows(old, printed("jobs"))


# --- contents made by hand ----------------------------------------------------------------------------


def test_another_formula_is_another_definition() -> None:
    said = {"A": "11个", "B": "92个"}
    old = content(figure("103个", "A", "B", formula="11个＋92个"), **said)
    new = content(figure("81个", "A", "B", formula="92个−11个"), **said)
    (found,) = compare(old, new)
    assert (found.change, found.reason) == ("changed", "definition")


def test_the_same_formula_of_other_indicators_is_another_definition() -> None:
    said = {"A": "11个", "B": "92个", "C": "1个"}
    old = content(figure("103个", "A", "B", formula="11个＋92个"), **said)
    new = content(figure("104个", "A", "B", "C", formula="11个＋92个＋1个"), **said)
    assert [(d.change, d.reason) for d in compare(old, new)] == [("changed", "definition")]


def test_the_same_origins_printed_otherwise_are_a_change_of_the_code() -> None:
    said = {"A": "11个", "B": "92个"}
    old = content(figure("103个", "A", "B", formula="11个＋92个"), **said)
    new = content(figure("103.0个", "A", "B", formula="11个＋92个"), **said)
    assert [(d.reason, d.was, d.now) for d in compare(old, new)] == [("code", "103个", "103.0个")]


def test_the_same_observation_that_says_otherwise_is_a_revision() -> None:
    old, new = content(figure("11个", "A"), A="11个"), content(figure("12个", "A"), A="12个")
    assert [(d.reason, d.was, d.now) for d in compare(old, new)] == [("revision", "11个", "12个")]


def test_what_the_notebook_prints_no_more_is_a_change_of_the_code() -> None:
    old = content(figure("11个", "A"), figure("92个", "B"), A="11个", B="92个")
    new = content(figure("11个", "A"), A="11个", B="92个")
    assert [(d.change, d.reason) for d in compare(old, new)] == [("gone", "code")]
    assert [(d.change, d.reason) for d in compare(new, old)] == [("new", "code")]


def test_what_is_in_no_file_any_more_is_gone_with_the_data() -> None:
    old = content(figure("11个", "A"), figure("92个", "B"), A="11个", B="92个")
    new = content(figure("11个", "A"), A="11个")
    assert [(d.change, d.reason) for d in compare(old, new)] == [("gone", "data")]


def test_a_period_that_gives_way_to_a_later_one() -> None:
    old, new = content(figure("11个", "A"), A="11个"), content(figure("12个", "Ax", period="2025"), Ax="12个")
    assert {(d.change, d.reason, d.period) for d in compare(old, new)} == {
        ("new", "period", "2025"), ("gone", "period", "2024"),
    }  # fmt: skip


def test_a_correction_taken_back_is_one_too() -> None:
    old = content(figure("12个", "A+c2"), **{"A": "11个", "A+c2": "12个"})
    old["observations"][0]["status"] = "corrected"
    assert [d.reason for d in compare(old, content(figure("11个", "A"), A="11个"))] == ["correction"]


FIGURES = st.lists(
    st.builds(
        lambda n, origins, label, period: figure(f"{n}个", *origins, label=label, period=period),
        st.integers(0, 3), st.lists(st.sampled_from("ABC"), unique=True, max_size=2), st.sampled_from("甲乙"),
        st.sampled_from(["2023", "2024"]),
    ),
    max_size=6,
)  # fmt: skip


@given(FIGURES)
def test_a_briefing_never_differs_from_itself_in_another_order(figures: list[Content]) -> None:
    said = {"A": "1个", "B": "2个", "C": "3个"}
    assert compare(content(*figures, **said), content(*reversed(copy.deepcopy(figures)), **said)) == []


@given(FIGURES, FIGURES)
def test_what_is_new_one_way_is_gone_the_other_way(old: list[Content], new: list[Content]) -> None:
    said = {"A": "1个", "B": "2个", "C": "3个"}
    there = compare(content(*old, **said), content(*new, **said))
    back = compare(content(*new, **said), content(*old, **said))
    assert sum(d.change == "changed" for d in there) == sum(d.change == "changed" for d in back)
    assert sorted((d.label, d.period, d.now) for d in there if d.change == "new") == sorted(
        (d.label, d.period, d.was) for d in back if d.change == "gone"
    )


# --- folders, and the command -------------------------------------------------------------------------


def issue(path: Path, **briefings: Content) -> Path:
    for slug, body in briefings.items():
        (path / slug).mkdir(parents=True)
        (path / slug / "figures.json").write_text(json.dumps(body | {"campaign": slug}), encoding="utf-8")
    return path


def test_issues_are_compared_briefing_by_briefing(tmp_path: Path) -> None:
    one, two = content(figure("11个", "A"), A="11个"), content(figure("12个", "A"), A="12个")
    old = issue(tmp_path / "old", jobs=one, talent=one)
    new = issue(tmp_path / "new", jobs=two, urban=one)
    assert [(d.campaign, d.change) for d in diff.compare_folders(old, new)] == [
        ("jobs", "changed"), ("urban", "new"), ("talent", "gone"),
    ]  # fmt: skip
    assert [d.campaign for d in diff.compare_folders(old / "jobs", new)] == ["jobs"]
    assert [d.campaign for d in diff.compare_folders(old / "jobs", new / "jobs")] == ["jobs"]


def test_the_real_issue_does_not_differ_from_itself(reports: Path) -> None:
    folder = reports / "xiajiang" / "2024" / "internal"
    assert diff.compare_folders(folder, folder) == []


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("none", "new", "xj diff：文件夹里没有 figures.json，得到“"),
        ("old/jobs", "new/urban", "xj diff：两边没有可以对照的简报，得到“"),
        ("old", "other", "xj diff：两边没有可以对照的简报，得到“"),
    ],
)
def test_what_cannot_be_compared_is_refused(tmp_path: Path, old: str, new: str, words: str) -> None:
    one = content(figure("11个", "A"), A="11个")
    issue(tmp_path / "old", jobs=one)
    issue(tmp_path / "new", jobs=one, urban=one)
    issue(tmp_path / "other", jobs=one | {"county": "linxian"})
    with pytest.raises(UsageError) as caught:
        diff.compare_folders(tmp_path / old, tmp_path / new)
    assert str(caught.value).startswith(words)


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"version": 2}', '{"version": 1, "figures": [{}]}'])
def test_a_file_that_is_none_is_refused(tmp_path: Path, text: str) -> None:
    old = issue(tmp_path / "old", jobs=content())
    (old / "jobs" / "figures.json").write_text(text, encoding="utf-8")
    with pytest.raises(DataError, match=r"jobs/figures\.json：(不是合格的 figures\.json|版本不认识)"):
        diff.compare_folders(old, old)


def test_the_command_prints_a_line_a_figure_and_passes(tmp_path: Path) -> None:
    old = issue(tmp_path / "old", jobs=content(figure("11个", "A"), A="11个"))
    new = issue(tmp_path / "new", jobs=content(figure("12个", "A+c2"), **{"A+c2": "12个"}))
    run = CliRunner().invoke(app, ["diff", str(old), str(new)])
    assert run.exit_code == 0
    assert run.stdout.splitlines() == [
        "两期相比，不同的数字 1 个",
        "jobs　就业之家　2024年　上期11个　本期12个　变动　更正",
    ]
    assert CliRunner().invoke(app, ["diff", str(old), str(old)]).stdout == "两期相比，不同的数字 0 个\n"


def test_every_change_and_every_reason_has_a_word() -> None:
    assert set(diff.CHANGES) == {"moved", "new", "changed", "gone", "follows"}
    assert {"period", "revision", "correction", "definition", "code"} <= set(diff.REASONS)
    assert len(set(diff.REASONS.values())) == len(diff.REASONS)
