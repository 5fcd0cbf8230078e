"""Progress of a build off a terminal: a line for each briefing, and none for an unchanged one while watching."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from xj_analysis.build.job_results import BriefingResult
from xj_analysis.cli.progress_bar import BuildProgress

JOBS = BriefingResult("jobs", "就业")
UNCHANGED, FAILED = replace(JOBS, unchanged=True), replace(JOBS, error="坏了", exit_code=1)
REFUSED = replace(FAILED, refused=True)


def test_each_briefing_is_a_counted_line(capsys: pytest.CaptureFixture[str]) -> None:
    with BuildProgress() as progress:
        progress.start(4, [Path("notebooks")])
        for briefing in (JOBS, UNCHANGED, FAILED, REFUSED):
            progress.advance(briefing)
    assert capsys.readouterr().err.splitlines() == [
        "笔记本：notebooks", "[1/4] 完成 jobs 就业", "[2/4] 无变化 jobs 就业", "[3/4] 失败 jobs 就业",
        "[4/4] 没有做 jobs 就业",
    ]  # fmt: skip


def test_a_watched_build_shows_only_rebuilt_briefings(capsys: pytest.CaptureFixture[str]) -> None:
    progress = BuildProgress()
    for briefing in (UNCHANGED, replace(JOBS, title=""), FAILED):
        progress.notice_rebuilt(briefing)
    assert capsys.readouterr().err.splitlines() == ["完成 jobs", "失败 jobs 就业"]
