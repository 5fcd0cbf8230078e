"""The wheel: built, unpacked elsewhere, it finds its own notebooks and builds a briefing."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from support.county_folder import REPO
from xj_analysis.base.hashing import files_below
from xj_analysis.county.new_county import TEMPLATE


@pytest.mark.thorough
def test_the_wheel_builds_a_briefing_elsewhere(tmp_path: Path) -> None:
    source = tmp_path / "source"
    shutil.copytree(REPO, source, ignore=shutil.ignore_patterns(".venv", ".git", "reports", ".xj", ".*_cache"))
    made = tmp_path / "dist"
    subprocess.run([sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(made)], cwd=source, check=True,
                   capture_output=True)  # fmt: skip
    site, home = tmp_path / "site", tmp_path / "home"
    with zipfile.ZipFile(next(made.glob("*.whl"))) as wheel:
        wheel.extractall(site)
    shutil.copytree(REPO / "data" / "xiajiang", home / "data" / "xiajiang")
    code = "import xj_analysis, sys; print(xj_analysis.__file__); from xj_analysis.cli.app import main; main()"
    command = [sys.executable, "-c", code, "build", "data/xiajiang", "--campaign", "waterway"]
    run = subprocess.run(
        command, cwd=home, env={**os.environ, "PYTHONPATH": str(site)}, capture_output=True, text=True, check=False
    )
    assert run.returncode == 0, run.stdout + run.stderr
    assert str(site) in run.stdout.splitlines()[0]
    assert str(site / "xj_analysis" / "notebooks") in run.stderr.replace("\n", "")
    folder = home / "reports" / "xiajiang" / "2024" / "internal" / "waterway"
    assert len(list(folder.iterdir())) == 5


def test_the_wheel_holds_every_module_and_none_is_ignored_by_git() -> None:
    """A pattern of .gitignore that fits a room would keep it out of both."""
    from hatchling.builders.wheel import WheelBuilder

    builder = WheelBuilder(str(REPO))
    packed = {Path(file.path).resolve() for file in builder.recurse_included_files()}
    modules = set((REPO / "src" / "xj_analysis").rglob("*.py"))
    assert len(modules) > 150 and modules <= packed
    assert set(files_below(TEMPLATE)) <= packed, "what `xj new` writes"
    ignored = subprocess.run(
        ["git", "check-ignore", "--stdin", "--no-index"], cwd=REPO, capture_output=True, text=True, check=False,
        input="\n".join(str(path) for folder in ("src", "tests") for path in (REPO / folder).rglob("*.py")),
    )  # fmt: skip
    assert ignored.stdout == ""
