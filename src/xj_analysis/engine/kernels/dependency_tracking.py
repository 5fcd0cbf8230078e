"""Dependency tracking of a notebook, by a Python audit hook in its kernel.

The hook sees every file opened through Python, every folder listed, and every access to the outside (network,
programs). It does not see files that a native library opens by itself: importing such a library is a reason not to
reuse a result. Where the library is not installed, the failed import is a dependency on its absence: libraries try
optional imports.
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
"""The environment variable, at a kernel's launch, with the file to record reads in."""

_LISTINGS = frozenset({"os.listdir", "os.scandir"})
_OUTSIDE = frozenset({
    "socket.connect", "socket.sendto", "socket.sendmsg", "socket.bind", "socket.getaddrinfo", "socket.gethostbyname",
    "socket.gethostbyaddr", "socket.gethostname", "subprocess.Popen", "os.system", "os.exec", "os.posix_spawn",
    "os.spawn", "os.fork", "os.forkpty", "pty.spawn", "ctypes.dlopen", "sqlite3.connect", "urllib.Request",
})  # fmt: skip
_NATIVE = frozenset({"duckdb", "polars", "pyarrow", "lxml", "h5py", "netCDF4", "fastparquet"})
_DEVICES = ("/proc/", "/sys/", "/dev/")
_IRRELEVANT = ("/sys/fs/cgroup/", "/dev/null")  # pandas reads the number of cores: it changes no result


def watch(file: str) -> None:
    """Append this process's reads and outside accesses to `file` from now on, each once, as lines of JSON.

    Not recorded: accesses by the kernel's own threads, files of Python, installed libraries and IPython, and temporary
    files, which lie in the folder of `file` and were written by this kernel.
    """
    out = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    kernel_threads = {thread.ident for thread in threading.enumerate()} - {threading.get_ident()}
    temporary = os.path.dirname(os.path.abspath(file))  # noqa: PTH100, PTH120
    ignored_folders = {temporary, str(environment.PACKAGE)}
    ignored = (*_ignored_prefixes(), f"{temporary}{os.sep}")
    recorded: set[tuple[str, str]] = set()

    def record(kind: str, name: str) -> None:
        if (kind, name) not in recorded:
            recorded.add((kind, name))
            os.write(out, json.dumps({kind: name}).encode() + b"\n")

    def record_path(path: Any) -> None:
        if isinstance(path, int):  # a descriptor: its opening was recorded
            return
        name = os.path.abspath(os.fsdecode(path))  # noqa: PTH100 - not resolved: a link may change its target
        if name.startswith(_IRRELEVANT):
            return
        if name.startswith(_DEVICES):
            record("outside", name)
        elif not name.startswith(ignored) and name not in ignored_folders:
            record("read", name)

    def hook(event: str, args: tuple[Any, ...]) -> None:
        if untracked.active():
            return
        if event == "open":
            if _reads(args[2]) and threading.get_ident() not in kernel_threads:
                record_path(args[0])
                if args[1] is None and not os.path.isabs(os.fsdecode(args[0])):  # noqa: PTH117
                    record("outside", "os.open")  # the folder it is relative to is not known
        elif event in _LISTINGS:
            if threading.get_ident() not in kernel_threads:
                record_path("." if args[0] is None else args[0])
        elif event == "import":
            library = args[0].partition(".")[0]  # importlib.import_module raises events for submodules only
            if library in _NATIVE:
                record(*(("outside", f"import {library}") if _installed(library) else ("absent", library)))
        elif event in _OUTSIDE and threading.get_ident() not in kernel_threads:
            record("outside", event)

    sys.addaudithook(hook)


def _reads(flags: int) -> bool:
    """True for open flags that let a process read earlier content."""
    return flags & os.O_ACCMODE != os.O_WRONLY and not flags & (os.O_TRUNC | os.O_EXCL)


def _installed(library: str) -> bool:
    """True if a top-level module about to be imported exists."""
    return sys.modules.get(library) is not None or find_spec(library) is not None


def _ignored_prefixes() -> tuple[str, ...]:
    from IPython.paths import get_ipython_dir

    places = {sysconfig.get_path(name) for name in ("stdlib", "platstdlib", "purelib", "platlib")}
    places |= {str(environment.PACKAGE), get_ipython_dir()}
    return tuple(f"{place}{os.sep}" for place in places)


def recorded_reads(path: Path) -> tuple[set[Path], tuple[str, ...], tuple[str, ...]]:
    """Return the paths read, the modules not installed, and the reasons not to reuse the result.

    Parameters
    ----------
    path
        The file named by ``XJ_READS`` when the kernel was launched.

    Returns
    -------
    tuple
        Absolute paths: a missing file was looked for and not found, a folder stands for the names in it. Modules that
        could not be imported because they are not installed. Accesses to the outside, by the names of Python's audit
        events; empty where the result can be reused.

    Examples
    --------
    >>> recorded_reads(Path("/nowhere"))
    (set(), (), ('/nowhere',))
    """
    if not path.is_file():  # not a warm kernel: no record
        return set(), (), (str(path),)
    entries = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    paths = {_source(Path(entry["read"])) for entry in entries if "read" in entry}
    absent, outside = (tuple(entry[kind] for entry in entries if kind in entry) for kind in ("absent", "outside"))
    return paths, absent, outside


def _source(path: Path) -> Path:
    """The source file of a compiled one."""
    return Path(source_from_cache(str(path))) if path.parent.name == "__pycache__" else path
