"""The county's archive, observations and ledgers, written into a folder; also of another seed, for tests."""

from __future__ import annotations

import csv
import random
import shutil
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import archive
import books
import earlier
import ledgers
import planted
import series

from xj_analysis.base.errors import DataError
from xj_analysis.collect.ledger_intake import LedgerDesk
from xj_analysis.collect.receipts import ReceivedFile
from xj_analysis.county.model import County
from xj_analysis.county.toml_files import read_county

EXAMPLE = Path(__file__).resolve().parents[1]
DECLARED = ("county.toml", "indicators.csv", "areas.csv", "collection.toml")
COLUMNS = (
    "id", "indicator", "area", "subject", "period", "nature", "value", "unit", "hedge", "source", "locator",
    "published",
)  # fmt: skip


@dataclass(frozen=True)
class Made:
    """What was written.

    Parameters
    ----------
    ledgers
        The workbooks by their names.
    """

    numbers: series.Numbers
    ledgers: dict[str, bytes]
    planted: list[planted.Planted]


def generate(folder: Path, seed: int) -> list[planted.Planted]:
    """Write an invented county of another seed into an empty folder, and return what is planted in its ledgers.

    All of its reports lie in archive/, those of the last month too; there is no mail, and nothing was received.
    """
    for name in DECLARED:
        shutil.copy(EXAMPLE / name, folder)
    return write(folder, seed, series.LAST).planted


def write(folder: Path, seed: int = series.SEED, until: tuple[int, int] = series.ARCHIVED) -> Made:
    """Write what is archived up to a month, and the ledgers, into a folder that holds the declarations."""
    county = _declared(folder)
    numbers = series.make(county, seed)
    rows, found = ledgers.everything(county, numbers, seed)
    made = archive.Books(folder)
    archive.write(made, county, numbers, until)
    _table(folder / "observations.csv", COLUMNS, made.rows)
    (folder / "sources.toml").write_text(_toml(made.sources), encoding="utf-8")
    before, changes = earlier.make(random.Random(f"{seed} earlier"), rows, found)
    kept = books.everything(county, rows)
    _keep(folder, county, books.everything(county, before), kept)
    planted.write(folder / "planted.csv", found)
    earlier.write(folder / "planted_changes.csv", changes)
    return Made(numbers, kept, sorted(found))


def _keep(folder: Path, county: County, before: dict[str, bytes], kept: dict[str, bytes]) -> None:
    """Put the ledgers into their folder; those that were sent before too are taken in, each on its day."""
    shutil.rmtree(folder / "ledgers", ignore_errors=True)
    (folder / "ledgers").mkdir()
    for name in kept.keys() - earlier.BOOKS.keys():
        (folder / "ledgers" / name).write_bytes(kept[name])
    with tempfile.TemporaryDirectory() as room:
        for on, sent in ((earlier.SENT, before), (earlier.NOW, kept)):
            for name, by in earlier.BOOKS.items():
                path = Path(room) / name
                path.write_bytes(sent[name])
                receipt = LedgerDesk(folder, county, on, by).take_in(ReceivedFile.of(path), Path(room), print)
                if receipt.faults:
                    raise DataError.of(receipt.faults)


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
