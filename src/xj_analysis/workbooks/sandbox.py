"""Reading of workbooks in a subprocess with limits on time and memory."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from ..base.errors import DataError, Fault
from . import delimited, xls, xlsx
from .grid import Grid, grids_from_json, grids_to_json

SECONDS = 5
MEMORY = 900 * 2**20
"""Limits for one file: seconds of CPU and clock, bytes of address space."""

KINDS = (".xlsx", ".xlsm", ".xls", ".csv")

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
    if not path.is_file():
        raise DataError(str(path), "文件不存在", do="请核对路径与文件名。")
    if path.suffix.lower() not in KINDS:
        raise DataError(path.name, "不收这种文件", path.suffix, f"请存为 {'、'.join(KINDS)} 之一。")
    do = "请核对是否误报，或只留下要报的表，另存后再报。"
    try:
        command = [sys.executable, "-m", __name__, str(path)]
        done = subprocess.run(command, capture_output=True, timeout=SECONDS, check=False)  # noqa: S603  our own module, the file a path
    except subprocess.TimeoutExpired:
        raise DataError(path.name, "读这个文件用时太长", f"超过{SECONDS}秒", do) from None
    try:
        answer = json.loads(done.stdout)
    except ValueError:
        raise DataError(path.name, "读这个文件用内存太多，或文件损坏", do=do) from None
    if "faults" in answer:
        raise DataError.of([Fault(*fault) for fault in answer["faults"]])
    return grids_from_json(answer["sheets"])


def read_in_process(path: Path) -> list[Grid]:
    """Return the sheets of a workbook, read in the calling process and without limits.

    Raises
    ------
    DataError
        As :func:`read_sheets`.
    """
    with path.open("rb") as file:
        head = file.read(8)
    if path.suffix.lower() == ".csv" and not head.startswith((_ZIP, _OLE)):
        return delimited.read_delimited(path)
    return xls.read_xls(path) if head.startswith(_OLE) else xlsx.read_xlsx(path)


def limit_resources(seconds: int = SECONDS) -> None:
    """Limit CPU time and memory of this process; without :mod:`resource` only the parent's timeout applies."""
    try:
        import resource
    except ImportError:  # Windows
        return
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))


def _answer(path: Path) -> dict[str, object]:
    try:
        return {"sheets": grids_to_json(read_in_process(path))}
    except DataError as error:
        faults = error.faults or (error.fault,)
        return {"faults": [[fault.where, fault.what, fault.got, fault.do] for fault in faults]}


if __name__ == "__main__":
    limit_resources()
    sys.stdout.write(json.dumps(_answer(Path(sys.argv[1]))))
