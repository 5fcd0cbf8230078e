"""Records of ``collection.toml``, ledgers apart: reporting units, their sheets, value ranges."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, model_validator

from .schema import Slug, StrictModel


def _one_or_several(value: object) -> object:
    return (value,) if isinstance(value, str) else value


class ReportingUnit(StrictModel):
    """A department or a town that reports.

    Parameters
    ----------
    name
        As printed in workbooks and in the status table.
    area
        A town's own area; empty for a department, which reports about the county.
    reports
        Slugs of its indicators, in the order of its workbook.
    by_town
        Slugs, among `reports`, of indicators reported for each town too.
    due
        Due day in the following month.

    Examples
    --------
    >>> ReportingUnit(slug="wlj", name="文旅局", reports=("visits",)).due
    10
    """

    slug: Slug
    name: str
    area: str = ""
    reports: tuple[str, ...]
    by_town: tuple[str, ...] = ()
    due: int = Field(default=10, ge=1, le=28)

    def due_on(self, end: date) -> date:
        """Return the due day of reports for a period that ends on a day.

        Examples
        --------
        >>> ReportingUnit(slug="wlj", name="文旅局", reports=("visits",)).due_on(date(2025, 12, 31))
        datetime.date(2026, 1, 10)
        """
        return date(end.year + end.month // 12, end.month % 12 + 1, self.due)

    @model_validator(mode="after")
    def _fits(self) -> ReportingUnit:
        if unknown := set(self.by_town) - set(self.reports):
            raise ValueError(f"by_town 里的指标不在 reports 里：{'、'.join(sorted(unknown))}")
        if self.area and self.by_town:
            raise ValueError("乡镇只填本乡镇的数，不写 by_town")
        return self


class SheetColumn(StrictModel):
    """A column of a department's own sheet.

    Parameters
    ----------
    of
        Slug of the indicator.
    measure
        ``cumulative`` (累计) or ``single`` (当月).
    """

    of: str
    measure: Literal["cumulative", "single"] = "cumulative"


Dimension = Literal["areas", "indicators", "periods"]
ANY_HEADING = "*"
"""The one key of `columns` where neither rows nor headings name indicators: every value is of the one given."""


class SheetShape(StrictModel):
    """A table in a department's own layout.

    Parameters
    ----------
    unit
        Slug of the reporting unit.
    file
        Pattern of the file's name (``*接待*``); it distinguishes the files of a unit.
    sheet
        Pattern of the sheet's name; ``*`` for any.
    title
        Words above the table, for sheets with several; empty for any table.
    key
        Heading of the column that names the rows, such as 乡镇, or of several columns, in the order of `rows`; one
        corner of a diagonal cell suffices.
    levels
        Number of heading rows; levels are joined by ``/``.
    rows
        What the columns of `key` name: ``areas``, ``indicators`` or ``periods``.
    across
        What the headings name: one or two of the same; by default indicators, or nothing where rows name those.
    side_by_side
        True where the table goes on beside itself, under the same headings.
    columns
        Indicators by heading (without its unit and period), or by row where rows name them; :data:`ANY_HEADING` where
        neither does.
    value
        Where headings name no indicators: the heading of the columns with values, apart from the areas and periods in
        it; needed where it names nothing else.
    unit_heading
        Heading of a column with each row's unit.
    default_unit
        The unit if the sheet names none.
    period
        Where its period stands: above the table or in the name of the sheet (``title``), or only in the file's name
        (``file``).
    total
        Names of the row of the whole county.
    hidden
        Treatment of hidden rows: ``skip`` or ``read``.
    """

    slug: Slug
    unit: str
    file: str
    sheet: str = "*"
    title: str = ""
    key: Annotated[tuple[str, ...], BeforeValidator(_one_or_several)]
    levels: int = Field(default=1, ge=1, le=4)
    rows: Annotated[tuple[Dimension, ...], BeforeValidator(_one_or_several)] = ("areas",)
    across: Annotated[tuple[Dimension, ...], BeforeValidator(_one_or_several)] = ()
    side_by_side: bool = False
    columns: dict[str, SheetColumn]
    value: str = ""
    unit_heading: str = ""
    default_unit: str = ""
    period: Literal["title", "file"] = "title"
    total: tuple[str, ...] = ("合计", "总计", "全县")
    hidden: Literal["skip", "read"] = "skip"

    @property
    def headings_name(self) -> tuple[Dimension, ...]:
        """Dimensions that the headings name; empty where `value` is the only column of values."""
        return self.across or (() if "indicators" in self.rows else ("indicators",))

    @property
    def dimensions(self) -> tuple[Dimension, ...]:
        """Dimensions that rows and headings name."""
        return (*self.rows, *self.headings_name)

    @model_validator(mode="after")
    def _fits(self) -> SheetShape:
        if not self.key or len(self.key) != len(self.rows):
            raise ValueError("key 与 rows 须一一对应")
        twice = {name for name in self.dimensions if self.dimensions.count(name) > 1}
        if twice - {"periods"} or len(set(self.rows)) < len(self.rows) or len(set(self.across)) < len(self.across):
            raise ValueError("rows 与 across 里同一样东西只能写一次（月在行、年在列的期间除外）")
        if self.value and "indicators" in self.headings_name:
            raise ValueError("表头写指标时不写 value")
        if not self.value and not self.headings_name:
            raise ValueError('rows 里有 "indicators" 而不写 across 时须写 value（数值那一列的表头）')
        anywhere = "indicators" in self.dimensions
        if (ANY_HEADING in self.columns) == anywhere or not (anywhere or len(self.columns) == 1):
            raise ValueError('行和表头都不写指标时，columns 只写一项 "*"；否则按指标名写，不写 "*"')
        return self


class ValueRange(StrictModel):
    """Range of an indicator's values, inclusive, in its unit."""

    indicator: str
    least: float | None = None
    most: float | None = None
