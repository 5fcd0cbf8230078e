"""The page on ledgers: its commands run in the order printed, and its limits are the defaults."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

from support.county_folder import REPO
from xj_analysis.briefing.sheets.sheet_kinds import SHEETS
from xj_analysis.county.alarm_limits import AlarmLimits

PAGE = (REPO / "docs" / "ledgers.md").read_text(encoding="utf-8")


def blocks_of(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)


def test_its_commands_run_one_after_another(tmp_path: Path) -> None:
    ignored = shutil.ignore_patterns("generator", "faulty", "inbox", ".xj")
    shutil.copytree(REPO / "data" / "example", tmp_path / "data" / "example", ignore=ignored)
    shutil.copytree(REPO / "notebooks", tmp_path / "notebooks")
    words = "".join(blocks_of("sh")).splitlines()
    script = 'set -e\nxj() { "$PYTHON" -m xj_analysis "$@"; }\n' + "\n".join(words)
    run = subprocess.run(
        ["bash"], input=script, cwd=tmp_path, capture_output=True, text=True, check=False,
        env={**os.environ, "PYTHON": sys.executable},
    )  # fmt: skip
    assert len(words) >= 4 and run.returncode == 0, run.stdout + run.stderr
    issue = tmp_path / "reports" / "example" / "2025-01_2025-09"
    papers = {name for name, kind in SHEETS.items() if not kind.hung}
    assert {path.stem for path in (issue / "internal" / "sheets").glob("*.pdf")} == papers
    assert {path.stem for path in (issue / "public" / "sheets").glob("*.html")} == SHEETS.keys() - papers


def test_the_limits_it_names_are_the_defaults() -> None:
    (declared,) = (tomllib.loads(block)["alarms"] for block in blocks_of("toml") if "[alarms." in block)
    stated, defaults = AlarmLimits.model_validate(declared).model_dump(), AlarmLimits().model_dump()
    assert stated == defaults
    assert {name: set(declared[name]) for name in ("projects", "leads", "firms")} == {
        name: set(defaults[name]) for name in ("projects", "leads", "firms")
    }
