"""The printable sheets by name, and a sheet as a notebook: the form that is stored, printed, audited and traced.

Another sheet is a module here that returns its blocks, an entry of :data:`SHEETS`, and a Typst template.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from ...base.environment import SHEETS_FOLDER
from ...base.errors import UsageError, choices
from ...document.blocks import MIMETYPE, Block, Omission, block_to_json, figures_of, text_of
from ..briefing import Briefing
from .approval_sheet import approval_sheet
from .checklist_sheet import checklist_sheet
from .job_sheet import job_sheet
from .job_wallboard import job_wallboard
from .pool_sheet import pool_sheet
from .project_sheet import wall_charts
from .reach_sheet import reach_sheet
from .task_sheet import slip_sheets

__all__ = ["SHEETS", "SheetKind", "sheet_kind"]
__dir__ = __all__.copy


@dataclass(frozen=True)
class SheetKind:
    """A printable sheet.

    Parameters
    ----------
    name
        As typed: ``xj sheet data/example projects``; also of its template and its files.
    title
        Its title, without the county.
    blocks
        Makes its blocks of the briefing of the whole county.
    public
        Whether the public edition has it.
    hung
        Whether it hangs where anybody may see it: it is of the public edition always.
    """

    name: str
    title: str
    template: str
    blocks: Callable[[Briefing], Iterable[Block]]
    public: bool = False
    hung: bool = False

    def edition_of(self, asked: str) -> str:
        """Return the edition it is made for."""
        return "public" if self.hung else asked

    def require_edition(self, edition: str) -> None:
        """Check that the sheet may be made for an edition.

        Raises
        ------
        UsageError
            It is not for the public.
        """
        if edition == "public" and not self.public:
            what = f"“{self.title}”是内部台账的内容，不出公开版"
            raise UsageError("--edition", what, edition, "请去掉 --edition public，出内部版。")

    def notebook(self, briefing: Briefing) -> dict[str, Any]:
        """Return the sheet as an executed notebook (nbformat 4): masthead, blocks and sources, a cell each.

        Raises
        ------
        UsageError
            It is not for the public edition; the county has no such ledger, or no number of it.
        """
        self.require_edition(briefing.edition)
        told = {"slug": f"{SHEETS_FOLDER}/{self.name}", "campaign": self.title, "subtitle": "", "flags": ()}
        head = briefing.masthead().model_copy(update=told | {"title": f"{briefing.county.name}{self.title}"})
        blocks = list(self.blocks(briefing))
        if not any(figure.origins for block in blocks for figure in figures_of(block)):
            what = f"“{self.title}”没有可印的数"
            raise UsageError(f"xj sheet {self.name}", what, do="请先放进台账或报表，或用 --period 换一个期间。")
        cells = [_cell(block) for block in (head, *blocks, briefing.sources())]
        return {"nbformat": 4, "nbformat_minor": 4, "metadata": {}, "cells": cells}


def _cell(block: Block) -> dict[str, Any]:
    shown = {"text/plain": text_of(block), MIMETYPE: block_to_json(block)}
    output = {"output_type": "display_data", "metadata": {}, "data": shown}
    return {"cell_type": "code", "execution_count": None, "metadata": {}, "source": "", "outputs": [output]}


def _monday(briefing: Briefing) -> Iterator[Block]:
    """总调度: what the Monday meeting has before it."""
    yield from (block for block in briefing.monday() if not isinstance(block, Omission))


_KINDS = (
    SheetKind("projects", "重点项目挂图作战表", "wall_chart.typ", wall_charts),
    SheetKind("pool", "培育库周调度表", "one_page.typ", pool_sheet),
    SheetKind("approvals", "审批办件调度表", "one_page.typ", approval_sheet),
    SheetKind("jobs", "就业之家周报", "one_page.typ", job_sheet, public=True),
    SheetKind("wallboard", "就业之家大屏", "wallboard.html.j2", job_wallboard, public=True, hung=True),
    SheetKind("tasks", "督办单", "task_slip.typ", slip_sheets),
    SheetKind("reach", "公共服务圈图", "map_sheet.typ", reach_sheet, public=True),
    SheetKind("monday", "总调度表", "one_page.typ", _monday),
    SheetKind("checklists", "清单表", "checklist_pages.typ", checklist_sheet),
)
SHEETS: Mapping[str, SheetKind] = {kind.name: kind for kind in _KINDS}
"""The sheets by name."""


def sheet_kind(name: str) -> SheetKind:
    """Return a sheet by its name.

    Raises
    ------
    UsageError
        There is none; the nearest is named.

    Examples
    --------
    >>> sheet_kind("projects").title
    '重点项目挂图作战表'
    """
    if name not in SHEETS:
        named = {f"{kind.name}（{kind.title}）": kind.name for kind in SHEETS.values()}
        do = choices(name, SHEETS) if len(SHEETS) > 1 else f"现有：{'、'.join(named)}。"
        raise UsageError("xj sheet", "没有这种表", name, do)
    return SHEETS[name]
