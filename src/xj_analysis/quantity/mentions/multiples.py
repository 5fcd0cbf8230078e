"""Multiples and halves in words: 翻一番, 双倍, 减半, 过半, 打九折, 五连增."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from .. import numerals
from ..hedges import Hedge
from .amounts import NumberMention

_ONES = "一二两三四五六七八九十"
_DOUBLED = re.compile(rf"翻(?:了)?(?:近|约|将近|超)?(?:(?P<turns>[{_ONES}几数])?番|(?P<times>[{_ONES}几数]*)倍)")
_TWICE = re.compile(r"双倍|倍增(?!计划|行动|工程|效应|器|发展|政策|战略)")
_HALF_OF = re.compile(
    r"(?:减|折|砍|对|各)半|(?<!双)(?:过|逾|近|超|约|占)半(?![百年天径导岛月个小山程成价日数])|(?<!一)大半(?![年天生辈夜个圈])"
)
_MEASURES = "公里|公斤|[吨亩斤倍]"
_HALF_UNIT = re.compile(rf"半个(?:百分点|亿)|半成(?![品熟])|半(?:{_MEASURES})(?!八两|方塘)")
_AND_A_HALF = re.compile(rf"一(?P<unit>{_MEASURES})半(?![年月径])")
_RATIO = re.compile(
    rf"(?:(?<=[为是达约例])|(?<=\A))(?P<first>[{_ONES}]{{1,3}})比(?P<second>[{_ONES}]{{1,3}})(?=[，。；、！？\s\0]|$)"
)
_PARTED = re.compile(
    r"(?P<first>五|四|三|二|一)(?:(?<=五)五|(?<=四)六|(?<=三)七|(?<=二)八|(?<=一)九)开(?![头放始发工展辟拓])"
)
_REDUCED = re.compile(
    rf"(?<![波百骨曲转夭周打])(?P<tenths>[一二三四五六七八九])(?:点?(?P<hundredths>[{_ONES}]))?折(?![叠扣射合腾回磨返断线])|打(?P<low>[{_ONES}])(?:点?(?P<rest>[{_ONES}]))?折|对折"
)
_ROW = re.compile(rf"(?P<times>[{_ONES}]{{1,3}})连[增升跌降冠丰涨](?!机)")
_ZERO = re.compile(r"零增长(?!行动|方案|目标|计划)|(?<=[为是达至])零(?=[，。；、！？\s\0]|$)")
_HEDGES = {"过": Hedge.OVER, "逾": Hedge.OVER, "超": Hedge.OVER, "大": Hedge.OVER, "近": Hedge.UNDER, "约": Hedge.ABOUT}


def find_multiples(text: str) -> Iterator[NumberMention]:
    """Yield multiples and halves in words: what doubled grew by 100 %, what was halved fell by 50 %.

    Examples
    --------
    >>> [(str(q.value), q.unit, str(q.hedge)) for q in find_multiples("翻两番，减半，过半，打九五折，双倍")]
    [('300', '%', 'exact'), ('2', '倍', 'exact'), ('50', '%', 'exact'), ('50', '%', 'over'), ('95', '%', 'exact')]
    """
    for match in _DOUBLED.finditer(text):
        turns, times = match["turns"], match["times"]
        if turns in ("几", "数") or (times and not numerals.parse_chinese(times)):
            yield _of(match, 100, "%", Hedge.AT_LEAST)
            continue
        factor = 2 ** int(_number(turns)) if times is None else 1 + int(_number(times))
        yield _of(match, (factor - 1) * 100, "%")
    for match in _TWICE.finditer(text):
        yield _of(match, *((2, "倍") if match[0] == "双倍" else (100, "%")))
    for match in _HALF_OF.finditer(text):
        yield _of(match, 50, "%", _HEDGES.get(match[0][0], Hedge.EXACT))
    for match in _HALF_UNIT.finditer(text):
        unit = match[0].removeprefix("半")
        yield _of(match, *((Decimal(5), "%") if unit == "成" else (Decimal("0.5"), unit.replace("个亿", "亿"))))
    for match in _AND_A_HALF.finditer(text):
        yield _of(match, Decimal("1.5"), match["unit"])
    for match in _RATIO.finditer(text):
        yield _of(match, (_number(match["first"]) / _number(match["second"])).quantize(Decimal("0.01")), "")
    for match in _PARTED.finditer(text):
        yield _of(match, _number(match["first"]) * 10, "%")
    for match in _REDUCED.finditer(text):
        tenths, rest = match["tenths"] or match["low"] or "五", match["hundredths"] or match["rest"]
        yield _of(match, _number(tenths) * 10 + (_number(rest) if rest else 0), "%")
    for match in _ROW.finditer(text):
        if number := numerals.parse_chinese(match["times"]):
            yield _of(match, number, "次")
    for match in _ZERO.finditer(text):
        yield _of(match, 0, "")


def _number(written: str | None) -> Decimal:
    return numerals.parse_chinese(written or "一") or Decimal(1)


def _of(match: re.Match[str], value: Decimal | int, unit: str, hedge: Hedge = Hedge.EXACT) -> NumberMention:
    return NumberMention(*match.span(), value=Decimal(value), unit=unit, hedge=hedge)
