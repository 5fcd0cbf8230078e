"""Replay: a briefing as of a past day is the same, byte by byte, after later data has arrived."""

from __future__ import annotations

import hashlib
import json
import random
import shutil
from datetime import date
from pathlib import Path

import pytest

from support.county_folder import REPO, DataFolder
from xj_analysis import Briefing
from xj_analysis.base.errors import UsageError
from xj_analysis.briefing.sections import verification
from xj_analysis.build import pipeline
from xj_analysis.document import blocks, pieces

D = date(2024, 7, 1)

LATER = """
[[sources]]
id = "annual"
title = "示例县年报"
publisher = "示例县统计局"
published = 2024-09-01
transcript = "transcripts/annual.csv"
sha256 = "{sha256}"
strength = "original"
"""


@pytest.fixture
def folder(county_folder: DataFolder, monkeypatch: pytest.MonkeyPatch) -> DataFolder:
    """The county at tmp_path/data/shili, as a build finds it."""
    root = county_folder.path.parent / "data"
    root.mkdir()
    county_folder.path = county_folder.path.rename(root / "shili")
    monkeypatch.setenv("XJ_DATA", str(root))
    return county_folder


def arrive(folder: DataFolder) -> None:
    """Let come, after D: a source, new data, a revision, a contradiction and a correction."""
    content = b"id,value\nN1,82\n"
    (folder.path / "transcripts" / "annual.csv").write_bytes(content)
    folder.append("sources.toml", LATER.format(sha256=hashlib.sha256(content).hexdigest()))
    folder.add("N1", source="annual", value="82", hedge="exact")  # the publisher says otherwise: a revision of R1
    folder.add("N2", source="annual", period="2023", value="70", hedge="exact")  # a new period
    folder.add("N3", source="mirror", indicator="homes_town", value="13", unit="个", hedge="exact")  # contradicts R5
    folder.add("N4", source="report", indicator="income", period="2022", value="3900", unit="万元", hedge="exact",
               published="2024-08-15")  # said later by a source known before  # fmt: skip
    header = "id,expected,value,reason,by,published\n"
    folder.write("corrections.csv", header + "R2,4800,4900,通报勘误,县统计局,2024-08-01\n")


def shuffle(folder: DataFolder, seed: int = 7) -> None:
    """Put the observations and the sources in another order."""
    order = random.Random(seed)
    order.shuffle(folder.rows)
    folder.save()
    parts = (folder.path / "sources.toml").read_text(encoding="utf-8").split("[[sources]]")[1:]
    order.shuffle(parts)
    folder.write("sources.toml", "".join(f"[[sources]]{part}\n" for part in parts))


def made(folder: DataFolder, out: Path, known_at: date | None = D, previous: date | None = None, *slugs: str) -> Path:
    """Build the county's issue, or some of it, with the repository's notebooks; return its folder."""
    books = REPO / "notebooks"
    report = pipeline.build(
        folder.path, campaigns=slugs, known_at=known_at, previous=previous, out=out, jobs=1, notebooks=books
    )
    assert [briefing.error for briefing in report.results if briefing.error] == []
    return report.folder


def files(issue: Path, *names: str) -> dict[str, bytes]:
    found = {path.relative_to(issue).as_posix(): path.read_bytes() for path in issue.rglob("*/*") if path.is_file()}
    return {name: content for name, content in found.items() if not names or name.endswith(names)}


# --- the replay -----------------------------------------------------------------------------------


@pytest.mark.thorough
def test_what_arrives_later_does_not_change_the_replay_by_a_byte(folder: DataFolder, tmp_path: Path) -> None:
    first = files(made(folder, tmp_path / "first"))
    assert len(first) == 3 * len({Path(name).name for name in first}), "each briefing has each kind of file"
    assert {"briefing.html", "briefing.pdf", "figures.html", "figures.json"} <= {Path(name).name for name in first}
    arrive(folder)
    shuffle(folder)
    again = files(made(folder, tmp_path / "again"))
    assert sorted(again) == sorted(first)
    assert [name for name in first if first[name] != again[name]] == []
    now = files(made(folder, tmp_path / "now", None, None, "tourism"))
    assert [name for name in now if name.endswith("html") and now[name] == first[name]] == []


@pytest.mark.thorough
def test_the_issue_and_its_replay_print_the_same(folder: DataFolder, tmp_path: Path) -> None:
    issue = files(made(folder, tmp_path / "first", None), ".html", ".pdf", ".json")
    arrive(folder)
    assert files(made(folder, tmp_path / "again", date(2024, 6, 30)), ".html", ".pdf", ".json") == issue


