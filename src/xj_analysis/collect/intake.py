"""`xj intake`: files that units sent, each accepted whole, or returned with every fault marked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from .. import loaders
from ..base.errors import DataError, Fault
from ..county.model import County
from ..quantity import periods
from ..store.store import Store
from ..workbooks import sandbox
from ..workbooks.grid import Grid
from ..workbooks.marking import SLIP, Mark, marked_copy
from . import department_sheet, filled_template, plausibility, receipts
from .receipts import ACCEPTED, PARTLY, RETURNED, Sent
from .report import CellFault, FiledReport


@dataclass(frozen=True)
class Receipt:
    """What became of one file.

    Parameters
    ----------
    outcome
        ``accepted``, ``partly`` or ``returned``; empty where the very file had been received before.
    values
        How many values entered the store.
    returned
        The marked workbook, where there is one.
    """

    name: str
    unit: str = ""
    period: str = ""
    outcome: str = ""
    values: int = 0
    faults: tuple[Fault, ...] = field(default=())
    returned: Path | None = None


def read_report(path: Path, known: Store, *, period: str = "") -> tuple[FiledReport, list[Grid]]:
    """Return what a file says with every fault of it, and its sheets; nothing is written.

    Parameters
    ----------
    path
        A filled template, or a department's own sheet of a declared shape.
    known
        What it is checked against; ``status`` resolved.
    period
        The 累计 period it must be for; empty for whatever it says.
    """
    county = known.county
    try:
        sheets = [grid for grid in sandbox.read_sheets(path) if grid.name != SLIP]
    except DataError as error:
        return FiledReport(path.name, unit=_unit_by_name(path.name, county)).whole(error), []
    report = _read(path.name, sheets, county, period)
    if not any(finding.whole for finding in report.findings):
        plausibility.check_plausibility(report, {grid.name: grid for grid in sheets}, known)
    return report, sheets


def _unit_by_name(name: str, county: County) -> str:
    found = department_sheet.shapes_for(name, county)
    return found[0].unit if found else ""


def _read(name: str, sheets: Sequence[Grid], county: County, period: str) -> FiledReport:
    if filled_template.is_template(sheets):
        report = filled_template.read_filled_template(name, sheets, county)
        if period and report.period and report.period != period:
            wanted = periods.parse(period).label
            report.fault(None, None, f"期间不是要收的期间（{wanted}）", report.period, "请核对是否报错了表。")
        return report
    declared = department_sheet.shapes_for(name, county)
    if not declared:
        report = FiledReport(name)
        do = "请用 xj template 发出的模板填报；或按文件名在 county.toml 的 [[sheets]] 里登记这种表。"
        report.fault(None, None, "不知道是哪个单位的什么表", do=do)
        return report
    return department_sheet.read_department_sheet(name, sheets, declared, county, period)


def take_in(
    data: Path, files: Sequence[Path], *, on: date, period: str = "", accept_valid: bool = False,
    returned: Path | None = None,
) -> list[Receipt]:  # fmt: skip
    """Take files in, and return what became of each.

    Parameters
    ----------
    data
        The county's data folder; what is accepted is written below its ``received/``.
    files
        In the order they are taken.
    on
        The day they are received, and so become known.
    period
        The 累计 period they must be for; empty for whatever each says.
    accept_valid
        Whether the sound values of a faulty file are entered.
    returned
        Where the marked workbooks are put; ``returned/`` beside the data folder's ``received/`` by default.

    Raises
    ------
    DataError
        The data folder itself is faulty.
    """
    known = loaders.load(data).known()
    wanted = periods.parse_option(period).code if period else ""
    target = returned or data / "returned"
    return [_take(data, Path(path), known, on, wanted, accept_valid, target) for path in files]


def _take(data: Path, path: Path, known: Store, on: date, period: str, accept_valid: bool, target: Path) -> Receipt:
    try:
        sent = Sent.of(path)
    except DataError as error:
        return Receipt(path.name, outcome=RETURNED, faults=(error.fault,))
    if earlier := next((row for row in receipts.log(data) if row["sha256"] == sent.sha256), None):
        return Receipt(path.name, earlier["unit"], earlier["period"])
    report, sheets = read_report(path, known, period=period)
    unit = next((unit for unit in known.county.units if unit.slug == report.unit), None)
    place = sent.kept_as(report.unit, report.period)
    receipts.keep(data, sent, place)
    whole = any(finding.whole for finding in report.findings)
    count = 0
    if unit is not None and not whole and (not report.findings or accept_valid):
        faulty = {(finding.sheet, finding.at) for finding in report.findings}
        sound = [value for value in report.values if (value.sheet, value.at) not in faulty]
        count = receipts.enter(data, known.county, unit, report.period, place, sound, sent=sent, on=on)
    outcome = ACCEPTED if not report.findings else PARTLY if count else RETURNED
    back = give_back(path, sheets, report, known.county, target, on) if report.findings else None
    receipts.receipt_note(data, {
        "on": on.isoformat(), "unit": report.unit, "period": report.period, "name": path.name, "sha256": sent.sha256,
        "file": place, "outcome": outcome, "values": str(count), "faults": str(len(report.findings)),
    })  # fmt: skip
    faults = tuple(finding.fault for finding in report.findings)
    return Receipt(path.name, report.unit, report.period, outcome, count, faults, back)


def give_back(path: Path, sheets: Sequence[Grid], report: FiledReport, county: County, target: Path, on: date) -> Path:
    """Write the sender's own workbook into a folder, marked, with the slip in front, and return where it is."""
    marks = [
        Mark(finding.sheet, *finding.at, finding.fault.message) for finding in report.findings if finding.at is not None
    ]
    content = marked_copy(path, sheets, marks, slip(path.name, report, county, on))
    target.mkdir(parents=True, exist_ok=True)
    back = target / f"{path.stem}-退回.xlsx"
    back.write_bytes(content)
    return back


def slip(name: str, report: FiledReport, county: County, on: date) -> list[list[str]]:
    """Return the rows of the slip (退回单): what the file is, and each fault with its place and its remedy."""
    unit = next((unit.name for unit in county.units if unit.slug == report.unit), "不详")
    period = periods.parse(report.period).label if report.period else "不详"
    rows = [[SLIP], ["文件", name], ["填报单位", unit], ["期间", period], ["退回日期", periods.date_label(on)]]
    rows += [["问题", f"{len(report.findings)}处，有单元格的已标红并加批注；改好后把本文件再报一次。"], []]
    rows.append(["序号", "位置", "问题", "填的是", "怎么改"])
    return rows + [_slip_row(number, finding, name) for number, finding in enumerate(report.findings, start=1)]


def _slip_row(number: int, finding: CellFault, name: str) -> list[str]:
    fault = finding.fault
    return [str(number), fault.where.removeprefix(name).strip() or "整份文件", fault.what, fault.got, fault.do]
