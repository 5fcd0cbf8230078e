"""Records of a county's declarations: county, campaigns, areas, indicators."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import Field, model_validator

from ..base.errors import UsageError, choices
from ..quantity.cell_values import LEGEND, Meaning
from ..quantity.figures import Figure, figure_from_row
from ..quantity.mentions.printed_numerals import is_numbered_name, typed_numerals
from .alarm_limits import AlarmLimits
from .board import Board
from .ledger_shapes import LedgerShape
from .light_rules import LightRule
from .publication import Publication
from .reporting import ReportingUnit, SheetShape, ValueRange
from .schema import PeriodCode, Slug, StrictModel, UnitSymbol
from .sources import Source

__all__ = ["Area", "Campaign", "County", "Headline", "Indicator"]
__dir__ = __all__.copy

_PAIR = 2
_WEIGHT_SLACK = 1e-9


class Area(StrictModel):
    """An area of figures: the county, its towns, its peers, the city above.

    Parameters
    ----------
    aliases
        Other names of it in workbooks.
    """

    code: str = Field(pattern=r"^[0-9]{6}([0-9]{3})?$")
    name: str
    aliases: tuple[str, ...] = ()
    level: Literal["province", "city", "county", "town", "park"]


class Indicator(StrictModel):
    """An indicator (指标), reported, or derived from others by an operation; its fields are columns of its file.

    Parameters
    ----------
    kind
        flow (adds up over time), stock, rate, duration or change.
    price_basis
        Growth at comparable prices (可比价格) or like for like (可比口径) is quoted, never recomputed.
    campaigns
        Slugs of campaigns that print it; empty for the overview alone.
    background
        True for context, not results of the campaign: older public figures, natural conditions.
    profit
        True for a profit: a change of its sign is 扭亏 or 由盈转亏, not 由负转正 or 由正转负.
    falls
        For a change: True if positive numbers mean a decrease (用工减少幅度).
    breaks
        Years whose numbers are not comparable with earlier ones (a census revision).
    growth
        The indicator that carries its growth rate as published.
    checks
        For a derived indicator: the reported one it must agree with; `xj check` reports differences.
    op, of
        For a derived indicator: sum, ratio, share or difference, and the slugs of its operands, in order.
    """

    slug: Slug
    name: str
    unit: UnitSymbol
    kind: Literal["flow", "stock", "rate", "duration", "change"]
    better: Literal["higher", "lower", "none"] = "none"
    price_basis: Literal["comparable", "like-for-like", "nominal", "none"] = "none"
    decimals: int = Field(default=0, ge=0, le=6)
    definition: str = ""
    campaigns: tuple[Slug, ...] = ()
    background: bool = False
    internal: bool = False
    profit: bool = False
    falls: bool = False
    breaks: tuple[int, ...] = ()
    growth: Slug | None = None
    checks: Slug | None = None
    op: Literal["sum", "ratio", "share", "difference"] | None = None
    of: tuple[Slug, ...] = ()

    @property
    def additive(self) -> bool:
        """Whether the values of towns add up to that of the county."""
        return self.kind in ("flow", "stock") and self.unit not in ("%", "‰", "个百分点")

    @property
    def quoted(self) -> bool:
        """Whether growth is quoted from the source and never recomputed."""
        return self.price_basis in ("comparable", "like-for-like")

    @model_validator(mode="after")
    def _check_operation(self) -> Indicator:
        if (self.op is None) != (not self.of):
            raise ValueError("op 与 of 必须同时给出")
        if self.op not in (None, "sum") and len(self.of) != _PAIR:
            raise ValueError(f"{self.op} 需要恰好两个指标")
        return self


class Campaign(StrictModel):
    """A campaign (攻坚战), or the overview.

    Parameters
    ----------
    key_figures
        Slugs of the indicators of its key figures; empty: by rule.
    """

    slug: Slug
    name: str
    named_in_source: bool
    quantities: tuple[Literal["population", "economy", "quality"], ...]
    about: str = ""
    key_figures: tuple[Slug, ...] = ()


class Headline(StrictModel):
    """One of the 三量, its indicators, and (for an index) weights of some, with sum one."""

    slug: Literal["population", "economy", "quality"]
    name: str
    indicators: tuple[Slug, ...]
    weights: dict[Slug, Annotated[float, Field(gt=0, allow_inf_nan=False)]] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _check_weights(self) -> Headline:
        if unknown := set(self.weights) - set(self.indicators):
            raise ValueError(f"权重里的指标不在 indicators 里：{'、'.join(sorted(unknown))}")
        if self.weights and abs(sum(self.weights.values()) - 1) > _WEIGHT_SLACK:
            raise ValueError("权重之和须为一")
        return self


class County(StrictModel):
    """A county as its data folder describes it.

    Parameters
    ----------
    nature
        `public` (real published figures), `official` (what departments report to their office), or `invented`;
        printed on every page.
    period
        Default period of briefings.
    least_growth
        Growth of a total in %, below which no 贡献率 is printed.
    names
        Names with digits (“5+2”, “6110”) that are no figures.
    board
        How the best and the worst towns are named; None where the county names none.
    issues
        What the briefings are issued as, and their calendar; None where it declares none.
    units, sheets, limits, legend
        Reporting units, shapes of their sheets, ranges of values, meanings of cells without a number.
    ledgers
        Shapes of the ledgers in its folder.
    alarms
        Limits beyond which their rows give an alarm.
    """

    slug: Slug
    name: str
    code: str
    city: str
    nature: Literal["public", "official", "invented"]
    period: PeriodCode
    rounding: Literal["half_even", "half_up"] = "half_even"
    least_growth: float = Field(default=1.0, ge=0, allow_inf_nan=False)
    names: tuple[str, ...] = ()
    areas: tuple[Area, ...]
    quantities: tuple[Headline, ...]
    campaigns: tuple[Campaign, ...]
    indicators: tuple[Indicator, ...]
    overview: Campaign
    lights: tuple[LightRule, ...] = ()
    board: Board | None = None
    issues: Publication | None = None
    units: tuple[ReportingUnit, ...] = ()
    sheets: tuple[SheetShape, ...] = ()
    limits: tuple[ValueRange, ...] = ()
    ledgers: tuple[LedgerShape, ...] = ()
    alarms: AlarmLimits = AlarmLimits()
    legend: dict[str, Meaning] = LEGEND
    sources: tuple[Source, ...]
    folder: Path

    @cached_property
    def by_slug(self) -> dict[str, Indicator]:
        """Indicators by slug."""
        return {indicator.slug: indicator for indicator in self.indicators}

    @cached_property
    def area_names(self) -> dict[str, str]:
        """Area names by code."""
        return {area.code: area.name for area in self.areas}

    @cached_property
    def proper_names(self) -> tuple[str, ...]:
        """Declared words with numerals: `names`, the names of all that is declared, and the 口径 of indicators."""
        campaigns = [campaign.name for campaign in (*self.campaigns, self.overview)]
        measured = [*(each.name for each in self.indicators), *(each.name for each in self.quantities)]
        others = [*campaigns, *measured, *self.area_names.values(), *(each.definition for each in self.indicators)]
        numbered = [name for name in others if is_numbered_name(name) and typed_numerals(name, self.names)]
        return tuple(dict.fromkeys((*self.names, *numbered)))

    @property
    def rounding_rule(self) -> str:
        """The sentence on the rounding of computed numbers."""
        rule = "奇进偶舍" if self.rounding == "half_even" else "四舍五入"
        return (
            f"计算所得的数只修约一回，按{rule}；印到所用各数的位数够得上的那一位，百分数、百分点因此没有小数的标“约”。"
        )

    @property
    def peers(self) -> tuple[str, ...]:
        """Codes of all counties of the city, with this one."""
        return tuple(area.code for area in self.areas if area.level == "county")

    @property
    def towns(self) -> tuple[str, ...]:
        """Codes of the county's towns."""
        return tuple(a.code for a in self.areas if a.level == "town" and a.code.startswith(self.code))

    def figure(self, row: Mapping[str, Any]) -> Figure:
        """Return the figure of a row of a figure frame, rounded as the county declares."""
        declared = self.by_slug.get(row.get("indicator", ""))
        return figure_from_row({**row, "kind": declared.kind} if declared else row, self.rounding)

    def campaign(self, slug: str) -> Campaign:
        """Return the campaign `slug`, or the county's overview.

        Raises
        ------
        UsageError
            No such campaign; the message names the nearest.
        """
        for campaign in (*self.campaigns, self.overview):
            if campaign.slug == slug:
                return campaign
        raise UsageError(f"{self.name}", "没有这个攻坚战", slug, choices(slug, self.slugs))

    def title(self, slug: str) -> str:
        """Return the title of a briefing; raises as :meth:`campaign`."""
        return f"{self.name}{self.campaign(slug).name}" + ("" if slug == self.overview.slug else "攻坚战")

    @property
    def slugs(self) -> tuple[str, ...]:
        """Slugs of all briefings: the campaigns, then the overview."""
        return (*(campaign.slug for campaign in self.campaigns), self.overview.slug)
