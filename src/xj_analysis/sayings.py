"""What a campaign says and draws: the declared sentences, their slots, and the charts."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from . import periods, units
from .errors import DataError

Slug = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]


def _valid(parse: Callable[[str], object]) -> AfterValidator:
    """Let a field be what `parse` accepts; its message becomes the field's."""

    def check(text: str) -> str:
        try:
            parse(text)
        except DataError as error:
            raise ValueError(f"{error.fault.what}。{error.fault.do}") from None
        return text

    return AfterValidator(check)


PeriodCode = Annotated[str, _valid(periods.parse)]
UnitSymbol = Annotated[str, _valid(units.unit)]


class Record(BaseModel):
    """A table of county.toml: nothing in it that is not declared."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Slot(Record):
    """A place in a finding for one figure: which indicator, and which side of it to show."""

    of: Slug
    period: PeriodCode | None = None
    area: str | None = None
    subject: str | None = None
    show: Literal["value", "rank", "tier", "period"] = "value"
    unit: UnitSymbol | None = None


class Finding(Record):
    """A sentence of the conclusion: words without digits, and the figures that fill its slots."""

    say: str
    slots: dict[str, Slot] = {}


class View(Record):
    """A chart worth drawing for a campaign, chosen for its data.

    Parameters
    ----------
    kind
        composition (parts of a whole), comparison (things side by side), timeline (one indicator over
        periods), before_after (change of an index from a base), part (how much of a whole is reached).
    indicators
        What is drawn. comparison: several indicators of one unit, or one indicator over areas/subjects.
    by
        For comparison: what stands side by side.
    """

    kind: Literal["composition", "comparison", "timeline", "before_after", "part"]
    title: str
    indicators: tuple[Slug, ...]
    by: Literal["indicator", "area", "subject", "period"] = "indicator"
    period: PeriodCode | None = None
    note: str = ""
