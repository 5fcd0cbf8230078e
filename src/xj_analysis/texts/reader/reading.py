"""A text read: its quantities with all that is said of them, its ranks and tiers, and where each stands."""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from ...quantity.hedges import Hedge
from . import clauses, dates, quantities, ranks
from .amounts import NumberMention
from .dates import Anchor, TimeExpression
from .masks import mask_non_quantities, normalize_characters
from .ranks import RankMention

if TYPE_CHECKING:
    import pandas as pd

_NOW = re.compile(r"目前|现有|如今|至今|现在|迄今")
_TURN = re.compile(r"翻(?:了)?(?:一番|两番|[二三四五]番|番)")
_TOTALLED = re.compile(r"累计|以来|至今|截至")
_HEADING = 34
_REACH = 30


@dataclass(frozen=True, slots=True)
class Mention:
    """One quantity of a text, with what is said of it.

    Parameters
    ----------
    start, end
        The slice of the whole text.
    paragraph, first, last
        The paragraph (from 1, empty ones not counted), and its characters (from 1, both ends included).
    text
        The slice itself.
    value, unit, hedge
        As :class:`xj_analysis.texts.reader.amounts.NumberMention` has them.
    period
        The period's code; '' where the text does not tell.
    period_from
        ``stated`` in the sentence; ``carried`` from an earlier one, or ``near`` from a later one of the paragraph; ''.
    cumulative
        Whether the text says 累计 or 以来.
    measured
        What is measured, in the text's words.
    area, subject
        The place, and the enterprise or institution, named last before it.
    change, against
        增长, 下降 …, and 同比, 环比, 年初, 目标, 平均, 早年.
    rank, tier, scope
        Where it stands among whom; a tier is no rank.
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
        """Where it stands, as a reader would count: ``第3段第12—17字``."""
        return f"第{self.paragraph}段第{self.first}—{self.last}字"


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read in a text.

    Parameters
    ----------
    text
        The text itself; paragraphs are its lines.
    plain
        The same, character for character, with full-width digits and the like as plain ones.
    anchor
        What its 今年 is.
    mentions
        Its quantities, in order.
    standings
        Its ranks and tiers, those of a mention too.
    turns
        Start and end of each 翻番, 翻一番.
    """

    text: str
    plain: str
    anchor: Anchor
    mentions: tuple[Mention, ...]
    standings: tuple[RankMention, ...]
    turns: tuple[tuple[int, int], ...]

    def as_dict(self) -> dict[str, Any]:
        """Return the reading as plain data for JSON: numbers as the digits they are written with."""
        mentions = [
            {**asdict(m), "value": f"{m.value:f}", "hedge": str(m.hedge), "locator": m.locator} for m in self.mentions
        ]
        return {
            "anchor": {"year": self.anchor.year, "day": str(self.anchor.day or ""), "how": self.anchor.how},
            "mentions": mentions,
            "standings": [{**asdict(s), "text": self.text[s.start : s.end]} for s in self.standings],
            "turns": [{"start": a, "end": b, "text": self.text[a:b]} for a, b in self.turns],
        }

    def frame(self) -> pd.DataFrame:
        """Return the mentions as a frame: a row each, the fields of :class:`Mention` as columns, ``locator`` too."""
        import pandas as pd

        rows = [
            {**asdict(mention), "hedge": str(mention.hedge), "locator": mention.locator} for mention in self.mentions
        ]
        columns = [*Mention.__dataclass_fields__, "locator"]
        return pd.DataFrame(rows, columns=columns)


def locate(text: str, start: int, end: int) -> tuple[int, int, int]:
    """Return the paragraph of a slice (empty ones not counted), and its first and last character there, all from 1.

    Examples
    --------
    >>> locate("标题" + chr(10) * 2 + "共27家", 5, 8)
    (2, 2, 4)
    """
    begins = _paragraphs(text)
    paragraph = bisect.bisect_right(begins, start)
    begin = begins[paragraph - 1] if paragraph else 0
    return paragraph, start - begin + 1, end - begin


