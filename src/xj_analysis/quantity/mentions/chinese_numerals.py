"""Chinese numerals: quantities (二十三家, 百余户, 上千人) told apart from names (二期, 三项行动)."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal

from .. import numerals
from ..hedges import Hedge
from . import lexicon
from .amounts import OPEN_QUOTE, NumberMention, number_mention, parse_ending

_RATIO = re.compile(r"[\u4e00-\u9fff]{0,6}?(?:率|耗|成本)")  # 百万吨死亡率, 百元营收成本: what a ratio is per
_LISTS = re.compile(
    r"(?:重[点大])?(?:行动|工程|任务|措施|举措|制度|机制|改革|实事|民生|方面|维护|意识|坚持|聚焦|自信|专项|统筹|环节)"
)
_NAMED = "县市区镇乡村山河湖沟渠店庄屯桥寺庙岭坪坝塘垅"
_RISE = "跃迈登站踏升网线以攀街岸桌路"
_MULTIPLES = "百千万亿"
_SCALES = {"万亿": 10**12, "亿": 10**8, "万": 10**4}


def parse_chinese_numeral(text: str, start: int, end: int) -> NumberMention | None:
    """Return the quantity that begins with a Chinese numeral; None for a name or an indefinite number.

    Parameters
    ----------
    text
        From :func:`xj_analysis.quantity.mentions.masks.mask_non_quantities`.
    start, end
        Slice of the numeral.

    Examples
    --------
    >>> mention = parse_chinese_numeral("二十三家企业", 0, 3)
    >>> (mention.value, mention.unit) if mention else None
    (Decimal('23'), '家')
    >>> parse_chinese_numeral("三项行动", 0, 1), parse_chinese_numeral("数百家", 1, 2)
    (None, None)
    """
    written, left = text[start:end], text[start - 1 : start]
    value = numerals.parse_chinese(written)
    bare = written[0] in _MULTIPLES or written == "十"
    if value is None or (left.isascii() and left.isalnum()) or (bare and left in ("数", "几", "成", "十")):
        return None
    scale = next((part for part in _SCALES if written.endswith(part)), "")
    ending = parse_ending(text, end - len(scale))
    if ending is None or (ending.unit == scale and not _scale_ends(text, ending.end)) or _in_a_name(text, start, end):
        return None
    mention = number_mention(text, start, ending, Decimal(f"{(value / _SCALES.get(scale, 1)).normalize():f}"))
    if mention and mention.hedge is Hedge.EXACT and written[0] in _MULTIPLES and _raised(text, start):
        mention = replace(mention, hedge=Hedge.OVER)
    return mention if mention and _counts(text, mention, written) else None


def _scale_ends(text: str, place: int) -> bool:
    """Return whether a numeral may end with its scale at `place` (突破百亿): not in a name (百亿产业)."""
    following = text[place : place + 1]
    return not ("\u4e00" <= following <= "\u9fff" or following.isalnum()) or following in tuple("以左的大及和")


def _raised(text: str, start: int) -> bool:
    """Return whether 上, 过 or 破 makes the numeral a lower bound (上千, 过百, 破亿; not 跃上百亿元)."""
    word, left = text[start - 1 : start], text[start - 2 : start - 1]
    return (word == "上" and left not in (*_RISE, "百", "千")) or (word == "过" and left not in ("通", "经")) or (
        word == "破" and left not in ("突", "侦", "打")
    )  # fmt: skip


def _in_a_name(text: str, start: int, end: int) -> bool:
    """Return whether the numeral stands in a short quoted phrase, which is a name (“十户连心”)."""
    closing = re.search(r"[”’」』\"，。；！？\n]", text[end : end + 16])
    return bool(OPEN_QUOTE.search(text[max(0, start - 18) : start]) and closing and closing[0] in '”’」』"')


def _counts(text: str, mention: NumberMention, written: str) -> bool:
    """Return whether a numeral with its unit is a quantity, not a name (二期, 三项行动, 百家, 亿元以上)."""
    base, left = lexicon.base_unit(mention.unit), text[mention.start - 1 : mention.start]
    if mention.unit in lexicon.DURATIONS or base in lexicon.NEVER_CHINESE:
        return False
    if text[mention.end : mention.end + 1] in tuple(_NAMED):
        return False
    before = lexicon.hedge_before(text, mention.start) is not None or _raised(text, mention.start)
    if written == "亿":  # 亿元以上, 超亿元 are thresholds without a numeral; 近亿元, 亿余元 are amounts
        return mention.embedded or (before and left in ("近", "上", "约"))
    if written == "万":
        return mention.embedded or before
    plain = mention.hedge is Hedge.EXACT and written[0] in _MULTIPLES
    if left == "每" or (plain and _RATIO.match(text, mention.end)):  # 每百元, 百万吨死亡率
        return False
    scaled = mention.unit != base and not base.startswith(("千", "百"))
    if scaled or (base in lexicon.MEASURES and written not in ("一", "百", "千")) or base in ("倍", "个百分点"):
        return True
    if base in lexicon.MONEY:
        return len(written) > 1 or mention.embedded
    if len(written) > 1:
        return not _LISTS.match(text, mention.end)  # 二十一项行动 numbers a list
    if written in _MULTIPLES:
        return mention.embedded or before or mention.hedge is Hedge.ABOUT
    if written == "一" or (left in ("至", "到", "—") and base in ("名", "位")):  # 四至八名 are places
        return False
    return base in lexicon.THINGS or mention.embedded or (written == "十" and before)
