"""Chart of 产业链: a bar a chain of how much of its target it has, with the target and the share of the year passed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ...document.blocks import Chart, Omission
from ...document.pieces import plain_text
from ...quantity.figures import Figure
from ...quantity.reader_units import in_reader_unit
from ..charts.style import ACCENT, INK, MAIN, PALE, altair, block, layered, ticks, too_few, without_validation
from ..tables import Row

__all__ = ["chain_bars"]
__dir__ = __all__.copy

_WIDTH, _NAMES, _WORDS = 453, 118, 160
_STEP = 18
_MOST = 130.0
"""Bars end here, in %, so that one far beyond its target leaves the others to be seen; the words have the number."""
_TARGET = 100.0


@without_validation
def chain_bars(title: str, chains: Sequence[Row]) -> Chart | Omission:
    """Return bars of revenue in % of the target, the target and the share of the year passed as upright strokes.

    Parameters
    ----------
    chains
        In the order drawn: name, leader, light, and the figures 完成率, 序时, 营收 and 目标.
    """
    if not chains:
        return too_few((title,), "台账里没有产业链。")
    data: list[dict[str, Any]] = [
        {
            "order": place, "name": _named(each), "words": _words(each), "target": _TARGET,
            "value": min(max(_number(each["完成率"]) or 0.0, 0.0), _MOST), "pace": _number(each["序时"]),
        }
        for place, each in enumerate(chains)
    ]  # fmt: skip
    most = max(_TARGET, *(row["value"] for row in data)) * 1.02
    alt, width = altair(), _WIDTH - _NAMES - _WORDS
    base = alt.Chart().encode(
        y=alt.Y("order:O", axis=None),
        x=alt.X("value:Q", scale=alt.Scale(domain=[0, most], nice=False), title=None, axis=ticks(alt, "%")),
    )
    words = {"color": INK, "fontSize": 9, "limit": 0}
    marks = [
        base.mark_bar(color=PALE, height=10, stroke=MAIN, strokeWidth=0.6),
        base.mark_tick(color=INK, thickness=1.6, height=10).encode(x="target:Q"),
        base.transform_filter("isValid(datum.pace)")
        .mark_tick(color=ACCENT, thickness=2, height=_STEP)
        .encode(x="pace:Q"),
        base.mark_text(**words, align="right", dx=-5).encode(x=alt.XValue(0), text="name:N"),
        base.mark_text(**words, align="left", dx=6).encode(x=alt.XValue(width), text="words:N"),
    ]
    spec = layered(data, *marks, width=width, height=len(data) * _STEP)
    parts = [each[name] for each in chains for name in ("name", "leader", "完成率", "营收", "目标", "序时")]
    drawn = [part for part in parts if isinstance(part, Figure) and not part.reason]
    note = (
        "条为营业收入占年度目标的百分比，长红竖线为序时进度，短黑竖线为年度目标；括号里为链长，"
        "右为灯、完成率、营业收入和年度目标"
    )
    chart = block(spec, (title,), drawn, (), [note])
    told = "；".join(f"{row['name']}{row['words']}" for row in data)
    return chart.model_copy(update={"description": f"{title}。{told}。"})


def _named(each: Row) -> str:
    leader = f"（{plain_text((each['leader'],))}）" if each["leader"] else ""
    return plain_text((each["name"],)) + leader


def _words(each: Row) -> str:
    light = f"{each['light'].shape}{each['light'].light}"
    rate, revenue, target = (each[name] for name in ("完成率", "营收", "目标"))
    if rate.value is None:
        return light
    return f"{light}　{rate.text}　{in_reader_unit(revenue).text}／{in_reader_unit(target).text}"


def _number(figure: Figure) -> float | None:
    return None if figure.value is None else float(figure.value)
