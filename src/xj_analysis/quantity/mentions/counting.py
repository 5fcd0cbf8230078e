"""Chinese numerals that count by what stands around them: 新增三个项目, 达二十三, 五天以内, 三百学生, 一五〇家.

By themselves such numerals number lists and form names (三个方面, 二十一项行动); a word of counting before them, a
hedge, or their being all that is written, makes them quantities. `xj read`, which proposes values to store, leaves
them to a person.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from .. import numerals
from ..hedges import Hedge
from . import lexicon
from .amounts import Ending, NumberMention, number_mention, parse_ending

_HAN = lexicon.NUMERALS
_NUMERAL = re.compile(rf"(?<![{_HAN}第数几])[{_HAN}]+(?:点[{_HAN}]+)?(?![{_HAN}])")
_VERBS = re.compile(
    r"(?:共|共计|合计|总计|累计|新增|净增|增加|增至|减少|减至|降至|升至|新建|扩建|建成|签约|引进|引入|落户|开工|投产|竣工|入库|"
    r"(?<!到)达|达到|仅|仅有|只有|还有|现有|拥有|超过|超|近|约|逾|多达|不足|不到|平均|覆盖|惠及|获批|认定|举办|召开|受理|办结|"
    r"化解|查处|破获|压缩|压减|缩短|提前|用时|耗时|延长|上升|下降|提高|提升|回落|增长|流转|改造|拆除|新招|录用|帮扶|救助|资助|收到|"
    r"[前后]移|前进|后退|发生|死亡|受伤|遇难|失联|失踪)"
    r"(?:了|至|到|为|出|有)?\s?$|：\s?$"
)
_SUBJECTS = re.compile(r"(?:学生|群众|党员|干部|职工|人口|资金|产值|收入|投资|税收|利润|贷款)$")  # 招收学生三百
_ONE = re.compile(r"(?:新增|净增|增加|减少|共|共有|仅|仅有|只有|发生|死亡|受伤|遇难|失联|失踪|事故|案件|火灾)(?:了)?$")
_CONCRETE = re.compile(  # what a numeral of one digit counts with 个, 起, 条: others (三个中心) are names
    r"(?:建制|行政|自然|脱贫)?(?:乡镇|镇|乡(?![土愁])|村|街道|社区|部门|单位|企业|学校|项目|家庭|农户|工厂|车间|园区)"
    r"|(?:县市区|县|市|区)(?![分间域块场民级城委政长])|案件|事故|火灾|生产线|(?:死亡|受伤|遇难|失联|失踪|[轻重]伤)"
)
_CASUALTIES = re.compile(rf"(?P<dead>[{_HAN}]{{1,9}})死(?P<hurt>[{_HAN}]{{1,9}})伤")
_SPOKEN = re.compile(r"([一二两三四五六七八九])([百千万亿])([一二三四五六七八九])")  # 三万五
_PRICE = re.compile(
    rf"(?<![{_HAN}])(?P<yuan>[{_HAN}]+)块(?:钱|(?P<tenths>[一二三四五六七八九])[毛角]?(?![个块{_HAN}]))|(?<![{_HAN}])(?P<mao>[二两三四五六七八九])毛(?:钱|(?![一-龥]))"
)
_LISTS = re.compile(
    r"行动|工程|任务|措施|举措|制度|机制|改革|实事|方面|维护|意识|坚持|聚焦|自信|统筹|环节|问题|原因|特点|方向|重点|层次|维度|"
    r"阶段|关系|突破|转变|结合|攻坚战|清单|目标|原则|要求|步骤|体系|平台|确保|不动摇"
)
_CLOSE = re.compile(r"[，。；！？：:,;)）”’」』\s\0]|$|以[上下内]|左右")
_CLOSING = frozenset("个家户名人项件条次场座台辆处所支篇份起例宗套株只亩吨元")
_THING = re.compile(r"[\u4e00-\u9fff](?<![这那前后头上下各每第另其某此番再])")
_STOP = re.compile(r"[，。；！？\s]|$")
_POSITIONAL = re.compile(
    rf"(?<![{_HAN}第])[一二三四五六七八九][〇零一二三四五六七八九]{{1,8}}(?![〇零一二两三四五六七八九十百千])"
)
_ALONE = re.compile(rf"\s*负?(?P<number>[{_HAN}]+(?:点[{_HAN}]+)?)\s*")
_QUOTED = re.compile(rf"[“‘「『\"](?P<number>[{_HAN}]{{2,}})(?P<rest>[^“”‘’「」『』\"，。；！？\n]{{1,6}})[”’」』\"]")
_MANY = 20
"""Least number that counts a noun without a unit."""
_DIGITS = "〇零一二三四五六七八九"
_NAMES = ("条", "个", "项", "大", "")


def find_counting(text: str) -> Iterator[NumberMention]:
    """Yield the quantities in Chinese numerals that only their context tells from names, in a masked text.

    Examples
    --------
    >>> [(str(q.value), q.unit) for q in find_counting("新增三个项目，达二十三，压缩至五天，三百学生，一五〇家")]
    [('3', '个'), ('23', ''), ('5', '天'), ('300', ''), ('150', '家')]
    >>> list(find_counting("三个方面、二十一项行动、新增两项措施"))
    []
    """
    if (match := _ALONE.fullmatch(text)) and (value := _value(match["number"])) is not None:
        yield NumberMention(*match.span("number"), value=value, unit="", hedge=Hedge.EXACT)
    for match in _NUMERAL.finditer(text):
        yield from _counted(text, match)
    for match in _POSITIONAL.finditer(text):
        ending = parse_ending(text, match.end())
        if _is_positional(match[0]) and ending and ending.unit not in ("年", "日") and not ending.unit.startswith("月"):
            yield from _mention(text, match.start(), ending, _digits(match[0]))
    for match in _CASUALTIES.finditer(text):
        if (dead := numerals.parse_chinese(match["dead"])) and (hurt := numerals.parse_chinese(match["hurt"])):
            yield NumberMention(*match.span(), value=dead + hurt, unit="人", hedge=Hedge.EXACT)
    for match in _PRICE.finditer(text):
        yuan, tenths = (
            numerals.parse_chinese(match["yuan"] or "零"),
            numerals.parse_chinese(match["tenths"] or match["mao"] or "零"),
        )
        if yuan is not None and tenths is not None:
            yield NumberMention(*match.span(), value=yuan + tenths / 10, unit="元", hedge=Hedge.EXACT)
    for match in _QUOTED.finditer(text):
        ending = parse_ending(text, match.end("number"))
        value = numerals.parse_chinese(match["number"])
        if ending and value and ending.end == match.end("rest") and lexicon.base_unit(ending.unit) not in _NAMES:
            yield from _mention(text, match.start("number"), ending, value)


def _counted(text: str, match: re.Match[str]) -> Iterator[NumberMention]:
    start, end = match.span()
    value = _whole(match[0])
    if value is None:
        return
    scale = next((word for word in ("万亿", "亿", "万") if match[0].endswith(word) and match[0] != word), "")
    before = text[max(0, start - lexicon.WINDOW) : start].removesuffix("负")
    subject = len(match[0]) > 1 and _SUBJECTS.search(before)
    counted = _VERBS.search(before) or lexicon.hedge_before(text, start) or subject
    ending = parse_ending(text, end - len(scale))
    if ending is None:
        told = len(match[0]) > 1 or match[0] not in "〇一二两十百千万亿"
        if ((counted or "点" in match[0]) and told and _CLOSE.match(text, end)) or (
            len(match[0]) > 1 and value >= _MANY and lexicon.COUNTED_WITHOUT_UNIT.match(text, end)
        ):
            yield NumberMention(
                start, end, value=value, unit="", hedge=lexicon.hedge_before(text, start) or Hedge.EXACT
            )
        return
    if match[0] in ("百", "千", "万", "亿") or lexicon.base_unit(ending.unit) in {*lexicon.NEVER_CHINESE, "年"}:
        return
    concrete = ending.unit in ("个", "起", "条", "人") and _CONCRETE.match(text, ending.end)
    one = (concrete and ending.unit == "人") or (
        _ONE.search(before) and (concrete or ending.unit in (*lexicon.THINGS, "起", "例"))
    )
    if match[0] == "一" and not one:
        return
    following = re.split(r"[，。；！？、\n]", text[ending.end : ending.end + 8])[0]
    if _LISTS.search(following):
        return
    if counted or concrete or lexicon.hedge_after(text, ending.end, ending.unit) or _closes(text, start, ending):
        factor = numerals.parse_chinese(scale) if scale else None
        yield from _mention(text, start, ending, Decimal(f"{(value / (factor or 1)).normalize():f}"))


def _mention(text: str, start: int, ending: Ending, value: Decimal) -> Iterator[NumberMention]:
    if mention := number_mention(text, start, ending, value):
        yield mention


def _closes(text: str, start: int, ending: Ending) -> bool:
    """Return whether a thing stands before the numeral, and its clause ends with it (签约项目三个。)."""
    return bool(
        ending.unit in _CLOSING and _THING.search(text[max(0, start - 1) : start]) and _STOP.match(text, ending.end)
    )


def _value(written: str) -> Decimal | None:
    """Return the value of a numeral that is all that is written; None for a scale (万) and a word (万一, 八一)."""
    if set(written) <= set("百千万亿") or written == "万一":
        return None
    if _is_positional(written) and set(written) <= set(_DIGITS):
        return _digits(written)
    return _whole(written)


def _whole(written: str) -> Decimal | None:
    """Return the value of a numeral, also of one that leaves out its last scale (三万五)."""
    if not (match := _SPOKEN.fullmatch(written)):
        return numerals.parse_chinese(written)
    first, scale, last = (numerals.parse_chinese(sign) for sign in match.groups())
    return first * scale + last * scale / 10 if first and scale and last else None


def _is_positional(written: str) -> bool:
    """Return whether digits stand for one number by their places (一五〇, 二〇): two alone may be either (三五)."""
    return bool(written[2:]) or written[1:] in ("零", "〇")


def _digits(written: str) -> Decimal:
    return Decimal("".join(str(max(0, _DIGITS.index(sign) - 1)) for sign in written))
