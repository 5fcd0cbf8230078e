"""Records of ``[[ledgers]]`` of ``collection.toml``: ledgers (台账) and their columns."""

from __future__ import annotations

from typing import Literal

from pydantic import Field, model_validator

from .checklist_states import STATES
from .instrument_fields import DUE, EVIDENCE, INSTRUMENTS, InstrumentName, is_planned
from .schema import Slug, StrictModel, UnitSymbol

MEASURED = {"approvals": {"taken": "个工作日"}}
"""By instrument what it measures of a row, which is no column, with its unit."""
DATED = ("date", "time", "month")
"""Kinds of columns that hold a day or a moment; a month is its last day."""
_AS_GOOD = {"date": ("time",), "month": ("date",)}
"""Kinds that fill a field of another kind too."""


class LedgerColumn(StrictModel):
    """A column of a ledger.

    Parameters
    ----------
    to
        The name of the field.
    kind
        ``area`` and ``unit`` hold names that the county declares, read as codes and slugs; ``month`` holds months that
        are over (2025年8月), read as their last days.
    unit
        Of a number: the unit it is read in; the sheet may use another one that converts.
    among
        Allowed texts; empty for any.
    least, most
        Range of a number, inclusive.
    empty
        True if cells may be blank.
    also
        Other headings that the column may have (责任单位: 牵头单位).
    item
        Whether it holds the states of an item of a checklist (:mod:`.checklist_states`); the last part of its heading
        is the item's name. Fields of its own: ``<to>_due``, ``<to>_evidence``; else the row's ``due``, ``evidence``.
    """

    to: Slug
    kind: Literal["text", "number", "date", "time", "month", "area", "unit"] = "text"
    unit: UnitSymbol | None = None
    among: tuple[str, ...] = ()
    least: float | None = None
    most: float | None = None
    empty: bool = False
    also: tuple[str, ...] = ()
    item: bool = False

    @property
    def planned(self) -> bool:
        """True for dates that are planned (``…_planned``, ``due``): one may be a month, and stands for its last day."""
        return self.kind == "date" and is_planned(self.to)

    @model_validator(mode="after")
    def _fits(self) -> LedgerColumn:
        if (self.kind == "number") != (self.unit is not None):
            raise ValueError("number 列须写 unit，别的列不写")
        if self.item and (self.kind != "text" or not {*self.among} <= {*STATES}):
            raise ValueError(f"item 列是文字，among 只能从这些里选：{'、'.join(STATES)}")
        return self


class LedgerCount(StrictModel):
    """What the rows of a ledger say of an indicator of the monthly reports.

    Parameters
    ----------
    indicator
        Slug of the indicator, reported as 累计 of the year.
    by
        The field with the day from which a row counts, in the year of that day; empty: the amounts are of the year to
        the day of the ledger.
    of
        The field that is added up, or several that together make the amount (进港、出港); empty: rows are counted.
    mean
        The field whose mean is taken: a number, or ``taken``, the working days that a case of 审批 took.
    where
        By field, the text of the rows that count: of a ledger of all certificates the licences alone.
    """

    indicator: Slug
    by: Slug | Literal[""] = ""
    of: Slug | Literal[""] | tuple[Slug, ...] = ""
    mean: Slug | Literal[""] = ""
    where: dict[str, str] = Field(default_factory=dict)

    @property
    def amounts(self) -> tuple[str, ...]:
        """The fields of the amounts, added up or averaged; none where rows are counted."""
        return self.of if isinstance(self.of, tuple) else tuple(filter(None, (self.of, self.mean)))

    @property
    def fields(self) -> tuple[str, ...]:
        """The fields of the ledger that it reads."""
        return tuple(name for name in (self.by, *self.amounts, *self.where) if name)

    @model_validator(mode="after")
    def _fits(self) -> LedgerCount:
        if not (self.by or self.of or self.mean):
            raise ValueError("counts 里要写 by（从哪个日期起算）或 of（加哪一列）")
        if self.of and self.mean:
            raise ValueError("counts 里 of（相加）和 mean（平均）只能写一个")
        return self


