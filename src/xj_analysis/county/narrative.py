"""What a campaign says and draws: the declared sentences, their slots, and the charts."""

from __future__ import annotations

from typing import Literal

from pydantic import Field, model_validator

from .schema import PeriodCode, Slug, StrictModel, UnitSymbol


class Slot(StrictModel):
    """A place in a finding for one figure: which indicator, and which side of it to show."""

    of: Slug
    period: PeriodCode | None = None
    area: str | None = None
    subject: str | None = None
    show: Literal["value", "rank", "tier", "period"] = "value"
    unit: UnitSymbol | None = None


class Finding(StrictModel):
    """A sentence of the conclusion: words without digits, and the figures that fill its slots."""

    say: str
    slots: dict[str, Slot] = Field(default_factory=dict)


class View(StrictModel):
    """A chart worth drawing for a campaign, chosen for its data.

    Parameters
    ----------
    kind
        composition (parts of a whole), comparison (things side by side), timeline (one indicator over
        periods), months (the 累计 of one indicator month by month, a line a year), before_after (change of an index
        from a base), part (how much of a whole is reached).
    indicators
        What is drawn. comparison: several indicators of one unit, or one indicator over areas/subjects.
    by
        For comparison: what stands side by side.
    """

    kind: Literal["composition", "comparison", "timeline", "months", "before_after", "part"]
    title: str
    indicators: tuple[Slug, ...]
    by: Literal["indicator", "area", "subject", "period"] = "indicator"
    period: PeriodCode | None = None
    note: str = ""

    @model_validator(mode="after")
    def _one_indicator(self) -> View:
        if self.kind == "months" and len(self.indicators) != 1:
            raise ValueError("months 一张图只画一个指标")
        return self
