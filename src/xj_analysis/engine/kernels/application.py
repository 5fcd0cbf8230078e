"""The stock kernel application in two halves: what needs no connection is done before the fork, once for all kernels.

Reading settings and making kernel and shell takes as long as running five cells does, and writes to ten megabytes that
forks would otherwise share. Nothing here starts a thread, opens a socket or makes an event loop before the fork.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from typing import Any, Self
from uuid import uuid4

from ipykernel import kernelapp
from ipykernel.ipkernel import IPythonKernel
from ipykernel.zmqshell import ZMQInteractiveShell
from IPython.core.application import BaseIPythonApplication

from ...base import environment

_STREAM = "xj_analysis.engine.kernels.stream.OutStream"


class Kernel(IPythonKernel):
    """The stock kernel, which may be made first and connected later."""

    @classmethod
    def instance(cls, *args: Any, **given: Any) -> Self:
        """Return the kernel of this process, made or else connected with what is `given`."""
        made = cls.initialized()
        kernel = super().instance(*args, **given)
        if made:
            kernel._connect(given)
        return kernel

    def _connect(self, given: dict[str, Any]) -> None:
        """Take up what was not there before the fork, or would be the same in all forks."""
        self.ident = str(uuid4())
        for name, value in given.items():
            setattr(self, name, value)
        shell: Any = self.shell
        for publisher in (shell.displayhook, shell.display_pub):
            publisher.session, publisher.pub_socket = self.session, self.iopub_socket
        shell.displayhook.topic = self._topic("execute_result")  # type: ignore[no-untyped-call]
        shell.init_environment()


class _Settings(BaseIPythonApplication):
    """What the stock application begins with: arguments and settings, read once."""

    _read = False

    def initialize(self, argv: Any = None) -> None:
        """Read them, unless that is done."""
        if not self._read:
            super().initialize(argv)  # type: ignore[no-untyped-call]
            self._read = True


class IPKernelApp(kernelapp.IPKernelApp, _Settings):
    """The stock application, by its own name: settings and messages are addressed to it."""

    prepared: tuple[str, ...] | None = None
    ready: Callable[[], None] = staticmethod(lambda: None)

    def prepare(self, arguments: Sequence[str]) -> None:
        """Do what needs no connection, for kernels with these arguments besides their connection file."""
        _Settings.initialize(self, list(arguments))
        Kernel.instance(parent=self, profile_dir=self.profile_dir, user_ns=self.user_ns, log=self.log)
        self.log.setLevel(self.log_level)  # what no handler lets through need not be put together
        self.prepared = tuple(arguments)

    def init_poller(self) -> None:
        """Nothing to poll for: the zygote watches who asked for the kernel, and the kernel dies with the zygote."""

    def init_control(self, context: Any) -> None:
        """Let cells run where messages arrive: what asks a kernel things while a cell runs is a person's notebook."""
        super().init_control(context)  # type: ignore[no-untyped-call]
        if environment.UNATTENDED in os.environ:
            self.shell_channel_thread.io_loop.close()
            self.shell_channel_thread = None

    def log_connection_info(self) -> Any:
        """Say that the sockets are there to be connected to."""
        super().log_connection_info()  # type: ignore[no-untyped-call]
        self.ready()


def prepare(arguments: Sequence[str]) -> None:
    """Make the application that this process's forks have in common, for kernels with these arguments."""
    _application().prepare(arguments)


def forget() -> None:
    """Be as if nothing had been prepared."""
    for single in (IPKernelApp, Kernel, ZMQInteractiveShell):
        single.clear_instance()


def initialized(arguments: Sequence[str], ready: Callable[[], None]) -> Any:
    """Return the application of a kernel with these arguments; `ready` is called once it can be connected to."""
    application = _application()
    match [*arguments]:
        case ["-f", file, *others] if tuple(others) == application.prepared:
            application.connection_file = file
        case _ if application.prepared is not None:
            forget()
            application = _application()
    application.parent_handle = os.getppid()
    application.ready = ready
    application.initialize(list(arguments))  # type: ignore[no-untyped-call]
    return application


def _application() -> IPKernelApp:
    return IPKernelApp.instance(outstream_class=_STREAM, kernel_class=Kernel)
