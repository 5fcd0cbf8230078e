"""What a data folder describes: ``county.toml`` and ``sources.toml`` as typed records."""

from __future__ import annotations

import re
import tomllib
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import Field, ValidationError, model_validator

from . import consistency
from .collection import LedgerShape, Limit, ReportingUnit, SheetShape
from .entries import LEGEND, Meaning
from .errors import DataError, Fault, UsageError, choices
from .lightrules import LightRule
from .records import PeriodCode, Record, Slug, UnitSymbol
from .sayings import Finding, View
from .sources import Source

_PAIR = 2
_WEIGHT_SLACK = 1e-9


class Area(Record):
    """A place figures are about: a town of the county, the county, a peer, the city above."""

    code: str = Field(pattern=r"^\d{6}(\d{3})?$")
    name: str
    level: Literal["province", "city", "county", "town", "park"]


class Indicator(Record):
    """What is measured. Derived ones name how they are computed from others, and nothing more.

    Parameters
    ----------
    kind
        flow (adds up over time), stock, rate, duration or change.
    price_basis
        comparable (可比价格) and like-for-like (可比口径) growth is quoted, never recomputed.
    campaigns
        Slugs of the campaigns that print it; empty for the overview alone.
    background
        True for context that is no result of the campaign: older public figures, natural conditions.
    falls
        For a change: True where the number says by how much something fell (用工减少幅度).
    breaks
        Years from which the numbers are not comparable with those before (a census revision).
    checks
        For a derived indicator: the reported one it must agree with, or `xj check` says so.
    op, of
        For a derived indicator: sum, ratio, share or difference, of these slugs in this order.
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
    falls: bool = False
    breaks: tuple[int, ...] = ()
    checks: Slug | None = None
    op: Literal["sum", "ratio", "share", "difference"] | None = None
    of: tuple[Slug, ...] = ()

    @model_validator(mode="after")
    def _derived_whole(self) -> Indicator:
        if (self.op is None) != (not self.of):
            raise ValueError("op 与 of 必须同时给出")
        if self.op not in (None, "sum") and len(self.of) != _PAIR:
            raise ValueError(f"{self.op} 需要恰好两个指标")
        return self


class Campaign(Record):
    """One of the ten (攻坚战)."""

    slug: Slug
    name: str
    named_in_source: bool
    quantities: tuple[Literal["population", "economy", "quality"], ...]
    about: str = ""
    findings: tuple[Finding, ...] = ()
    views: tuple[View, ...] = ()
    caveats: tuple[str, ...] = ()


class Quantity(Record):
    """One of the 三量, the indicators that show it, and (for an index) the weights of some, which sum to one."""

    slug: Literal["population", "economy", "quality"]
    name: str
    indicators: tuple[Slug, ...]
    weights: dict[Slug, Annotated[float, Field(gt=0, allow_inf_nan=False)]] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _weighed(self) -> Quantity:
        if strange := set(self.weights) - set(self.indicators):
            raise ValueError(f"权重里的指标不在 indicators 里：{'、'.join(sorted(strange))}")
        if self.weights and abs(sum(self.weights.values()) - 1) > _WEIGHT_SLACK:
            raise ValueError("权重之和须为一")
        return self


class County(Record):
    """A county as its data folder describes it.

    Parameters
    ----------
    nature
        ``public`` (real published figures) or ``invented``; every page says which.
    period
        The period a briefing is for when none is asked for.
    names
        Names that contain digits (“5+2”, “6110”) and are no figures.
    units, sheets, limits, legend
        Who reports what and in which shape, what a value cannot be, and what a cell without a number means.
    ledgers
        The ledgers its folder holds, and their shapes.
    """

    slug: Slug
    name: str
    code: str
    city: str
    nature: Literal["public", "invented"]
    period: PeriodCode
    rounding: Literal["half_even", "half_up"] = "half_even"
    names: tuple[str, ...] = ()
    areas: tuple[Area, ...]
    quantities: tuple[Quantity, ...]
    campaigns: tuple[Campaign, ...]
    indicators: tuple[Indicator, ...]
    overview: Campaign
    lights: tuple[LightRule, ...] = ()
    units: tuple[ReportingUnit, ...] = ()
    sheets: tuple[SheetShape, ...] = ()
    limits: tuple[Limit, ...] = ()
    ledgers: tuple[LedgerShape, ...] = ()
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

    @property
    def rounding_rule(self) -> str:
        """The sentence that declares how computed numbers are rounded."""
        return f"计算所得的数只修约一回，按{'奇进偶舍' if self.rounding == 'half_even' else '四舍五入'}。"

    @property
    def peers(self) -> tuple[str, ...]:
        """Codes of all counties of the city, this one among them."""
        return tuple(area.code for area in self.areas if area.level == "county")

    @property
    def towns(self) -> tuple[str, ...]:
        """Codes of the county's towns."""
        return tuple(a.code for a in self.areas if a.level == "town" and a.code.startswith(self.code))

    def campaign(self, slug: str) -> Campaign:
        """Return the campaign `slug`, or the county's overview.

        Raises
        ------
        UsageError
            There is no such campaign; the nearest is named.
        """
        for campaign in (*self.campaigns, self.overview):
            if campaign.slug == slug:
                return campaign
        raise UsageError(f"{self.name}", "没有这个攻坚战", slug, choices(slug, self.slugs))

    @property
    def slugs(self) -> tuple[str, ...]:
        """Slugs of all briefings: the campaigns, then the overview."""
        return (*(campaign.slug for campaign in self.campaigns), self.overview.slug)


def read(folder: Path) -> County:
    """Return the county that `folder` describes.

    Parameters
    ----------
    folder
        Holds ``county.toml`` and ``sources.toml``.

    Raises
    ------
    DataError
        A file is missing or not TOML; fields are missing, unknown or wrong; slugs are named twice or nowhere.
        All faults of the two files are listed.
    """
    raw, faults = tables(folder)
    if faults:
        raise DataError.of(faults)
    try:
        county = County.model_validate(raw)
    except ValidationError as error:
        raise DataError.of(list(consistency.of_fields(folder, error.errors()))) from None
    if faults := list(consistency.faults(county)):
        raise DataError.of(faults)
    return county


def tables(folder: Path) -> tuple[dict[str, Any], list[Fault]]:
    """Return what the files of a data folder declare, as :class:`County` takes it, and the faults of TOML itself."""
    files, faults = [folder / consistency.COUNTY, folder / consistency.SOURCES], []
    received = folder / consistency.RECEIVED
    found: dict[str, Any] = {}
    for path in files:
        try:
            found |= _toml(path)
        except DataError as error:
            faults.append(error.fault)
    if received.is_file():
        try:
            found["sources"] = [*found.get("sources", []), *_toml(received).get("sources", [])]
        except DataError as error:
            faults.append(error.fault)
    return {**found.pop("county", {}), **found, "folder": folder}, faults


def _toml(path: Path) -> dict[str, Any]:
    if not path.is_file():
        raise DataError(str(path), "文件不存在", do="数据文件夹须有 county.toml 与 sources.toml，请核对路径。")
    try:
        return _parsed(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        place = re.search(r"line ([0-9]+), column ([0-9]+)", str(error))
        where = f"{path} 第{place[1]}行第{place[2]}列" if place else str(path)
        raise DataError(where, "不是合格的 TOML", str(error), "请在这里或前一行改正。") from None


@lru_cache(maxsize=8)
def _parsed(text: str) -> dict[str, Any]:
    """What a text says; the same is not parsed again where somebody edits the other files. Not to be changed."""
    return tomllib.loads(text)
