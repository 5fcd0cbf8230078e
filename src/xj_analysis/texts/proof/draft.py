"""Draft under proof: its reading by sentence, and alarms."""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from functools import cached_property
from typing import Literal

from ...quantity.mentions.ranks import RankMention
from ..reader.reading import Mention, Reading

Certainty = Literal["certain", "likely"]

_STOP = re.compile(r"[。！？\n]")


@dataclass(frozen=True, slots=True)
class Alarm:
    """Contradiction in a draft.

    Parameters
    ----------
    rule
        Slug of the broken rule: a key of :data:`xj_analysis.texts.proof.RULES`.
    start, end
        Slice of the text.
    problem
        Description in Chinese.
    should
        Correct wording; '' where only a person can tell.
    sure
        ``certain`` (computed) or ``likely`` (against usage, or dependent on the meaning of words).
    source
        Source and locator of the other value, for rules against the store.
    """

    rule: str
    start: int
    end: int
    problem: str
    should: str = ""
    sure: Certainty = "certain"
    source: str = ""

    @classmethod
    def at(
        cls,
        rule: str,
        place: Mention | RankMention | Sequence[Mention],
        problem: str,
        should: str = "",
        *,
        sure: Certainty = "certain",
        source: str = "",
    ) -> Alarm:
        """Return an alarm about a mention, or about several from the first to the last."""
        first, last = (place[0], place[-1]) if isinstance(place, Sequence) else (place, place)
        return cls(rule, first.start, last.end, problem, should, sure, source)

    def as_dict(self) -> dict[str, str | int]:
        """Return the alarm as plain data for JSON, with `problem` under its documented key ``said``."""
        return {"said" if name == "problem" else name: field for name, field in asdict(self).items()}


@dataclass(frozen=True, slots=True)
class DraftSentence:
    """Sentence of a draft with its quantities; `index` has their positions by first character."""

    start: int
    end: int
    text: str
    mentions: tuple[Mention, ...]
    index: dict[int, int]

    def between(self, first: Mention, second: Mention) -> str:
        """Return the words between two quantities of the sentence."""
        return self.text[first.end - self.start : second.start - self.start]

    def before(self, mention: Mention) -> str:
        """Return the words between a quantity and the one before it, or the start of the sentence."""
        place = self.index[mention.start]
        start = self.mentions[place - 1].end if place else self.start
        return self.text[start - self.start : mention.start - self.start]

    def after(self, mention: Mention) -> str:
        """Return the words between a quantity and the next, or the end of the sentence."""
        place = self.index[mention.start]
        end = self.mentions[place + 1].start if place + 1 < len(self.mentions) else self.end
        return self.text[mention.end - self.start : end - self.start]


@dataclass(frozen=True)
class Draft:
    """Text and reading under proof."""

    reading: Reading

    @property
    def plain(self) -> str:
        """The text with normalized characters, of the same length."""
        return self.reading.plain

    @cached_property
    def sentences(self) -> tuple[DraftSentence, ...]:
        """Sentences with at least one quantity."""
        return tuple(self._sentences())

    def _sentences(self) -> Iterator[DraftSentence]:
        starts = [mention.start for mention in self.reading.mentions]
        begin = 0
        for end in [*(match.start() for match in _STOP.finditer(self.plain)), len(self.plain)]:
            first, last = bisect.bisect_left(starts, begin), bisect.bisect_left(starts, end)
            if last > first:
                mentions = self.reading.mentions[first:last]
                index = {mention.start: place for place, mention in enumerate(mentions)}
                yield DraftSentence(
                    start=begin, end=end, text=self.plain[begin:end], mentions=mentions, index=index
                )  # fmt: skip
            begin = end + 1
