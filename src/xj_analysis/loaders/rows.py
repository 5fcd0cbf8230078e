"""Observations as text, checked row by row: every fault with its place, in whatever container they came."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import pandas as pd

from .. import hedges, imports, periods, store, units
from ..county import County
from ..errors import DataError, Fault, choices

COLUMNS = ("id", "indicator", "area", "subject", "period", "nature", "value", "unit", "hedge")
OPTIONAL = ("rank", "rank_scope", "tier", "source", "locator", "published", "doubt", "note")
_NUMBER = r"-?[0-9]+(\.[0-9]+)?"
_HEDGES = tuple(str(hedge) for hedge in hedges.Hedge)


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


_Found = tuple[int, str, str, str, str]
"""Row, column, what, got, do."""


def _schema(county: County) -> Any:
    pa = imports.pandera()
    sources = [source.id for source in county.sources]

    def one_of(names: list[str] | tuple[str, ...]) -> Any:
        return pa.Check.isin(names, error="choices")

    def valid(parse: Callable[[str], object], do: str) -> Any:
        return pa.Check(lambda column: column.map({text: _parses(parse, text) for text in set(column)}), error=do)

    return pa.DataFrameSchema(
        {
            "id": pa.Column(
                str,
                [
                    pa.Check.str_matches(r"^\S+$", error="每行须有编号。"),
                    pa.Check.str_matches(r"^(?!.*\+c[0-9]+$)", error="“+c”加数字的编号留给更正，请另编。"),
                ],
            ),
            "indicator": pa.Column(str, one_of(tuple(county.by_slug))),
            "area": pa.Column(str, one_of(tuple(county.area_names))),
            "period": pa.Column(str, valid(periods.parse, "请按约定写期间，如 2023、2024Q1、2023-01/2023-06。")),
            "nature": pa.Column(str, one_of(store.NATURES)),
            "value": pa.Column(
                str,
                pa.Check.str_matches(rf"^({_NUMBER})?$", error="请只填数字；单位、约、余等分别填在 unit 与 hedge。"),
            ),
            "unit": pa.Column(str, valid(units.unit, "单位不认识；请用常用单位，如 万元、人次、个百分点。")),
            "hedge": pa.Column(str, one_of(_HEDGES)),
            "rank": pa.Column(
                str, pa.Check.str_matches(r"^([1-9][0-9]*)?$", error="名次须是正整数；梯队请填在 tier。")
            ),
            "source": pa.Column(str, one_of(sources)),
            "locator": pa.Column(str, pa.Check.str_length(min_value=1, error="请写明在来源中的位置。")),
            "published": pa.Column(str, valid(_day, "请写 2024-06-05。")),
        }
    )


def _day(text: str) -> None:
    if text and date.fromisoformat(text).isoformat() != text:
        raise ValueError(text)


def _parses(parse: Callable[[str], object], text: str) -> bool:
    try:
        parse(text)
    except (DataError, ValueError):
        return False
    return True


_WHAT = {
    "id": "编号不合格", "indicator": "指标不存在", "area": "地区不存在", "period": "期间不认识", "nature": "性质不认识",
    "value": "值不是数字", "unit": "单位不认识", "hedge": "约数标记不认识", "rank": "名次不合格",
    "source": "来源不存在", "locator": "缺少出处位置", "published": "日期不合格",
}  # fmt: skip


def _faults(raw: pd.DataFrame, county: County) -> Iterator[_Found]:
    schema = _schema(county)
    try:
        schema.validate(raw, lazy=True)
    except imports.pandera().errors.SchemaErrors as error:
        for case in error.failure_cases.itertuples():
            do = str(case.check)
            if do.endswith("choices") or "choices" in do:
                do = choices(str(case.failure_case), _known(str(case.column), county))
            elif case.column == "unit":
                do = choices(str(case.failure_case), units.known())
            yield _row(case.index), str(case.column), _WHAT[str(case.column)], str(case.failure_case), do
    for row, identifier in raw["id"][raw["id"].duplicated()].items():
        yield _row(row), "id", "编号重复", str(identifier), "每行用各自的编号。"
    yield from _contradictions(raw, county)


def _row(label: object) -> int:
    return int(str(label))


def _known(column: str, county: County) -> tuple[str, ...]:
    return {
        "indicator": tuple(county.by_slug),
        "area": tuple(county.area_names),
        "nature": store.NATURES,
        "hedge": _HEDGES,
        "source": tuple(source.id for source in county.sources),
    }[column]


def _contradictions(raw: pd.DataFrame, county: County) -> Iterator[_Found]:
    """Faults between the cells of a row: a unit that is not the indicator's, a row that says nothing."""
    wanted = raw["indicator"].map({slug: indicator.unit for slug, indicator in county.by_slug.items()})
    pairs = pd.Series(list(zip(raw["unit"].tolist(), wanted.tolist(), strict=True)), index=raw.index)
    known = wanted.notna() & raw["unit"].map({symbol: _parses(units.unit, symbol) for symbol in set(raw["unit"])})
    unlike = {pair for pair in set(pairs[known]) if not units.convertible(*pair)}
    for row, (got, unit) in pairs[known & (raw["value"] != "") & pairs.isin(unlike)].items():
        yield _row(row), "unit", "单位与指标不符", got, f"该指标的单位是{unit}，请改填，或改用合适的指标。"
    for row in raw.index[(raw["value"] == "") & (raw["rank"] == "") & (raw["tier"] == "")]:
        yield _row(row), "", "没有值，也没有名次或梯队", "", "请补上，或删去这一行。"
