"""Table of differences from the previous issue (较上期): each row printed otherwise, both values, and the reason."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from ...county.model import County
from ...document.blocks import Table
from ...metrics.columns.row_selection import records
from ...quantity.figures import Figure
from ...store.observations import KEY
from .. import tables
from ..figure_wording import label_of, ranking_text
from ..tables import ColumnSpec, Row, period_column, source_column

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
            return "修订" if _contested(row, self.earlier) else "新发布"
        dropped = self.current[self.current["id"].isin(set(old["origins"]) - set(new["origins"]))]
        return "修订" if bool((dropped["status"] == "revised").any()) else "新发布"


def since_previous_table(
    before: pd.DataFrame, now: pd.DataFrame, observations: tuple[pd.DataFrame, pd.DataFrame], county: County
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
    """
    comparison = _Comparison(*observations, county)
    old_rows, new_rows = _by_key(before), _by_key(now)
    rows = []
    for key in dict.fromkeys([*new_rows, *old_rows]):
        old, new = old_rows.get(key), new_rows.get(key)
        row = new or old or {}
        was, this = comparison.side(old, row, comparison.earlier), comparison.side(new, row, comparison.current)
        if not (isinstance(was, Figure) and isinstance(this, Figure) and was.text == this.text):
            rows.append({**row, "was": was, "this": this, "why": comparison.reason(old, new)})
    columns: list[ColumnSpec[Row]] = [
        ColumnSpec(name="指标", width=2.4, cell=lambda row: label_of(row, county)),
        period_column(1.5),
        ColumnSpec(name="上期", align="right", width=1.5, cell=lambda row: row["was"]),
        ColumnSpec(name="本期", align="right", width=1.5, cell=lambda row: row["this"]),
        ColumnSpec(name="缘由", width=1.0, cell=lambda row: row["why"]),
        source_column(0.7),
    ]
    return tables.tabulate("较上期的变化", columns, rows, notes=[_NOTE]) if rows else None


def _by_key(frame: pd.DataFrame) -> dict[tuple[str, ...], Row]:
    """Rows by their key; a rank without a value is kept apart from the value."""
    return {(*(row[name] for name in KEY), "" if pd.isna(row["value"]) else "value"): row for row in records(frame)}


def _behind(row: Row, observations: pd.DataFrame) -> pd.DataFrame:
    """The observations of a row's key, and those it was computed from."""
    same = (observations[KEY] == [row[name] for name in KEY]).all(axis=1)
    return observations[same | observations["id"].isin(row["origins"])]


def _contested(row: Row, observations: pd.DataFrame) -> bool:
    return bool((_behind(row, observations)["status"] == "conflict").any())
