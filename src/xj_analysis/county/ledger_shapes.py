"""Ledgers (台账) and their columns, as ``county.toml`` declares them."""

from __future__ import annotations

from typing import Literal

from pydantic import Field, model_validator

from .schema import Slug, StrictModel, UnitSymbol


class LedgerColumn(StrictModel):
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


class LedgerShape(StrictModel):
    """A ledger (台账) as a department sends it: ``[[ledgers]]`` of county.toml. A row is one project, lead, case …

    Parameters
    ----------
    file, sheet, title, key, levels, hidden
        As of :class:`~xj_analysis.county.reporting.SheetShape`; every sheet that fits is read.
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
