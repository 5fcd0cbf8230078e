"""The page on notebooks in git: its filter takes the outputs out of what is committed and leaves the file as it is."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from support.county_folder import REPO

PAGE = (REPO / "docs" / "notebooks-in-git.md").read_text(encoding="utf-8")
FILES = dict(re.findall(r"```\w+ file=(\S+)\n(.*?)```", PAGE, re.DOTALL))
COMMANDS = "".join(re.findall(r"```sh\n(.*?)```", PAGE, re.DOTALL))


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A repository with the page's file, and a notebook with outputs."""
    sh(tmp_path, "git init -q . && git config user.name a && git config user.email a@localhost")
    (tmp_path / ".gitattributes").write_text(FILES[".gitattributes"], encoding="utf-8")
    book = json.loads((REPO / "notebooks" / "campaign.ipynb").read_text(encoding="utf-8"))
    cell = next(cell for cell in book["cells"] if cell["cell_type"] == "code")
    cell |= {"execution_count": 7, "outputs": [{"output_type": "stream", "name": "stdout", "text": "内部数"}]}
    (tmp_path / "towns.ipynb").write_text(json.dumps(book, ensure_ascii=False), encoding="utf-8")
    return tmp_path


def sh(folder: Path, commands: str) -> str:
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    environment = os.environ | {"PATH": path}
    done = subprocess.run(
        ["bash", "-e"], check=False, input=commands, cwd=folder, env=environment, text=True, capture_output=True
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def outputs(book: str) -> list[Any]:
    cells = [cell for cell in json.loads(book)["cells"] if cell["cell_type"] == "code"]
    return [cell["outputs"] or cell["execution_count"] for cell in cells if cell["outputs"] or cell["execution_count"]]


def test_what_is_committed_has_no_outputs_and_the_file_keeps_them(repository: Path) -> None:
    before = (repository / "towns.ipynb").read_text(encoding="utf-8")
    sh(repository, f"git add .gitattributes towns.ipynb && git reset -q\n{COMMANDS}git add . && git commit -qm 笔记本")
    assert outputs(before) and outputs(sh(repository, "git show HEAD:towns.ipynb")) == []
    assert (repository / "towns.ipynb").read_text(encoding="utf-8") == before
    assert sh(repository, "git status --porcelain") == ""


def test_the_hook_before_a_commit_takes_them_out(repository: Path) -> None:
    entry = re.search(r"entry: (.*)", FILES[".pre-commit-config.yaml"])
    assert entry
    sh(repository, f"{entry[1]} towns.ipynb")
    assert outputs((repository / "towns.ipynb").read_text(encoding="utf-8")) == []
