"""Reporting units, the shapes of their sheets, and limits of values, as ``county.toml`` declares them."""

from __future__ import annotations

from typing import Literal

from pydantic import Field, model_validator

from .schema import Slug, StrictModel


class ReportingUnit(StrictModel):
    """A department or a town that reports.

    Parameters
    ----------
    name
        As printed on its workbooks and in the status table.
    area
        The area it reports about: a town's own; empty for a department, which reports about the county.
    reports
        Slugs of the indicators it reports, in the order of its workbook.
    by_town
        Those of them it reports for each town, too.
    due
        The day of the following month its report is due.

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

    @model_validator(mode="after")
    def _fits(self) -> ReportingUnit:
        if strange := set(self.by_town) - set(self.reports):
            raise ValueError(f"by_town 里的指标不在 reports 里：{'、'.join(sorted(strange))}")
        if self.area and self.by_town:
            raise ValueError("乡镇只填本乡镇的数，不写 by_town")
        return self


class SheetColumn(StrictModel):
    """What a column of a department's own sheet holds.

    Parameters
    ----------
    of
        The indicator.
    measure
        ``cumulative`` (累计) or ``single`` (当月).
    """

    of: str
    measure: Literal["cumulative", "single"] = "cumulative"


class SheetShape(StrictModel):
    """One table as a department sends it, described once: ``[[sheets]]`` of county.toml.

    Parameters
    ----------
    unit
        The reporting unit that sends it.
    file
        Pattern of the file's name (``*接待*``); the files of a unit are told apart by it.
    sheet
        Pattern of the sheet's name; ``*`` for the first that has the table.
    title
        Words above the table, where a sheet holds several; empty for the first table.
    key
        Words in the heading of the column that names the rows, such as 乡镇: also where a diagonal cell holds two.
    levels
        How many rows the heading has; levels are joined by ``/``.
    rows
        ``areas``: a row an area, a column an indicator. ``indicators``: a row an indicator, for the county alone.
    columns
        By heading (without its unit): what the column holds. With `rows` = ``indicators``, by the row's name.
    value
        With `rows` = ``indicators``: the heading of the column with the value.
    unit_heading
        With `rows` = ``indicators``: the heading of the column with the unit, where each row has its own.
    default_unit
        The unit where the sheet names none.
    total
        What the row of the whole county is called.
    hidden
        Rows that are hidden: ``skip`` or ``read``.
    """

    slug: Slug
    unit: str
    file: str
    sheet: str = "*"
    title: str = ""
    key: str
    levels: int = Field(default=1, ge=1, le=4)
    rows: Literal["areas", "indicators"] = "areas"
    columns: dict[str, SheetColumn]
    value: str = ""
    unit_heading: str = ""
    default_unit: str = ""
    total: tuple[str, ...] = ("合计", "总计", "全县")
    hidden: Literal["skip", "read"] = "skip"

    @model_validator(mode="after")
    def _fits(self) -> SheetShape:
        if (self.rows == "indicators") != bool(self.value):
            raise ValueError('rows = "indicators" 时须写 value（数值那一列的表头），否则不写')
        return self


class ValueRange(StrictModel):
    """What a value of an indicator cannot be outside of, in the indicator's unit: ``[[limits]]`` of county.toml."""

    indicator: str
    least: float | None = None
    most: float | None = None
