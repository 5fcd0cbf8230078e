"""From a reading to observations: a table for a person to confirm, and only what was confirmed is written."""

from __future__ import annotations

import csv
import difflib
import hashlib
import io
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from ..base.errors import DataError, Fault, UsageError
from ..base.text import csv_safe
from ..base.text_files import decode_text, replace_file
from ..county.model import County, Indicator
from ..county.sources import Source
from ..loaders import folder, tabular
from ..quantity import units
from .reader.reading import Mention, Reading

CELLS = (
    "indicator", "area", "subject", "period", "nature", "value", "unit", "hedge", "rank", "rank_scope",
    "tier", "locator",
)  # fmt: skip
COLUMNS = ("confirm", "id", *CELLS, "measured", "context")
"""Columns of the table to confirm; a person fills `confirm`, and puts right the rest where need be."""

YES = ("是", "y", "yes", "1", "√")
NO = ("", "否", "n", "no", "0")
_ALIKE = 0.5
_AROUND = 14
_OWN = ("全县", "全区", "全市", "该县", "我县")


def find_source(path: Path, county: County) -> Source:
    """Return the registered source whose transcript is this very file.

    Raises
    ------
    UsageError
        No source has a transcript with this hash; what to register is said.
    """
    found = hashlib.sha256(path.read_bytes()).hexdigest()
    for source in county.sources:
        if source.sha256 == found:
            return source
    do = f'请把文件放进数据文件夹的 transcripts/，在 sources.toml 登记一条 [[sources]]，sha256 = "{found}"。'
    raise UsageError(str(path), "这个文件还没有登记为来源", do=do)


def table_path(county: County, source: Source) -> Path:
    """Return where the table to confirm is kept."""
    return county.folder / "proposed" / f"{source.id}.csv"


def propose(reading: Reading, county: County, source: Source) -> list[dict[str, str]]:
    """Return a row for each quantity read, nothing confirmed, the indicator filled in where one fits."""
    return [_row(number, mention, reading.text, county, source) for number, mention in enumerate(reading.mentions, 1)]


def _row(number: int, mention: Mention, text: str, county: County, source: Source) -> dict[str, str]:
    around = text[max(0, mention.start - _AROUND) : mention.end + _AROUND].replace("\n", " ")
    return {
        "confirm": "", "id": f"{source.id}-{number}", "indicator": _indicator(mention, county),
        "area": _area(mention.area, county), "subject": mention.subject, "period": mention.period,
        "nature": mention.nature, "value": f"{mention.value:f}", "unit": mention.unit, "hedge": str(mention.hedge),
        "rank": str(mention.rank or ""), "rank_scope": mention.scope, "tier": mention.tier,
        "locator": mention.locator, "measured": mention.measured, "context": f"「{around}」",
    }  # fmt: skip


def _indicator(mention: Mention, county: County) -> str:
    """The slug of the indicator whose name is likest what is measured, of those with a unit that fits."""
    fitting = [indicator for indicator in county.indicators if indicator.op is None and _fits(mention.unit, indicator)]
    best = max(fitting, key=lambda indicator: _likeness(mention.measured, indicator.name), default=None)
    return best.slug if best and _likeness(mention.measured, best.name) >= _ALIKE else ""


def _fits(symbol: str, indicator: Indicator) -> bool:
    return units.find_unit(symbol) is not None and units.convertible(symbol, indicator.unit)


def _likeness(measured: str, name: str) -> float:
    return difflib.SequenceMatcher(None, measured, name, autojunk=False).ratio()


def _area(named: str, county: County) -> str:
    codes = {name: code for code, name in county.area_names.items()}
    return county.code if named in ("", *_OWN) else codes.get(named, county.code)


def write_table(path: Path, rows: Sequence[Mapping[str, str]]) -> None:
    """Write the table to confirm, for a spreadsheet to open (UTF-8 with a byte order mark)."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS)
        writer.writeheader()
        writer.writerows({name: csv_safe(cell) for name, cell in row.items()} for row in rows)


def read_confirmed(path: Path) -> tuple[int, list[dict[str, str]]]:
    """Return how many rows a table has, and those that a person confirmed.

    Raises
    ------
    DataError
        It is no such table, or `confirm` has a word that is neither yes nor no; all are listed.
    """
    rows = tabular.read_table(path, columns=COLUMNS)
    strange = rows[~rows["confirm"].str.strip().str.lower().isin([*YES, *NO])]
    if len(strange):
        raise DataError.of([
            Fault(f"{path.name} 第{line}行 confirm", "不知是否确认", str(got), "要写入的填“是”，其余留空。")
            for line, got in strange["confirm"].items()
        ])  # fmt: skip
    kept = rows[rows["confirm"].str.strip().str.lower().isin(YES)]
    return len(rows), [{str(name): str(cell) for name, cell in row.items()} for row in kept.to_dict("records")]


def write_observations(rows: Sequence[Mapping[str, str]], county: County, source: Source) -> int:
    """Write confirmed rows to the county's ``observations.csv``; return how many are new there.

    Rows that were written before (by their id) are left alone. Nothing is written unless all of it is sound.

    Raises
    ------
    DataError
        With these rows the observations would be faulty; all faults are listed.
    UsageError
        The county keeps its observations in another file.
    """
    path = county.folder / "observations.csv"
    if not path.is_file():
        raise UsageError(str(county.folder), "这里没有 observations.csv", do="只能写入 observations.csv。")
    text, encoding = decode_text(path.read_bytes(), path.name)
    header = next(csv.reader(io.StringIO(text)))
    known = {line[header.index("id")] for line in csv.reader(io.StringIO(text)) if len(line) == len(header)}
    new = [row for row in rows if row["id"] not in known]
    if not new:
        return 0
    _fitting(new, header, path.name)
    ending = "\r\n" if "\r\n" in text else "\n"
    added = io.StringIO(newline="")
    writer = csv.DictWriter(added, header, restval="", extrasaction="ignore", lineterminator=ending)
    for row in new:
        cells = {**row, "source": source.id, "note": f"原文：{row['measured']}"}
        writer.writerow({name: csv_safe(cell) for name, cell in cells.items()})
    whole = (text if text.endswith("\n") else text + ending) + added.getvalue()
    _checked(whole.encode(encoding), county)
    replace_file(path, whole.encode(encoding))
    return len(new)


def _fitting(rows: Sequence[Mapping[str, str]], header: Sequence[str], name: str) -> None:
    """A cell for which the file has no column is a fault, not left out."""
    absent = sorted({column for row in rows for column in CELLS if row[column] and column not in header})
    if absent:
        raise DataError(f"{name} 表头", "缺少要写入的列", "、".join(absent), "请在表头补上这些列。")


def _checked(content: bytes, county: County) -> None:
    """Raise what `xj check` would find in the observations with the new rows."""
    with tempfile.TemporaryDirectory() as name:
        staged = Path(name)
        (staged / "observations.csv").write_bytes(content)
        corrections = county.folder / "corrections.csv"
        if corrections.is_file():
            (staged / corrections.name).write_bytes(corrections.read_bytes())
        _, faults = folder.read_observations(county.model_copy(update={"folder": staged}))
    if faults:
        raise DataError.of(faults)
