"""What has been received: every file untouched, its values as observations, and who sent what when."""

from __future__ import annotations

import csv
import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from ..base.errors import DataError
from ..base.text import csv_safe
from ..base.text_files import replace_file
from ..county.model import County
from ..county.reporting import ReportingUnit
from ..loaders import folder, tabular
from ..loaders.observation_rules import COLUMNS
from ..quantity import periods
from ..store.observations import CORRECTION, KEY
from .report import Value, month_of

LOG = "received/log.csv"
SOURCES = "received/sources.toml"
ROWS = (*COLUMNS, "source", "locator", "published", "doubt", *CORRECTION)
LOGGED = ("on", "unit", "period", "name", "sha256", "file", "outcome", "values", "faults")
ACCEPTED, PARTLY, RETURNED = "accepted", "partly", "returned"
OUTCOMES = {ACCEPTED: "已收", PARTLY: "部分收", RETURNED: "已退回"}

_AGAIN = "当日重报"


@dataclass(frozen=True)
class Sent:
    """One file as it came: its bytes, their hash, and where they are kept."""

    path: Path
    content: bytes
    sha256: str

    @classmethod
    def of(cls, path: Path) -> Sent:
        """Return the file at `path`.

        Raises
        ------
        DataError
            There is none.
        """
        try:
            content = path.read_bytes()
        except OSError as error:
            raise DataError(str(path), "文件读不了", error.strerror or "", "请核对路径与文件名。") from None
        return cls(path, content, hashlib.sha256(content).hexdigest())

    def kept_as(self, unit: str, period: str) -> str:
        """Return where it is kept, below the data folder: by period, unit and hash, never by the name it came with."""
        suffix = self.path.suffix.lower() if re.fullmatch(r"\.[a-z]{3,4}", self.path.suffix.lower()) else ".bin"
        month = month_of(period) if period else "undated"
        return f"received/{month}/{unit or 'unknown'}-{self.sha256[:12]}{suffix}"


def log(data: Path) -> list[dict[str, str]]:
    """Return every file ever received, in the order it came."""
    path = data / LOG
    if not path.is_file():
        return []
    return [{str(name): str(cell) for name, cell in row.items()} for row in
            tabular.read_table(path, columns=LOGGED).to_dict("records")]  # fmt: skip


def keep(data: Path, sent: Sent, place: str) -> None:
    """Keep a file untouched below ``received/``."""
    target = data / place
    target.parent.mkdir(parents=True, exist_ok=True)
    if not target.exists():
        target.write_bytes(sent.content)


def receipt_note(data: Path, entry: Mapping[str, str]) -> None:
    """Write down that a file was received."""
    _append(data / LOG, LOGGED, [entry])


def enter(
    data: Path, county: County, unit: ReportingUnit, period: str, place: str, values: Sequence[Value], *, sent: Sent,
    on: date,
) -> int:  # fmt: skip
    """Enter the values of a report as observations of a source of its own, and return how many there are.

    What the same unit said of the same things on the same day before is taken back by this; what it said on an earlier
    day is a vintage of its own.
    """
    source = f"r{on:%Y%m%d}_{unit.slug}_{sent.sha256[:8]}"
    valued = [value for value in values if value.entry.digits]
    before = _newest(data, on)
    rows = []
    for number, value in enumerate(valued, start=1):
        indicator = county.by_slug[value.indicator]
        code = period if value.measure == "cumulative" else month_of(period)
        row = {
            "id": f"{source}-{number}", "indicator": indicator.slug, "area": value.area, "subject": "", "period": code,
            "nature": "actual", "value": value.entry.digits, "unit": value.entry.unit, "hedge": str(value.entry.hedge),
            "source": source, "locator": value.locator, "published": on.isoformat(),
        }  # fmt: skip
        if (old := before.get(tuple(row[name] for name in KEY))) is not None:
            row |= {"corrects": old["id"], "because": _AGAIN, "by": unit.name, "issued": old["published"]}
        rows.append(row)
    if rows:
        _source(data, county, unit, period, place, source=source, sent=sent, on=on)
        _append(data / folder.RECEIVED, ROWS, rows)
    return len(rows)


def _newest(data: Path, on: date) -> dict[tuple[str, ...], dict[str, str]]:
    """What was received on the same day, by what it is about: the last of each."""
    path = data / folder.RECEIVED
    if not path.is_file():
        return {}
    with path.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["published"] == on.isoformat()]
    return {tuple(row[name] for name in KEY): row for row in rows}


def _source(
    data: Path, county: County, unit: ReportingUnit, period: str, place: str, *, source: str, sent: Sent, on: date
) -> None:
    invented = "（虚构）" if county.nature == "invented" else ""
    about = {
        "id": source, "title": f"{unit.name}{periods.parse(period).label}报表{invented}", "publisher": unit.name,
        "published": on.isoformat(), "address": f"填报单位报送，原件 {place}", "transcript": place,
        "sha256": sent.sha256, "strength": "original",
    }  # fmt: skip
    lines = ["", "[[sources]]"]
    # a string of JSON without its slashes escaped is a string of TOML
    quoted = {name: json.dumps(words, ensure_ascii=False) for name, words in about.items()}
    lines += [f"{name} = {words}" for name, words in (quoted | {"published": about["published"]}).items()]
    path = data / SOURCES
    head = path.read_text(encoding="utf-8") if path.is_file() else "# 由 xj intake 写入：收到的报表，一份一个来源。\n"
    replace_file(path, (head + "\n".join([*lines, "archived = true", ""])).encode())


def _append(path: Path, columns: Sequence[str], rows: Sequence[Mapping[str, str]]) -> None:
    """Add rows to a table, none of which computes; what is there is never touched, and nothing is ever half written."""
    import io

    added = io.StringIO(newline="")
    writer = csv.DictWriter(added, list(columns), lineterminator="\n", restval="")
    old = path.read_text(encoding="utf-8") if path.is_file() else ""
    if not old:
        writer.writeheader()
    writer.writerows({name: csv_safe(cell) for name, cell in row.items()} for row in rows)
    replace_file(path, (old + added.getvalue()).encode())
