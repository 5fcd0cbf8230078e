"""Reading of a text: its quantities with period, area, change, nature and rank, and their locators."""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from ...quantity.hedges import Hedge
from ...quantity.mentions import lexicon, quantities, ranks
from ...quantity.mentions.amounts import NumberMention
from ...quantity.mentions.masks import mask_non_quantities, normalize_characters
from ...quantity.mentions.ranks import RankMention
from . import clauses, dates
from .dates import Anchor, TimeExpression

if TYPE_CHECKING:
    import pandas as pd

_NOW = re.compile(r"目前|现有|如今|至今|现在|迄今")
_CUMULATIVE = re.compile(r"累计|以来|至今|截至")
_HEADING = 34
_REACH = 30


@dataclass(frozen=True, slots=True)
class Mention:
    """Quantity of a text with its context.

    Parameters
    ----------
    start, end
        Slice of the whole text.
    paragraph, first, last
        Paragraph (from 1, empty ones not counted), and its characters (from 1, both ends included).
    text
        The slice itself.
    value, unit, hedge
        As in :class:`xj_analysis.quantity.mentions.amounts.NumberMention`.
    period
        Period code; '' where it is unknown.
    period_from
        Origin of the period: ``stated`` in the sentence, ``carried`` from an earlier one, ``near`` (from a later one of
        the paragraph), or ''.
    cumulative
        True where the sentence has 累计, 以来, 至今 or 截至.
    measured
        Measured thing, in the text's words.
    area, subject
        Area, and enterprise or institution, named last before it.
    change, against
        Change word (增长, 下降 …) and base of comparison: 同比, 环比, 年初, 目标, 平均, 早年.
    rank, tier, scope
        As in :class:`xj_analysis.quantity.mentions.ranks.RankMention`.
    nature
        actual, planned, forecast or target.
    """

    start: int
    end: int
    paragraph: int
    first: int
    last: int
    text: str
    value: Decimal
    unit: str
    hedge: Hedge
    period: str = ""
    period_from: str = ""
    cumulative: bool = False
    measured: str = ""
    area: str = ""
    subject: str = ""
    change: str = ""
    against: str = ""
    rank: int | None = None
    tier: str = ""
    scope: str = ""
    nature: str = "actual"

    @property
    def locator(self) -> str:
        """Place of the mention as a person counts it: ``第3段第12—17字``."""
        return f"第{self.paragraph}段第{self.first}—{self.last}字"


@dataclass(frozen=True, slots=True)
class Reading:
    """Result of reading a text.

    Parameters
    ----------
    text
        The text; a line is a paragraph.
    plain
        The text after :func:`xj_analysis.quantity.mentions.masks.normalize_characters`, of the same length.
    anchor
        Reference date of the text.
    mentions
        Quantities, in order.
    ranks
        Ranks and tiers, in order, with those that are given to a mention.
    doublings
        Start and end of each 翻番, 翻一番.
    """

    text: str
    plain: str
    anchor: Anchor
    mentions: tuple[Mention, ...]
    ranks: tuple[RankMention, ...]
    doublings: tuple[tuple[int, int], ...]

    def as_dict(self) -> dict[str, Any]:
        """Return the reading as plain data for JSON; a number keeps its digits as text."""
        return {
            "anchor": {"year": self.anchor.year, "day": str(self.anchor.day or ""), "how": self.anchor.how},
            "mentions": [{**row, "value": f"{row['value']:f}"} for row in self._rows()],
            "standings": [{**asdict(rank), "text": self.text[rank.start : rank.end]} for rank in self.ranks],
            "turns": [{"start": start, "end": end, "text": self.text[start:end]} for start, end in self.doublings],
        }

    def frame(self) -> pd.DataFrame:
        """Return a frame with a row per mention; its columns are the fields of :class:`Mention` and ``locator``."""
        import pandas as pd

        return pd.DataFrame(self._rows(), columns=[*Mention.__dataclass_fields__, "locator"])

    def _rows(self) -> list[dict[str, Any]]:
        return [
            {**asdict(mention), "hedge": str(mention.hedge), "locator": mention.locator} for mention in self.mentions
        ]


def locate(text: str, start: int, end: int) -> tuple[int, int, int]:
    """Return paragraph (empty ones not counted), first and last character of a slice, all counted from 1.

    Examples
    --------
    >>> locate("标题" + chr(10) * 2 + "共27家", 5, 8)
    (2, 2, 4)
    """
    return _locate(_paragraph_starts(text), start, end)


def _locate(paragraph_starts: list[int], start: int, end: int) -> tuple[int, int, int]:
    paragraph = bisect.bisect_right(paragraph_starts, start)
    begin = paragraph_starts[paragraph - 1] if paragraph else 0
    return paragraph, start - begin + 1, end - begin


