"""The page 「第一份简报」 is followed to the letter: its commands, files and changed cell, in the order printed."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from support.county_folder import REPO

PAGE = (REPO / "docs" / "first-briefing.md").read_text(encoding="utf-8")
FENCE = re.compile(r"^```(?P<language>\S+) ?(?P<file>\S*)\n(?P<body>.*?)^```$", re.DOTALL | re.MULTILINE)
STEPS = [match.groupdict() for match in FENCE.finditer(PAGE)]
INSTALLED = "xj --version"


@dataclass(frozen=True)
class Run:
    """A command of the page, and what became of it."""

    command: str
    code: int
    said: str


def run(command: str, folder: Path) -> Run:
    program = f'xj() {{ "{sys.executable}" -m xj_analysis "$@"; }}\n'
    done = subprocess.run(
        ["bash"], input=program + command, cwd=folder, capture_output=True, text=True, check=False, env=dict(os.environ)
    )
    return Run(command, done.returncode, done.stdout + done.stderr)


def write(place: str, body: str, folder: Path) -> None:
    """Write a file, or append to it (``+``); a cell replaces that with the same first line."""
    path = folder / place.removeprefix("+")
    if path.suffix != ".ipynb":
        before = path.read_text(encoding="utf-8") if place.startswith("+") else ""
        path.write_text(before + body, encoding="utf-8")
        return
    book = json.loads(path.read_text(encoding="utf-8"))
    first = body.partition("\n")[0]
    (cell,) = (cell for cell in book["cells"] if "".join(cell["source"]).startswith(first))
    cell["source"] = body
    path.write_text(json.dumps(book), encoding="utf-8")


@pytest.fixture(scope="module")
def followed(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[Run]]:
    """A folder in which a reader did all that the page says, and the commands they ran."""
    folder, runs = tmp_path_factory.mktemp("first"), []
    for step in STEPS[1:]:
        if step["language"] == "sh":
            runs += [run(command, folder) for command in step["body"].splitlines()]
        else:
            write(step["file"], step["body"], folder)
    return folder, runs


def test_the_page_begins_with_an_installation_that_ends_in_the_program() -> None:
    commands = STEPS[0]["body"].splitlines()
    assert commands[-1] == INSTALLED and "pip install ." in commands
    assert "pip install ." in (REPO / "README.md").read_text(encoding="utf-8")
    assert run(INSTALLED, REPO).said.startswith("xj ")


def test_every_command_of_the_page_succeeds_in_its_order(followed: tuple[Path, list[Run]]) -> None:
    _, runs = followed
    assert [one.command.split()[1] for one in runs] == ["new", "build", "check", "build", "build", "trace", "audit"]
    for one in runs:
        assert one.code == 0 and "Traceback" not in one.said, one


def test_the_files_that_the_page_promises_are_there(followed: tuple[Path, list[Run]]) -> None:
    folder, _ = followed
    promised = [name for name in re.findall(r"`([^`\n]+)`", PAGE) if name.startswith(("reports/", "shili/"))]
    assert {Path(name).suffix for name in promised} >= {".pdf", ".html", ".ipynb"}
    assert [name for name in promised if not (folder / name).exists()] == []


def test_the_pdf_says_what_the_page_wrote(followed: tuple[Path, list[Run]]) -> None:
    folder, runs = followed
    html = (folder / "reports/shili/2025/internal/tourism/briefing.html").read_text(encoding="utf-8")
    words = re.sub(r"<[^>]+>", "", html)
    assert "2025年接待游客81.3万人次，旅游收入5200万元，增长约8%。" in words
    checked = next(one.said for one in runs if one.command.startswith("xj check"))
    assert "sources.toml [notice]　补上 SHA-256" in checked and "错误 0 条" in checked
    traced = next(one.said for one in runs if one.command.startswith("xj trace"))
    assert "observations.csv" in traced or "notice" in traced


def edit(path: Path, *changes: tuple[str, str]) -> None:
    """Replace what patterns match; each must match."""
    text = path.read_text(encoding="utf-8")
    for pattern, new in changes:
        text, number = re.subn(pattern, new, text, flags=re.MULTILINE)
        assert number, pattern
    path.write_text(text, encoding="utf-8")


def test_with_real_numbers_alone_nothing_says_that_they_are_invented(
    followed: tuple[Path, list[Run]], tmp_path: Path
) -> None:
    folder = Path(shutil.copytree(followed[0], tmp_path / "mine"))
    edit(folder / "shili/observations.csv", (r"^N([1-9]|1[0-2]),.*\n", ""))
    edit(folder / "shili/sources.toml", (r"^\[\[sources\]\]\nid = \"report\"[^[]*", ""), ("（虚构）", ""))
    edit(folder / "shili/county.toml", ('nature = "invented"', 'nature = "public"'))
    done = run("xj build shili --period 2025 --campaign tourism", folder)
    assert done.code == 0, done.said
    html = (folder / "reports/shili/2025/internal/tourism/briefing.html").read_text(encoding="utf-8")
    assert "81.3万人次" in html and "虚构" not in html
