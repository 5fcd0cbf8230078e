"""Cell layout of the templates, shared by the writer (`template`) and the reader (`filled_template`)."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass

from ..county.model import County
from ..county.reporting import ReportingUnit
from ..quantity.hedges import Hedge

SHEET = "填报"
HIDDEN = "xj_template"
KIND = "xj-analysis 填报模板"
FIRST = 6
"""Row of the first table's heading."""

COLUMNS = ("地区", "上期累计", "本期累计", "约数", "本期增加", "说明")
AREA, BEFORE, NOW, HEDGE, ADDED, NOTE = range(1, 7)
HEDGES = {
    "约": Hedge.ABOUT, "近": Hedge.UNDER, "不足": Hedge.UNDER, "超": Hedge.OVER, "至少": Hedge.AT_LEAST,
    "余": Hedge.OVER,
}  # fmt: skip
"""Options of the drop-down for hedges."""

TITLE_AT, PERIOD_AT, UNIT_AT = (1, 1), (2, 2), (3, 2)


@dataclass(frozen=True)
class Line:
    """A row of a table: one area, or the total, a formula over the rows above."""

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
        lines = [
            Line(heading + n, code, _label(county, code, several=len(codes) > 1), total=n == len(codes) > 1)
            for n, code in enumerate(codes, start=1)
        ]
        yield Block(slug, heading, tuple(lines))
        heading += len(lines) + 3


def _label(county: County, code: str, *, several: bool) -> str:
    return "合计" if several and code == county.code else county.area_names[code]


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
