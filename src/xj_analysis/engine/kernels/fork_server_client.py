"""The zygote a process keeps, or shares with the process that started it, and how to reach it."""

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
from ..workers import FRESH

SUPPORTED = sys.platform == "linux"  # elsewhere fork is missing, or known to break system libraries
COLD = "本机不支持内核热启动（只有 Linux 支持），改用普通内核：结果相同，只是慢一些。"
"""What a build says, once, where kernels are not warm."""
ADDRESS = "XJ_ZYGOTE"
"""Where a process that was started by another finds the zygote they share."""
WARM = "xj_analysis.briefing.kernel_preload"
"""The module a zygote imports before it forks kernels."""
PLANNING = "xj_analysis.loaders.slices"
"""What it imports first in a build, where it forks who works out what is to be made."""
READY = "xj_analysis.build.worker_preload"
"""What it imports next: it forks those who run notebooks, too."""
QUIETLY = ("--log-level=CRITICAL", "--HistoryManager.enabled=False", "--IPythonKernel._execute_sleep=0")
"""The arguments of an unattended kernel: its cells are nobody's history, and who listens needs no time to catch up."""
AHEAD = 1
REFUSED = 3  # the zygote's exit code when it must not fork

# No thread may be alive in the process that forks; pyarrow, if it is there, would start one of its own.
_QUIET = dict.fromkeys(THREADS, "1") | {
    "JE_ARROW_MALLOC_CONF": "background_thread:false",
    "PYDEVD_DISABLE_FILE_VALIDATION": "1",  # debugpy prints a warning while it is imported
}
_CODE = FRESH.format(module="xj_analysis.engine.kernels.fork_server")
_AT_START = ("PYTHON", "LD_", "LC_", "LANG", "IPYTHON")
_SIDE_DOOR = "-early"  # ends the address of those who need not wait until all is imported


def _listening(name: str) -> socket.socket:
    listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    listener.bind(f"\0{name}")  # an abstract address: nothing to leave behind
    listener.listen(512)
    return listener


class _StartedServer:
    """A zygote this process started. It ends with this process, however that ends."""

    def __init__(self, ahead: int, said: Mapping[str, str], preload: str, prepared: Sequence[str]) -> None:
        self.owner = os.getpid()
        self.settings = settings(os.environ)
        self.name = f"xj-{secrets.token_hex(16)}"
        with _listening(self.name) as listener, _listening(self.name + _SIDE_DOOR) as early:
            descriptors = [listener.fileno(), early.fileno()]
            self._process = subprocess.Popen(  # noqa: S603 - our own interpreter and code
                [sys.executable, "-c", _CODE, preload, *map(str, descriptors), str(ahead), json.dumps(prepared)],
                stdin=subprocess.PIPE,  # never written to: it closes when this process is gone
                stdout=subprocess.DEVNULL,
                pass_fds=descriptors,
                env={**os.environ, **_QUIET, **said},
                start_new_session=True,  # Ctrl-C is for the build, which decides what becomes of kernels
            )

    @property
    def alive(self) -> bool:
        """Whether it runs, in this very process's care."""
        return self.owner == os.getpid() and self._process.poll() is None

    @property
    def refused(self) -> bool:
        """Whether it found that it must not fork."""
        return self._process.poll() == REFUSED

    def await_end(self) -> None:
        """Wait for one that no longer listens to be dead."""
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(1)

    def stop(self) -> None:
        """End it and all its kernels, without waiting for imports it may be at: its kernels die with it."""
        if self.owner == os.getpid():
            self._process.terminate()
            self._process.communicate()


_lock = threading.Lock()
_own: _StartedServer | None = None


def _mine(
    ahead: int = AHEAD, said: Mapping[str, str] | None = None, preload: str = "", prepared: Sequence[str] = ()
) -> _StartedServer:
    """Return this process's own zygote, started where there is none or it died, with what is `said` to it."""
    global _own  # noqa: PLW0603 - one a process
    with _lock:
        if _own is None or not (_own.alive or _own.refused):
            if _own is None:
                atexit.register(_end)
            _own = _StartedServer(ahead, said or {}, preload or WARM, prepared)
        return _own


def _end() -> None:
    global _own
    with _lock:
        zygote, _own = _own, None
    if zygote is not None:
        zygote.stop()


@contextlib.contextmanager
def started(ahead: int = AHEAD, arguments: Sequence[str] = QUIETLY) -> Iterator[None]:
    """Keep a zygote for this process and those it starts meanwhile, for notebooks that run unattended.

    It is not waited for: it does its imports while the caller does something else. Where kernels cannot be warm nothing
    is done.

    Parameters
    ----------
    ahead
        How many kernels are forked before they are asked for.
    arguments
        What most of them will be given: those are made but for their connection before they are forked.
    """
    if not SUPPORTED or os.environ.get(ADDRESS):
        yield
        return
    zygote = _mine(ahead, {environment.UNATTENDED: "1"}, f"{PLANNING},{READY}", arguments)
    os.environ[ADDRESS] = f"{zygote.name}:{zygote.settings}"
    try:
        yield
    finally:
        del os.environ[ADDRESS]
        _end()


def settings(env: Mapping[str, str]) -> str:
    """Return a digest of what an interpreter takes from its environment when it starts, and never again."""
    said = sorted((name, value) for name, value in env.items() if name.startswith(_AT_START))
    return hashlib.sha256(json.dumps([sys.executable, *said]).encode()).hexdigest()[:16]


def connected(env: Mapping[str, str], *, early: bool = False) -> socket.socket | None:
    """Return a connection to a zygote whose forks can be started in `env`; None where there is none.

    The zygote is the one that is shared, or else this process's own, which is started when it is first needed.

    Parameters
    ----------
    early
        Whether a fork will do that has only imported what comes first.
    """
    door = _SIDE_DOOR if early else ""
    needed = settings(env)
    shared, _, offered = os.environ.get(ADDRESS, "").partition(":")
    if shared and offered == needed:
        with contextlib.suppress(OSError):  # it died: go on without
            return _reach(shared + door)
    if settings(os.environ) != needed:
        return None
    zygote = _mine()
    if zygote.settings != needed:
        return None
    try:
        return _reach(zygote.name + door)
    except OSError:
        zygote.await_end()
        return None


def _reach(name: str) -> socket.socket:
    connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    try:
        connection.connect(f"\0{name}")
        if peer(connection) != os.getuid():
            raise PermissionError(name)
    except OSError:
        connection.close()
        raise
    return connection


def peer(connection: socket.socket) -> int:
    """Return the user at the other end: an abstract address has no permissions of its own."""
    said = connection.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, struct.calcsize("3i"))
    return int(struct.unpack("3i", said)[1])
