"""The client of the fork server: one a process or a shared one, ended with its starter, replaced when dead."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from support.kernels import gone, read_words, start_client
from xj_analysis.engine.kernels.fork_server_client import connect, interpreter_digest


@pytest.mark.parametrize("kindly", [True, False])
def test_a_fork_server_ends_with_who_started_it_and_takes_every_kernel_along(tmp_path: Path, kindly: bool) -> None:
    with start_client(tmp_path, alone=True) as process:
        kernel, server = map(int, read_words(process))
        if kindly:
            process.communicate()
        else:
            process.kill()
    assert process.returncode == (0 if kindly else -signal.SIGKILL)
    assert gone(kernel) and gone(server)


def test_without_its_fork_server_a_kernel_dies_and_the_next_finds_another(tmp_path: Path) -> None:
    with start_client(tmp_path, alone=True, kill=True) as process:
        kernel, server = read_words(process)
        assert read_words(process) == ["True", "-9"]
        other, another = read_words(process)
        assert read_words(process) == ["True", "-9"]
        process.communicate()
    assert server != another and all(gone(int(pid)) for pid in (kernel, server, other, another))


ENVIRONMENTS = st.dictionaries(
    st.sampled_from(["PYTHONPATH", "LANG", "LC_ALL", "XJ_DATA", "HOME"]), st.text(max_size=3)
)


@given(ENVIRONMENTS, ENVIRONMENTS)
def test_environments_share_a_fork_server_if_the_variables_read_at_start_are_equal(
    one: dict[str, str], other: dict[str, str]
) -> None:
    at_start = [{name: env[name] for name in env if name not in ("XJ_DATA", "HOME")} for env in (one, other)]
    assert (interpreter_digest(one) == interpreter_digest(other)) == (at_start[0] == at_start[1])


def test_no_fork_server_fits_an_interpreter_that_must_start_otherwise() -> None:
    assert connect(os.environ | {"PYTHONHASHSEED": "7"}) is None
