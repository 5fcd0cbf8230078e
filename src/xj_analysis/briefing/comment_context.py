"""Context of a number in a person's paragraph: what the words around it say, and conflicts with a figure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal, Self

from ..quantity import periods
from ..quantity.figures import Figure
from ..quantity.mentions.amounts import NumberMention
from ..quantity.period_words import PeriodWords, find_periods, words_of

_STOPS, _ENDS = "，。；！？、\n", "。；！？\n"
_BRACKETS = re.compile(r"（([^（）]*)）")
_NATURES = {"target": ("目标", "任务"), "planned": ("计划", "规划"), "forecast": ("预计", "预测")}
_PLANNED = re.compile("|".join(word for words in _NATURES.values() for word in words))
NOT_NAMED = "话里没有它的名称"
"""Conflict with a figure whose indicator the words do not name."""
_COMPARED = re.compile(r"[比较](?:去年|上年|前年)(?:同期)?|[比较]同期|同期相比")
_ELSEWHEN = re.compile(r"去年|上年|前年|同期|全省|全市|全国")
_CHANGE = re.compile(
    r"(?:(?P<up>增长|增加|上升|提高|(?<![至最不])[多高])|(?P<down>下降|减少|回落|降幅|(?<![至最不])[少低]))(?:了|约|近|超|将近|出|不足|不到|超过|逾)*$"
)
_OF_CHANGE = re.compile(r"(?<!新)增|变化|较|降")
_OUR_COUNTY = re.compile(r"(?:全|我|本)县|县[内域]")
_NO_PLACE = re.compile(r"全[省市国]|县委|县(?:人民)?政府|各?乡镇(?=共|合计)|城乡|市场|市值")
_OTHER_SUBJECT = re.compile(
    r"[\u4e00-\u9fff]{0,3}(?:[省市县区镇乡村国州园]|街道|景点)[\u4e00-\u9fff]{0,2}|外[地来]|[境海]外|入境|过夜|一日游|假[期日]|黄金周|春节"
)
_COUNTY_BEFORE = re.compile(r"^(?![全我本该各])[\u4e00-\u9fff]{2,3}[县省](?![委政域级城内外直乡])(?=[\u4e00-\u9fff])")
_TAIL = 4


@dataclass(frozen=True, slots=True)
class KnownPlaces:
    """The county's name ('' where unknown), and the areas and subjects that figures are of."""

    county: str
    areas: frozenset[str]

    @classmethod
    def of(cls, figures: Iterable[Figure], county: str) -> Self:
        """Return the places of figures."""
        return cls(county, frozenset(area for figure in figures for area in qualifiers(figure)))

    def named_in(self, words: str) -> frozenset[str]:
        """Return the areas that words name: '' is the county; empty where they name none."""
        if named := frozenset(area for area in self.areas if area in words):
            return named
        ours = (self.county and self.county in words) or _OUR_COUNTY.search(words)
        return frozenset({""}) if ours else frozenset()


@dataclass(frozen=True, slots=True)
class NumberContext:
    """What the words around a number say.

    Parameters
    ----------
    before, clause, tail
        Words of its clause before it, all of the clause, and the few after it.
    places
        All places known.
    areas
        Those named: '' is the county. Empty where none is.
    names
        Indicators whose whole name stands in the clause.
    stranger
        Another county that an earlier clause of the sentence is about.
    period
        The period named last before it.
    exact
        Labels of which a figure is of just that period.
    change
        Whether it is said to be a rise or a fall.
    """

    before: str
    clause: str
    tail: str
    places: KnownPlaces
    areas: frozenset[str]
    names: frozenset[str]
    stranger: str
    period: PeriodWords | None
    exact: frozenset[str]
    change: Literal["", "up", "down"]


def context_of(text: str, mention: NumberMention, figures: Sequence[Figure], places: KnownPlaces) -> NumberContext:
    """Return what the words around a number of a paragraph say; `figures` are those that it could be by its unit."""
    begin = max(text.rfind(sign, 0, mention.start) for sign in _STOPS) + 1
    end = min((place for sign in _STOPS if (place := text.find(sign, mention.end)) >= 0), default=len(text))
    before, clause = text[begin : mention.start], text[begin:end]
    named, stranger = places.named_in(clause), ""
    sentence = text[max(text.rfind(sign, 0, begin) for sign in _ENDS) + 1 : begin]
    for earlier in [] if named else reversed(re.split(f"[{_STOPS}]", sentence)):
        if named := places.named_in(earlier):
            break
        if match := _COUNTY_BEFORE.match(earlier):
            stranger = match[0]
            break
    change = _CHANGE.search(before)
    told = next(reversed(find_periods(text[: mention.start])), None)
    return NumberContext(
        before=before, clause=clause, tail=text[mention.end : end][:_TAIL], places=places, areas=named,
        names=frozenset(_longest(name for name in {name_of(figure) for figure in figures} if name in clause)),
        stranger=stranger,
        period=told,
        exact=frozenset(
            each.label for each in figures if told and each.period and _names(told, each.period, exactly=True)
        ),
        change="" if change is None else "up" if change["up"] else "down",
    )  # fmt: skip


def qualifiers(figure: Figure) -> list[str]:
    """Return the areas and subjects that a figure's label names in brackets.

    Examples
    --------
    >>> from xj_analysis.quantity.figures import phrase_figure
    >>> qualifiers(phrase_figure("1", label="接待游客（示例镇，目标）"))
    ['示例镇']
    """
    inner = [word for bracket in _BRACKETS.findall(figure.label) for word in bracket.split("，")]
    return [word for word in inner if not _PLANNED.fullmatch(word)]


