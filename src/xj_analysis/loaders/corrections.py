"""Corrections (``corrections.csv``): each becomes a row that replaces an observation, which stays in the frame."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

import pandas as pd

from ..base.errors import DataError, Fault
from ..county.model import County
from ..quantity import periods
from ..quantity.mentions.printed_numerals import typed_numerals
from ..store import observations
from . import tabular
from .observation_rules import Rule, matches_pattern, one_of, rule_violations

NAME = "corrections.csv"
COLUMNS = ("id", "expected", "value", "reason", "by", "published")
_NUMBER = r"-?[0-9]+(\.[0-9]+)?"


def apply_corrections(raw: pd.DataFrame, county: County, *, partial: bool = False) -> tuple[pd.DataFrame, list[Fault]]:
    """Return observations with a row added for each correction, and the faults of the corrections.

    Parameters
    ----------
    raw
        Observations as text, with unique ids.
    county
        Its folder may have ``corrections.csv``.
    partial
        True where `raw` is a slice: corrections of other rows are ignored.

    Returns
    -------
    `raw` itself where there is no such file. Else with the columns :data:`xj_analysis.store.observations.CORRECTION`;
    line 2, about observation A17, adds a row ``A17+c2``: A17 with the new value, both locators, the day of the
    correction, and no doubt. A second correction of A17 corrects that row.
    """
    path = county.folder / NAME
    if not path.is_file():
        return raw, []
    try:
        rows = tabular.read_table(path, columns=COLUMNS)
    except DataError as error:
        return raw, list(error.faults or (error.fault,))
    if partial:
        rows = rows[rows["id"].isin(raw["id"])]
    faults = list(_of_cells(rows, raw, county))
    valid = rows.drop(index=[line for line, _ in faults])
    days = {source.id: source.published.isoformat() for source in county.sources}
    corrected, misfits = chain_corrections(valid, raw, days)
    base = raw.reindex(columns=list(dict.fromkeys([*raw.columns, *observations.CORRECTION])), fill_value="")
    return pd.concat([base, corrected]) if len(corrected) else base, [
        fault for _, fault in sorted([*faults, *misfits], key=lambda entry: entry[0])
    ]


def correction_extent(county: County) -> pd.DataFrame:
    """Return the extent of the corrections of a county: the days they were published.

    Returns
    -------
    The columns :data:`xj_analysis.store.observations.EXTENT`, with an empty period; ``internal``, so that the public
    edition ignores them.
    """
    path = county.folder / NAME
    rows = tabular.read_table(path, columns=COLUMNS) if path.is_file() else pd.DataFrame(columns=list(COLUMNS))
    days = pd.to_datetime(rows["published"], format="%Y-%m-%d", errors="coerce").dropna()
    return pd.DataFrame({"period": "", "nature": "actual", "published": days, "internal": True, "dated": True})


def _of_cells(rows: pd.DataFrame, raw: pd.DataFrame, county: County) -> Iterator[tuple[int, Fault]]:
    """Faults of the cells, each with its line."""
    for line, column, what, got, do in rule_violations(rows, _rules(list(dict.fromkeys(raw["id"])))):
        yield line, Fault(f"{NAME} 第{line}行 {column}", what, got, do)
    for column in ("reason", "by"):
        for label, cell in rows[column].items():
            if typed_numerals(cell, county.names, structure=False):
                do = "简报里的数字都要有出处，请改用文字；带数字的专名请登记在 names。"
                yield int(str(label)), Fault(f"{NAME} 第{label}行 {column}", "文字里写了数字", cell, do)


def _rules(ids: list[str]) -> Iterator[Rule]:
    yield one_of("id", ids, "没有这个观测值")
    for column, what in (("expected", "原值不是数字"), ("value", "值不是数字")):
        yield matches_pattern(column, _NUMBER, what, "请只填数字，单位与约数照原行，不在这里改。")
    yield Rule("reason", str.strip, "缺少原因", lambda _: "请写明为什么更正。")
    yield Rule("by", str.strip, "没有写明谁更正", lambda _: "请写明谁核对、谁更正。")
    yield Rule("published", _is_day, "日期不合格", lambda _: "请写更正为人所知的日子，如 2024-06-05。")


def _is_day(code: str) -> bool:
    try:
        return date.fromisoformat(code).isoformat() == code
    except ValueError:
        return False


def chain_corrections(
    rows: pd.DataFrame, raw: pd.DataFrame, days: Mapping[str, str]
) -> tuple[pd.DataFrame, list[tuple[int, Fault]]]:
    """Return the corrected rows, chained where one observation has several, and the corrections that do not fit.

    Parameters
    ----------
    rows
        Corrections without a faulty cell, indexed by line.
    raw
        The observations they correct.
    days
        Day of publication by source, for observations without their own.
    """
    originals = raw[raw["id"].isin(rows["id"])].drop_duplicates("id")
    heads = {row["id"]: _text(row) for row in originals.to_dict("records")}
    locators = {identifier: row["locator"] for identifier, row in heads.items()}
    faults: list[tuple[int, Fault]] = []
    corrected: dict[int, dict[str, str]] = {}
    for line, row in rows.sort_values("published", kind="stable").iterrows():
        number = int(str(line))
        head = heads.get(row["id"])
        if head is None:  # an earlier correction of it does not fit
            continue
        since = head["published"] or days.get(head["source"], "")
        if fault := _unfit(number, _text(dict(row)), head, since):
            faults.append((number, fault))
            del heads[row["id"]]
            continue
        heads[row["id"]] = corrected[int(raw.index.max()) + number] = head | {
            "id": f"{row['id']}+c{number}",
            "value": row["value"],
            "published": row["published"],
            "locator": f"{NAME} 第{number}行（更正），原{locators[row['id']]}",
            "doubt": "",
            "remark": "",
            "corrects": head["id"],
            "because": row["reason"].strip().rstrip("。"),
            "by": row["by"].strip(),
            "issued": head.get("issued") or since,
        }
    return pd.DataFrame.from_dict(corrected, orient="index", dtype=str), faults


def _text(row: dict[str, str] | dict[object, object]) -> dict[str, str]:
    return {str(name): str(cell) for name, cell in row.items()}


def _unfit(line: int, row: dict[str, str], head: dict[str, str], since: str) -> Fault | None:
    """The fault of a correction that does not fit the value it corrects; None where it fits."""
    if row["expected"] != head["value"]:
        do = "原数如已改正，请删去这一行；如确应更正，请核对后改 expected。"
        return Fault(f"{NAME} 第{line}行 expected", f"{row['id']} 的值已不是“{row['expected']}”", head["value"], do)
    if row["value"] == head["value"]:
        return Fault(f"{NAME} 第{line}行 value", "更正前后的值相同", row["value"], "请核对，或删去这一行。")
    if since and row["published"] < since:
        do = f"原数公布于{periods.date_label(date.fromisoformat(since))}，请核对。" if _is_day(since) else "请核对。"
        return Fault(f"{NAME} 第{line}行 published", "更正早于原数的公布", row["published"], do)
    return None
