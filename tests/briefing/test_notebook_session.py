"""Sessions of notebooks: run by nbclient and papermill, a mistyped parameter is refused, and idle outputs are told."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from support.county_folder import REPO, DataFolder
from support.notebooks import executed, notebook
from xj_analysis.base.errors import UsageError
from xj_analysis.briefing import notebook_session
from xj_analysis.document.blocks import MIMETYPE

BEGIN = "from xj_analysis import Briefing\nbriefing = Briefing(campaign)"
PARAMETERS = 'campaign: str = "tourism"'


@pytest.fixture
def attended(county_folder: DataFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    """A person's kernel: the data are found, no build is going on."""
    monkeypatch.setenv("XJ_DATA", str(county_folder.path.parent))
    monkeypatch.delenv("XJ_UNATTENDED", raising=False)


def lines(folder: Path, *cells: str) -> list[list[str]]:
    """The lines under each of the cells, after those that begin a briefing."""
    told = []
    for cell in executed(notebook(folder, BEGIN, *cells, parameters=PARAMETERS), folder)[2:]:
        bundles = [output["data"] for output in cell["outputs"] if "data" in output]
        told.append(["".join(bundle["text/plain"]) for bundle in bundles if bundle.get(MIMETYPE) == []])
    return told


@pytest.mark.usefixtures("attended")
def test_under_a_cell_is_told_what_of_it_is_not_printed(tmp_path: Path) -> None:
    cells = ("37", "'37家'", "print('看'); print('听')", "from IPython.display import HTML, display; HTML('<b>3</b>')",
             "display(5, 6); 7", "briefing.check();", "briefing.findings()", "briefing", "print(' ')",
             "import sys; print('慢', file=sys.stderr)")  # fmt: skip
    told = lines(tmp_path, *cells)
    kinds = [[line.split("印进简报")[0] for line in each] for each in told]
    assert kinds == [
        ["没有出处的数不能"], ["字符串不会"], ["print 的文字不会"], ["HTML不能"], ["没有出处的数不能"], [], [],
        ["这个对象不会"], [], ["运行提示不会"],
    ]  # fmt: skip
    assert told[0] == [
        "没有出处的数不能印进简报，得到“37”。请用 briefing.figure(…) 取数，放进 say(…) 或 table(…)；"
        "只给自己看的，请给这一格加 remove-cell 标签。"
    ]


@pytest.mark.usefixtures("attended")
def test_an_attended_run_of_the_shared_notebook_has_nothing_to_tell(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XJ_DATA", str(REPO / "data"))
    cells = executed(REPO / "notebooks" / "campaign.ipynb", tmp_path)
    outputs = [output for cell in cells for output in cell.get("outputs", ())]
    texts = ["".join(output["data"]["text/plain"]) for output in outputs]
    assert outputs and not any("印进简报" in text for text in texts)


def papermill(folder: Path, out: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """Plain papermill, as a person calls it."""
    command = [sys.executable, "-m", "papermill", str(REPO / "notebooks" / "campaign.ipynb"), str(out)]
    environment = {key: value for key, value in os.environ.items() if key not in ("XJ_DATA", "XJ_UNATTENDED")}
    options = ["--cwd", str(REPO / "notebooks"), "--no-progress-bar", *words]
    return subprocess.run(
        [*command, *options], cwd=folder, env=environment, capture_output=True, text=True, check=False
    )


def test_plain_papermill_takes_a_year_as_an_integer(tmp_path: Path) -> None:
    out = tmp_path / "out.ipynb"
    run = papermill(tmp_path, out, "-p", "period", "2024", "-p", "known_at", "20240630", "-p", "campaign", "talent")
    assert run.returncode == 0, run.stderr
    texts = out.read_text(encoding="utf-8")
    assert "招才引智" in texts and "2024年6月30日" in texts


def test_plain_papermill_refuses_a_parameter_that_the_notebook_does_not_declare(tmp_path: Path) -> None:
    out = tmp_path / "out.ipynb"
    run = papermill(tmp_path, out, "-p", "campain", "talent")
    assert run.returncode != 0
    assert "笔记本没有这个参数，得到“campain”。是否想写“campaign”？" in run.stderr
    cells = json.loads(out.read_text(encoding="utf-8"))["cells"]
    shown = [mimetype for cell in cells for output in cell.get("outputs", ()) for mimetype in output.get("data", ())]
    assert MIMETYPE not in shown, "no briefing is made"


def test_a_boolean_is_refused_in_chinese(tmp_path: Path) -> None:
    run = papermill(tmp_path, tmp_path / "out.ipynb", "-p", "period", "True")
    assert run.returncode != 0 and "period：参数应是文字，得到“True”。请写成带引号的文字" in run.stderr


OWN = 'campaign: str = "clusters"\nperiod = ""'


@pytest.mark.parametrize("sources", [
    [OWN, "# Parameters\nperiod = 2024\n", BEGIN],
    ["", "import os", OWN, "# Parameters\ncampaign = 'talent'", BEGIN],
    ["# Parameters\ncampaign = 'talent'\n", BEGIN],  # her own cell, the first
    ["import os", "# Parameters\ncampaign = 'talent'\n", BEGIN],
    [OWN, "# Parameters\nother: str = ''", BEGIN],  # papermill annotates nothing
    [OWN, "# Parameters\nprint(1)", "# Parameters\n%time x", BEGIN],
])  # fmt: skip
def test_a_cell_that_papermill_did_not_inject_or_rightly_did_passes(sources: list[str]) -> None:
    notebook_session.require_declared(sources)


def test_an_undeclared_parameter_among_declared_ones_is_refused() -> None:
    with pytest.raises(UsageError, match="得到“peroid”。是否想写“period”？"):
        notebook_session.require_declared([OWN, "# Parameters\ncampaign = 'talent'\nperoid = 2024", BEGIN])


def test_outside_of_ipython_nothing_begins() -> None:
    notebook_session.begin()
