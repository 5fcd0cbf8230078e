"""Sentences and notes of a briefing: templates without numbers, with figures in their slots."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import get_args

from ..base.calls import told
from ..base.errors import DataError
from ..document import admission
from ..document.blocks import Note, Sentence, Style
from ..document.pieces import Light, Part, Parts
from ..quantity.figures import Figure
from ..quantity.mentions.printed_numerals import typed_numerals
from ..quantity.reader_units import in_reader_unit
from . import arguments

__all__ = ["fill", "note", "say"]

_WHERE = "句子模板"

__all__ = ["fill", "note", "say"]
__dir__ = __all__.copy


def fill(template: str, slots: Mapping[str, Figure | Light | str], *, names: Iterable[str] = ()) -> Parts:
    """Return `template` with its ``{slots}`` filled. Numbers may stand in `names` (“5+2”) and figures alone.

    Raises
    ------
    DataError
        The template has a number of its own (24, 三成, 十五家) or a slot without a figure; a slot that is given is not
        in it; a slot has a bare number, a figure without origins, or words with a number other than a date.

    Examples
    --------
    >>> from decimal import Decimal
    >>> from xj_analysis.quantity.figures import reported_figure
    >>> fill("共{count}。", {"count": reported_figure(Decimal(24), "个", origins=("A17",))})[1].text
    '24个'
    >>> try:
    ...     fill("占三成。", {})
    ... except DataError as error:
    ...     print(error.fault.what)
    文字里写了数字“三成”
    """
    declared = arguments.proper_names(_WHERE, names)
    pieces = list(arguments.pieces(_WHERE, template))
    parts: list[Part] = []
    for words, name in pieces:
        if typed := typed_numerals(words, declared, structure=False):
            raise DataError.of([admission.typed_fault(_WHERE, typed[0], template, admission.SLOTS)])
        if words:
            parts.append(words)
        if name is not None:
            slot, _, aspect = name.partition(".")
            if slot not in slots:
                raise DataError(_WHERE, "没有给出这个数", slot, f"已给出：{'、'.join(slots) or '无'}。")
            part = arguments.part(_WHERE, f"“{name}”", arguments.aspect_of(_WHERE, slots[slot], aspect, name))
            parts += arguments.untyped(f"{_WHERE}“{name}”", (part,), declared)
    if unused := [name for name in slots if name not in [(slot or "").partition(".")[0] for _, slot in pieces]]:
        raise DataError(_WHERE, "给了数而句子里没有用到", unused[0], f"“{template}”里没有它，请写进句子，或去掉它。")
    return arguments.untyped(_WHERE, tuple(parts), declared, admission.SLOTS)


@told("say")
def say(template: str, *, style: Style = "body", names: Iterable[str] = (), **slots: Figure | Light | str) -> Sentence:
    """Return a sentence for a briefing; amounts in the unit a reader speaks, 78.2亿元 for 781798万元.

    Parameters
    ----------
    template
        Words without numbers, with ``{slots}``; ``{x.period}``, ``{x.unit}`` and ``{x.label}`` name what a figure is,
        ``{x.rank}`` and ``{x.tier}`` its rank and tier as published.
    style
        ``finding`` for the conclusion, ``item`` for a list.
    names
        Names with numbers that the sentence may hold: ``briefing.county.names``.
    slots
        A figure (``briefing.figure(…)``), a column of one, a light, or words, for each slot.

    Raises
    ------
    DataError
        As :func:`fill`; or there is no such style.

    Examples
    --------
    >>> from decimal import Decimal
    >>> from xj_analysis.quantity.figures import reported_figure
    >>> count = reported_figure(Decimal(24), "个", origins=("A17",))  # in a notebook: briefing.figure(…)
    >>> print(say("签约项目{count}。", count=count)._repr_mimebundle_()["text/plain"])
    签约项目24个。
    """
    arguments.one_of(_WHERE, "句子", style, get_args(Style))
    said = {name: in_reader_unit(each) if isinstance(each, Figure) else each for name, each in slots.items()}
    return Sentence(parts=fill(template, said, names=names), style=style)


def note(label: str, parts: Iterable[Part], *, sources: Iterable[str] = ()) -> Note:
    """Return a note of an item to verify (待核实) under its label.

    Examples
    --------
    >>> note("矛盾", ("两值不同。",)).label
    '矛盾'
    """
    run = arguments.parts("待核实", "这一句", arguments.several("待核实", "这一句", parts))
    return Note(label=arguments.text("待核实", "名目", label), parts=run, sources=tuple(dict.fromkeys(sources)))