def test_a_comparison_with_the_issue_before_can_be_replayed_too(folder: DataFolder, tmp_path: Path) -> None:
    folder.cell(3, "published", "2024-05-01")
    first = files(made(folder, tmp_path / "first", D, date(2024, 5, 2), "tourism"))
    assert "上期以后的新发布、修订和更正" in first["tourism/briefing.html"].decode()
    arrive(folder)
    assert files(made(folder, tmp_path / "again", D, date(2024, 5, 2), "tourism")) == first


# --- what is known on a day -----------------------------------------------------------------------


def test_known_at_is_by_default_the_latest_publication_of_all(folder: DataFolder) -> None:
    assert Briefing("tourism", county="shili").known_at == date(2024, 6, 30)
    arrive(folder)
    assert Briefing("tourism", county="shili").known_at == date(2024, 9, 1)


def test_the_catalogue_holds_only_sources_of_which_something_is_known(folder: DataFolder) -> None:
    arrive(folder)
    then = Briefing("overview", county="shili", known_at=D.isoformat()).sources()
    assert [source.id for source in then.sources] == ["report"]
    assert [row.id for row in then.observations] == [f"R{number}" for number in range(1, 9)]
    assert [source.id for source in Briefing("overview", county="shili").sources().sources] == [
        "annual", "mirror", "report",
    ]  # fmt: skip


def test_the_same_key_published_three_times_has_a_value_each_day(folder: DataFolder) -> None:
    for name, published, value in (("N1", "2024-08-01", "78"), ("N2", "2024-09-01", "82")):
        folder.add(name, published=published, value=value, hedge="exact")
    folder.cell(2, "hedge", "exact")
    everything = folder.load()
    for day, counts in ((date(2024, 7, 31), "R1"), (date(2024, 8, 1), "N1"), (date(2024, 9, 1), "N2")):
        rows = everything.known(day).current().query("indicator == 'visits' and area == '999901'")
        assert rows["id"].tolist() == [counts]
    noted = [item.sentence for item in verification.find_items(everything.known())]
    assert noted == [
        "示例县2024年接待游客：原为75万人次，现为82万人次，2024年9月1日起修订。",
        "示例县2024年接待游客：原为78万人次，现为82万人次，2024年9月1日起修订。",
    ]


def test_a_value_taken_back_is_a_revision_of_the_one_between(folder: DataFolder) -> None:
    folder.cell(2, "hedge", "exact")
    folder.add("N1", published="2024-08-01", value="82")
    folder.add("N2", published="2024-09-01", value="75")
    assert [item.sentence for item in verification.find_items(folder.load().known())] == [
        "示例县2024年接待游客：原为82万人次，现为75万人次，2024年9月1日起修订。"
    ]


def test_a_revision_is_told_from_the_day_it_was_published(folder: DataFolder) -> None:
    arrive(folder)

    def told(known_at: str) -> list[str]:
        said = Briefing("tourism", county="shili", known_at=known_at).verification()
        return [pieces.plain_text(b.parts) for b in said if isinstance(b, blocks.Note) and b.label == "修订"]

    assert told("2024-08-31") == []
    assert told("2024-09-01") == ["示例县2024年接待游客：原为约75万人次，现为82万人次，2024年9月1日起修订。"]


def test_a_contradiction_is_shown_and_never_resolved(folder: DataFolder) -> None:
    arrive(folder)
    briefing = Briefing("jobs", county="shili")
    table = briefing.indicators()
    assert isinstance(table, blocks.Table)
    printed = [[pieces.plain_text(cell.parts) for cell in row] for row in table.rows]
    assert [row[1] for row in printed if row[0] == "乡镇就业之家"] == ["见待核实"]
    assert not [row for row in printed if row[0] == "就业之家"], "no sum over a contradiction"
    (note,) = [b for b in briefing.verification() if isinstance(b, blocks.Note) and b.label == "矛盾"]
    said = pieces.plain_text(note.parts)
    assert said.startswith("示例县2024年乡镇就业之家：13个、11个，同一项目的数值互相矛盾，未作取舍")


# --- the issue before -----------------------------------------------------------------------------


def since(slug: str, known_at: str, previous: str) -> list[list[str]]:
    said = Briefing(slug, county="shili", known_at=known_at, previous=previous).since_previous()
    table = said[-1]
    assert isinstance(table, blocks.Table)
    return [[pieces.plain_text(cell.parts) for cell in row[:5]] for row in table.rows]


