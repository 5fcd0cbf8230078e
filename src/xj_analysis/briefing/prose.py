"""Sentences and notes of a briefing: templates without digits, with figures in their slots."""

from __future__ import annotations

import string
from collections.abc import Iterable, Mapping
from typing import Literal

from ..base import text
from ..base.errors import DataError
from ..document.blocks import Note, Sentence
from ..document.pieces import Light, Part, Parts
from ..quantity.figures import Figure

__all__ = ["fill", "note", "say"]
__dir__ = __all__.copy


def fill(template: str, slots: Mapping[str, Figure | Light | str], *, names: Iterable[str] = ()) -> Parts:
    """Return `template` with its ``{slots}`` filled. Digits may stand in `names` (“5+2”) alone.

    Raises
    ------
    DataError
        The template has a digit of its own, a slot without a figure, or a bare number in a slot.

    Examples
    --------
    >>> fill("共{count}。", {"count": Figure(text="24个")})[1].text
    '24个'
    >>> fill("共24个。", {})
    Traceback (most recent call last):
        ...
    xj_analysis.base.errors.DataError: 句子模板：文字里写了数字，得到“共24个。”。请用 {名称} 引用指标，让数字可以追溯。
    """
    parts: list[Part] = []
    for words, name, _, _ in string.Formatter().parse(template):
        if text.has_digit(words, names):
            raise DataError("句子模板", "文字里写了数字", template, "请用 {名称} 引用指标，让数字可以追溯。")
        if words:
            parts.append(words)
        if name is not None:
            if name not in slots:
                raise DataError("句子模板", "没有给出这个数", name, f"已给出：{'、'.join(slots) or '无'}。")
            if not isinstance(slots[name], Figure | Light | str):
                do = "请给 briefing.figure(…) 得到的数，不直接写数字。"
                raise DataError("句子模板", f"“{name}”不是可追溯的数", repr(slots[name])[:40], do)
            parts.append(slots[name])
    return tuple(parts)


def say(
    template: str,
    *,
    style: Literal["body", "finding", "item"] = "body",
    names: Iterable[str] = (),
    **slots: Figure | Light | str,
) -> Sentence:
    """Return a sentence for a briefing.

    Parameters
    ----------
    template
        Words without digits, with ``{slots}``.
    style
        ``finding`` for the conclusion, ``item`` for a list.
    names
        Names with digits that the template may hold.
    slots
        A figure, a light, or words, for each slot.

    Examples
    --------
    >>> say("签约项目{count}。", count=Figure(text="24个")).style
    'body'
    """
    return Sentence(parts=fill(template, slots, names=names), style=style)


def note(label: str, parts: Iterable[Part], *, sources: Iterable[str] = ()) -> Note:
    """Return a note of an item to verify (待核实) under its label.

    Examples
    --------
    >>> note("矛盾", ("两值不同。",)).label
    '矛盾'
    """
    return Note(label=label, parts=tuple(parts), sources=tuple(dict.fromkeys(sources)))
