"""Places where the heading of a column may break: between its words, never inside one (年度|目标, not 年度目|标).

Chinese has no spaces, and no dictionary is used: most words of headings have two characters, those of three end or
begin with one of a few characters (完成率, 总投资), or are listed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

__all__ = ["heading_pieces"]

_THREE = frozenset(["消费品", "可支配", "高标准", "相当于", "变动时", "办事处", "合作社", "示范区", "开发区"])
_FIRST = "总新"  # 总投资
_ALONE = "与较占按未"  # 与目标比 has no word of two characters
_LAST = "率量额值数度比品区员费税于的者性化型县市镇村处位级"  # 完成率, 增加值
_FOUR = 4  # characters are two words of two, and fewer are one

_TOKEN = re.compile(
    "[（(][^（）()]{1,8}[)）]"  # a unit: （万元）
    "|[0-9]{4}年|[0-9]+(?:[—-][0-9]+)?(?:月|日|年|季度)"
    "|[\u4e00-\u9fff]+|[!-~]+|.",
    re.DOTALL,
)
_OPENING, _CLOSING = "（“《〈「『【(●▲■○◆", "）”》〉」』】)，、。：；！？%％‰"


def heading_pieces(name: str) -> list[str]:
    """Return the pieces of a heading that stay whole.

    Examples
    --------
    >>> [heading_pieces(name) for name in ("年度目标", "完成率", "与目标比", "社会消费品零售总额（亿元）")]
    [['年度', '目标'], ['完成率'], ['与目标比'], ['社会', '消费品', '零售', '总额', '（亿元）']]
    >>> heading_pieces("2024年1—9月累计完成"), heading_pieces("服务的“三量”")
    (['2024年', '1—9月', '累计', '完成'], ['服务的', '“三量”'])
    """
    pieces: list[str] = []
    for token in _TOKEN.findall(name):
        for word in _words(token) if "\u4e00" <= token[0] <= "\u9fff" else [token]:
            if pieces and (word[0] in _CLOSING or all(sign in _OPENING for sign in pieces[-1])):
                pieces[-1] += word
            else:
                pieces.append(word)
    return pieces


def _words(run: str) -> Iterator[str]:
    """The words of a run of Chinese characters; a character stays alone only where there is no other."""
    while len(run) > _FOUR:
        taken = 3 if _three(run) else 2
        yield run[:taken]
        run = run[taken:]
    yield from (run,) if len(run) < _FOUR or run[0] in _ALONE else (run[:2], run[2:])


def _three(run: str) -> bool:
    odd = len(run) % 2 == 1
    return run[:3] in _THREE or run[0] in _ALONE or (odd and (run[2] in _LAST or run[0] in _FIRST))
