"""Receipts: filed workbooks kept unchanged, their values as observations, and a log of files."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from ..base.errors import DataError, Fault, reason
from ..base.text import csv_safe, one_line
from ..base.text_files import decode_text, replace_file
from ..county.model import County
from ..county.reporting import ReportingUnit
from ..loaders import folder, tabular
from ..loaders.observation_rules import COLUMNS
from ..quantity import periods
from ..store.observations import CORRECTION, KEY
from .as_read import Table
from .file_choice import file_name
from .report import Value, month_of

LOG = "received/log.csv"
SOURCES = "received/sources.toml"
ROWS = (*COLUMNS, "source", "locator", "published", "doubt", "remark", *CORRECTION)
LOGGED = ("on", "unit", "period", "name", "sha256", "file", "outcome", "values", "faults")
ACCEPTED, PARTLY, RETURNED = "accepted", "partly", "returned"
OUTCOMES = {ACCEPTED: "已收", PARTLY: "部分收", RETURNED: "已退回"}

_AGAIN = "当日重报"


class UnreadableError(DataError):
    """A received file cannot be read, or is being written: it is not taken in, and may be sent again."""


@dataclass(frozen=True)
class ReceivedFile:
    """A received file: its bytes and their hash."""

    path: Path
    content: bytes
    sha256: str

    @classmethod
    def of(cls, path: Path) -> ReceivedFile:
        """Return the file at `path`.

        Raises
        ------
        UnreadableError
            It cannot be read.
        """
        try:
            content = path.read_bytes()
        except OSError as error:
            raise UnreadableError(file_name(path), "文件读不了", reason(error), "请核对路径与文件名。") from None
        return cls(path, content, hashlib.sha256(content).hexdigest())

    @property
    def name(self) -> str:
        """Its name as text."""
        return file_name(self.path)

    def path_for(self, unit: str, period: str) -> str:
        """Return its path below the data folder: by period, unit and hash, never by its original name."""
        suffix = self.path.suffix.lower() if re.fullmatch(r"\.[a-z]{3,4}", self.path.suffix.lower()) else ".bin"
        month = month_of(period) if period else "undated"
        return f"received/{month}/{unit or 'unknown'}-{self.sha256[:12]}{suffix}"


@dataclass(frozen=True)
class Filing:
    """A received file whose unit and period are known, and its path below the data folder (`place`)."""

    county: County
    unit: ReportingUnit
    period: str
    file: ReceivedFile
    place: str
    on: date


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
    left_out
        What of the file was not read, a Chinese line each.
    superseded
        Name of a file of the same unit and period, or of the same ledger, that was accepted after this one, where this
        was received before.
    read
        In a trial, all values as read, sound or not: a table a sheet.
    ledger
        Of a ledger: the name of its file in ``ledgers/``; empty for a report.
    told
        Of a ledger: what became of it, and what changed since the version before, a Chinese line each.
    """

    name: str
    unit: str = ""
    period: str = ""
    outcome: str = ""
    values: int = 0
    faults: tuple[Fault, ...] = ()
    returned: Path | None = None
    left_out: tuple[str, ...] = ()
    read: tuple[Table, ...] | None = None
    superseded: str = ""
    ledger: str = ""
    told: tuple[str, ...] = ()


def read_log(data: Path) -> list[dict[str, str]]:
    """Return the log of received files, in the order of receipt."""
    path = data / LOG
    if not path.is_file():
        return []
    return [{str(name): str(cell) for name, cell in row.items()} for row in
            tabular.read_table(path, columns=LOGGED).to_dict("records")]  # fmt: skip


def keep_file(data: Path, file: ReceivedFile, place: str) -> None:
    """Store a file unchanged below ``received/``."""
    target = data / place
    target.parent.mkdir(parents=True, exist_ok=True)
    if not target.exists():
        target.write_bytes(file.content)


def append_log(data: Path, entry: Mapping[str, str]) -> None:
    """Append a file to the log."""
    _append(data / LOG, LOGGED, [entry])


