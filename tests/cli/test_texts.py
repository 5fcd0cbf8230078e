"""Commands read and proof: what is printed, and the exit codes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from xj_analysis.base.errors import UsageError
from xj_analysis.cli.app import app


@pytest.fixture
def text(tmp_path: Path) -> Path:
    file = tmp_path / "news.txt"
    file.write_text("2024年，全县接待游客约75万人次。", encoding="utf-8")
    return file


def test_a_text_is_read_as_a_table_and_as_json(text: Path) -> None:
    printed = CliRunner().invoke(app, ["read", str(text)])
    assert printed.exit_code == 0 and "news.txt：1个数" in printed.output and "约　2024年" in printed.output
    (reading,) = json.loads(CliRunner().invoke(app, ["read", str(text), "--json"]).output)
    assert reading["file"] == "news.txt"


def test_json_is_not_written_into_a_data_folder(text: Path) -> None:
    with pytest.raises(UsageError, match="--json：不能与 --to 同用"):
        app.main(["read", str(text), "--json", "--to", str(text.parent)], "xj")


def test_a_sound_draft_exits_zero(text: Path) -> None:
    run = CliRunner().invoke(app, ["proof", str(text)])
    assert (run.exit_code, run.output) == (0, "news.txt：没有发现问题\n")
    assert json.loads(CliRunner().invoke(app, ["proof", str(text), "--json"]).output)["alarms"] == []


def test_a_draft_whose_parts_exceed_the_whole_exits_five(tmp_path: Path) -> None:
    draft = tmp_path / "draft.txt"
    draft.write_text("新建项目30个，其中工业项目35个。", encoding="utf-8")
    run = CliRunner().invoke(app, ["proof", str(draft)])
    assert run.exit_code == 5 and "draft.txt：发现" in run.output
