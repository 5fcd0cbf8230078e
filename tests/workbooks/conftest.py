"""Fixtures of the workbook tests."""

from __future__ import annotations

import pytest
from openpyxl import Workbook

from support.workbook_files import mixed_book


@pytest.fixture
def mixed() -> Workbook:
    """A workbook with every kind of cell."""
    return mixed_book()
