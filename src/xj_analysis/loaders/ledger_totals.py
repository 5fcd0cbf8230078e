"""Rows of sums (合计, 小计) of ledgers: each must be the sum of the rows it stands for."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from ..base.errors import Fault
from ..workbooks import cells
from ..workbooks.cell_faults import FaultCollector
from ..workbooks.grid import Grid
from .ledger_cells import CellRule, read_amount
from .ledger_columns import FAULTY, SOUND, CellColumn, Values

__all__ = ["exact_sums", "spans_of_totals", "wrong_totals"]
__dir__ = __all__.copy

Span = tuple[int, int]
_PART = "小计"
_DECIMALS, _DIGITS = 10, 1e15


def spans_of_totals(above: Sequence[int], names: Sequence[str], rows: int) -> list[list[Span]]:
    """Return for each total the spans of rows it may stand for, the likeliest first.

    Those above; without one, all. A 小计: those since another total, all above, or those up to the next one.

    Parameters
    ----------
    above
        How many rows stand above each total.
    names
        What each is called.
    rows
        How many rows there are.

    Examples
    --------
    >>> spans_of_totals([2, 5, 5], ["小计", "小计", "合计"], 5)
    [[(0, 2), (2, 5)], [(2, 5), (0, 5)], [(0, 5)]]
    >>> spans_of_totals([0], ["合计"], 5)
    [[(0, 5)]]
    """
    edges = [0, *above, rows]
    spans: list[list[Span]] = []
    for at, (count, name) in enumerate(zip(above, names, strict=True), start=1):
        parts = [(edges[at - 1], count), (0, count), (count, edges[at + 1])]
        whole = [(0, count or rows)]
        spans.append([span for span in dict.fromkeys(parts) if span[0] < span[1]] if _PART in name else whole)
    return spans


def wrong_totals(
    name: str,
    sums: CellColumn,
    spans: Sequence[Sequence[Span]],
    values: Values,
    states: NDArray[np.int8],
    rule: CellRule,
) -> list[tuple[int, Fault]]:  # fmt: skip
    """Return by row a fault for each total that differs from the sums of the rows it may stand for.

    A blank total, one merged with a cell above, and one of a faulty cell, is skipped.
    """
    faulty = np.concatenate([[0], (states == FAULTY).cumsum()])
    edges = sorted({edge for each in spans for span in each for edge in span})
    upto = dict(zip(edges, exact_sums(np.where(states == SOUND, values, 0.0), edges), strict=True))
    wrong: list[tuple[int, Fault]] = []
    grid = Grid(sums.sheet.name)
    for at, own in enumerate(spans):
        place = (int(sums.rows[at]), int(sums.columns[at]))
        cell = sums.sheet.content(int(sums.codes[at]), float(sums.numbers[at]))
        if cell is None or cell.kind in cells.UNUSABLE or any(faulty[last] > faulty[first] for first, last in own):
            continue
        grid.cells[place] = cell
        faults = FaultCollector(name)
        total = read_amount(grid, place, rule, faults)
        expected = [upto[last] - upto[first] for first, last in own] or [Fraction(0)]
        if total is not None and total not in expected:
            shown = f"{float(expected[0]):.15g}{rule.declared.unit}"
            faults.add(grid, place, f"合计与各行之和（{shown}）不符", cell.text, "请核对合计与各行。")
        wrong += [(place[0], fault) for fault in faults.faults]
    return wrong


def exact_sums(values: NDArray[np.float64], counts: Sequence[int]) -> list[Fraction]:
    """Return the sums of the first so many numbers, each taken as the decimal it is written as.

    Examples
    --------
    >>> exact_sums(np.array([0.1, 0.2, 0.3]), [0, 2, 3])
    [Fraction(0, 1), Fraction(3, 10), Fraction(3, 5)]
    """
    values = values[: max(counts, default=0)]
    for decimals in range(_DECIMALS):
        whole = np.rint(values * 10**decimals)
        if not (np.abs(whole).sum() < _DIGITS):
            break
        if (whole / 10**decimals == values).all():
            sums = np.concatenate([[0], whole.astype(np.int64).cumsum()])
            return [Fraction(int(sums[count]), 10**decimals) for count in counts]
    parts = [Fraction(str(value)) for value in values.tolist()]
    return [sum(parts[:count], Fraction(0)) for count in counts]
