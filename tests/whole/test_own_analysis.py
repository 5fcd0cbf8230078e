"""The page 「在笔记本里自己算」: its cells run, are printed, and every number of them is audited and traced."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path
from typing import Any

import pytest

from support.command_line import xj
from support.county_folder import REPO
from xj_analysis import Briefing
from xj_analysis.document.blocks import Chart, Sentence, Table
from xj_analysis.document.pieces import plain_text

PAGE = REPO / "docs" / "own-analysis.md"
CELLS = re.findall(r"```python\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
TEN = 10
PRINTED = (
    "各乡镇游客人均花费", "417.5", "占全县（%）", "位次（位）", "各乡镇旅游收入", "各乡镇接待游客", "决策事项",
    "全县接待游客197.04万人次，示例镇人均花费417.5元/人次",
)  # fmt: skip


def test_the_section_of_the_guide_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XJ_DATA", str(REPO / "data"))
    guide = (REPO / "docs" / "edit-a-briefing.md").read_text(encoding="utf-8")
    section = guide.partition("## 自己加一句")[2].partition("\n## ")[0]
    names: dict[str, Any] = {"briefing": Briefing("clusters", county="xiajiang")}
    begin, *cells = re.findall(r"```python\n(.*?)```", section, re.DOTALL)
    exec(begin, names)
    shown: list[Any] = [eval(code, names) for code in cells]
    assert all(isinstance(each, kind) for each, kind in zip(shown, (Sentence, Table, Chart, Chart), strict=True))
    assert plain_text(shown[0].parts) == "2023年新增规上工业企业27家，2020年是30家。"


def run(*words: str) -> tuple[int, str]:
    """The exit code of a command, and what it printed."""
    done = xj(*words)
    return done.returncode, done.stdout + done.stderr


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A build of the campaign whose notebook is the page."""
    folder = tmp_path_factory.mktemp("own")
    begin, *cells = CELLS
    names = ("county", "campaign", "period", "known_at", "edition", "previous")
    parameters = "\n".join(f'{name}: str = ""' for name in names)
    codes = [parameters, begin, "b.masthead()", *cells, "b.sources()"]
    book = {
        "nbformat": 4, "nbformat_minor": 5,
        "metadata": {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}},
        "cells": [
            {
                "cell_type": "code", "id": f"c{n}", "metadata": {"tags": ["parameters"]} if n == 0 else {},
                "source": code, "outputs": [], "execution_count": None,
            }
            for n, code in enumerate(codes)
        ],
    }  # fmt: skip
    (folder / "notebooks").mkdir()
    (folder / "notebooks" / "towns.ipynb").write_text(json.dumps(book, ensure_ascii=False), encoding="utf-8")
    shutil.copy(REPO / "notebooks" / "campaign.ipynb", folder / "notebooks")
    shutil.copy(REPO / "notebooks" / "overview.ipynb", folder / "notebooks")
    code, said = run("build", str(REPO / "data" / "example"), "--campaign", "towns", "--out", str(folder / "reports"),
                    "--notebooks", str(folder / "notebooks"))  # fmt: skip
    assert code == 0, said
    return next((folder / "reports").rglob("figures.json")).parent


def test_each_of_the_ten_is_on_the_page(built: Path) -> None:
    page = (built / "briefing.html").read_text(encoding="utf-8")
    text = re.sub(r"<[^>]+>", "", page)
    assert len(CELLS) == TEN + 1
    for words in PRINTED:
        assert words in text, words
    assert page.count("<svg") == 2


def test_every_number_is_audited(built: Path) -> None:
    code, said = run("audit", str(built))
    assert code == 0, said


def test_every_figure_traces_to_its_cells(built: Path) -> None:
    register = json.loads((built / "figures.json").read_text(encoding="utf-8"))
    known = {row["id"] for row in register["observations"]}
    computed = [figure for figure in register["figures"] if figure.get("formula")]
    assert len(computed) > TEN and all(set(figure["origins"]) <= known for figure in register["figures"])
    code, said = run("trace", str(built), "417.5元/人次")
    assert (code == 0 and "10237万元÷24.52万人次" in said and "旅游接待情况" in said) or "wlj" in said
