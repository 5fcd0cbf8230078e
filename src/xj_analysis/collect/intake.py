"""Intake of filed workbooks (`xj intake`): each is accepted as a whole, or returned with every fault marked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from .. import loaders
from ..base.errors import DataError, Fault, UsageError
from ..county.model import County
from ..quantity import periods
from ..store.store import Store
from ..workbooks import sandbox
from ..workbooks.cell_faults import CellFault, FaultCollector
from ..workbooks.grid import Grid
from ..workbooks.marking import SLIP, Mark, marked_copy
from . import department_sheet, filled_template, plausibility, receipts
from .receipts import ACCEPTED, PARTLY, RETURNED, Filing, ReceivedFile
from .report import FiledReport


@dataclass(frozen=True)
class Receipt:
    """Result of the intake of one file.

    Parameters
    ----------
    outcome
        ``accepted``, ``partly`` or ``returned``; empty where the same file was received before.
    values
        Number of values added to the data folder.
    returned
        Path of the marked copy, if any.
    """

    name: str
    unit: str = ""
    period: str = ""
    outcome: str = ""
    values: int = 0
    faults: tuple[Fault, ...] = field(default=())
    returned: Path | None = None


def read_report(path: Path, store: Store, *, period: str = "") -> tuple[FiledReport, list[Grid]]:
    """Return the report in a file with all its faults, and its sheets; nothing is written.

    Parameters
    ----------
    path
        A filled template, or a department sheet of a declared shape.
    store
        Earlier values to check it against; ``status`` resolved.
    period
        The 累计 period it must be for; empty to accept any.
    """
    county = store.county
    try:
        sheets = [grid for grid in sandbox.read_sheets(path) if grid.name != SLIP]
    except DataError as error:
        report = FiledReport(FaultCollector(path.name), unit=_unit_by_name(path.name, county))
        report.faults.add_error(error)
        return report, []
    report = _read(path.name, sheets, county, period)
    if not any(entry.whole for entry in report.faults.entries):
        plausibility.check_plausibility(report, {grid.name: grid for grid in sheets}, store)
    return report, sheets


def _unit_by_name(name: str, county: County) -> str:
    shapes = department_sheet.shapes_for(name, county)
    return shapes[0].unit if shapes else ""


def _read(name: str, sheets: Sequence[Grid], county: County, period: str) -> FiledReport:
    if filled_template.is_template(sheets):
        report = filled_template.read_filled_template(name, sheets, county)
        if period and report.period and report.period != period:
            label = periods.parse(period).label
            report.faults.add(None, None, f"期间不是要收的期间（{label}）", report.period, "请核对是否报错了表。")
        return report
    shapes = department_sheet.shapes_for(name, county)
    if not shapes:
        report = FiledReport(FaultCollector(name))
        do = "请用 xj template 发出的模板填报；或按文件名在 county.toml 的 [[sheets]] 里登记这种表。"
        report.faults.add(None, None, "不知道是哪个单位的什么表", do=do)
        return report
    return department_sheet.read_department_sheet(name, sheets, shapes, county, period)


def take_in(
    data: Path, files: Sequence[Path], *, on: date, period: str = "", accept_valid: bool = False,
    returned: Path | None = None,
) -> list[Receipt]:  # fmt: skip
    """Take files in, and return a receipt for each.

    Parameters
    ----------
    data
        The county's data folder; accepted values are written below its ``received/``.
    files
        In the order of intake.
    on
        Day of receipt, the ``published`` of their values.
    period
        The 累计 period they must be for; empty to accept any.
    accept_valid
        True to enter the sound values of a faulty file.
    returned
        Folder of the marked copies; ``returned/`` in the data folder by default.

    Raises
    ------
    UsageError
        A file does not exist; nothing is taken in.
    DataError
        The data folder itself is faulty.
    """
    for path in files:
        if not path.is_file():
            raise UsageError(str(path), "文件不存在", do="请核对路径与文件名。")
    store = loaders.load(data).known()
    code = periods.parse_option(period).code if period else ""
    target = returned or data / "returned"
    return [_take(data, Path(path), store, on, code, accept_valid, target) for path in files]


def _take(data: Path, path: Path, store: Store, on: date, period: str, accept_valid: bool, target: Path) -> Receipt:
    try:
        file = ReceivedFile.of(path)
    except DataError as error:
        return Receipt(path.name, outcome=RETURNED, faults=(error.fault,))
    if earlier := next((row for row in receipts.read_log(data) if row["sha256"] == file.sha256), None):
        return Receipt(path.name, earlier["unit"], earlier["period"])
    report, sheets = read_report(path, store, period=period)
    unit = next((unit for unit in store.county.units if unit.slug == report.unit), None)
    place = file.path_for(report.unit, report.period)
    receipts.keep_file(data, file, place)
    unusable = any(entry.whole for entry in report.faults.entries)
    count = 0
    if unit is not None and not unusable and (not report.faults.entries or accept_valid):
        faulty = {(entry.sheet, entry.at) for entry in report.faults.entries}
        sound = [value for value in report.values if (value.sheet, value.at) not in faulty]
        filing = Filing(county=store.county, unit=unit, period=report.period, file=file, place=place, on=on)
        count = receipts.enter_values(data, filing, sound)
    outcome = ACCEPTED if not report.faults.entries else PARTLY if count else RETURNED
    marked = write_marked_copy(path, sheets, report, store.county, target, on) if report.faults.entries else None
    receipts.append_log(data, {
        "on": on.isoformat(), "unit": report.unit, "period": report.period, "name": path.name, "sha256": file.sha256,
        "file": place, "outcome": outcome, "values": str(count), "faults": str(len(report.faults.entries)),
    })  # fmt: skip
    faults = tuple(entry.fault for entry in report.faults.entries)
    return Receipt(path.name, report.unit, report.period, outcome, count, faults, marked)


def write_marked_copy(
    path: Path, sheets: Sequence[Grid], report: FiledReport, county: County, target: Path, on: date
) -> Path:
    """Write the marked copy of a workbook, with the slip in front, and return its path."""
    marks = [
        Mark(entry.sheet, *entry.at, entry.fault.message) for entry in report.faults.entries if entry.at is not None
    ]
    content = marked_copy(path, sheets, marks, return_slip(path.name, report, county, on))
    target.mkdir(parents=True, exist_ok=True)
    copy = target / f"{path.stem}-退回.xlsx"
    copy.write_bytes(content)
    return copy


def return_slip(name: str, report: FiledReport, county: County, on: date) -> list[list[str]]:
    """Return the rows of the slip (退回单): file, unit, period, and each fault with its place and remedy."""
    unit = next((unit.name for unit in county.units if unit.slug == report.unit), "不详")
    period = periods.parse(report.period).label if report.period else "不详"
    rows = [[SLIP], ["文件", name], ["填报单位", unit], ["期间", period], ["退回日期", periods.date_label(on)]]
    rows += [["问题", f"{len(report.faults.entries)}处，有单元格的已标红并加批注；改好后把本文件再报一次。"], []]
    rows.append(["序号", "位置", "问题", "填的是", "怎么改"])
    return rows + [_slip_row(number, entry, name) for number, entry in enumerate(report.faults.entries, start=1)]


def _slip_row(number: int, entry: CellFault, name: str) -> list[str]:
    fault = entry.fault
    return [str(number), fault.where.removeprefix(name).strip() or "整份文件", fault.what, fault.got, fault.do]
