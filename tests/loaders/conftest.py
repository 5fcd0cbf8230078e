"""Fixtures of the loader tests: a folder to correct, and ledgers to read."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from support.county_folder import REPO, DataFolder
from support.ledger_books import ledger_book, shape
from xj_analysis.loaders import ledgers
from xj_analysis.store.store import Store


@pytest.fixture
def folder(county_folder: DataFolder, monkeypatch: pytest.MonkeyPatch) -> DataFolder:
    """The tiny county, found by its slug."""
    monkeypatch.setenv("XJ_DATA", str(county_folder.path.parent))
    return county_folder


@pytest.fixture
def make(tmp_path: Path, example: Store) -> Callable[..., tuple[dict[str, pd.DataFrame], list[str]]]:
    """Write a workbook with some cells changed, and read it as the one ledger of a county."""

    def read(cells: dict[str, object] | None = None, **options: Any) -> tuple[dict[str, pd.DataFrame], list[str]]:
        (tmp_path / "ledgers").mkdir(exist_ok=True)
        ledger_book(cells).save(tmp_path / "ledgers" / "招商线索.xlsx")
        county = example.county.model_copy(update={"ledgers": (shape(**options),), "folder": tmp_path})
        frames, faults = ledgers.read_ledgers(county)
        return frames, [str(fault) for fault in faults]

    return read


@pytest.fixture
def example_copy(tmp_path: Path) -> Callable[[], Path]:
    """A copy of the invented county that can be written to."""

    def copied() -> Path:
        ignored = shutil.ignore_patterns("generator", "inbox", "faulty")
        return Path(shutil.copytree(REPO / "data" / "example", tmp_path / "example", ignore=ignored))

    return copied
