"""Whether the declarations of a county fit together: names used that are declared nowhere, or twice."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from . import text
from .errors import Fault, choices

if TYPE_CHECKING:
    from .county import Campaign, County


def faults(county: County) -> Iterator[Fault]:
    """Yield every fault between the declarations of a county, with the place in ``county.toml``."""
    where = f"{county.folder.name}/county.toml"
    yield from _twice(where, "指标代号", [indicator.slug for indicator in county.indicators])
    yield from _twice(where, "攻坚战代号", county.slugs)
    yield from _twice(where, "来源代号", [source.id for source in county.sources])
    campaigns = [campaign.slug for campaign in county.campaigns]
    for indicator in county.indicators:
        used = [*indicator.of, indicator.checks] if indicator.checks else indicator.of
        yield from _unknown(f"{where} [{indicator.slug}]", "攻坚战", indicator.campaigns, campaigns)
        yield from _unknown(f"{where} [{indicator.slug}]", "指标", used, county.by_slug)
    for quantity in county.quantities:
        yield from _unknown(f"{where} [{quantity.slug}]", "指标", quantity.indicators, county.by_slug)
    for campaign in (*county.campaigns, county.overview):
        yield from _campaign(f"{where} [{campaign.slug}]", campaign, county)


def _campaign(where: str, campaign: Campaign, county: County) -> Iterator[Fault]:
    for words in _said(campaign):
        if text.has_digit(words, county.names):
            do = "请用 {名称} 引用指标；带数字的专名请登记在 names。"
            yield Fault(where, "文字里写了数字", words, do)
    for finding in campaign.findings:
        yield from _unknown(where, "指标", [slot.of for slot in finding.slots.values()], county.by_slug)
    for view in campaign.views:
        yield from _unknown(where, "指标", view.indicators, county.by_slug)
        if len({county.by_slug[slug].unit for slug in view.indicators if slug in county.by_slug}) > 1:
            yield Fault(where, "图里混用单位", view.title, "一张图只用一个单位，请拆开。")


def _said(campaign: Campaign) -> Iterator[str]:
    yield campaign.about
    yield from campaign.caveats
    yield from (finding.say for finding in campaign.findings)
    for view in campaign.views:
        yield from (view.title, view.note)


def _twice(where: str, kind: str, names: Iterable[str]) -> Iterator[Fault]:
    seen: set[str] = set()
    for name in names:
        if name in seen:
            yield Fault(where, f"{kind}重复", name, "同一代号只能出现一次。")
        seen.add(name)


def _unknown(where: str, kind: str, used: Iterable[str], known: Iterable[str]) -> Iterator[Fault]:
    names = list(known)
    for name in used:
        if name not in names:
            yield Fault(where, f"{kind}不存在", name, choices(name, names))
