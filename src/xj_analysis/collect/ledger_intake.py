"""Intake of ledgers (台账): a sound one becomes the current one, and that before it is kept as a vintage."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from fnmatch import fnmatchcase
from pathlib import Path

import pandas as pd

from ..base.errors import DataError, Fault
from ..base.text import csv_safe
from ..base.text_files import replace_file
from ..county.ledger_shapes import LedgerShape
from ..county.model import County
from ..instruments.ledger_changes import GONE, ledger_changes
from ..instruments.ledger_rows import prepared
from ..loaders import ledger_register
from ..loaders.ledger_register import FOLDER, REGISTER, LedgerVersion, sha256_of
from ..loaders.ledgers import read_ledgers
from ..workbooks import sandbox
from ..workbooks.cell_faults import CellFault, FaultCollector
from . import department_sheet, return_slips
from .ledger_news import news_of
from .receipts import ACCEPTED, RETURNED, Receipt, ReceivedFile, UnreadableError
from .received_folder import ReceivedFolder
from .report import FiledReport

__all__ = ["LedgerDesk"]

UNDATED = "undated"
_CELL = re.compile(r" 「(?P<sheet>.*)」(?:!(?P<column>[A-Z]{1,3})(?P<row>[0-9]+))?", re.DOTALL)
Frames = dict[str, pd.DataFrame]


@dataclass(frozen=True)
class _Slot:
    """Where a file belongs: its name in ``ledgers/``, and the versions of that ledger, the latest last."""

    ledger: str
    versions: Sequence[LedgerVersion]
    on: str

    @property
    def base(self) -> LedgerVersion | None:
        """The version before the file, by the days on which they were received."""
        return next((each for each in reversed(self.versions) if each.on <= self.on), None)

    @property
    def current(self) -> bool:
        """Whether the file becomes the current one: none was received on a later day."""
        return not self.versions or self.base is self.versions[-1]


@dataclass(frozen=True)
class LedgerDesk:
    """What all ledgers of an intake have in common.

    Parameters
    ----------
    data, county
        The data folder, and what it declares.
    on
        Day of receipt.
    by
        Who sent them; may be empty.
    """

    data: Path
    county: County
    on: date
    by: str = ""

    def takes(self, file: ReceivedFile) -> bool:
        """Return whether a file is a ledger by its name, and no report by it."""
        named = file.name == file.path.name and bool(self._shapes(file.name))
        return named and not department_sheet.shapes_for(file.name, self.county)

    def try_out(self, file: ReceivedFile) -> Receipt:
        """Return the receipt that :meth:`take_in` would give, with nothing to print as read; nothing is written."""
        return self._examine(file)[0]

    def take_in(self, file: ReceivedFile, returned: Path, on_notice: Callable[[str], None]) -> Receipt:
        """Take a ledger in at once, or write its marked copy, and return its receipt.

        Raises
        ------
        OutputError
            It cannot be written; the ledgers are as before.
        """
        with ReceivedFolder(self.data, on_notice, FOLDER) as kept:
            receipt, slot = self._examine(file)
            if slot and receipt.outcome == ACCEPTED:
                with kept.entry() as draft:
                    self._enter(draft, file, slot)
        if receipt.outcome != RETURNED:
            return receipt
        return replace(receipt, returned=self._marked(file, receipt.faults, returned))

    def _shapes(self, name: str) -> list[LedgerShape]:
        return [shape for shape in self.county.ledgers if fnmatchcase(name, shape.file)]

    def _examine(self, file: ReceivedFile) -> tuple[Receipt, _Slot | None]:
        """The receipt of a file, and where it belongs; nothing is written."""
        try:
            slot = self._slot(file.name)
            if receipt := self._known(file, slot):
                return receipt, None
            return self._compared(file, slot), slot
        except UnreadableError:
            raise
        except DataError as error:
            faults = error.faults or (error.fault,)
            return Receipt(file.name, outcome=RETURNED, faults=faults, ledger=file.name), None

    def _slot(self, name: str) -> _Slot:
        """Where a file belongs: the ledger of its name, or the only one that is named as its shape says."""
        every = ledger_register.versions(self.data)
        patterns = [shape.file for shape in self._shapes(name)]
        there = {each.ledger for each in every if any(fnmatchcase(each.ledger, pattern) for pattern in patterns)}
        if name not in there and len(there) > 1:
            do = f"请把文件名改成要换的那一份：{'、'.join(sorted(there))}；确是另外一份的，请直接放进 {FOLDER}/。"
            raise DataError(name, "不知道要换哪一份台账", do=do)
        ledger = name if name in there or not there else there.pop()
        return _Slot(ledger, [each for each in every if each.ledger == ledger], self.on.isoformat())

    def _known(self, file: ReceivedFile, slot: _Slot) -> Receipt | None:
        """The receipt of a ledger that was received before, or lies there already."""
        for number, each in enumerate(slot.versions):
            path = self.data / each.file
            if file.sha256 == each.sha256 or (path.is_file() and file.sha256 == sha256_of(path)):
                later = [version.name or version.ledger for version in slot.versions[number + 1 :]]
                return Receipt(file.name, ledger=slot.ledger, superseded=later[-1] if later else "")
        return None

    def _compared(self, file: ReceivedFile, slot: _Slot) -> Receipt:
        """The receipt of a new version: its faults, those that it would make in other ledgers too, and what changed."""
        shapes = self._shapes(file.name)
        county = self._with(shapes)
        others = [path for path in ledger_register.files_known(self.data, None) if path.name != slot.ledger]
        was = [self.data / slot.base.file] if slot.base else []
        before, known = read_ledgers(county, self.county.ledgers, lambda: [*others, *was])
        after, found = read_ledgers(county, self.county.ledgers, lambda: [*others, file.path])
        if ReceivedFile.of(file.path).sha256 != file.sha256:
            raise UnreadableError(file.name, "读的时候文件变了", do="请存好、关上以后再收。")
        kept = {f"{FOLDER}/{path.name}" for path in others}
        faults = [fault for fault in found if fault.where.startswith(file.name) or fault not in known]
        compared = shapes if slot.base and not faults else []
        changes = {each.slug: _changes(each, before, after) for each in compared}
        if file.name != slot.ledger and _all_others(before, changes):
            do = f"请核对是不是这份台账；确是另外一份的，请直接放进 {FOLDER}/。"
            faults = [Fault(file.name, f"没有一行的编号与现有的“{slot.ledger}”相同", do=do)]
        if faults:
            return Receipt(file.name, outcome=RETURNED, faults=tuple(faults), ledger=slot.ledger)
        own = sum(int((~after[each.slug]["file"].isin(kept)).sum()) for each in shapes)
        told = [line for each in shapes for line in news_of(each, changes.get(each.slug))]
        return Receipt(file.name, outcome=ACCEPTED, ledger=slot.ledger, values=own, told=(_became(slot), *told))

    def _with(self, shapes: Sequence[LedgerShape]) -> County:
        """The county with some ledgers, and those that refer to them or that they refer to."""
        wanted = {shape.slug for shape in shapes}
        while more := {
            slug for shape in self.county.ledgers for slug in (shape.slug, *shape.within.values())
            if wanted & {shape.slug, *shape.within.values()}
        } - wanted:  # fmt: skip
            wanted |= more
        return self.county.model_copy(
            update={"ledgers": tuple(each for each in self.county.ledgers if each.slug in wanted)}
        )

    def _enter(self, draft: Path, file: ReceivedFile, slot: _Slot) -> None:
        """Write a ledger into a draft of the folder: it and its register, and the version before as a vintage."""
        every = [each for each in ledger_register.versions(self.data) if each.on or each.sha256]
        own = LedgerVersion(slot.on, slot.ledger, file.sha256, "", file.name, self.by)
        if not slot.current:
            place = _free(draft, slot.on, slot.ledger)
        else:
            ledger = Path(slot.ledger).stem + file.path.suffix
            place = f"{FOLDER}/{ledger}"
            if slot.base:
                old = slot.base
                vintage = _free(draft, old.on or UNDATED, old.ledger)
                (draft / vintage).parent.mkdir(parents=True, exist_ok=True)
                (draft / old.file).rename(draft / vintage)
                kept = replace(old, file=vintage, sha256=old.sha256 or sha256_of(draft / vintage))
                every = [*(each for each in every if each.file != old.file), kept]
            every = [replace(each, ledger=ledger) if each.ledger == slot.ledger else each for each in every]
            own = replace(own, ledger=ledger)
        replace_file(draft / place, file.content)
        _write_register(draft / REGISTER, [*every, replace(own, file=place)])

    def _marked(self, file: ReceivedFile, faults: Sequence[Fault], target: Path) -> Path:
        """Write the marked copy of a faulty ledger, with the slip in front."""
        try:
            sheets = sandbox.read_sheets(file.path)
        except DataError:
            sheets = []
        report = FiledReport(FaultCollector(file.name, [_in_its_cell(file.name, fault) for fault in faults]))
        return return_slips.write_marked_copy(file, sheets, report, self.county, target, self.on)


def _changes(shape: LedgerShape, before: Frames, after: Frames) -> pd.DataFrame:
    return ledger_changes(prepared(before[shape.slug], shape), prepared(after[shape.slug], shape), shape.unique)


def _all_others(before: Frames, changes: Mapping[str, pd.DataFrame]) -> bool:
    """Whether no row of a version has the number of one of the version before."""
    gone = {slug: int((found["kind"] == GONE).sum()) for slug, found in changes.items()}
    return bool(gone) and all(count == len(before[slug]) for slug, count in gone.items())


def _became(slot: _Slot) -> str:
    """What becomes of a sound ledger."""
    if not slot.current:
        return f"比现行的（{slot.versions[-1].on}收到）早，只留作往期，现行的不变"
    if slot.base is None:
        return "是第一份，没有可比的"
    day = f"{slot.base.on}收到的" if slot.base.on else "原来的（收到日期未登记）"
    return f"现行的换成这一份，{day}留作往期"


def _free(draft: Path, day: str, ledger: str) -> str:
    """A path for a vintage of a day: several of one day lie in folders with a number."""
    number = 1
    while (draft / (place := f"{FOLDER}/vintages/{day}{f'-{number}' if number > 1 else ''}/{ledger}")).exists():
        number += 1
    return place


def _write_register(path: Path, versions: Sequence[LedgerVersion]) -> None:
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, ledger_register.COLUMNS, lineterminator="\n")
    writer.writeheader()
    for each in sorted(versions, key=lambda version: (version.ledger, version.on)):
        writer.writerow(asdict(each) | {"name": csv_safe(each.name), "by": csv_safe(each.by)})
    replace_file(path, text.getvalue().encode())


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = 26 * number + ord(letter) - ord("A") + 1
    return number


def _in_its_cell(name: str, fault: Fault) -> CellFault:
    """A fault with the cell that its place names, if it is one of the file."""
    match = _CELL.fullmatch(fault.where.removeprefix(name)) if fault.where.startswith(name) else None
    at = (int(match["row"]), _column(match["column"])) if match and match["row"] else None
    return CellFault(fault, match["sheet"] if match else "", at, whole=at is None)
