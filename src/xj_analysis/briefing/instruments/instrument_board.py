"""Instrument board: base of what a briefing offers of one ledger, its rows, alarms and blocks."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterable, Mapping
from datetime import date
from functools import cached_property
from types import MappingProxyType
from typing import ClassVar, NoReturn

import pandas as pd

from ...base.calls import told_methods
from ...base.errors import AttributeUsageError, UsageError, choices
from ...county.instrument_fields import INSTRUMENTS
from ...county.ledger_shapes import LedgerShape
from ...county.model import County
from ...document.blocks import Alarms, Sentence
from ...document.section import Section
from ...instruments.alarms import OPEN, RED, YELLOW
from ...instruments.ledger_changes import ledger_changes
from ...instruments.ledger_rows import books_of, has
from ...quantity import periods
from .. import prose
from ..absence import Absence
from .alarm_table import alarm_table
from .change_table import change_table, received_label

__all__ = ["IN_BODY", "OF_MANY", "InstrumentBoard", "Ledgers"]

Ledgers = Mapping[str, tuple[LedgerShape, pd.DataFrame]]
"""Shapes and rows of ledgers, by the names a briefing has them by (:attr:`LedgerShape.feeds`)."""

IN_BODY, OF_MANY = 4, 2
"""As many alarms of an instrument stand in the body of a briefing, and in that of a campaign of several."""


class InstrumentBoard:
    """What a briefing offers of the ledger of one instrument, on a day.

    Parameters
    ----------
    county
        Declares units, limits and names.
    shape
        The ledger's shape.
    rows
        Its rows (:func:`xj_analysis.instruments.ledger_rows.prepared`).
    as_of
        The day: nothing later counts.
    before
        The rows of its vintage before (上期); None where there is none.
    beside
        Shapes and rows of all the briefing's ledgers, by the names it has them by: some boards read two.
    edition
        Of the briefing: a board that is public prints there what may be known.
    """

    instrument: ClassVar[str]
    in_body: int = IN_BODY

    def __init__(
        self, county: County, shape: LedgerShape, rows: pd.DataFrame, as_of: date, before: pd.DataFrame | None = None,
        beside: Ledgers = MappingProxyType({}), edition: str = "internal",
    ) -> None:  # fmt: skip
        self.county, self.shape, self.rows, self.as_of = county, shape, rows, as_of
        self.before, self.beside, self.edition = before, beside, edition

    def __init_subclass__(cls) -> None:
        told_methods(f"briefing.{cls.instrument}")(cls)

    def __getattr__(self, name: str) -> NoReturn:
        """Raise for a name that a board does not have.

        Raises
        ------
        AttributeUsageError
            With the nearest name.
        """
        if name.startswith("_"):
            raise AttributeError(name)
        offered = [each for each in dir(self) if not each.startswith("_")]
        raise AttributeUsageError(f"briefing.{self.instrument}", "没有这一项", name, choices(name, offered))

    def __repr__(self) -> str:
        return f"<{self.title}　{len(self.rows)}行　截至{periods.date_label(self.as_of)}>"

    @property
    def title(self) -> str:
        """The name of the instrument; of one with several ledgers that of the ledger."""
        declared = INSTRUMENTS[self.instrument]
        return self.shape.name if declared.several else declared.title

    @property
    def until(self) -> str:
        """The day in brackets, for titles."""
        return f"（截至{periods.date_label(self.as_of)}）"

    @cached_property
    def alarms(self) -> pd.DataFrame:
        """The alarm frame, the worst first."""
        return self._judged()

    @cached_property
    def listed(self) -> pd.DataFrame:
        """The alarms as its tables list them: a row each, unless a board says more in one."""
        return self.alarms

    @abstractmethod
    def _judged(self) -> pd.DataFrame:
        """The alarms of the rows on the day."""

    @abstractmethod
    def section(self) -> Section:
        """Return the instrument's standard blocks for the body of a campaign's briefing."""

    def annex(self) -> Section:
        """Return its blocks for the annex: the whole list of alarms, where the body has not all of it."""
        return Section([self.alarm_table()] if len(self.alarms) > IN_BODY else [])

    def changes(self) -> Section:
        """Return the table 较上期, what changed since the vintage before, the worst slips first; empty without one."""
        if self.before is None:
            return Section([])
        rows = self.rows[books_of(self.rows).isin(books_of(self.before))]
        found = ledger_changes(self.before, rows, self.shape.unique)
        was, now = received_label(self.before), received_label(rows)
        if found.empty:
            said = "{title}较上期（{was}到{now}的台账）没有行增减，日期和数额没有变动。"
            return Section([prose.say(said, title=self.title, was=was, now=now)])
        title = f"{self.title}较上期（{was}到{now}的台账）"
        return Section([change_table(title, found, self.shape, self.county, self.as_of)])

    def alarm_table(
        self, most: int | None = None, *, after: int = 0, lights: tuple[str, ...] = (RED, YELLOW, OPEN)
    ) -> Alarms | Sentence:
        """Return the table of the alarms, the worst first; a sentence where there are none.

        Parameters
        ----------
        most
            As many at most; None for all.
        after
            Without so many of the worst, which stand elsewhere.
        lights
            Of these lights alone.
        """
        self._count("most", most)
        self._count("after", after)
        found = self.listed[self.listed["light"].isin(lights)]
        if found.empty:
            return Absence.ALARMS.sentence()
        shown = found.iloc[after:][:most]
        rest = () if after + len(shown) == len(found) else ("注：只列最重的，其余见附件。",)
        title = f"{self.title}{'其余' if after else ''}预警{self.until}"
        return alarm_table(title, shown, self.county, self.as_of, notes=rest)

    def _count(self, name: str, value: object) -> None:
        """Refuse a number of rows that is not one: a negative one would drop the last rows unsaid."""
        if value is not None and (isinstance(value, bool) or not isinstance(value, int) or value < 0):
            do = "请写 0、1、2……；全部要的不写。"
            raise UsageError(f"briefing.{self.instrument}", f"{name} 要是不小于零的整数", str(value), do)

    def _grouping(self, where: str, by: str, groupings: Iterable[str]) -> None:
        """Refuse a grouping that there is not, or that the ledger has no column for."""
        offered = [each for each in groupings if has(self.rows, each)]
        if by not in offered:
            where = f"briefing.{self.instrument}.{where}"
            raise UsageError(where, "台账不能这样分组", str(by), choices(str(by), offered))
