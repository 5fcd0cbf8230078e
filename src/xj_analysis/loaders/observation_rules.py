"""Observations as text, every cell checked: every fault with its place, in whatever container they came."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date

import pandas as pd

from ..base.errors import DataError, Fault, choices
from ..county.model import County
from ..quantity import hedges, periods, units
from ..store import observations

COLUMNS = ("id", "indicator", "area", "subject", "period", "nature", "value", "unit", "hedge")
OPTIONAL = ("rank", "rank_scope", "tier", "source", "locator", "published", "doubt", "note")


def faults(raw: pd.DataFrame, county: County, where: Callable[[int], str]) -> list[Fault]:
    """Return every fault of a table of observations, in the order of its rows.

    Parameters
    ----------
    raw
        :data:`COLUMNS` and :data:`OPTIONAL`, all text; a row's label in the index is a whole number.
    county
        Declares what the rows may name.
    where
        The place of a row, for a message, by its label.
    """
    found = sorted(_faults(raw, county), key=lambda each: each[0])
    return [Fault(f"{where(row)} {column}".rstrip(), what, got, do) for row, column, what, got, do in found]


Found = tuple[int, str, str, str, str]
"""Row, column, what, got, do."""


@dataclass(frozen=True)
class Rule:
    """What a text in a column must be, and what to do about one that is not."""

    column: str
    holds: Callable[[str], object]
    what: str
    do: Callable[[str], str]


def one_of(column: str, known: Collection[str], what: str) -> Rule:
    """Return the rule that a column holds one of the names `known`; the message has the nearest."""
    return Rule(column, frozenset(known).__contains__, what, lambda got: choices(got, known))


def like(column: str, pattern: str, what: str, do: str) -> Rule:
    """Return the rule that every text of a column matches `pattern` as a whole.

    Examples
    --------
    >>> bool(like("value", "[0-9]+", "值不是数字", "请只填数字。").holds("12元"))
    False
    """
    return Rule(column, re.compile(pattern).fullmatch, what, lambda _: do)


def broken(raw: pd.DataFrame, rules: Iterable[Rule]) -> Iterator[Found]:
    """Yield every cell that breaks a rule, rule by rule; a text that comes again is looked at once.

    Examples
    --------
    >>> table = pd.DataFrame({"value": ["1", "x"]}, index=[2, 3])
    >>> list(broken(table, [like("value", "[0-9]+", "值不是数字", "请只填数字。")]))
    [(3, 'value', '值不是数字', 'x', '请只填数字。')]
    """
    for rule in rules:
        column = raw[rule.column]
        wrong = [text for text in set(column.tolist()) if not rule.holds(text)]
        for row, got in column[column.isin(wrong)].items() if wrong else ():
            yield _row(row), rule.column, rule.what, got, rule.do(got)


def _rules(county: County) -> Iterator[Rule]:
    def valid(column: str, parse: Callable[[str], object], what: str, do: Callable[[str], str]) -> Rule:
        return Rule(column, lambda text: _parses(parse, text), what, do)

    yield like("id", r"\S+", "编号不合格", "每行须有编号。")
    yield like("id", r"(?!.*\+c[0-9]+$).*", "编号不合格", "“+c”加数字的编号留给更正，请另编。")
    yield one_of("indicator", county.by_slug, "指标不存在")
    yield one_of("area", county.area_names, "地区不存在")
    do = "请按约定写期间，如 2023、2024Q1、2023-01/2023-06。"
    yield valid("period", periods.parse, "期间不认识", lambda _: do)
    yield one_of("nature", observations.NATURES, "性质不认识")
    do_value = "请只填数字；单位、约、余等分别填在 unit 与 hedge。"
    yield like("value", r"(-?[0-9]+(\.[0-9]+)?)?", "值不是数字", do_value)
    yield valid("unit", units.unit, "单位不认识", lambda got: choices(got, units.known_units()))
    yield one_of("hedge", [str(hedge) for hedge in hedges.Hedge], "约数标记不认识")
    yield like("rank", r"([1-9][0-9]*)?", "名次不合格", "名次须是正整数；梯队请填在 tier。")
    yield one_of("source", [source.id for source in county.sources], "来源不存在")
    yield Rule("locator", bool, "缺少出处位置", lambda _: "请写明在来源中的位置。")
    yield valid("published", _day, "日期不合格", lambda _: "请写 2024-06-05。")


def _day(text: str) -> None:
    if text and date.fromisoformat(text).isoformat() != text:
        raise ValueError(text)


def _parses(parse: Callable[[str], object], text: str) -> bool:
    try:
        parse(text)
    except (DataError, ValueError):
        return False
    return True


def _faults(raw: pd.DataFrame, county: County) -> Iterator[Found]:
    yield from broken(raw, _rules(county))
    for row, identifier in raw["id"][raw["id"].duplicated()].items():
        yield _row(row), "id", "编号重复", str(identifier), "每行用各自的编号。"
    yield from _contradictions(raw, county)


def _row(label: object) -> int:
    return int(str(label))


def _contradictions(raw: pd.DataFrame, county: County) -> Iterator[Found]:
    """Faults between the cells of a row: a unit that is not the indicator's, a row that says nothing."""
    pairs = list(zip(raw["unit"].tolist(), raw["indicator"].tolist(), strict=True))
    unlike = {pair for pair in set(pairs) if _unlike(*pair, county)}
    for row, pair, value in zip(raw.index, pairs, raw["value"].tolist(), strict=True) if unlike else ():
        if value and pair in unlike:
            do = f"该指标的单位是{county.by_slug[pair[1]].unit}，请改填，或改用合适的指标。"
            yield _row(row), "unit", "单位与指标不符", pair[0], do
    for row in raw.index[(raw["value"] == "") & (raw["rank"] == "") & (raw["tier"] == "")]:
        yield _row(row), "", "没有值，也没有名次或梯队", "", "请补上，或删去这一行。"


def _unlike(unit: str, slug: str, county: County) -> bool:
    """Whether a unit is not that of an indicator, nor one of its kind; what is not known is another fault."""
    known = slug in county.by_slug and _parses(units.unit, unit)
    return known and not units.convertible(unit, county.by_slug[slug].unit)
