"""Holiday figures (假日): visits, income and load by day, and the comparison with the same holiday of last year.

Only sights that reported every day compared, both times, are compared (可比口径): what one left out changes nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import pandas as pd

from ..quantity.figures import Figure, missing_figure, reported_figure
from ..quantity.hedges import rounded
from .ledger_rows import has, origins
from .tallies import NO_ROWS, amount, count

__all__ = [
    "COMPARED",
    "NO_SIGHTS",
    "HolidayComparison",
    "by_day",
    "by_sight",
    "compared",
    "fullest",
    "income_each",
    "same_days",
    "totals",
]  # fmt: skip
__dir__ = __all__.copy

COMPARED = {"visits": ("接待人次", "人次"), "income": ("收入", "万元")}
"""What is compared, with its name and unit."""
NO_SIGHTS = "没有今年和上年都逐日报全的景区"
NO_COLUMN = "台账没有这一列"
NO_BASE = "上年的数不为正，不算增减"
_EACH = 10_000  # 元 in 万元


@dataclass(frozen=True)
class HolidayComparison:
    """A holiday, or the days of it that have passed, against the same of the year before.

    Parameters
    ----------
    now, then
        Days (:func:`~xj_analysis.quantity.holidays.holiday_days`) that are compared.
    rows, before
        Rows of those days, of all sights.
    """

    now: pd.DataFrame
    then: pd.DataFrame
    rows: pd.DataFrame
    before: pd.DataFrame

    @property
    def daily(self) -> bool:
        """Whether means of a day are compared: the holidays differ in length."""
        return len(self.now) != len(self.then)

    def sights(self, column: str = "visits") -> list[str]:
        """Return the sights that reported a column on each day, both times."""
        found = [_complete(rows, days, column) for rows, days in ((self.rows, self.now), (self.before, self.then))]
        return sorted(found[0] & found[1]) if has(self.rows, column) else []

    def sides(self, column: str, sights: list[str] | None = None) -> tuple[Figure, Figure]:
        """Return the totals of sights, or their means of a day, now and then; by default of all that compare."""
        chosen = self.sights(column) if sights is None else sights
        name, unit = COMPARED[column]
        made = []
        for rows, days, when in ((self.rows, self.now, "今年"), (self.before, self.then, "上年")):
            of = rows[rows["key"].isin(chosen)]
            label = f"{when}可比{'日均' if self.daily else ''}{name}"
            made.append(_mean(label, of, column, unit, len(days) if self.daily else 1))
        return made[0], made[1]

    def change(self, column: str, sights: list[str] | None = None) -> Figure:
        """Return the growth of the totals, or of the means of a day, in %."""
        label = f"可比{'日均' if self.daily else ''}{COMPARED[column][0]}增长"
        if not has(self.rows, column):
            return missing_figure(NO_COLUMN, unit="%", label=label)
        chosen = self.sights(column) if sights is None else sights
        if not chosen:
            return missing_figure(NO_SIGHTS, unit="%", label=label)
        sides = [rows[rows["key"].isin(chosen)] for rows in (self.rows, self.before)]
        one, two = (_sum(rows, column) for rows in sides)
        if two <= 0:
            return missing_figure(NO_BASE, unit="%", label=label)
        ratio = one * len(self.then) / (two * len(self.now))
        days = f"÷{len(self.now)}天", f"÷{len(self.then)}天"
        formula = f"({one}{days[0]})÷({two}{days[1]})−1" if self.daily else f"{one}÷{two}−1"
        value = rounded((ratio - 1) * 100, 1, "half_even") + 0
        return reported_figure(value, "%", label=label, origins=origins(pd.concat(sides)), formula=formula)


def compared(rows: pd.DataFrame, now: pd.DataFrame, then: pd.DataFrame) -> HolidayComparison:
    """Return the comparison of the days of a holiday that have passed with the same holiday of the year before.

    Of a holiday that is not over the same days are compared, its first; of one that is over, all days of both.

    Parameters
    ----------
    rows
        Of :func:`~.tourism.told`.
    now, then
        Days of both: of the first those that have passed, with ``length`` (:func:`~xj_analysis.quantity.holidays.
        holiday_days`).

    Examples
    --------
    >>> from datetime import date
    >>> from ..quantity.holidays import holiday_days
    >>> from .tourism import told
    >>> days = pd.to_datetime(["2023-12-30", "2023-12-31", "2024-01-01", "2025-01-01"])
    >>> rows = pd.DataFrame({"key": "湖", "day": days, "visits": [80.0, 90.0, 130.0, 150.0], "origin": [*"abcd"]})
    >>> now, then = (holiday_days(date(year - 1, 12, 30), date(year, 1, 1)) for year in (2025, 2024))
    >>> found = compared(told(rows, date(2025, 1, 1)), now, then)
    >>> found.daily, [each.text for each in found.sides("visits")], found.change("visits").text
    (True, ['150人次', '100人次'], '50.0%')
    """
    over = len(now) == now["length"].iloc[0]
    then = then if over else then.head(len(now))
    return HolidayComparison(now, then, _on(rows, now), _on(rows, then))


def by_day(rows: pd.DataFrame, days: pd.DataFrame, missed: pd.DataFrame) -> pd.DataFrame:
    """Return the figures of each day of a holiday.

    Parameters
    ----------
    rows
        Of :func:`~.tourism.told`.
    days
        Of the holiday, those that have passed.
    missed
        Of :func:`~.tourism.unreported`.

    Returns
    -------
    Figures, a row a day by its number: those of :func:`totals`, and ``missed``, how many sights did not report.

    Examples
    --------
    >>> from datetime import date
    >>> from ..quantity.holidays import holiday_days
    >>> from .tourism import told, unreported
    >>> rows = pd.DataFrame({"key": ["湖", "山"], "day": pd.to_datetime(["2025-05-01"] * 2), "capacity": 100.0,
    ...                      "visits": [80.0, 20.0], "income": [0.4, 0.2], "origin": ["a", "b"]})
    >>> rows = told(rows, date(2025, 5, 1))
    >>> days = holiday_days(date(2025, 5, 1), date(2025, 5, 1))
    >>> by_day(rows, days, unreported(rows, days)).map(str).to_dict("records")
    [{'visits': '100人次', 'income': '0.6万元', 'each': '60.0元', 'load': '80.0%', 'missed': '0家'}]
    """
    lines = {
        number: totals(_on(rows, days[days["day"] == day]))
        | {"missed": count("未报景区", missed[missed["missed"] == day], "家")}
        for number, day in zip(days["number"], days["day"], strict=True)
    }
    return pd.DataFrame.from_dict(lines, orient="index", dtype=object)


def totals(rows: pd.DataFrame) -> dict[str, Figure]:
    """Return visits, income, income a visit and the greatest load of rows."""
    full = fullest(rows)
    load = missing_figure(NO_ROWS, unit="%", label="最大承载率")
    if full is not None:
        share = Decimal(repr(float(full["visits"]))) * 100 / Decimal(repr(float(full["capacity"])))
        load = reported_figure(rounded(share, 1, "half_even"), "%", label="最大承载率", origins=(full["origin"],),
                               formula=f"{full['visits']:g}÷{full['capacity']:g}")  # fmt: skip
    return {
        "visits": amount("接待人次", rows, "visits", "人次"), "income": _amount(rows, "income"),
        "each": income_each(rows), "load": load,
    }  # fmt: skip


def fullest(rows: pd.DataFrame) -> pd.Series | None:
    """Return the row with the greatest load; None where none is known."""
    if not has(rows, "capacity"):
        return None
    load = (rows["visits"] / rows["capacity"]).where(rows["capacity"] > 0).dropna()
    return None if load.empty else rows.loc[load.index].iloc[int(load.to_numpy().argmax())]


def income_each(rows: pd.DataFrame) -> Figure:
    """Return the income a visit in 元, of the rows that have both; missing where there are none.

    Examples
    --------
    >>> income_each(pd.DataFrame({"visits": [100.0, 9.0], "income": [0.64, None], "origin": ["a", "b"]})).text
    '64.0元'
    """
    about: dict[str, Any] = {"unit": "元", "label": "人均消费"}
    if not has(rows, "income"):
        return missing_figure(NO_COLUMN, **about)
    both = rows[rows["visits"].notna() & rows["income"].notna()]
    visits, income = _sum(both, "visits"), _sum(both, "income")
    if visits <= 0:
        return missing_figure(NO_ROWS, **about)
    value = rounded(income * _EACH / visits, 1, "half_even")
    return reported_figure(value, **about, origins=origins(both), formula=f"{income}万元÷{visits}人次")


def by_sight(found: HolidayComparison) -> pd.DataFrame:
    """Return the comparison of each sight that reported a day of either, by its name, and of all that compare.

    Returns
    -------
    Figures: ``visits``, ``visits_before``, ``visits_change`` and the same of income; missing of a sight that did not
    report each day both times.
    """
    alike = {column: found.sights(column) for column in COMPARED}
    lines = {
        sight: _line(found, {column: [sight] if sight in every else [] for column, every in alike.items()})
        for sight in sorted({*found.rows["key"], *found.before["key"]})
    }
    lines["可比合计"] = _line(found, alike)
    return pd.DataFrame.from_dict(lines, orient="index", dtype=object)


def same_days(found: HolidayComparison) -> pd.DataFrame:
    """Return each day against that of the same number last year, of the sights that compare; both have as many days.

    Returns
    -------
    Figures, a row a day by its number: ``now``, ``then`` and ``change``.
    """
    sights = found.sights()
    lines = {}
    for place, number in enumerate(found.now["number"]):
        day, before = found.now.iloc[[place]], found.then.iloc[[place]]
        one = HolidayComparison(day, before, _on(found.rows, day), _on(found.before, before))
        now, then = one.sides("visits", sights)
        lines[number] = {"now": now, "then": then, "change": one.change("visits", sights)}
    return pd.DataFrame.from_dict(lines, orient="index", dtype=object)


def _line(found: HolidayComparison, sights: dict[str, list[str]]) -> dict[str, Figure]:
    made: dict[str, Figure] = {}
    for column, chosen in sights.items():
        now, then = found.sides(column, chosen)
        made |= {column: now, f"{column}_before": then, f"{column}_change": found.change(column, chosen)}
    return made


def _on(rows: pd.DataFrame, days: pd.DataFrame) -> pd.DataFrame:
    return rows[rows["day"].isin(days["day"])]


def _complete(rows: pd.DataFrame, days: pd.DataFrame, column: str) -> set[str]:
    """The sights with a number on each of some days."""
    if not has(rows, column):
        return set()
    known = rows[rows[column].notna()].groupby("key")["day"].nunique()
    return set(known.index[known == len(days)]) if len(days) else set()


def _amount(rows: pd.DataFrame, column: str) -> Figure:
    name, unit = COMPARED[column]
    return amount(name, rows, column, unit) if has(rows, column) else missing_figure(NO_COLUMN, unit=unit, label=name)


def _mean(label: str, rows: pd.DataFrame, column: str, unit: str, days: int) -> Figure:
    """The sum of a column by a number of days."""
    if not has(rows, column):
        return missing_figure(NO_COLUMN, unit=unit, label=label)
    if days == 1 or rows.empty:
        return amount(label, rows, column, unit)
    decimals = 0 if unit == "人次" else 2
    value = rounded(_sum(rows, column) / days, decimals, "half_even")
    return reported_figure(value, unit, label=label, origins=origins(rows), formula=f"各行相加÷{days}天")


def _sum(rows: pd.DataFrame, column: str) -> Decimal:
    return sum((Decimal(repr(float(value))) for value in rows[column].dropna()), Decimal(0))
