"""The values of a report as read, in tables for a person: one a sheet, areas by indicators, each with its cell."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ..base.text import one_line, printable
from ..county.model import County
from ..quantity.hedges import phrase
from ..workbooks.grid import column_letters
from .report import Value

Table = tuple[str, tuple[str, ...], list[list[str]]]
"""Title, headings and rows."""

_SINGLE = "（当月）"


def tables_of(values: Sequence[Value], county: County) -> Iterator[Table]:
    """Yield the table of each sheet; the longer of areas and indicators runs down.

    A cell holds the value with hedge and unit and its place: ``约75万人次 C7``; without a number the meaning of the
    absence.
    """
    for sheet in dict.fromkeys(value.sheet for value in values):
        cells = {
            (county.area_names.get(value.area, value.area), _label(value, county)): _words(value)
            for value in values
            if value.sheet == sheet
        }
        areas, labels = (list(dict.fromkeys(names)) for names in zip(*cells, strict=True))
        title = f"「{printable(sheet)}」"
        if len(areas) >= len(labels):
            rows = [[area, *(cells.get((area, label), "") for label in labels)] for area in areas]
            yield title, ("地区", *labels), rows
        else:
            rows = [[label, *(cells.get((area, label), "") for area in areas)] for label in labels]
            yield title, ("指标", *areas), rows


def _label(value: Value, county: County) -> str:
    name = county.by_slug[value.indicator].name
    return name if value.measure == "cumulative" else f"{name}{_SINGLE}"


_ABSENT = {"none": "没有", "small": "不足末位的一半", "unknown": "不知道", "": "不知道"}


def _words(value: Value) -> str:
    entry = value.entry
    said = phrase(entry.digits, entry.unit, entry.hedge) if entry.digits else _ABSENT[entry.meaning]
    note = f"（{one_line(value.note)}）" if value.note else ""
    return f"{said}{note} {column_letters(value.at[1])}{value.at[0]}"
