"""Fixtures of the collection tests: the invented county, to read and to write to."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from support.filed_reports import FOLDER
from support.machine import installed
from xj_analysis.store.store import Store


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A copy of the invented county that can be written to."""
    return Path(shutil.copytree(FOLDER, tmp_path / "example", ignore=shutil.ignore_patterns("generator", "ledgers")))


@pytest.fixture(scope="session")
def known(example: Store) -> Store:
    """The invented county with the status of each row."""
    return example.known()


@pytest.fixture(scope="session")
def soffice() -> str:
    """The path of LibreOffice."""
    return installed("soffice", "libreoffice")
