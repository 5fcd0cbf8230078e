"""Import of quantities from texts: a table for a person to confirm; only confirmed rows become observations."""

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
from ..county.model import County
from ..county.sources import Source
from ..loaders import folder, tabular
from ..quantity import units
from .reader.reading import Mention, Reading

CELLS = (
    "indicator", "area", "subject", "period", "nature", "value", "unit", "hedge", "rank", "rank_scope",
    "tier", "locator",
)  # fmt: skip
COLUMNS = ("confirm", "id", *CELLS, "measured", "context")
"""Columns of the table to confirm; a person fills `confirm` and corrects the others."""

YES = ("是", "y", "yes", "1", "√")
NO = ("", "否", "n", "no", "0")
_LEAST_LIKENESS = 0.5
_CONTEXT = 14


def find_source(path: Path, county: County) -> Source:
    """Return the registered source whose transcript has the hash of this file.

    Raises
    ------
    UsageError
        No source has it; the message says how to register it.
    """
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    for source in county.sources:
        if source.sha256 == digest:
            return source
    fix = f"xj check --fix {county.folder}"
    do = f"请把文件放进数据文件夹的 transcripts/，在 sources.toml 登记一条 [[sources]]，再运行 {fix}。"
    raise UsageError(str(path), "这个文件还没有登记为来源", do=do)


def table_path(county: County, source: Source) -> Path:
    """Return the path of the table to confirm."""
    return county.folder / "proposed" / f"{source.id}.csv"


def propose(reading: Reading, county: County, source: Source) -> list[dict[str, str]]:
    """Return an unconfirmed row for each quantity, with the indicator where one fits."""
    return [_row(number, mention, reading.text, county, source) for number, mention in enumerate(reading.mentions, 1)]


def _row(number: int, mention: Mention, text: str, county: County, source: Source) -> dict[str, str]:
    context = text[max(0, mention.start - _CONTEXT) : mention.end + _CONTEXT].replace("\n", " ")
    codes = {name: code for code, name in county.area_names.items()}
    return {
        "confirm": "", "id": f"{source.id}-{number}", "indicator": _indicator(mention, county),
        "area": codes.get(mention.area, county.code), "subject": mention.subject, "period": mention.period,
        "nature": mention.nature, "value": f"{mention.value:f}", "unit": mention.unit, "hedge": str(mention.hedge),
        "rank": str(mention.rank or ""), "rank_scope": mention.scope, "tier": mention.tier,
        "locator": mention.locator, "measured": mention.measured, "context": f"「{context}」",
    }  # fmt: skip


def _indicator(mention: Mention, county: County) -> str:
    """Return the indicator with the name most like the measured thing, of those with a convertible unit."""
    if units.find_unit(mention.unit) is None:
        return ""
    scores = {
        indicator.slug: difflib.SequenceMatcher(None, mention.measured, indicator.name, autojunk=False).ratio()
        for indicator in county.indicators
        if indicator.op is None and units.convertible(mention.unit, indicator.unit)
    }
    best = max(scores, key=scores.__getitem__, default="")
    return best if scores.get(best, 0) >= _LEAST_LIKENESS else ""


def write_table(path: Path, rows: Sequence[Mapping[str, str]]) -> None:
    """Write the table to confirm as CSV for spreadsheets (UTF-8 with a byte order mark)."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS)
        writer.writeheader()
        writer.writerows({name: csv_safe(cell) for name, cell in row.items()} for row in rows)


def read_confirmed(path: Path) -> tuple[int, list[dict[str, str]]]:
    """Return the number of rows of a table, and its confirmed rows.

    Raises
    ------
    DataError
        A column is missing, or `confirm` is neither yes nor no; all faults are listed.
    """
    rows = tabular.read_table(path, columns=COLUMNS)
    answers = rows["confirm"].str.strip().str.lower()
    unclear = rows[~answers.isin([*YES, *NO])]
    if len(unclear):
        raise DataError.of([
            Fault(f"{path.name} 第{line}行 confirm", "不知是否确认", str(answer), "要写入的填“是”，其余留空。")
            for line, answer in unclear["confirm"].items()
        ])  # fmt: skip
    confirmed = rows[answers.isin(YES)].to_dict("records")
    return len(rows), [{str(name): str(cell) for name, cell in row.items()} for row in confirmed]


def write_observations(rows: Sequence[Mapping[str, str]], county: County, source: Source) -> int:
    """Append confirmed rows to the county's ``observations.csv``, all or none; return the number of new rows.

    A row whose id is already there is skipped.

    Raises
    ------
    DataError
        The observations would be faulty with these rows; all faults are listed.
    UsageError
        The county has no ``observations.csv``.
    """
    path = county.folder / "observations.csv"
    if not path.is_file():
        raise UsageError(str(county.folder), "这里没有 observations.csv", do="只能写入 observations.csv。")
    text, encoding = decode_text(path.read_bytes(), path.name)
    header = next(csv.reader(io.StringIO(text)))
    ids = {line[header.index("id")] for line in csv.reader(io.StringIO(text)) if len(line) == len(header)}
    new = [row for row in rows if row["id"] not in ids]
    if not new:
        return 0
    _require_columns(new, header, path.name)
    ending = "\r\n" if "\r\n" in text else "\n"
    appended = io.StringIO(newline="")
    writer = csv.DictWriter(appended, header, restval="", extrasaction="ignore", lineterminator=ending)
    for row in new:
        cells = {**row, "source": source.id, "note": f"原文：{row['measured']}"}
        writer.writerow({name: csv_safe(cell) for name, cell in cells.items()})
    content = ((text if text.endswith("\n") else text + ending) + appended.getvalue()).encode(encoding)
    _require_sound(content, county)
    replace_file(path, content)
    return len(new)


def _require_columns(rows: Sequence[Mapping[str, str]], header: Sequence[str], name: str) -> None:
    """Raise DataError where the file has no column for a filled cell."""
    absent = sorted({column for row in rows for column in CELLS if row[column] and column not in header})
    if absent:
        raise DataError(f"{name} 表头", "缺少要写入的列", "、".join(absent), "请在表头补上这些列。")


def _require_sound(content: bytes, county: County) -> None:
    """Raise DataError with the faults that `xj check` would find in the new observations."""
    with tempfile.TemporaryDirectory() as name:
        staging = Path(name)
        (staging / "observations.csv").write_bytes(content)
        corrections = county.folder / "corrections.csv"
        if corrections.is_file():
            (staging / corrections.name).write_bytes(corrections.read_bytes())
        _, faults = folder.read_observations(county.model_copy(update={"folder": staging}))
    if faults:
        raise DataError.of(faults)
