"""假日旅游 in a briefing: the last holiday that has begun, against the same one of the year before, and the year's."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from functools import cached_property
from typing import Any, ClassVar

import pandas as pd

from ...county.selection import unit_names
from ...document.blocks import Chart, Omission, Sentence, Table
from ...document.pieces import Cell
from ...document.section import Section
from ...instruments import holiday_figures
from ...instruments.holiday_figures import HolidayComparison
from ...instruments.ledger_rows import origins
from ...instruments.tallies import NO_ROWS, count
from ...instruments.tourism import season, told, tourism_alarms, unreported
from ...metrics.columns.row_selection import records
from ...quantity import units
from ...quantity.figures import Figure, missing_figure, reported_figure
from ...quantity.holidays import holiday_before, holiday_days
from .. import prose, tables
from ..figure_wording import as_clause, with_direction
from ..tables import ColumnSpec, Row
from .alarm_table import short_day
from .figure_grid import figure_grid
from .holiday_chart import FEWEST, holiday_lines
from .instrument_board import InstrumentBoard
from .quoting import quoted

__all__ = ["TourismBoard"]
__dir__ = __all__.copy

UNITS = {"visits": "人次", "capacity": "人次", "income": "万元"}
"""Of all numbers, whatever the ledger's own."""
_OVER, _RUNNING = "{holiday}（{span}，共{days}）", "{holiday}（{span}）过了{days}，其间"
_READ = ("key", "day", "visits", "income", "capacity", "unit", "origin")
_SAID, _EARNED, _MISSED = "{sights}报送接待{visits}", "，收入{income}，人均{each}", "，{missed}没有报全"
_NOBODY = "{holiday}（{span}）已过的日子没有景区报送。"
_NO_BEFORE = "；台账里没有上年同一假日的数，不作增减判断"
_NONE_ALIKE = "；没有今年和上年都逐日报全的景区，与上年同一假日不比"
_ALIKE = "；与上年同一假日同样{days}、都报全的{alike}比，人次{more}"
_DAILY = "；上年同一假日{before}、今年{days}，按日均比，都报全的{alike}人次{more}"
_EARNED_ALIKE = "，收入{earned}"
_BY_DAY = {
    "visits": "接待（人次）",
    "income": "收入（万元）",
    "each": "人均（元）",
    "load": "最大承载率",
    "missed": "未报（家）",
}
_SAME_DAY = {"now": "可比（人次）", "then": "上年同日（人次）", "change": "增减"}
_BY_SIGHT = {
    "visits": "今年（人次）", "visits_before": "上年（人次）", "visits_change": "人次增减", "income": "今年（万元）",
    "income_before": "上年（万元）", "income_change": "收入增减",
}  # fmt: skip
_OF_YEAR = {
    "days": "天数（天）", "visits": "接待（人次）", "income": "收入（万元）", "each": "人均（元）",
    "load": "最大承载率", "missed": "未报（家）", "before": "上年天数（天）", "visits_change": "人次增减",
    "income_change": "收入增减",
}  # fmt: skip
_BASIS = "注：增减只比今年和上年都逐日报全的景区（可比口径），没有报全的不估计。"


