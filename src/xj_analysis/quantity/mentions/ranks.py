"""Rank mentions: ranks (列第2位) and tiers (第一方阵), which are never ranks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from .. import numerals

_HAN = "一二三四五六七八九十"
_SCOPE = (
    r"(?P<scope>全[国省市县区州]|(?:(?![列居全第在为位排])[一-龥]){2,7}?(?:省|市|县|区|州|盟)|(?<![0-9])[0-9]{1,3}个?[县市区]{1,4}"
    r"|同类[县市区]{1,3})"
)
_WORD = r"(?:总量|增速|增幅|综合)?(?:排名|排位|名列|位列|位居|列|居|位次|排在|排|跃居|升至|均居|稳居|高居|继续保持)"
_RANK = re.compile(
    rf"(?:{_WORD})?(?:在|到|为)?{_SCOPE}?(?:{_WORD})?(?:的)?第\s?(?P<rank>[0-9]{{1,3}}|[{_HAN}]{{1,3}})(?P<of>位|名)?"
    r"(?![0-9个次批届级季轮期产方梯一二三四五六七八九十条款章节号阶步党书要线时代责责任中小人医实])"
)
_PLAIN = re.compile(rf"(?:{_WORD})(?:在|到|为)?{_SCOPE}?(?:{_WORD})?(?P<rank>[0-9]{{1,3}})(?:位|名)")
_TIER = re.compile(r"(?P<tier>第[一二三四]?(?:方阵|梯队|梯次|集团军?)|前列|前茅)")
_RANK_WORDS = (
    re.compile(
        rf"(?:总量|增速|增幅|数量|排名|规模|得分|成绩|考核|指标|综合|获得|夺得|荣获|保持|蝉联|稳居|[列居排]|全[省市县国])(?P<word>第[{_HAN}]{{1,3}})"
        r"(?![0-9个次批届级季轮期产方梯一二三四五六七八九十条款章节号阶步党书要线时代责任中小人医实])"
    ),
    re.compile(rf"(?P<word>倒数第[{_HAN}]{{1,3}}|前(?!一[名位])[{_HAN}]{{1,3}}(?:名|位|强))"),
    re.compile(rf"(?:进入|跻身|排名|[列居省市县国])(?P<word>前[{_HAN}]{{1,2}})(?![{_HAN}大个季年天期月半次批届])"),
    re.compile(r"(?:[排列]在|(?<![在于放摆]))(?P<word>首位)(?![度产发节])"),
    re.compile(r"[列居](?P<word>首)(?![位都府届批次家个])"),
    re.compile(r"[列居排名](?:在|全[省市县国])?(?P<word>末位)"),
    re.compile(rf"^\s*(?P<word>前[{_HAN}]{{1,2}})\s*$"),
    re.compile(r"(?P<word>榜首|头名(?!状)|垫底)"),
)
_FIRST_OF_A_KIND = re.compile(
    r"资源|动力|生产力|目标|信号|考虑|选择|标准|身份|议题|站|位置|手|印象|份|桶|笔|台|辆|座|颗|人称|例|家|所|块|本|张|地位|窗口|追求"
)
_PUT_FIRST = re.compile(r"(?:[放摆][在到]|置于|作为|人民|安全|质量|生命)$")  # 把安全放在第一位
_SCOPE_BEFORE = re.compile(rf"{_SCOPE}[^，。；！？\n]{{0,4}}$")


@dataclass(frozen=True, slots=True)
class RankMention:
    """Rank or tier of a thing among others.

    Parameters
    ----------
    start, end
        Slice of the text.
    rank
        Rank, 1 is best; None for a tier.
    tier
        Tier: 第一方阵, 前列; '' for a rank.
    scope
        Group that is ranked: 全省, 吉安市; '' where the text names none.
    """

    start: int
    end: int
    rank: int | None
    tier: str
    scope: str


def find_ranks(text: str) -> list[RankMention]:
    """Return the ranks and tiers of a text, in order of their place.

    Examples
    --------
    >>> [(r.rank, r.tier, r.scope) for r in find_ranks("27家，列吉安市第一；跻身全省第一方阵；在全省位列30名")]
    [(1, '', '吉安市'), (None, '第一方阵', '全省'), (30, '', '')]
    """
    return sorted(_ranks_and_tiers(text), key=lambda mention: mention.start)


def find_rank_words(text: str) -> list[tuple[int, int]]:
    """Return the slices of the words that state a rank: 第一, 前三名, 首位, 榜首.

    Examples
    --------
    >>> text = "总量列全市第一，增速居首位，进入全省前三；第一产业，第一，把安全放在首位"
    >>> [text[start:end] for start, end in find_rank_words(text)]
    ['第一', '首位', '前三']
    """
    numbered = [
        (place, mention.end)
        for mention in find_ranks(text)
        if mention.rank is not None
        and (place := text.rfind("第", mention.start, mention.end)) >= 0
        and not _FIRST_OF_A_KIND.match(text, mention.end)
        and not _PUT_FIRST.search(text[max(0, place - 2) : place])
    ]
    return sorted({*numbered, *(match.span("word") for pattern in _RANK_WORDS for match in pattern.finditer(text))})


def _ranks_and_tiers(text: str) -> Iterator[RankMention]:
    for pattern in (_RANK, _PLAIN):
        for match in pattern.finditer(text):
            rank = int(match["rank"]) if match["rank"].isdigit() else numerals.parse_chinese(match["rank"])
            is_rank = match.start() < match.start("rank") - 1 or match.groupdict().get("of")
            if rank and is_rank:
                yield RankMention(*match.span(), rank=int(rank), tier="", scope=_place_name(match["scope"]))
    for match in _TIER.finditer(text):
        left = _SCOPE_BEFORE.search(text[max(0, match.start() - 12) : match.start()])
        if match["tier"] in ("前列", "前茅") and not left:
            continue
        scope = _place_name(left["scope"] if left else "")
        yield RankMention(*match.span(), rank=None, tier=match["tier"], scope=scope)


def _place_name(scope: str | None) -> str:
    """Return a scope without the verbs before it: 列吉安市 is 吉安市."""
    return re.sub(
        r"^.*?(?=全[国省市县区州])|^(?:数量|总量|增速|跻身|进入|位于|处于|保持|继续|在|为|列|居)+", "", scope or ""
    )
