"""``corrections.csv``: values put right by a person, each a row of its own beside the one it stands for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

import pandas as pd

from ..base import text
from ..base.errors import DataError, Fault
from ..county.model import County
from ..quantity import periods
from ..store import observations
from . import tabular
from .observation_rules import Rule, broken, like, one_of

NAME = "corrections.csv"
COLUMNS = ("id", "expected", "value", "reason", "by", "published")
_NUMBER = r"-?[0-9]+(\.[0-9]+)?"


def applied(raw: pd.DataFrame, county: County, *, partial: bool = False) -> tuple[pd.DataFrame, list[Fault]]:
    """Return observations with a row added for each correction, and every fault of the corrections.

    Parameters
    ----------
    raw
        Observations as text, every id once.
    county
        Its folder may hold ``corrections.csv``.
    partial
        `raw` is a slice: corrections of what is not in it are left alone.

    Returns
    -------
    `raw` itself where there is no such file. Else with :data:`xj_analysis.store.observations.CORRECTION`, and for the
    correction on line 2 of the observation A17 a row ``A17+c2``, like A17 but for its value, its locator (both
    places), the day it became known, and without A17's doubt. A correction of what was corrected before stands for
    that row.
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
    sound = rows.drop(index=[line for line, _ in faults])
    days = {source.id: source.published.isoformat() for source in county.sources}
    made, unfit = chained(sound, raw, days)
    base = raw.reindex(columns=list(dict.fromkeys([*raw.columns, *observations.CORRECTION])), fill_value="")
    return pd.concat([base, made]) if len(made) else base, [
        fault for _, fault in sorted([*faults, *unfit], key=lambda found: found[0])
    ]


def extent(county: County) -> pd.DataFrame:
    """Return what the corrections of a county say of it as a whole: the days they became known.

    Returns
    -------
    :data:`xj_analysis.store.observations.EXTENT`; the period is empty, and the public edition does not take them for
    observations.
    """
    path = county.folder / NAME
    rows = tabular.read_table(path, columns=COLUMNS) if path.is_file() else pd.DataFrame(columns=list(COLUMNS))
    days = pd.to_datetime(rows["published"], format="%Y-%m-%d", errors="coerce").dropna()
    return pd.DataFrame({"period": "", "published": days, "internal": True})


def _of_cells(rows: pd.DataFrame, raw: pd.DataFrame, county: County) -> Iterator[tuple[int, Fault]]:
    """The faults of the cells, each with its line."""
    for line, column, what, got, do in broken(rows, _rules(list(dict.fromkeys(raw["id"])))):
        yield line, Fault(f"{NAME} 第{line}行 {column}", what, got, do)
    for column in ("reason", "by"):
        for place, words in rows[column].items():
            if text.has_digit(words, county.names):
                do = "简报里的数字都要有出处，请改用文字；带数字的专名请登记在 names。"
                yield int(str(place)), Fault(f"{NAME} 第{place}行 {column}", "文字里写了数字", words, do)


def _rules(known: list[str]) -> Iterator[Rule]:
    yield one_of("id", known, "没有这个观测值")
    for column, what in (("expected", "原值不是数字"), ("value", "值不是数字")):
        yield like(column, _NUMBER, what, "请只填数字，单位与约数照原行，不在这里改。")
    yield Rule("reason", str.strip, "缺少原因", lambda _: "请写明为什么更正。")
    yield Rule("by", str.strip, "没有写明谁更正", lambda _: "请写明谁核对、谁更正。")
    yield Rule("published", _is_day, "日期不合格", lambda _: "请写更正为人所知的日子，如 2024-06-05。")


def _is_day(written: str) -> bool:
    try:
        return date.fromisoformat(written).isoformat() == written
    except ValueError:
        return False


def chained(
    rows: pd.DataFrame, raw: pd.DataFrame, days: Mapping[str, str]
) -> tuple[pd.DataFrame, list[tuple[int, Fault]]]:
    """Return the corrected rows, each standing for the last before it, and the corrections that do not fit.

    Parameters
    ----------
    rows
        Corrections without a faulty cell, by their lines.
    raw
        The observations they are about.
    days
        The day each source was published, for observations without one of their own.
    """
    wanted = raw[raw["id"].isin(rows["id"])].drop_duplicates("id")
    heads = {row["id"]: _text(row) for row in wanted.to_dict("records")}
    locators = {identifier: row["locator"] for identifier, row in heads.items()}
    faults: list[tuple[int, Fault]] = []
    made: dict[int, dict[str, str]] = {}
    for line, row in rows.sort_values("published", kind="stable").iterrows():
        number = int(str(line))
        head = heads.get(row["id"])
        if head is None:  # a correction before this one is at fault
            continue
        since = head["published"] or days.get(head["source"], "")
        if fault := _unfit(number, _text(dict(row)), head, since):
            faults.append((number, fault))
            del heads[row["id"]]
            continue
        heads[row["id"]] = made[int(raw.index.max()) + number] = head | {
            "id": f"{row['id']}+c{number}",
            "value": row["value"],
            "published": row["published"],
            "locator": f"{NAME} 第{number}行（更正），原{locators[row['id']]}",
            "doubt": "",
            "corrects": head["id"],
            "because": row["reason"].strip().rstrip("。"),
            "by": row["by"].strip(),
            "issued": head.get("issued") or since,
        }
    return pd.DataFrame.from_dict(made, orient="index", dtype=str), faults


def _text(row: dict[str, str] | dict[object, object]) -> dict[str, str]:
    return {str(name): str(cell) for name, cell in row.items()}


def _unfit(line: int, row: dict[str, str], head: dict[str, str], since: str) -> Fault | None:
    """The fault of a correction that does not fit the value it is for."""
    if row["expected"] != head["value"]:
        do = "原数如已改正，请删去这一行；如确应更正，请核对后改 expected。"
        return Fault(f"{NAME} 第{line}行 expected", f"{row['id']} 的值已不是“{row['expected']}”", head["value"], do)
    if row["value"] == head["value"]:
        return Fault(f"{NAME} 第{line}行 value", "更正前后的值相同", row["value"], "请核对，或删去这一行。")
    if since and row["published"] < since:
        do = f"原数公布于{periods.date_label(date.fromisoformat(since))}，请核对。" if _is_day(since) else "请核对。"
        return Fault(f"{NAME} 第{line}行 published", "更正早于原数的公布", row["published"], do)
    return None