def name_of(figure: Figure) -> str:
    """Return the name of a figure's indicator: its label without brackets."""
    return figure.label.partition("（")[0]


def _longest(names: Iterable[str]) -> list[str]:
    """Return names without those that are part of another."""
    every = list(names)
    return [name for name in every if not any(name in other and name != other for other in every)]


def is_named(figure: Figure, context: NumberContext) -> bool:
    """Return whether the clause has two signs of the name of a figure's indicator, and not the whole of another."""
    name = name_of(figure)
    if context.names:
        return any(each in name for each in context.names)
    return name in context.clause or any(name[n : n + 2] in context.clause for n in range(len(name) - 1))


def is_change(figure: Figure) -> bool:
    """Return whether a figure is of a rise or a fall."""
    return bool(_OF_CHANGE.search(figure.label))


def conflicts(figure: Figure, context: NumberContext) -> list[str]:
    """Return what the words around a number say that a figure is not, each in words; empty where it may be meant."""
    found = []
    own = frozenset(qualifiers(figure)) or frozenset({""})
    said = context.areas or frozenset({""})
    if not own & said:
        found.append(f"它是{_place(own)}的，话里说的是{_place(said)}")
    if not is_named(figure, context):
        found.append(NOT_NAMED)
    elif other := _other_subject(figure, context):
        found.append(f"话里说的是“{other}”，不是{_place(own)}")
    found += _nature_conflicts(figure, context)
    elsewhen = _ELSEWHEN.search(_COMPARED.sub("", context.clause) if context.change else context.clause)
    if elsewhen and elsewhen[0] not in figure.label:
        found.append(f"话里说的是{elsewhen[0]}")
    exactly = figure.label in context.exact
    if context.period and figure.period and not _names(context.period, figure.period, exactly=exactly):
        found.append(f"话里说的是{context.period.text.replace('-', '—')}")
    direction = {"up": "增长", "down": "下降"}.get(context.change)
    fallen = bool(figure.value) and (figure.value or 0) < 0
    if direction and not is_change(figure):
        found.append(f"话里说的是{direction}，它不是增减的数")
    elif direction and figure.value and fallen != (context.change == "down" and "降" not in figure.label):
        found.append(f"话里说的是{direction}，它是{'下降' if fallen else '增长'}")
    return found


def _nature_conflicts(figure: Figure, context: NumberContext) -> list[str]:
    said = [word for word in _PLANNED.findall(context.clause) if word not in name_of(figure)]
    if figure.nature == "actual":
        return [f"它是实际数，话里说的是{said[0]}"] if said else []
    own = _NATURES.get(figure.nature, (figure.nature,))
    if any(word in context.clause for word in own):
        return []
    return [f"它是{own[0]}数，话里{f'说的是{said[0]}' if said else '没有说'}"]


def _place(areas: frozenset[str]) -> str:
    return "、".join(sorted(area or "全县" for area in areas))


def _other_subject(figure: Figure, context: NumberContext) -> str:
    """Return the words by the number that name a place or people which the figure is not of; '' where none do."""
    if context.stranger:
        return context.stranger
    name, words = name_of(figure), context.before + context.tail
    spans = [(match.start(), match.end()) for pattern in (_OUR_COUNTY, _NO_PLACE) for match in pattern.finditer(words)]
    places = context.places
    signs = [
        *(area for area in (*places.areas, places.county) if area in words and area),
        *(name[n : n + 2] for n in range(len(name) - 1)),
        name,
    ]
    spans += [match.span() for sign in signs if sign in words for match in re.finditer(re.escape(sign), words)]
    spans += [match.span() for told in find_periods(words) for match in re.finditer(re.escape(told.text), words)]
    known = {place for span in spans for place in range(*span)}
    rest = "".join(" " if place in known else sign for place, sign in enumerate(words))
    match = _OTHER_SUBJECT.search(rest)
    return match[0] if match else ""


def _names(told: PeriodWords, code: str, *, exactly: bool = False) -> bool:
    """Return whether a period that words name is that of a figure: 9月 may be 1—9月, and 1—9月 is never 9月.

    `exactly`: just these months.
    """
    own = words_of(periods.parse(code))
    single = not exactly and (told.first == told.last or told.quarter)
    return told.agrees(own) and (single or own.last is None or told.last is None or told.first == own.first)


def latest(
    found: Sequence[Figure], figures: Sequence[Figure], context: NumberContext, *, longest: bool
) -> list[Figure]:
    """Return, of figures whose months the words leave out, those of the latest period of their label.

    Parameters
    ----------
    found, figures
        Figures that may be meant, and all.
    context
        What the words say: perhaps a year.
    longest
        Whether the months so far go before the single month; with a year they always do.
    """
    told = context.period
    if told and told.last is not None:
        return list(found)
    reached: dict[str, tuple[date, int]] = {}
    for figure in figures:
        if figure.nature == "actual" and figure.period and (told is None or _names(told, figure.period)):
            reach = _reach(figure, longest or told is not None)
            reached[figure.label] = max(reached.get(figure.label, reach), reach)
    return [
        figure
        for figure in found
        if figure.nature != "actual" or not figure.period
        or _reach(figure, longest or told is not None) == reached.get(figure.label)
    ]  # fmt: skip


def _reach(figure: Figure, longest: bool) -> tuple[date, int]:
    period = periods.parse(figure.period)
    return period.reach, (period.reach - period.start).days if longest and period.start else 0
