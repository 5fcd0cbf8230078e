"""Table of differences from the previous issue (较上期): each row printed otherwise, both values, and the reason."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import pandas as pd

from ...county.model import County
from ...document.blocks import CellBlock, Table
from ...metrics.columns import row_selection
from ...metrics.columns.row_selection import records
from ...quantity.figures import Figure
from ...store.observations import KEY
from ...store.store import Store
from .. import tables
from ..absence import Absence
from ..figure_frame import figure_frame
from ..figure_wording import label_of, ranking_text
from ..tables import ColumnSpec, Row, period_column, source_column
from ..year_progress import YearProgress

__all__ = ["SincePrevious", "since_previous_table"]

_NEW = "新发布"
_NOTE = "注：“新发布”为上一期以后公布的，“修订”为原发布者改数，“更正”为核对后改正，“矛盾”为出现不同说法；“—”为无此项。"


@dataclass(frozen=True)
class _Comparison:
    """The observations known to the previous issue and to this one, each with its ``status``."""

    earlier: pd.DataFrame
    current: pd.DataFrame
    county: County

    def side(self, row: Row | None, about: Row, observations: pd.DataFrame) -> Figure | str:
        """Return what an issue prints of a row; a mark where it prints none."""
        if row is None:
            return tables.CONTESTED if _contested(about, observations) else tables.NONE
        named = {**row, "label": label_of(row, self.county)}
        rank = ranking_text(named) if pd.isna(row["value"]) and not row["formula"] else None
        return rank or self.county.figure(named)

    def reason(self, old: Row | None, new: Row | None) -> str:
        """Return why two issues differ in a row: by its new observations, and the status of the earlier ones."""
        row = new or old or {}
        published = _behind(row, self.current[~self.current["id"].isin(self.earlier["id"])])
        if bool((published["corrects"] != "").any()):
            return "更正"
        if new is None:
            return "矛盾"
        if old is None:
            return "修订" if _contested(row, self.earlier) else _NEW
        dropped = self.current[self.current["id"].isin(set(old["origins"]) - set(new["origins"]))]
        return "修订" if bool((dropped["status"] == "revised").any()) else _NEW


@dataclass(frozen=True)
class SincePrevious:
    """What an issue prints otherwise than the previous one.

    Parameters
    ----------
    previous, store
        What either issue knows.
    listed
        The indicators printed.
    progress
        Of this issue: where there is any, the towns' months are readable in the rankings alone.
    """

    previous: Store
    store: Store
    listed: Sequence[str]
    progress: YearProgress

    def blocks(self, rows: pd.DataFrame, compared: Collection[str], *, unchanged: Absence | None) -> list[CellBlock]:
        """Return the table, or a line that there is none.

        Parameters
        ----------
        rows
            The figure frame of this issue.
        compared
            Indicators whose new months are compared with the month before elsewhere.
        unchanged
            The line where nothing changed; None where the section needs none.
        """
        if table := self._table(rows, compared, towns=not self.progress.paces):
            return [table]
        if unchanged is None:
            return []
        in_towns = self._table(rows, (), towns=True) is not None
        return [(Absence.CHANGES_IN_COUNTY if in_towns else unchanged).sentence()]

    def _table(self, rows: pd.DataFrame, compared: Collection[str], *, towns: bool) -> Table | None:
        county = self.store.county
        both = [row_selection.area_rows(each, county.code) for each in (figure_frame(self.previous), rows)]
        if not towns:
            both = [each[each["area"] == county.code] for each in both]
        then, now = (row_selection.ordered(each, self.listed) for each in both)
        return since_previous_table(then, now, (self.previous.frame, self.store.frame), county, compared=compared)


def since_previous_table(
    before: pd.DataFrame,
    now: pd.DataFrame,
    observations: tuple[pd.DataFrame, pd.DataFrame],
    county: County,
    *,
    compared: Collection[str] = (),
) -> Table | None:
    """Return the rows that an issue prints otherwise than the one before it, and why; None where there are none.

    Parameters
    ----------
    before, now
        The current rows of either issue, reported and derived, with ``text``, in the order printed.
    observations
        The observations known to either issue, each with its ``status``.
    county
        Declares the indicators.
    compared
        Indicators whose new months are compared with the month before elsewhere: these are left out here.
    """
    comparison = _Comparison(*observations, county)
    old_rows, new_rows = _by_key(before), _by_key(now)
    rows = []
    for key in dict.fromkeys([*new_rows, *old_rows]):
        old, new = old_rows.get(key), new_rows.get(key)
        row = new or old or {}
        was, this = comparison.side(old, row, comparison.earlier), comparison.side(new, row, comparison.current)
        same = isinstance(was, Figure) and isinstance(this, Figure) and was.text == this.text
        why = "" if same else comparison.reason(old, new)
        new_month = row["indicator"] in compared and old is None and row["nature"] == "actual"
        if not same and not (new_month and why == _NEW):
            rows.append({**row, "was": was, "this": this, "why": why})
    columns: list[ColumnSpec[Row]] = [
        ColumnSpec(name="指标", width=2.4, cell=lambda row: label_of(row, county)),
        period_column(1.5),
        ColumnSpec(name="上期", align="right", width=1.5, cell=lambda row: row["was"]),
        ColumnSpec(name="本期", align="right", width=1.5, cell=lambda row: row["this"]),
        ColumnSpec(name="缘由", width=1.0, cell=lambda row: row["why"]),
        source_column(0.7),
    ]
    return tables.tabulate("上期以后的新发布、修订和更正", columns, rows, notes=[_NOTE]) if rows else None


def _by_key(frame: pd.DataFrame) -> dict[tuple[str, ...], Row]:
    """Rows by their key; a rank without a value is kept apart from the value."""
    return {(*(row[name] for name in KEY), "" if pd.isna(row["value"]) else "value"): row for row in records(frame)}


def _behind(row: Row, observations: pd.DataFrame) -> pd.DataFrame:
    """The observations of a row's key, and those it was computed from."""
    same = (observations[KEY] == [row[name] for name in KEY]).all(axis=1)
    return observations[same | observations["id"].isin(row["origins"])]


def _contested(row: Row, observations: pd.DataFrame) -> bool:
    return bool((_behind(row, observations)["status"] == "conflict").any())
