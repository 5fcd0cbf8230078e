"""Intake of filed workbooks (`xj intake`): each is accepted as a whole, or returned with every fault marked."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from .. import loaders
from ..base.errors import DataError
from ..base.text import one_line
from ..county.model import County
from ..quantity import periods
from ..store.store import Store
from ..workbooks import sandbox
from ..workbooks.cell_faults import FaultCollector
from ..workbooks.grid import Grid
from ..workbooks.marking import SLIP
from . import department_sheet, filled_template, plausibility, receipts, return_slips
from .as_read import tables_of
from .expected_period import asked_code, check_expected_period, check_file_name
from .file_choice import choose_files, file_name
from .ledger_intake import LedgerDesk
from .receipts import ACCEPTED, PARTLY, RETURNED, Filing, Receipt, ReceivedFile, UnreadableError
from .received_folder import ReceivedFolder
from .report import FiledReport, Value


def read_report(
    path: Path, store: Store, *, period: str = "", on: date | None = None
) -> tuple[FiledReport, list[Grid]]:
    """Return the report in a file with all its faults, and its sheets; nothing is written.

    Parameters
    ----------
    path
        A filled template, or a department sheet of a declared shape.
    store
        Earlier values to check it against; ``status`` resolved.
    period
        Code of the period it must be for; empty to accept any that fits what is in.
    on
        Day of receipt; None leaves open which period is due.
    """
    county, name = store.county, file_name(path)
    try:
        sheets = [grid for grid in sandbox.read_sheets(path) if grid.name != SLIP]
    except DataError as error:
        report = FiledReport(FaultCollector(name), unit=_unit_by_name(name, county))
        report.faults.add_error(error)
        return report, []
    report = _read(name, sheets, county, period)
    if on is not None:
        check_expected_period(report, store, on=on, required=period)
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
            what, got = f"期间不是要收的期间（{label}）", periods.parse(report.period).label
            report.faults.add(None, None, what, got, "请核对是否报错了表。", whole=True)
        check_file_name(report, name)
        return report
    shapes = department_sheet.shapes_for(name, county)
    if not shapes:
        report = FiledReport(FaultCollector(name))
        do = "请用 xj template 发出的模板填报；或按文件名在 collection.toml 的 [[sheets]] 里登记这种表。"
        report.faults.add(None, None, "不知道是哪个单位的什么表", do=do)
        return report
    return department_sheet.read_department_sheet(name, sheets, shapes, county, period)


def take_in(
    data: Path, files: Sequence[Path], *, on: date, period: str = "", accept_valid: bool = False, by: str = "",
    returned: Path | None = None, on_notice: Callable[[str], None] = lambda _: None,
    on_receipt: Callable[[Receipt], None] = lambda _: None,
) -> list[Receipt]:  # fmt: skip
    """Take files in, each wholly or not at all, and return a receipt for each.

    Parameters
    ----------
    data
        The county's data folder; accepted values are written below its ``received/``.
    files
        In the order of intake; a folder stands for the files in it. Lock, hidden and system files are left out.
    on
        Day of receipt, the ``published`` of their values.
    period
        The 累计 period they must be for; empty to accept any.
    accept_valid
        True to enter the sound values of a faulty file; a ledger is taken in wholly or not at all.
    by
        Who sent them, as the register of ledgers says.
    returned
        Folder of the marked copies; ``returned/`` in the data folder by default.
    on_notice
        Called with a line for each file left out, and while another intake is waited for.
    on_receipt
        Called with each receipt once its file is in.

    Raises
    ------
    UsageError
        Files do not exist; nothing is taken in.
    DataError
        The data folder itself is faulty.
    OutputError
        Something cannot be written; files before it are in, it and those after it are not.
    """
    chosen = _chosen(files, on_notice)
    target = returned or data / "returned"
    return_slips.check_folder(target)
    given: list[Receipt] = []
    with ReceivedFolder(data, on_notice) as received:
        desk = _Desk(data, loaders.load(data).known(), on, asked_code(period), accept_valid)
        ledgers = LedgerDesk(data, desk.store.county, on, by)
        for path in chosen:
            receipt = _receipt(
                path,
                lambda file: (
                    ledgers.take_in(file, target, on_notice)
                    if ledgers.takes(file)
                    else desk.take_in(file, received, target)
                ),
            )
            given.append(receipt)
            on_receipt(receipt)
    return given


def try_out(
    data: Path, files: Sequence[Path], *, on: date, period: str = "", accept_valid: bool = False,
    on_notice: Callable[[str], None] = lambda _: None,
) -> list[Receipt]:  # fmt: skip
    """Return the receipts that :func:`take_in` would give, with the values as read; nothing is written.

    Raises
    ------
    UsageError
        Files do not exist.
    DataError
        The data folder itself is faulty.
    """
    chosen = _chosen(files, on_notice)
    desk = _Desk(data, loaders.load(data).known(), on, asked_code(period), accept_valid)
    ledgers = LedgerDesk(data, desk.store.county, on)
    tried = [
        _receipt(path, lambda file: ledgers.try_out(file) if ledgers.takes(file) else desk.try_out(file))
        for path in chosen
    ]
    return [replace(receipt, read=receipt.read or ()) for receipt in tried]


def _chosen(files: Sequence[Path], on_notice: Callable[[str], None]) -> list[Path]:
    chosen, left_out = choose_files(files)
    for line in left_out:
        on_notice(line)
    return chosen


@dataclass(frozen=True)
class _Examined:
    """One file as read, before anything is written; `sound` are the values to enter."""

    receipt: Receipt
    report: FiledReport
    sheets: Sequence[Grid]
    sound: Sequence[Value]


@dataclass(frozen=True)
class _Desk:
    """What all files of an intake have in common: the data folder, its values, the day, and the options."""

    data: Path
    store: Store
    on: date
    period: str
    accept_valid: bool

    def known(self, file: ReceivedFile, *outcomes: str) -> Receipt | None:
        """The receipt of a file that was logged before with one of these outcomes."""
        rows = iter(receipts.read_log(self.data))
        row = next((row for row in rows if row["sha256"] == file.sha256 and row["outcome"] in outcomes), None)
        if row is None:
            return None
        filing = (row["unit"], row["period"], ACCEPTED)
        later = [each["name"] for each in rows if (each["unit"], each["period"], each["outcome"]) == filing]
        return Receipt(file.name, row["unit"], row["period"], superseded=later[-1] if later else "")

    def examine(self, file: ReceivedFile) -> _Examined:
        """Read a file, and decide what becomes of it.

        Raises
        ------
        UnreadableError
            It is being written.
        """
        try:
            report, sheets = read_report(file.path, self.store, period=self.period, on=self.on)
        except DataError as error:  # a fault of one file never ends the run
            report, sheets = FiledReport(FaultCollector(file.name)), []
            report.faults.add_error(error)
        if ReceivedFile.of(file.path).sha256 != file.sha256:
            raise UnreadableError(file.name, "读的时候文件变了", do="请存好、关上以后再收。")
        sound = self._sound(report)
        report.left_out += [
            f"{value.locator} 没有数，说明“{one_line(value.note)}”不入库" for value in report.values
            if value.note and not value.entry.digits
        ]  # fmt: skip
        receipt = Receipt(
            file.name, report.unit, report.period,
            outcome=ACCEPTED if not report.faults.entries else PARTLY if sound else RETURNED,
            values=len(sound), faults=tuple(report.faults.faults),
            left_out=tuple(report.left_out),
        )  # fmt: skip
        return _Examined(receipt, report, sheets, sound)

    def _sound(self, report: FiledReport) -> list[Value]:
        """The values to enter: none of a faulty file, unless its sound ones are wanted and usable."""
        entries = report.faults.entries
        if any(entry.whole for entry in entries) or (entries and not self.accept_valid):
            return []
        return [value for value in report.values if value.entry.digits and not report.is_faulty(value)]

    def try_out(self, file: ReceivedFile) -> Receipt:
        """The receipt of a file with the values as read; nothing is written."""
        seen = self.examine(file)
        read = tuple(tables_of(seen.report.values, self.store.county))
        known = self.known(file, ACCEPTED, PARTLY)
        return replace(seen.receipt, outcome="" if known else seen.receipt.outcome, read=read)

    def take_in(self, file: ReceivedFile, received: ReceivedFolder, target: Path) -> Receipt:
        """Keep, enter and log a file at once, after its marked copy is written.

        A file returned before is read again: its description may have been mended since.
        """
        if receipt := self.known(file, ACCEPTED, PARTLY):
            return receipt
        seen = self.examine(file)
        receipt, report, county = seen.receipt, seen.report, self.store.county
        if receipt.outcome == RETURNED and self.known(file, RETURNED):
            copy = return_slips.write_marked_copy(file, seen.sheets, report, county, target, self.on)
            return replace(receipt, returned=copy)
        place = file.path_for(report.unit, report.period)
        with received.entry() as draft:
            receipts.keep_file(draft, file, place)
            if seen.sound:
                unit = next(unit for unit in county.units if unit.slug == report.unit)
                receipts.enter_values(draft, Filing(county, unit, report.period, file, place, self.on), seen.sound)
            receipts.append_log(draft, {
                "on": self.on.isoformat(), "unit": report.unit, "period": report.period, "name": file.name,
                "sha256": file.sha256, "file": place, "outcome": receipt.outcome, "values": str(receipt.values),
                "faults": str(len(receipt.faults)),
            })  # fmt: skip
            if receipt.faults:
                copy = return_slips.write_marked_copy(file, seen.sheets, report, county, target, self.on)
                receipt = replace(receipt, returned=copy)
        return receipt


def _receipt(path: Path, receive: Callable[[ReceivedFile], Receipt]) -> Receipt:
    """The receipt of a file; of one that cannot be read too."""
    try:
        return receive(ReceivedFile.of(path))
    except UnreadableError as error:
        return Receipt(file_name(path), outcome=RETURNED, faults=(error.fault,))
