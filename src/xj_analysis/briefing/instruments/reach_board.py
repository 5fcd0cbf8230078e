"""15分钟服务圈 in a briefing: who is within reach of each kind of facility, town by town, a map, the next best site."""

from __future__ import annotations

from decimal import Decimal
from functools import cached_property
from typing import ClassVar

import numpy as np
import pandas as pd

from ...base.errors import UsageError, choices
from ...document.blocks import Chart, Omission, Sentence, Table
from ...document.pieces import Cell, Part
from ...document.section import Section
from ...instruments import reach
from ...instruments.alarms import OPEN
from ...instruments.ledger_rows import has, origins
from ...instruments.tallies import NO_ROWS, amount, count, share
from ...loaders.boundaries import boundaries_of
from ...metrics.columns.row_selection import records
from ...quantity import periods
from ...quantity.conventions import Convention
from ...quantity.figures import Figure, missing_figure, reported_figure
from ...quantity.hedges import rounded
from ..absence import Absence
from ..figure_wording import as_clause
from ..tables import NONE, Row
from .alarm_table import alarm_figure
from .figure_grid import figure_grid
from .instrument_board import IN_BODY, InstrumentBoard
from .quoting import quoted
from .reach_map import MapPlaces, reach_map

__all__ = ["ReachBoard"]
__dir__ = __all__.copy

_ACROSS = 6
"""Kinds side by side in a table, and named in the sentence."""
_OF_KINDS = {
    "radius": "半径（公里）", "facilities": "设施（处）", "share": "覆盖率", "missed": "圈外（人）",
    "per": "每千人容量（人）", "median": "距离中位数（米）", "gain": "增设一处可多覆盖（人）",
}  # fmt: skip
_HOW = "注：距离是直线（大圆）距离，不是路程；圈跨乡镇界算。"
_NO_POINTS = "没有人口点台账，覆盖率不能算。"


