"""Rules of usage: %, 个百分点, 倍, signs, ranks and tiers, 同比 and 环比, days that do not exist."""

from __future__ import annotations

import calendar
import itertools
import re
from collections.abc import Iterator

from ..reader import clauses
from ..reader.reading import Mention
from .draft import Alarm, Draft, DraftSentence

# Without rates that may fall by a share of themselves (发病率, 死亡率, 事故率: 下降两成).
_RATE = re.compile(
    r"(?:占比|比重|份额|增速|增幅|降幅|(?:覆盖|完成|参保|入住|普及|入园|入学|绿化|城镇化|城市化|失业|自给|办结|合格|达标|满意|优良|就业|巩固|"
    r"签约|普惠|化|参合|入户|结案|回收|出租|上线|到位|开工|通过|整改)率)$"
)
_AMOUNT = re.compile(
    r"(?:收入|总值|产值|投资|总额|产量|面积|人数|销售额|税收|存款|贷款|支出|金额|吞吐量|发电量|用电量|营收|利润)$"
)
_COMPARED = re.compile(
    r"(?:同比|环比|比上年(?:同期)?|较上年(?:同期)?|比去年(?:同期)?|较去年(?:同期)?|[比较]年初|[比较]上月)+$"
)
_POINTS = ("个百分点", "百分点")
_SAME = re.compile(r"(?:[比较]上月|[比较]上个月|[比较]上季度?|与上月相比)[^，。；、]{0,3}同比")
_LAST = re.compile(r"(?:[比较]上年|[比较]去年|[比较]上年同期|[比较]去年同期|与去年同期相比)[^，。；、]{0,3}环比")
_CUMULATIVE = re.compile(
    r"(?:[0-9]{1,2}\s?[-—~至]{1,2}\s?[0-9]{1,2}月(?:份)?|上半年|前三季度|前[0-9]{1,2}个月|年初以来|今年以来)(?P<words>[^。；！？\n]{0,40}?)环比"
)
_SINGLE = re.compile(r"当月|单月|[一二三四]季度|(?<![0-9\-—~至])[0-9]{1,2}月(?:份)?[，当]")
_DAY = re.compile(
    r"(?:(?<![0-9])((?:19|20)[0-9]{2})\s?年\s?)?(?<![0-9\-—~至、到/.])([0-9]{1,2})\s?月(?:\s?([0-9]{1,2})\s?[日号])?(?!饼)"
)
_YEAR = re.compile(
    r"(?<![0-9.,万亿第])(?:[0-9]{5}|2[1-9][0-9]{2}|[3-9][0-9]{3}|(?:20|19)[0-9](?=年(?:[0-9一上下前第全度末底]|以来)))(?=年)(?!年(?:前|历史|来|间))"
)
_QUARTER = re.compile(r"第[五六七八九5-9]季度|(?<![0-9])[5-9]季度(?!度)")
_PLACES = 6
_LEAP = 2024
_MONTHS = 12


def points(draft: Draft) -> Iterator[Alarm]:
    """Yield an alarm for % of a difference between percentages, and for 个百分点 of a growth rate."""
    for sentence in draft.sentences:
        for mention in sentence.mentions:
            rises = clauses.is_rise(mention.change)
            if rises is None:
                continue
            thing = _COMPARED.sub("", _changed_thing(sentence, mention))
            if mention.unit == "%" and _RATE.search(thing) and "分别" not in thing:
                should = mention.text.replace("%", "").replace("％", "") + "个百分点"
                problem = f"{thing[-_PLACES:]}是百分率，其升降应以个百分点计，写作{mention.change}{mention.text}"
                yield Alarm.at("points", mention, problem, should, sure="likely")
            elif (
                mention.unit in _POINTS and mention.change in ("增长", "下降", "增加", "减少") and _AMOUNT.search(thing)
            ):
                should = mention.text.replace("个百分点", "%").replace("百分点", "%")
                problem = f"{thing[-_PLACES:]}是数量，其增减应以%计，写作{mention.change}{mention.text}"
                yield Alarm.at("points", mention, problem, should, sure="likely")


def _changed_thing(sentence: DraftSentence, mention: Mention) -> str:
    """Return the words right before the change word, in the same clause."""
    near = re.split(r"[，。；：、]", sentence.before(mention))[-1].rstrip("了近约 ")
    return near.removesuffix(mention.change)


def signs(draft: Draft) -> Iterator[Alarm]:
    """Yield an alarm for 增长 or 下降 with a negative number, and for a fall in 倍."""
    for sentence in draft.sentences:
        for mention in sentence.mentions:
            rises = clauses.is_rise(mention.change)
            if rises is None or not sentence.before(mention).rstrip("了约近 ").endswith(mention.change):
                continue
            if mention.value < 0:
                opposite = "下降" if rises else mention.change
                bare = mention.text.lstrip("-－−–")
                problem = f"“{mention.change}{mention.text}”：升降已由文字表明，数字不再带负号"
                yield Alarm.at("sign", mention, problem, f"{opposite}{bare}")
            elif mention.unit == "倍" and not rises:
                problem = f"“{mention.change}{mention.text}”：下降不能用倍，请改用百分比，或写作原来的几分之几"
                yield Alarm.at("times", mention, problem)


def tiers(draft: Draft) -> Iterator[Alarm]:
    """Yield an alarm for a tier given as a rank: 第一方阵 is not 第1位."""
    for first, second in itertools.pairwise(draft.reading.ranks):
        tier, rank = (first, second) if first.tier.startswith("第") else (second, first)
        between = draft.plain[first.end : second.start]
        if (
            not tier.tier.startswith("第")
            or rank.rank != 1
            or not re.fullmatch(r"[，、（(]?(?:即|也就是|、)?[^，。；]{0,2}", between)
        ):
            continue
        problem = f"“{tier.tier}”是梯队，不是名次，不能写作第1位，请查明名次"
        yield Alarm.at("tier", rank, problem, tier.tier, sure="likely")


def comparisons(draft: Draft) -> Iterator[Alarm]:
    """Yield an alarm for 同比 with the month before, 环比 with the year before, and 环比 of a cumulative number."""
    for pattern, problem, should in (
        (_SAME, "与上月（季）比是环比，写作同比", "环比"),
        (_LAST, "与上年同期比是同比，写作环比", "同比"),
    ):
        for match in pattern.finditer(draft.plain):
            yield Alarm("comparison", *match.span(), problem=problem, should=should)
    for match in _CUMULATIVE.finditer(draft.plain):
        if not _SINGLE.search(match["words"]):
            problem = "累计数不能环比：环比要用单月或单季的数"
            yield Alarm("comparison", match.end() - 2, match.end(), problem=problem, should="同比", sure="likely")


def days(draft: Draft) -> Iterator[Alarm]:
    """Yield an alarm for days, months, quarters and years that do not exist."""
    for match in _DAY.finditer(draft.plain):
        year, month = int(match[1] or _LEAP), int(match[2])
        day = int(match[3] or 1)
        if not 1 <= month <= _MONTHS:
            yield Alarm("day", *match.span(), problem=f"没有{month}月，请核对")
        elif not 1 <= day <= calendar.monthrange(year, month)[1]:
            yield Alarm("day", *match.span(), problem=f"没有“{match[0].strip()}”这一天，请核对")
    for match in _YEAR.finditer(draft.plain):
        yield Alarm("day", match.start(), match.end() + 1, problem=f"年份“{match[0]}年”不存在或写错，请核对")
    for match in _QUARTER.finditer(draft.plain):
        yield Alarm("day", *match.span(), problem=f"没有{match[0]}，请核对")
