"""Shared options: shell completion, and a mistyped data folder."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from support.county_folder import REPO
from xj_analysis.base.errors import UsageError
from xj_analysis.cli.app import app


@pytest.mark.parametrize(
    ("words", "offered"),
    [
        ("xj au", ["audit"]),
        ("xj build --fo", ["--format", "--force"]),
        ("xj build data/xiajiang --campaign cl", ["clusters"]),
        ("xj build data/xiajiang --campaign clusters --campaign over", ["overview"]),
        ("xj build --campaign cl", []),
        ("xj build data/nowhere --campaign cl", []),
        ("xj build data/xiajiang --edition p", ["public"]),
        ("xj build data/xiajiang --format h", ["html", "html,pdf"]),
        ("xj build data/xiajiang --jobs ", []),
        ("xj build data/xia", ["data/xia"]),
        ("xj diff reports/a rep", ["rep"]),
        ("xj trace reports 1 2 ", []),
    ],
)
def test_the_shell_is_offered_what_there_is_and_no_error(words: str, offered: list[str]) -> None:
    asked = {"COMP_WORDS": words, "COMP_CWORD": str(len(words.split(" ")) - 1), "_XJ_COMPLETE": "bash_complete"}
    run = CliRunner().invoke(app, [], prog_name="xj", env=asked, complete_var="_XJ_COMPLETE")
    assert [line.partition(",")[2] for line in run.output.split()] == offered and not run.stderr


def test_a_folder_is_completed_by_the_shell() -> None:
    for words, kind in (("xj build data/xia", "dir"), ("xj read ne", "file"), ("xj check data/e", "dir")):
        asked = {"COMP_WORDS": words, "COMP_CWORD": "2", "_XJ_COMPLETE": "bash_complete"}
        assert CliRunner().invoke(app, [], prog_name="xj", env=asked).output.startswith(f"{kind},")


def test_a_mistyped_data_folder_is_answered_with_the_nearest_by_every_command(tmp_path: Path) -> None:
    (tmp_path / "news.txt").write_text("无", encoding="utf-8")
    commands = (
        "build data/xiajang", "build data/xiajang --failed", "check data/xiajang", "status data/xiajang",
        f"template data/xiajang --to {tmp_path}", f"intake data/xiajang {tmp_path}/news.txt",
        f"read {tmp_path}/news.txt --to data/xiajang", f"proof {tmp_path}/news.txt --against data/xiajang",
    )  # fmt: skip
    before = sorted(REPO.iterdir())
    for words in commands:
        with pytest.raises(UsageError, match="data/xiajang：没有这个数据文件夹。是否想写“data/xiajiang”？可选："):
            app.main(words.split(), "xj")
    assert sorted(REPO.iterdir()) == before
