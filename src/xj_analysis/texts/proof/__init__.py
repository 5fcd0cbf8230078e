"""Proofreading of drafts: contradictions with themselves, with arithmetic, with usage, and with the store."""

from __future__ import annotations

from datetime import date

from ...store.store import Store
from ..reader import read_text
from . import parts, ratios, wording
from .draft import Alarm, Draft

__all__ = ["RULES", "SURE", "Alarm", "proofread"]
__dir__ = __all__.copy

RULES = {
    "completion": "完成率不等于实际÷目标",
    "pace": "时序进度说反或算错",
    "points": "百分点与%混用",
    "sum": "分项与总数不符",
    "share": "占比不合",
    "growth": "增幅与两个数不符",
    "sign": "增长（下降）带负号",
    "times": "下降用倍",
    "doubling": "翻番不实",
    "twice": "同一项目两个数",
    "unit": "单位可能有误",
    "tier": "梯队当作名次",
    "store": "与数据不一致",
    "rounding": "舍入了两次",
    "comparison": "同比环比混用",
    "day": "日期不存在",
}
SURE = {"certain": "确定", "likely": "很可能"}

_ANY_YEAR = date(2001, 12, 31)
_STORELESS_RULES = (
    ratios.completion, ratios.pace, ratios.growth, ratios.doubling, parts.sums, parts.shares, parts.repeated_items,
    wording.points, wording.signs, wording.tiers, wording.comparisons, wording.days,
)  # fmt: skip


def proofread(text: str, *, store: Store | None = None, anchor: date | None = None) -> list[Alarm]:
    """Return the alarms of a draft, in the order of the text.

    Parameters
    ----------
    text
        The draft; a line is a paragraph.
    store
        Observations to compare the draft with. None: the draft alone is checked.
    anchor
        Date of the draft, as in :func:`xj_analysis.texts.reader.read_text`.

    Examples
    --------
    >>> [(alarm.rule, alarm.should) for alarm in proofread("完成投资30亿元，占年度计划60亿元的52%。")]
    [('completion', '50%')]
    """
    names = store.county.names if store else ()
    reading = read_text(text, anchor=anchor, names=names)
    # A draft without a year is checked against itself as of any year: 1—8月 is two thirds of each.
    draft = Draft(reading if reading.anchor.year else read_text(text, anchor=_ANY_YEAR, names=names))
    alarms = [alarm for rule in _STORELESS_RULES for alarm in rule(draft)]
    if store is not None:
        from .against_store import store_alarms

        alarms += store_alarms(Draft(reading), store)
    return sorted(dict.fromkeys(alarms), key=lambda alarm: (alarm.start, alarm.end, alarm.rule))
