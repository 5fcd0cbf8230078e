"""Lexicon of quantities in running text: units, and hedge words before and after a number.

It has far more units than :mod:`xj_analysis.quantity.units` converts.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from .. import hedges
from ..hedges import Hedge


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


NUMERALS = "零〇一二两三四五六七八九十廿卅卌百千万亿"
"""Characters of Chinese numerals, scales among them."""
DOUBLING = re.compile(r"翻(?:了)?(?:一番|两番|[二三四五]番|番)")
"""Words that state a multiple without a number and a unit (翻番)."""
MONEY = ("元", "美元", "港元", "港币", "欧元", "日元", "英镑", "元人民币", "角")
MEASURES = _words("""
    平方米 平米 平方公里 平方千米 平方厘米 平方 亩 公顷 公亩 亩次 ㎡ m² m2 km² km2 ha ㎞ ㎝ ㎜ ㎏ 米 公里 千米 厘米 毫米
    分米 微米 纳米 海里 英里 华里 延米 延长米 km cm mm m 皮长公里 芯公里 沟长公里 对公里 车道公里 英寸 英尺
    吨 公吨 吨级 载重吨 总吨 公斤 千克 克 毫克 微克 斤 市斤 担 kg g mg t 盎司 克拉 立方米 立方 立方厘米 方
    升 毫升 m³ m3 L ml mL 吨标准煤 吨标煤 吨煤 千克标准煤 公斤标准煤 克标准煤 克标煤 吨油当量 吨二氧化碳
    吨二氧化碳当量 千瓦时 瓦时 兆瓦时 吉瓦时 度 度电 千瓦 瓦 兆瓦 吉瓦 峰瓦 千伏 伏 千伏安 兆伏安 伏安 kW KW
    kw MW GW W kWh KWh kwh MWh GWh kWp MWp GWp kV KV kv kVA KVA MVA VA Wh Ah 马力 千焦 兆焦 吉焦 卡 大卡
    千卡 兆帕 帕 兆赫 赫兹 GHz MHz 安时 安 转 分贝 dB 像素 比特 兆比特 Mbps Gbps TB GB MB PB EB ZB 标准机架
    个标准机架 P PFlops EFlops EFLOPS PFLOPS 吨公里 人公里 公里·人 标箱 标准箱 个标箱 个标准箱 TEU 换算箱
    自然箱 % ‰ 个百分点 百分点 个千分点 千分点 个基点 基点 BP 个点 倍 ℃ °C 摄氏度 个摄氏度 ppm μm nm μg ug MPa kPa Pa kN
""")
DURATIONS = _words("""
    个工作日 工作日 个自然日 自然日 个交易日 个月 个小时 小时 分钟 刻钟 秒 秒钟 毫秒 天 周 个星期 个季度
    个学期 个学年 个周 年 个昼夜 个年头 个春秋
""")
# A Chinese numeral of one digit counts with these (两家企业); with the others it numbers a list (三项行动, 四个方面).
THINGS = _words("家 户 名 人 所 座 辆 栋 幢 艘 人次")
COUNTS = (
    *THINGS,
    *_words("""
    个 套 条 台 处 头 羽 只 件 对 班 项 次 位 宗 张 门 场 架 列 节 间 层 株 棵 根 支 枚 块 片 段 本 册 卷 部
    篇 首 幅 份 封 页 字 例 起 笔 单 票 批 组 队 种 类 款 期 轮 口 眼 孔 盏 杆 面 尾 匹 峰 箱 袋 桶 瓶 盒 筐
    捆 船 把 顶 扇 道 席 桌 床 铺 堂 盆 粒 颗 墩 窝 车次 班次 架次 列次 航次 航班次 艘次 辆次 批次 场次 台次
    件次 户次 家次 例次 人天 人日 人份 剂次 剂 学时 课时 工时 工日 趟 岁 分 口人 镇 乡 村 街道 社区 股 具 樘
    畦 茬 双 周岁 碗 杯 顿 餐 尊 辑 幕 夜 晚 折 档 拨 栏 棚 笔次 项次 挂 炉 窑 缸 钵 罐 坛 副 串 枝 头份
    """),
)
# With a Chinese numeral these name a thing instead of counting it (二期工程, 三级公路), whatever the number.
NEVER_CHINESE = frozenset(
    _words("""
    L P W g m t 乡 分 分米 卡 字 安 帕 平方 度 方 期 村 点 纳米 节 街道 转 镇
