"""Progress of a year: results against targets and monthly plans (时序进度), lights, and growth over the year before."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from .. import metrics
from ..county.light_rules import LightRule
from ..county.model import County
from ..metrics.columns.matching import period_spans
from ..metrics.columns.row_selection import records
from ..quantity.figures import Figure
from ..quantity.periods import Period
from .figure_wording import label_of
from .indicator_progress import IndicatorProgress, Row
from .standing import light_scale

_KEY = ["indicator", "area"]
_YEAR = 12


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
    def _completion(self) -> pd.DataFrame:
        return metrics.completion(self._year, self.county.indicators, targets=self.targets)

    @cached_property
    def completed(self) -> pd.DataFrame:
        """完成率 of each month of the year that has a target and a 累计."""
        return self._completion[self._completion["reason"] == ""]

    @property
    def without_quotient(self) -> set[str]:
        """Why what has a target and a 累计 has no 完成率."""
        within = self._completion["area"].str.startswith(self.county.code)
        reasons = set(self._completion.loc[within, "reason"])
        return reasons & {metrics.targets.TARGET_NOT_POSITIVE, metrics.targets.NOT_A_QUANTITY}

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
        if self.rule is None:
            return pace.standing.severity
        return light_scale([level.word for level in self.rule.levels]).index(pace.light.light)

    def worst(self, pace: IndicatorProgress) -> bool:
        """Return whether a result is as bad as any can be: at the worst light, or without a rule behind."""
        return pace.light.light == self.rule.levels[-1].word if self.rule else pace.standing.bad

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
