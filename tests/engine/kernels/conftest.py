"""Fixtures of kernel tests: a fork server for each module, managers of warm kernels."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from jupyter_client.manager import KernelManager
from jupyter_client.provisioning.factory import KernelProvisionerFactory

from xj_analysis.engine import kernels


@pytest.fixture(scope="module", autouse=True)
def fork_server() -> Iterator[None]:
    """One fork server for the tests of this module."""
    if not kernels.SUPPORTED:
        pytest.skip("no fork here: the ordinary kernel is used")
    with kernels.running_fork_server():
        yield


@pytest.fixture
def managers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[], KernelManager]]:
    """Makes managers of warm kernels, as JupyterLab's server would, without papermill."""
    made: list[KernelManager] = []

    def make() -> KernelManager:
        # The factory reads the name once a process, and another test may have come first.
        factory = KernelProvisionerFactory(default_provisioner_name=kernels.PROVISIONER)
        monkeypatch.setattr(KernelProvisionerFactory, "instance", lambda **_: factory)
        made.append(KernelManager(kernel_name="python3", transport="ipc", ip=str(tmp_path / f"k{len(made)}")))
        return made[-1]

    yield make
    for manager in made:
        if manager.has_kernel:
            manager.shutdown_kernel(now=True)
        manager.cleanup_resources()


@pytest.fixture
def manager(managers: Callable[[], KernelManager]) -> KernelManager:
    """One manager of a warm kernel."""
    return managers()
