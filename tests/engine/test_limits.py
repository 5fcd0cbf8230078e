"""Memory limits: read from the environment, kept by the process, the reserve for the error message."""

from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xj_analysis.base.errors import UsageError
from xj_analysis.engine.limits import MEMORY, memory_limit


@given(st.integers(1, 1 << 20))
def test_a_limit_is_in_megabytes(megabytes: int) -> None:
    assert memory_limit({MEMORY: str(megabytes)}) == megabytes * 1024 * 1024


@pytest.mark.parametrize("text", ["0", "-1", "2G", "１２", " 5", "1.5"])
def test_a_limit_that_is_no_positive_number_is_refused(text: str) -> None:
    with pytest.raises(UsageError, match="XJ_KERNEL_MEMORY：内存上限不是正整数"):
        memory_limit({MEMORY: text})


LIMITED = """
from xj_analysis.engine.limits import limit_memory, release_reserve
limit_memory(300 << 20)
def fits(size):
    try:
        return bool(bytearray(size << 20))
    except MemoryError:
        return False
print(fits(50), fits(310))
release_reserve()
print(fits(310))
"""


@pytest.mark.skipif(sys.platform != "linux", reason="RLIMIT_DATA counts mapped memory on Linux only")
def test_the_reserve_is_available_after_its_release_only() -> None:
    run = subprocess.run([sys.executable, "-c", LIMITED], capture_output=True, text=True, check=True)
    assert run.stdout.split() == ["True", "False", "True"]
