"""Reading of workbooks in a subprocess with limits on time and memory."""

from __future__ import annotations

import json
import math
import re
import struct
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Literal

from ..base.errors import DataError, Fault
from . import delimited, file_kinds, html_tables, xls, xlsx, xml_spreadsheet
from .grid import Grid, grids_from_json, grids_to_json

SECONDS = 5
MEMORY = 900 * 2**20
"""Limits for one file: seconds of CPU and clock, bytes of address space."""

KINDS = (".xlsx", ".xlsm", ".xls", ".csv")

_FAULTS = b"faults "
_LENGTH = struct.Struct("<Q")
"""Before each answer of a reading process, so that those of several files follow each other."""
MARKUP = re.compile(r"\s*<[!?a-z]", re.IGNORECASE)
_XML_BOOK = re.compile(r"<(\w+:)?Workbook\b")
_HTML = re.compile(r"<(html|table|body)\b", re.IGNORECASE)


def read_sheets(path: Path) -> list[Grid]:
    """Return the sheets of a workbook.

    Parameters
    ----------
    path
        .xlsx, .xlsm, .xls or .csv; what is in it decides how it is read, not the suffix.

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
    require_workbook(path)
    do = "请核对是否误报，或只留下要报的表，另存后再报。"
    answers, late = _answers(module, [path], seconds)
    if late:
        raise DataError(path.name, "读这个文件用时太长", f"超过{seconds}秒", do)
    if not answers:
        raise DataError(path.name, "读这个文件用内存太多，或文件损坏", do=do)
    return sound(answers[0])


def answers_of(module: str, paths: Sequence[Path], seconds: int) -> dict[Path, bytes]:
    """Return what a module makes of several workbooks, by one subprocess that calls :func:`answer`.

    One that exceeds a limit ends the process: it and those after it are missing, and to be asked for by
    :func:`answer_of`, alone. Each answer is bytes for :func:`sound`.

    Parameters
    ----------
    paths
        Each as :func:`require_workbook` wants it.
    seconds
        Limit of each, and of all together.
    """
    return dict(zip(paths, _answers(module, paths, seconds)[0], strict=False)) if paths else {}


def require_workbook(path: Path) -> None:
    """Check that a file is there, with the suffix of a workbook.

    Raises
    ------
    DataError
        It is missing or of another kind.
    """
    if not path.is_file():
        raise DataError(str(path), "文件不存在", do="请核对路径与文件名。")
    if path.suffix.lower() not in KINDS:
        raise DataError(path.name, "不收这种文件", path.suffix, f"请存为 {'、'.join(KINDS)} 之一。")


def sound(words: bytes) -> bytes:
    """Return an answer that has no faults.

    Raises
    ------
    DataError
        Those that it has.
    """
    if is_faulty(words):
        raise DataError.of([Fault(*fault) for fault in json.loads(words.removeprefix(_FAULTS))])
    return words


def is_faulty(words: bytes) -> bool:
    """Return whether an answer is one that :func:`sound` refuses."""
    return words.startswith(_FAULTS)


def _answers(module: str, paths: Sequence[Path], seconds: int) -> tuple[list[bytes], bool]:
    """The answers of a process to files, as far as it came, and whether it took too long."""
    command = [sys.executable, "-m", module, *map(str, paths)]
    try:
        done = subprocess.run(command, capture_output=True, timeout=seconds, check=False)  # noqa: S603  our own module, the files paths
    except subprocess.TimeoutExpired as late:
        return [*_framed(late.stdout or b"")], True
    return [*_framed(done.stdout)], False


def _framed(content: bytes) -> Iterator[bytes]:
    """The answers in what a process wrote; one that is cut off is none."""
    start = _LENGTH.size
    while start <= len(content):
        (length,) = _LENGTH.unpack_from(content, start - _LENGTH.size)
        if start + length > len(content):
            return
        yield content[start : start + length]
        start += length + _LENGTH.size


def read_in_process(path: Path) -> list[Grid]:
    """Return the sheets of a workbook, read in the calling process and without limits.

    Raises
    ------
    DataError
        As :func:`read_sheets`.
    """
    match kind_of(path):
        case "xlsx":
            return xlsx.read_xlsx(path)
        case "xls":
            return xls.read_xls(path)
    return _read_text(path)


def kind_of(path: Path) -> Literal["text", "xls", "xlsx"]:
    """Return the format of a workbook by its first bytes.

    Raises
    ------
    DataError
        The file is empty, or is of a kind that is no workbook.
    """
    with path.open("rb") as file:
        head = file.read(64)
    if not head:
        raise DataError(path.name, "文件是空的（0字节）", do="请重新导出或另存，核对后再报。")
    if head.startswith(file_kinds.ZIP):
        return "xlsx"
    if head.startswith((file_kinds.OLE, *file_kinds.OLD_SHEETS)):
        return "xls"
    if kind := file_kinds.of_signature(head):
        raise file_kinds.refusal(path.name, kind)
    return "text"


def _read_text(path: Path) -> list[Grid]:
    content, delimited_suffix = delimited.read_bytes(path), path.suffix.lower() == ".csv"
    try:
        text = delimited.decoded(path.name, content)
    except DataError:
        if delimited_suffix:
            raise
        do = "请用表格软件打开，另存为 .xlsx 再报。"
        raise DataError(path.name, "不是完好的表格文件，认不出是什么", do=do) from None
    if MARKUP.match(text):
        if xml_spreadsheet.NAMESPACE in text and _XML_BOOK.search(text):
            return xml_spreadsheet.read_xml_spreadsheet(path.name, text)
        if _HTML.search(text):
            return html_tables.read_html(path.name, text)
    if not delimited_suffix and not delimited.delimiter_of(text):
        raise DataError(path.name, "里面是文字，不是表格", do="请报表格文件（.xlsx）。")
    return [delimited.delimited_grid(path.name, text)]


def limit_resources(seconds: int = SECONDS) -> None:
    """Limit the memory of this process, and the time that it takes from now on.

    Without :mod:`resource` only the parent's timeout applies.
    """
    try:
        import resource
    except ImportError:  # Windows
        return
    until = math.ceil(time.process_time()) + seconds
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (until, resource.getrlimit(resource.RLIMIT_CPU)[1]))


def answer(read: Callable[[Path], bytes], seconds: Callable[[Path], int]) -> None:
    """Write what `read` makes of the workbooks on the command line, or their faults, each within its limits."""
    for path in map(Path, sys.argv[1:]):
        limit_resources(seconds(path))
        try:
            words = read(path)
        except DataError as error:
            faults = error.faults or (error.fault,)
            words = _FAULTS + json.dumps([[fault.where, fault.what, fault.got, fault.do] for fault in faults]).encode()
        sys.stdout.buffer.write(_LENGTH.pack(len(words)) + words)
        sys.stdout.buffer.flush()


if __name__ == "__main__":
    answer(lambda path: json.dumps(grids_to_json(read_in_process(path))).encode(), lambda _: SECONDS)
