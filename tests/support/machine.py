"""Programs that tests need and a machine may not have."""

from __future__ import annotations

import os
import shutil

import pytest


def installed(*names: str) -> str:
    """Return a program of the machine; without it the test is skipped, but for CI, where it must be there."""
    for name in names:
        if found := shutil.which(name):
            return found
    if os.environ.get("CI"):
        pytest.fail(f"CI must have one of {names}")
    return pytest.skip(f"this machine has none of {names}; .ci/run installs it")
