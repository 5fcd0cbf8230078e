"""Faults of county.toml as messages."""

from __future__ import annotations

import pytest

from support.county_folder import DataFolder
from xj_analysis.base.errors import DataError, Fault
from xj_analysis.county.toml_files import read_county


def faults(folder: DataFolder) -> tuple[Fault, ...]:
    """All faults of the two files."""
    with pytest.raises(DataError) as caught:
        read_county(folder.path)
    return caught.value.faults or (caught.value.fault,)
