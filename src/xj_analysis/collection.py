"""Who reports what, and in which shape: reporting units, their sheets, ledgers, as ``county.toml`` declares them."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from .records import Record, Slug, UnitSymbol


class ReportingUnit(BaseModel):
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

    model_config = ConfigDict(frozen=True, extra="forbid")

    slug: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
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


class SheetColumn(BaseModel):
    """What a column of a department's own sheet holds.

    Parameters
    ----------
    of
        The indicator.
    measure
        ``cumulative`` (累计) or ``single`` (当月).
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    of: str
    measure: Literal["cumulative", "single"] = "cumulative"


class SheetShape(BaseModel):
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

    model_config = ConfigDict(frozen=True, extra="forbid")

    slug: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
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


class Limit(BaseModel):
    """What a value of an indicator cannot be outside of, in the indicator's unit: ``[[limits]]`` of county.toml."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    indicator: str
    least: float | None = None
    most: float | None = None


class LedgerColumn(Record):
    """What a column of a ledger holds.

    Parameters
    ----------
    to
        The name of the field.
    kind
        ``area`` and ``unit`` are names the county declares, read as its codes and slugs.
    unit
        Of a number: the unit it is read in; the sheet may be in another that can be converted.
    among
        All that a text may be; empty for anything.
    least, most
        What a number cannot be outside of.
    empty
        Whether it may be left blank.
    """

    to: Slug
    kind: Literal["text", "number", "date", "time", "area", "unit"] = "text"
    unit: UnitSymbol | None = None
    among: tuple[str, ...] = ()
    least: float | None = None
    most: float | None = None
    empty: bool = False

    @model_validator(mode="after")
    def _fits(self) -> LedgerColumn:
        if (self.kind == "number") != (self.unit is not None):
            raise ValueError("number 列须写 unit，别的列不写")
        return self


class LedgerShape(Record):
    """A ledger (台账) as a department sends it: ``[[ledgers]]`` of county.toml. A row is one project, lead, case …

    Parameters
    ----------
    file, sheet, title, key, levels, hidden
        As of :class:`SheetShape`; every sheet that fits is read.
    columns
        By heading (without its unit, levels joined by ``/``): the field it fills.
    unique
        The fields that no two rows have the same of.
    orders
        Fields of dates that follow one another: none without, or before, the one ahead of it.
    sheet_to
        The field that the name of the sheet fills; empty for none.
    stages
        The stages that the dates of the first of `orders` are reached with: the sheet must be that of the last.
    within
        By field: the ledger whose rows have it, too.
    total
        What the row of sums is called.
    """

    slug: Slug
    name: str
    file: str
    sheet: str = "*"
    title: str = ""
    key: str
    levels: int = Field(default=1, ge=1, le=4)
    columns: dict[str, LedgerColumn]
    unique: tuple[str, ...]
    orders: tuple[tuple[str, ...], ...] = ()
    sheet_to: str = ""
    stages: tuple[str, ...] = ()
    within: dict[str, str] = Field(default_factory=dict)
    total: tuple[str, ...] = ("合计", "总计")
    hidden: Literal["skip", "read"] = "skip"

    @model_validator(mode="after")
    def _fits(self) -> LedgerShape:
        kinds = {column.to: column.kind for column in self.columns.values()}
        if len(kinds) < len(self.columns):
            raise ValueError("两列用了同一个 to")
        named = {*self.unique, *self.within, *(name for order in self.orders for name in order)}
        if strange := named - {*kinds, self.sheet_to}:
            raise ValueError(f"没有这些列：{'、'.join(sorted(strange))}")
        if any(kinds.get(name) not in ("date", "time") for order in self.orders for name in order):
            raise ValueError("orders 里只能是日期或时间的列")
        if self.stages and not (self.sheet_to and self.orders and len(self.stages) == len(self.orders[0])):
            raise ValueError("stages 须与 orders 的第一组一一对应，并写 sheet_to")
        return self
