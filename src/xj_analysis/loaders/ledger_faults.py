"""Faults of ledgers as they are told: the same fault in the cells of one column once, and not more than can be read."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from ..base.errors import Fault
from .ledger_cells import MOST_FAULTS

MOST_PLACES = 5
"""Most other cells that are named of a fault that is told once."""
_CELL = re.compile(r"(.*![A-Z]{1,3})([0-9]+)", re.DOTALL)


def with_others(fault: Fault, addresses: Sequence[str], count: int) -> Fault:
    """Return a fault with the first addresses of the other cells that have it, and their number.

    Examples
    --------
    >>> print(with_others(Fault("a.xlsx 「表」!C5", "地区不认识", "火星镇", "请核对。"), ["C7", "C9"], 299))
    a.xlsx 「表」!C5：地区不认识，另有299处也是（C7、C9…），得到“火星镇”。请核对。
    """
    if not count:
        return fault
    named = "、".join(addresses[:MOST_PLACES])
    return replace(fault, what=f"{fault.what}，另有{count}处也是（{named}{'…' if count > MOST_PLACES else ''}）")


def told_once(faults: Iterable[Fault]) -> list[Fault]:
    """Return faults without repetitions: each row of a merged cell has the same, the cells of a column may have.

    Examples
    --------
    >>> told = told_once(Fault(f"a.xlsx 「表」!C{row}", "没有填") for row in (5, 5, 8, 9))
    >>> [str(fault) for fault in told]
    ['a.xlsx 「表」!C5：没有填，另有2处也是（C8、C9）。']
    """
    groups: dict[tuple[str, ...], list[Fault]] = {}
    for fault in dict.fromkeys(faults):
        match = _CELL.fullmatch(fault.where)
        key = (match[1] if match else fault.where, fault.what, fault.got, fault.do)
        groups.setdefault(key, []).append(fault)
    return [
        with_others(first, [fault.where.rpartition("!")[2] for fault in others], len(others))
        for first, *others in groups.values()
    ]


def capped(faults: Iterable[Fault], more: int, where: str) -> list[Fault]:
    """Return the first faults, each told once, and the number of those left out."""
    distinct = told_once(faults)
    more += max(0, len(distinct) - MOST_FAULTS)
    rest = [Fault(where, f"至少还有{more}处错误没有列出", do="请先改好列出的，再查一次。")] if more else []
    return distinct[:MOST_FAULTS] + rest
