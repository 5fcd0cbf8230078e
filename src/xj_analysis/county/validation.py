"""Whether the declarations of a county fit together: names used that are declared nowhere, or twice."""

from __future__ import annotations

import string
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from ..base import text
from ..base.errors import Fault, choices
from .model import Campaign, County


def faults(county: County) -> Iterator[Fault]:
    """Yield every fault between the declarations of a county, with the place in ``county.toml``."""
    where = f"{county.folder.name}/county.toml"
    if county.folder.name != county.slug:
        yield Fault(
            where, "县代号与文件夹名不同", county.slug, f"请把文件夹改名，或把 slug 改为“{county.folder.name}”。"
        )
    yield from _twice(where, "指标代号", [indicator.slug for indicator in county.indicators])
    yield from _twice(where, "攻坚战代号", county.slugs)
    yield from _twice(where, "来源代号", [source.id for source in county.sources])
    yield from _twice(where, "灯的代号", [rule.slug for rule in county.lights])
    yield from _twice(where, "填报单位代号", [unit.slug for unit in county.units])
    for unit in county.units:
        yield from _unknown(f"{where} [{unit.slug}]", "指标", unit.reports, county.by_slug)
        yield from _unknown(f"{where} [{unit.slug}]", "地区", filter(None, [unit.area]), county.area_names)
    yield from _twice(where, "报表样式代号", [shape.slug for shape in county.sheets])
    for shape in county.sheets:
        yield from _unknown(f"{where} [{shape.slug}]", "填报单位", [shape.unit], [unit.slug for unit in county.units])
        yield from _unknown(f"{where} [{shape.slug}]", "指标", [c.of for c in shape.columns.values()], county.by_slug)
    yield from _twice(where, "台账代号", [shape.slug for shape in county.ledgers])
    for ledger in county.ledgers:
        yield from _unknown(
            f"{where} [{ledger.slug}]", "台账", ledger.within.values(), [shape.slug for shape in county.ledgers]
        )
    yield from _unknown(where, "limits 里的指标", [limit.indicator for limit in county.limits], county.by_slug)
    yield from _unknown(f"{where} [county.code]", "本县的代码", [county.code], county.area_names)
    campaigns = [campaign.slug for campaign in county.campaigns]
    for indicator in county.indicators:
        used = [*indicator.of, indicator.checks] if indicator.checks else indicator.of
        yield from _unknown(f"{where} [{indicator.slug}]", "攻坚战", indicator.campaigns, campaigns)
        yield from _unknown(f"{where} [{indicator.slug}]", "指标", used, county.by_slug)
    for quantity in county.quantities:
        yield from _unknown(f"{where} [{quantity.slug}]", "指标", quantity.indicators, county.by_slug)
    for campaign in (*county.campaigns, county.overview):
        yield from _campaign(f"{where} [{campaign.slug}]", campaign, county)


def of_field(folder: str, item: Mapping[str, Any]) -> Fault:
    """Return the fault of one field that pydantic refused, in Chinese, with its place in the file."""
    place = ".".join(str(step) for step in item["loc"])
    file = "sources.toml" if place.startswith("sources") else "county.toml"
    got = item.get("input")
    shown = str(got)[:60] if isinstance(got, str | int | float) and not _secret(place, str(got)) else ""
    if item["type"] == "value_error":
        return Fault(f"{folder}/{file} [{place}]", str(item["ctx"]["error"]).rstrip("。"), shown, "请改正这一项。")
    if place.endswith("url_env"):
        do = "请只写环境变量的名称，用大写字母、数字和下划线；数据库地址放在那个变量里。"
        return Fault(f"{folder}/{file} [{place}]", "写法不对", "", do)
    what, do = _WORDS.get(item["type"], ("这一项不合格", "请对照 docs/add-data.md 改正。"))
    expected = str(item.get("ctx", {}).get("expected", "")).replace(" or ", "、").replace(", ", "、").replace("'", "")
    return Fault(f"{folder}/{file} [{place}]", what, shown, do.format(expected=expected))


def _secret(place: str, got: str) -> bool:
    """Whether what was written may be the address of a database, password and all: it is never quoted."""
    return place.endswith(("url_env", ".url")) or ("://" in got and "@" in got)


_WORDS = {
    "missing": ("缺少这一项", "请补上。"),
    "extra_forbidden": ("没有这一项", "请核对拼写，或删去。"),
    "literal_error": ("只能从几个词里选", "可选：{expected}。"),
    "string_pattern_mismatch": ("写法不对", "代号用小写英文字母、数字和下划线，以字母开头；哈希为六十四位。"),
    "string_type": ("应是文字", "请加引号。"),
    "int_type": ("应是整数", "请改成整数。"),
    "int_parsing": ("应是整数", "请改成整数。"),
    "bool_type": ("应是 true 或 false", "请改正。"),
    "bool_parsing": ("应是 true 或 false", "请改正。"),
    "date_type": ("应是日期", "请写成 2024-06-05，不加引号。"),
    "date_from_datetime_parsing": ("应是日期", "请写成 2024-06-05。"),
    "tuple_type": ("应是列表", "请用方括号。"),
    "greater_than": ("数太小", "请改正。"),
    "greater_than_equal": ("数太小", "请改正。"),
    "less_than_equal": ("数太大", "请改正。"),
}


def _campaign(where: str, campaign: Campaign, county: County) -> Iterator[Fault]:
    for words in _said(campaign):
        if text.has_digit(words, county.names):
            do = "请用 {名称} 引用指标；带数字的专名请登记在 names。"
            yield Fault(where, "文字里写了数字", words, do)
    for finding in campaign.findings:
        named = {name for _, name, _, _ in string.Formatter().parse(finding.say) if name is not None}
        for name in sorted(named ^ set(finding.slots)):
            what = "句子里的名称没有对应的指标" if name in named else "给了指标而句子里没有用到"
            yield Fault(where, what, name, f"请核对这一句：{finding.say}")
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
