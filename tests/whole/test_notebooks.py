"""The notebooks as committed: clean, short, without numbers of their own, and runnable where they lie.

That the briefings of 峡江县 are built as they are by now, with every number traced, is in tests/review/test_audit.py.
"""

from __future__ import annotations

import ast
import json
import os
import re
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from support.command_line import xj
from support.county_folder import REPO
from xj_analysis.base import notebook_cells
from xj_analysis.county.toml_files import read_county
from xj_analysis.document.section import blocks_of_output
from xj_analysis.engine import execute
from xj_analysis.quantity.mentions.printed_numerals import typed_numerals
from xj_analysis.review import audit

FOLDER = REPO / "notebooks"
SHARED = sorted(FOLDER.glob("*.ipynb"))
OWN = sorted(FOLDER.glob("*/*.ipynb"))
OLDER = [("xiajiang", "2023-12-31", "2023"), ("xiajiang", "2021-07-01", "2020"), ("example", "2025-06-30", "2025")]
"""Days and periods of each county when less was known."""
POINTS_AT = re.compile(r"[上下](面[一两三几]?)?[图表]|见[图表]")
SECTION = re.compile(r"<h(?P<level>\d)[^>]*>(?P<heading>.*?)</h(?P=level)>(?P<body>.*?)(?=<h\d|\Z)", re.DOTALL)
CELLS = (8, 20)
STEPS, LINES, LONGEST_ID = 8, 30, 20
REFUSED = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda, ast.For, ast.While, ast.comprehension)
PATH_LIKE = re.compile(r"^[./]|^~/|\\|://|\.(csv|toml|xlsx?|ipynb|json|py|html|pdf)\b|^(data|notebooks|reports)/")
NUMERALS = "一二三四五六七八九十"


def name_of(book: Path) -> str:
    return book.relative_to(FOLDER).with_suffix("").as_posix()


def read(book: Path) -> list[dict[str, Any]]:
    return list(json.loads(book.read_text(encoding="utf-8"))["cells"])


def source(cell: dict[str, Any]) -> str:
    return "".join(cell["source"])


def tags(cell: dict[str, Any]) -> list[str]:
    return list(cell["metadata"].get("tags", []))


@cache
def names_of(county: str) -> tuple[str, ...]:
    """Names with digits that the county declares; none of no county."""
    folder = REPO / "data" / county
    return read_county(folder).proper_names if county else ()


def steps(tree: ast.Module) -> int:
    """Statements of a cell; of one that shows several blocks, the blocks."""
    shown = [node.value for node in tree.body if isinstance(node, ast.Expr)]
    lists = [len(each.elts) for each in shown if isinstance(each, ast.List)]
    displays = [len(each.args) for each in shown if isinstance(each, ast.Call) and ast.unparse(each.func) == "display"]
    return len(tree.body) - len(lists) - len(displays) + sum(lists) + sum(displays)


every = pytest.mark.parametrize("book", [*SHARED, *OWN], ids=name_of)
own = pytest.mark.parametrize("book", OWN, ids=name_of)


def test_there_are_notebooks() -> None:
    assert [book.name for book in SHARED] == [
        "campaign.ipynb",
        "monday.ipynb",
        "overview.ipynb",
        "start.ipynb",
        "weekly.ipynb",
    ]
    assert OWN


@every
def test_a_notebook_is_committed_clean(book: Path) -> None:
    text = book.read_text(encoding="utf-8")
    content = json.loads(text)
    assert text == json.dumps(content, ensure_ascii=False, indent=1) + "\n"
    assert content["metadata"] == json.loads(SHARED[0].read_text(encoding="utf-8"))["metadata"]
    identifiers = [cell["id"] for cell in content["cells"]]
    assert len(set(identifiers)) == len(identifiers) and max(map(len, identifiers)) <= LONGEST_ID
    for cell in content["cells"]:
        if cell["cell_type"] == "code":
            assert cell["outputs"] == [] and cell["execution_count"] is None
    assert tags(content["cells"][-1]) == ["checks"]


@every
def test_no_number_stands_in_markdown(book: Path) -> None:
    county = book.parent.name if book in OWN else ""
    typed = {
        cell["id"]: numerals
        for cell in read(book)
        if cell["cell_type"] == "markdown"
        if (numerals := typed_numerals(source(cell), names_of(county), structure=False))
    }
    assert typed == {}


@every
def test_a_cell_of_code_is_short_and_plain(book: Path) -> None:
    for cell in read(book):
        if cell["cell_type"] == "markdown" or "parameters" in tags(cell):
            continue
        code = source(cell)
        tree = ast.parse(code)
        nodes = list(ast.walk(tree))
        strings = [node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)]
        assert steps(tree) <= STEPS and len(code.splitlines()) <= LINES, code
        assert not any(isinstance(node, REFUSED) for node in nodes), code
        assert not any(PATH_LIKE.search(string) for string in strings), code


@every
def test_every_parameter_is_annotated_and_explained(book: Path) -> None:
    (parameters,) = (source(cell) for cell in read(book) if "parameters" in tags(cell))
    assert set(execute.parameters_of(book)) == {"county", "campaign", "period", "known_at", "edition", "previous"}
    for line in parameters.splitlines():
        assert ": str = " in line and "  # " in line


