"""Commentary: a person's own paragraphs, whose numbers are looked up among the figures of the briefing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction

from ..base.errors import DataError, Fault
from ..document.pieces import Light, Part, Parts
from ..quantity import periods, units
from ..quantity.figures import Figure
from ..quantity.hedges import PREFIXES, SUFFIXES, Hedge, published_interval
from ..quantity.mentions.amounts import NumberMention
from ..quantity.mentions.printed_numerals import typed_numerals
from ..quantity.mentions.quantities import find_quantities

_SHOWN = 4
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
    >>> parts = comment_parts("收入达4800万元，约0.5亿元。", [income])
    >>> [(part.text, part.origins) for part in parts if isinstance(part, Figure)]
    [('4800万元', ('a',)), ('约0.5亿元', ('a',))]
    """
    given = dict(slots or {})
    known = [figure for figure in figures if figure.value is not None]
    faults: list[Fault] = []
    parts: list[Part] = []
    for text, slot in _pieces(words):
        end = 0
        for mention in find_quantities(text, names):
            start, stop = _with_hedge(text, mention)
            found = _looked_up(mention, text, text[start:stop], known)
            if isinstance(found, Fault):
                faults.append(found)
                continue
            parts += [*_plain(text[end:start]), _as_written(text[start:stop], mention, found)]
            end = stop
        parts += _plain(text[end:])
        if slot and slot not in given:
            faults.append(Fault(_WHERE, "没有给出这个数", slot, f"已给出：{'、'.join(given) or '无'}。"))
        elif slot:
            parts.append(given[slot])
    left = [typed for part in parts if isinstance(part, str) for typed in typed_numerals(part, names)]
    faults += [Fault(_WHERE, "简报里没有这个数", typed, _INSTEAD) for typed in left if not faults]
    if faults:
        raise DataError.of(faults)
    return tuple(parts)


def _pieces(words: str) -> Iterable[tuple[str, str]]:
    import string

    return ((text, name or "") for text, name, _, _ in string.Formatter().parse(words))


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
        "text": text, "number": number, "value": mention.value, "unit": mention.unit, "hedge": mention.hedge,
        "formula": formula,
    }  # fmt: skip
    return figure.model_copy(update=changed)


def _looked_up(mention: NumberMention, text: str, written: str, figures: Sequence[Figure]) -> Figure | Fault:
    """The figure that a number is, or the fault that it is none, or may be several."""
    alike = [figure for figure in figures if units.find_unit(mention.unit) and units.find_unit(figure.unit)
             and units.convertible(mention.unit, figure.unit)]  # fmt: skip
    same = [figure for figure in alike if _is_same(mention, figure)]
    found = same or [figure for figure in alike if _says_less(mention, figure)]
    named = [figure for figure in found if _name(figure) in text] or found
    dated = [figure for figure in named if periods.parse(figure.period).label in text] or named
    distinct = list({(figure.label, figure.period, figure.origins): figure for figure in dated}.values())
    if len({figure.label for figure in distinct}) == 1:
        return max(distinct, key=lambda figure: periods.parse(figure.period).sort_key())
    if distinct:
        which = "、".join(_described(figure) for figure in distinct[:_SHOWN])
        return Fault(_WHERE, "这个数有几处都是", written, f"请写明是哪个指标：{which}。")
    if not alike:
        return Fault(_WHERE, "简报里没有这个数", written, _INSTEAD)
    near = min(alike, key=lambda figure: abs(_amount(mention, figure.unit) - Fraction(figure.value or 0)))
    return Fault(_WHERE, "简报里没有这个数", written, f"最近的是{_described(near)}：{near.text}。")


def _name(figure: Figure) -> str:
    return figure.label.partition("（")[0]


def _described(figure: Figure) -> str:
    return f"{periods.parse(figure.period).label if figure.period else ''}{figure.label}"


def _amount(mention: NumberMention, unit: str) -> Fraction:
    return Fraction(mention.value) * units.ratio(mention.unit, unit)


def _is_same(mention: NumberMention, figure: Figure) -> bool:
    return _amount(mention, figure.unit) == Fraction(figure.value or 0) and mention.hedge == figure.hedge


def _says_less(mention: NumberMention, figure: Figure) -> bool:
    """True where the number as written allows all that the figure allows: it is rounded, or hedged."""
    if mention.hedge is Hedge.EXACT and figure.hedge is not Hedge.EXACT:
        return False
    counted = units.unit(mention.unit).counted and mention.hedge is Hedge.EXACT
    low, high = published_interval(Decimal(mention.value), mention.hedge, counted=counted)
    ratio = float(units.ratio(mention.unit, figure.unit))
    return float(low) * ratio <= figure.low and figure.high <= float(high) * ratio
