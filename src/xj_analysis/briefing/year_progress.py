"""How far each result of a year is: against its target, its plan by month, its light, and the year before."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pandas as pd

from .. import metrics
from ..county.light_rules import LightRule
from ..county.model import County
from ..document.pieces import Light
from ..metrics.columns.matching import period_spans
from ..metrics.columns.row_selection import records
from ..metrics.lights import UNDECIDED, UNDECIDED_SHAPE
from ..quantity import figures
from ..quantity.figures import Figure
from ..quantity.periods import Period
from . import tables

Row = Mapping[str, Any]
_KEY = ["indicator", "area"]
_YEAR = 12


@dataclass(frozen=True)
class IndicatorProgress:
    """One indicator of one area, at the end of the latest month known: everything that is said of it.

    Parameters
    ----------
    done, target, completed, ahead
        The 累计, the year's target, 完成率, and how far that is ahead of the pace (个百分点), as rows.
    grown
        同比, or the row that says why there is none.
    due
        The pace: the share of the target due by now.
    """

    indicator: str
    area: str
    done: Row
    target: Row
    completed: Row
    ahead: Row
    grown: Row
    due: Figure
    rounding: str

    @property
    def light(self) -> Light:
        """Its light; 待核 where bounds do not decide."""
        if not self.ahead["light"]:
            return Light(light=UNDECIDED, shape=UNDECIDED_SHAPE)
        names = {"light": "light", "shape": "light_shape", "colour": "light_colour"}
        return Light(**{name: self.ahead[column] for name, column in names.items()})

    def figure(self, side: str) -> Figure:
        """Return the figure of ``done``, ``target``, ``completed``, ``ahead`` or ``grown``."""
        return figures.figure_from_row(getattr(self, side), self.rounding)

    @property
    def gap(self) -> Figure:
        """How far it is ahead or behind, in words: 快于 or 慢于, by the value as it prints; 持平; or 待核."""
        figure, word = self.figure("ahead"), self.ahead["word"]
        if figure.value is None:
            return figure
        if word == metrics.targets.UNDECIDED:
            return figure.model_copy(update={"text": word, "reason": self.ahead["undecided"]})
        if figure.value == 0:
            return figure.model_copy(update={"text": metrics.targets.LEVEL})
        return figure.model_copy(update={"text": word + figure.text.replace("-", "", 1)})

    @property
    def sources(self) -> tuple[str, ...]:
        """The sources of the result and of the target."""
        return tuple(dict.fromkeys([*self.done["sources"], *self.target["sources"]]))


@dataclass(frozen=True)
class YearProgress:
    """The results of one year of a county and its towns, month by month.

    Parameters
    ----------
    county
        Declares indicators, towns and lights.
    frame
        Sound rows of all areas, with ``text``.
    slugs
        The indicators, in the order printed.
    period
        Whose year is meant, and up to which month.
    """

    county: County
    frame: pd.DataFrame
    slugs: Sequence[str]
    period: Period

    @cached_property
    def _months(self) -> pd.DataFrame:
        """The 累计 of all years, with the year and month each ends in."""
        rows = self.frame[self.frame["indicator"].isin(self.slugs) & (self.frame["subject"] == "")]
        covered = period_spans(rows["period"])
        rows = rows.assign(_year=covered["year"], _month=covered["last"], _first=covered["first"])
        return rows[(rows["nature"] == "actual") & (rows["_first"] == 1) & rows["value"].notna()]

    @property
    def year(self) -> int:
        """The year that is judged: the one the period ends in."""
        return self.period.end.year if self.period.end else 0

    @cached_property
    def _year(self) -> pd.DataFrame:
        rows = self._months[self._months["_year"] == self.year]
        return rows[rows["_month"] <= (self.period.end.month if self.period.end else 0)]

    @cached_property
    def targets(self) -> pd.DataFrame:
        """The year's targets."""
        goals = self.frame[self.frame["nature"] == "target"]
        if goals.empty:
            return goals
        own = goals["indicator"].isin(self.slugs) & (goals["subject"] == "") & (goals["period"] == str(self.year))
        return goals[own]

    @cached_property
    def completed(self) -> pd.DataFrame:
        """完成率 of each month of the year that has a target and a 累计."""
        rows = metrics.completion(self._year, self.county.indicators, targets=self.targets)
        return rows[rows["reason"] == ""]

    @cached_property
    def _plans(self) -> pd.DataFrame:
        """What was planned by the end of each month, as shares of the county's target; the calendar where nothing was.

        Columns indicator, month, share (%), origins: empty for the calendar.
        """
        frame = self.frame
        planned = frame[
            frame["indicator"].isin(self.slugs) & (frame["area"] == self.county.code) & (frame["nature"] == "planned")
        ]
        covered = period_spans(planned["period"])
        planned = planned.assign(month=covered["last"])[(covered["year"] == self.year) & (covered["first"] == 1)]
        goals = self.targets[self.targets["area"] == self.county.code].set_index("indicator")
        planned = planned[planned["indicator"].isin(goals.index) & planned["value"].notna()]
        goal = planned["indicator"].map(goals["value"]).astype(float)
        origins = planned["origins"] + planned["indicator"].map(goals["origins"])
        shares = planned.assign(share=planned["value"] / goal * 100, origins=origins, plan=planned["text"])
        rows = shares[["indicator", "month", "share", "origins", "plan"]]
        blank = [slug for slug in self.slugs if slug not in set(rows["indicator"])]
        calendar = [
            {"indicator": slug, "month": month, "share": month * 100 / _YEAR, "origins": (), "plan": ""}
            for slug in blank
            for month in range(1, _YEAR + 1)
        ]
        return pd.concat([rows, pd.DataFrame(calendar, columns=rows.columns)], ignore_index=True)

    @cached_property
    def rule(self) -> LightRule | None:
        """How the county sets lights by the pace; None where it does not."""
        return next((rule for rule in self.county.lights if rule.on == "pace"), None)

    @cached_property
    def lit(self) -> pd.DataFrame:
        """How far ahead each month of the year was, and its light (empty where the county has no rule)."""
        rounding = self.county.rounding
        rows = metrics.against_pace(self.completed, plan=self._plans, rounding=rounding)
        if self.rule is None:
            return rows.assign(light="", light_shape="", light_colour="")
        return metrics.set_lights(rows, self.rule, self.county.indicators, rounding=rounding)

    @cached_property
    def latest(self) -> pd.DataFrame:
        """Of each indicator, the rows of the latest month the county itself has, or else its towns."""
        rows = self.lit
        own = rows[rows["area"] == self.county.code].groupby("indicator")["_month"].max()
        last = rows["indicator"].map(own).fillna(rows.groupby("indicator")["_month"].transform("max"))
        return rows[rows["_month"] == last]

    @cached_property
    def paces(self) -> list[IndicatorProgress]:
        """Every indicator and area of the latest month, in the order of the indicators, then of the areas."""
        if self.targets.empty:
            return []
        kept = self.latest.index
        grown = metrics.year_on_year(self._months, self.county.indicators)
        rows = {
            "done": self._named(self._year.loc[kept]), "completed": self.completed.loc[kept],
            "ahead": self.latest, "grown": grown.loc[kept],
        }  # fmt: skip
        sides = {name: records(frame) for name, frame in rows.items()}
        goals = {(row["indicator"], row["area"]): row for row in records(self._named(self.targets))}
        place = {slug: at for at, slug in enumerate(self.slugs)}
        made = [
            IndicatorProgress(
                indicator=row["indicator"],
                area=row["area"],
                target=goals[row["indicator"], row["area"]],
                due=self._due(row),
                rounding=self.county.rounding,
                **{name: side[at] for name, side in sides.items()},
            )
            for at, row in enumerate(sides["ahead"])
        ]
        return sorted(made, key=lambda pace: (place[pace.indicator], pace.area))

    def _named(self, rows: pd.DataFrame) -> pd.DataFrame:
        """Rows whose labels say whose they are, where that is not the county itself."""
        labels = [tables.label_of(row, self.county) for row in records(rows)]
        return rows.assign(label=pd.Series(labels, index=rows.index, dtype=rows["label"].dtype))

    @cached_property
    def _planned(self) -> Mapping[tuple[str, int], Row]:
        """The first plan of each indicator and month."""
        return {(row["indicator"], row["month"]): row for row in reversed(records(self._plans))}

    def _due(self, row: Row) -> Figure:
        said = self._planned.get((row["indicator"], row["_month"]), {"origins": (), "plan": ""})
        formula = f"计划累计{said['plan']}÷年度目标" if said["plan"] else f"{row['_month']}个月÷{_YEAR}个月"
        value = dict.fromkeys(("value", "low", "high"), row["pace"])
        about = {"label": "时序进度", "formula": formula, "origins": said["origins"], "unit": "%", "hedge": "exact"}
        return figures.figure_from_row(
            {**row, **value, **about, "decimals": 1, "reported": "", "reason": ""}, self.county.rounding
        )

    def of(self, area: str) -> list[IndicatorProgress]:
        """Return the paces of one area."""
        return [pace for pace in self.paces if pace.area == area]

    def months(self, slug: str) -> pd.DataFrame:
        """Return the county's own 累计 of one indicator, of all years."""
        return self._months[(self._months["indicator"] == slug) & (self._months["area"] == self.county.code)]
