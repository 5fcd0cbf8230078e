"""Connections: requests for kernels and workers, many at once."""

from __future__ import annotations

import asyncio
import os
import socket
from concurrent.futures import ThreadPoolExecutor

import pytest
from IPython.core.getipython import get_ipython
from jupyter_client.manager import KernelManager

from support.kernels import PATIENCE
from xj_analysis.engine import kernels
from xj_analysis.engine.kernels import connection


def test_a_worker_is_no_kernel() -> None:
    worker = kernels.fork_worker()
    assert worker is not None
    assert worker.call(get_ipython) is None
    worker.end()


def test_kernels_asked_for_at_once_are_all_different(manager: KernelManager) -> None:
    def ask(_: int) -> tuple[int, bool]:
        return asyncio.run(one())

    async def one() -> tuple[int, bool]:
        child = await connection.fork_kernel(["--version"], os.environ, "/")
        assert child is not None
        return child.pid, await child.wait_for_end(PATIENCE)

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(ask, range(16)))
    assert len({pid for pid, _ in answers}) == 16 and all(ended for _, ended in answers)


@pytest.mark.parametrize("sent", [b"", b"\0\0", b"\0\0\0\x09{}"])
def test_a_client_that_dies_before_its_request_is_whole_is_an_end_of_input(sent: bytes) -> None:
    ours, theirs = socket.socketpair()
    with ours, theirs:
        theirs.sendall(sent)
        theirs.close()
        with pytest.raises(EOFError):
            connection.receive_request(ours)
