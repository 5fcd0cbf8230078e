"""Records of ``[[units]]``, ``[[sheets]]`` and ``[[limits]]``: reporting units, their sheets, value ranges."""

from __future__ import annotations

from typing import Literal

from pydantic import Field, model_validator

from .schema import Slug, StrictModel


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


class SheetShape(StrictModel):
    """A table in a department's own layout.

    Parameters
    ----------
    unit
        Slug of the reporting unit.
    file
        Pattern of the file's name (``*接待*``); it distinguishes the files of a unit.
    sheet
        Pattern of the sheet's name; ``*`` for the first sheet with the table.
    title
        Words above the table, for sheets with several; empty for the first table.
    key
        Words in the heading of the column with row names, such as 乡镇; a diagonal cell may hold two headings.
    levels
        Number of heading rows; levels are joined by ``/``.
    rows
        ``areas``: a row an area, a column an indicator. ``indicators``: a row an indicator, for the county alone.
    columns
        By heading (without its unit), or with `rows` = ``indicators`` by the row's name.
    value
        With `rows` = ``indicators``: the heading of the column with the value.
    unit_heading
        With `rows` = ``indicators``: the heading of a column with each row's unit.
    default_unit
        The unit if the sheet names none.
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
    """Range of an indicator's values, inclusive, in its unit."""

    indicator: str
    least: float | None = None
    most: float | None = None
