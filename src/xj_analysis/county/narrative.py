"""Records of ``[[campaigns.findings]]`` and ``[[campaigns.views]]``: sentences with slots for figures, and charts."""

from __future__ import annotations

from typing import Literal

from pydantic import Field, model_validator

from .schema import PeriodCode, Slug, StrictModel, UnitSymbol


class Slot(StrictModel):
    """A placeholder in a finding: selects one figure and the part of it to print."""

    of: Slug
    period: PeriodCode | None = None
    area: str | None = None
    subject: str | None = None
    show: Literal["value", "rank", "tier", "period"] = "value"
    unit: UnitSymbol | None = None


class Finding(StrictModel):
    """A sentence of the conclusion: a template without digits, and the slots that fill it."""

    say: str
    slots: dict[str, Slot] = Field(default_factory=dict)


class View(StrictModel):
    """A declared chart of a campaign.

    Parameters
    ----------
    kind
        composition (parts of a whole), comparison (things side by side), timeline (one indicator over
        periods), months (the 累计 of one indicator month by month, a line a year), before_after (change of an index
        from a base), part (the share of a whole).
    indicators
        For comparison: several indicators of one unit, or one indicator over areas or subjects.
    by
        For comparison: the category axis.
    """

    kind: Literal["composition", "comparison", "timeline", "months", "before_after", "part"]
    title: str
    indicators: tuple[Slug, ...]
    by: Literal["indicator", "area", "subject", "period"] = "indicator"
    period: PeriodCode | None = None
    note: str = ""

    @model_validator(mode="after")
    def _check_indicators(self) -> View:
        if self.kind == "months" and len(self.indicators) != 1:
            raise ValueError("months 一张图只画一个指标")
        return self
