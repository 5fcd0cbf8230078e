"""Context of a quantity: measured thing, change and comparison, nature (actual, planned …), area, subject."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ...quantity.mentions import lexicon
from ...quantity.mentions.amounts import NumberMention
from .dates import TimeExpression

_CLAUSE = re.compile(r"[，。；：！？\n“”]|[（(）)]|——")
_RISES = r"增长|增加|提高|上升|提升|增收|扩大|上涨|加快|增产|净增|新增|上调|前移|高出?|多|快于|快|高于|升|增|涨"
_FALLS = r"下降|减少|降低|回落|压减|压缩|缩短|缩小|减产|放缓|下调|后移|减|降|跌|低于|慢于|少|低|慢|节省|节约"
_CHANGE = re.compile(
    rf"(?P<word>{_RISES}|{_FALLS})(?P<to>到|至|为)?(?:了|幅度?|近|约|超过?|达到?|不足|到|至|出|率|\s)*$"
)
_AGAINST = (
    (
        "环比",
        re.compile(
            r"环比|比上月|较上月|比上季度?|较上季度?|比一季度|较一季度|比上半年|较上半年|比[0-9]{1,2}月|较[0-9]{1,2}月"
        ),
    ),
    ("年初", re.compile(r"[比较]年初|[比较]上年末|[比较]上年底")),
    ("目标", re.compile(r"时序进度|序时进度|时间进度|进度目标")),
    ("平均", re.compile(r"(?:高于|低于|快于|慢于|高出|低)[^，。；]{0,6}(?:平均|全[国省市县])")),
    ("同比", re.compile(r"同比|比上年|较上年|比去年|较去年|与去年同期|去年同期|上年同期")),
    ("早年", re.compile(r"[比较](?:19|20)[0-9]{2}年")),
)
_NATURE = (
    ("forecast", re.compile(r"预计|预测|有望|预期(?!目标)|据报|估算")),
    (
        "target",
        re.compile(
            r"力争|争取|确保|目标(?:是|为|任务)|预期目标|任务数|将达|要达|达到?[0-9.]+[^，。；]{0,6}以上的目标|控制在|不低于|考核目标"
        ),
    ),
    ("planned", re.compile(r"规划|(?<!度)计划(?![的完])|拟|安排|预算|设计(?!院)|将(?!军|士)")),
)
_IN_SENTENCE = ("target",)  # searched in the whole sentence, not in the clause alone
_AREA = re.compile(
    r"(?:^|[，。；：、“”（）()\n\0年月日底末初来]|位于|在|由|走进|据|及|和)"
    r"(?P<area>全[国省市县区州乡镇]|(?!位于)[一-龥]{1,6}?(?:自治[州县区]|省|市|县|区|镇|乡|州))(?![场级长政委道])"
)
_AREA_HEAD = re.compile(r"^(?:位于|在|由|列|数量列|位列|走进|以|对|从)+(?=..)")
_NO_AREA = re.compile(
    r"[该各新改建成个列开快拓设推]|(?:景|城|社|园|小|校|地|片|库|辖|片|牧|林|矿|农贸|上|超|都|夜)[区市]$|[增减].*[区市县]$|^(?:城|乡|集|圩|小|重|强|城乡)[镇乡]$"
)
_SUBJECT = re.compile(
    r"(?P<name>[一-龥A-Za-z·]{2,18}?(?:公司|集团|合作社|医院|学校|中学|小学|大学|学院|小区|产业园|物流园|示范园|工业园|园区|基地|水库|码头|农场|电站))"
)
_SUBJECT_HEAD = re.compile(r"^.*(?:走进|位于|来到|在|由|对|给|与|和|及|是|为|向|的|了|将|把|该)")
_HEAD = re.compile(
    r"^(?:其中|此外|同时|预计|力争|另外|截至目前|目前|如今|现有|全[县市省区州镇乡]|该[县市区镇乡]|我[县市区]|累计|共计|共|已|仅|分别|并|还|实现|完成|"
    r"经初步核算|初步核算|当年|当月|当季|年均|同比|环比|[的在，、和与及以]|建成了?|拥有|达到?|继续)+"
)
_TAIL = re.compile(
    r"(?:为|是|达到?|有|共|共计|合计|累计|约|近|超过?|突破|不足|仅|用了?|占|总数|稳定在|控制在|保持在?|实现|完成|分别|了|在|至|到|已|均|"
    r"年均|同比|环比|[比较](?:上年|去年|年初|上月|上年同期|去年同期|上半年|一季度|上年末)(?:同期)?|与去年同期相比|的|高达|只|(?<!人)才|将|要|再|"
    r"介绍|比|较|由|从|惠及|至少|不低于|不少于|不超过|位列|[、和及与]|\s)+$"
)
_VERBS = re.compile(
    r"(?:高品质|高标准|高质量|扎实|全面|大力|先后|今年)?(?:完成|新建|建成|新增|改造|培育|引进|扶持|建设|实施|举办|开展|签约|组织|安排|"
    r"拥有|发放|投入|打造|获得|整治|覆盖|带动|吸纳|聘请|召开|设立|兑现|修建|扶持|栽植|受理|办结|解决|走访|检查|排查|与[一-龥]{2,12}等|"
    r"[一-龥]{0,6}等|为|对|有|在|由|已为|已|已有)$"
)
_NOUN = re.compile(
    r"(?:以上|以下|左右|以内)?[（(]?(?P<noun>[一-龥A-Za-z“”]{1,16}?)(?=[，。；：、！？（()）\n0-9的]|获|开展|进行|已|被|参加|同比|实现|完成|均|分别|和[0-9]|$)"
)
_COUNTED = frozenset(lexicon.COUNTS) - frozenset(lexicon.DURATIONS)
_WHERE = re.compile(r"(?:沿线|境内|辖区|周边|附近|内|里|等)$")
_RESPECTIVELY = re.compile(
    r"(?P<things>[^，。；：！？\n]{2,70})，?[^，。；！？\n、]{0,6}分别(?P<verb>[^，。；！？\n]{0,14})$"
)
_LISTED = re.compile(r"\s?(?:、|和|与|及|，|以及)\s?(?:增长|下降|提高)?\s?")
_SHARED_NOUNS = ("产业增加值", "居民人均可支配收入", "增加值", "收入", "总量", "面积", "产量")
_LABEL = 24


@dataclass(frozen=True, slots=True)
class Clause:
    """Words before a quantity, in its clause (`near`) and in its sentence."""

    near: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Change:
    """Change word (增长) and base of comparison (同比); '' where there is none."""

    word: str
    against: str


def change_of(clause: Clause) -> Change:
    """Return the change that a number states, from the words before it.

    Examples
    --------
    >>> change_of(Clause("财政收入同比增长", "")), change_of(Clause("由90天压缩至", ""))
    (Change(word='增长', against='同比'), Change(word='压缩至', against=''))
    """
    match = _CHANGE.search(clause.near)
    word = match["word"] + (match["to"] or "") if match else ""
    if not word:
        return Change("", "")
    return Change(word, next((name for name, pattern in _AGAINST if pattern.search(clause.near)), ""))


def nature_of(clause: Clause) -> str:
    """Return actual, planned, forecast or target, from the words before a number.

    Examples
    --------
    >>> [nature_of(Clause(near, near)) for near in ("预计年产值", "规划面积", "完成投资")]
    ['forecast', 'planned', 'actual']
    """
    for name, pattern in _NATURE:
        if pattern.search(clause.sentence if name in _IN_SENTENCE else clause.near):
            return name
    return "actual"


def is_rise(word: str) -> bool | None:
    """Return True for a rise, False for a fall, None for no change word or one that gives a level (提高到).

    Examples
    --------
    >>> is_rise("增长"), is_rise("下降"), is_rise("提高到")
    (True, False, None)
    """
    if not word or word.endswith(("到", "至", "为")):
        return None
    return bool(re.fullmatch(_RISES, word))


def clauses_before(text: str, quantities: Sequence[NumberMention]) -> list[Clause]:
    """Return the words before each quantity of a text."""
    result = []
    last = 0
    for quantity in quantities:
        far = max(0, quantity.start - 400)
        head = max(far - 1, *(text.rfind(stop, far, quantity.start) for stop in "。！？\n")) + 1
        cuts = [m.end() for m in _CLAUSE.finditer(text, max(head, quantity.start - 60), quantity.start)]
        near = max([head, last, *cuts[-1:]])
        sentence = text[max(head, quantity.start - 160) : quantity.start]
        result.append(Clause(near=text[near : quantity.start], sentence=sentence))
        last = quantity.end
    return result


def measured_labels(
    text: str, quantities: Sequence[NumberMention], times: Sequence[TimeExpression], clauses: Sequence[Clause]
) -> list[str]:
    """Return the name of the thing each quantity measures.

    Parameters
    ----------
    text
        From :func:`xj_analysis.quantity.mentions.masks.normalize_characters`.
    quantities
        Mentions in order.
    times
        Time expressions; they are no part of a name.
    clauses
        From :func:`clauses_before`, one for each quantity.

    Returns
    -------
    The words before a quantity, else those after it, else the name of the quantity before. The things listed before
    分别 are distributed over the quantities after it.
    """
    timeless = _without_times(text, times)
    labels: list[str] = []
    for quantity, clause in zip(quantities, clauses, strict=True):
        near = timeless[quantity.start - len(clause.near) : quantity.start].replace("\0", "")
        following = timeless[quantity.end : quantity.end + 20]
        labels.append(_label(near, following, quantity, labels[-1] if labels else ""))
    return _distributed(timeless, quantities, labels)


def _without_times(text: str, times: Sequence[TimeExpression]) -> str:
    characters = list(text)
    for time in times:
        characters[time.start : time.end] = "\0" * (time.end - time.start)
    return "".join(characters)


def _label(near: str, following: str, quantity: NumberMention, last: str) -> str:
    name = _name_before(near)
    noun = _NOUN.match(following)
    counted = lexicon.base_unit(quantity.unit) in _COUNTED
    weak = not name or _VERBS.fullmatch(name) or _WHERE.search(name)
    if counted and noun and (weak or _VERBS.search(near)) and not following.startswith(("的", "以上", "以内", "左右")):
        return noun["noun"].removeprefix("以上").strip("“”")[:_LABEL]
    return (name or last)[-_LABEL:]


def _name_before(near: str) -> str:
    """Return the words of a clause without change words, verbs and hedges at its edges."""
    name = _CHANGE.sub("", near)
    for _ in range(3):
        name = _CHANGE.sub("", _TAIL.sub("", name)) if len(name) > 1 else name
    return _HEAD.sub("", name).strip("，、：“” ")


def _distributed(text: str, quantities: Sequence[NumberMention], labels: list[str]) -> list[str]:
    """Give each quantity of a list after 分别 its own thing (城镇、农村居民收入分别为3万元、2万元)."""
    place = 0
    while place < len(quantities):
        head = text[max(0, quantities[place].start - 90) : quantities[place].start]
        match = _RESPECTIVELY.search(head) if "分别" in head else None
        length = _list_length(text, quantities, place)
        if match and length > 1:
            things = _things(match["things"].replace("\0", ""), length)
            labels[place : place + length] = things or labels[place : place + length]
            place += length
        else:
            place += 1
    return labels


def _list_length(text: str, quantities: Sequence[NumberMention], place: int) -> int:
    last = place
    while last + 1 < len(quantities) and _LISTED.fullmatch(text[quantities[last].end : quantities[last + 1].start]):
        last += 1
    return last - place + 1


def _things(words: str, count: int) -> list[str]:
    """Return the things of a list, each with the noun that stands with the last; none if they are not `count`."""
    parts = re.split(r"、|和|与|及", _HEAD.sub("", _TAIL.sub("", words)))
    if len(parts) != count:
        return []
    noun = next((noun for noun in _SHARED_NOUNS if parts[-1].endswith(noun)), "")
    return [part if part.endswith(noun) else part + noun for part in parts]


def last_area(sentence: str) -> str:
    """Return the area that a sentence names last: 全县, 水边镇; '' where it names none.

    Examples
    --------
    >>> last_area("在样县，全县完成投资"), last_area("投资")
    ('全县', '')
    """
    names = [_AREA_HEAD.sub("", match["area"]) for match in _AREA.finditer(sentence)]
    return next((name for name in reversed(names) if len(name) > 1 and not _NO_AREA.search(name)), "")


def last_subject(paragraph: str) -> str:
    """Return the enterprise, park or institution named last; '' where there is none.

    Examples
    --------
    >>> last_subject("走进位于样县的幸福小区，投资")
    '幸福小区'
    """
    matches = list(_SUBJECT.finditer(paragraph))
    return _SUBJECT_HEAD.sub("", matches[-1]["name"]) if matches else ""
