"""Check of a county's notebooks: faults that stop a briefing, and warnings about notebooks that none takes."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from support.county_folder import REPO, DataFolder
from xj_analysis.base.notebook_cells import NAMES
from xj_analysis.build.notebook_check import check_notebooks
from xj_analysis.cli.app import app


def own(folder: DataFolder, name: str, *declared: str, tags: tuple[str, ...] = ("parameters",)) -> Path:
    """Write a notebook of the county that declares parameters."""
    source = [f'{each} = ""\n' for each in declared]
    cell = {"cell_type": "code", "source": source, "metadata": {"tags": tags}, "outputs": [], "execution_count": None}
    path = folder.path / "notebooks" / f"{name}.ipynb"
    path.parent.mkdir(exist_ok=True)
    path.write_text(json.dumps({"cells": [cell], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}), encoding="utf-8")
    return path


def test_sound_notebooks_have_neither_faults_nor_warnings(county_folder: DataFolder) -> None:
    assert check_notebooks(county_folder.path) == ([], [])
    for name in ("tourism", "campaign", "overview"):
        own(county_folder, name, *NAMES)
    assert check_notebooks(county_folder.path) == ([], [])


@pytest.mark.parametrize("county", ["xiajiang", "example"])
def test_the_notebooks_of_the_counties_are_sound(county: str) -> None:
    assert check_notebooks(REPO / "data" / county) == ([], [])


@pytest.mark.parametrize("content", ["", "{", "[]", '{"cells": [1], "nbformat": 4}', '{"cells": [], "nbformat": 3}'])
def test_a_file_that_is_no_notebook_is_a_fault(county_folder: DataFolder, content: str) -> None:
    path = own(county_folder, "tourism")
    path.write_text(content, encoding="utf-8")
    (fault,), warnings = check_notebooks(county_folder.path)
    assert fault.where == str(path) and fault.what == "不是合格的笔记本" and warnings == []


@pytest.mark.parametrize("renamed", NAMES)
def test_a_documented_parameter_that_is_missing_is_a_fault(county_folder: DataFolder, renamed: str) -> None:
    path = own(county_folder, "tourism", *(name.replace(renamed, f"{renamed}2") for name in NAMES))
    (fault,), _ = check_notebooks(county_folder.path)
    assert fault.where == str(path) and fault.what == f"parameters 格里没有 {renamed}"
    assert f"{renamed}2" in fault.do and "是否想写" not in fault.do


def test_a_notebook_without_a_parameters_cell_is_one_fault(county_folder: DataFolder) -> None:
    own(county_folder, "tourism", *NAMES, tags=())
    own(county_folder, "jobs")
    faults, _ = check_notebooks(county_folder.path)
    assert [(Path(fault.where).name, fault.what) for fault in faults] == [
        ("jobs.ipynb", "没有写着参数的 parameters 格"), ("tourism.ipynb", "没有写着参数的 parameters 格"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "do"),
    [
        ("toursim", "是否想写“tourism”？"),
        ("tourism-Copy1", "像是 tourism.ipynb 的副本"),
        ("jobs (1)", "像是 jobs.ipynb 的副本"),
        ("campaign-Copy2", "像是 campaign.ipynb 的副本"),
        ("Untitled", "可选："),
    ],
)
def test_an_own_notebook_of_no_campaign_is_a_warning(county_folder: DataFolder, name: str, do: str) -> None:
    path = own(county_folder, name)
    faults, (warning,) = check_notebooks(county_folder.path)
    assert faults == [] and warning.where == str(path) and warning.got == name
    assert warning.do.startswith(do)


def test_a_campaign_that_is_declared_wrongly_leaves_its_notebook_no_stray(county_folder: DataFolder) -> None:
    own(county_folder, "tourism", *NAMES)
    county_folder.edit("county.toml", 'name = "旅游攻坚战"', "name = 1")
    assert check_notebooks(county_folder.path) == ([], [])


def test_the_command_names_faults_and_warnings_and_only_faults_block(county_folder: DataFolder) -> None:
    stray = own(county_folder, "toursim")
    result = CliRunner().invoke(app, ["check", str(county_folder.path)])
    assert result.exit_code == 0 and "提醒 1 条" in result.output and str(stray) in result.output
    own(county_folder, "jobs")
    result = CliRunner().invoke(app, ["check", str(county_folder.path)])
    assert result.exit_code == 3 and "错误 1 条" in result.output and "jobs.ipynb" in result.output


def test_without_any_notebooks_the_fault_says_which_is_missing(county_folder: DataFolder, tmp_path: Path) -> None:
    shared = tmp_path / "notebooks"
    data = tmp_path / "data" / "shili"
    shutil.copytree(county_folder.path, data)
    shared.mkdir()
    shutil.copy(REPO / "notebooks" / "campaign.ipynb", shared)
    (fault,), _ = check_notebooks(data)
    assert fault.what == "没有“overview”的笔记本"
