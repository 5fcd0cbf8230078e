"""Masking of digits that are no quantities: dates, ordinals, ratios, names, document and telephone numbers."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from ...base.text import visible_signs
from .lexicon import NUMERALS as _HAN

_WIDE = dict(
    zip(
        "０１２３４５６７８９．％﹪＋－−–～∶ＡＢＣＤＥＦＧＨＩＪＫＬＭＮＯＰＱＲＳＴＵＶＷＸＹＺ\u00a0\u3000\t\u202f\u2009",
        "0123456789.%%+---~:ABCDEFGHIJKLMNOPQRSTUVWXYZ     ",
        strict=True,
    )
)
_TRADITIONAL = dict(
    zip(
        "來為與後將個億萬畝戶噸餘約幾兩條項臺張場處間雙歲點類種隻輛層棟門對達過從較長漲減預計規劃標縣鄉鎮區國數",
        "来为与后将个亿万亩户吨余约几两条项台张场处间双岁点类种只辆层栋门对达过从较长涨减预计规划标县乡镇区国数",
        strict=True,
    )
)
_PLAIN = _WIDE | _TRADITIONAL
_REPLACED = re.compile(f"[{''.join(_PLAIN)}]")  # many times faster than str.translate on Chinese text
_STOPS = re.compile(r"(?<![0-9]),|,(?![0-9])|,(?=[0-9]{1,2}(?![0-9])|[0-9]{4})|[;!?]|:(?![0-9/])|(?<![0-9]):(?!/)")
_FULL = str.maketrans(",;!?:", "，；！？：")
_DIGIT = re.compile(r"[^\D0-9]")  # digits of other scripts and styles
_RADICAL = re.compile("[\u2f00-\u2fd5\uf900-\ufaff\u3192-\u319f]")  # ⼀ is 一
_FINANCIAL = dict(zip("壹贰貳叁參肆伍陆陸柒捌玖拾佰仟", "一二二三三四五六六七八九十百千", strict=True))
_WRITTEN_OUT = re.compile(  # words with such a character, then numerals of cheques: 壹佰, 叁万, 伍元
    r"(?:队|退|入|行|落|为|配)伍|(?:大|着|登|内|水|海)陆|陆[续地路上军域运海]|收拾|拾零|[大酒放]肆|肆[意虐]"
    r"|(?P<number>[壹贰貳叁參肆伍陆陸柒捌玖拾佰仟零〇万亿]{2,}|[壹贰貳叁柒捌玖佰仟]|[肆伍陆陸拾](?=[元圆个]))"
)
_ZERO = re.compile(f"(?<=[{_HAN}])[○]+|[○]+(?=[{_HAN}])")
_YUAN = re.compile(f"(?<=[{_HAN}0-9])圆(?=整|[^\u4e00-\u9fff]|$)")
_HAN_CHARACTER = "[\u3007\u4e00-\u9fff]"
_GAP = r"[^\S\n]*\n?[^\S\n]*"
_APART = re.compile(
    rf"(?<={_HAN_CHARACTER}){_GAP}(?={_HAN_CHARACTER})|(?<=[{_HAN}]){_GAP}(?=○{_HAN_CHARACTER})"  # 二 ○家
    rf"|(?<=[{_HAN}]○){_GAP}(?={_HAN_CHARACTER})"
)
_YEAR = r"(?:19|20)[0-9]{2}"

_MASKS = (
    # units that begin with a numeral and stand alone: 万千瓦, 平方千米
    re.compile(rf"(?<![0-9.{_HAN}点几数多余上近约逾超过破方/／])(?<![0-9] )[万亿]?(?:平方|立方)?千[米瓦克伏焦卡]"),
    # a unit in brackets, or declared: 投资（万亿元）, 单位：百万元
    re.compile(r"(?:(?<=[（(])|(?<=单位：))(?:万亿|[百千]万)(?:美?元|人次?|户|亩|吨|[平立]方米|千瓦时?)(?=[）)，。；\s]|\Z)"),
    re.compile(r"https?://[^\s，。；）)]+|www\.[\w./-]+|(?<![\w.+-])[\w.+-]{1,64}@[\w.-]+"),
    re.compile(r"《[^》\n]{1,80}》"),  # a title is a name
    re.compile(r"(?<![0-9A-Za-z])[0-9A-Za-z]+(?:\+[0-9A-Za-z]+)+"),  # 5+2, 1+4+M+N
    # G206, PM2.5; but GDP120亿元
    re.compile(r"(?<![0-9A-Za-z.])(?!(?:GDP|[CP]PI|PMI)[0-9])[A-Za-z]+[-－]?[0-9][0-9A-Za-z.-]*"),
    re.compile(r"(?<![0-9])[0-9]{3,4}[-—][0-9]{7,8}(?![0-9])|(?<![0-9.])1[3-9][0-9]{9}(?![0-9])"),  # telephones
    re.compile(r"(?<![0-9.])[0-9]+(?:\.[0-9]+){2,8}"),  # 2.0.1, addresses, 2024.05.01
    re.compile(r"[〔\[［（(【](?:19|20)[0-9]{2}[〕\]］）)】]\s*第?\s*[0-9]+\s*号"),  # 〔2024〕12号
    re.compile(r"(?<![0-9.])[0-9]+(?:\.[0-9]+)?%?(?:\s?[:：]\s?[0-9]+(?:\.[0-9]+)?%?)+"),  # 1:2:3, 8:30
    re.compile(r"(?<![0-9.])[0-9]+(?:\.[0-9]+)?[×xX*][0-9]+(?:\.[0-9]+)?(?:万?千[瓦伏])?"),  # 2×66万千瓦, 7×24
    re.compile(r"(?<![0-9.])[0-9]{1,2}/[0-9]{1,2}(?![0-9])"),  # 1/3, 5/12
    # ordinals: 第3, 第1、2位, 第二, 第一、二、三
    re.compile(rf"第\s?(?:[0-9]+(?:[、-][0-9]{{1,2}}(?=[位名条款项期批届章次号产]))*|[{_HAN}]+(?:、[{_HAN}]+)*)"),
    # 前11个月, 前10名
    re.compile(
        r"(?:(?<![目以之日提此空午当会产超生])前|倒数)\s?[0-9]+\s?(?:名|位|强|家|个月|个季度|季度|年|期|批|天)"
    ),
    re.compile(rf"前[{_HAN}]{{1,3}}(?:名|位|强|家)"),
    # relative stretches: 近5年, 过去3年, 5年来
    re.compile(r"(?:最近|(?<![附时达需有用隔长将接])近|过去|未来|今后|此后|往后)的?\s?[0-9]+\s?(?:多|余)?(?:个月|年|天|个季度|周|日)(?!以[上下内])"),
    re.compile(r"(?<![0-9])[0-9]{1,4}\s?(?:多|余)?年(?=来|以来|间[，、])"),
    re.compile(r"(?<![0-9])[0-9]{1,4}\s?周年"),
    # dates: numeric, by year, by month and day, by the clock
    re.compile(r"(?<![0-9.])(?:19|20)[0-9]{2}([-/.])[0-9]{1,2}\1[0-9]{1,2}(?![0-9])"),
    re.compile(
        rf"(?<![0-9.]){_YEAR}\s?(?:年度?)?\s?(?:[-—~至到和与及、]{{1,2}}\s?{_YEAR}\s?){{1,8}}年?(?:度|代|底|末|初)?"
        rf"(?![0-9.,万亿])"
    ),
    re.compile(rf"(?<![0-9.,]){_YEAR}\s?[-—~/]{{1,2}}\s?[0-9]{{2}}\s?年"),
    re.compile(r"(?<![0-9.,])(?:1[0-9]|20)[0-9]{2}\s?年(?:度|代|级)?"),
    re.compile(r"(?<![0-9.])[0-9]{1,2}\s?(?:[-—~至到、和及与/]{1,2}\s?[0-9]{1,2}\s?){0,8}月份?(?!饼)"
               r"(?:\s?[0-9]{1,2}(?:\s?[-—~至到、和及与]{1,2}\s?(?:[0-9]{1,2}月)?[0-9]{1,2}){0,8}\s?[日号])?"),
    re.compile(r"(?<![0-9.])[0-9]{1,2}\s?(?:[-—~至到]{1,2}\s?[0-9]{1,2}\s?)?日(?!内|以内|之内|元|均)"),
    re.compile(r"(?<![0-9.])[0-9]{2}\s?(?:年代|[后级届](?![续来]))|(?<![0-9.])[0-9]{2}年(?=[底末初])|(?<![0-9.])[0-9]{1,2}世纪"),
    re.compile(r"(?<![0-9.])[0-9]{1,2}\s?时(?!刻|间|期|代|段|尚|令|速|长|常)(?:\s?[0-9]{1,2}\s?分)?(?:[0-9]{1,2}秒)?"),
    re.compile(r"(?<![0-9.])[0-9]{1,2}点(?:[0-9]{1,2}分|半|整|钟|多|左右)|(?:上午|下午|晚上|早上|凌晨|中午|晚|早)[0-9]{1,2}点"),
    # addresses and school classes: 柳溪村3组, 幸福小区5栋, 六年级2班
    re.compile(r"(?<=[^全各]村)[0-9]{1,2}(?=组)|(?<=小区|家园|花园|公寓)[0-9]{1,3}(?=[栋幢])|(?<=年级)[0-9]{1,3}(?=班)"),
    # marks of lists, at the beginning of a paragraph or after a stop
    re.compile(r"(?m)^\s*[（(]?[0-9]{1,2}(?:[)）、]|[.．](?![0-9]))"),
    re.compile(r"(?<=[。；：:;])\s*[（(]?[0-9]{1,2}(?:[)）]|[.．、](?![0-9]))"),
    re.compile(r"[（(][0-9]{1,2}[)）]"),
    # words with numerals: seasons, days that are remembered, a slogan, documents that are called by their length
    re.compile(rf"三伏|亿万(?=[人群百国生])|九一八|一二九|七七事变|时间过半[，、]?(?:确保|实现)?任务(?:数)?过半|"
               rf"(?<=增长|经济|新政|政策|措施|惠企|环境|民营|改革|就业|消费|人才)[{_HAN}]{{1,4}}条(?![一-龥])"),
    re.compile(r"(?:[图表]|附件|注释?)\s?[0-9]+(?:[-—.][0-9]+)?(?![0-9个家项万亿])"),
)  # fmt: skip


def normalize_characters(text: str) -> str:
    """Return `text` of the same length with half-width digits and letters, simplified characters and Chinese stops.

    Examples
    --------
    >>> normalize_characters("增长１２．５％")
    '增长12.5%'
    >>> normalize_characters("共1,200萬畝,增長3.5%;")
    '共1,200万亩，增长3.5%；'
    """
    plain = _WRITTEN_OUT.sub(_written_short, plain_characters(text))
    plain = _YUAN.sub("元", _ZERO.sub(lambda match: "〇" * len(match[0]), plain))
    return _STOPS.sub(lambda match: match[0].translate(_FULL), plain)


def plain_characters(text: str) -> str:
    """Return `text` of the same length with half-width digits and letters and simplified characters.

    Examples
    --------
    >>> plain_characters("１２．５％，⼆成")
    '12.5%，二成'
    """
    plain = _REPLACED.sub(lambda match: _PLAIN[match[0]], text)
    plain = _DIGIT.sub(lambda match: str(unicodedata.decimal(match[0])), plain)
    return _RADICAL.sub(lambda match: _alone(unicodedata.normalize("NFKC", match[0]), match[0]), plain)


def reading_text(text: str) -> tuple[str, list[int]]:
    r"""Return what a reader sees of a text, and where each character of it stands in the text.

    Invisible signs, and gaps between Chinese characters, hide no numeral; NUL, which stands for a figure, stays.

    Examples
    --------
    >>> reading_text("五\u200b成，三 成")
    ('五成，三成', [0, 2, 3, 4, 6])
    """
    seen, places = visible_signs(text, keep="\0")
    plain = plain_characters(seen)
    apart = {place for match in _APART.finditer(plain) for place in range(*match.span())}
    if apart:
        plain = "".join(sign for place, sign in enumerate(plain) if place not in apart)
        places = [there for place, there in enumerate(places) if place not in apart]
    return normalize_characters(plain), places


def _written_short(match: re.Match[str]) -> str:
    return "".join(_FINANCIAL.get(sign, sign) for sign in match[0]) if match["number"] else match[0]


def _alone(normal: str, sign: str) -> str:
    return normal if len(normal) == 1 else sign


def mask_non_quantities(text: str, names: Iterable[str] = ()) -> str:
    r"""Return `text` of the same length with digits that are no quantities replaced by ``\0``.

    Parameters
    ----------
    text
        From :func:`normalize_characters`.
    names
        Names with digits that are no quantities, where their form does not tell.

    Examples
    --------
    >>> mask_non_quantities("2023年“5+2”就业之家共3个").replace(chr(0), "")
    '“”就业之家共3个'
    """
    for name in sorted(filter(None, map(normalize_characters, names)), key=len, reverse=True):
        text = text.replace(name, "\0" * len(name))
    for pattern in _MASKS:
        text = pattern.sub(lambda match: "\0" * len(match[0]), text)
    return text
