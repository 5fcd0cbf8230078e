"""Access to a briefing's figures: one figure, a column by period or place, a frame, all of them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Any

import pandas as pd

from ..base.errors import UsageError, choices
from ..quantity import figures, periods, units
from ..quantity.figures import Figure
from ..store import observations
from . import arguments, figure_series
from .context import BriefingContext
from .figure_lookup import FigureLookup
from .figure_wording import label_of


class FigureAccess(BriefingContext):
    """Methods of a briefing that return figures, each with its origins."""

    def __getitem__(self, key: str | tuple[str, ...]) -> pd.Series:
        """Return an indicator as a column of figures.

        Parameters
        ----------
        key
            A slug: by period, the county itself. After it ``"town"``, ``"county"`` (the city's other counties too) or
            ``"subject"``, in the latest period or in the one named; and ``"target"``, ``"planned"`` or ``"forecast"``
            for others than results.

        Raises
        ------
        UsageError
            There is no such indicator: the nearest is named.
        """
        indicator, *words = arguments.key(key)
        self._use([indicator])
        return figure_series.figure_series(self.sound, self.county, indicator, *words)

    def frame(self, indicators: Sequence[str], *words: str) -> pd.DataFrame:
        """Return several indicators side by side, a column each: ``b.frame(["visits", "income"], "town")``.

        Raises
        ------
        UsageError
            There is no such indicator: the nearest is named.
        """
        self._use(arguments.indicators("briefing.frame", indicators))
        return figure_series.figure_columns_of(self.sound, self.county, indicators, *words)

    @property
    def data(self) -> pd.DataFrame:
        """All figures without a doubt, one a row: indicator, name, area, subject, period, nature, unit, figure."""
        return figure_series.tidy_figures(self.sound, self.county)

    def _ipython_key_completions_(self) -> list[str | tuple[str, str]]:
        """Return what completes ``b["``: the indicators that have figures, each with its dimensions and periods."""
        return figure_series.keys_of(self.sound, self.county)

    @cached_property
    def _lookup(self) -> FigureLookup:
        return FigureLookup(self.sound)

    def figure(
        self,
        indicator: str,
        period: str | None = None,
        *,
        area: str | None = None,
        subject: str | None = None,
        unit: str | None = None,
    ) -> Figure:
        """Return one figure: the latest where no period is named; if there is none, one that says why.

        Parameters
        ----------
        indicator
            Slug, reported or derived.
        period, area, subject
            Select one of several observations: a code or label, a code or name, a name. No area is the county itself.
        unit
            Unit to print it in; None for the indicator's, in sentences the one a reader speaks: 78.2亿元.

        Raises
        ------
        UsageError
            There is no such indicator or area: the nearest is named.
        DataError
            A period or unit is none.
        """
        where = "briefing.figure"
        self._use([arguments.text(where, "指标", indicator)])
        code = self.county.code if area is None else self._area_code(arguments.text(where, "地区", area))
        said = None if period is None else arguments.text(where, "期间", period)
        when = (
            None if said is None else figure_series.period_code(said, self.sound["period"]) or periods.parse(said).code
        )
        named = None if subject is None else arguments.text(where, "对象", subject)
        row = self._row_of_period(indicator, when, area=code, subject=named)
        if row is None:
            place = "" if area is None else self.county.area_names[code]
            time = periods.parse(when).label if when else ""
            label = f"{place}{named or ''}{time}{self.county.by_slug[indicator].name}"
            return figures.missing_figure("无数据", label=label, unit=unit or self.county.by_slug[indicator].unit)
        converted = observations.in_unit(row, units.unit(unit).symbol) if unit else row
        figure = self.county.figure({**converted, "label": label_of(row)})
        return figure.with_unit_chosen() if unit else figure

    def _row_of_period(self, indicator: str, when: str | None, **conditions: str | None) -> dict[str, Any] | None:
        """The row of a period, by whichever code: a year is its twelve months. A result before a target."""
        row = self._lookup.row(indicator, period=when, **conditions)
        if when is None or (row and row["nature"] == "actual"):
            return row
        asked = periods.parse(when)
        for code in self.sound.loc[self.sound["indicator"] == indicator, "period"].unique():
            same = periods.parse(code)
            if asked.start and (same.start, same.end) == (asked.start, asked.end):
                other = self._lookup.row(indicator, period=code, **conditions)
                row = other if other and (row is None or other["nature"] == "actual") else row
        return row

    def figures(self, indicators: Sequence[str], period: str | None = None) -> pd.Series:
        """Return several indicators of one dimension as a column by slug: each as :meth:`figure` gives it.

        Raises
        ------
        UsageError
            There is no such indicator: the nearest is named.
        DataError
            Their units do not convert into each other, or the period is none.
        """
        slugs = arguments.several("briefing.figures", "指标", indicators)
        each = [self.figure(slug, period) for slug in slugs]
        unit = next((figure.unit for figure in each if figure.unit), "")
        return pd.Series(each, index=pd.Index(slugs, name="indicator"), dtype=f"figure[{unit}]")

    def _area_code(self, area: str) -> str:
        names = {name: code for code, name in self.county.area_names.items()}
        if area in self.county.area_names or area in names:
            return names.get(area, area)
        raise UsageError("briefing.figure", "没有这个地区", area, choices(area, names))
