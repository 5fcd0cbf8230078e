"""Commentary: a person's own paragraphs, whose numbers are looked up among the figures of the briefing."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

from ..base.errors import DataError, Fault
from ..base.text import visible_signs
from ..document.pieces import Light, Part, Parts
from ..quantity import periods, units
from ..quantity.figures import Figure
from ..quantity.hedges import PREFIXES, SUFFIXES, Hedge, published_interval
from ..quantity.mentions.amounts import NumberMention
from ..quantity.mentions.printed_numerals import typed_numerals
from ..quantity.mentions.stated import stated_quantities
from ..quantity.period_words import find_periods, words_of
from . import arguments

_SHOWN, _STOPS = 4, "，。；！？、\n"
_IN_BRACKETS = re.compile(r"（([^（）]*)）")
_ELSEWHEN = re.compile(r"去年|上年|前年|同期|全省|全市|全国")
_CHANGE = re.compile(r"(?:增长|增加|新增长|下降|减少|上升|提高|回落|多|少|高|低)(?:了|约|近|超|将近|出)*$")
_WHERE = "这段话"
_INSTEAD = "请改用简报里的数，或用 {名称} 放进算出的数。"


def comment_parts(
    words: str, figures: Sequence[Figure], *, names: Iterable[str] = (),
    slots: Mapping[str, Figure | Light | str] | None = None,
) -> Parts:  # fmt: skip
    """Return a person's words with each number in them as the figure it is.

    Parameters
    ----------
    words
        Text, with ``{slots}`` for figures computed in the notebook. A number in it must be one of `figures`: the same,
        or one that says less (约, fewer digits).
    figures
        Figures of the briefing.
    names
        Names with digits (“5+2”).
    slots
        A figure, a light or words for each slot.

    Raises
    ------
    DataError
        A number is none of the figures (the nearest is named), or may be several; all such numbers are listed.

    Examples
    --------
    >>> from ..quantity.figures import reported_figure
    >>> income = reported_figure(Decimal(4800), "万元", label="旅游收入", period="2024", origins=("a",))
    >>> parts = comment_parts("收入达4800万元，收入约0.5亿元。", [income])
    >>> [(part.text, part.origins) for part in parts if isinstance(part, Figure)]
    [('4800万元', ('a',)), ('约0.5亿元', ('a',))]
    """
    given = dict(slots or {})
    known = [figure for figure in figures if figure.value is not None]
    faults: list[Fault] = []
    parts: list[Part] = []
    for text, slot in arguments.pieces(_WHERE, words):
        end = 0
        for mention in stated_quantities(text, names):
            start, stop = _with_hedge(text, mention)
            found = _looked_up(mention, text, text[start:stop], known)
            if isinstance(found, Fault):
                faults.append(found)
                continue
            parts += [*_plain(text[end:start]), _as_written(text[start:stop], mention, found)]
            end = stop
        parts += _plain(text[end:])
        name, _, aspect = (slot or "").partition(".")
        if name and name not in given:
            faults.append(Fault(_WHERE, "没有给出这个数", name, f"已给出：{'、'.join(given) or '无'}。"))
        elif name:
            content = arguments.aspect_of(_WHERE, given[name], aspect, str(slot))
            parts.append(arguments.part(_WHERE, f"“{slot}”", content))
    used = {str(slot).partition(".")[0] for _, slot in arguments.pieces(_WHERE, words)}
    unused = [name for name in given if name not in used]
    faults += [Fault(_WHERE, "给了数而话里没有用到", name, "请写进话里，或去掉它。") for name in unused]
    left = [typed for part in parts if isinstance(part, str) for typed in typed_numerals(part, names)]
    faults += [Fault(_WHERE, "简报里没有这个数", typed, _INSTEAD) for typed in left if not faults]
    if faults:
        raise DataError.of(faults)
    return tuple(parts)


def _plain(text: str) -> list[Part]:
    return [text] if text else []


def _with_hedge(text: str, mention: NumberMention) -> tuple[int, int]:
    """Where a number begins and ends with the hedge word beside it."""
    start, stop = mention.start, mention.end
    if mention.hedge is Hedge.EXACT or mention.embedded:
        return start, stop
    before = next((word for word in sorted(PREFIXES, key=len, reverse=True) if text[:start].endswith(word)), "")
    after = next((word for word in SUFFIXES if not before and text[stop:].startswith(word)), "")
    return start - len(before), stop + len(after)


def _as_written(text: str, mention: NumberMention, figure: Figure) -> Figure:
    """The figure in the words of the person, with its origins."""
    number = f"{mention.value:f}"
    formula = figure.formula or ("" if _is_same(mention, figure) else f"{figure.text}，写成约数")
    changed = {
        "text": visible_signs(text)[0], "number": number, "value": mention.value, "unit": mention.unit,
        "hedge": mention.hedge, "formula": formula,
    }  # fmt: skip
    return figure.model_copy(update=changed)


def _looked_up(mention: NumberMention, text: str, written: str, figures: Sequence[Figure]) -> Figure | Fault:
    """The figure that a number is, or the fault that it is none, or may be several."""
    alike = [figure for figure in figures if units.find_unit(mention.unit) and units.find_unit(figure.unit)
             and units.convertible(mention.unit, figure.unit)]  # fmt: skip
    begin = max((text.rfind(sign, 0, mention.start) for sign in _STOPS), default=-1) + 1
    ends = [place for sign in _STOPS if (place := text.find(sign, mention.end)) >= 0]
    clause = text[begin : min(ends, default=len(text))]
    meant = [figure for figure in alike
             if _is_meant(figure, text[begin : mention.start], clause, text[: mention.start], figures)]  # fmt: skip
    found = [figure for figure in meant if _is_same(mention, figure)] or [
        figure for figure in meant if _says_less(mention, figure)
    ]
    if not find_periods(text[: mention.start]):
        found = _latest(found, figures)
    distinct = list({(figure.label, figure.period, figure.origins): figure for figure in found}.values())
    if len({figure.label for figure in distinct}) == 1:
        return max(distinct, key=lambda figure: periods.parse(figure.period).sort_key())
    if distinct:
        which = "、".join(_described(figure) for figure in distinct[:_SHOWN])
        return Fault(_WHERE, "这个数有几处都是", written, f"请写明是哪个指标：{which}。")
    if not alike:
        return Fault(_WHERE, "简报里没有这个数", written, _INSTEAD)
    near = min(meant or alike, key=lambda figure: abs(_amount(mention, figure.unit) - Fraction(figure.value or 0)))
    return Fault(_WHERE, "简报里没有这个数", written, f"最近的是{_described(near)}：{near.text}。")


def _is_meant(figure: Figure, before: str, text: str, said: str, figures: Sequence[Figure]) -> bool:
    """True where the clause (`text`) does not speak of another area, indicator, nature, or of a change.

    A period may have been named before (`said`).
    """
    areas = {area for each in figures for area in _IN_BRACKETS.findall(each.label)}
    own = set(_IN_BRACKETS.findall(figure.label))
    named = {area for area in areas if area in text}
    if (own or named) and not (own & named):
        return False
    planned = any(word in text for word in ("目标", "计划", "预计", "任务"))
    if (figure.nature != "actual") != planned or _ELSEWHEN.search(text):
        return False
    changes = any(word in figure.label for word in ("增", "变化", "较", "降"))
    if bool(_CHANGE.search(before)) and not changes:
        return False
    told = find_periods(said)[-1:]
    own_words = words_of(periods.parse(figure.period)) if figure.period else None
    if told and own_words is not None and not any(words.agrees(own_words) for words in told):
        return False
    name = _name(figure)
    return any(name[n : n + 2] in text for n in range(len(name) - 1)) or name in text


def _latest(found: Sequence[Figure], figures: Sequence[Figure]) -> list[Figure]:
    """Of figures without a period in the words, those of the latest period of their label."""
    ends: dict[str, Any] = {}
    for figure in figures:
        if figure.nature == "actual":
            end = periods.parse(figure.period).reach if figure.period else None
            ends[figure.label] = max(filter(None, [ends.get(figure.label), end]), default=None)
    return [
        figure
        for figure in found
        if figure.nature != "actual" or not figure.period or periods.parse(figure.period).reach == ends[figure.label]
    ]


def _name(figure: Figure) -> str:
    return figure.label.partition("（")[0]


def _described(figure: Figure) -> str:
    return f"{periods.parse(figure.period).label if figure.period else ''}{figure.label}"


def _amount(mention: NumberMention, unit: str) -> Fraction:
    return Fraction(mention.value) * units.ratio(mention.unit, unit)


def _is_same(mention: NumberMention, figure: Figure) -> bool:
    return (
        mention.interval is None
        and _amount(mention, figure.unit) == Fraction(figure.value or 0)
        and mention.hedge == figure.hedge
    )


def _says_less(mention: NumberMention, figure: Figure) -> bool:
    """True where the number as written allows all that the figure allows: it is rounded, or hedged."""
    if mention.hedge is Hedge.EXACT and figure.hedge is not Hedge.EXACT:
        return False
    counted = units.unit(mention.unit).counted and mention.hedge is Hedge.EXACT
    low, high = mention.interval or published_interval(Decimal(mention.value), mention.hedge, counted=counted)
    ratio = float(units.ratio(mention.unit, figure.unit))
    return float(low) * ratio <= figure.low and figure.high <= float(high) * ratio
