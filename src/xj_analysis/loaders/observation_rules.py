"""Validation of observations as text: every fault with its place, independent of the file format."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

import pandas as pd

from ..base.errors import DataError, Fault, choices
from ..county.model import County
from ..quantity import hedges, periods, units
from ..store import observations

COLUMNS = ("id", "indicator", "area", "subject", "period", "nature", "value", "unit", "hedge")
OPTIONAL = ("rank", "rank_scope", "tier", "source", "locator", "published", "doubt", "note", "remark")
FILLED = ("area", "subject", "nature", "hedge")
"""Columns of :data:`COLUMNS` that a county's own file may leave out, or empty."""


class Violation(NamedTuple):
    """A cell that breaks a rule."""

    row: int
    column: str
    what: str
    got: str
    do: str


def validate_observations(raw: pd.DataFrame, county: County, where: Callable[[int], str]) -> list[Fault]:
    """Return all faults of a table of observations, in the order of its rows.

    Parameters
    ----------
    raw
        Columns :data:`COLUMNS` and :data:`OPTIONAL`, all text; the index is of whole numbers.
    county
        Declares indicators, areas and sources.
    where
        Names the place of a row, by its index label, in messages.
    """
    return [
        Fault(f"{where(each.row)} {each.column}".rstrip(), each.what, each.got, each.do)
        for each in sorted(_violations(raw, county), key=lambda each: each.row)
    ]


def with_defaults(raw: pd.DataFrame, county: County, name: str) -> pd.DataFrame:
    """Return the rows of a county's own file with what an empty cell stands for.

    Parameters
    ----------
    raw
        All text, indexed by line.
    county
        The area of a row without one.
    name
        The file.

    Returns
    -------
    The same rows and columns: `area` is the county, `nature` a result, `hedge` an exact number, and `locator` the line
    of the row, with the file: it is no place in the source.

    Examples
    --------
    >>> from types import SimpleNamespace
    >>> raw = pd.DataFrame({"area": ["", "1"], "nature": "", "hedge": "", "locator": ["第2行", ""]}, index=[2, 3])
    >>> with_defaults(raw, SimpleNamespace(code="9"), "a.csv").to_dict("records")[1]
    {'area': '1', 'nature': 'actual', 'hedge': 'exact', 'locator': 'a.csv 第3行'}
    """
    defaults = {"area": county.code, "nature": "actual", "hedge": str(hedges.Hedge.EXACT)}
    filled = {column: raw[column].where(raw[column] != "", cell) for column, cell in defaults.items()}
    places = {line: f"{name} 第{line}行" for line in raw.index[raw["locator"] == ""]}
    return raw.assign(**filled, locator=raw["locator"].where(raw["locator"] != "", raw.index.map(places)))


@dataclass(frozen=True)
class Rule:
    """A condition on the texts of a column, with the message for a text that fails it."""

    column: str
    holds: Callable[[str], object]
    what: str
    do: Callable[[str], str]


def one_of(column: str, names: Collection[str], what: str) -> Rule:
    """Return the rule that a column holds one of `names`; the message suggests the nearest."""
    return Rule(column, frozenset(names).__contains__, what, lambda got: choices(got, names))


def matches_pattern(column: str, pattern: str, what: str, do: str) -> Rule:
    """Return the rule that every text of a column matches `pattern` in full.

    Examples
    --------
    >>> bool(matches_pattern("value", "[0-9]+", "值不是数字", "请只填数字。").holds("12元"))
    False
    """
    return Rule(column, re.compile(pattern).fullmatch, what, lambda _: do)


def rule_violations(raw: pd.DataFrame, rules: Iterable[Rule]) -> Iterator[Violation]:
    """Yield every cell that breaks a rule, rule by rule; each different text is checked once.

    Examples
    --------
    >>> table = pd.DataFrame({"value": ["1", "x"]}, index=[2, 3])
    >>> list(rule_violations(table, [matches_pattern("value", "[0-9]+", "值不是数字", "请只填数字。")]))
    [Violation(row=3, column='value', what='值不是数字', got='x', do='请只填数字。')]
    """
    for rule in rules:
        column = raw[rule.column]
        wrong = [text for text in set(column.tolist()) if not rule.holds(text)]
        for row, got in column[column.isin(wrong)].items() if wrong else ():
            yield Violation(_row(row), rule.column, rule.what, got, rule.do(got))


