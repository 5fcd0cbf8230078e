"""Commentary: a person's own paragraphs, whose numbers are looked up among the figures of the briefing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

from ..base.errors import DataError, Fault
from ..base.text import visible_signs
from ..document.pieces import Light, Part, Parts
from ..quantity import periods, units
from ..quantity.figures import Figure
from ..quantity.hedges import LOWER, PREFIXES, SUFFIXES, UPPER, Hedge, said_interval
from ..quantity.mentions.amounts import NumberMention
from ..quantity.mentions.printed_numerals import typed_numerals
from ..quantity.mentions.stated import stated_quantities
from . import arguments, comment_context
from .comment_context import KnownPlaces, NumberContext

_SHOWN = 4
_WITHIN = 10  # 成千上万 is no more than as many times its least
_WHERE = "这段话"
_INSTEAD = "请改用简报里的数，或用 {名称} 放进算出的数。"


def comment_parts(
    words: str, figures: Sequence[Figure], *, names: Iterable[str] = (),
    slots: Mapping[str, Figure | Light | str] | None = None, county: str = "",
) -> Parts:  # fmt: skip
    """Return a person's words with each number in them as the figure it is.

    Parameters
    ----------
    words
        Text, with ``{slots}`` for figures computed in the notebook. A number in it must be one of `figures`: the same,
        or one that says less (约, fewer digits; 近, 超 only of a number close by).
    figures
        Figures of the briefing.
    names
        Names with digits (“5+2”).
    slots
        A figure, a light or words for each slot.
    county
        Name of the county, whose own figures name no area.

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
    places = comment_context.KnownPlaces.of(known, county)
    faults: list[Fault] = []
    parts: list[Part] = []
    for text, slot in arguments.pieces(_WHERE, words):
        end = 0
        for mention in stated_quantities(text, names):
            start, stop = _with_hedge(text, mention)
            found = _looked_up(mention, text, text[start:stop], known, places)
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
    same = mention.hedge is figure.hedge and abs(_amount(mention, figure.unit)) == abs(Fraction(figure.value or 0))
    formula = figure.formula or ("" if same and mention.interval is None else f"{figure.text}，写成约数")
    changed = {
        "text": visible_signs(text)[0], "number": number, "value": mention.value, "unit": mention.unit,
        "hedge": mention.hedge, "formula": formula,
    }  # fmt: skip
    return figure.model_copy(update=changed)


def _looked_up(
    mention: NumberMention, text: str, written: str, figures: Sequence[Figure], places: KnownPlaces
) -> Figure | Fault:
    """The figure that a number is, or the fault that it is none, or may be several."""
    alike = [figure for figure in figures if units.find_unit(mention.unit) and units.find_unit(figure.unit)
             and units.convertible(mention.unit, figure.unit)]  # fmt: skip
    if not alike:
        do = _INSTEAD if units.find_unit(mention.unit) else f"请写全单位（如万人次），{_INSTEAD}"
        return Fault(_WHERE, "简报里没有这个数", written, do)
    context = comment_context.context_of(text, mention, alike, places)
    judged = [(figure, comment_context.conflicts(figure, context)) for figure in alike]
    meant = [figure for figure, conflict in judged if not conflict]
    found = [figure for figure in meant if _is_same(mention, figure, context)] or [
        figure for figure in meant if _says_less(mention, figure, context)
    ]
    found = comment_context.latest(found, alike, context, longest=mention.hedge is not Hedge.EXACT)
    distinct = list({(figure.label, figure.period, figure.origins): figure for figure in found}.values())
    if len({figure.label for figure in distinct}) == 1:
        last = max(map(_sort_key, distinct))
        return min(distinct, key=lambda figure: (_distance(mention, figure, context), _sort_key(figure) != last))
    if distinct:
        which = "、".join(_described(figure) for figure in distinct[:_SHOWN])
        return Fault(_WHERE, "这个数有几处都是", written, f"请写明是哪个指标：{which}。")
    return Fault(_WHERE, "简报里没有这个数", written, f"最近的是{_nearest(mention, judged, context)}。")


