"""Table of what changed in a ledger since its vintage before (较上期): what, from, to, by how much, whose."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pandas as pd

from ...county.ledger_shapes import LedgerShape
from ...county.model import County
from ...county.selection import unit_names
from ...document.blocks import Table
from ...document.pieces import Part
from ...instruments.ledger_changes import GONE
from ...metrics.columns.row_selection import records
from ...quantity import periods
from ...quantity.figures import Figure, reported_figure
from .. import tables
from ..tables import ColumnSpec, Row
from .alarm_table import matter_of, short_day

__all__ = ["change_table", "received_label"]
__dir__ = __all__.copy

MOST = 20
"""As many changes are listed."""
ASKED = f"{GONE}（待核实）"
_DECIMALS = Decimal("0.01")


def received_label(rows: pd.DataFrame) -> str:
    """Return the day on which a ledger was received, in words; of several files the latest.

    Examples
    --------
    >>> received_label(pd.DataFrame({"file_day": ["2025-09-26", ""]})), received_label(pd.DataFrame({"file_day": [""]}))
    ('2025年9月26日', '日期未登记')
    """
    latest = max(rows["file_day"], default="")
    return periods.date_label(date.fromisoformat(latest)) if latest else "日期未登记"


def change_table(title: str, changes: pd.DataFrame, shape: LedgerShape, county: County, as_of: date) -> Table:
    """Return the table of a frame of changes, in its order.

    Parameters
    ----------
    title
        Heading of the table, with the days of both vintages.
    changes
        Of :func:`xj_analysis.instruments.ledger_changes.ledger_changes`.
    shape
        Names the fields, and has the units of its amounts.
    as_of
        The day: days of its year are printed without it.
    """
    units = unit_names(county)
    names = {column.to: heading.replace("/", "·") for heading, column in shape.columns.items()}
    symbols = {column.to: column.unit or "" for column in shape.columns.values()}

    def value(row: Row, day: str, amount: str) -> Part:
        if not pd.isna(row[day]):
            return short_day(row[day], as_of)
        return tables.NONE if pd.isna(row[amount]) else figure(row, row[amount])

    def figure(row: Row, number: float, unit: str = "") -> Figure:
        plain = Decimal(repr(float(number))).quantize(_DECIMALS).normalize()
        label = f"{row['name']}{names.get(row['field'], '')}"
        return reported_figure(
            Decimal(f"{plain:f}"), unit or symbols.get(row["field"], ""), label=label, origins=row["origins"],
            formula=f"{row['kind']}：两期台账同一行相比",
        )  # fmt: skip

    def difference(row: Row) -> Part:
        if not pd.isna(row["days"]):
            return figure(row, abs(row["days"]), "天")
        return tables.NONE if pd.isna(row["moved"]) else figure(row, abs(row["moved"]))

    columns: list[ColumnSpec[Row]] = [
        ColumnSpec(name="事项", width=3.4, cell=matter_of),
        ColumnSpec(name="栏目", width=1.5, cell=lambda row: names.get(row["field"], "整行")),
        ColumnSpec(name="变动", width=1.3, cell=lambda row: ASKED if row["kind"] == GONE else str(row["kind"])),
        ColumnSpec(name="上期", align="right", width=1.4, cell=lambda row: value(row, "was_day", "was")),
        ColumnSpec(name="本期", align="right", width=1.4, cell=lambda row: value(row, "now_day", "now")),
        ColumnSpec(name="相差", align="right", width=1.1, cell=difference),
        ColumnSpec(name="责任单位", width=1.6, cell=lambda row: units.get(row["owner"], row["owner"]) or tables.NONE),
    ]
    notes = () if len(changes) <= MOST else ("注：只列变动最大的，其余见两期台账。",)
    return tables.tabulate(title, columns, records(changes.head(MOST)), notes=notes)
