"""Periods that a report states: in titles, the sheet's and the file's name, and as asked for; they must agree."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ..quantity import periods
from ..quantity.period_words import PeriodWords, find_period, find_periods, words_of
from ..workbooks.grid import Grid, Place
from ..workbooks.sheet_tables import SheetTable
from .report import FiledReport

_SUFFIX = re.compile(r"\.[A-Za-z]{3,4}$")
_NO_TITLE = re.compile(
    r"\s*((填表|填报|制表|报送|上报|打印|审核|导出|更新)(?!期间|月份|时期|年月|所属)|数据来源|资料来源|(注|备注|说明)(?!.*本表))"
)
"""Beginnings of cells above a table whose period is that of an act or a source, not of the values."""


@dataclass(frozen=True)
class PeriodStatement:
    """A place that states the period of a report.

    Parameters
    ----------
    origin
        标题, 页名 or 文件名.
    text
        What stands there.
    words
        The periods it can mean; it agrees with another where one of them does.
    grid, at
        The cell of a title.
    """

    origin: str
    text: str
    words: tuple[PeriodWords, ...]
    grid: Grid | None = None
    at: Place | None = None

    def agreeing(self, words: PeriodWords) -> PeriodWords | None:
        """Return the first of its periods that agrees with `words`."""
        return next((own for own in self.words if own.agrees(words)), None)


def name_statements(origin: str, name: str) -> list[PeriodStatement]:
    """Return the statement of a name of a file or sheet; none where it names no period.

    Examples
    --------
    >>> [one.words[0].code for one in name_statements("文件名", "接待情况2025.10.xlsx")]
    ['2025-01/2025-10']
    """
    stem = _SUFFIX.sub("", name)
    found = find_periods(stem)
    whole = find_period(stem)
    months = [one for one in found if one.last is not None]
    words = tuple(dict.fromkeys([*([whole] if whole else []), *(months or found)]))
    return [PeriodStatement(origin, name, words)] if words else []


def title_statements(table: SheetTable) -> list[PeriodStatement]:
    """Return the statements above a table: in its own title, else in any row above; the first, and others by month."""
    texts = [(at, cell.text) for at, cell in sorted(table.grid.cells.items())
             if at[0] < table.heading and not _NO_TITLE.match(cell.text)]  # fmt: skip
    stated = [PeriodStatement("标题", text, (words,), table.grid, at) for at, text in texts
              for words in _of_title(text)]  # fmt: skip
    own = [one for one in stated if one.at is not None and one.at[0] >= table.top] or stated
    return [*own[:1], *(one for one in own[1:] if one.words[0].last is not None)]


def _of_title(text: str) -> list[PeriodWords]:
    """The periods of a title: the first, and other months of the same year, which must agree with it."""
    first = find_period(text)
    if first is None:
        return []
    others = [words for words in find_periods(text) if words.last is not None and words.year in (None, first.year)]
    return [first, *(words for words in others if not words.agrees(first))]


def settle_period(
    report: FiledReport, statements: Sequence[PeriodStatement], required: str, at: tuple[Grid, Place] | None,
    *, annual: bool = False,
) -> PeriodWords | None:  # fmt: skip
    """Return the period that all statements agree on; None adds the fault of two that don't, or of none.

    Parameters
    ----------
    report
        Its ``period`` is set; a period set before, by another table, must be the same.
    statements
        In order of weight: titles first.
    required
        Code of the period asked for; empty for any.
    at
        The cell of the fault where no title states a period.
    annual
        True where a year alone means the whole year.
    """
    grid, place = at or (None, None)
    asked = words_of(periods.parse(required)) if required else None
    settled, first = asked, None
    for statement in statements:
        words = statement.agreeing(settled) if settled else statement.words[0]
        if words is None:
            _disagreement(report, statement, first, required, grid)
            return None
        first = first or statement
        settled = settled.completed(words) if settled else words
    code = required or (settled.code if settled else "")
    if annual and settled and settled.last is None and settled.since is None:
        code = code or settled.own_code
    if not code:
        what = "表上没有期间" if settled is None else f"表上的期间不全（只有“{settled.text}”）"
        if settled and settled.year is not None and settled.last is not None:
            what = f"“{settled.text}”不是从年初起的期间"
        do = "请在标题里写明，如 2025年1—9月，全年的写 2024年度；收的人也可用 --period 指明。"
        report.faults.add(grid, place, what, do=do, whole=True)
        return None
    if report.period and report.period != code:
        got = periods.parse(code).label
        report.faults.add(grid, place, f"各表的期间不同（前面的表是{periods.parse(report.period).label}）", got,
                          "请核对标题。", whole=True)  # fmt: skip
        return None
    report.period = code
    return settled


def _disagreement(
    report: FiledReport, statement: PeriodStatement, first: PeriodStatement | None, required: str, grid: Grid | None
) -> None:
    if required:
        what = f"{statement.origin}的期间不是要收的期间（{periods.parse(required).label}）"
    else:
        told = f"{first.origin}“{first.text.strip()}”" if first else ""
        what = f"{statement.origin}的期间与{told}不符"
    where = statement if statement.at else first if first and first.at else None
    report.faults.add(where.grid if where else grid, where.at if where else None, what, statement.text.strip(),
                      "请核对是否报错了表、忘了改标题或文件名，改好再报。", whole=True)  # fmt: skip


def agreeing_tables(
    tables: Iterable[SheetTable], statements: Sequence[PeriodStatement], required: str
) -> list[SheetTable]:
    """Return, of tables that state different periods, those of the period asked for or named by the file.

    All tables are returned where none agrees, or where nothing says which is meant.
    """
    tables = list(tables)
    wanted = [words_of(periods.parse(required))] if required else [w for s in statements for w in s.words]
    fitting = [table for table in tables if _states(table, wanted)]
    return fitting or tables


def _states(table: SheetTable, wanted: Sequence[PeriodWords]) -> bool:
    stated = [*title_statements(table), *name_statements("页名", table.grid.name)]
    return bool(wanted and stated) and all(any(one.agreeing(words) is not None for words in wanted) for one in stated)
