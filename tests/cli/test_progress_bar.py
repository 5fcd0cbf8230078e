"""Progress of a build off a terminal: a line for each briefing, and none for an unchanged one while watching."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from xj_analysis.cli.progress_bar import BuildProgress


def result(**fields: Any) -> Any:
    return SimpleNamespace(**{"slug": "jobs", "title": "就业", "error": "", "unchanged": False, **fields})


def test_each_briefing_is_a_counted_line(capsys: pytest.CaptureFixture[str]) -> None:
    with BuildProgress() as progress:
        progress.start(3, [Path("notebooks")])
        for briefing in (result(), result(unchanged=True), result(error="坏了")):
            progress.advance(briefing)
    assert capsys.readouterr().err.splitlines() == [
        "笔记本：notebooks", "[1/3] 完成 jobs 就业", "[2/3] 无变化 jobs 就业", "[3/3] 失败 jobs 就业",
    ]  # fmt: skip


def test_a_watched_build_shows_only_rebuilt_briefings(capsys: pytest.CaptureFixture[str]) -> None:
    progress = BuildProgress()
    for briefing in (result(unchanged=True), result(title=""), result(error="坏了")):
        progress.notice_rebuilt(briefing)
    assert capsys.readouterr().err.splitlines() == ["完成 jobs", "失败 jobs 就业"]
