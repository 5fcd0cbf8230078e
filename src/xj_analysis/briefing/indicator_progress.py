"""Progress of one indicator: its result against the year's target and the pace (时序进度), its light and its gap."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from ..county.model import County
from ..document.pieces import Light
from ..metrics.lights import UNDECIDED, UNDECIDED_SHAPE
from ..quantity import figures
from ..quantity.figures import Figure
from .figure_wording import as_clause
from .standing import Standing, gap_in_words, standing_of

__all__ = ["IndicatorProgress", "Row"]

Row = Mapping[str, Any]


@dataclass(frozen=True)
class IndicatorProgress:
    """Progress of one indicator of one area at the end of the latest month known.

    Parameters
    ----------
    done, target, completed, ahead
        The 累计, the year's target, 完成率, and how far that is ahead of the pace (个百分点), as rows.
    grown
        同比, or the row that says why there is none.
    due
        The pace: the share of the target due by now.
    county
        Declares the rounding.
    """

    indicator: str
    area: str
    done: Row
    target: Row
    completed: Row
    ahead: Row
    grown: Row
    due: Figure
    county: County

    @property
    def light(self) -> Light:
        """The light; 待核 where bounds do not decide."""
        if not self.ahead["light"]:
            return Light(light=UNDECIDED, shape=UNDECIDED_SHAPE)
        names = {"light": "light", "shape": "light_shape", "colour": "light_colour"}
        return Light(**{name: self.ahead[column] for name, column in names.items()})

    @property
    def escalation(self) -> Figure | None:
        """The months in a row behind that gave the light (连续5个月落后); None where the gap alone explains it."""
        if not self.ahead["escalated"]:
            return None
        late = Standing.OVER if self.lower else Standing.BEHIND
        return figures.reported_figure(
            Decimal(int(self.ahead["behind"])), "个月", label=f"{self.done['label']}连续落后月数",
            period=self.done["period"], origins=self.ahead["origins"], formula=f"逐月数连续{late}的月份",
        )  # fmt: skip

    @property
    def lower(self) -> bool:
        """Whether less is better: the target is a ceiling (控制数), and to be ahead of the pace is bad."""
        return self.county.by_slug[self.indicator].better == "lower"

    @property
    def standing(self) -> Standing:
        """How it stands to the pace, good or bad by the better end."""
        return standing_of(self.ahead["word"], lower=self.lower)

    @property
    def lead(self) -> float:
        """How far it is on the good side of the pace, in 个百分点; negative on the bad."""
        return float(-self.ahead["value"] if self.lower else self.ahead["value"])

    @property
    def completion(self) -> Figure | str:
        """The 完成率 for a sentence: where it has no number, the reason in words, without brackets."""
        return as_clause(self.figure("completed"))

    def figure(self, side: str) -> Figure:
        """Return the figure of ``done``, ``target``, ``completed``, ``ahead`` or ``grown``."""
        return self.county.figure(getattr(self, side))

    def lit(self, side: str) -> Figure:
        """Return the figure of ``completed`` or ``ahead`` with the light that it gives."""
        light = f"{self.light.shape}{self.light.light}" if self.ahead["light"] else ""
        return self.figure(side).model_copy(update={"light": light})

    @property
    def gap(self) -> Figure:
        """The gap to the pace in words, by the value as printed: 快于时序进度0.4个百分点, 与时序进度持平, or 待核.

        Of a 控制数: 超时序进度, 低于时序进度. It carries the light that it gives.
        """
        return gap_in_words(self.lit("ahead"), self.ahead, self.standing)

    @property
    def sources(self) -> tuple[str, ...]:
        """Sources of the result and of the target."""
        return tuple(dict.fromkeys([*self.done["sources"], *self.target["sources"]]))
