"""Content of ledgers: a briefing's instruments by name, each with its rows, alarms and blocks."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import cached_property
from types import MappingProxyType
from typing import TypeVar

import pandas as pd

from ..base.errors import UsageError, choices
from ..county.instrument_fields import INSTRUMENTS
from ..county.ledger_shapes import LedgerShape
from ..county.model import County
from ..document.blocks import Note
from ..document.section import Section
from ..instruments.alarms import worst_first
from ..instruments.ledger_rows import prepared
from ..quantity import periods
from . import prose
from .instruments.approval_board import ApprovalBoard
from .instruments.certificate_board import CertificateBoard
from .instruments.chain_board import ChainBoard
from .instruments.change_table import received_label
from .instruments.checklist_board import ChecklistBoard
from .instruments.firm_board import FirmBoard
from .instruments.fund_board import FundBoard
from .instruments.instrument_board import IN_BODY, OF_MANY, InstrumentBoard, Ledgers
from .instruments.job_board import JobBoard
from .instruments.lead_board import LeadBoard
from .instruments.matters import matters
from .instruments.port_board import PortBoard
from .instruments.project_board import ProjectBoard
from .instruments.reach_board import ReachBoard
from .instruments.task_board import TaskBoard
from .instruments.tourism_board import TourismBoard
from .own_content import OwnContent
from .sections.ledger_differences import ALL, ledger_items
from .sections.verification import ItemToVerify

__all__ = ["BOARDS", "InstrumentContent", "boards_of"]

Board = TypeVar("Board", bound=InstrumentBoard)
_TWO = 2
BOARDS: tuple[type[InstrumentBoard], ...] = (
    ProjectBoard, LeadBoard, FirmBoard, ChainBoard, CertificateBoard, ApprovalBoard, TourismBoard, PortBoard, FundBoard,
    JobBoard, ReachBoard, ChecklistBoard, TaskBoard,
)  # fmt: skip
"""The boards of all instruments, in the order printed."""


def boards_of(
    county: County,
    ledgers: Ledgers,
    as_of: date,
    before: Ledgers = MappingProxyType({}),
    edition: str = "internal",
) -> list[InstrumentBoard]:
    """Return the boards of ledgers, by instrument, on a day.

    Parameters
    ----------
    ledgers
        The shape and the rows of each.
    before
        Likewise the vintages before (上期), of those that have one.
    edition
        Of the briefing.
    """
    return [
        kind(county, shape, rows, as_of, before.get(name, (None, None))[1], ledgers, edition)
        for kind in BOARDS
        for name, (shape, rows) in ledgers.items()
        if shape.instrument == kind.instrument
    ]


def is_public(shape: LedgerShape) -> bool:
    """Return whether the public edition may have a ledger: it names no persons."""
    return shape.instrument is not None and INSTRUMENTS[shape.instrument].public


class InstrumentContent(OwnContent):
    """Methods of a briefing for the ledgers of its county."""

    @property
    def as_of(self) -> date:
        """The day on which ledgers are judged: the last of the period, or that of the issue where it is earlier."""
        return min(self.known_at, (self.week or self.period).reach)

    @property
    def projects(self) -> ProjectBoard:
        """The instrument 重点项目.

        Raises
        ------
        UsageError
            The county has no such ledger, or it is not of this campaign.
        """
        return self._board(ProjectBoard)

    @property
    def approvals(self) -> ApprovalBoard:
        """The instrument 审批; raises as `projects`."""
        return self._board(ApprovalBoard)

    @property
    def tasks(self) -> TaskBoard:
        """The instrument 督办; raises as `projects`."""
        return self._board(TaskBoard)

    @property
    def leads(self) -> LeadBoard:
        """The instrument 招商; raises as `projects`."""
        return self._board(LeadBoard)

    @property
    def firms(self) -> FirmBoard:
        """The instrument 企业培育库, with its 日监测; raises as `projects`."""
        return self._board(FirmBoard)

    @property
    def checklists(self) -> list[ChecklistBoard]:
        """The checklists (清单) of the campaign, in the order declared; empty without any."""
        return [board for board in self._boards if isinstance(board, ChecklistBoard)]

    def checklist(self, name: str) -> ChecklistBoard:
        """Return the checklist (清单) of a ledger by its slug: ``b.checklist("estates")``.

        Raises
        ------
        UsageError
            There is no such checklist in this campaign: those that there are are named.
        """
        found = {board.shape.feeds: board for board in self.checklists}
        if name in found:
            return found[name]
        if not found:
            return self._board(ChecklistBoard)  # none: it says why
        why = next((self._part.unusable[slug] for slug in self._part.unusable if slug == name), "")
        what = f"台账{why}，不能用" if why else "没有这样的清单"
        named = "、".join(f"{slug}（{board.title}）" for slug, board in found.items())
        raise UsageError("briefing.checklist", what, str(name), f"这项攻坚战的清单：{named}。")

    @property
    def certificates(self) -> CertificateBoard:
        """The instrument 品牌证书; raises as `projects`."""
        return self._board(CertificateBoard)

    @property
    def chains(self) -> ChainBoard:
        """The instrument 产业链; raises as `projects`."""
        return self._board(ChainBoard)

    @property
    def jobs(self) -> JobBoard:
        """The instrument 就业之家; raises as `projects`."""
        return self._board(JobBoard)

    @property
    def reach(self) -> ReachBoard:
        """The instrument 15分钟服务圈; raises as `projects`."""
        return self._board(ReachBoard)

    @property
    def tourism(self) -> TourismBoard:
        """The instrument 假日旅游; raises as `projects`."""
        return self._board(TourismBoard)

    @property
    def port(self) -> PortBoard:
        """The instrument 码头; raises as `projects`."""
        return self._board(PortBoard)

    @property
    def funds(self) -> FundBoard:
        """The instrument 专项资金; raises as `projects`."""
        return self._board(FundBoard)

    def instruments(self, *names: str) -> Section:
        """Return the standard blocks of each instrument of the campaign; empty without any.

        Parameters
        ----------
        names
            These alone: ``b.instruments("projects")``, or of an instrument with several ledgers one of these; one
            whose ledger is not there is left out.

        Raises
        ------
        UsageError
            There is no such instrument: the nearest is named.
        """
        return Section([block for board in self._boards_named(names) for block in board.section()])

    def instrument_tables(self, *names: str) -> Section:
        """Return what the annex has of each instrument: the whole lists of alarms, and what changed (较上期).

        Parameters and errors as of :meth:`instruments`.
        """
        boards = self._boards_named(names)
        return Section([block for board in boards for block in (*board.annex(), *board.changes())])

    def _boards_named(self, names: tuple[str, ...]) -> list[InstrumentBoard]:
        known = dict.fromkeys([*INSTRUMENTS, *(shape.feeds for shape in self.county.ledgers if shape.feeds)])
        for name in names:
            if name not in known:
                raise UsageError("briefing.instruments", "没有这样的台账", name, choices(name, known))
        return [
            board for board in self._boards if not names or {board.instrument, board.shape.feeds}.intersection(names)
        ]

    def matters(self, most: int = 3) -> Section:
        """Return a sentence an instrument of the worst rows of its ledger, for the conclusion; empty without any.

        Of the overview one of all ledgers.

        Parameters
        ----------
        most
            Their number at most, in each sentence.
        """
        alarms = [(board.title, board.alarms) for board in self._boards]
        if self.campaign is self.county.overview:
            alarms = [("台账里", worst_first(frame for _, frame in alarms))]
        return Section([said for title, frame in alarms for said in matters(title, frame, most)])

    @cached_property
    def _boards(self) -> list[InstrumentBoard]:
        """The instruments whose ledgers the briefing has; of more than two, fewer alarms in the body."""
        found = boards_of(self.county, self._ledger_rows, self.as_of, self._rows_before, self.edition)
        for board in found:
            board.in_body = OF_MANY if len(found) > _TWO else IN_BODY
        return found

    @cached_property
    def _ledger_rows(self) -> dict[str, tuple[LedgerShape, pd.DataFrame]]:
        """The shape and the rows of each ledger of an instrument, by the name the briefing has it by."""
        return {shape.feeds: (shape, rows) for shape, rows in self._held if shape.slug in self._part.ledgers}

    @cached_property
    def _held(self) -> list[tuple[LedgerShape, pd.DataFrame]]:
        """The shape and the rows of each ledger of the briefing; in the public edition those that name no persons."""
        frames = {**self._part.ledgers, **self._part.compared}
        return [
            (shape, prepared(frames[shape.slug], shape))
            for shape in self.county.ledgers
            if shape.slug in frames and (self.edition != "public" or is_public(shape))
        ]

    def _against_ledgers(self) -> Iterator[ItemToVerify]:
        """Yield what ledgers and reports say different numbers of; the overview is of the county, in one sentence."""
        held = [] if self.edition == "public" else self._held
        current = self._store.current()
        compared = [(shape, rows) for shape, rows in held if shape.slug in self._part.compared]
        if self.campaign is not self.county.overview:
            return ledger_items(compared, current, self.county, self.as_of)
        return ledger_items(compared, current[current["area"] == self.county.code], self.county, self.as_of, ALL)

    def _about_ledgers(self) -> list[Note]:
        """Notes on ledgers that are not used, and on those received after the day on which they are judged."""
        if self.edition == "public":
            return []
        notes = [prose.note("台账", (f"{why}，本期没有用。",)) for why in self._part.unusable.values()]
        for shape, rows in self._ledger_rows.values():
            if max(rows["file_day"], default="") > self.as_of.isoformat():
                said = f"“{shape.name}”是{received_label(rows)}收到的：日期截至{periods.date_label(self.as_of)}，"
                notes.append(prose.note("台账", (f"{said}数额、状态是收到时的。",)))
        return notes

    @cached_property
    def _rows_before(self) -> dict[str, tuple[LedgerShape, pd.DataFrame]]:
        """The same of the vintages before (上期), of those ledgers that have one."""
        frames = self._part.ledgers_before
        shapes = [shape for shape, _ in self._ledger_rows.values() if shape.slug in frames]
        return {shape.feeds: (shape, prepared(frames[shape.slug], shape)) for shape in shapes}

    def _board(self, kind: type[Board]) -> Board:
        found = next((board for board in self._boards if isinstance(board, kind)), None)
        if found is None:
            name = kind.instrument
            if self.edition == "public" and not INSTRUMENTS[name].public:
                raise UsageError(f"briefing.{name}", "台账不进公开版", self.edition, 'edition = "internal" 才有台账。')
            for shape in self.county.ledgers:
                if shape.instrument == name and (why := self._part.unusable.get(shape.slug)):
                    raise UsageError(f"briefing.{name}", f"台账{why}，不能用", do="请先改正或放进台账。")
            what = f"没有“{INSTRUMENTS[name].title}”的台账"
            do = f'请在 collection.toml 的台账里写 instrument = "{name}"，campaigns 里写上这个攻坚战。'
            raise UsageError(f"briefing.{name}", what, self.campaign.slug, do)
        return found
