"""The command line, run in a process of its own or in this one."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from click.testing import CliRunner

from support.county_folder import REPO
from xj_analysis.cli.app import app


def xj(*words: str, cwd: Path = REPO) -> subprocess.CompletedProcess[str]:
    """Run `xj` in a process of its own."""
    command = [sys.executable, "-c", "from xj_analysis.cli.app import main; main()", *words]
    return subprocess.run(command, capture_output=True, text=True, cwd=cwd, check=False)


def page(*words: str) -> str:
    """The help page of a command."""
    return CliRunner().invoke(app, [*words, "--help"], prog_name="xj").output
