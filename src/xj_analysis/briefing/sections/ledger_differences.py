"""Ledgers against monthly reports (台账与月报): items to verify with both values; either may be right."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
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
from ...quantity.hedges import Hedge, as_decimal, rounded
from ...store import observations
from .verification import ItemToVerify

__all__ = ["ALL", "AN_AREA", "AN_INDICATOR", "ledger_items"]
__dir__ = __all__.copy

ALL = ("since",)
AN_INDICATOR = (*ALL, "sample", "ledger", "field")
AN_AREA = (*AN_INDICATOR, "key")
_NAMED = 3


def ledger_items(
    ledgers: Iterable[tuple[LedgerShape, pd.DataFrame]],
    current: pd.DataFrame,
    county: County,
    as_of: date,
    together: Sequence[str] = AN_INDICATOR,
) -> Iterator[ItemToVerify]:
    """Yield items of what ledgers and the reports say different numbers of.

    Parameters
    ----------
    ledgers, current, county, as_of
        As of :func:`~xj_analysis.instruments.reconciliation.contradictions`.
    together
        Columns that the contradictions of one item have in common; of one item for all, both values without what is
        between them.
    """
    held = list(ledgers)
    found = contradictions(held, current, county, as_of)
    shapes = {shape.slug: shape for shape, _ in held}
    said = {row["id"]: row for row in records(current[current["id"].isin(set(found["observation"]))])}
    for _, rows in found.groupby([*together], sort=False):
        yield _item(records(rows), shapes, said, county, short=tuple(together) == ALL)


def _item(
    rows: list[dict[str, Any]], shapes: Mapping[str, LedgerShape], said: Mapping[str, dict[str, Any]], county: County,
    *, short: bool,
) -> ItemToVerify:  # fmt: skip
    first = rows[0]
    parts: list[Part] = [f"{periods.parse(first['period']).label}台账与月报不一致："]
    for before, row in zip([None, *rows], rows, strict=False):
        indicator, published = county.by_slug[row["field"]].name, said[row["observation"]]
        place = "" if short or (before and before["key"] == row["key"]) else county.area_names[row["key"]]
        what = "" if before and before["field"] == row["field"] else indicator
        parts += [
            f"{place}{what}台账",
            _of_ledger(row, indicator, shapes[row["ledger"]]),
            "，月报",
            observations.as_published(published),
        ]
        parts += [*([] if short else _apart(row, published, county)), "；"]
    remarks = {_remark(row, shapes[row["ledger"]]) for row in rows}
    parts[-1] = f"。{remarks.pop()}，请核对。" if len(remarks) == 1 else "。请核对。"
    files = (origin.partition("#")[0] for row in rows for origin in row["rows"])
    reports = [said[row["observation"]] for row in rows]
    places = [f"{_where(row['rows'], shapes[row['ledger']])}；{report['source']} {report['locator']}"
              for row, report in zip(rows, reports, strict=True)]  # fmt: skip
    return ItemToVerify(
        kind="ledger", indicator=first["field"], area=first["key"], parts=tuple(parts), where="；".join(places),
        sources=tuple(dict.fromkeys([*files, *(report["source"] for report in reports)])),
    )  # fmt: skip


def _remark(row: dict[str, Any], shape: LedgerShape) -> str:
    if _is_mean(row, shape):
        return "台账是样本，平均数可能不同" if row["sample"] else "两边都是平均数"
    return "台账只是样本，不应多于月报" if row["sample"] else "口径可能不同"


def _is_mean(row: dict[str, Any], shape: LedgerShape) -> bool:
    return any(count.mean for count in shape.counts if count.indicator == row["field"])


def _of_ledger(row: dict[str, Any], label: str, shape: LedgerShape) -> Figure:
    """The figure of the rows of a ledger, a mean with two decimals; of none, zero, counted."""
    mean = _is_mean(row, shape)
    number = as_decimal(row["value"]) or Decimal(0)
    value = Decimal(f"{(rounded(number, 2, 'half_even') if mean else number).normalize():f}")
    formula = ("台账各行平均" if mean else "台账各行相加") if row["rows"] else Convention.COUNTED
    return reported_figure(
        value, row["unit"], label=label, period=row["period"], origins=row["rows"], formula=formula
    )  # fmt: skip


def _apart(row: dict[str, Any], published: dict[str, Any], county: County) -> list[Part]:
    """How far apart the two are, as exact as the report is; nothing where either is open to a side."""
    if published["hedge"] != Hedge.EXACT or row["low"] != row["high"]:
        return []
    near, far = sorted(abs(row["value"] - row[bound]) for bound in ("reported_low", "reported_high"))
    apart = {"value": abs(row["over"]), "low": near, "high": far, "reported": "", "text": "", "reason": ""}
    return ["，差", county.figure({**published, **apart, "origins": row["origins"], "formula": "台账与月报之差"})]


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