class TourismBoard(InstrumentBoard):
    """假日旅游: sights on the days of holidays, the same holiday of last year, over capacity, not reported."""

    instrument: ClassVar[str] = "sight_days"

    def _judged(self) -> pd.DataFrame:
        return tourism_alarms(self._scaled, self.as_of, self.county.alarms.tourism)

    @cached_property
    def _scaled(self) -> pd.DataFrame:
        """The rows in the units printed."""
        return self.rows.assign(**{
            column.to: self.rows[column.to] * float(units.ratio(column.unit, UNITS[column.to]))
            for column in self.shape.columns.values()
            if column.to in UNITS and column.unit and column.unit != UNITS[column.to] and column.to in self.rows
        })  # fmt: skip

    @cached_property
    def _told(self) -> pd.DataFrame:
        read = [column for column in _READ if column in self._scaled]
        return told(self._scaled[read], self.as_of)

    @cached_property
    def holidays(self) -> pd.DataFrame:
        """The holidays of the year that have begun: name, first and last day, length."""
        return season(self.as_of)

    @property
    def holiday(self) -> pd.Series:
        """The last of them, which the briefing shows."""
        return self.holidays.iloc[-1]

    def by_day(self) -> pd.DataFrame:
        """Return the figures of each day of the holiday that has passed, beside the same day of it last year."""
        return self._by_day(self.holiday)

    def comparison(self) -> HolidayComparison | None:
        """Return the comparison with the same holiday of last year; None where the ledger has nothing of that."""
        return self._compared(self.holiday)

    def by_sight(self) -> pd.DataFrame:
        """Return that comparison by sight; empty without one."""
        found = self.comparison()
        return pd.DataFrame() if found is None else holiday_figures.by_sight(found)

    def of_year(self) -> pd.DataFrame:
        """Return the figures of the year's holidays, and how they changed against the same ones of last year."""
        lines = {self._named(holiday): self._of_holiday(holiday) for _, holiday in self.holidays.iterrows()}
        return pd.DataFrame.from_dict(lines, orient="index", dtype=object)

    def figures(self) -> dict[str, Figure]:
        """Return the figures of the holiday by name."""
        found = self._of_holiday(self.holiday)
        names = {"visits": "接待人次", "income": "收入", "each": "人均消费", "load": "最大承载率", "missed": "未报景区",
                 "visits_change": "可比人次增长", "income_change": "可比收入增长"}  # fmt: skip
        return {name: found[column] for column, name in names.items()}

    def summary(self) -> Sentence:
        """Return the holiday in words: who reported what, and how that compares with the same one of last year."""
        holiday, rows = self.holiday, self._rows(self.holiday)
        about: dict[str, Any] = {"holiday": holiday["name"], "span": self._span(holiday)}
        if rows.empty:
            return self._say(_NOBODY, about)
        found, over = self._of_holiday(holiday), holiday["last"].date() <= self.as_of
        about |= {"days": found["days"], "visits": found["visits"]}
        about["sights"] = count("报送景区", rows.drop_duplicates("key"), "家")
        template = (_OVER if over else _RUNNING) + _SAID
        if found["income"].value is not None:
            template += _EARNED
            about |= {"income": found["income"], "each": as_clause(found["each"])}
        if found["missed"].value:
            template += _MISSED
            about["missed"] = found["missed"]
        more, compared = self._against_last_year(found)
        return self._say(f"{template}{more}。", about | compared)

    def section(self) -> Section:
        """Return the holiday in words, and the worst alarms of the year."""
        return Section([self.summary(), self.alarm_table(self.in_body)])

    def annex(self) -> Section:
        """Return the holiday day by day and by sight, the year's holidays, who did not report, and all alarms."""
        return Section([
            *self._tables(), *self._not_reported(),
            *([self.alarm_table(after=self.in_body)] if len(self.alarms) > self.in_body else []),
        ])  # fmt: skip

    def lines(self) -> Chart | Omission:
        """Return this year's days of the holiday against the same days of last year's, of sights that compare."""
        return holiday_lines(f"{self.holiday['name']}逐日接待与上年同日{self.until}", self.by_day())

    def _days(self, holiday: pd.Series) -> pd.DataFrame:
        """The days of a holiday that have passed."""
        return holiday_days(holiday["first"].date(), min(holiday["last"].date(), self.as_of))

    def _rows(self, holiday: pd.Series) -> pd.DataFrame:
        """What sights have reported of a holiday."""
        known = self._told[self._told["visits"].notna()]
        return known[known["day"].between(holiday["first"], holiday["last"])]

    @cached_property
    def _all_missed(self) -> pd.DataFrame:
        """The days of the year's holidays that sights have not reported."""
        return unreported(self._told, holiday_days(self.holidays["first"].iloc[0].date(), self.as_of))

    def _missed(self, holiday: pd.Series) -> pd.DataFrame:
        of_it: pd.DataFrame = self._all_missed[self._all_missed["first"] == holiday["first"]]
        return of_it

    def _compared(self, holiday: pd.Series) -> HolidayComparison | None:
        return self._comparisons[holiday["first"]]

    @cached_property
    def _comparisons(self) -> dict[pd.Timestamp, HolidayComparison | None]:
        """The comparison of each of the year's holidays, by its first day; None where there is nothing to compare."""
        found: dict[pd.Timestamp, HolidayComparison | None] = {}
        for _, holiday in self.holidays.iterrows():
            before = holiday_before(holiday)
            known = before is not None and not (self._rows(before).empty or self._rows(holiday).empty)
            found[holiday["first"]] = None
            if known and before is not None:
                then = holiday_days(before["first"].date(), before["last"].date())
                found[holiday["first"]] = holiday_figures.compared(self._told, self._days(holiday), then)
        return found

    def _by_day(self, holiday: pd.Series) -> pd.DataFrame:
        days = self._days(holiday)
        found = holiday_figures.by_day(self._told, days, self._missed(holiday))
        compared = self._compared(holiday)
        if compared is not None and not compared.daily and compared.sights():
            beside = holiday_figures.same_days(compared)
            found = pd.concat([found, beside.set_index(found.index)], axis="columns")
        return found.set_axis([short_day(day, self.as_of) for day in days["day"]])

    def _of_holiday(self, holiday: pd.Series) -> dict[str, Figure]:
        rows, missed = self._rows(holiday), self._missed(holiday)
        compared = self._compared(holiday)
        change = {f"{column}_change": missing_figure(NO_ROWS, unit="%") if compared is None else compared.change(column)
                  for column in holiday_figures.COMPARED}  # fmt: skip
        before = missing_figure(NO_ROWS, unit="天") if compared is None else _length(compared.then, compared.before)
        return {
            "days": _length(self._days(holiday), rows if len(rows) else missed), **holiday_figures.totals(rows),
            "missed": count("未报景区", missed.drop_duplicates("key"), "家"), "before": before, **change,
        }  # fmt: skip

    def _named(self, holiday: pd.Series) -> str:
        """A holiday with its days: 劳动节（5月1日—5月5日）."""
        return f"{holiday['name']}（{self._span(holiday)}）"

    def _span(self, holiday: pd.Series) -> str:
        """Its first and its last day, of a single day that one."""
        return "—".join(dict.fromkeys(short_day(holiday[end], self.as_of) for end in ("first", "last")))

    def _against_last_year(self, about: Mapping[str, Figure]) -> tuple[str, dict[str, Any]]:
        """The words of the comparison, and what they name."""
        found = self.comparison()
        if found is None:
            return _NO_BEFORE, {}
        sights = found.rows[found.rows["key"].isin(found.sights())]
        if sights.empty:
            return _NONE_ALIKE, {}
        template = _DAILY if found.daily else _ALIKE
        said: dict[str, Any] = {"more": as_clause(with_direction(about["visits_change"]))}
        said["alike"] = count("可比景区", sights.drop_duplicates("key"), "家")
        if found.sights("income"):
            template += _EARNED_ALIKE
            said["earned"] = as_clause(with_direction(about["income_change"]))
        return template, said | ({"before": about["before"]} if found.daily else {})

    def _say(self, template: str, about: Mapping[str, Any]) -> Sentence:
        return prose.say(template, names=self.county.proper_names, **about)

    def _tables(self) -> list[Table | Chart | Omission]:
        name, days, made = self.holiday["name"], self.by_day(), list[Table | Chart | Omission]()
        if len(self._rows(self.holiday)):
            beside = {column: heading for column, heading in _SAME_DAY.items() if column in days}
            made.append(figure_grid(f"{name}逐日接待{self.until}", "日期", days, {**_BY_DAY, **beside},
                                    notes=(_BASIS,) if beside else ()))  # fmt: skip
            made += [self.lines()] if beside and len(days) >= FEWEST else []
        found = self.comparison()
        if found is not None:
            mean = "日均" if found.daily else ""
            title = f"{name}各景区{mean}接待和收入与上年同一假日{self.until}"
            made.append(figure_grid(title, "景区", self.by_sight(), _BY_SIGHT, notes=(_BASIS,)))
        differing = [each["name"] for _, each in self.holidays.iterrows() if self._is_daily(each)]
        note = f"天数与上年不同的（{'，'.join(differing)}）按日均比。" if differing else ""
        made.append(figure_grid(f"今年各假日{self.until}", "假日", self.of_year(), _OF_YEAR, notes=(_BASIS + note,)))
        return made

    def _is_daily(self, holiday: pd.Series) -> bool:
        found = self._compared(holiday)
        return found is not None and found.daily

    def _not_reported(self) -> list[Table | Omission]:
        """Who did not report which days of the year's holidays."""
        missed = self._all_missed
        if missed.empty:
            return []
        by = missed.groupby(["first", "key"], sort=True)
        days = by["missed"].agg(lambda found: "、".join(short_day(day, self.as_of) for day in found))
        kept = by.first().assign(days=days, number=by.size()).reset_index()
        names = unit_names(self.county)
        columns: list[ColumnSpec[Row]] = [
            ColumnSpec(name="景区", width=2.0, cell=lambda row: quoted(str(row["key"]), row["origin"])),
            ColumnSpec(name="假日", width=1.2, cell=lambda row: str(row["holiday"])),
            ColumnSpec(name="未报（天）", align="right", width=1.0, cell=_gap),
            ColumnSpec(name="日期", width=3.0, cell=lambda row: str(row["days"])),
            ColumnSpec(name="责任单位", width=2.0, cell=lambda row: names.get(_text(row, "unit"), "") or tables.NONE),
        ]
        return [tables.tabulate(f"没有报的景区和日子{self.until}", columns, records(kept))]


def _length(days: pd.DataFrame, rows: pd.DataFrame) -> Figure:
    """How many days of a holiday are meant, by the calendar."""
    return reported_figure(Decimal(len(days)), "天", label="天数", origins=origins(rows), formula="按放假安排")


def _gap(row: Row) -> Cell:
    number = Decimal(int(row["number"]))
    figure = reported_figure(
        number, "天", label=f"{row['key']}未报", origins=(row["origin"],), formula="按台账所填计算"
    )
    return Cell(parts=(figure.model_copy(update={"text": figure.bare}),))


def _text(row: Row, column: str) -> str:
    words = row.get(column)
    return words if isinstance(words, str) else ""
