"""清单 in a briefing (老旧小区“四共”, 镇村“八个一”, 村庄景区化, 民生实事): units × items, rates, gaps."""

from __future__ import annotations

from functools import cached_property
from typing import Any, ClassVar

import pandas as pd

from ...county.checklist_states import BLANK
from ...document.blocks import Sentence, Table
from ...document.pieces import Cell
from ...document.section import Section
from ...instruments import checklist_figures
from ...instruments.checklist_items import checklist_items
from ...instruments.checklists import PACES, checklist_alarms, joined
from ...instruments.ledger_rows import has
from ...instruments.tallies import count
from ...quantity import periods
from ...quantity.figures import Figure
from .. import prose
from ..figure_wording import as_clause
from .checklist_tables import MatrixColumns, blank_table, matrix_table, task_table
from .figure_grid import figure_grid
from .instrument_board import InstrumentBoard

__all__ = ["IN_ANNEX", "ChecklistBoard"]
__dir__ = __all__.copy

IN_ANNEX = 12
"""As many units stand in the matrix of the annex; the sheet has all."""
_ITEMS = (
    "截至{day}，{title}共{units}{word}、应完成{items}，已完成{done}，在建{underway}，未动{not_begun}，未填{blank}，"
    "完成率{rate}。"
)
_COUNT = "（项）"
_HEADINGS = {"items": f"应完成{_COUNT}", "done": f"已完成{_COUNT}", "underway": f"在建{_COUNT}",
             "not_begun": f"未动{_COUNT}", "blank": f"未填{_COUNT}", "rate": "完成率"}  # fmt: skip
_RATE_NOTE = "注：未填的算在应完成里，不算已完成；不涉及的不算。"


class ChecklistBoard(InstrumentBoard):
    """清单: units × items, 完成率 by unit and by item, what is not filled in, alarms; or tasks against the year.

    Several ledgers may be checklists: a briefing has each by its slug, ``b.checklist("estates")``.
    """

    instrument: ClassVar[str] = "checklists"

    def _judged(self) -> pd.DataFrame:
        found = checklist_alarms(self.rows, self.shape.items, self.as_of, self.county.alarms.checklists)
        return found.assign(instrument=self.shape.feeds)

    @cached_property
    def listed(self) -> pd.DataFrame:
        """The alarms with those of one unit that are alike in one row, which names the items."""
        return joined(self.alarms)

    @cached_property
    def items(self) -> pd.DataFrame:
        """The long frame of :func:`xj_analysis.instruments.checklist_items.checklist_items`, unit × item."""
        return checklist_items(self.rows, self.shape.items, self.as_of)

    @property
    def has_items(self) -> bool:
        """Whether its items are marked done or not; else its rows are tasks with a target."""
        return bool(self.shape.items) or has(self.rows, "state")

    def figures(self) -> dict[str, Figure]:
        """Return the figures of all items by name: numbers, 完成率; of tasks how many keep time (提前完成 … 滞后)."""
        if not self.has_items:
            return checklist_figures.pace_figures(self.rows, self.as_of, self.county.alarms.checklists)
        units = count(f"{self.title}的{self.word}", self.rows.drop_duplicates("key"), "个")
        return {"units": units, **checklist_figures.item_figures(self.title, self.items)}

    def by_unit(self) -> pd.DataFrame:
        """Return the figures of each unit by its number, those with the lowest 完成率 first."""
        return checklist_figures.by_group(self.items, "key")

    def by_item(self) -> pd.DataFrame:
        """Return the figures of each item, those with the lowest 完成率 first."""
        return checklist_figures.by_group(self.items, "item")

    @property
    def word(self) -> str:
        """What the ledger calls a unit: 小区 of 小区名称 or 小区名."""
        heading = next((each for each, column in self.shape.columns.items() if column.to == "name"), "")
        return heading.rpartition("/")[2].removesuffix("名称").removesuffix("名") or self.title

    def matrix(self, most: int | None = None, *, wide: bool = False) -> Table | None:
        """Return the matrix of units × items, or the table of tasks, the worst first; None without rows.

        Parameters
        ----------
        most
            As many rows at most; None for all.
        wide
            Whether it has room for what else the ledger says of each: 建成年代, 户数, 总投资 …
        """
        self._count("most", most)
        if self.rows.empty:
            return None
        cut = most is not None and self.rows["key"].nunique() > most
        notes = (f"注：只列最落后的，其余见“{self.title}”的清单表。",) if cut else ()
        about = MatrixColumns(self.shape, self.county, self.as_of, self.word, wide)
        if not self.has_items:
            limits = self.county.alarms.checklists
            return task_table(f"{self.title}完成情况{self.until}", self.rows, about, limits, most, notes)
        title = f"{self.title}：{self.word}与各项{self.until}"
        return matrix_table(title, self.rows, self.items, self.alarms, about, most, (*notes, _RATE_NOTE))

    def blanks(self) -> Table | None:
        """Return the items that are not filled in, by unit; None where all are."""
        empty = self.items[self.items["state"] == BLANK]
        return blank_table(f"{self.title}未填的项{self.until}", empty, self.word) if len(empty) else None

    def section(self) -> Section:
        """Return the checklist in a sentence, and the worst alarms."""
        return Section([self.summary(), self.alarm_table(self.in_body)])

    def annex(self) -> Section:
        """Return the matrix, 完成率 by item, what is not filled in, and all alarms."""
        blocks = [self.matrix(IN_ANNEX), self._item_table(), self.blanks() if self.has_items else None]
        more = [self.alarm_table()] if len(self.listed) > self.in_body else []
        return Section([block for block in [*blocks, *more] if block is not None])

    def summary(self) -> Sentence:
        """Return how far the checklist is, in a sentence."""
        found, day = self.figures(), periods.date_label(self.as_of)
        said: dict[str, Any] = {name: as_clause(figure) for name, figure in found.items()}
        about: dict[str, Any] = {"names": self.county.proper_names, "day": day, "title": self.title}
        if self.has_items:
            return prose.say(_ITEMS, **about, word=self.word, **said)
        paces = "，".join(f"{pace}{{{pace}}}" for pace in PACES)
        return prose.say(f"截至{{day}}，{{title}}共{{任务}}：{paces}。", **about, **said)

    def _item_table(self) -> Table | None:
        found = self.by_item()
        if len(found) <= 1:
            return None
        return figure_grid(f"{self.title}各项完成率{self.until}", "项", found, _HEADINGS, named=_item_name)


def _item_name(row: Any) -> Cell:
    return Cell(parts=(str(row["_name"]),))