""")
)
COUNTED_WITHOUT_UNIT = re.compile(
    r"[名多余]?(?:群众|干部|学生|职工|党员|村民|居民|企业|项目|游客|农民|农户|人才|师生|志愿者|移民|老人|儿童|专家|客商|代表)"
)
"""Nouns that a numeral may count without a unit (三百学生)."""

# Characters that make another word with a unit before them (12家庭, 12项目, 5台风).
_FOLLOW = {
    unit: characters
    for pair in _words("""
    家:庭乡电具禽畜园 元:旦宵月谋素 人:大社民才口均居智 台:湾阶账商胞风 场:景所地馆均面合
    条:件例款约 项:目链 所:属谓 起:来步源草点 对:比接应口标象外照 部:门署委落级长 门:店户市诊前口
    班:子级长列 组:织建成合 类:似别 种:植养粮苗业田 只:有要是能需 支:持出付撑援农行流教 面:积临向貌
    本:地级科土报 道:路德理教 处:理置罚于室级 节:能约水日点庆假 轮:训作换岗值番 层:面级 段:落 片:区
    期:间待末初货限望 单:位独元产价列 字:号 笔:试者记 批:复准发评示 间:隔接断伐距 口:岸径碑袋头感腔粮味
    米:线粉业其兰 天:然津气空台文使门宫 周:年岁边末期一二三四五六日围刊报长 份:额 队:伍员列 名:录单牌额
    股:权东市级 方:面向式案法便针米 口人:口 度:假过 克:服隆 升:级学高至 卡:车口点 床:位 安:置全排徽装
    转:移变型让化 担:保任当负 具:有体备 街道:办 首:次批位个届家先 篇:章幅 件:均 户:均籍外型口
    次:日年级产要品数 头:部条 票:据价 位:置于居列数 张:力贴 座:谈落椅 款:项式 孔:雀 把:握关手 顶:层级尖
    桌:面椅 例:如外行会 杆:菌 眼:前科 副:县市区局书主 挂:牌钩职 枝:叶 镇:区域村 乡:镇村里愁
    村:民级镇庄务委干部集里组 桶:装 斤:斤计 瓦:斯 角:度落色逐 双:向方边 餐:饮厅馆具桌 晚:上会报间稻
    档:案次期 折:合扣算旧 夜:间市色校 卷:入 页:面岩 粒:子 罐:头 袋:装
    """)
    for unit, characters in [pair.split(":")]
}
# After these only an end, a hedge or a few words may stand: they begin too many others (95分, 38度, 15度电).
_END = "、，。；：）)！？”和及与至到以左上的 "
_CLOSED = {
    **dict.fromkeys(("度", "个点", "安", "帕"), _END),
    "分": _END + "为获领居列位排", "P": _END + "（(算", "转": _END + "/", "卡": _END + "/",
    **dict.fromkeys(("镇", "乡", "村", "街道", "社区"), _END + "0123456789"),
}  # fmt: skip


_WORDS = frozenset((*MONEY, *MEASURES, *DURATIONS, *COUNTS))
_LONGEST = max(map(len, _WORDS))
_BY_LENGTH = sorted((*_WORDS, *"月日时季人户", "s", "h", "d", "a"), key=len, reverse=True)
_PER = rf"(?:百|千|万|亿|[0-9]{{1,3}}(?=万|克|毫升|户|人))?(?:{'|'.join(map(re.escape, _BY_LENGTH))})"
_RATE = re.compile(rf"(?:[/／]{_PER}(?:[·•]{_PER})?){{1,2}}|[/／](?:[（(]{_PER}[·•]{_PER}[)）])")
_SCALED = re.compile("^(?:万亿|百万|千万|亿|万|千|百)")


def base_unit(symbol: str) -> str:
    """Return a unit without its scale and its denominator: 万元/亩 is 元.

    Examples
    --------
    >>> base_unit("万人次"), base_unit("元/吨"), base_unit("千克"), base_unit("场（次）")
    ('人次', '元', '千克', '场')
    """
    head = re.split(r"[/／（(]", symbol)[0]
    return head if head in _WORDS else _SCALED.sub("", head)


def unit_at(text: str, start: int) -> str:
    """Return the unit written at `start`, as written; '' where there is none.

    Examples
    --------
    >>> unit_at("76场（次）", 2), unit_at("25元/吨，", 2), unit_at("12家庭", 2), unit_at("10个点位", 2)
    ('场（次）', '元/吨', '', '个')
    """
    for length in range(_LONGEST, 0, -1):
        word = text[start : start + length]
        if len(word) < length or word not in _WORDS:
            continue
        end = start + length
        if match := _RATE.match(text, end):
            return word + match[0]
        if word in COUNTS and text[end : end + 1] in ("（", "("):
            inner = re.match(r"[（(]([^（）()]{1,3})[)）]", text[end : end + 5])
            if inner and inner[1] in COUNTS:
                return word + inner[0]
        if _ends(word, text[end : end + 1]):
            return word
    return ""


def _ends(symbol: str, following: str) -> bool:
    """Return whether a unit may end before the character `following` ('' at the end of the text)."""
    if not following:
        return True
    if symbol[-1].isascii() and symbol[-1].isalnum():
        return not (following.isascii() and following.isalnum())
    if symbol in _CLOSED:
        return following in _CLOSED[symbol] or following.isspace()
    return following not in _FOLLOW.get(symbol, "")


# --- hedges -----------------------------------------------------------------------------------------

# Words of texts, besides those of cells in quantity.hedges.
_BEFORE = {
    Hedge.AT_MOST: "不超 未超过 未超 不多于 至多 不突破 不逾",
    Hedge.AT_LEAST: "不下于 不下 起码",
    Hedge.OVER: "超出 冲破 不止 ＞",
    Hedge.UNDER: "逼近 不满 未满 未达 ＜",
    Hedge.ABOUT: "大概 约莫",
}
_AFTER = {
    Hedge.OVER: "及以上 有余 开外 出头",
    Hedge.UNDER: "及以下 以下 (?:还)?不[到足](?=[，。；、！？：）)]|$)",
    Hedge.AT_MOST: "之内",
    Hedge.ABOUT: "",
}
LINK = r"(?:了|为|有|达到|达|占|合|计|是|需|在|至|到)?"
"""Word that may stand between a hedge and its number."""
_NOT_AFTER = {  # 签约, 节约, 附近, 赶超 …: the character belongs to the word before it
    "约": "节签合契预集公履条制简邀违续特租毁失守解", "近": "附邻就靠临最亲贴相远", "超": "赶反高",
    "不到": "找见得达等",
}  # fmt: skip


def _groups(cell_words: Mapping[str, Hedge], text_words: Mapping[Hedge, str]) -> str:
    """Return a regular expression with a group of words for each hedge."""
    words = {hedge: [word for word, meaning in cell_words.items() if meaning is hedge] for hedge in text_words}
    return "|".join(f"(?P<{hedge}>{'|'.join([*words[hedge], *text_words[hedge].split()])})" for hedge in words)


_HEDGE_BEFORE = re.compile(rf"(?:{_groups(hedges.PREFIXES, _BEFORE)}){LINK}\s*[:：]?\s*$")
WINDOW = 9
"""Number of characters before a number in which its hedge may begin."""

_HEDGE_AFTER = re.compile(rf"\s*(?:[（(]含[）)])?(?:{_groups(hedges.SUFFIXES, _AFTER)})(?![岸述])")
_MORE = re.compile(r"[多余](?![元种样个次功层式彩方媒部渠点民])")
_WITHIN = re.compile(r"内(?![陆部容外需蒙涵控存生心科河江政])")
EMBEDDED = {**hedges.INFIXES, "几": Hedge.OVER, "来": Hedge.ABOUT}


def hedge_before(text: str, start: int) -> Hedge | None:
    """Return the hedge right before a number; None where there is none.

    Examples
    --------
    >>> hedge_before("超过30", 2), hedge_before("签约30", 2), hedge_before("不超过30", 3)
    (<Hedge.OVER: 'over'>, None, <Hedge.AT_MOST: 'at_most'>)
    """
    window = text[max(0, start - WINDOW) : start]
    match = _HEDGE_BEFORE.search(window)
    if match is None or match.lastgroup is None:
        return None
    word = match[match.lastgroup]
    left = window[match.start() - 1 : match.start()] if match.start() else ""
    if left and left in _NOT_AFTER.get(word, "") and window[: match.start()][-2:] != "折合":
        return None
    return Hedge(match.lastgroup)


def hedge_after(text: str, end: int, symbol: str) -> Hedge | None:
    """Return the hedge right after a number with the unit `symbol`; None where there is none.

    Examples
    --------
    >>> hedge_after("50%以上", 3, "%"), hedge_after("3年内", 2, "年"), hedge_after("5个多功能厅", 2, "个")
    (<Hedge.OVER: 'over'>, <Hedge.AT_MOST: 'at_most'>, None)
    """
    if (match := _HEDGE_AFTER.match(text, end)) and match.lastgroup:
        return Hedge(match.lastgroup)
    measured = symbol in DURATIONS or base_unit(symbol) in MEASURES or base_unit(symbol) in MONEY
    if measured and _MORE.match(text, end):
        return Hedge.OVER
    if symbol in (*DURATIONS, "日") and _WITHIN.match(text, end):
        return Hedge.AT_MOST
    return None
