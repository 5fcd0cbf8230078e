"""Coordinates of a described table: the area, indicator and period that its headings and rows name."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from ..county.model import County
from ..county.reporting import SheetColumn, SheetShape
from ..loaders.area_names import area_names, area_remedy
from ..quantity.period_words import PeriodWords, find_period
from ..workbooks.sheet_tables import SheetTable, normalized, unit_in, without_unit
from .report import FiledReport
from .sheet_headings import bare_heading, heading_columns, heading_period, the_column


@dataclass(frozen=True)
class Coordinates:
    """What a row or a heading says of its cells; None where it does not say."""

    area: str | None = None
    column: SheetColumn | None = None
    period: PeriodWords | None = None
    unit: str = ""

    def joined(self, other: Coordinates) -> Coordinates:
        """Return the coordinates of a cell, of what its row says and of what its heading says."""
        period = self.period or other.period
        if self.period and other.period:  # months down, years across
            period = self.period.completed(other.period)
        return Coordinates(self.area or other.area, self.column or other.column, period, self.unit or other.unit)


@dataclass(frozen=True)
class Meanings:
    """What the words of a table mean: the shape, the county, the period.

    Parameters
    ----------
    period
        That of the report; None for a table whose rows or headings name several.
    only
        True where periods other than `period` are left out.
    """

    shape: SheetShape
    county: County
    period: PeriodWords | None
    only: bool = False

    @cached_property
    def areas(self) -> dict[str, str]:
        """Codes of areas by normalized name."""
        return area_names(self.county, self.shape.total)

    def is_wanted(self, words: PeriodWords) -> bool:
        """Return whether values of a period are read."""
        return not self.only or self.period is None or words.agrees(self.period)


def heading_coordinates(
    report: FiledReport, table: SheetTable, meanings: Meanings
) -> Iterator[tuple[int, Coordinates]]:
    """Yield the columns of values with what their headings say; a heading of another period adds a fault."""
    shape = meanings.shape
    if shape.headings_name in ((), ("indicators",)):
        declared = shape.columns.items() if shape.headings_name else [(shape.value, None)]
        for name, column_shape in declared:
            if heading_columns(table, name):
                column = the_column(report, table, name, None if "periods" in shape.rows else meanings.period)
                if column is not None:
                    yield column, Coordinates(column=column_shape, unit=table.headings()[column][1])
        return
    seen: dict[Coordinates, int] = {}
    for column in table.columns:
        coordinates = _heading(table, column, meanings) if column != table.key else None
        if coordinates is None:
            continue
        if seen.setdefault(coordinates, column) != column:
            at = table.heading_cell(column)
            report.faults.add(table.grid, at, "表头重复", table.grid.text_at(*at), "请只留一列。")
        else:
            yield column, coordinates


def _heading(table: SheetTable, column: int, meanings: Meanings) -> Coordinates | None:
    """What a heading says that names areas or periods; None where its column is not read."""
    shape = meanings.shape
    path, unit = table.headings()[column]
    words = heading_period(table, column)
    levels = [level for level in bare_heading(path).split("/") if level]
    area = None
    if "areas" in shape.headings_name:
        named = [level for level in levels if level in meanings.areas]
        area = meanings.areas[named[0]] if named else None
        levels = [level for level in levels if level not in named]
    name, declared = "/".join(levels), None
    if "indicators" in shape.headings_name:
        declared = {normalized(key): value for key, value in shape.columns.items()}.get(name)
    if "periods" in shape.headings_name:
        wanted = words is not None and meanings.is_wanted(words)
    else:
        wanted = words is None or meanings.period is None or words.agrees(meanings.period)
        words = None
    named_all = (area is not None or "areas" not in shape.headings_name) and (
        declared is not None if "indicators" in shape.headings_name else name == normalized(shape.value)
    )
    return Coordinates(area, declared, words, unit) if wanted and named_all else None


def row_coordinates(
    report: FiledReport, table: SheetTable, row: int, keys: Sequence[int], texts: Sequence[str], meanings: Meanings
) -> Coordinates | None:
    """Return what a row says, by the texts of its key columns; None where it is not read.

    An unknown area adds a fault; an indicator that is not declared does not: departments report more than is needed.
    """
    named = Coordinates()
    for dimension, key, text in zip(meanings.shape.rows, keys, texts, strict=True):
        match dimension:
            case "areas":
                if (code := meanings.areas.get(text)) is None:
                    what = "地区不认识" if text else "没有写地区"
                    written = " ".join(table.grid.text_at(row, key).split()) or text
                    do = area_remedy(text, meanings.county, meanings.shape.total)
                    report.faults.add(table.grid, (row, key), what, written, do)
                    return None
                named = named.joined(Coordinates(area=code))
            case "indicators":
                declared = {normalized(name): column for name, column in meanings.shape.columns.items()}
                if (column := declared.get(without_unit(text))) is None:
                    return None
                named = named.joined(Coordinates(column=column, unit=unit_in(text)))
            case "periods":
                words = find_period(text)
                if words is None or not meanings.is_wanted(words):
                    return None
                named = named.joined(Coordinates(period=words))
    return named
