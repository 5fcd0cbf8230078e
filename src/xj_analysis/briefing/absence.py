"""Sentences that say there is none: all of them here, each chosen by the rows that everything else is printed from."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

import pandas as pd

from ..county.model import County
from ..document.blocks import Sentence, Style
from ..metrics import targets
from ..metrics.lights import UNDECIDED
from ..quantity import periods
from . import prose
from .year_progress import YearProgress


class Absence(StrEnum):
    """Every sentence of a briefing that says there is none, or where else it is.

    What contradicts one must not be known: `tests/briefing/test_absence.py` goes through all of them.
    """

    FIGURES = "来源没有给出本攻坚战的任何数字。"
    FIGURES_BUT_BACKGROUND = "来源没有给出本攻坚战的任何数字；下面的公开数据只作背景，不代表攻坚战成效。"
    IN_PROGRESS = "本攻坚战的数都有年度目标，见“目标进度”。"
    IN_TOWNS = "本攻坚战的数都是分乡镇的，见“乡镇排位”。"
    CONCLUSION = "本期没有可以支持结论的数据。"
    COUNTY_CONCLUSION = "本期没有全县的数，只有分乡镇的。"
    POINT = "没有可以支持结论的数据。"
    POINT_IN_TOWNS = "没有全县的数，只有分乡镇的。"
    BACKGROUND = "没有可作背景的公开数据。"
    BACKGROUND_IN_PROGRESS = "可作背景的公开数据都有年度目标，见“目标进度”。"
    PAIRS = "没有可以前后对照的两期数据。"
    PAIRS_UNLIKE = "各期的统计起止不同，不能前后对照。"
    PAIRS_IN_PROGRESS = "与上年同期的比较见“目标进度”的同比；不能比的，那里写明原因。"
    PAIRS_IN_TOWNS = "与上年同期的比较见“乡镇排位”；没有同比一栏的，不能比。"
    PEERS = "没有找到全市及其他县（市、区）可以对照的数据。"
    PEERS_UNSOUND = "全市及其他县（市、区）只有存疑、矛盾或分项的数，不作对照。"
    PROGRESS = "来源没有年度目标和分月累计数，不作进度、排位和预测。"
    TARGETS = "来源没有年度目标，不作进度、排位和预测。"
    RESULTS = "来源有年度目标，没有可与目标比的累计数，不作进度、排位和预测。"
    ZERO_TARGETS = "年度目标不大于零的不计完成率，不作进度、排位和预测。"
    RATE_TARGETS = "比率、时长的目标不计完成率，不作进度、排位和预测。"
    NO_QUOTIENTS = "年度目标不大于零的，以及比率、时长的目标，不计完成率，不作进度、排位和预测。"
    COUNTY_PROGRESS = "全县没有可比的年度目标和累计数，只有分乡镇的，全县不作进度和推算。"
    RULES = "没有声明灯的规则，不亮灯。"
    RULES_BY_PACE = "没有声明按时序进度亮灯的规则，不亮灯。"
    TOWNS = "没有分乡镇的数，不排位。"
    TOWN_TARGETS = "有分乡镇的数，没有分乡镇的年度目标，不按完成率排位。"
    TOWN_RESULTS = "有分乡镇的年度目标，没有可与目标比的数，不排位。"
    ONE_TOWN = "既有年度目标又有数的乡镇太少，不排位。"
    YEAR_END = "有年度目标的指标不逐月累计，不作全年推算。"
    WEIGHTS = "没有声明“三量”的权重，不编指数。"
    COMPLETED = "没有分乡镇的完成率，不编“三量”指数。"
    WEIGHTED = "权重所列的指标没有分乡镇的完成率，不编“三量”指数。"
    LIGHTS_SAME = "与上一期相比，各项指标的灯没有变化。"
    CHANGES = "与上一期相比，本攻坚战的指标没有变化。"
    CHANGES_IN_QUANTITIES = "与上一期相比，“三量”的指标没有变化。"
    CHANGES_IN_COUNTY = "与上一期相比，全县的指标没有变化；乡镇的数有变化，见“乡镇排位”。"
    ALARMS = "有的台账没有预警。"
    OVERDUE = "没有逾期未完成的节点。"
    LETTERS = "没有亮红灯、黄灯而要提醒的项目。"
    PROBLEMS = "没有发现需要核实的问题。"
    PROBLEMS_BUT_LIGHTS = "除快慢或灯“待核”的以外，没有发现需要核实的问题。"

    def sentence(self, style: Style = "absence") -> Sentence:
        """Return it as a block: by default one that the document gathers in a line at the end of its body."""
        return prose.say(self.value, style=style)


_WITHOUT_QUOTIENT = {
    frozenset[str](): Absence.RESULTS,
    frozenset({targets.TARGET_NOT_POSITIVE}): Absence.ZERO_TARGETS,
    frozenset({targets.NOT_A_QUANTITY}): Absence.RATE_TARGETS,
    frozenset({targets.TARGET_NOT_POSITIVE, targets.NOT_A_QUANTITY}): Absence.NO_QUOTIENTS,
}


@dataclass(frozen=True)
class Known:
    """What is known to an issue, sound or not: the rows that decide which sentence is true.

    Parameters
    ----------
    county
        Declares areas, lights and weights.
    rows
        The observations of all areas: current, doubtful, contradictory.
    progress
        The year's progress of the briefing.
    """

    county: County
    rows: pd.DataFrame
    progress: YearProgress

    def _areas(self, slugs: Collection[str]) -> set[str]:
        return set(self.rows.loc[self.rows["indicator"].isin(list(slugs)), "area"])

    @property
    def _in_county(self) -> bool:
        """Whether the county itself has progress."""
        return bool(self.progress.of(self.county.code))

    def figures(self, own: Collection[str], background: Collection[str]) -> Absence:
        """Return why there is no table of a campaign's `own` indicators, with those of its background below."""
        if any(area.startswith(self.county.code) for area in self._areas(own)):
            return Absence.IN_PROGRESS if self._in_county else Absence.IN_TOWNS
        below = any(area.startswith(self.county.code) for area in self._areas(background))
        return Absence.FIGURES_BUT_BACKGROUND if below else Absence.FIGURES

    def conclusion(self, own: Collection[str]) -> Absence:
        """Return why there is no conclusion of a campaign's `own` indicators."""
        areas = self._areas(own)
        in_towns = areas.intersection(self.county.towns) and self.county.code not in areas
        return Absence.COUNTY_CONCLUSION if in_towns else Absence.CONCLUSION

    def background(self, slugs: Collection[str]) -> Absence:
        """Return why there is no table of the background's indicators."""
        known = any(area.startswith(self.county.code) for area in self._areas(slugs))
        return Absence.BACKGROUND_IN_PROGRESS if known else Absence.BACKGROUND

    def pairs(self, sound: pd.DataFrame) -> Absence:
        """Return why there is no table of the latest two values of each series, of these sound rows."""
        if self.progress.paces:
            return Absence.PAIRS_IN_PROGRESS if self._in_county else Absence.PAIRS_IN_TOWNS
        several = sound.groupby(["indicator", "area", "subject"], observed=True)["period"].nunique() > 1
        return Absence.PAIRS_UNLIKE if several.any() else Absence.PAIRS

    def peers(self, slugs: Collection[str]) -> Absence:
        """Return why there is no table of the city and its other counties."""
        others = [area for area in self._areas(slugs) if not area.startswith(self.county.code)]
        return Absence.PEERS_UNSOUND if others else Absence.PEERS

    def county_progress(self) -> Absence:
        """Return why there is no progress of the county itself."""
        if self.progress.paces:
            return Absence.COUNTY_PROGRESS
        rows = self.rows[self.rows["indicator"].isin(list(self.progress.slugs))]
        within = rows[rows["area"].str.startswith(self.county.code)]
        if (within["nature"] == "target").any():
            return _WITHOUT_QUOTIENT[frozenset(self.progress.without_quotient)]
        by_months = any(periods.parse(code).by_months for code in set(within["period"]))
        return Absence.TARGETS if by_months else Absence.PROGRESS

    def lights(self) -> Absence:
        """Return why there are no lights of the campaigns."""
        if self._in_county and self.progress.rule is None:
            return Absence.RULES_BY_PACE if self.county.lights else Absence.RULES
        return self.county_progress()

    def town_ranking(self) -> Absence:
        """Return why no towns are ranked."""
        rows = self.rows[self.rows["indicator"].isin(list(self.progress.slugs))]
        towns = rows[rows["area"].isin(self.county.towns)]
        if towns.empty:
            return Absence.TOWNS
        if any(pace.area in self.county.towns for pace in self.progress.paces):
            return Absence.ONE_TOWN
        return Absence.TOWN_RESULTS if (towns["nature"] == "target").any() else Absence.TOWN_TARGETS

    def year_end(self) -> Absence:
        """Return why no year is projected."""
        return Absence.YEAR_END if self._in_county else Absence.COUNTY_PROGRESS

    def index(self) -> Absence:
        """Return why the towns have no indices."""
        if not any(quantity.weights for quantity in self.county.quantities):
            return Absence.WEIGHTS
        completed = self.progress.completed["area"].isin(self.county.towns).any()
        return Absence.WEIGHTED if completed else Absence.COMPLETED

    def problems(self) -> Absence:
        """Return what is said where no item is to be verified."""
        undecided = any(UNDECIDED in (pace.light.light, pace.gap.text) for pace in self.progress.paces)
        return Absence.PROBLEMS_BUT_LIGHTS if undecided else Absence.PROBLEMS
