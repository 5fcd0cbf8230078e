"""A ledger of 300,000 rows loaded and checked by xj_analysis, and read by pandas' default engine in the same run.

``python benchmarks/ledger_read.py [ROWS]``
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import tempfile
import time
import warnings
from datetime import datetime, timedelta
from pathlib import Path

import pandas as pd
from openpyxl import Workbook

from xj_analysis import loaders
from xj_analysis.county.ledger_shapes import LedgerShape
from xj_analysis.loaders import ledger_register, ledgers

EXAMPLE = Path(__file__).parents[1] / "data" / "example"
COLUMNS = {
    "编号": {"to": "lead"}, "乡镇": {"to": "area", "kind": "area"}, "类别": {"to": "kind"},
    "投资": {"to": "amount", "kind": "number", "unit": "万元", "least": 0}, "日期": {"to": "found", "kind": "date"},
    "人数": {"to": "people", "kind": "number", "unit": "人", "least": 0},
}  # fmt: skip
SHARE, SECONDS, MEGABYTES = 0.2, 10, 500
"""The share of pandas' time that must suffice, and for 300,000 rows the seconds and the memory."""
ROWS = 300_000


def written(path: Path, rows: int) -> Path:
    """Write a ledger with its seven columns."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("台账")
    sheet.append(["序号", "编号", "乡镇", "类别", "投资（万元）", "日期", "人数"])
    first = datetime(2023, 1, 1)
    for number in range(rows):
        sheet.append([
            number + 1, f"L{number:06}", ("示例镇", "样板镇", "虚拟乡")[number % 3], f"类别{number % 40}",
            number * 1.25, first + timedelta(days=number % 900), number % 97,
        ])  # fmt: skip
    path.parent.mkdir()
    book.save(path)
    return path


def load(folder: Path) -> pd.DataFrame:
    """Load and check the one ledger of a folder."""
    shape = LedgerShape.model_validate(
        {"slug": "leads", "name": "台账", "file": "台账*", "key": "序号", "unique": ("lead",), "columns": COLUMNS}
    )
    county = loaders.load(EXAMPLE).county.model_copy(update={"ledgers": (shape,), "folder": folder})
    return ledgers.load_ledgers(county)["leads"]


def measured(folder: Path) -> None:
    """Print as JSON the seconds, the memory of this process and of its largest child, and the sum of the amounts."""
    loaders.load(EXAMPLE)
    began = time.perf_counter()
    frame = load(folder)
    taken = time.perf_counter() - began
    peaks = [resource.getrusage(who).ru_maxrss / 1024 for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    sys.stdout.write(json.dumps([taken, *peaks, len(frame), float(frame["amount"].sum())]))


def main(rows: int) -> int:
    """Print both times, their ratio and our memory; 1 where a limit is exceeded or the values differ."""
    with tempfile.TemporaryDirectory() as folder:
        path = written(Path(folder) / ledger_register.FOLDER / "台账.xlsx", rows)
        command = [sys.executable, __file__, "--measured", folder]
        answer = subprocess.run(command, check=True, capture_output=True).stdout  # noqa: S603  this script
        ours, own, child, count, amount = json.loads(answer)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # pandas announces another default; this is the one it has
            began = time.perf_counter()
            other = pd.read_excel(path)
            theirs = time.perf_counter() - began
    same = count == len(other) == rows and amount == float(other["投资（万元）"].sum())
    sys.stdout.write(
        f"{rows} rows x 7: xj_analysis, checked, {ours:.2f} s ({rows / ours:,.0f} rows/s), peak {own:.0f} MB and"
        f" {child:.0f} MB in the reading process; pandas (openpyxl), unchecked, {theirs:.2f} s; share"
        f" {ours / theirs:.3f}, same values: {same}\n"
    )
    within = rows > ROWS or (ours < SECONDS and own + child < MEGABYTES)
    return int(not same or not within or ours > SHARE * theirs)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--measured"]:
        measured(Path(sys.argv[2]))
    else:
        sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else ROWS))
