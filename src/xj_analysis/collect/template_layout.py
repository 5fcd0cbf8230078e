"""Cell layout of the templates, shared by the writer (`template`) and the reader (`filled_template`)."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ..county.model import County
from ..county.reporting import ReportingUnit
from ..quantity import hedges

SHEET = "填报"
HIDDEN = "xj_template"
KIND = "xj-analysis 填报模板"
FIRST = 6
"""Row of the first table's heading."""

COLUMNS = ("地区", "上期累计", "本期累计", "约数", "本期增加", "说明")
AREA, BEFORE, NOW, HEDGE, ADDED, NOTE = range(1, 7)
HEDGES = {word: hedges.PREFIXES[word] for word in ("约", "近", "不足", "超", "至少")} | {"余": hedges.Hedge.OVER}
"""Options of the drop-down for hedges."""

TITLE_AT, PERIOD_AT, UNIT_AT = (1, 1), (2, 2), (3, 2)


@dataclass(frozen=True)
class Line:
    """A row of a table: one area, or the total of what adds up, a formula over the rows above."""

    row: int
    area: str
    label: str
    total: bool = False


@dataclass(frozen=True)
class Block:
    """The table of one indicator.

    Parameters
    ----------
    heading
        Row of its heading; the row above has the name of the indicator.
    """

    indicator: str
    heading: int
    lines: tuple[Line, ...]


def blocks(county: County, unit: ReportingUnit) -> Iterator[Block]:
    """Yield the tables of a unit's template, from the top."""
    heading = FIRST
    for slug in unit.reports:
        codes = [*(county.towns if slug in unit.by_town else ()), unit.area or county.code]
        adds = len(codes) > 1 and county.by_slug[slug].additive
        lines = [
            Line(heading + n, code, _label(county, code, adds=adds), total=adds and n == len(codes))
            for n, code in enumerate(codes, start=1)
        ]
        yield Block(slug, heading, tuple(lines))
        heading += len(lines) + 3


def _label(county: County, code: str, *, adds: bool) -> str:
    return "合计" if adds and code == county.code else county.area_names[code]


def places(tables: Sequence[Block]) -> set[tuple[int, int]]:
    """Return the row and column of every cell of a template that is not left blank around its tables."""
    found = {TITLE_AT, (2, 1), PERIOD_AT, (3, 1), UNIT_AT, (4, 1)}
    for block in tables:
        found.add((block.heading - 1, 1))
        rows = (block.heading, *(line.row for line in block.lines))
        found |= {(row, column) for row in rows for column in range(1, len(COLUMNS) + 1)}
    return found


def headings(county: County, block: Block) -> tuple[str, ...]:
    """Return the headings of a table; those of numbers name the unit."""
    unit = county.by_slug[block.indicator].unit
    return tuple(f"{name}（{unit}）" if name in ("上期累计", "本期累计", "本期增加") else name for name in COLUMNS)


def version(county: County, unit: ReportingUnit) -> str:
    """Return a hash of the layout of a unit's template: it changes whenever a cell moves or is renamed."""
    layout = [
        [block.indicator, block.heading, headings(county, block), [[x.row, x.area, x.label] for x in block.lines]]
        for block in blocks(county, unit)
    ]
    return hashlib.sha256(json.dumps([KIND, unit.slug, layout], ensure_ascii=False).encode()).hexdigest()[:12]
