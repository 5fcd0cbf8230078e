"""Generated counties for benchmarks: months, targets, towns and plans as in data/example, numbers of their own."""

from __future__ import annotations

import csv
import shutil
import sys
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

REPO = Path(__file__).parents[1]
EXAMPLE = REPO / "data" / "example"

_STEMS, _BRANCHES = "甲乙丙丁戊己庚辛壬癸", "子丑寅卯辰巳午未申酉戌亥"
_DECLARATIONS = ("county.toml", "areas.csv", "collection.toml", "sources.toml", "received/sources.toml")
_TABLES = ("observations.csv", "received/observations.csv")
_NOT_BUILT_FROM = shutil.ignore_patterns("generator", "inbox", "faulty")


def realistic(folder: Path, number: int) -> list[Path]:
    """Write generated counties into ``folder/data`` and return their folders.

    Each is data/example under another slug, name and code, its numbers made by that county's generator from another
    seed. The workbooks the numbers are said to come from are copied as they are: a build reads their hashes only.

    Parameters
    ----------
    folder
        Where ``data/`` is written.
    number
        How many; no more than there are names, 120.
    """
    return [_county(folder / "data" / f"generated_{place}", place) for place in range(number)]


def _county(target: Path, place: int) -> Path:
    name = _STEMS[place // len(_BRANCHES)] + _BRANCHES[place % len(_BRANCHES)]
    code = str(990_000 + place)  # no county of the country has it
    shutil.copytree(EXAMPLE, target, ignore=_NOT_BUILT_FROM)
    for table in _DECLARATIONS:
        text = (EXAMPLE / table).read_text(encoding="utf-8").replace("示例县", f"{name}县")
        (target / table).write_text(text.replace("999900", code), encoding="utf-8")
    numbers = _numbers(place + 1)
    for table in _TABLES:
        _renumber(target / table, numbers, code)
    return target


def _numbers(seed: int) -> Mapping[str, Mapping[tuple[Any, ...], Decimal]]:
    """What the generator of data/example makes of another seed, by nature."""
    generator = str(EXAMPLE / "generator")
    if generator not in sys.path:
        sys.path.insert(0, generator)
    import series

    from xj_analysis.county.toml_files import read_county

    made = series.make(read_county(EXAMPLE), seed)
    return {"target": made.targets, "planned": made.plans, "actual": made.reports}


def _renumber(table: Path, numbers: Mapping[str, Mapping[tuple[Any, ...], Decimal]], code: str) -> None:
    """Give each row of a table its number, and its area the county's own code."""
    with table.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    for row in rows:
        period = row["period"]
        when = int(period) if row["nature"] == "target" else (int(period[:4]), int(period[-2:]))
        row["value"] = str(numbers[row["nature"]][row["indicator"], row["area"], when])
        row["area"] = row["area"].replace("999900", code)
    with table.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
