"""Removal of an issue: its folder, its entry in the index and its records go, others stay."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from support.built_county import SLUGS, BuiltCounty, states
from xj_analysis.base.errors import UsageError
from xj_analysis.build import removal, run_records
from xj_analysis.cli.app import app

pytestmark = pytest.mark.usefixtures("warm")


def xj(*words: object) -> tuple[int, str]:
    run = CliRunner().invoke(app, ["remove", *map(str, words)])
    if isinstance(run.exception, UsageError):
        return run.exception.exit_code, str(run.exception)
    return run.exit_code, run.output


def test_an_issue_goes_with_its_entry_and_records_and_the_others_stay(built_county: BuiltCounty) -> None:
    built_county.build("jobs", edition="public")
    public = built_county.issue.with_name("public")
    kept = {name: content for name, content in built_county.contents().items() if name.startswith("shili/2024/public/")}
    assert xj(built_county.issue, "--out", built_county.out, "--yes") == (0, "已删去 shili/2024/internal。\n")
    assert not built_county.issue.exists() and public.is_dir()
    index = (built_county.out / "index.html").read_text(encoding="utf-8")
    assert "2024/public/jobs/briefing.html" in index and "2024/internal" not in index
    left = built_county.contents()
    assert {name: left[name] for name in kept} == kept and set(left) == {*kept, "index.html"}
    with run_records.open_records(built_county.xj) as records:
        assert {row.issue for run in records.runs() for row in run.briefings} == {"shili/2024/public"}
        assert records.cached_briefings("shili/2024/internal") == {}
    assert states(built_county.build()) == dict.fromkeys(SLUGS, "done"), "it is made anew"


def test_with_the_last_issue_its_folders_go_and_the_index_is_empty(built_county: BuiltCounty) -> None:
    removal.remove_issue(built_county.issue, built_county.out)
    assert [path.name for path in built_county.out.iterdir()] == ["index.html"]
    assert "还没有简报" in (built_county.out / "index.html").read_text(encoding="utf-8")
    with run_records.open_records(built_county.xj) as records:
        assert records.runs() == []


@pytest.mark.parametrize("place", ["reports", "reports/shili", "reports/shili/2024", "reports/shili/2024/internal/jobs",
                                   "shili", "books", "reports/none/2024/internal", "."])  # fmt: skip
def test_what_is_no_issue_is_refused_and_stays(built_county: BuiltCounty, place: str) -> None:
    before = sorted(built_county.place.rglob("*"))
    code, said = xj(built_county.place / place, "--out", built_county.out, "--yes")
    assert code == 2 and ("不是一期简报" in said or "不在简报的文件夹" in said)
    assert sorted(built_county.place.rglob("*")) == before


def test_a_link_out_of_the_reports_is_no_issue_of_them(built_county: BuiltCounty, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    built_county.issue.rename(elsewhere)
    built_county.issue.symlink_to(elsewhere)
    with pytest.raises(UsageError, match="不在简报的文件夹"):
        removal.remove_issue(built_county.issue, built_county.out)
    assert (elsewhere / "manifest.json").is_file()


def test_without_a_terminal_it_is_not_asked_and_not_done(built_county: BuiltCounty) -> None:
    code, said = xj(built_county.issue, "--out", built_county.out)
    assert code == 2 and "请加 --yes" in said and built_county.issue.is_dir()


@pytest.mark.parametrize(("answer", "said", "stands"), [("n", "没有删。", True), ("y", "已删去", False)])
def test_on_a_terminal_it_is_asked(
    built_county: BuiltCounty, monkeypatch: pytest.MonkeyPatch, answer: str, said: str, stands: bool
) -> None:
    monkeypatch.setattr("click.testing._NamedTextIOWrapper.isatty", lambda self: True, raising=False)
    monkeypatch.setattr("xj_analysis.cli.reports.console.is_terminal", lambda stream: True)
    run = CliRunner().invoke(
        app, ["remove", str(built_county.issue), "--out", str(built_county.out)], input=f"{answer}\n"
    )
    assert run.exit_code == 0 and "删去 shili/2024/internal（不能恢复）" in run.output and said in run.output
    assert built_county.issue.is_dir() == stands


@pytest.mark.parametrize("other", ["notes.txt", "jobs/notes.txt", "jobs/more/briefing.html", "briefing.html"])
def test_an_issue_with_files_of_a_person_is_not_removed(built_county: BuiltCounty, other: str) -> None:
    path = built_county.issue / other
    path.parent.mkdir(exist_ok=True)
    path.write_text("批示", encoding="utf-8")
    with pytest.raises(UsageError, match=f"里面有不是简报的文件，没有删去，得到“{other}”"):
        removal.remove_issue(built_county.issue, built_county.out)
    assert path.is_file() and (built_county.issue / "manifest.json").is_file()
