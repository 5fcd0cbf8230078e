"""Standing of a result to its pace (时序进度): good or bad by the better end, its words and its order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import ROUND_FLOOR, Decimal
from enum import StrEnum
from typing import Any

from ..metrics import targets
from ..metrics.lights import UNDECIDED
from ..quantity.figures import Figure
from ..quantity.hedges import Hedge, as_decimal, phrase, plain_digits

__all__ = ["Standing", "gap_in_words", "light_scale", "standing_of"]


class Standing(StrEnum):
    """Where a result is against its pace: of a target to be reached, or of a ceiling to be kept (控制数)."""

    BEHIND = "慢于时序进度"
    OVER = "超时序进度"
    LEVEL = "与时序进度持平"
    AHEAD = "快于时序进度"
    BELOW = "低于时序进度"
    UNDECIDED = "待核"

    @property
    def good(self) -> bool:
        """Whether it is better than its pace."""
        return self in (Standing.AHEAD, Standing.BELOW)

    @property
    def bad(self) -> bool:
        """Whether it is worse than its pace."""
        return self in (Standing.BEHIND, Standing.OVER)

    @property
    def severity(self) -> int:
        """How bad it is, 0 the best; what is not known stands after the best."""
        return 0 if self.good else 3 if self.bad else 2 if self is Standing.LEVEL else 1


def standing_of(word: str, *, lower: bool) -> Standing:
    """Return the standing of a result by the word of :func:`xj_analysis.metrics.against_pace`.

    Parameters
    ----------
    word
        快于, 慢于, 持平 or 待核; anything else is not known.
    lower
        Whether less is better.

    Examples
    --------
    >>> [str(standing_of("快于", lower=lower)) for lower in (False, True)]
    ['快于时序进度', '超时序进度']
    """
    ahead, behind = (Standing.OVER, Standing.BELOW) if lower else (Standing.AHEAD, Standing.BEHIND)
    words = {targets.AHEAD: ahead, targets.BEHIND: behind, targets.LEVEL: Standing.LEVEL}
    return words.get(word, Standing.UNDECIDED)


def gap_in_words(gap: Figure, row: Mapping[str, Any], standing: Standing) -> Figure:
    """Return a gap to the pace in words: 快于时序进度0.4个百分点, 与时序进度持平, 待核.

    Where the digits give no number, but a side: its nearer bound (慢于时序进度8.3个百分点以上).

    Parameters
    ----------
    gap
        The difference in 个百分点.
    row
        Its row, with low, high, decimals and undecided.
    standing
        Of the result.
    """
    if standing is Standing.UNDECIDED:
        why = "" if gap.value is None else row["undecided"]  # a figure without number and with a reason prints that
        return gap.model_copy(update={"text": str(standing), "reason": why})
    if gap.value == 0:
        return gap.model_copy(update={"text": str(Standing.LEVEL)})
    sized = gap if gap.value is not None else _at_least(gap, row)
    return sized.model_copy(update={"text": f"{standing}{sized.text.replace('-', '', 1)}"})


def _at_least(gap: Figure, row: Mapping[str, Any]) -> Figure:
    """The gap by its bound nearest to zero, rounded towards it, as its size is at least that."""
    sign = 1 if row["low"] >= 0 else -1
    decimals = int(row["decimals"])
    nearest = as_decimal(row["low"] if sign > 0 else -row["high"]) or Decimal(0)
    size = nearest.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_FLOOR)
    if size <= 0:
        return gap.model_copy(update={"text": "", "reason": ""})
    number = plain_digits(size, decimals)
    hedge = Hedge.OVER if sign > 0 else Hedge.AT_MOST
    return gap.model_copy(
        update={
            "text": phrase(number, gap.unit, Hedge.OVER), "number": number, "value": sign * size, "hedge": hedge,
            "reason": "",
        }
    )  # fmt: skip


def light_scale(levels: Sequence[str]) -> list[str]:
    """Return the lights from best to worst by how urgent they are: 待核 stands after the best, before any worse one.

    Examples
    --------
    >>> light_scale(["绿灯", "黄灯", "红灯"])
    ['绿灯', '待核', '黄灯', '红灯']
    """
    return [*levels[:1], UNDECIDED, *levels[1:]]