class LedgerShape(StrictModel):
    """A ledger (台账) as a department sends it. A row is one project, lead, case …

    Parameters
    ----------
    file, sheet, title, key, levels, hidden
        As of :class:`~xj_analysis.county.reporting.SheetShape`; every sheet that fits is read.
    columns
        By heading (without its unit, levels joined by ``/``): the field it fills.
    unique
        Fields that together identify a row.
    orders
        Sequences of date fields: a date is never earlier than those before it, and needs them, unless they are
        planned ones: what is not planned yet is not known.
    sheet_to
        The field filled by the name of the sheet; empty for none.
    stages
        Stages reached with the dates of the first sequence of `orders`; the sheet must be that of the last one reached.
    within
        By field: the ledger that must contain its value (foreign key).
    total
        Names of the rows of sums: of all rows above, or (小计) of those since another one.
    instrument
        The instrument that the ledger feeds; None for a ledger that is only read and checked.
    campaigns
        Slugs of the campaigns whose briefings it is for.
    counts
        Indicators of the monthly reports that its rows give too; both are compared.
    sample
        Whether it has only a part of all cases: it may have less than the reports, and never more.
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
    total: tuple[str, ...] = ("合计", "总计", "小计")
    hidden: Literal["skip", "read"] = "skip"
    instrument: InstrumentName | None = None
    campaigns: tuple[Slug, ...] = ()
    counts: tuple[LedgerCount, ...] = ()
    sample: bool = False

    def unit_of(self, field: str) -> str:
        """Return the unit of a number column, or of what an instrument measures; '' for none."""
        units = {column.to: column.unit or "" for column in self.columns.values()}
        return units.get(field, MEASURED.get(str(self.instrument), {}).get(field, ""))

    @property
    def feeds(self) -> str:
        """The name a briefing has it by: of its instrument, or its own where there may be several; '' for none."""
        if self.instrument is None:
            return ""
        return self.slug if INSTRUMENTS[self.instrument].several else self.instrument

    @model_validator(mode="after")
    def _fits(self) -> LedgerShape:
        kinds = {column.to: column.kind for column in self.columns.values()}
        if len(kinds) < len(self.columns):
            raise ValueError("两列用了同一个 to")
        headings = [name for heading, column in self.columns.items() for name in (heading, *column.also)]
        if twice := sorted({name for name in headings if headings.count(name) > 1}):
            raise ValueError(f"同一个表头写了两次：{'、'.join(twice)}")
        names = {*self.unique, *self.within, *(name for order in self.orders for name in order)}
        if unknown := names - {*kinds, self.sheet_to}:
            raise ValueError(f"没有这些列：{'、'.join(sorted(unknown))}")
        if any(kinds.get(name) not in DATED for order in self.orders for name in order):
            raise ValueError("orders 里只能是日期或时间的列")
        if self.stages and not (self.sheet_to and self.orders and len(self.stages) == len(self.orders[0])):
            raise ValueError("stages 须与 orders 的第一组一一对应，并写 sheet_to")
        return self

    @model_validator(mode="after")
    def _counts_what_it_has(self) -> LedgerShape:
        kinds = {column.to: column.kind for column in self.columns.values()}
        for count in self.counts:
            if count.by and kinds.get(count.by) not in DATED:
                raise ValueError(f"counts 的 by 要是日期或时间的列（to）：{count.by}")
            for name in count.amounts:
                if kinds.get(name) != "number" and name not in MEASURED.get(str(self.instrument), {}):
                    raise ValueError(f"counts 的 of 要是 number 列（to）：{name}")
            units = {str(column.unit) for column in self.columns.values() if column.to in count.amounts}
            if len(units) > 1:
                raise ValueError(f"counts 的 of 几列要写同一个 unit，得到 {'、'.join(sorted(units))}")
            for name, text in count.where.items():
                if kinds.get(name) != "text" and name != self.sheet_to:
                    raise ValueError(f"counts 的 where 里要是文字的列（to）：{name}")
                among = next((each.among for each in self.columns.values() if each.to == name), ())
                if among and text not in among:
                    raise ValueError(f"counts 的 where 里 {name} 没有这一种：{text}（可选：{'、'.join(among)}）")
        if len({count.indicator for count in self.counts}) < len(self.counts):
            raise ValueError("counts 里同一个指标只能写一次")
        return self

    @property
    def items(self) -> dict[str, str]:
        """Names of the items of a checklist that has a column for each, by their fields."""
        columns = {column.to: heading for heading, column in self.columns.items() if column.item}
        return {to: heading.rpartition("/")[2] for to, heading in columns.items() if to != "state"}

    @model_validator(mode="after")
    def _is_checklist(self) -> LedgerShape:
        columns = {column.to: column for column in self.columns.values()}
        names = [*self.items.values()]
        if len({*names}) < len(names):
            raise ValueError(f"清单里两项同名：{'、'.join(names)}")
        own = {f"{item}{ending}": kind for item in self.items for ending, kind in ((DUE, "date"), (EVIDENCE, "text"))}
        if wrong := [name for name, kind in own.items() if name in columns and columns[name].kind != kind]:
            raise ValueError(f"清单各项的时限是 date 列，依据是文字列：{'、'.join(wrong)}")
        if self.instrument != "checklists":
            return self
        if "state" in columns and not columns["state"].item:
            raise ValueError("清单的 state 列要写 item = true")
        if not (names or "state" in columns or {"target", "done"} <= {*columns}):
            raise ValueError("清单要有各项的列（item = true），或 state 列，或 target 和 done 列")
        return self

    @model_validator(mode="after")
    def _feeds_instrument(self) -> LedgerShape:
        if self.instrument is None:
            return self
        kinds = {column.to: column.kind for column in self.columns.values()} | {self.sheet_to: "text"}
        fields = INSTRUMENTS[self.instrument]
        if fields.several and self.slug in INSTRUMENTS:
            raise ValueError(f"instrument = {self.instrument} 的 slug 不能是 {self.slug}：这是另一种台账的名字")
        if missing := [name for name in fields.needed if name not in kinds]:
            raise ValueError(f"instrument = {self.instrument} 还要有这些列（to）：{'、'.join(missing)}")
        for name, kind in fields.kinds.items():
            if kinds.get(name, kind) not in (kind, *_AS_GOOD.get(kind, ())):
                raise ValueError(f"instrument = {self.instrument} 的 {name} 应是 {kind} 列")
        divided = {str(column.unit) for column in self.columns.values() if column.to in fields.in_one_unit}
        if len(divided) > 1:
            raise ValueError(f"{'、'.join(fields.in_one_unit)} 要写同一个 unit，得到 {'、'.join(sorted(divided))}")
        return self