@own
def test_the_parameters_of_an_own_notebook_are_the_shared_ones_with_its_names(book: Path) -> None:
    hidden, parameters = read(book)[:2]
    shared = next(source(cell) for cell in read(SHARED[0]) if "parameters" in tags(cell)).splitlines()
    lines = source(parameters).splitlines()
    assert (tags(hidden), tags(parameters)) == ([notebook_cells.HIDDEN], ["parameters"])
    assert [line.partition("  # ")[0] for line in lines[:2]] == [
        f'county: str = "{book.parent.name}"', f'campaign: str = "{book.stem}"'
    ]  # fmt: skip
    assert lines[2:] == shared[2:]


@own
def test_an_own_notebook_begins_with_its_conclusion_and_has_a_notebooks_length(book: Path) -> None:
    cells = read(book)
    headings = [line for cell in cells if cell["cell_type"] == "markdown" and not tags(cell)
                for line in source(cell).splitlines() if line.startswith("## ")]  # fmt: skip
    assert CELLS[0] <= len(cells) <= CELLS[1]
    assert headings[0] == "## 一、结论"
    *body, annex = headings
    assert [heading[3:5] for heading in body] == [f"{n}、" for n in NUMERALS[: len(body)]]
    assert annex == "## 附件"


@own
def test_nothing_is_left_out_of_an_own_notebook_by_now(book: Path, reports: Path) -> None:
    if book.parent.name != "xiajiang":
        pytest.skip("built by another test")
    executed = next(reports.glob(f"xiajiang/*/internal/{book.stem}/briefing.ipynb"))
    outputs = [output for cell in read(executed) for output in cell.get("outputs", ())]
    assert {block["type"] for output in outputs for block in blocks_of_output(output)} >= {"sentence", "table"}
    assert [
        block["what"] for output in outputs for block in blocks_of_output(output) if block["type"] == "omission"
    ] == []


@own
def test_no_markdown_points_at_a_chart_or_table_which_an_older_issue_may_lack(book: Path) -> None:
    words = [source(cell) for cell in read(book) if cell["cell_type"] == "markdown" and not tags(cell)]
    assert [found.group() for found in map(POINTS_AT.search, words) if found] == []


def conclusion(page: str) -> str:
    """The words between the heading of the conclusion and the next heading."""
    bodies = [found["body"] for found in SECTION.finditer(page) if found["heading"].endswith("结论")]
    return re.sub(r"<[^>]+>", "", "".join(bodies)).strip()


@pytest.mark.parametrize(
    ("county", "known_at", "period"), [older for older in OLDER if older[0] in {book.parent.name for book in OWN}]
)
def test_own_notebooks_run_when_less_was_known(county: str, known_at: str, period: str, tmp_path: Path) -> None:
    done = xj("build", f"data/{county}", "--known-at", known_at, "--period", period, "--out", str(tmp_path))
    assert done.returncode == 0, done.stdout + done.stderr
    folders = {folder.name: folder for folder in audit.briefing_folders([tmp_path])}
    assert {book.stem for book in OWN if book.parent.name == county} <= set(folders)
    pages = {slug: (folder / "briefing.html").read_text(encoding="utf-8") for slug, folder in folders.items()}
    assert [slug for slug, page in pages.items() if not conclusion(page)] == []
    audits = {slug: audit.audit(folder) for slug, folder in folders.items()}
    assert {slug: found.untraced for slug, found in audits.items() if found.untraced} == {}


def papermill(book: Path, folder: Path) -> list[dict[str, Any]]:
    """The cells of a notebook run by plain papermill with its defaults, as a person runs it."""
    out = folder / "out.ipynb"
    command = [sys.executable, "-m", "papermill", str(book), str(out), "--cwd", str(book.parent), "--no-progress-bar"]
    environment = {key: value for key, value in os.environ.items() if key not in ("XJ_DATA", "XJ_UNATTENDED")}
    subprocess.run(command, check=True, capture_output=True, cwd=folder, env=environment)
    return read(out)


def require_all_shown(cells: list[dict[str, Any]]) -> None:
    """Raise if a person does not see what is printed, or is told that something is not."""
    outputs = [output for cell in cells for output in cell.get("outputs", ()) if "data" in output]
    charts = [block for output in outputs for block in blocks_of_output(output) if block["type"] == "chart"]
    shown = ["".join(output["data"].get("text/html", "")) for output in outputs]
    assert outputs and all(shown)
    assert "".join(shown).count("data:image/svg+xml") == len(charts), "a person sees the charts"
    assert not any("印进简报" in "".join(output["data"]["text/plain"]) for output in outputs)


@pytest.mark.parametrize("book", SHARED, ids=name_of)
def test_plain_papermill_runs_a_shared_notebook_with_its_defaults(book: Path, tmp_path: Path) -> None:
    require_all_shown(papermill(book, tmp_path))


@pytest.mark.thorough
@own
def test_plain_papermill_runs_an_own_notebook_with_its_defaults(book: Path, tmp_path: Path) -> None:
    require_all_shown(papermill(book, tmp_path))
