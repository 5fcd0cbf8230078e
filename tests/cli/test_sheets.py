"""Command `xj sheet`: an unknown sheet, the public edition and a county without the ledger are told; names complete."""

from __future__ import annotations

from pathlib import Path

import pytest

from support.command_line import xj
from xj_analysis.cli.sheets import complete_sheet, sheet


@pytest.mark.parametrize(("words", "told"), [
    (["data/example", "project"], "没有这种表"),
    (["data/example", "projects", "--edition", "public"], "不出公开版"),
    (["data/xiajiang", "projects"], "没有“重点项目”的台账"),
    (["data/xiajiang", "monday"], "没有可印的数"),
    (["data/none", "projects"], "没有这个数据文件夹"),
])  # fmt: skip
def test_what_cannot_be_made_is_told_and_nothing_is_written(words: list[str], told: str, tmp_path: Path) -> None:
    run = xj("sheet", *words, "--out", str(tmp_path / "reports"))
    assert run.returncode == 2 and told in run.stderr and "Traceback" not in run.stderr
    assert not (tmp_path / "reports").exists() or not list((tmp_path / "reports").iterdir())


def test_the_names_of_sheets_complete_with_their_titles() -> None:
    context = sheet.make_context("sheet", ["data/example", "projects"])
    found = complete_sheet(context, sheet.params[1], "pro")
    assert [(item.value, item.help) for item in found] == [("projects", "重点项目挂图作战表")]
