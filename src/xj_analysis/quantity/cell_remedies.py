"""Remedies for cells that hold no number but something like one: 9.5-10, (27.8), △3.2, 9.5①, 十二, 3万5, 1.2e3."""

from __future__ import annotations

import re

from . import numerals

PARTED = "数字中间有空格或换行，请删去；一格只填一个数。"
TWO_HEDGES = "前后的约数意思不同，请只留一个。"
TRAILING = "末尾多了标点，请删去。"
BOUNDED = "负数不写“超”“近”一类的话，请写成负数，如 -3.2；约数写“约-3.2”。"

_N = r"[0-9][0-9,]*(?:\.[0-9]+)?"
_REMEDIES = (
    (re.compile(rf"[△▲▽▼Δ∆]({_N})\D*"), "{0} 在有的表里是负数，请写 -{1} 或 {1}。"),
    (re.compile(rf"\(({_N})\)\D*"), "括号在有的表里是负数，请写 -{1} 或 {1}。"),
    (re.compile(rf"[~〜∼]({_N})\D*"), "请写“约{1}”；若是起止，一格只填一个数。"),
    (
        re.compile(rf"\D*{_N}[^0-9.,]{{0,4}}[-~〜∼至到][^0-9.,]{{0,2}}{_N}.*"),
        "一格只填一个数，不填起止；拿不准的写“约”。",
    ),
    (re.compile(rf"{_N}[eE][+-]?[0-9]+"), "请不用科学记数，写成普通的数。"),
    (re.compile(rf"{_N}[十百千万亿].*[0-9].*"), "请写成一个数，如 3.5万。"),
    (re.compile(r"([0-9]+)[。·・]([0-9]+)\D*"), "小数点请写成“.”。"),
    (re.compile(rf".*{_N}\D{{0,8}}?[,.;:、。·'\"`]+"), TRAILING),
    (
        re.compile(rf"\D*({_N})[^0-9()\[\]*※]*(?:[(\[].*|[*※#†]+|[①-⑳⑴-⒇¹²³⁰-⁹]+|注[0-9]*)"),
        "请只留数，把注写在说明里。",
    ),
)
_CHINESE = re.compile(r"\D{0,3}?([零〇一二两三四五六七八九十百千万亿点]+)\D{0,4}")
_DIRECTION = re.compile(r"同比|环比|比上年|较上年|增长|下降|上升|减少|增加|提高|降低|回落|持平|[↑↓]")
_LARGEST = 10**15


def direction(*, change: bool) -> str:
    """Return the remedy for a rise or fall in words, in a column of changes or in another."""
    if change:
        return "请只写数，下降写负数，如 -3.2。"
    return "这一列填数，不写升降；增减请填在增减的列里。"


def remedy(words: str, *, change: bool = False) -> str:
    """Return how to write what a cell without a number seems to mean; '' where it seems to mean none.

    Parameters
    ----------
    words
        Content of the cell without spaces, with narrow signs.
    change
        True in a column of changes.

    Examples
    --------
    >>> remedy("△3.2"), remedy("十二"), remedy("不详")
    ('△ 在有的表里是负数，请写 -3.2 或 3.2。', '请用阿拉伯数字，写成 12。', '')
    """
    if _DIRECTION.search(words):
        return direction(change=change)
    for pattern, do in _REMEDIES:
        if match := pattern.fullmatch(words):
            return do.format(words[0], *match.groups())
    if match := _CHINESE.fullmatch(words):
        value = numerals.parse_chinese(match[1])
        certain = value is not None and value < _LARGEST and match[0] == match[1]
        return f"请用阿拉伯数字，写成 {value:f}。" if certain else "请用阿拉伯数字。"
    return ""