class ReachBoard(InstrumentBoard):
    """15分钟服务圈: people within reach by kind and town, capacity, distance, and where one more would reach most."""

    instrument: ClassVar[str] = "facilities"

    def _judged(self) -> pd.DataFrame:
        return reach.reach_alarms(self._points, self.rows, self.as_of, self.county.alarms.reach, self.county.area_names)

    @cached_property
    def _points(self) -> pd.DataFrame:
        """The points of population, a number of people below zero as unknown; none without their ledger."""
        if "population_points" not in self.beside:
            return pd.DataFrame(
                {name: pd.Series(dtype="float64") for name in ("key", "origin", "lon", "lat", "population")}
            )
        rows = self.beside["population_points"][1]
        return rows.assign(**{group: reach.people_of(rows, group) for group in reach.GROUPS if has(rows, group)})

    @cached_property
    def _standing(self) -> pd.DataFrame:
        return reach.standing(self.rows, self.as_of)

    @cached_property
    def _near(self) -> pd.DataFrame:
        return reach.distances(self._points, self._standing)

    @cached_property
    def kinds(self) -> tuple[str, ...]:
        """The kinds of facilities, in the order of the ledger."""
        return tuple(reach.kinds_of(self._standing))

    @cached_property
    def least(self) -> str:
        """The kind that reaches the smallest share of the people; empty without one of which that is known."""
        known = {kind: figure.value for kind, figure in self.figures().items() if figure.value is not None}
        return min(known, key=lambda kind: (known[kind], self.kinds.index(kind)), default="")

    def figures(self) -> dict[str, Figure]:
        """Return the share of the people of the county within reach, by kind."""
        return {kind: self._share(kind, self._points) for kind in self.kinds}

    def by_town(self) -> pd.DataFrame:
        """Return the share of the people within reach: a row a town, a column a kind, the county last."""
        points = self._points
        areas = points["area"].fillna("") if has(points, "area") else pd.Series("", index=points.index)
        names = self.county.area_names
        found = {
            names.get(code, code) or "未填": {kind: self._share(kind, own, names.get(code, "")) for kind in self.kinds}
            for code, own in sorted(points.groupby(areas), key=lambda each: str(each[0]))
            if has(points, "area")
        }
        return pd.DataFrame.from_dict({**found, "全县": self.figures()}, orient="index")

    def by_kind(self) -> pd.DataFrame:
        """Return what is known of each kind: facilities, share, people without, capacity, distance, next best site."""
        return pd.DataFrame.from_dict({kind: self._of_kind(kind) for kind in self.kinds}, orient="index")

    def section(self) -> Section:
        """Return the shares in a sentence, and in another the towns where too few are within reach."""
        return Section([self.summary(), self.worst()])

    def annex(self) -> Section:
        """Return the tables by town and by kind, the map of the kind with the least coverage, and all alarms."""
        listed = [self.alarm_table()] if len(self.alarms) else []
        return Section([*self.tables(), *([self.map(self.least)] if self.least else []), *listed])

    def tables(self) -> list[Table]:
        """Return the tables of the shares by town, and of what is known of each kind."""
        if self._points.empty or not self.kinds:
            return []
        towns, title, notes = self.by_town(), f"服务圈覆盖率{self.until}", (_HOW + self._groups(),)
        plain = [kind for kind in self.kinds if self._kind(kind) == kind]
        made = [figure_grid(title, "乡镇", towns[names], dict(zip(names, names, strict=True)), notes=notes)
                for names in _chunks(plain)]  # fmt: skip
        numbered = towns[[kind for kind in self.kinds if kind not in plain]].T  # no heading has a number
        made += [figure_grid(title, "类别", numbered[names], dict(zip(names, names, strict=True)), notes=notes)
                 for names in _chunks([*numbered]) if len(numbered)]  # fmt: skip
        sites = "增设一处指在一个人口点上再设一处，能多覆盖的圈外人数最多；括号里是那个点。"
        notes = (f"注：{sites}容量、圈外人数按所服务的人群算，距离按人数加权。",)
        title = f"各类设施的服务圈{self.until}"
        named = figure_grid(title, "类别（宜增设处）", self.by_kind(), _OF_KINDS, named=self._named, notes=notes)
        return [*made, named]

    def map(self, kind: str) -> Chart | Omission:
        """Return the map of a kind: circles true to scale, people within and without, the next best site.

        Raises
        ------
        UsageError
            The ledger has no such kind.
        """
        if kind not in self.kinds:
            raise UsageError("briefing.reach.map", "台账里没有这一类设施", kind, choices(kind, self.kinds))
        limits, points = self.county.alarms.reach, self._points[reach.placed(self._points)]
        group, metres = reach.group_of(kind, points, limits), reach.metres_of(kind, limits)
        own = self._own(kind)
        near = self._near.loc[points.index, kind]
        people = points[group].fillna(0.0)
        shown = pd.DataFrame({
            "lon": points["lon"], "lat": points["lat"], "people": people, "missed": near > metres,
            "area": points["area"].fillna("") if has(points, "area") else "", "origin": points["origin"],
        })[people > 0]  # fmt: skip
        found = self._sites[kind]
        public = self.edition == "public"
        places = MapPlaces(
            shown, own[reach.placed(own)], None if found is None else (found[0]["lon"], found[0]["lat"]), metres,
            {area: name for area, name in self.county.area_names.items() if area != self.county.code},
            boundaries_of(self.county.folder), limits.decimals if public else None,
        )  # fmt: skip
        told = self._of_kind(kind)
        drawn = [told[name] for name in ("share", "missed", "facilities", "gain")]
        title = (self._kind(kind), "服务圈（半径", self._radius(kind), "）", self.until)
        return reach_map(title, places, [each for each in drawn if each.value is not None], [_HOW[2:-1]])

    def summary(self) -> Sentence:
        """Return the share of the people within reach of each kind in a sentence, the least first."""
        if self._points.empty:
            return Sentence(parts=("公共服务设施", count("设施", self._standing, "处"), "，", _NO_POINTS))
        found = self.figures()
        ranked = sorted(found, key=lambda kind: (found[kind].value is None, found[kind].value or 0))
        shown = ranked[:_ACROSS]
        least = "（最低的几类）" if len(ranked) > len(shown) else ""
        parts: list[Part] = [f"截至{periods.date_label(self.as_of)}，服务圈覆盖的人{least}："]
        for kind in shown:
            parts += [*(["、"] if kind != shown[0] else []), self._kind(kind), as_clause(found[kind])]
        return Sentence(parts=(*parts, "。"))

    def worst(self) -> Sentence:
        """Return how many towns and kinds have too few within reach, and the worst of them, in a sentence."""
        few = self.alarms[(self.alarms["kind"] == reach.TOO_FEW) & (self.alarms["light"] != OPEN)]
        if few.empty:
            return Absence.ALARMS.sentence()
        every = tuple(dict.fromkeys(origin for each in few["origins"] for origin in each))
        number = reported_figure(
            Decimal(len(few)), "处", label=reach.TOO_FEW, origins=every, formula=Convention.COUNTED
        )
        parts: list[Part] = ["覆盖不足的有", number, "，最低的是" if len(few) > IN_BODY else "："]
        for row in records(few.head(IN_BODY)):
            parts += [quoted(str(row["name"]), row["origins"][0]), alarm_figure(row), "、"]
        return Sentence(parts=(*parts[:-1], "。"))

    def _kind(self, kind: str) -> Part:
        """The name of a kind; one with a number leads to a row of the ledger."""
        return quoted(kind, self._own(kind)["origin"].iloc[0])

    def _groups(self) -> str:
        """Which kinds are judged by whom they serve, in words."""
        groups = {kind: reach.group_of(kind, self._points, self.county.alarms.reach) for kind in self.kinds}
        serving = [f"{kind}按{reach.GROUPS[group]}" for kind, group in groups.items()
                   if group != reach.EVERYBODY and self._kind(kind) == kind]  # fmt: skip
        return f"{'、'.join(serving)}算，其余按全部人口。" if serving else ""

    def _own(self, kind: str) -> pd.DataFrame:
        return self._standing[self._standing["kind"] == kind]

    def _radius(self, kind: str) -> Figure:
        kilometres = Decimal(reach.metres_of(kind, self.county.alarms.reach)) / 1000
        return reported_figure(
            Decimal(f"{kilometres.normalize():f}"), "公里", label=f"{kind}服务半径", origins=origins(self._own(kind)),
            formula="county.toml 的 alarms.reach",
        )  # fmt: skip

    def _share(self, kind: str, points: pd.DataFrame, area: str = "") -> Figure:
        limits = self.county.alarms.reach
        group = reach.group_of(kind, self._points, limits)
        reached = points[self._near.loc[points.index, kind] <= reach.metres_of(kind, limits)]
        return share(f"{area}{kind}覆盖率", reached, points[points[group].notna()], column=group)

    @cached_property
    def _sites(self) -> dict[str, tuple[pd.Series, pd.DataFrame] | None]:
        """The next best site of each kind, and whom it would reach."""
        limits = self.county.alarms.reach
        return {kind: reach.next_site(self._points, self._near, kind, limits) for kind in self.kinds}

    def _of_kind(self, kind: str) -> dict[str, Figure]:
        limits, points, own = self.county.alarms.reach, self._points, self._own(kind)
        group = reach.group_of(kind, points, limits)
        near = self._near[kind]
        missed = points[near > reach.metres_of(kind, limits)]
        found = self._sites[kind]
        gain = missing_figure(NO_ROWS, unit="人") if found is None else \
            amount(f"{kind}增设一处可多覆盖", found[1], group, "人", decimals=0)  # fmt: skip
        return {
            "radius": self._radius(kind), "facilities": count(kind, own, "处"), "share": self._share(kind, points),
            "missed": amount(f"{kind}圈外人数", missed, group, "人", decimals=0),
            "per": self._per_thousand(kind, group), "median": self._median(kind, group), "gain": gain,
        }  # fmt: skip

    def _per_thousand(self, kind: str, group: str) -> Figure:
        label = f"每千{reach.GROUPS[group]}{kind}容量"
        own = self._own(kind)
        told = own[own["capacity"].ge(0)] if has(own, "capacity") else own.head(0)
        known = self._points[self._points[group].notna()]
        whole = float(known[group].sum())
        if told.empty or not whole:
            return missing_figure(NO_ROWS, unit="人", label=label)
        value = 1000 * Decimal(repr(float(told["capacity"].sum()))) / Decimal(repr(whole))
        return reported_figure(rounded(value, 1, "half_even"), "人", label=label, formula="容量÷人数×1000",
                               origins=(*origins(told), *origins(known)))  # fmt: skip

    def _median(self, kind: str, group: str) -> Figure:
        """The distance that half of the people have at most."""
        label, near = f"{kind}最近距离中位数", self._near[kind]
        told = self._points[np.isfinite(near) & (self._points[group] > 0)]
        if told.empty:
            return missing_figure(NO_ROWS, unit="米", label=label)
        ordered = near[told.index].sort_values(kind="stable")
        people = told[group][ordered.index].cumsum()
        middle = float(ordered[people >= people.iloc[-1] / 2].iloc[0])
        metres = rounded(Decimal(repr(middle)), 0, "half_even")
        return reported_figure(metres, "米", label=label, formula="按人数加权的中位数", origins=origins(told))

    def _named(self, row: Row) -> Cell:
        """A kind, with the point of the next best site."""
        kind = str(row["_name"])
        found = self._sites[kind]
        parts: list[Part] = [self._kind(kind)]
        if found is not None:
            site = found[0]
            area = self.county.area_names.get(site.get("area", ""), "")
            parts += ["（", *filter(None, [area]), quoted(str(site["key"]), site["origin"]), "）"]
        return Cell(parts=tuple(parts) or (NONE,))


def _chunks(names: list[str]) -> list[list[str]]:
    return [names[begin : begin + _ACROSS] for begin in range(0, len(names), _ACROSS)]
