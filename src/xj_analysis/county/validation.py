"""Whether the declarations of a county fit together: names used that are declared nowhere, or twice."""

from __future__ import annotations

import string
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from ..base import text
from ..base.errors import Fault, choices
from . import toml_lines

if TYPE_CHECKING:
    from .model import Campaign, County

COUNTY, SOURCES, RECEIVED = "county.toml", "sources.toml", "received/sources.toml"
_ITEM = 2


class Places:
    """Where the declarations of a county stand: their file and line, looked up when there is a fault to place.

    Parameters
    ----------
    folder
        The county's data folder.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def at(self, path: tuple[str | int, ...], name: str = "") -> str:
        """Return the place of a declaration: ``shili/county.toml 第12行 [tourism]``.

        Parameters
        ----------
        path
            Of the declaration among those of the county: ``("indicators", 3, "unit")``.
        name
            What a reader knows it by.
        """
        file, inside = self._file(path)
        line = toml_lines.line_of(self._lines.get(file, {}), inside)
        return f"{self._folder.name}/{file}" + (f" 第{line}行" if line else "") + (f" [{name}]" if name else "")

    def _file(self, path: tuple[str | int, ...]) -> tuple[str, tuple[str | int, ...]]:
        own = self._lines.get(SOURCES, {})
        match path:
            case ("sources", int(number), *rest) if ("sources", number) not in own and RECEIVED in self._lines:
                before = sum(len(place) == _ITEM for place in own)
                return RECEIVED, ("sources", number - before, *rest)
            case ("sources", *_):
                return SOURCES, path
        declared = {place[0] for place in self._lines.get(COUNTY, {})}
        return COUNTY, path if path and path[0] in declared else ("county", *path)

    @cached_property
    def _lines(self) -> dict[str, dict[toml_lines.Path, int]]:
        found = {}
        for name in (COUNTY, SOURCES, RECEIVED):
            with suppress(OSError, ValueError):
                found[name] = toml_lines.lines_of((self._folder / name).read_text(encoding="utf-8"))
        return found


class _Wrong(NamedTuple):
    """A fault before it is placed: the path and name of its declaration, what, got, do."""

    path: tuple[str | int, ...]
    name: str
    what: str
    got: str
    do: str


def find_faults(county: County) -> Iterator[Fault]:
    """Yield every fault between the declarations of a county, with its file and line."""
    places = Places(county.folder)
    for wrong in _wrong(county):
        yield Fault(places.at(wrong.path, wrong.name), wrong.what, wrong.got, wrong.do)


def _wrong(county: County) -> Iterator[_Wrong]:
    if county.folder.name != county.slug:
        do = f"请把文件夹改名，或把 slug 改为“{county.folder.name}”。"
        yield _Wrong(("slug",), "", "县代号与文件夹名不同", county.slug, do)
    yield from _twice("indicators", "指标代号", [indicator.slug for indicator in county.indicators])
    yield from _twice("campaigns", "攻坚战代号", county.slugs)
    yield from _twice("sources", "来源代号", [source.id for source in county.sources], key="id")
    yield from _twice("lights", "灯的代号", [rule.slug for rule in county.lights])
    units = [unit.slug for unit in county.units]
    yield from _twice("units", "填报单位代号", units)
    for n, unit in enumerate(county.units):
        yield from _unknown(("units", n, "reports"), unit.slug, "指标", unit.reports, county.by_slug)
        yield from _unknown(("units", n, "area"), unit.slug, "地区", filter(None, [unit.area]), county.area_names)
    yield from _twice("sheets", "报表样式代号", [shape.slug for shape in county.sheets])
    for n, shape in enumerate(county.sheets):
        measured = [column.of for column in shape.columns.values()]
        yield from _unknown(("sheets", n, "unit"), shape.slug, "填报单位", [shape.unit], units)
        yield from _unknown(("sheets", n, "columns"), shape.slug, "指标", measured, county.by_slug)
    ledgers = [shape.slug for shape in county.ledgers]
    yield from _twice("ledgers", "台账代号", ledgers)
    for n, ledger in enumerate(county.ledgers):
        yield from _unknown(("ledgers", n, "within"), ledger.slug, "台账", ledger.within.values(), ledgers)
    for n, limit in enumerate(county.limits):
        yield from _unknown(("limits", n, "indicator"), "", "limits 里的指标", [limit.indicator], county.by_slug)
    yield from _unknown(("code",), "county.code", "本县的代码", [county.code], county.area_names)
    campaigns = [campaign.slug for campaign in county.campaigns]
    for n, indicator in enumerate(county.indicators):
        yield from _unknown(("indicators", n, "campaigns"), indicator.slug, "攻坚战", indicator.campaigns, campaigns)
        yield from _unknown(("indicators", n, "of"), indicator.slug, "指标", indicator.of, county.by_slug)
        for field in ("checks", "growth"):
            named = filter(None, [getattr(indicator, field)])
            yield from _unknown(("indicators", n, field), indicator.slug, "指标", named, county.by_slug)
    for n, quantity in enumerate(county.quantities):
        path = ("quantities", n, "indicators")
        yield from _unknown(path, quantity.slug, "指标", quantity.indicators, county.by_slug)
    for n, campaign in enumerate(county.campaigns):
        yield from _campaign(("campaigns", n), campaign, county)
    yield from _campaign(("overview",), county.overview, county)


def of_fields(folder: Path, items: Iterable[Mapping[str, Any]]) -> Iterator[Fault]:
    """Yield the fault of each field that pydantic refused, in Chinese, with its place in the file."""
    places = Places(folder)
    for item in items:
        yield _of_field(places.at(item["loc"], ".".join(str(step) for step in item["loc"])), item)


def _of_field(where: str, item: Mapping[str, Any]) -> Fault:
    place = ".".join(str(step) for step in item["loc"])
    got = item.get("input")
    shown = str(got)[:60] if isinstance(got, str | int | float) and not _secret(place, str(got)) else ""
    if item["type"] == "value_error":
        return Fault(where, str(item["ctx"]["error"]).rstrip("。"), shown, "请改正这一项。")
    if place.endswith("url_env"):
        do = "请只写环境变量的名称，用大写字母、数字和下划线；数据库地址放在那个变量里。"
        return Fault(where, "写法不对", "", do)
    what, do = _WORDS.get(item["type"], ("这一项不合格", "请对照 docs/add-data.md 改正。"))
    expected = str(item.get("ctx", {}).get("expected", "")).replace(" or ", "、").replace(", ", "、").replace("'", "")
    return Fault(where, what, shown, do.format(expected=expected))


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


def _campaign(path: tuple[str | int, ...], campaign: Campaign, county: County) -> Iterator[_Wrong]:
    for inside, words in _said(campaign):
        if text.has_digit(words, county.names):
            do = "请用 {名称} 引用指标；带数字的专名请登记在 names。"
            yield _Wrong((*path, *inside), campaign.slug, "文字里写了数字", words, do)
    for n, finding in enumerate(campaign.findings):
        at = (*path, "findings", n)
        named = {name for _, name, _, _ in string.Formatter().parse(finding.say) if name is not None}
        for name in sorted(named ^ set(finding.slots)):
            what = "句子里的名称没有对应的指标" if name in named else "给了指标而句子里没有用到"
            yield _Wrong((*at, "say"), campaign.slug, what, name, f"请核对这一句：{finding.say}")
        used = [slot.of for slot in finding.slots.values()]
        yield from _unknown((*at, "slots"), campaign.slug, "指标", used, county.by_slug)
    for n, view in enumerate(campaign.views):
        at = (*path, "views", n)
        yield from _unknown((*at, "indicators"), campaign.slug, "指标", view.indicators, county.by_slug)
        if len({county.by_slug[slug].unit for slug in view.indicators if slug in county.by_slug}) > 1:
            yield _Wrong(at, campaign.slug, "图里混用单位", view.title, "一张图只用一个单位，请拆开。")


def _said(campaign: Campaign) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """The texts of a campaign, each with its path in it."""
    yield ("about",), campaign.about
    for words in campaign.caveats:
        yield ("caveats",), words
    for n, finding in enumerate(campaign.findings):
        yield ("findings", n, "say"), finding.say
    for n, view in enumerate(campaign.views):
        yield ("views", n, "title"), view.title
        yield ("views", n, "note"), view.note


def _twice(table: str, kind: str, names: Iterable[str], *, key: str = "slug") -> Iterator[_Wrong]:
    seen: set[str] = set()
    for n, name in enumerate(names):
        if name in seen:
            yield _Wrong((table, n, key), "", f"{kind}重复", name, "同一代号只能出现一次。")
        seen.add(name)


def _unknown(
    path: tuple[str | int, ...], owner: str, kind: str, used: Iterable[str], known: Iterable[str]
) -> Iterator[_Wrong]:
    names = list(known)
    for name in used:
        if name not in names:
            yield _Wrong(path, owner, f"{kind}不存在", name, choices(name, names))
