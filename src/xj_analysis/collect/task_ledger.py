"""The ledger of slips (督办台账) written by rule: new rows below the last, and evidence in cells that are empty."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from ..base.errors import DataError, OutputError, UsageError, choices, writable
from ..base.folder_lock import FolderLock
from ..base.folder_swap import staging_path
from ..base.text_files import replace_file
from ..county.ledger_shapes import LedgerShape
from ..county.model import County
from ..loaders.ledger_headings import locate
from ..loaders.ledger_register import FOLDER
from ..workbooks.cell_faults import FaultCollector
from ..workbooks.column_sandbox import read_columns
from ..workbooks.grid import Place
from ..workbooks.row_appending import Value, with_rows
from ..workbooks.sheet_tables import normalized

__all__ = ["MATTER", "UNKNOWN_LEADER", "TaskLedger", "ledger_shape"]
__dir__ = __all__.copy

MATTER = "matter"
UNKNOWN_LEADER = "待明确"
_INSTRUMENT = "tasks"


def ledger_shape(county: County) -> LedgerShape:
    """Return the shape of a county's ledger of slips.

    Raises
    ------
    UsageError
        It declares none, or one without a column for the matter.
    """
    where = f"{county.folder}/collection.toml"
    shape = next((each for each in county.ledgers if each.instrument == _INSTRUMENT), None)
    if shape is None:
        raise UsageError(where, "没有督办台账", do=f'请登记一种台账，写 instrument = "{_INSTRUMENT}"。')
    if MATTER not in {column.to for column in shape.columns.values()}:
        do = f'请在台账里加一列，并在 columns 里写 "事由" = {{ to = "{MATTER}", empty = true }}。'
        raise UsageError(where, f"“{shape.name}”没有记事由的列，不能认出同一件事", do=do)
    return shape


@dataclass(frozen=True)
class TaskLedger:
    """The file and the sheet of a ledger of slips that rules write to.

    Rows are added to the table that the last row of the ledger is in: of several files the last by name, of several
    sheets the last with rows.

    Parameters
    ----------
    path, sheet
        The workbook, and the name of its sheet.
    last
        The last row of the table.
    columns
        Column by field.
    key
        Column of the running number.
    """

    path: Path
    sheet: str
    last: int
    columns: Mapping[str, int]
    key: int
    shape: LedgerShape

    @classmethod
    def of(cls, county: County, tasks: pd.DataFrame) -> TaskLedger:
        """Return the one of a county.

        Parameters
        ----------
        tasks
            The rows of the ledger, as they were loaded.

        Raises
        ------
        DataError
            Its file is no .xlsx, or lacks the column of the matter.
        """
        shape = ledger_shape(county)
        name, sheet_name = str(tasks["file"].iloc[-1]).removeprefix(f"{FOLDER}/"), str(tasks["sheet"].iloc[-1])
        path = county.folder / FOLDER / name
        if path.suffix.lower() != ".xlsx":
            raise DataError(f"{FOLDER}/{name}", "不是 .xlsx，不能写入", do="请用表格软件另存为 .xlsx，原来的移走。")
        sheet = next(each for each in read_columns(path) if each.name == sheet_name)
        table = locate(sheet, shape)
        if table is None:
            raise DataError(f"{FOLDER}/{name} 「{sheet_name}」", "没有找到表头", do="请核对表头。")
        headings = table.headings()
        faults = FaultCollector(name)
        columns = {
            column.to: found
            for heading, column in shape.columns.items()
            if (found := table.find_column(headings, heading, faults))
        }
        if MATTER not in columns:
            heading = next(heading for heading, column in shape.columns.items() if column.to == MATTER)
            do = choices(heading, [text for text, _ in headings.values() if text])
            raise DataError(f"{FOLDER}/{name} 「{sheet_name}」", f"表头里没有“{heading}”，不能认出同一件事", do=do)
        last = int(tasks["row"].iloc[-1])
        return cls(path, sheet_name, last, columns, table.key, shape)

    def lacking(self, values: Mapping[str, Value]) -> list[str]:
        """Return the headings of columns that must be filled, and would not be, or not as the ledger allows."""
        return [
            heading
            for heading, column in self.shape.columns.items()
            if not (column.empty if values.get(column.to, "") == "" else str(values[column.to]) in column.among
                    or not column.among)
        ]  # fmt: skip

    def write(
        self,
        rows: Sequence[Mapping[str, Value]],
        filled: Mapping[Place, str],
        *,
        first: int,
        sha256: str,
        on_notice: Callable[[str], None],
    ) -> None:
        """Add rows, and fill cells that are empty; nothing to write leaves the file as it is.

        Parameters
        ----------
        rows
            By field.
        filled
            Texts by place.
        first
            The running number of the first new row.
        sha256
            Hash of the file as it was judged: another one is not written to.
        on_notice
            Called with a message while another process writes.

        Raises
        ------
        OutputError
            The file is open in a spreadsheet program, was changed meanwhile, or cannot be written.
        """
        from ..base.hashing import file_hash

        if not rows and not filled:
            return
        where = f"{FOLDER}/{self.path.name}"
        with writable(where):
            lock = FolderLock(staging_path(self.path.parent), self.path, "xj tasks", on_notice)
            lock.acquire()
            try:
                for locked in (f"~${self.path.name}", f"~${self.path.name[2:]}", f".~lock.{self.path.name}#"):
                    if (self.path.parent / locked).exists():
                        raise OutputError(where, "正在表格软件里打开着，没有写入", locked, "请先保存并关闭，再试一次。")
                if file_hash(self.path) != sha256:
                    raise OutputError(where, "读过以后又改了，没有写入", do="请再运行一次。")
                numbered = [
                    {self.key: first + number}
                    | {self.columns[name]: value for name, value in row.items() if name in self.columns}
                    for number, row in enumerate(rows)
                ]
                replace_file(self.path, with_rows(self.path, self.sheet, self.last, numbered, filled))
            finally:
                lock.release()

    def running_number(self) -> int:
        """Return the running number that follows the highest: rows of the table are counted where it has none."""
        sheet = next(each for each in read_columns(self.path) if each.name == self.sheet)
        table = locate(sheet, self.shape)
        first = table.first_row if table else self.last
        texts = [normalized(sheet.grid(self.last).text_at(row, self.key)) for row in range(first, self.last + 1)]
        return max([int(text) for text in texts if text.isdecimal()], default=len(texts)) + 1
