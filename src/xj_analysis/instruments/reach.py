"""15分钟服务圈: how far people have it to each kind of facility, and where too few are within reach.

A kind reaches as far as the limits say (`metres`, or `metres_of` the kind), measured great-circle, across borders of
towns too. It serves the group that the limits declare for it (`serves`: elderly, infants), everybody else where they
declare none, or the ledger of population points has no such column.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import numpy as np
import pandas as pd

from ..county.alarm_limits import ReachLimits
from . import nearby
from .alarms import beyond, no_alarms, unjudged, worst_first
from .ledger_rows import happened, has

__all__ = [
    "EVERYBODY", "GROUPS", "KINDS", "TOO_FEW", "UNKNOWN_PLACE", "coverage", "distances", "group_of", "kinds_of",
    "metres_of", "next_site", "people_of", "placed", "reach_alarms", "standing",
]  # fmt: skip
__dir__ = __all__.copy

INSTRUMENT = "facilities"
TOO_FEW, UNKNOWN_PLACE = "覆盖不足", "坐标、人口待核"
KINDS = (TOO_FEW, UNKNOWN_PLACE)
EVERYBODY = "population"
GROUPS = {EVERYBODY: "人口", "elderly": "老年人", "infants": "婴幼儿"}
"""Groups of people by their columns, in words."""
_NO_AREA, _WHOLE = "未填乡镇", "全县"


def placed(rows: pd.DataFrame) -> pd.Series:
    """Return whether each row has coordinates on the earth.

    Examples
    --------
    >>> placed(pd.DataFrame({"lon": [115.1, 27.6, None], "lat": [27.6, 115.1, 27.6]})).tolist()
    [True, False, False]
    """
    known: pd.Series = rows["lon"].abs().le(180) & rows["lat"].abs().lt(90)
    return known


def standing(facilities: pd.DataFrame, as_of: date) -> pd.DataFrame:
    """Return the facilities that are there on a day: those opened later are not, one without a day of opening is.

    Examples
    --------
    >>> rows = pd.DataFrame({"key": ["a", "b"], "opened": pd.to_datetime(["2025-09-30", "2025-10-01"])})
    >>> standing(rows, date(2025, 9, 30))["key"].tolist()
    ['a']
    """
    if not has(facilities, "opened"):
        return facilities
    return facilities[facilities["opened"].isna() | happened(facilities["opened"], as_of).notna()]


def kinds_of(facilities: pd.DataFrame) -> list[str]:
    """Return the kinds of facilities, in the order of the ledger."""
    return [str(kind) for kind in facilities["kind"].dropna().unique() if str(kind)]


def metres_of(kind: str, limits: ReachLimits) -> int:
    """Return how far a kind of facility reaches, in metres."""
    return limits.metres_of.get(kind, limits.metres)


def group_of(kind: str, points: pd.DataFrame, limits: ReachLimits) -> str:
    """Return the column of the people that a kind serves: as declared where the ledger has it, else of everybody."""
    group = limits.serves.get(kind, EVERYBODY)
    return group if has(points, group) else EVERYBODY


def people_of(points: pd.DataFrame, group: str) -> pd.Series:
    """Return the people of a group at each point, missing where their number is unknown, or below zero."""
    people: pd.Series = points[group].astype("float64")
    return people.where(people.ge(0) & np.isfinite(people))


def distances(points: pd.DataFrame, facilities: pd.DataFrame) -> pd.DataFrame:
    """Return the metres from each point to the nearest facility of each kind, great-circle, a column a kind.

    Missing for a point without coordinates, infinite where no facility of the kind has any.

    Examples
    --------
    >>> points = pd.DataFrame({"lon": [130.0, 130.01], "lat": [20.0, 20.0]})
    >>> rows = pd.DataFrame({"kind": ["养老院"], "lon": [130.0], "lat": [20.0]})
    >>> distances(points, rows).round()["养老院"].tolist()
    [0.0, 1045.0]
    """
    there, known = points[placed(points)], facilities[placed(facilities)]
    lon, lat = there["lon"].to_numpy("float64"), there["lat"].to_numpy("float64")
    kinds = kinds_of(facilities)
    own = [known[known["kind"] == kind] for kind in kinds]
    others = [(rows["lon"].to_numpy("float64"), rows["lat"].to_numpy("float64")) for rows in own]
    found = nearby.nearest(lon, lat, others)
    return pd.DataFrame(dict(zip(kinds, found, strict=True)), index=there.index).reindex(points.index)


def coverage(points: pd.DataFrame, facilities: pd.DataFrame, near: pd.DataFrame, limits: ReachLimits) -> pd.DataFrame:
    """Return a row a town and kind: its people, how many are within reach, and the least and greatest share in %.

    Least and greatest differ where points or facilities of the town are without coordinates; where the people of a
    point are unknown, nothing is known of the share.

    Parameters
    ----------
    near
        Of :func:`distances`.

    Returns
    -------
    A frame with ``area, kind, people, covered, least, greatest``.
    """
    lost = facilities[~placed(facilities)]
    areas, homes = _areas(points), _areas(lost)
    made = []
    for kind in kinds_of(facilities):
        people = people_of(points, group_of(kind, points, limits))
        reached = people.where(near[kind] <= metres_of(kind, limits), 0.0)
        told = pd.DataFrame({
            "people": people, "covered": reached.fillna(0.0), "open": people.where(near[kind].isna(), 0.0).fillna(0.0),
            "unknown": people.isna(),
        })  # fmt: skip
        found = told.groupby(areas.rename("area")).sum()
        lost_in = homes[lost["kind"] == kind]
        doubtful = found.index.isin(lost_in) | lost_in.eq("").any()
        whole = found["people"].where(found["people"] > 0)
        found["least"] = (100 * found["covered"] / whole).where(found["unknown"] == 0, 0.0)
        greatest = 100 * (found["covered"] + found["open"]) / whole
        found["greatest"] = greatest.mask((found["unknown"] > 0) | doubtful, 100.0)
        made.append(found.dropna(subset="greatest").assign(kind=kind).reset_index())
    columns = ["area", "kind", "people", "covered", "least", "greatest"]
    return pd.concat(made, ignore_index=True)[columns] if made else pd.DataFrame(columns=columns)


def next_site(
    points: pd.DataFrame, near: pd.DataFrame, kind: str, limits: ReachLimits
) -> tuple[pd.Series, pd.DataFrame] | None:
    """Return the point where one more facility of a kind reaches most of those that none reaches, and their points.

    None where everybody is reached. Of points that reach as many the first in the ledger.

    Examples
    --------
    >>> points = pd.DataFrame({"key": ["a", "b"], "lon": [130.0, 131.0], "lat": [20.0, 20.0], "population": [5, 8]})
    >>> near = pd.DataFrame({"学校": [3000.0, 3000.0]})
    >>> site, reached = next_site(points, near, "学校", ReachLimits())
    >>> site["key"], reached["population"].sum()
    ('b', np.int64(8))
    """
    there, metres = points[placed(points)], metres_of(kind, limits)
    people = people_of(there, group_of(kind, points, limits)).fillna(0.0)
    missed = people.where(near.loc[there.index, kind] > metres, 0.0)
    lon, lat = there["lon"].to_numpy("float64"), there["lat"].to_numpy("float64")
    best = nearby.best_site(lon, lat, missed.to_numpy("float64"), metres)
    if best is None:
        return None
    site = there.iloc[best[0]]
    away = nearby.great_circle(lon, lat, lon[best[0]], lat[best[0]])
    return site, there[(away <= metres) & (missed > 0).to_numpy()]


def reach_alarms(
    points: pd.DataFrame, facilities: pd.DataFrame, as_of: date, limits: ReachLimits, names: Mapping[str, str]
) -> pd.DataFrame:
    """Return the alarms: towns where too few people are within reach of a kind, and rows without usable coordinates.

    待核 is a town where rows without coordinates, or without a number of people, leave open whether it is below the
    limit; and each such row.

    Parameters
    ----------
    names
        Of areas, by code.

    Returns
    -------
    A frame with :data:`~.alarms.COLUMNS`.

    Examples
    --------
    >>> rows = pd.DataFrame({"key": ["F1"], "origin": ["a"], "kind": ["学校"], "lon": [130.0], "lat": [20.0]})
    >>> points = pd.DataFrame({"key": ["P1", "P2"], "origin": ["b", "c"], "lon": [130.0, 130.1], "lat": [20.0, 20.0],
    ...                        "population": [1, 3]})
    >>> found = reach_alarms(points, rows, date(2025, 9, 30), ReachLimits(), {})
    >>> found[["key", "kind", "light", "value", "over"]].values.tolist()
    [['全县学校', '覆盖不足', '黄', 25.0, 35.0]]
    """
    there = standing(facilities, as_of)
    found = coverage(points, there, distances(points, there), limits)
    asked = list({group_of(kind, points, limits) for kind in kinds_of(there)} | {EVERYBODY})
    uncounted = pd.concat([people_of(points, group).isna() for group in sorted(asked)], axis="columns").any(axis=1)
    doubtful = [unjudged(rows, INSTRUMENT, UNKNOWN_PLACE)
                for rows in (there[~placed(there)], points[~placed(points) | uncounted])]  # fmt: skip
    if found.empty:
        return worst_first(doubtful, KINDS)
    towns = _towns(found, points, there, names)
    below, within = found["greatest"] < limits.covered, found["least"] >= limits.covered
    lit = beyond(towns[below], INSTRUMENT, TOO_FEW, found["greatest"][below], limits.covered, unit="%",
                 since=as_of, below=True, origins=towns["origins"][below])  # fmt: skip
    left = towns[~below & ~within]
    still = unjudged(left, INSTRUMENT, TOO_FEW).assign(origins=list(left["origins"])) if len(left) else no_alarms()
    return worst_first([lit, still, *doubtful], KINDS)


def _areas(rows: pd.DataFrame) -> pd.Series:
    """The area of each row, '' where it is not known."""
    return rows["area"].fillna("") if has(rows, "area") else pd.Series("", index=rows.index)


def _towns(
    found: pd.DataFrame, points: pd.DataFrame, facilities: pd.DataFrame, names: Mapping[str, str]
) -> pd.DataFrame:
    """Rows of towns and kinds, as alarms take them: their name, whose they are, and the rows that they come from."""
    by_area = points.groupby(_areas(points))["origin"].agg(tuple)
    nameless = _NO_AREA if has(points, "area") else _WHOLE
    titles = found["area"].map(lambda code: names.get(code, code) or nameless) + found["kind"]
    named = facilities if has(facilities, "unit") else facilities.assign(unit="")
    units = named["unit"].fillna("").groupby(named["kind"]).unique()
    own = {kind: each[0] for kind, each in units.items() if len(each) == 1}
    return found.assign(
        key=titles, name=titles, origin="", unit=[own.get(kind, "") for kind in found["kind"]],
        origins=found["area"].map(by_area),
    )  # fmt: skip
