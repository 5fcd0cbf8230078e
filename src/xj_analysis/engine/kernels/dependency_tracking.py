"""What a notebook depended on, seen from inside its kernel by an audit hook.

Seen is every file opened through Python, every folder listed, and every step to the world outside (network, programs).
Not seen is what a native library opens by itself: importing one that does is a reason not to reuse a result. Where it
is not installed, the failed import is a dependency on its absence: libraries try what they can use but do not need.
"""

from __future__ import annotations

import json
import os
import sys
import sysconfig
import threading
from importlib.util import find_spec, source_from_cache
from pathlib import Path
from typing import Any

from ...base import environment, untracked

READS = "XJ_READS"
"""The file to write to, in the environment a kernel is launched with."""

_LISTINGS = frozenset({"os.listdir", "os.scandir"})
_OUTSIDE = frozenset({
    "socket.connect", "socket.sendto", "socket.sendmsg", "socket.bind", "socket.getaddrinfo", "socket.gethostbyname",
    "socket.gethostbyaddr", "socket.gethostname", "subprocess.Popen", "os.system", "os.exec", "os.posix_spawn",
    "os.spawn", "os.fork", "os.forkpty", "pty.spawn", "ctypes.dlopen", "sqlite3.connect", "urllib.Request",
})  # fmt: skip
_NATIVE = frozenset({"duckdb", "polars", "pyarrow", "python_calamine", "lxml", "h5py", "netCDF4", "fastparquet"})
_DEVICES = ("/proc/", "/sys/", "/dev/")
_SPEED = ("/sys/fs/cgroup/", "/dev/null")  # pandas asks how many cores it may use: that changes no result


def watch(file: str) -> None:
    """Append to `file`, from now on, what this process reads and does outside; each thing once.

    What the kernel's own threads do, and Python's, the installed libraries' and IPython's own files, do not count. Nor
    do temporary files, in the folder of `file`: what is in there, this kernel wrote.
    """
    out = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    own = {thread.ident for thread in threading.enumerate()} - {threading.get_ident()}
    temporary = os.path.dirname(os.path.abspath(file))  # noqa: PTH100, PTH120
    accounted = {temporary, str(environment.PACKAGE)}
    ignored = (*_ignored(), f"{temporary}{os.sep}")
    seen: set[tuple[str, str]] = set()

    def note(kind: str, what: str) -> None:
        if (kind, what) not in seen:
            seen.add((kind, what))
            os.write(out, json.dumps({kind: what}).encode() + b"\n")

    def path(given: Any) -> None:
        if isinstance(given, int):  # a descriptor: how it was opened has been seen
            return
        name = os.path.abspath(os.fsdecode(given))  # noqa: PTH100 - not resolved: a link may change its target
        if name.startswith(_SPEED):
            return
        if name.startswith(_DEVICES):
            note("outside", name)
        elif not name.startswith(ignored) and name not in accounted:
            note("read", name)

    def hook(event: str, args: tuple[Any, ...]) -> None:
        if untracked.active():
            return
        if event == "open":
            if _reads(args[2]) and threading.get_ident() not in own:
                path(args[0])
                if args[1] is None and not os.path.isabs(os.fsdecode(args[0])):  # noqa: PTH117
                    note("outside", "os.open")  # relative to which folder is not said
        elif event in _LISTINGS:
            if threading.get_ident() not in own:
                path("." if args[0] is None else args[0])
        elif event == "import":
            library = args[0].partition(".")[0]  # of importlib.import_module only the import of submodules is seen
            if library in _NATIVE:
                note(*(("outside", f"import {library}") if _installed(library) else ("absent", library)))
        elif event in _OUTSIDE and threading.get_ident() not in own:
            note("outside", event)

    sys.addaudithook(hook)


def _reads(flags: int) -> bool:
    """Whether a file opened so can tell what was in it."""
    return flags & os.O_ACCMODE != os.O_WRONLY and not flags & (os.O_TRUNC | os.O_EXCL)


def _installed(library: str) -> bool:
    """Whether the import of a top-level module, which is about to begin, finds something to import."""
    return sys.modules.get(library) is not None or find_spec(library) is not None


def _ignored() -> tuple[str, ...]:
    from IPython.paths import get_ipython_dir

    places = {sysconfig.get_path(name) for name in ("stdlib", "platstdlib", "purelib", "platlib")}
    places |= {str(environment.PACKAGE), get_ipython_dir()}
    return tuple(f"{place}{os.sep}" for place in places)


def recorded_reads(path: Path) -> tuple[set[Path], tuple[str, ...], tuple[str, ...]]:
    """Return what was read, the modules that were not there, and the reasons not to reuse the result.

    Parameters
    ----------
    path
        The file named by ``XJ_READS`` when the kernel was launched.

    Returns
    -------
    tuple
        Files and folders, absolute; a file that is missing was looked for and not found, a folder stands for the names
        in it. Modules that could not be imported because they are not installed. And what was done outside, as Python's
        audit events are called; empty where there is nothing against it.

    Examples
    --------
    >>> recorded_reads(Path("/nowhere"))
    (set(), (), ('/nowhere',))
    """
    if not path.is_file():  # the kernel was not a warm one: nothing is known
        return set(), (), (str(path),)
    entries = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    found = {_source(Path(entry["read"])) for entry in entries if "read" in entry}
    absent, outside = (tuple(entry[kind] for entry in entries if kind in entry) for kind in ("absent", "outside"))
    return found, absent, outside


def _source(path: Path) -> Path:
    """The file a compiled one was made from, which is what a person edits."""
    return Path(source_from_cache(str(path))) if path.parent.name == "__pycache__" else path
