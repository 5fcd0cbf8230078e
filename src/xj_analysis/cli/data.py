"""What the commands of collection show: files received or returned, with every fault; who has reported."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from .. import periods
from ..collect.receipts import OUTCOMES

if TYPE_CHECKING:
    from ..collect.intake import Receipt
    from ..collect.status import State


def templates(written: Sequence[Path], folder: Path) -> None:
    """Print how many templates were written where."""
    Console().print(f"写出 {len(written)} 份模板：{folder}", markup=False, highlight=False, soft_wrap=True)


def received(receipts: Sequence[Receipt]) -> None:
    """Print what became of each file, and each fault on a line of its own."""
    console = Console()
    for receipt in receipts:
        if not receipt.outcome:
            console.print(f"{receipt.name}：已经收过，没有重复入库。", markup=False, highlight=False, soft_wrap=True)
            continue
        when = f"，{periods.parse(receipt.period).label}" if receipt.period else ""
        unit, outcome = receipt.unit or "单位不详", OUTCOMES[receipt.outcome]
        words = f"{receipt.name}（{unit}{when}）：{outcome}，入库{receipt.values}个数"
        words += f"，{len(receipt.faults)}处问题" if receipt.faults else ""
        console.print(words, markup=False, highlight=False, soft_wrap=True)
        for fault in receipt.faults:
            console.print(f"  {fault}", markup=False, highlight=False, soft_wrap=True)
        if receipt.returned:
            console.print(f"  退回：{receipt.returned}", markup=False, highlight=False, soft_wrap=True)


def states(name: str, period: str, found: Sequence[State]) -> None:
    """Print how every unit stands: a table for a person, a line each for a log."""
    console = Console()
    counts = {word: sum(state.said == word for state in found) for word in (*OUTCOMES.values(), "未报")}
    late = sum(state.late for state in found)
    title = f"{name}{periods.parse(period).label}：" + "，".join(f"{word}{count}" for word, count in counts.items())
    title += f"；逾期{late}"
    rows = [
        (
            state.unit.name, state.said, state.on.isoformat() if state.on else "—", state.due.isoformat(),
            "逾期" if state.late else "", str(state.values or "—"), str(state.faults or "—"),
        )
        for state in found
    ]  # fmt: skip
    if not console.is_terminal:
        lines = [title, *("　".join(cell for cell in row if cell) for row in rows)]
        console.print("\n".join(lines), markup=False, highlight=False, soft_wrap=True)
        return
    table = Table(title=escape(title), title_justify="left")
    for heading in ("单位", "情况", "收到", "应报", "", "数", "问题"):
        table.add_column(heading, justify="right" if heading in ("数", "问题") else "left")
    for row in rows:
        table.add_row(*(escape(cell) for cell in row))
    console.print(table)
