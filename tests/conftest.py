"""Fixtures: hypothesis without a clock, the counties loaded and built, and the programs of the machine."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from filelock import FileLock
from hypothesis import settings

from support.county_folder import REPO, DataFolder, tiny_county
from support.machine import installed
from xj_analysis import loaders
from xj_analysis.build import pipeline
from xj_analysis.engine import kernels
from xj_analysis.store.store import Store

if TYPE_CHECKING:
    from support.built_county import BuiltCounty

pytest_plugins = ["support.external_sources"]  # the fixture `move`

settings.register_profile("quick", derandomize=True, deadline=None, max_examples=40)
settings.register_profile("thorough", derandomize=True, deadline=None, max_examples=200)
settings.load_profile(os.environ.get("XJ_EXAMPLES", "quick"))  # `make thorough` asks for more


@pytest.fixture(scope="session")
def repo() -> Path:
    """The repository."""
    return REPO


@pytest.fixture(scope="session")
def xiajiang() -> Store:
    """The real county, loaded once."""
    return loaders.load(REPO / "data" / "xiajiang")


@pytest.fixture(scope="session")
def example() -> Store:
    """The invented county, loaded once."""
    return loaders.load(REPO / "data" / "example")


@pytest.fixture
def county_folder(tmp_path: Path) -> DataFolder:
    """A tiny valid data folder of an invented county."""
    return tiny_county(tmp_path)


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> BuiltCounty:
    """The tiny county with its three briefings built; to be copied, not changed."""
    from support.built_county import SLUGS, BuiltCounty, states

    place = tmp_path_factory.mktemp("built_county")
    built_county = BuiltCounty(place, tiny_county(place))
    built_county.write("campaign")
    built_county.write("overview")
    with kernels.running_fork_server():
        assert states(built_county.build()) == dict.fromkeys(SLUGS, "done")
    return built_county


@pytest.fixture
def built_county(built: BuiltCounty, tmp_path: Path) -> BuiltCounty:
    """The tiny county built, to be changed."""
    from support.built_county import copied

    return copied(built, tmp_path)


@pytest.fixture(scope="module")
def warm() -> Iterator[None]:
    """One fork server for the builds of a module."""
    with kernels.running_fork_server():
        yield


def _built(county: str, factory: pytest.TempPathFactory) -> Path:
    """All briefings of a county, built once for all tests and all workers."""
    shared = factory.getbasetemp()
    shared = shared.parent if "PYTEST_XDIST_WORKER" in os.environ else shared
    out = shared / f"built-{county}" / "reports"
    with FileLock(shared / f"built-{county}.lock"):
        if not out.exists():
            report = pipeline.build(REPO / "data" / county, out=out)
            assert [result.error for result in report.results if result.error] == []
    return out


@pytest.fixture(scope="session")
def reports(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """All eleven briefings of the real county."""
    return _built("xiajiang", tmp_path_factory)


@pytest.fixture(scope="session")
def example_reports(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """All eleven briefings of the invented county."""
    return _built("example", tmp_path_factory)


@pytest.fixture(scope="session")
def chromium() -> str:
    """The path of a headless browser."""
    return installed("chromium", "chromium-browser", "google-chrome")


@pytest.fixture(scope="session")
def pdftotext() -> str:
    """The path of poppler's pdftotext."""
    return installed("pdftotext")
