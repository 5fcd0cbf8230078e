"""The period that a report should be for, from what is already in and what has ended: last month's title is caught."""

from __future__ import annotations

from datetime import date, timedelta

from ..base.errors import UsageError
from ..quantity import periods
from ..quantity.period_words import words_of
from ..store.store import Store
from .report import FiledReport, month_after
from .stated_periods import name_statements

EARLIEST = timedelta(days=7)
"""How long before its period ends a report may come."""


def asked_code(period: str) -> str:
    """Return the code of the period asked for; '' for none.

    Raises
    ------
    UsageError
        It is neither a year nor months from January on.
    """
    if not period:
        return ""
    asked = periods.parse_option(period)
    if asked.form != "year" and not (asked.by_months and asked.start and asked.start.month == 1):
        raise UsageError("--period", "不是累计期间", period, "请写成 2025-01/2025-09，全年的写 2024。")
    return asked.code


def check_expected_period(report: FiledReport, store: Store, *, on: date, required: str = "") -> None:
    """Add a fault to a report whose period has not ended, or is all in already while a later one has ended.

    Parameters
    ----------
    report
        With a period; one of another form than 累计 is only held against `on`.
    store
        What is in; ``status`` resolved.
    on
        Day of receipt.
    required
        Code of the period asked for: a revision of an earlier period is asked for by it.
    """
    if not report.period or required or any(value.period for value in report.values):
        return
    period = periods.parse(report.period)
    if period.end is not None and period.end > on + EARLIEST:
        what = f"{period.label}还没有过完（收到的日子是{periods.date_label(on)}）"
        do = "请核对标题的期间；确要提前收，请写 --period。"
        report.faults.add(None, None, what, do=do, whole=True)
        return
    if not period.by_months:
        return
    if later := _later_in(report, store):
        what = f"{period.label}比已收全的{later}早"
        do = "请核对标题的期间；确是补报或更正以前的数，请写 --period 再收。"
        report.faults.add(None, None, what, period.label, do, whole=True)
        return
    if not _all_in(report, store, report.period):
        return
    year, month = month_after(period)
    due = periods.parse(f"{year}-01/{year}-{max(month, 2):02d}")  # January is reported with February
    if due.end is not None and due.end < on:
        what = f"{period.label}的数都已收过，xj status 在等{due.label}"
        do = "多半是忘了改标题；如是更正以前的数，请写 --period 再收。"
        report.faults.add(None, None, what, period.label, do, whole=True)


def check_file_name(report: FiledReport, name: str) -> None:
    """Add a fault to a filled template whose file's name states another period."""
    stated = name_statements("文件名", name)
    if report.period and stated:
        period = periods.parse(report.period)
        if stated[0].agreeing(words_of(period)) is None:
            what = f"模板的期间（{period.label}）与文件名不符"
            report.faults.add(None, None, what, name, "请核对是否报错了表，或改正文件名。", whole=True)


def _later_in(report: FiledReport, store: Store) -> str:
    """The label of a later 累计 of the same year for which every value of a report is in; '' for none."""
    own = periods.parse(report.period)
    known = (periods.parse(code) for code in set(store.current()["period"]) if code.startswith(report.period[:8]))
    later = [each for each in known if each.by_months and each.start == own.start and each.sort_key() > own.sort_key()]
    return next((each.label for each in later if _all_in(report, store, each.code)), "")


def _all_in(report: FiledReport, store: Store, period: str) -> bool:
    """True where every value of a report is of an indicator and area that already has one for a period."""
    series = {(value.indicator, value.area) for value in report.values
              if value.entry.digits and value.measure == "cumulative"}  # fmt: skip
    rows = store.current()
    rows = rows[(rows["period"] == period) & (rows["nature"] == "actual") & (rows["subject"] == "")]
    return bool(series) and series <= set(zip(rows["indicator"], rows["area"], strict=True))