def read_text(text: str, *, anchor: date | None = None, names: Iterable[str] = ()) -> Reading:
    """Return every quantity of a Chinese text, with span, number, unit, hedge, period and what it is about.

    Parameters
    ----------
    text
        Running text; a line is a paragraph.
    anchor
        The day the text was written, for 今年, 去年, 1—5月. None: its dateline, else the latest year it looks back on.
    names
        Names with digits that are no quantities (“5+2”), where their form does not tell.

    Examples
    --------
    >>> found = read_text("今年“五一”假期，接待游客约75万人次，收入4800万元。", anchor=date(2024, 6, 30)).mentions
    >>> [(m.text, str(m.hedge), m.period, m.measured) for m in found]
    [('75万人次', 'about', '2024-05-01/2024-05-05', '接待游客'), ('4800万元', 'exact', '2024-05-01/2024-05-05', '收入')]
    """
    plain = normalize_characters(text)
    known = dates.find_anchor(plain, anchor)
    times = dates.find_dates(plain, known)
    found = quantities.quantities_in_masked(mask_non_quantities(plain, names))
    places = ranks.find_ranks(plain)
    mentions = _mentions(text, plain, found, times, places)
    turns = tuple((match.start(), match.end()) for match in _TURN.finditer(plain))
    return Reading(text, plain, known, tuple(mentions), tuple(places), turns)


def _mentions(
    text: str,
    plain: str,
    found: Sequence[NumberMention],
    times: Sequence[TimeExpression],
    places: Sequence[RankMention],
) -> list[Mention]:
    given = clauses.clauses_before(plain, found)
    labels = clauses.measured_labels(plain, found, times, given)
    begins = _paragraphs(text)
    periods = _Periods(plain, times)
    made: list[Mention] = []
    for quantity, clause, label in zip(found, given, labels, strict=True):
        line = bisect.bisect_right(begins, quantity.start)
        start = begins[line - 1]
        moved = clauses.change_of(clause)
        nature = clauses.nature_of(clause)
        area = clauses.last_area(clause.sentence)
        period, how = periods.of(quantity.start, start)
        if how == "near" and nature != "actual":  # what is to come is not of the time of what was
            period = how = ""
        made.append(
            Mention(
                quantity.start, quantity.end, line, quantity.start - start + 1, quantity.end - start,
                text[quantity.start : quantity.end], quantity.value, quantity.unit, quantity.hedge, period, how,
                bool(_TOTALLED.search(clause.sentence)), label.removeprefix(area) or label, area,
                clauses.last_subject(plain[max(start, quantity.start - 200) : quantity.start]), moved.word, moved.against,
                nature=nature,
            )
        )  # fmt: skip
    return _stood(plain, made, places)


def _paragraphs(text: str) -> list[int]:
    """Where each paragraph begins."""
    return [match.start() for match in re.finditer(r"(?m)^(?=[^\n]*\S)", text)]


def _stood(text: str, mentions: list[Mention], places: Sequence[RankMention]) -> list[Mention]:
    """Give a rank or tier to the quantity it follows in the sentence, or that says it (位列30名)."""
    starts = [mention.start for mention in mentions]
    for standing in places:
        before = bisect.bisect_left(starts, standing.end) - 1
        if before < 0:
            continue
        mention = mentions[before]
        between = text[mention.end : standing.start]
        if len(between) <= _REACH and not re.search(r"[。！？；\n]", between) and mention.rank is None:
            rank = standing.rank if standing.rank is not None else mention.rank
            mentions[before] = replace(mention, rank=rank, tier=standing.tier or mention.tier, scope=standing.scope)
    return mentions


class _Periods:
    """Which period holds at a place of the text: stated in the sentence, else carried on from before."""

    def __init__(self, text: str, times: Sequence[TimeExpression]) -> None:
        self.text = text
        self.times = [when for when in times if not when.compared]
        self.starts = [when.start for when in self.times]
        self.stops = [match.start() for match in re.finditer(r"[。！？\n]", text)]
        self.headings = [
            match.end()
            for match in re.finditer(r"(?m)^[^\n。；，：]{2,34}$", text)
            if len(match[0].strip()) <= _HEADING
        ]

    def of(self, place: int, paragraph: int) -> tuple[str, str]:
        """The code, and how it is known."""
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
        """The one period of a paragraph that stands after the number, for want of another."""
        end = self.text.find("\n", place)
        first = bisect.bisect_left(self.starts, paragraph)
        after = bisect.bisect_left(self.starts, end if end >= 0 else len(self.text))
        if after - first == 1 and self.starts[first] > place and not self.times[first].since:
            return self.times[first].code, "near" if self.times[first].code else ""
        return "", ""
