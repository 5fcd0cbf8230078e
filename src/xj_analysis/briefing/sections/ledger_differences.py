"""Ledgers against monthly reports (台账与月报): items to verify with both values; either may be right."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from typing import Any

import pandas as pd

from ...county.ledger_shapes import LedgerShape
from ...county.model import County
from ...document.pieces import Part
from ...instruments.reconciliation import contradictions
from ...metrics.columns.row_selection import records
from ...quantity import periods
from ...quantity.conventions import Convention
from ...quantity.figures import Figure, reported_figure
from ...quantity.hedges import as_decimal
from ...quantity.mentions.printed_numerals import typed_numerals
from ...store import observations
from .verification import ItemToVerify

__all__ = ["ledger_items"]
__dir__ = __all__.copy

_NAMED = 3


def ledger_items(
    ledgers: Iterable[tuple[LedgerShape, pd.DataFrame]],
    current: pd.DataFrame,
    county: County,
    as_of: date,
    *,
    by_area: bool = False,
) -> Iterator[ItemToVerify]:
    """Yield an item an indicator and month of which a ledger and the reports say different numbers.

    Parameters
    ----------
    ledgers, current, county, as_of
        As of :func:`~xj_analysis.instruments.reconciliation.contradictions`.
    by_area
        An item for each area, too.
    """
    held = list(ledgers)
    found = contradictions(held, current, county, as_of)
    shapes = {shape.slug: shape for shape, _ in held}
    said = {row["id"]: row for row in records(current[current["id"].isin(set(found["observation"]))])}
    of = ["ledger", "field", "since", *(["key"] if by_area else [])]
    for _, rows in found.groupby(of, sort=False):
        yield _item(records(rows), shapes[rows["ledger"].iloc[0]], said, county)


def _item(
    rows: list[dict[str, Any]], shape: LedgerShape, said: dict[str, dict[str, Any]], county: County
) -> ItemToVerify:
    first, indicator = rows[0], county.by_slug[rows[0]["field"]]
    name = "" if typed_numerals(shape.name) else shape.name
    parts: list[Part] = [f"{periods.parse(first['period']).label}{indicator.name}，{name}台账与月报不一致："]
    for row in rows:
        published = said[row["observation"]]
        parts += [f"{county.area_names[row['key']]}台账", _of_ledger(row, indicator.name), "，月报",
                  observations.as_published(published), "，差", _apart(row, published, county), "；"]  # fmt: skip
    parts[-1] = "。台账只是样本，不应多于月报，请核对。" if shape.sample else "。口径、截止时间可能不同，请两边核对。"
    files = (origin.partition("#")[0] for row in rows for origin in row["rows"])
    where = "；".join(
        f"{_where(row['rows'], shape)}；{said[row['observation']]['source']} {said[row['observation']]['locator']}"
        for row in rows
    )
    return ItemToVerify(
        kind="ledger", indicator=indicator.slug, area=first["key"], parts=tuple(parts), where=where,
        sources=tuple(dict.fromkeys([*files, *(said[row["observation"]]["source"] for row in rows)])),
    )  # fmt: skip


def _of_ledger(row: dict[str, Any], label: str) -> Figure:
    """The figure of the rows of a ledger; of none, zero, counted."""
    value = Decimal(f"{(as_decimal(row['value']) or Decimal(0)).normalize():f}")
    formula = "台账各行相加" if row["rows"] else Convention.COUNTED
    return reported_figure(
        value, row["unit"], label=label, period=row["period"], origins=row["rows"], formula=formula
    )  # fmt: skip


def _apart(row: dict[str, Any], published: dict[str, Any], county: County) -> Figure:
    """How far apart the two are, as exact as the report is."""
    near, far = sorted(abs(row["value"] - row[bound]) for bound in ("reported_low", "reported_high"))
    apart = {"value": abs(row["over"]), "low": near, "high": far, "reported": "", "text": "", "reason": ""}
    return county.figure({**published, **apart, "origins": row["origins"], "formula": "台账与月报之差"})


def _where(rows: tuple[str, ...], shape: LedgerShape) -> str:
    """Where the rows of a ledger are: its file and sheets with the cells of few rows, or how many."""
    of_sheet: dict[str, list[str]] = {}
    for origin in rows:
        sheet, _, cells = origin.replace("#", " ").rpartition("!")
        of_sheet.setdefault(sheet, []).append(cells)
    named = [
        f"{sheet} {'、'.join(cells) if len(cells) <= _NAMED else f'{len(cells)}行'}"
        for sheet, cells in of_sheet.items()
    ]
    return "、".join(named) or f"{shape.name}台账没有行"