def _rules(county: County) -> Iterator[Rule]:
    def valid(column: str, parse: Callable[[str], object], what: str, do: Callable[[str], str]) -> Rule:
        return Rule(column, lambda text: parses(parse, text), what, do)

    yield matches_pattern("id", r"\S+", "编号不合格", "每行须有编号。")
    yield matches_pattern("id", r"(?!.*\+c[0-9]+$).*", "编号不合格", "“+c”加数字的编号留给更正，请另编。")
    yield one_of("indicator", county.by_slug, "指标不存在")
    yield one_of("area", county.area_names, "地区不存在")
    do = "请按约定写期间，如 2023、2024Q1、2023-01/2023-06。"
    yield valid("period", periods.parse, "期间不认识", lambda _: do)
    yield one_of("nature", observations.NATURES, "性质不认识")
    do_value = "请只填数字；单位、约、余等分别填在 unit 与 hedge。"
    yield matches_pattern("value", r"(-?[0-9]+(\.[0-9]+)?)?", "值不是数字", do_value)
    yield valid("unit", units.unit, "单位不认识", lambda got: choices(got, units.known_units()))
    yield one_of("hedge", [str(hedge) for hedge in hedges.Hedge], "约数标记不认识")
    yield matches_pattern("rank", r"([1-9][0-9]*)?", "名次不合格", "名次须是正整数；梯队请填在 tier。")
    yield one_of("source", [source.id for source in county.sources], "来源不存在")
    yield valid("published", _day, "日期不合格", lambda _: "请写 2024-06-05。")


def _day(text: str) -> None:
    if text and date.fromisoformat(text).isoformat() != text:
        raise ValueError(text)


def parses(parse: Callable[[str], object], text: str) -> bool:
    """Return whether a parser accepts a text.

    Examples
    --------
    >>> parses(periods.parse, "2024Q1"), parses(periods.parse, "某年")
    (True, False)
    """
    try:
        parse(text)
    except (DataError, ValueError):
        return False
    return True


def _violations(raw: pd.DataFrame, county: County) -> Iterator[Violation]:
    yield from rule_violations(raw, _rules(county))
    for row, identifier in raw["id"][raw["id"].duplicated()].items():
        yield Violation(_row(row), "id", "编号重复", str(identifier), "每行用各自的编号。")
    yield from _contradictions(raw, county)


def _row(label: object) -> int:
    return int(str(label))


def _contradictions(raw: pd.DataFrame, county: County) -> Iterator[Violation]:
    """Contradictions between the cells of a row: a unit of another dimension, a row without value, rank or tier."""
    pairs = list(zip(raw["unit"].tolist(), raw["indicator"].tolist(), strict=True))
    inconvertible = {pair for pair in set(pairs) if _inconvertible(*pair, county)}
    for row, pair, value in zip(raw.index, pairs, raw["value"].tolist(), strict=True) if inconvertible else ():
        if value and pair in inconvertible:
            do = f"该指标的单位是{county.by_slug[pair[1]].unit}，请改填，或改用合适的指标。"
            yield Violation(_row(row), "unit", "单位与指标不符", pair[0], do)
    for row in raw.index[(raw["value"] == "") & (raw["rank"] == "") & (raw["tier"] == "")]:
        yield Violation(_row(row), "", "没有值，也没有名次或梯队", "", "请补上，或删去这一行。")


def _inconvertible(unit: str, slug: str, county: County) -> bool:
    """True where a unit cannot be converted to that of its indicator; False where either is unknown."""
    both_known = slug in county.by_slug and parses(units.unit, unit)
    return both_known and not units.convertible(unit, county.by_slug[slug].unit)
