"""Chinese numerals that count something (二十三家, 百余户, 上千人), told from those that name it (二期, 三项行动)."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal

from ...quantity import numerals
from ...quantity.hedges import Hedge
from . import lexicon
from .amounts import OPENED, NumberMention, made, tail

_RATIO = re.compile(r"[\u4e00-\u9fff]{0,6}?(?:率|耗|成本)")  # 百万吨死亡率, 百元营收成本: what a ratio is per
_LISTS = re.compile(
    r"(?:重[点大])?(?:行动|工程|任务|措施|举措|制度|机制|改革|实事|民生|方面|维护|意识|坚持|聚焦|自信|专项|统筹|环节)"
)
_NAMED = "县市区镇乡村山河湖沟渠店庄屯桥寺庙岭"
_RISE = "跃迈登站踏升网线以攀街岸桌路"
_MULTIPLES = "百千万亿"
_SCALES = {"万亿": 10**12, "亿": 10**8, "万": 10**4}


def find_chinese_numerals(text: str, start: int, end: int) -> NumberMention | None:
    """Return the quantity a Chinese numeral begins; None where it names something, or stands for no one number.

    Parameters
    ----------
    text
        From :func:`xj_analysis.texts.reader.masks.masked`.
    start, end
        Where the numeral stands in it.

    Examples
    --------
    >>> found = find_chinese_numerals("二十三家企业", 0, 3)
    >>> (found.value, found.unit) if found else None
    (Decimal('23'), '家')
    >>> find_chinese_numerals("三项行动", 0, 1), find_chinese_numerals("数百家", 1, 2)
    (None, None)
    """
    written, left = text[start:end], text[start - 1 : start]
    value = numerals.parse_chinese(written)
    bare = written[0] in _MULTIPLES or written == "十"
    if value is None or (left.isascii() and left.isalnum()) or (bare and left in ("数", "几", "成", "十")):
        return None
    scale = next((part for part in _SCALES if written.endswith(part)), "")
    ending = tail(text, end - len(scale))
    if ending is None or (ending[1] == scale and not _scale_alone(text, ending[0])) or _in_a_name(text, start, end):
        return None
    found = made(text, start, ending, Decimal(f"{(value / _SCALES.get(scale, 1)).normalize():f}"))
    if found and found.hedge is Hedge.EXACT and written[0] in _MULTIPLES and _raised(text, start):
        found = replace(found, hedge=Hedge.OVER)
    return found if found and _counts(text, found, written) else None


def _scale_alone(text: str, place: int) -> bool:
    """Whether a Chinese numeral may end with its scale (突破百亿): not in a name (百亿产业)."""
    following = text[place : place + 1]
    return not ("\u4e00" <= following <= "\u9fff" or following.isalnum()) or following in tuple("以左的大及和")


def _raised(text: str, start: int) -> bool:
    """上千, 过百, 破亿: a lower bound, unless the word ends there (跃上百亿元)."""
    word, left = text[start - 1 : start], text[start - 2 : start - 1]
    return (word == "上" and left not in (*_RISE, "百", "千")) or (word == "过" and left not in ("通", "经")) or (
        word == "破" and left not in ("突", "侦", "打")
    )  # fmt: skip


def _in_a_name(text: str, start: int, end: int) -> bool:
    """“十户连心”: a numeral of a short quoted phrase belongs to its name."""
    closing = re.search(r"[”’」』\"，。；！？\n]", text[end : end + 16])
    return bool(OPENED.search(text[max(0, start - 18) : start]) and closing and closing[0] in '”’」』"')


def _counts(text: str, found: NumberMention, written: str) -> bool:
    """Whether a Chinese numeral with its unit says how many, or names something (二期, 三项行动, 百家, 亿元以上)."""
    base, left = lexicon.base(found.unit), text[found.start - 1 : found.start]
    if (
        found.unit in lexicon.DURATIONS
        or base in lexicon.NEVER_CHINESE
        or text[found.end : found.end + 1] in tuple(_NAMED)
    ):
        return False
    before = lexicon.before(text, found.start) is not None or _raised(text, found.start)
    if written == "亿":  # 亿元以上, 超亿元 are thresholds without a numeral; 近亿元, 亿余元 are amounts
        return found.inner or (before and left in ("近", "上", "约"))
    if written == "万":
        return found.inner or before
    plain = found.hedge is Hedge.EXACT and written[0] in _MULTIPLES
    if left == "每" or (plain and _RATIO.match(text, found.end)):  # 每百元, 百万吨死亡率
        return False
    scaled = found.unit != base and not base.startswith(("千", "百"))
    if scaled or (base in lexicon.MEASURES and written != "一") or base in ("倍", "个百分点"):
        return True
    if base in lexicon.MONEY:
        return len(written) > 1 or found.inner
    if len(written) > 1:
        return not _LISTS.match(text, found.end)  # 二十一项行动 numbers a list
    if written in _MULTIPLES:
        return found.inner or before or found.hedge is Hedge.ABOUT
    if written == "一" or (left in ("至", "到", "—") and base in ("名", "位")):  # 四至八名 are places
        return False
    return base in lexicon.THINGS or found.inner or (written == "十" and before)
