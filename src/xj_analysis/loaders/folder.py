"""A county's data folder: its observations checked row by row, all faults found at once."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pandas as pd
import pandera.pandas as pa

from .. import county as counties
from .. import hedges, periods, store, units
from ..county import County
from ..errors import DataError, Fault, choices
from . import corrections, table

COLUMNS = ("id", "indicator", "area", "subject", "period", "nature", "value", "unit", "hedge")
OPTIONAL = ("rank", "rank_scope", "tier", "source", "locator", "published", "doubt", "note")
RECEIVED = "received/observations.csv"
"""What `xj intake` has taken in, beside ``observations.csv``."""
_NUMBER = r"-?[0-9]+(\.[0-9]+)?"
_HEDGES = tuple(str(hedge) for hedge in hedges.Hedge)


def load(folder: Path) -> store.Store:
    """Return the store of a data folder.

    Parameters
    ----------
    folder
        Holds ``county.toml``, ``sources.toml``, ``observations.csv`` or ``observations.parquet``; where values were
        put right, ``corrections.csv``; where reports were taken in, ``received/``.

    Raises
    ------
    DataError
        Something in it is faulty; all faults are listed.
    """
    county = counties.read(folder)
    raw, faults = read_observations(county)
    if faults := [*transcripts(county), *faults]:
        raise DataError.of(faults)
    return store.Store(county, store.tidy(raw, county))


def read_observations(county: County) -> tuple[pd.DataFrame, list[Fault]]:
    """Return the observations of a county's folder as text, the corrected ones too, and every fault found in them.

    Returns
    -------
    The frame as :func:`xj_analysis.store.tidy` takes it, and the faults in the order of the rows, file by file.
    """
    path = county.folder / "observations.csv"
    if not path.is_file() and path.with_suffix(".parquet").is_file():
        path = path.with_suffix(".parquet")
    raw = table.read(path, columns=COLUMNS, optional=OPTIONAL)
    faults = sorted(_faults(path.name, raw, county), key=_line)
    received = county.folder / RECEIVED
    if received.is_file():
        more = table.read(received, columns=COLUMNS, optional=(*OPTIONAL, *store.CORRECTION))
        faults += sorted(_faults(RECEIVED, more, county), key=_line)
        twice = more["id"][more["id"].isin(raw["id"])]
        faults += [
            Fault(f"{RECEIVED} 第{line}行 id", "编号与 observations.csv 重复", str(name), "每行用各自的编号。")
            for line, name in twice.items()
        ]
        raw = raw.reindex(columns=more.columns, fill_value="")
        raw = pd.concat([raw, more.set_axis(more.index + int(raw.index.max()))])
    corrected, unfit = corrections.applied(raw, county)
    return corrected, [*faults, *unfit]


def _line(fault: Fault) -> int:
    found = re.search(r"第([0-9]+)行", fault.where)
    return int(found[1]) if found else 0


def transcripts(county: County) -> Iterator[Fault]:
    """Yield a fault for each transcript that is missing or is no longer what its hash says."""
    for source in county.sources:
        path = (county.folder / source.transcript).resolve()
        where = f"sources.toml [{source.id}]"
        if not path.is_relative_to(county.folder.resolve()):
            yield Fault(where, "转录文件在数据文件夹之外", source.transcript, "请放进数据文件夹。")
        elif not path.is_file():
            yield Fault(where, "转录文件不存在", source.transcript, "请补上文件，或改正路径。")
        elif (found := hashlib.sha256(path.read_bytes()).hexdigest()) != source.sha256:
            yield Fault(where, "转录文件与登记的 SHA-256 不符", found, "如确经核对修改，请登记新值。")


def _schema(county: County) -> pa.DataFrameSchema:
    sources = [source.id for source in county.sources]

    def one_of(names: list[str] | tuple[str, ...]) -> pa.Check:
        return pa.Check.isin(names, error="choices")

    def valid(parse: Callable[[str], object], do: str) -> pa.Check:
        return pa.Check(lambda column: column.map(lambda text: _parses(parse, text)), error=do)

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


def _faults(name: str, raw: pd.DataFrame, county: County) -> Iterator[Fault]:
    schema = _schema(county)
    try:
        schema.validate(raw, lazy=True)
    except pa.errors.SchemaErrors as error:
        for case in error.failure_cases.itertuples():
            do = str(case.check)
            if do.endswith("choices") or "choices" in do:
                do = choices(str(case.failure_case), _known(str(case.column), county))
            elif case.column == "unit":
                do = choices(str(case.failure_case), units.known())
            yield Fault(f"{name} 第{case.index}行 {case.column}", _WHAT[str(case.column)], str(case.failure_case), do)
    for line, identifier in raw["id"][raw["id"].duplicated()].items():
        yield Fault(f"{name} 第{line}行 id", "编号重复", str(identifier), "每行用各自的编号。")
    yield from _contradictions(name, raw, county)


def _known(column: str, county: County) -> tuple[str, ...]:
    return {
        "indicator": tuple(county.by_slug),
        "area": tuple(county.area_names),
        "nature": store.NATURES,
        "hedge": _HEDGES,
        "source": tuple(source.id for source in county.sources),
    }[column]


def _contradictions(name: str, raw: pd.DataFrame, county: County) -> Iterator[Fault]:
    """Faults between the cells of a row: a unit that is not the indicator's, a row that says nothing."""
    wanted = raw["indicator"].map({slug: indicator.unit for slug, indicator in county.by_slug.items()})
    pairs = pd.Series(list(zip(raw["unit"], wanted, strict=True)), index=raw.index)
    known = wanted.notna() & raw["unit"].map({symbol: _parses(units.unit, symbol) for symbol in set(raw["unit"])})
    unlike = {pair for pair in set(pairs[known]) if not units.convertible(*pair)}
    for line, (got, unit) in pairs[known & (raw["value"] != "") & pairs.isin(unlike)].items():
        do = f"该指标的单位是{unit}，请改填，或改用合适的指标。"
        yield Fault(f"{name} 第{line}行 unit", "单位与指标不符", got, do)
    for line in raw.index[(raw["value"] == "") & (raw["rank"] == "") & (raw["tier"] == "")]:
        yield Fault(f"{name} 第{line}行", "没有值，也没有名次或梯队", do="请补上，或删去这一行。")
