"""品牌证书 in a briefing: what is in force by kind and holder, what is new, about to expire, and expired."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar

import pandas as pd

from ...document.blocks import Sentence, Table
from ...document.pieces import Part
from ...document.section import Section
from ...instruments.certificates import EXPIRED, EXPIRING, certificate_alarms, certificate_figures, certificates_by
from ...instruments.ledger_rows import has
from ...metrics.columns.row_selection import records
from ...quantity import periods
from ...quantity.figures import Figure
from .. import prose
from ..figure_wording import as_clause
from .figure_grid import figure_grid
from .instrument_board import IN_BODY, InstrumentBoard
from .quoting import quoted

__all__ = ["CertificateBoard"]
__dir__ = __all__.copy

HOLDERS = 10
"""As many holders stand in the annex."""
_NAMED = {"stock": "存量", "new": "新增", "again": "续展", "ending": EXPIRING, "lapsed": EXPIRED}
_NEW = "，本年新增{new}，续展{again}"
_SENTENCE = f"截至{{day}}，有效品牌证书{{stock}}{_NEW}；将到期{{ending}}，已到期未续展{{lapsed}}。"
_GROUPS = {"kind": "类别", "holder": "主体"}
_COUNT = "（个）"


class CertificateBoard(InstrumentBoard):
    """品牌证书: stock, new and renewed ones, alarms before and after the last day."""

    instrument: ClassVar[str] = "certificates"

    def _judged(self) -> pd.DataFrame:
        return certificate_alarms(self.rows, self.as_of, self.county.alarms.certificates)

    def figures(self) -> dict[str, Figure]:
        """Return the numbers of all certificates by name: 存量, 新增, 续展, 将到期, 已到期."""
        return certificate_figures(self.rows, self.as_of, self.county.alarms.certificates)

    def kinds(self) -> pd.DataFrame:
        """Return the same by 类别, those with most in force first."""
        return self._by("kind")

    def holders(self) -> pd.DataFrame:
        """Return the same by 主体.

        Raises
        ------
        UsageError
            The ledger has no such column.
        """
        return self._by("holder")

    def section(self) -> Section:
        """Return the certificates in a sentence, with the kinds that have most; the worst stand in the conclusion."""
        return Section([self._sentence()])

    def annex(self) -> Section:
        """Return the numbers by kind and of the holders with most, and all alarms."""
        made = [self._grid("kind", kinds)] if len(kinds := self.kinds()) else []
        if has(self.rows, "holder") and len(holders := self.holders()):
            made.append(self._grid("holder", holders.head(HOLDERS)))
        return Section([*made, *([self.alarm_table()] if len(self.alarms) else [])])

    def _by(self, field: str) -> pd.DataFrame:
        self._grouping(f"{field}s", field, _GROUPS)
        return certificates_by(self.rows, field, self.as_of, self.county.alarms.certificates)

    def _grid(self, field: str, found: pd.DataFrame) -> Table:
        headings = {
            name: f"{name}{_COUNT}" for name in map(str, found) if any(each.value is not None for each in found[name])
        }
        title = f"各类品牌证书{self.until}" if field == "kind" else f"持证较多的主体{self.until}"
        return figure_grid(title, _GROUPS[field], found, headings)

    def _sentence(self) -> Sentence:
        found = self.figures()
        said: dict[str, Any] = {slot: as_clause(found[name]) for slot, name in _NAMED.items()}
        form = _SENTENCE if has(self.rows, "granted") else _SENTENCE.replace(_NEW, "")
        slots = {slot: part for slot, part in said.items() if f"{{{slot}}}" in form}
        day = periods.date_label(self.as_of)
        made = prose.say(form, names=self.county.proper_names, day=day, **slots)
        place = made.parts.index(slots["stock"]) + 1
        return made.model_copy(update={"parts": (*made.parts[:place], *self._of_kinds(), *made.parts[place:])})

    def _of_kinds(self) -> Iterator[Part]:
        """The kinds with most in force, in brackets."""
        kinds = records(self.kinds().rename_axis("kind").reset_index())
        shown = [row for row in kinds if row["存量"].value][:IN_BODY]
        for row in shown:
            stock: Figure = row["存量"]
            yield from ("（" if row is shown[0] else "、", quoted(row["kind"], stock.origins[0]), stock)
        if shown:
            yield "）"