def enter_values(data: Path, filing: Filing, values: Sequence[Value]) -> int:
    """Append the values of a report as observations of a new source, and return their number.

    A value reported again on the same day corrects the earlier one; on a later day it is a revision. What the sender
    notes about a value (说明) is its remark. Rows that are there already are not entered twice.
    """
    on, period = filing.on, filing.period
    source = f"r{on:%Y%m%d}_{filing.unit.slug}_{filing.file.sha256[:8]}"
    valued = [value for value in values if value.entry.digits]
    there = _rows(data)
    earlier = {tuple(row[name] for name in KEY): row for row in there if row["published"] == on.isoformat()}
    ids = {row["id"] for row in there}
    rows = []
    for number, value in enumerate(valued, start=1):
        code = value.period or (period if value.measure == "cumulative" else month_of(period))
        row = {
            "id": f"{source}-{number}", "indicator": value.indicator, "area": value.area, "subject": "", "period": code,
            "nature": "actual", "value": value.entry.digits, "unit": value.entry.unit, "hedge": str(value.entry.hedge),
            "source": source, "locator": value.locator, "published": on.isoformat(), "remark": one_line(value.note),
        }  # fmt: skip
        if (old := earlier.get(tuple(row[name] for name in KEY))) is not None:
            row |= {"corrects": old["id"], "because": _AGAIN, "by": filing.unit.name, "issued": old["published"]}
        rows.append(row)
    if missing := [row for row in rows if row["id"] not in ids]:
        _append_source(data, filing, source)
        _append(data / folder.RECEIVED, ROWS, missing)
    return len(rows)


def _rows(data: Path) -> list[dict[str, str]]:
    """Rows received so far."""
    path = data / folder.RECEIVED
    return list(csv.DictReader(io.StringIO(_text(path, ROWS), newline=""))) if path.is_file() else []


def _text(path: Path, columns: Sequence[str]) -> str:
    """The text of one of our CSV files, with columns that have come since.

    Raises
    ------
    DataError
        It has other columns: rows appended to it would say something else.
    """
    text, _ = decode_text(path.read_bytes(), path.name)
    header = text.partition("\n")[0].rstrip("\r")
    if header == ",".join(columns):
        return text if text.endswith("\n") else f"{text}\n"
    if header.split(",") != [name for name in columns if name in header.split(",")]:
        raise DataError(f"{path} 表头", "改动过", header, f"请改回：{','.join(columns)}")
    wider = io.StringIO(newline="")  # written before there were as many columns
    writer = csv.DictWriter(wider, list(columns), lineterminator="\n", restval="")
    writer.writeheader()
    writer.writerows(csv.DictReader(io.StringIO(text, newline="")))
    return wider.getvalue()


def _append_source(data: Path, filing: Filing, source: str) -> None:
    unit, invented = filing.unit.name, "（虚构）" if filing.county.nature == "invented" else ""
    fields = {
        "id": source, "title": f"{unit}{periods.parse(filing.period).label}报表{invented}", "publisher": unit,
        "published": filing.on.isoformat(), "address": f"填报单位报送，原件 {filing.place}", "transcript": filing.place,
        "sha256": filing.file.sha256, "strength": "original",
    }  # fmt: skip
    lines = ["", "[[sources]]"]
    # a JSON string without escaped slashes is a TOML string
    quoted = {name: json.dumps(text, ensure_ascii=False) for name, text in fields.items()}
    lines += [f"{name} = {value}" for name, value in (quoted | {"published": fields["published"]}).items()]
    path = data / SOURCES
    head = path.read_text(encoding="utf-8") if path.is_file() else "# 由 xj intake 写入：收到的报表，一份一个来源。\n"
    if f"\nid = {quoted['id']}\n" not in head:
        replace_file(path, (head + "\n".join([*lines, "archived = true", ""])).encode())


def _append(path: Path, columns: Sequence[str], rows: Sequence[Mapping[str, str]]) -> None:
    """Append rows to a CSV, cells made safe for spreadsheets; the file is replaced atomically."""
    added = io.StringIO(newline="")
    writer = csv.DictWriter(added, list(columns), lineterminator="\n", restval="")
    old = _text(path, columns) if path.is_file() else ""
    if not old:
        writer.writeheader()
    writer.writerows({name: csv_safe(cell) for name, cell in row.items()} for row in rows)
    replace_file(path, (old + added.getvalue()).encode())
