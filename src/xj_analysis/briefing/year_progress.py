"""Progress of a year: results against targets and monthly plans (时序进度), lights, and growth over the year before."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
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
from .figure_wording import label_of

Row = Mapping[str, Any]
_KEY = ["indicator", "area"]
_YEAR = 12
_BY_WORD = (metrics.targets.AHEAD, metrics.targets.LEVEL, metrics.targets.BEHIND)


@dataclass(frozen=True)
class IndicatorProgress:
    """Progress of one indicator of one area at the end of the latest month known.

    Parameters
    ----------
    done, target, completed, ahead
        The 累计, the year's target, 完成率, and how far that is ahead of the pace (个百分点), as rows.
    grown
        同比, or the row that says why there is none.
    due
        The pace: the share of the target due by now.
    county
        Declares the rounding.
    """

    indicator: str
    area: str
    done: Row
    target: Row
    completed: Row
    ahead: Row
    grown: Row
    due: Figure
    county: County

    @property
    def light(self) -> Light:
        """The light; 待核 where bounds do not decide."""
        if not self.ahead["light"]:
            return Light(light=UNDECIDED, shape=UNDECIDED_SHAPE)
        names = {"light": "light", "shape": "light_shape", "colour": "light_colour"}
        return Light(**{name: self.ahead[column] for name, column in names.items()})

    @property
    def escalation(self) -> Figure | None:
        """The months in a row behind that gave the light (连续5个月落后); None where the gap alone explains it."""
        if not self.ahead["escalated"]:
            return None
        return figures.reported_figure(
            Decimal(int(self.ahead["behind"])), "个月", label=f"{self.done['label']}连续落后月数",
            period=self.done["period"], origins=self.ahead["origins"], formula="逐月数连续慢于时序进度的月份",
        )  # fmt: skip

    def figure(self, side: str) -> Figure:
        """Return the figure of ``done``, ``target``, ``completed``, ``ahead`` or ``grown``."""
        return self.county.figure(getattr(self, side))

    def lit(self, side: str) -> Figure:
        """Return the figure of ``completed`` or ``ahead`` with the light that it gives."""
        light = f"{self.light.shape}{self.light.light}" if self.ahead["light"] else ""
        return self.figure(side).model_copy(update={"light": light})

    @property
    def gap(self) -> Figure:
        """The gap to the pace in words, by the value as printed: 快于时序进度0.4个百分点, 与时序进度持平, or 待核.

        It carries the light that it gives.
        """
        figure, word = self.lit("ahead"), self.ahead["word"]
        if figure.value is None:
            return figure
        if word == metrics.targets.UNDECIDED:
            return figure.model_copy(update={"text": word, "reason": self.ahead["undecided"]})
        if figure.value == 0:
            return figure.model_copy(update={"text": f"与时序进度{metrics.targets.LEVEL}"})
        return figure.model_copy(update={"text": f"{word}时序进度{figure.text.replace('-', '', 1)}"})

    @property
    def sources(self) -> tuple[str, ...]:
        """Sources of the result and of the target."""
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
        Its end is the year judged, and the latest month.
    """

    county: County
    frame: pd.DataFrame
    slugs: Sequence[str]
    period: Period

    @cached_property
    def _months(self) -> pd.DataFrame:
        """The 累计 of all years, with the year and month of their ends."""
        rows = self.frame[self.frame["indicator"].isin(self.slugs) & (self.frame["subject"] == "")]
        span = period_spans(rows["period"])
        rows = rows.assign(_year=span["year"], _month=span["last"], _first=span["first"])
        return rows[(rows["nature"] == "actual") & (rows["_first"] == 1) & rows["value"].notna()]

    @property
    def year(self) -> int:
        """The year that is judged: that of the period's end."""
        return self.period.end.year if self.period.end else 0

    @cached_property
    def _year(self) -> pd.DataFrame:
        rows = self._months[self._months["_year"] == self.year]
        return rows[rows["_month"] <= (self.period.end.month if self.period.end else 0)]

    @cached_property
    def targets(self) -> pd.DataFrame:
        """The year's targets."""
        rows = self.frame[self.frame["nature"] == "target"]
        if rows.empty:
            return rows
        return rows[rows["indicator"].isin(self.slugs) & (rows["subject"] == "") & (rows["period"] == str(self.year))]

    @cached_property
    def completed(self) -> pd.DataFrame:
        """完成率 of each month of the year that has a target and a 累计."""
        rows = metrics.completion(self._year, self.county.indicators, targets=self.targets)
        return rows[rows["reason"] == ""]

    @cached_property
    def _plans(self) -> pd.DataFrame:
        """Plans by the end of each month as shares of the county's target; the calendar where there is none.

        Columns indicator, month, share (%), origins and plan (text): the last two empty for the calendar.
        """
        frame = self.frame
        planned = frame[
            frame["indicator"].isin(self.slugs) & (frame["area"] == self.county.code) & (frame["nature"] == "planned")
        ]
        span = period_spans(planned["period"])
        planned = planned.assign(month=span["last"])[(span["year"] == self.year) & (span["first"] == 1)]
        targets = self.targets[self.targets["area"] == self.county.code].set_index("indicator")
        planned = planned[planned["indicator"].isin(targets.index) & planned["value"].notna()]
        target = planned["indicator"].map(targets["value"]).astype(float)
        origins = planned["origins"] + planned["indicator"].map(targets["origins"])
        shares = planned.assign(share=planned["value"] / target * 100, origins=origins, plan=planned["text"])
        rows = shares[["indicator", "month", "share", "origins", "plan"]]
        unplanned = [slug for slug in self.slugs if slug not in set(rows["indicator"])]
        calendar = [
            {"indicator": slug, "month": month, "share": month * 100 / _YEAR, "origins": (), "plan": ""}
            for slug in unplanned
            for month in range(1, _YEAR + 1)
        ]
        return pd.concat([rows, pd.DataFrame(calendar, columns=rows.columns)], ignore_index=True)

    @cached_property
    def rule(self) -> LightRule | None:
        """The county's rule of lights by the pace; None where it has none."""
        return next((rule for rule in self.county.lights if rule.on == "pace"), None)

    @cached_property
    def lit(self) -> pd.DataFrame:
        """The gap to the pace of each month of the year, and its light (empty where the county has no rule)."""
        rounding = self.county.rounding
        rows = metrics.against_pace(self.completed, plan=self._plans, rounding=rounding)
        if self.rule is None:
            return rows.assign(light="", light_shape="", light_colour="", behind=0, escalated=False)
        return metrics.set_lights(rows, self.rule, self.county.indicators, rounding=rounding)

    @cached_property
    def latest(self) -> pd.DataFrame:
        """Rows of `lit` in the latest month of each indicator: of the county itself, or else of its towns."""
        rows = self.lit
        of_county = rows[rows["area"] == self.county.code].groupby("indicator")["_month"].max()
        last = rows["indicator"].map(of_county).fillna(rows.groupby("indicator")["_month"].transform("max"))
        return rows[rows["_month"] == last]

    @cached_property
    def paces(self) -> list[IndicatorProgress]:
        """Progress of every indicator and area in the latest month, in the order of indicators, then areas."""
        return self.paces_in(self.latest)

    @cached_property
    def _grown(self) -> pd.DataFrame:
        """同比 of each 累计."""
        return metrics.year_on_year(self._months, self.county.indicators)

    def paces_in(self, months: pd.DataFrame) -> list[IndicatorProgress]:
        """Return the progress in these rows of `lit`, in the order of indicators, then areas."""
        if self.targets.empty:
            return []
        index = months.index
        rows = {
            "done": self._labelled(self._year.loc[index]), "completed": self.completed.loc[index],
            "ahead": months, "grown": self._grown.loc[index],
        }  # fmt: skip
        sides = {name: records(frame) for name, frame in rows.items()}
        targets = {(row["indicator"], row["area"]): row for row in records(self._labelled(self.targets))}
        order = {slug: place for place, slug in enumerate(self.slugs)}
        paces = [
            IndicatorProgress(
                indicator=row["indicator"],
                area=row["area"],
                target=targets[row["indicator"], row["area"]],
                due=self._due(row),
                county=self.county,
                **{name: side[place] for name, side in sides.items()},
            )
            for place, row in enumerate(sides["ahead"])
        ]
        return sorted(paces, key=lambda pace: (order[pace.indicator], pace.area))

    def _labelled(self, rows: pd.DataFrame) -> pd.DataFrame:
        """Rows with the area in their labels, where that is not the county itself."""
        labels = [label_of(row, self.county) for row in records(rows)]
        return rows.assign(label=pd.Series(labels, index=rows.index, dtype=rows["label"].dtype))

    @cached_property
    def _planned(self) -> Mapping[tuple[str, int], Row]:
        """The first plan of each indicator and month."""
        return {(row["indicator"], row["month"]): row for row in reversed(records(self._plans))}

    def _due(self, row: Row) -> Figure:
        plan = self._planned.get((row["indicator"], row["_month"]), {"origins": (), "plan": ""})
        formula = f"计划累计{plan['plan']}÷年度目标" if plan["plan"] else f"{row['_month']}个月÷{_YEAR}个月"
        value = dict.fromkeys(("value", "low", "high"), row["pace"])
        about = {"label": "时序进度", "formula": formula, "origins": plan["origins"], "unit": "%", "hedge": "exact"}
        return self.county.figure({**row, **value, **about, "decimals": 1, "reported": "", "reason": ""})

    def severity(self, pace: IndicatorProgress) -> int:
        """Return how bad a result is, 0 the best: by its light, or where there is no rule by ahead, level, behind."""
        levels = [level.word for level in self.rule.levels] if self.rule else list(_BY_WORD)
        scale = [levels[0], UNDECIDED, *levels[1:]]  # what is not known stands after the best
        return scale.index(pace.light.light if self.rule else pace.ahead["word"])

    def of(self, area: str) -> list[IndicatorProgress]:
        """Return the progress of the indicators of one area."""
        return [pace for pace in self.paces if pace.area == area]

    @cached_property
    def steps(self) -> Mapping[str, int]:
        """The months from one period of an indicator to the next: the least of all years (1, or 3 by quarters)."""
        ends = self._months[["indicator", "_year", "_month"]].drop_duplicates().sort_values(["_year", "_month"])
        between = ends.groupby(["indicator", "_year"], observed=True)["_month"].diff()
        least = between.groupby(ends["indicator"], observed=True).min().dropna()
        return {str(slug): int(months) for slug, months in least.items()}

    def months(self, slug: str) -> pd.DataFrame:
        """Return the county's own 累计 of one indicator, of all years."""
        return self._months[(self._months["indicator"] == slug) & (self._months["area"] == self.county.code)]
