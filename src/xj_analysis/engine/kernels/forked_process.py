"""From a fork to a kernel, as ``python -m ipykernel_launcher`` makes one that has nothing imported; or to a helper."""

from __future__ import annotations

import atexit
import contextlib
import ctypes
import gc
import os
import signal
import socket
import sys
import tempfile
import threading
import time
import traceback
from collections.abc import Callable, Mapping, Sequence
from importlib.util import find_spec
from typing import Any, NoReturn, cast

from .. import limits, threads, workers
from . import dependency_tracking
from .connection import received

_PR_SET_PDEATHSIG = 1
_PR_SET_NAME = 15
_STANDARD = (0, 1, 2)


def wait(orders: socket.socket, parent: int, imported: Mapping[str, str]) -> NoReturn:
    """Wait in the pool for a connection, then be the kernel that is asked for over it; the fork ends here.

    Parameters
    ----------
    orders
        Where the zygote hands the connection over.
    parent
        The zygote, with which this process dies.
    imported
        What the imports put into the environment.
    """
    code = 1
    try:
        gc.enable()
        os.setsid()
        _die_with(parent)
        _, handed, _, _ = socket.recv_fds(orders, 1, 1)
        orders.close()
        code = _fork(socket.socket(fileno=handed[0]), imported) if handed else 0
    except BaseException:  # a fork must not run on in the zygote's code
        traceback.print_exc(file=sys.__stderr__)
    finally:
        os._exit(code)


def _die_with(parent: int) -> None:
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:  # it died before it was asked to be watched
        os._exit(1)


def _fork(connection: socket.socket, imported: Mapping[str, str]) -> int:
    """Become what is asked for, and return its exit code."""
    try:
        (arguments, env, cwd), streams = received(connection)
        connection.sendall(b"pid %d\n" % os.getpid())
    except (EOFError, ConnectionError):  # who asked is gone already
        return 0
    for stream, standard in zip(streams, _STANDARD, strict=True):
        os.dup2(stream, standard)
        os.close(stream)
    os.chdir(cwd)
    _take({**imported, **env})
    if arguments is None:
        connection.close()
        _forget()
        _call_oneself("xj-helper")
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        workers.serve(workers.Channel.of(socket.socket(fileno=os.dup(_STANDARD[0]))))
        return _finished(0)
    _call_oneself("xj-kernel")
    limits.limit_memory(limits.memory_limit(env))

    def ready() -> None:
        with contextlib.suppress(OSError):  # who asked is gone; the zygote is about to say so
            connection.sendall(b"ready\n")
        connection.close()

    try:
        _run(arguments, env, ready)
        code = 0
    except SystemExit as error:
        code = _exit_code(error)
    return _finished(code)


def _call_oneself(name: str) -> None:
    """Be told apart in a list of processes: all forks have the zygote's command."""
    ctypes.CDLL(None).prctl(_PR_SET_NAME, name.encode())


def _forget() -> None:
    if application := sys.modules.get(f"{__package__}.application"):
        application.forget()


def _take(env: Mapping[str, str]) -> None:
    """Make the process look freshly started in `env`."""
    os.environ.clear()
    os.environ.update(env)
    time.tzset()
    tempfile.tempdir = None  # the zygote may have looked its own up
    signal.signal(signal.SIGINT, signal.default_int_handler)
    if "numpy" in sys.modules:
        sys.modules["numpy"].random.seed()  # forks would all draw the same numbers
        threads.raise_threads(env)


def _run(arguments: Sequence[str], env: Mapping[str, str], ready: Callable[[], None]) -> None:
    from . import application

    launcher = find_spec("ipykernel_launcher")
    sys.argv = [str(launcher and launcher.origin), *arguments]
    kernel = application.initialized(arguments, ready)
    if file := env.get(dependency_tracking.READS):
        dependency_tracking.watch(file)
    if limits.memory_limit(env) is not None:
        kernel.shell.set_custom_exc((MemoryError,), _exhausted)
    kernel.start()
    _settle(kernel.control_thread)


def _exhausted(shell: Any, kind: type[BaseException], error: BaseException, trace: Any, tb_offset: Any = None) -> None:
    """Show that memory is at its end, which takes some."""
    limits.release_reserve()
    shell.showtraceback((kind, error, trace), tb_offset=tb_offset)


def _settle(control: Any) -> None:
    """Let the control channel finish what it does before the thread that publishes its last words is stopped.

    It would hang for seconds: a race of ipykernel's own, which a quick exit loses more often.
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


def _finished(code: int) -> int:
    """Do what an interpreter does at its end but for taking itself apart."""
    threading._shutdown()  # type: ignore[attr-defined]
    atexit._run_exitfuncs()
    for stream in (sys.stdout, sys.stderr, sys.__stdout__, sys.__stderr__):
        with contextlib.suppress(OSError, ValueError):  # the notebook may have closed it
            cast("Any", stream).flush()
    return code
