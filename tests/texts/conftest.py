"""Fixtures of texts: the source article."""

from __future__ import annotations

from pathlib import Path

import pytest

from support.county_folder import REPO


@pytest.fixture(scope="session")
def source_article() -> Path:
    """Path of the article behind the county's data, which is not in the repository; skips where it is missing."""
    folder = REPO.parent / "shared" / "seeds"
    for path in sorted(folder.glob("*.txt")):
        return path
    pytest.skip(f"没有 {folder}：原文不入库，只在有它的地方核对")
