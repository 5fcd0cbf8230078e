"""The notebooks of a county: where they are looked for, and which one a briefing gets."""

from __future__ import annotations

from pathlib import Path

import pytest

from support.county_folder import REPO
from xj_analysis.base.errors import NotebookError, UsageError
from xj_analysis.build import county_notebooks
from xj_analysis.build.county_notebooks import CountyNotebooks, notebooks_for, require_sound

SOUND = '{"cells": [], "metadata": {}, "nbformat": 4}'


def written(folder: Path, *names: str) -> Path:
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(SOUND, encoding="utf-8")
    return folder


def test_the_folder_is_the_one_named_else_beside_the_data_else_the_packages(tmp_path: Path) -> None:
    data, mine = tmp_path / "data" / "shili", written(tmp_path / "mine", "campaign.ipynb")
    assert notebooks_for(data, mine).folders == (mine,)
    assert notebooks_for(data).folders == (REPO / "notebooks",), "an editable install has those of the checkout"
    beside = written(tmp_path / "notebooks", "campaign.ipynb", "shili/jobs.ipynb")
    assert notebooks_for(data).folders == (beside / "shili", beside)
    assert notebooks_for(tmp_path / "data" / "andere").folders == (beside,)


def test_outside_a_checkout_the_notebooks_are_those_of_the_wheel(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = tmp_path / "lib" / "site-packages" / "xj_analysis"
    monkeypatch.setattr(county_notebooks, "PACKAGE", package)
    (tmp_path / "lib" / "notebooks").mkdir(parents=True)  # somebody else's: no checkout of ours
    with pytest.raises(UsageError, match="没有找到笔记本"):
        notebooks_for(tmp_path / "data" / "shili")
    (package / "notebooks").mkdir(parents=True)
    assert notebooks_for(tmp_path / "data" / "shili").folders == (package / "notebooks",)


@pytest.mark.parametrize(("folder", "message"), [("none", "文件夹不存在"), ("empty", "文件夹里没有笔记本")])
def test_a_folder_that_is_named_must_hold_notebooks(tmp_path: Path, folder: str, message: str) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(UsageError, match=message):
        notebooks_for(tmp_path / "data" / "shili", tmp_path / folder)


def test_the_notebook_of_a_county_goes_before_that_of_a_campaign_and_the_common_one(tmp_path: Path) -> None:
    def chosen(county: str) -> list[str]:
        books = notebooks_for(tmp_path / "data" / county, tmp_path)
        return [books.path(slug).relative_to(tmp_path).as_posix() for slug in ("jobs", "tourism", "overview")]

    written(tmp_path, "jobs.ipynb", "shili/jobs.ipynb", "shili/overview.ipynb", "campaign.ipynb")
    assert chosen("shili") == ["shili/jobs.ipynb", "campaign.ipynb", "shili/overview.ipynb"]
    assert chosen("andere") == ["jobs.ipynb", "campaign.ipynb", "overview.ipynb"]


def test_the_notebooks_in_a_data_folder_go_first_unless_a_folder_is_named(tmp_path: Path) -> None:
    shared = written(tmp_path / "notebooks", "campaign.ipynb", "shili/jobs.ipynb", "shili/homes.ipynb")
    data = written(tmp_path / "data" / "shili", "notebooks/jobs.ipynb")
    books = notebooks_for(data)
    assert books.path("jobs") == data / "notebooks" / "jobs.ipynb"
    assert books.path("homes") == shared / "shili" / "homes.ipynb"
    assert books.path("tourism") == shared / "campaign.ipynb"
    assert notebooks_for(data, shared).path("jobs") == shared / "shili" / "jobs.ipynb"


def test_the_common_notebook_of_a_county_is_that_of_all_its_campaigns(tmp_path: Path) -> None:
    data = written(tmp_path / "data" / "shili", "notebooks/campaign.ipynb")
    assert notebooks_for(data).path("jobs") == data / "notebooks" / "campaign.ipynb"
    assert notebooks_for(data).path("overview") == REPO / "notebooks" / "overview.ipynb"


def of(folder: Path) -> CountyNotebooks:
    return notebooks_for(folder / "data" / "shili", folder)


BROKEN = [
    "{}", "{", "[]", "[" * 100_000, '{"cells": {}, "nbformat": 4}', '{"cells": [], "nbformat": 3}',
    '{"cells": [1], "nbformat": 4}', '{"cells": [{"cell_type": "code"}], "nbformat": 4}',
    '{"cells": [{"cell_type": "code", "source": "", "metadata": null}], "nbformat": 4}',
    '{"cells": [{"cell_type": "code", "source": [1]}], "nbformat": 4}',
    '{"cells": [{"cell_type": "code", "source": "", "metadata": {"tags": 1}}], "nbformat": 4}',
]  # fmt: skip


@pytest.mark.parametrize("content", BROKEN)
def test_a_file_that_is_no_notebook_is_refused_and_names_no_words(tmp_path: Path, content: str) -> None:
    (tmp_path / "campaign.ipynb").write_text(content, encoding="utf-8")
    books = of(tmp_path)
    books.require(["jobs", "tourism"])  # it fails its own briefing, not the others
    with pytest.raises(NotebookError, match="不是合格的笔记本"):
        require_sound(books.path("jobs"))
    assert books.named_words() == {"campaign": ()}


def test_a_folder_of_the_name_of_a_notebook_is_none(tmp_path: Path) -> None:
    written(tmp_path, "campaign.ipynb", "shili/jobs.ipynb/readme")
    assert of(tmp_path).path("jobs") == tmp_path / "campaign.ipynb" and of(tmp_path).own == ()


def test_a_briefing_without_a_notebook_is_told_before_the_first_is_started(tmp_path: Path) -> None:
    written(tmp_path, "campaign.ipynb")
    of(tmp_path).require(["jobs"])
    with pytest.raises(UsageError, match="没有“overview”的笔记本"):
        of(tmp_path).require(["jobs", "overview"])
