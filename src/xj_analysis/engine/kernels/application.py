"""The ipykernel application in two halves: settings, kernel and shell before the fork, the connection after it.

The first half takes as long as running five cells, and writes to ten megabytes that forks then share. It starts no
thread, opens no socket and makes no event loop.
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
    """The IPython kernel, which may be created first and connected later."""

    @classmethod
    def instance(cls, *args: Any, **traits: Any) -> Self:
        """Return the kernel of this process: a new one, or the prepared one connected with `traits`."""
        prepared = cls.initialized()
        kernel = super().instance(*args, **traits)
        if prepared:
            kernel._connect(traits)
        return kernel

    def _connect(self, traits: dict[str, Any]) -> None:
        """Set the traits that did not exist before the fork, or must differ between forks."""
        self.ident = str(uuid4())
        for name, value in traits.items():
            setattr(self, name, value)
        shell: Any = self.shell
        for publisher in (shell.displayhook, shell.display_pub):
            publisher.session, publisher.pub_socket = self.session, self.iopub_socket
        shell.displayhook.topic = self._topic("execute_result")  # type: ignore[no-untyped-call]
        shell.init_environment()


class _Settings(BaseIPythonApplication):
    """The part of the application that reads arguments and settings, once."""

    _read = False

    def initialize(self, argv: Any = None) -> None:
        """Read arguments and settings, if that is not done yet."""
        if not self._read:
            super().initialize(argv)  # type: ignore[no-untyped-call]
            self._read = True


class IPKernelApp(kernelapp.IPKernelApp, _Settings):
    """The ipykernel application, under its own class name: settings and messages are addressed to that."""

    prepared: tuple[str, ...] | None = None
    on_ready: Callable[[], None] = staticmethod(lambda: None)

    def prepare(self, arguments: Sequence[str]) -> None:
        """Create settings, kernel and shell for these arguments, all but the connection file."""
        _Settings.initialize(self, list(arguments))
        Kernel.instance(parent=self, profile_dir=self.profile_dir, user_ns=self.user_ns, log=self.log)
        self.log.setLevel(self.log_level)  # no handler shows lower levels: such messages need not be formatted
        self.prepared = tuple(arguments)

    def init_poller(self) -> None:
        """Start no poller: the fork server watches the client, and the kernel dies with the fork server."""

    def init_control(self, context: Any) -> None:
        """Run cells in the thread that reads messages when unattended: no client sends requests while a cell runs."""
        super().init_control(context)  # type: ignore[no-untyped-call]
        if environment.UNATTENDED in os.environ:
            self.shell_channel_thread.io_loop.close()
            self.shell_channel_thread = None

    def log_connection_info(self) -> Any:
        """Signal that the sockets listen."""
        super().log_connection_info()  # type: ignore[no-untyped-call]
        self.on_ready()


def prepare(arguments: Sequence[str]) -> None:
    """Create the application that forks of this process share, for kernels with these arguments."""
    _application().prepare(arguments)


def clear_instances() -> None:
    """Drop the prepared application, kernel and shell."""
    for single in (IPKernelApp, Kernel, ZMQInteractiveShell):
        single.clear_instance()


def initialize(arguments: Sequence[str], on_ready: Callable[[], None]) -> Any:
    """Return the application of a kernel with these arguments; `on_ready` is called once its sockets listen."""
    application = _application()
    match [*arguments]:
        case ["-f", file, *others] if tuple(others) == application.prepared:
            application.connection_file = file
        case _ if application.prepared is not None:
            clear_instances()
            application = _application()
    application.parent_handle = os.getppid()
    application.on_ready = on_ready
    application.initialize(list(arguments))  # type: ignore[no-untyped-call]
    return application


def _application() -> IPKernelApp:
    return IPKernelApp.instance(outstream_class=_STREAM, kernel_class=Kernel)
