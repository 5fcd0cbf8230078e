"""A fork of the fork server: becomes a kernel, as ``python -m ipykernel_launcher`` starts one, or a worker."""

from __future__ import annotations

import atexit
import contextlib
import ctypes
import gc
import os
import re
import signal
import socket
import sys
import tempfile
import threading
import time
import traceback
from collections.abc import Callable, Mapping, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any, NoReturn, cast

from .. import limits, threads, workers
from . import dependency_tracking
from .connection import receive_request

_SOCKET_FOLDER = re.compile(r"/proc/[0-9]+/fd/[0-9]+")
_PR_SET_PDEATHSIG = 1
_PR_SET_NAME = 15
_STANDARD_STREAMS = (0, 1, 2)


def run(requests: socket.socket, parent: int, imported: Mapping[str, str]) -> NoReturn:
    """Wait in the pool for a request, run it, and exit.

    Parameters
    ----------
    requests
        The socket over which the fork server passes a client's connection.
    parent
        The process id of the fork server, with which this process dies.
    imported
        Environment variables set by imported modules.
    """
    code = 1
    try:
        gc.enable()
        os.setsid()
        _die_with_parent(parent)
        _, descriptors, _, _ = socket.recv_fds(requests, 1, 1)
        requests.close()
        code = _run_request(socket.socket(fileno=descriptors[0]), imported) if descriptors else 0
    except BaseException:  # a fork must not go on in the fork server's code
        traceback.print_exc(file=sys.__stderr__)
    finally:
        os._exit(code)


def _die_with_parent(parent: int) -> None:
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:  # it died before the call
        os._exit(1)


def _run_request(connection: socket.socket, imported: Mapping[str, str]) -> int:
    """Run the kernel or worker that a client requests, and return the exit code."""
    try:
        (arguments, env, cwd), streams = receive_request(connection)
        connection.sendall(b"pid %d\n" % os.getpid())
    except (EOFError, ConnectionError):  # the client is gone
        return 0
    for stream, standard in zip(streams, _STANDARD_STREAMS, strict=True):
        os.dup2(stream, standard)
        os.close(stream)
    os.chdir(cwd)
    _apply_environment({**imported, **env})
    if arguments is None:
        connection.close()
        _clear_application()
        _set_process_name("xj-worker")
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        workers.serve(workers.Channel.from_socket(socket.socket(fileno=os.dup(_STANDARD_STREAMS[0]))))
        return _run_exit_functions(0)
    _set_process_name("xj-kernel")
    limits.limit_memory(limits.memory_limit(env))

    def on_ready() -> None:
        with contextlib.suppress(OSError):  # the client is gone: the fork server is about to kill this process
            connection.sendall(b"ready\n")
        connection.close()

    threading.excepthook = _report_thread_error
    try:
        _run_kernel(arguments, env, on_ready)
        code = 0
    except SystemExit as error:
        code = _exit_code(error)
    except Exception as error:
        if not _client_is_gone(error):
            raise
        return 0
    return _run_exit_functions(code)


def _client_is_gone(error: BaseException | None) -> bool:
    """Whether a socket could not be bound because the client, which holds the folder of sockets open, has died."""
    folder = _SOCKET_FOLDER.search(str(error))
    return folder is not None and not Path(folder[0]).exists()


def _report_thread_error(args: threading.ExceptHookArgs) -> None:
    if _client_is_gone(args.exc_value):
        os._exit(0)
    threading.__excepthook__(args)


def _set_process_name(name: str) -> None:
    """Set the name in process lists: all forks have the fork server's command."""
    ctypes.CDLL(None).prctl(_PR_SET_NAME, name.encode())


def _clear_application() -> None:
    if application := sys.modules.get(f"{__package__}.application"):
        application.clear_instances()


def _apply_environment(env: Mapping[str, str]) -> None:
    """Make the process look freshly started in `env`."""
    os.environ.clear()
    os.environ.update(env)
    time.tzset()
    tempfile.tempdir = None  # the fork server may have looked its own up
    signal.signal(signal.SIGINT, signal.default_int_handler)
    if "numpy" in sys.modules:
        sys.modules["numpy"].random.seed()  # forks would all draw the same numbers
        threads.raise_threads(env)


def _run_kernel(arguments: Sequence[str], env: Mapping[str, str], on_ready: Callable[[], None]) -> None:
    from . import application

    launcher = find_spec("ipykernel_launcher")
    sys.argv = [str(launcher and launcher.origin), *arguments]
    kernel = application.initialize(arguments, on_ready)
    if file := env.get(dependency_tracking.READS):
        dependency_tracking.watch(file)
    if limits.memory_limit(env) is not None:
        kernel.shell.set_custom_exc((MemoryError,), _show_memory_error)
    kernel.start()
    _drain_control_channel(kernel.control_thread)


def _show_memory_error(
    shell: Any, kind: type[BaseException], error: BaseException, trace: Any, tb_offset: Any = None
) -> None:
    """Show the traceback of a MemoryError, for which the reserve is released."""
    limits.release_reserve()
    shell.showtraceback((kind, error, trace), tb_offset=tb_offset)


def _drain_control_channel(control: Any) -> None:
    """Let the control channel finish before the thread that publishes its last messages is stopped.

    It would hang for seconds: a race in ipykernel, which a quick exit loses more often.
    """
    idle = threading.Event()
    control.io_loop.add_callback(idle.set)
    while control.is_alive() and not idle.wait(0.001):
        pass


def _exit_code(error: SystemExit) -> int:
    if error.code is None or isinstance(error.code, int):
        return error.code or 0
    print(error.code, file=sys.__stderr__)
    return 1


def _run_exit_functions(code: int) -> int:
    """Run the interpreter's exit functions and flush the streams, without taking the interpreter apart."""
    threading._shutdown()  # type: ignore[attr-defined]
    atexit._run_exitfuncs()
    for stream in (sys.stdout, sys.stderr, sys.__stdout__, sys.__stderr__):
        with contextlib.suppress(OSError, ValueError):  # the notebook may have closed it
            cast("Any", stream).flush()
    return code