def test_what_is_otherwise_than_in_the_issue_before_and_why(folder: DataFolder) -> None:
    arrive(folder)
    assert since("tourism", "2024-09-01", "2024-07-01") == [
        ["接待游客", "2023年", "—", "70万人次", "新发布"],
        ["接待游客", "2024年", "约75万人次", "82万人次", "修订"],
        ["旅游收入", "2022年", "—", "3900万元", "新发布"],
        ["旅游收入", "2024年", "4800万元", "4900万元", "更正"],
    ]


def test_what_has_become_contradictory_is_gone_and_says_so(folder: DataFolder) -> None:
    arrive(folder)
    assert since("jobs", "2024-09-01", "2024-07-01") == [["乡镇就业之家", "2024年", "11个", "见待核实", "矛盾"]]


def test_a_contradiction_that_a_correction_settles_is_back(folder: DataFolder) -> None:
    arrive(folder)
    folder.append("corrections.csv", "N3,13,11,转录有误,县统计局,2024-10-01\n")
    assert since("jobs", "2024-10-01", "2024-09-01") == [["乡镇就业之家", "2024年", "见待核实", "11个", "更正"]]


def test_derived_indicators_are_compared_as_well(folder: DataFolder) -> None:
    for name in ("spend", "homes"):
        folder.declare("indicators.csv", name, campaigns="tourism")
    arrive(folder)
    rows = {(row[0], row[1]): row[2:] for row in since("tourism", "2024-09-01", "2024-07-01")}
    assert rows["人均消费", "2024年"] == ["约64元", "60元", "更正"]
    assert rows["人均消费", "2023年"][0::2] == ["—", "新发布"]
    assert rows["就业之家", "2024年"] == ["103个", "见待核实", "矛盾"]


def test_when_nothing_is_otherwise_a_line_says_so(folder: DataFolder) -> None:
    folder.cell(2, "published", "2024-05-01")
    said = Briefing("jobs", county="shili", known_at="2024-07-02", previous="2024-07-01").since_previous()
    assert [type(block).__name__ for block in said] == ["Sentence"]
    assert pieces.plain_text(said[-1].parts) == "与上一期相比，本攻坚战的指标没有变化。"  # type: ignore[union-attr]


def test_without_an_issue_before_nothing_is_printed(folder: DataFolder) -> None:
    assert Briefing("tourism", county="shili").since_previous() == []


@pytest.mark.parametrize(
    ("previous", "words"),
    [
        ("2024-09-01", "previous：上一期不早于本期，得到“2024-09-01”。本期截至2024年9月1日，请写更早的日子。"),
        ("2024-06-29", "previous：那一天做不出上一期，得到“2024-06-29”。那一天还没有任何数据"),
        ("2024", "previous：日期写法不对，得到“2024”。请写成 2024-06-30。"),
    ],
)
def test_an_issue_that_cannot_have_been_is_refused(folder: DataFolder, previous: str, words: str) -> None:
    arrive(folder)
    with pytest.raises(UsageError) as caught:
        Briefing("tourism", county="shili", previous=previous)
    assert str(caught.value).startswith(words)


def test_a_build_refuses_it_before_anything_runs(folder: DataFolder, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="上一期不早于本期"):
        pipeline.build(folder.path, out=tmp_path / "out", known_at=D, previous=D)
    assert not (tmp_path / "out").exists()


def test_a_notebook_without_the_parameter_works_until_it_is_asked_for(folder: DataFolder, tmp_path: Path) -> None:
    books = tmp_path / "notebooks"
    shutil.copytree(REPO / "notebooks", books)
    old = json.loads((books / "campaign.ipynb").read_text(encoding="utf-8"))
    for cell in old["cells"]:
        kept = [line.replace(", previous=previous", "") for line in cell["source"] if not line.startswith("previous")]
        cell["source"] = [] if "since_previous" in "".join(kept) else kept
    (books / "jobs.ipynb").write_text(json.dumps(old), encoding="utf-8")
    folder.cell(3, "published", "2024-05-01")
    plain = pipeline.build(folder.path, campaigns=["jobs"], out=tmp_path / "a", formats=["html"], jobs=1)
    assert [briefing.error for briefing in plain.results] == [""]
    asked = pipeline.build(
        folder.path, campaigns=["jobs"], out=tmp_path / "b", formats=["html"], jobs=1, previous=date(2024, 5, 1)
    )
    assert asked.exit_code == 4
    assert asked.results[0].error.startswith("jobs.ipynb：parameters 格里没有 previous。")
