"""Marked copies of faulty workbooks (退回): the slip in front, and a name that no other copy has."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from ..base.errors import OutputError, reason
from ..base.text_files import replace_file
from ..county.model import County
from ..quantity import periods
from ..workbooks.cell_faults import CellFault
from ..workbooks.grid import Grid
from ..workbooks.marking import SLIP, Mark, marked_copy
from .receipts import ReceivedFile
from .report import FiledReport

_LONGEST = 230
"""Bytes of a name: file systems take 255, some of them for a temporary name."""
_SHOWN = 8


def check_folder(target: Path) -> None:
    """Return if marked copies can be written to a folder, which is not made yet.

    Raises
    ------
    OutputError
        It is a file, cannot be written, or cannot be made.
    """
    nearest = next(path for path in (target, *target.absolute().parents) if os.path.lexists(path))
    try:
        with tempfile.TemporaryFile(dir=nearest):
            pass
    except OSError as error:
        do = "请用 --out 换一个文件夹。"
        raise OutputError(str(target), "退回的表写不到这里", reason(error), do) from None


def write_marked_copy(
    file: ReceivedFile, sheets: Sequence[Grid], report: FiledReport, county: County, target: Path, on: date
) -> Path:
    """Write the marked copy of a workbook, with the slip in front, and return its path.

    It is written at once and whole, and never over the copy of another file.

    Raises
    ------
    OSError
        It cannot be written.
    """
    marks = [
        Mark(entry.sheet, *entry.at, entry.fault.message) for entry in report.faults.entries if entry.at is not None
    ]
    content = marked_copy(file.path, sheets, marks, return_slip(file.name, report, county, on))
    target.mkdir(parents=True, exist_ok=True)
    copy = target / copy_name(file.name, file.sha256)
    taken = {path.name.casefold(): path for path in target.iterdir()}.get(copy.name.casefold())
    if taken is not None and taken.read_bytes() != content:
        copy = target / copy_name(file.name, file.sha256, always=True)
    replace_file(copy, content)
    return copy


def copy_name(name: str, sha256: str, *, always: bool = False) -> str:
    """Return the name of a marked copy: a long one is shortened, and told apart by its hash, as where `always`.

    Examples
    --------
    >>> copy_name("a.xlsx", "0123456789"), copy_name("a.xlsx", "0123456789", always=True)
    ('a-退回.xlsx', 'a-01234567-退回.xlsx')
    >>> len(copy_name("长" * 84 + ".xls", "0123456789").encode())
    228
    """
    stem = Path(name).stem
    copy = f"{stem}-退回.xlsx"
    if not always and len(copy.encode()) <= _LONGEST:
        return copy
    end = f"-{sha256[:8]}-退回.xlsx"
    return stem.encode()[: _LONGEST - len(end.encode())].decode(errors="ignore") + end


def first_lines(lines: Sequence[str]) -> list[str]:
    """Return the first few lines, and how many there are.

    Examples
    --------
    >>> first_lines(["一", "二"]), first_lines(["一"] * 20)[-2:]
    (['一', '二'], ['一', '等20处'])
    """
    return list(lines) if len(lines) <= _SHOWN else [*lines[: _SHOWN - 1], f"等{len(lines)}处"]


def return_slip(name: str, report: FiledReport, county: County, on: date) -> list[list[str]]:
    """Return the rows of the slip (退回单): file, unit, period, and each fault with its place and remedy."""
    unit = next((unit.name for unit in county.units if unit.slug == report.unit), "不详")
    period = periods.parse(report.period).label if report.period else "不详"
    rows = [[SLIP], ["文件", name], ["填报单位", unit], ["期间", period], ["退回日期", periods.date_label(on)]]
    rows += [["问题", f"{len(report.faults.entries)}处，有单元格的已标红并加批注；改好后把本文件再报一次。"]]
    rows += [["没有读", line] for line in first_lines(report.left_out)]
    rows += [[], ["序号", "位置", "问题", "填的是", "怎么改"]]
    return rows + [_slip_row(number, entry, name) for number, entry in enumerate(report.faults.entries, start=1)]


def _slip_row(number: int, entry: CellFault, name: str) -> list[str]:
    fault = entry.fault
    return [str(number), fault.where.removeprefix(name).strip() or "整份文件", fault.what, fault.got, fault.do]
