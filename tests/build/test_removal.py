"""Removing an issue: its folder, its entry in the index and its records go; nothing else does."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from support.desk import SLUGS, Desk, states
from xj_analysis.base.errors import UsageError
from xj_analysis.build import removal, run_records
from xj_analysis.cli.app import app

pytestmark = pytest.mark.usefixtures("warm")


def xj(*words: object) -> tuple[int, str]:
    run = CliRunner().invoke(app, ["remove", *map(str, words)])
    if isinstance(run.exception, UsageError):
        return run.exception.exit_code, str(run.exception)
    return run.exit_code, run.output


def test_an_issue_goes_with_its_entry_and_records_and_the_others_stay(desk: Desk) -> None:
    desk.build("jobs", edition="public")
    public = desk.issue.with_name("public")
    kept = {name: content for name, content in desk.contents().items() if name.startswith("shili/2024/public/")}
    assert xj(desk.issue, "--out", desk.out, "--yes") == (0, "已删去 shili/2024/internal。\n")
    assert not desk.issue.exists() and public.is_dir()
    index = (desk.out / "index.html").read_text(encoding="utf-8")
    assert "2024/public/jobs/briefing.html" in index and "2024/internal" not in index
    left = desk.contents()
    assert {name: left[name] for name in kept} == kept and set(left) == {*kept, "index.html"}
    with run_records.open_records(desk.xj) as records:
        assert {row.issue for run in records.runs() for row in run.briefings} == {"shili/2024/public"}
        assert records.standing("shili/2024/internal") == {}
    assert states(desk.build()) == dict.fromkeys(SLUGS, "done"), "it is made anew"


def test_with_the_last_issue_its_folders_go_and_the_index_is_empty(desk: Desk) -> None:
    removal.remove_issue(desk.issue, desk.out)
    assert [path.name for path in desk.out.iterdir()] == ["index.html"]
    assert "还没有简报" in (desk.out / "index.html").read_text(encoding="utf-8")
    with run_records.open_records(desk.xj) as records:
        assert records.runs() == []


@pytest.mark.parametrize("place", ["reports", "reports/shili", "reports/shili/2024", "reports/shili/2024/internal/jobs",
                                   "shili", "books", "reports/none/2024/internal", "."])  # fmt: skip
def test_what_is_no_issue_is_refused_and_stays(desk: Desk, place: str) -> None:
    before = sorted(desk.place.rglob("*"))
    code, said = xj(desk.place / place, "--out", desk.out, "--yes")
    assert code == 2 and ("不是一期简报" in said or "不在简报的文件夹" in said)
    assert sorted(desk.place.rglob("*")) == before


def test_a_link_out_of_the_reports_is_no_issue_of_them(desk: Desk, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    desk.issue.rename(elsewhere)
    desk.issue.symlink_to(elsewhere)
    with pytest.raises(UsageError, match="不在简报的文件夹"):
        removal.remove_issue(desk.issue, desk.out)
    assert (elsewhere / "manifest.json").is_file()


def test_without_a_terminal_it_is_not_asked_and_not_done(desk: Desk) -> None:
    code, said = xj(desk.issue, "--out", desk.out)
    assert code == 2 and "请加 --yes" in said and desk.issue.is_dir()


@pytest.mark.parametrize(("answer", "said", "stands"), [("n", "没有删。", True), ("y", "已删去", False)])
def test_on_a_terminal_it_is_asked(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, answer: str, said: str, stands: bool
) -> None:
    monkeypatch.setattr("click.testing._NamedTextIOWrapper.isatty", lambda self: True, raising=False)
    monkeypatch.setattr("xj_analysis.cli.reports.console.is_terminal", lambda stream: True)
    run = CliRunner().invoke(app, ["remove", str(desk.issue), "--out", str(desk.out)], input=f"{answer}\n")
    assert run.exit_code == 0 and "删去 shili/2024/internal（不能恢复）" in run.output and said in run.output
    assert desk.issue.is_dir() == stands