def _nearest(mention: NumberMention, judged: Sequence[tuple[Figure, list[str]]], context: NumberContext) -> str:
    """The figure that comes nearest to a number, and what the words say that it is not."""
    alike = [figure for figure, _ in judged]
    latest = comment_context.latest(alike, alike, context, longest=mention.hedge is not Hedge.EXACT)
    timely = {id(figure) for figure in latest}

    meant = any(not conflict for _, conflict in judged)

    def far(each: tuple[Figure, list[str]]) -> tuple[bool, bool, int, bool, Fraction]:
        figure, conflict = each
        named = comment_context.NOT_NAMED not in conflict
        same = abs(_amount(mention, figure.unit)) == abs(_value(figure, context)) and len(conflict) <= 1
        return (
            not (same and (named or not meant)), not named, len(conflict), id(figure) not in timely,
            _distance(mention, figure, context),
        )  # fmt: skip

    near, conflict = min(judged, key=far)
    why = conflict or ([_misstated(mention, near, timely=id(near) in timely)] if not far((near, conflict))[0] else [])
    return f"{_described(near)}：{near.text}{'，但' if why else ''}{'；'.join(why)}"


def _described(figure: Figure) -> str:
    return f"{periods.parse(figure.period).label if figure.period else ''}{figure.label}"


def _misstated(mention: NumberMention, figure: Figure, *, timely: bool) -> str:
    """What is wrong with a number that is that of a figure which may be meant, in words."""
    if _is_finer(mention, figure):
        return "不能比它多写几位"
    return "话里的约数、界限或正负与它不符" if timely else "它不是最近一期，话里没有说期间"


def _sort_key(figure: Figure) -> Any:
    return periods.parse(figure.period).sort_key()


def _distance(mention: NumberMention, figure: Figure, context: NumberContext) -> Fraction:
    return abs(_amount(mention, figure.unit) - _value(figure, context)) / units.ratio(mention.unit, figure.unit)


def _amount(mention: NumberMention, unit: str) -> Fraction:
    return Fraction(mention.value) * units.ratio(mention.unit, unit)


def _value(figure: Figure, context: NumberContext) -> Fraction:
    """The number of a figure, of a rise or a fall its size (下降3.1%)."""
    value = Fraction(figure.value or 0)
    return abs(value) if context.change else value


def _is_finer(mention: NumberMention, figure: Figure) -> bool:
    """True where a number is written with more digits than the figure."""
    written, printed = (-int(Decimal(number).as_tuple().exponent) for number in (mention.value, figure.number or 0))
    return units.ratio(mention.unit, figure.unit) * Fraction(10) ** -written < Fraction(10) ** -printed


def _is_same(mention: NumberMention, figure: Figure, context: NumberContext) -> bool:
    return (
        mention.interval is None
        and _amount(mention, figure.unit) == _value(figure, context)
        and mention.hedge == figure.hedge
        and not _is_finer(mention, figure)
    )


def _says_less(mention: NumberMention, figure: Figure, context: NumberContext) -> bool:
    """True where the number as written allows all that the figure allows: it is rounded, or hedged close by."""
    if (mention.hedge is Hedge.EXACT and figure.hedge is not Hedge.EXACT) or _is_finer(mention, figure):
        return False
    counted = units.unit(mention.unit).counted and mention.hedge is Hedge.EXACT
    low, high = mention.interval or said_interval(mention.value, mention.hedge, counted=counted)
    ratio, value = units.ratio(mention.unit, figure.unit), _value(figure, context)
    least, greatest = Fraction(low) * ratio, Fraction(min(high, low * _WITHIN) if mention.interval else high) * ratio
    if figure.hedge is Hedge.EXACT and mention.hedge in LOWER | UPPER:  # a bound is of the number as printed
        at_number = value == _amount(mention, figure.unit) and mention.hedge in (Hedge.OVER, Hedge.UNDER)
        at_next = value == greatest and mention.hedge in LOWER and mention.interval is None
        return least <= value <= greatest and not at_number and not at_next
    bounds = sorted((abs(figure.low), abs(figure.high))) if context.change else (figure.low, figure.high)
    return float(least) <= bounds[0] and bounds[1] <= float(greatest)