def read_text(text: str, *, anchor: date | None = None, names: Iterable[str] = ()) -> Reading:
    """Return every quantity of a Chinese text with span, value, unit, hedge, period and context.

    Parameters
    ----------
    text
        Running text; a line is a paragraph.
    anchor
        Date of the text, for 今年, 去年, 1—5月. None: its dateline, else the latest past year in it.
    names
        Names with digits that are no quantities (“5+2”), where their form does not tell.

    Examples
    --------
    >>> mentions = read_text("今年“五一”假期，接待游客约75万人次，收入4800万元。", anchor=date(2024, 6, 30)).mentions
    >>> [(m.text, str(m.hedge), m.period, m.measured) for m in mentions]
    [('75万人次', 'about', '2024-05-01/2024-05-05', '接待游客'), ('4800万元', 'exact', '2024-05-01/2024-05-05', '收入')]
    """
    plain = normalize_characters(text)
    reference = dates.find_anchor(plain, anchor)
    times = dates.find_dates(plain, reference)
    numbers = quantities.quantities_in_masked(mask_non_quantities(plain, names))
    rank_mentions = ranks.find_ranks(plain)
    return Reading(
        text=text, plain=plain, anchor=reference,
        mentions=tuple(_with_ranks(plain, _mentions(text, plain, numbers, times), rank_mentions)),
        ranks=tuple(rank_mentions), doublings=tuple(match.span() for match in lexicon.DOUBLING.finditer(plain)),
    )  # fmt: skip


def _mentions(
    text: str, plain: str, numbers: Sequence[NumberMention], times: Sequence[TimeExpression]
) -> list[Mention]:
    contexts = clauses.clauses_before(plain, numbers)
    labels = clauses.measured_labels(plain, numbers, times, contexts)
    starts = _paragraph_starts(text)
    periods = _Periods(plain, times)
    result: list[Mention] = []
    for number, clause, label in zip(numbers, contexts, labels, strict=True):
        paragraph, first, last = _locate(starts, number.start, number.end)
        paragraph_start = starts[paragraph - 1]
        change = clauses.change_of(clause)
        nature = clauses.nature_of(clause)
        area = clauses.last_area(clause.sentence)
        period, period_from = periods.find(number.start, paragraph_start)
        if period_from == "near" and nature != "actual":  # a plan is not of the period of a result
            period = period_from = ""
        result.append(
            Mention(
                start=number.start, end=number.end, paragraph=paragraph, first=first, last=last,
                text=text[number.start : number.end], value=number.value, unit=number.unit, hedge=number.hedge,
                period=period, period_from=period_from, cumulative=bool(_CUMULATIVE.search(clause.sentence)),
                measured=label.removeprefix(area) or label, area=area,
                subject=clauses.last_subject(plain[max(paragraph_start, number.start - 200) : number.start]),
                change=change.word, against=change.against, nature=nature,
            )
        )  # fmt: skip
    return result


def _paragraph_starts(text: str) -> list[int]:
    return [match.start() for match in re.finditer(r"(?m)^(?=[^\n]*\S)", text)]


def _with_ranks(text: str, mentions: list[Mention], rank_mentions: Sequence[RankMention]) -> list[Mention]:
    """Give a rank or tier to the quantity it follows in the sentence, or that states it (位列30名)."""
    starts = [mention.start for mention in mentions]
    for rank in rank_mentions:
        place = bisect.bisect_left(starts, rank.end) - 1
        if place < 0:
            continue
        mention = mentions[place]
        between = text[mention.end : rank.start]
        if len(between) <= _REACH and not re.search(r"[。！？；\n]", between) and mention.rank is None:
            mentions[place] = replace(mention, rank=rank.rank, tier=rank.tier or mention.tier, scope=rank.scope)
    return mentions


class _Periods:
    """Lookup of the period that holds at a place of a text: stated in the sentence, else carried from before."""

    def __init__(self, text: str, times: Sequence[TimeExpression]) -> None:
        self.text = text
        self.times = [time for time in times if not time.compared]
        self.starts = [time.start for time in self.times]
        self.stops = [match.start() for match in re.finditer(r"[。！？\n]", text)]
        self.headings = [
            match.end()
            for match in re.finditer(r"(?m)^[^\n。；，：]{2,34}$", text)
            if len(match[0].strip()) <= _HEADING
        ]

    def find(self, place: int, paragraph: int) -> tuple[str, str]:
        """Return period code and origin (:class:`Mention`) at `place`; `paragraph` is where its paragraph starts."""
        stop = bisect.bisect_left(self.stops, place)
        sentence = self.stops[stop - 1] + 1 if stop else 0
        last = bisect.bisect_left(self.starts, place) - 1
        if last >= 0 and self.starts[last] >= sentence and self.times[last].code:
            return self.times[last].code, "stated"
        if _NOW.search(self.text, sentence, place):
            return "", ""
        if last >= 0 and self.starts[last] >= paragraph and self.times[last].code:
            return self.times[last].code, "carried"
        heading = bisect.bisect_left(self.headings, place) - 1
        floor = self.headings[heading] if heading >= 0 else 0
        while last >= 0 and self.starts[last] >= floor:
            if self.times[last].since and self.times[last].code:
                return self.times[last].code, "carried"
            last -= 1
        return self._near(place, paragraph)

    def _near(self, place: int, paragraph: int) -> tuple[str, str]:
        """Return the only period of the paragraph, where it stands after the number."""
        end = self.text.find("\n", place)
        first = bisect.bisect_left(self.starts, paragraph)
        after = bisect.bisect_left(self.starts, end if end >= 0 else len(self.text))
        if after - first == 1 and self.starts[first] > place and not self.times[first].since:
            return self.times[first].code, "near" if self.times[first].code else ""
        return "", ""
