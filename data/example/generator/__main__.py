"""Make the files of the invented county: ``python data/example/generator [FOLDER]``; the same bytes every time."""

from __future__ import annotations

import csv
import shutil
import sys
from collections.abc import Iterable
from pathlib import Path

import archive
import books
import months
import series

from xj_analysis.county.model import County
from xj_analysis.county.toml_files import read_county

HERE = Path(__file__).resolve().parents[1]
COLUMNS = (
    "id", "indicator", "area", "subject", "period", "nature", "value", "unit", "hedge", "source", "locator",
    "published",
)  # fmt: skip


def main(folder: Path) -> None:
    """Write everything that is generated into `folder`, which holds a copy of the declarations."""
    shutil.rmtree(folder / "received", ignore_errors=True)
    county = _declared(folder)
    numbers = series.make(county)
    made = archive.Books(folder)
    archive.write(made, county, numbers)
    _table(folder / "observations.csv", COLUMNS, made.rows)
    (folder / "sources.toml").write_text(_toml(made.sources), encoding="utf-8")
    kept = books.everything(county)
    shutil.rmtree(folder / "ledgers", ignore_errors=True)
    (folder / "ledgers").mkdir()
    for name, content in kept.items():
        (folder / "ledgers" / name).write_bytes(content)
    months.receive(folder, numbers)
    months.mail(folder, numbers, kept)


def _declared(folder: Path) -> County:
    """The county as it is declared; its sources are still to be made."""
    (folder / "sources.toml").write_text("sources = []\n", encoding="utf-8")
    return read_county(folder)


def _table(path: Path, columns: Iterable[str], rows: Iterable[dict[str, str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(columns), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def _toml(sources: Iterable[dict[str, str]]) -> str:
    lines = ["# 由 generator/ 生成，都是虚构的。", ""]
    for source in sources:
        lines.append("[[sources]]")
        for name, value in source.items():
            lines.append(f"{name} = {value}" if name == "published" else f'{name} = "{value}"')
        lines += ["archived = true", ""]
    return "\n".join(lines)


if __name__ == "__main__":
    main(Path(sys.argv[1]).resolve() if len(sys.argv) > 1 else HERE)
