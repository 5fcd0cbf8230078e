"""Fields of a slip (督办单) as the sheet and Word print it: label and words, its light by word and shape."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from ...document.pieces import Light, Parts, plain_text
from ...instruments.task_slips import TaskSlip
from ...instruments.tasks import BLUE, COLOURS, RED, YELLOW
from ...quantity import periods
from ...quantity.figures import reported_figure
from .. import tables
from .quoting import quoted

__all__ = ["SLIP_LIGHTS", "slip_fields", "slip_words"]
__dir__ = __all__.copy

SLIP_LIGHTS: Mapping[str, Light] = {
    RED: Light(light=RED, shape="■", colour="#c62828"),
    YELLOW: Light(light=YELLOW, shape="▲", colour="#b26a00"),
    BLUE: Light(light=BLUE, shape="●", colour="#1565c0"),
}
"""The colours of 三色督查单, word and shape."""


def slip_fields(slip: TaskSlip) -> list[tuple[str, Parts]]:
    """Return the fields of a slip in their order; what the ledger has not is the mark for none.

    Examples
    --------
    >>> slip = TaskSlip("D1", "甲", "", "", "乙局", None, None, "红", 66, None, "滞后", "", "", "", "", "a")
    >>> [words for label, words in slip_words(slip) if label in ("颜色", "来源", "当前情况")]
    ['■红（限期）', '—', '滞后，超期66天，最近反馈—']
    """

    def words(text: str) -> Parts:
        return (quoted(text, slip.origin) if text else tables.NONE,)

    late = reported_figure(
        Decimal(slip.days), "天", label=f"{slip.number}超期", origins=(slip.origin,), formula="按台账的完成时限计算",
    )  # fmt: skip
    state: Parts = (quoted(slip.state, slip.origin), "，") if slip.state else ()
    overdue: Parts = ("超期", late, "，") if slip.days else ()
    fields: list[tuple[str, Parts]] = [
        ("编号", words(slip.number)),
        ("颜色", (SLIP_LIGHTS[slip.colour], f"（{COLOURS[slip.colour]}）")),
        ("事项", words(slip.what)),
        ("来源", words(slip.source)),
        ("牵头领导", words(slip.leader)),
        ("责任单位", words(slip.unit)),
        ("交办日期", (_day(slip.given),)),
        ("完成时限", (_day(slip.due),)),
        ("当前情况", (*state, *overdue, f"最近反馈{_day(slip.heard)}")),
        ("下步措施", words(slip.next_step)),
        ("要求", (slip.asks,)),
        ("事由", words(slip.matter)),
        ("依据", words(slip.origin)),
    ]
    return [(label, shown) for label, shown in fields if label != "事由" or slip.matter]


def slip_words(slip: TaskSlip) -> list[tuple[str, str]]:
    """Return the same fields as plain words."""
    return [(label, plain_text(shown)) for label, shown in slip_fields(slip)]


def _day(day: date | None) -> str:
    return periods.date_label(day) if day else tables.NONE
