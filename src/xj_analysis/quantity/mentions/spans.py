"""Stretches of time that carry a claim, in Chinese numerals: 连续三年, 三年来增长. Alone (三年来) they are time."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .. import numerals
from ..hedges import Hedge
from . import lexicon
from .amounts import NumberMention

_NUMBER = rf"(?P<number>[{lexicon.NUMERALS}]+)"
_UNIT = r"(?P<unit>个?(?:多)?(?:年度|季度|月份|月|星期|周)|年度?|天|期|次|届|轮)"
_CLAIM = (
    r"增长|增加|增幅|正增|零增|上升|提高|提升|攀升|翻|扩大|下降|减少|回落|下滑|缩小|持平|高于|低于|快于|慢于|超|突破|第|首位|前列|"
    r"达标|领先|垫底"
)
_SPANS = (
    re.compile(rf"(?:连续|一连|接连|连着|已连)(?P<span>{_NUMBER}\s?{_UNIT})(?![级度制内])"),
    re.compile(rf"(?P<span>{_NUMBER}\s?{_UNIT})(?:以来|来|间)[，,]?[^，。；！？\n]{{0,20}}?(?:{_CLAIM})"),
    re.compile(
        rf"(?<![附就靠最亲])(?:最近|近|过去)(?P<span>{_NUMBER}\s?{_UNIT})(?:以来|来|间|里)?[，,]?[^，。；！？\n]{{0,20}}?(?:{_CLAIM})"
    ),
)


def find_spans(text: str) -> Iterator[NumberMention]:
    """Yield the stretches of time of a masked text that state how long something has held.

    Examples
    --------
    >>> [(str(q.value), q.unit) for q in find_spans("连续三年增长，连续五个月位居前列；三年来收入翻番")]
    [('3', '年'), ('5', '个月'), ('3', '年')]
    >>> list(find_spans("五年来，未来三年，三年行动，连续作战"))
    []
    """
    for pattern in _SPANS:
        for match in pattern.finditer(text):
            value = numerals.parse_chinese(match["number"])
            if value is not None:
                yield NumberMention(*match.span("span"), value=value, unit=match["unit"], hedge=Hedge.EXACT)
