"""Reading of workbooks in a subprocess with limits on time and memory."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Literal

from ..base.errors import DataError, Fault
from . import delimited, xls, xlsx
from .grid import Grid, grids_from_json, grids_to_json

SECONDS = 5
MEMORY = 900 * 2**20
"""Limits for one file: seconds of CPU and clock, bytes of address space."""

KINDS = (".xlsx", ".xlsm", ".xls", ".csv")

_FAULTS = b"faults "
_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def read_sheets(path: Path) -> list[Grid]:
    """Return the sheets of a workbook.

    Parameters
    ----------
    path
        .xlsx, .xlsm, .xls or .csv; between the first three the content decides, not the suffix.

    Raises
    ------
    DataError
        The file is missing, of another kind, damaged, or exceeds a limit.
    """
    return grids_from_json(json.loads(answer_of(__name__, path, SECONDS)))


def answer_of(module: str, path: Path, seconds: int) -> bytes:
    """Return the bytes that a module makes of a workbook, run as a subprocess that calls :func:`answer`.

    Raises
    ------
    DataError
        As :func:`read_sheets`.
    """
    if not path.is_file():
        raise DataError(str(path), "文件不存在", do="请核对路径与文件名。")
    if path.suffix.lower() not in KINDS:
        raise DataError(path.name, "不收这种文件", path.suffix, f"请存为 {'、'.join(KINDS)} 之一。")
    do = "请核对是否误报，或只留下要报的表，另存后再报。"
    try:
        command = [sys.executable, "-m", module, str(path)]
        done = subprocess.run(command, capture_output=True, timeout=seconds, check=False)  # noqa: S603  our own module, the file a path
    except subprocess.TimeoutExpired:
        raise DataError(path.name, "读这个文件用时太长", f"超过{seconds}秒", do) from None
    if done.stdout.startswith(_FAULTS):
        raise DataError.of([Fault(*fault) for fault in json.loads(done.stdout.removeprefix(_FAULTS))])
    if done.returncode or not done.stdout:
        raise DataError(path.name, "读这个文件用内存太多，或文件损坏", do=do)
    return done.stdout


def read_in_process(path: Path) -> list[Grid]:
    """Return the sheets of a workbook, read in the calling process and without limits.

    Raises
    ------
    DataError
        As :func:`read_sheets`.
    """
    match kind_of(path):
        case "csv":
            return delimited.read_delimited(path)
        case "xls":
            return xls.read_xls(path)
    return xlsx.read_xlsx(path)


def kind_of(path: Path) -> Literal["csv", "xls", "xlsx"]:
    """Return the format of a workbook: by its first bytes, and where they are not those of one, by its suffix."""
    with path.open("rb") as file:
        head = file.read(8)
    if path.suffix.lower() == ".csv" and not head.startswith((_ZIP, _OLE)):
        return "csv"
    return "xls" if head.startswith(_OLE) else "xlsx"


def limit_resources(seconds: int = SECONDS) -> None:
    """Limit CPU time and memory of this process; without :mod:`resource` only the parent's timeout applies."""
    try:
        import resource
    except ImportError:  # Windows
        return
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))


def answer(read: Callable[[Path], bytes], path: Path, seconds: int) -> None:
    """Write what `read` makes of a workbook, or its faults, to the standard output, within the limits."""
    limit_resources(seconds)
    try:
        words = read(path)
    except DataError as error:
        faults = error.faults or (error.fault,)
        words = _FAULTS + json.dumps([[fault.where, fault.what, fault.got, fault.do] for fault in faults]).encode()
    sys.stdout.buffer.write(words)


if __name__ == "__main__":
    answer(lambda path: json.dumps(grids_to_json(read_in_process(path))).encode(), Path(sys.argv[1]), SECONDS)
