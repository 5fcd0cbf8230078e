"""The client of the fork server: starts one for this process, or connects to the one its parent process shares."""

from __future__ import annotations

import atexit
import contextlib
import hashlib
import json
import os
import secrets
import socket
import struct
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping, Sequence

from ...base import environment
from ..threads import THREADS
from ..workers import FRESH_INTERPRETER

SUPPORTED = sys.platform == "linux"  # elsewhere fork is missing, or known to break system libraries
NO_FORK_NOTICE = "本机不支持内核热启动（只有 Linux 支持），改用普通内核：结果相同，只是慢一些。"
"""The notice a build prints once where kernels cannot be forked."""
ADDRESS = "XJ_FORK_SERVER"
"""The environment variable with the address of the fork server that child processes share."""
KERNEL_PRELOAD = "xj_analysis.briefing.kernel_preload"
"""The module a fork server imports before it forks kernels."""
PLANNER_PRELOAD = "xj_analysis.loaders.slices"
"""The module it imports first in a build, before it forks planners."""
WORKER_PRELOAD = "xj_analysis.build.worker_preload"
"""The module it imports next in a build, before it forks the workers that run notebooks."""
UNATTENDED_ARGUMENTS = ("--log-level=CRITICAL", "--HistoryManager.enabled=False", "--IPythonKernel._execute_sleep=0")
"""The arguments of an unattended kernel: no history, and no pause for a slow client."""
POOL_SIZE = 1
EXIT_REFUSED = 3  # the exit code of a fork server that has threads, and so must not fork

# No thread may be alive in the process that forks; pyarrow, if it is there, would start one of its own.
_NO_THREADS = dict.fromkeys(THREADS, "1") | {
    "JE_ARROW_MALLOC_CONF": "background_thread:false",
    "PYDEVD_DISABLE_FILE_VALIDATION": "1",  # debugpy prints a warning while it is imported
}
_CODE = FRESH_INTERPRETER.format(module="xj_analysis.engine.kernels.fork_server")
_START_VARIABLES = ("PYTHON", "LD_", "LC_", "LANG", "IPYTHON")
_EARLY_SUFFIX = "-early"  # of the address that answers before all modules are imported


def _listen(name: str) -> socket.socket:
    listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    listener.bind(f"\0{name}")  # an abstract address: no socket file to remove
    listener.listen(512)
    return listener


class _StartedServer:
    """A fork server started by this process, and ended with it, however that ends."""

    def __init__(self, pool_size: int, env: Mapping[str, str], preload: str, arguments: Sequence[str]) -> None:
        self.owner = os.getpid()
        self.digest = interpreter_digest(os.environ)
        self.name = f"xj-{secrets.token_hex(16)}"
        with _listen(self.name) as listener, _listen(self.name + _EARLY_SUFFIX) as early:
            descriptors = [listener.fileno(), early.fileno()]
            self._process = subprocess.Popen(  # noqa: S603 - our own interpreter and code
                [sys.executable, "-c", _CODE, preload, *map(str, descriptors), str(pool_size), json.dumps(arguments)],
                stdin=subprocess.PIPE,  # never written to: it closes when this process is gone
                stdout=subprocess.DEVNULL,
                pass_fds=descriptors,
                env={**os.environ, **_NO_THREADS, **env},
                start_new_session=True,  # Ctrl-C goes to the build, which ends its kernels itself
            )

    @property
    def alive(self) -> bool:
        """True if it runs and was started by this very process, not by one this was forked from."""
        return self.owner == os.getpid() and self._process.poll() is None

    @property
    def refused(self) -> bool:
        """True if it ended because it has threads and must not fork."""
        return self._process.poll() == EXIT_REFUSED

    def wait_for_end(self) -> None:
        """Wait a second for the exit of a fork server that no longer listens."""
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(1)

    def stop(self) -> None:
        """End it and all its kernels, even while it imports."""
        if self.owner == os.getpid():
            self._process.terminate()
            self._process.communicate()


_lock = threading.Lock()
_own_server: _StartedServer | None = None


def _ensure_own_server(
    pool_size: int = POOL_SIZE,
    env: Mapping[str, str] | None = None,
    preload: str = "",
    arguments: Sequence[str] = (),
) -> _StartedServer:
    """Return this process's own fork server; start it, with `env` added, where there is none or it died."""
    global _own_server  # noqa: PLW0603 - one a process
    with _lock:
        if _own_server is None or not (_own_server.alive or _own_server.refused):
            if _own_server is None:
                atexit.register(_stop_own_server)
            _own_server = _StartedServer(pool_size, env or {}, preload or KERNEL_PRELOAD, arguments)
        return _own_server


def _stop_own_server() -> None:
    global _own_server
    with _lock:
        server, _own_server = _own_server, None
    if server is not None:
        server.stop()


@contextlib.contextmanager
def running_fork_server(pool_size: int = POOL_SIZE, arguments: Sequence[str] = UNATTENDED_ARGUMENTS) -> Iterator[None]:
    """Run a fork server for unattended notebooks of this process and of the processes it starts meanwhile.

    It imports in the background. Where fork is not supported, or a parent process shares a fork server, nothing starts.

    Parameters
    ----------
    pool_size
        Kernels forked ahead of requests.
    arguments
        Most kernels' arguments: these are prepared before the fork, all but their connection.
    """
    if not SUPPORTED or os.environ.get(ADDRESS):
        yield
        return
    preload = f"{PLANNER_PRELOAD},{WORKER_PRELOAD}"
    server = _ensure_own_server(pool_size, {environment.UNATTENDED: "1"}, preload, arguments)
    os.environ[ADDRESS] = f"{server.name}:{server.digest}"
    try:
        yield
    finally:
        del os.environ[ADDRESS]
        _stop_own_server()


def interpreter_digest(env: Mapping[str, str]) -> str:
    """Return a digest of the variables that an interpreter reads only when it starts.

    Examples
    --------
    >>> interpreter_digest({"PYTHONHASHSEED": "7"}) == interpreter_digest({})
    False
    >>> interpreter_digest({"XJ_DATA": "data"}) == interpreter_digest({})
    True
    """
    variables = sorted((name, value) for name, value in env.items() if name.startswith(_START_VARIABLES))
    return hashlib.sha256(json.dumps([sys.executable, *variables]).encode()).hexdigest()[:16]


def connect(env: Mapping[str, str], *, early: bool = False) -> socket.socket | None:
    """Return a connection to a fork server whose forks can run in `env`; None where there is none.

    It is the shared one, or else this process's own, which is started on the first request.

    Parameters
    ----------
    early
        Connect to the address that answers before all modules are imported.
    """
    suffix = _EARLY_SUFFIX if early else ""
    digest = interpreter_digest(env)
    shared_name, _, shared_digest = os.environ.get(ADDRESS, "").partition(":")
    if shared_name and shared_digest == digest:
        with contextlib.suppress(OSError):  # it died
            return _connect(shared_name + suffix)
    if interpreter_digest(os.environ) != digest:
        return None
    server = _ensure_own_server()
    if server.digest != digest:
        return None
    try:
        return _connect(server.name + suffix)
    except OSError:
        server.wait_for_end()
        return None


def _connect(name: str) -> socket.socket:
    connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    try:
        connection.connect(f"\0{name}")
        if peer_user(connection) != os.getuid():
            raise PermissionError(name)
    except OSError:
        connection.close()
        raise
    return connection


def peer_user(connection: socket.socket) -> int:
    """Return the user id of the process at the other end: an abstract address has no permissions."""
    credentials = connection.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, struct.calcsize("3i"))
    return int(struct.unpack("3i", credentials)[1])
