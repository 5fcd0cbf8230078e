"""Validation across the declarations of a county: undeclared and duplicate names, digits in texts, mixed units."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from ..base import text
from ..base.errors import Fault, choices
from ..quantity import units
from ..quantity.mentions.printed_numerals import typed_numerals
from . import declared_tables
from .places import Places
from .schema import is_slug

if TYPE_CHECKING:
    from .ledger_shapes import LedgerShape
    from .model import Campaign, County


class _Problem(NamedTuple):
    """A fault without file and line: path and name of the declaration; what, got, do as in Fault.

    `twin` is the path of an earlier declaration that it repeats, if any.
    """

    path: tuple[str | int, ...]
    name: str
    what: str
    got: str
    do: str
    twin: tuple[str | int, ...] = ()


def find_faults(county: County, places: Places | None = None) -> Iterator[Fault]:
    """Yield every fault across the declarations of a county, with file and line.

    Parameters
    ----------
    places
        Places of its declarations; by default those of a county that has all that its files declare.
    """
    places = places or Places(county.folder)
    for problem in _problems(county):
        twin = f"已有：{places.at(problem.twin)}。" if problem.twin else ""
        yield Fault(places.at(problem.path, problem.name), problem.what, problem.got, problem.do + twin)


def _problems(county: County) -> Iterator[_Problem]:
    if (name := county.folder.resolve().name) != county.slug and is_slug(name):
        do = f"请删去 slug，或改为“{name}”，或把文件夹改名。"
        yield _Problem(("slug",), "", "县代号与文件夹名不同", county.slug, do)
    yield from _ambiguous_aliases(county)
    yield from _duplicates("areas", "地区代码", [area.code for area in county.areas], key="code")
    yield from _duplicates("indicators", "指标代号", [indicator.slug for indicator in county.indicators])
    yield from _same_names("areas", "地区", [(area.code, area.name) for area in county.areas])
    yield from _same_names("indicators", "指标", [(each.slug, each.name) for each in county.indicators])
    yield from _duplicates("campaigns", "攻坚战代号", county.slugs)
    yield from _duplicates("sources", "来源代号", [source.id for source in county.sources], key="id")
    yield from _duplicates("lights", "灯的代号", [rule.slug for rule in county.lights])
    campaigns = [campaign.slug for campaign in county.campaigns]
    units = [unit.slug for unit in county.units]
    yield from _duplicates("units", "填报单位代号", units)
    for n, unit in enumerate(county.units):
        yield from _undeclared(("units", n, "reports"), unit.slug, "指标", unit.reports, county.by_slug)
        yield from _undeclared(("units", n, "area"), unit.slug, "地区", filter(None, [unit.area]), county.area_names)
    yield from _duplicates("sheets", "报表样式代号", [shape.slug for shape in county.sheets])
    for n, shape in enumerate(county.sheets):
        measured = [column.of for column in shape.columns.values()]
        yield from _undeclared(("sheets", n, "unit"), shape.slug, "填报单位", [shape.unit], units)
        yield from _undeclared(("sheets", n, "columns"), shape.slug, "指标", measured, county.by_slug)
    ledgers = [shape.slug for shape in county.ledgers]
    yield from _duplicates("ledgers", "台账代号", ledgers)
    for n, ledger in enumerate(county.ledgers):
        yield from _undeclared(("ledgers", n, "within"), ledger.slug, "台账", ledger.within.values(), ledgers)
        yield from _undeclared(("ledgers", n, "campaigns"), ledger.slug, "攻坚战", ledger.campaigns, campaigns)
        counted = [count.indicator for count in ledger.counts]
        yield from _undeclared(("ledgers", n, "counts"), ledger.slug, "指标", counted, county.by_slug)
        yield from _units_apart(("ledgers", n, "counts"), ledger, county)
    yield from _duplicates("ledgers", "instrument", [each.feeds or str(n) for n, each in enumerate(county.ledgers)])
    for n, limit in enumerate(county.limits):
        yield from _undeclared(("limits", n, "indicator"), "", "limits 里的指标", [limit.indicator], county.by_slug)
    yield from _undeclared(("code",), "county.code", "本县的代码", [county.code], county.area_names)
    for n, indicator in enumerate(county.indicators):
        yield from _undeclared(("indicators", n, "campaigns"), indicator.slug, "攻坚战", indicator.campaigns, campaigns)
        yield from _undeclared(("indicators", n, "of"), indicator.slug, "指标", indicator.of, county.by_slug)
        for field in ("checks", "growth"):
            named = filter(None, [getattr(indicator, field)])
            yield from _undeclared(("indicators", n, field), indicator.slug, "指标", named, county.by_slug)
    for n, quantity in enumerate(county.quantities):
        path = ("quantities", n, "indicators")
        yield from _undeclared(path, quantity.slug, "指标", quantity.indicators, county.by_slug)
    for n, campaign in enumerate(county.campaigns):
        yield from _campaign_problems(("campaigns", n), campaign, county)
    yield from _campaign_problems(("overview",), county.overview, county)
    yield from _issue_problems(county)


def field_faults(folder: Path, errors: Iterable[Mapping[str, Any]]) -> Iterator[Fault]:
    """Yield the fault of each pydantic error, in Chinese, with file and line."""
    places = Places(folder)
    listed = list(errors)
    shifted = {error["loc"][:2] for error in listed if _is_surplus(error)}
    for error in listed:
        if _is_surplus(error) or error["loc"][:2] not in shifted:  # cells of a shifted row are not in their columns
            yield _field_fault(places.at(error["loc"], ".".join(str(step) for step in error["loc"])), error)


def _is_surplus(error: Mapping[str, Any]) -> bool:
    return error["loc"][0] in declared_tables.FILES and error["loc"][-1] == declared_tables.SURPLUS


def _field_fault(where: str, error: Mapping[str, Any]) -> Fault:
    place = ".".join(str(step) for step in error["loc"])
    got = error.get("input")
    shown = str(got)[:60] if isinstance(got, str | int | float) and not _is_secret(place, str(got)) else ""
    if error["type"] == "value_error":
        return Fault(where, str(error["ctx"]["error"]).rstrip("。"), shown, "请改正这一项。")
    if _is_surplus(error):
        return Fault(where, "这一行的格数与表头不同", shown, "请检查这一行的逗号：要用半角，格里的逗号要用引号括起来。")
    if error["type"] == "string_pattern_mismatch" and place.endswith("code"):
        return Fault(where, "写法不对", shown, _DO_SCIENTIFIC if "E+" in shown.upper() else _DO_CODE)
    if error["type"] == "string_pattern_mismatch" and place == "slug":
        do = "县代号用小写英文字母、数字和下划线，以字母开头；不写 slug 就是文件夹名。"
        return Fault(where, "写法不对", shown, do)
    if place.endswith("url_env"):
        do = "请只写环境变量的名称，用大写字母、数字和下划线；数据库地址放在那个变量里。"
        return Fault(where, "写法不对", "", do)
    what, do = _ERROR_TEXTS.get(error["type"], ("这一项不合格", "请对照 docs/add-data.md 改正。"))
    expected = str(error.get("ctx", {}).get("expected", "")).replace(" or ", "、").replace(", ", "、").replace("'", "")
    return Fault(where, what, shown, do.format(expected=expected))


def _is_secret(place: str, got: str) -> bool:
    """True for values that may be the URL of a database with its password: never quoted."""
    return place.endswith(("url_env", ".url")) or ("://" in got and "@" in got)


_DO_CODE = "地区代码是六位或九位数字。"
_DO_SCIENTIFIC = "表格软件改成了科学记数法：请把这一列设为文本，重填六位或九位数字的代码。"
_ERROR_TEXTS = {
    "missing": ("缺少这一项", "请补上。"),
    "extra_forbidden": ("没有这一项", "请核对拼写，或删去。"),
    "literal_error": ("只能从几个词里选", "可选：{expected}。"),
    "string_pattern_mismatch": ("写法不对", "代号用小写英文字母、数字和下划线，以字母开头；哈希为六十四位。"),
    "string_type": ("应是文字", "请加引号。"),
    "int_type": ("应是整数", "请改成整数。"),
    "int_parsing": ("应是整数", "请改成整数。"),
    "bool_type": ("应是 true 或 false", "请改正。"),
    "bool_parsing": ("应是“是”或“否”", "请写“是”，或留空；TOML 里写 true 或 false。"),
    "date_type": ("应是日期", "请写成 2024-06-05，不加引号。"),
    "date_from_datetime_parsing": ("应是日期", "请写成 2024-06-05。"),
    "tuple_type": ("应是列表", "请用方括号。"),
    "greater_than": ("数太小", "请改正。"),
    "greater_than_equal": ("数太小", "请改正。"),
    "less_than_equal": ("数太大", "请改正。"),
}


def _campaign_problems(path: tuple[str | int, ...], campaign: Campaign, county: County) -> Iterator[_Problem]:
    if typed := typed_numerals(campaign.about, county.names, structure=False):
        do = "带数字的专名请登记在 names。"
        yield _Problem((*path, "about"), campaign.slug, f"文字里写了数字“{typed[0]}”", campaign.about, do)
    yield from _undeclared((*path, "key_figures"), campaign.slug, "指标", campaign.key_figures, county.by_slug)


def _issue_problems(county: County) -> Iterator[_Problem]:
    """The publication of a county whose numbers are public ones put together, and numbers in its words."""
    if county.issues is None:
        return
    if county.nature == "public":
        do = '请删去 [issues]；各单位报送、机关自己编印的，请写 nature = "official"。'
        yield _Problem(("issues",), "", "公开数据整理没有期号、密级和报送", county.issues.office, do)
    for field, words in county.issues.texts():
        if typed := typed_numerals(words, county.names, structure=False):
            do = "带数字的专名请登记在 names。"
            yield _Problem(("issues", field), "issues", f"文字里写了数字“{typed[0]}”", words, do)


def _units_apart(path: tuple[str | int, ...], ledger: LedgerShape, county: County) -> Iterator[_Problem]:
    """Indicators that a ledger gives in a unit that does not convert to theirs; rows count only what is counted."""
    for count in ledger.counts:
        if count.indicator not in county.by_slug:
            continue
        unit = county.by_slug[count.indicator].unit
        of_rows = units.unscaled(unit)
        given = ledger.unit_of(count.amounts[0]) if count.amounts else of_rows
        if not count.amounts and not units.unit(of_rows).counted:
            what = f"指标“{count.indicator}”的单位是{unit}，不能数行"
            yield _Problem(path, ledger.slug, what, "", "请写 of（加哪一列），或改指标。")
        elif not units.convertible(given, unit):
            what = f"{'、'.join(count.amounts)} 的单位不能换算为指标“{count.indicator}”的{unit}"
            yield _Problem(path, ledger.slug, what, given, "请核对 counts 的 of、mean 与 indicator。")


def _ambiguous_aliases(county: County) -> Iterator[_Problem]:
    """An alias that names another area too, or none."""
    for n, area in enumerate(county.areas):
        others = {
            text.folded(name) for other in county.areas if other is not area for name in (other.name, *other.aliases)
        }
        for alias in area.aliases:
            if not text.folded(alias):
                yield _Problem(("areas", n, "aliases"), area.code, "别名是空的", alias, "请写上名称，或删去。")
            elif text.folded(alias) in others:
                yield _Problem(("areas", n, "aliases"), area.code, "别名指了两个地区", alias, "一个别名只指一个地区。")


def _duplicates(table: str, kind: str, names: Iterable[str], *, key: str = "slug") -> Iterator[_Problem]:
    seen: dict[str, int] = {}
    for n, name in enumerate(names):
        if (first := seen.setdefault(name, n)) != n:
            yield _Problem((table, n, key), "", f"{kind}重复", name, "同一代号只能出现一次。", twin=(table, first, key))


def _same_names(table: str, kind: str, declared: Sequence[tuple[str, str]]) -> Iterator[_Problem]:
    """Names of two slugs or codes that the eye cannot tell apart: nobody knows which of them a report names."""
    seen: dict[str, int] = {}
    for n, (key, name) in enumerate(declared):
        first = seen.setdefault(text.folded(name), n)
        if declared[first][0] != key:
            do = f"两个{kind}不能同名，请把名称写全，或删去一行。"
            yield _Problem((table, n, "name"), "", f"{kind}名称重复", name, do, twin=(table, first, "name"))


def _undeclared(
    path: tuple[str | int, ...], owner: str, kind: str, used: Iterable[str], declared: Iterable[str]
) -> Iterator[_Problem]:
    names = list(declared)
    for name in used:
        if name not in names:
            yield _Problem(path, owner, f"{kind}不存在", name, choices(name, names))
