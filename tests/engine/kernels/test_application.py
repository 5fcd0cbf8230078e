"""The kernel application: prepared before the fork, different in each fork."""

from __future__ import annotations

from pathlib import Path

from jupyter_client.manager import KernelManager

from support.kernels import connected_client, messages_of, printed
from xj_analysis.engine import kernels

MADE = """
from uuid import UUID
from IPython import get_ipython
kernel = get_ipython().kernel
print(kernel.parent.prepared == {prepared!r}, kernel.shell_channel_thread is None, UUID(kernel.ident).int)
print(kernel._topic("x").decode(), get_ipython().displayhook.topic.decode())
"""


def test_kernels_are_made_before_the_fork_and_are_different(tmp_path: Path) -> None:
    first, second = (printed(tmp_path, MADE.format(prepared=kernels.UNATTENDED_ARGUMENTS)).split() for _ in range(2))
    assert first[:2] == second[:2] == ["True", "True"]
    assert first[2] != second[2], "who listens to both could not tell them apart"
    assert first[3].split(".")[1] == first[4].split(".")[1], "what is displayed is said by the same kernel"


def test_a_kernel_with_arguments_of_its_own_is_made_for_them(manager: KernelManager) -> None:
    manager.start_kernel(extra_arguments=["--IPythonKernel.help_links=[]", "--HistoryManager.enabled=False"])
    client = connected_client(manager)
    messages = messages_of(
        client, "k = get_ipython().kernel; k.help_links, k.parent.prepared, k.shell_channel_thread is None"
    )
    assert messages["execute_result"]["data"]["text/plain"] == "([], None, False)"
    client.stop_channels()
