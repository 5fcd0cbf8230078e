"""What departments handed in over the years: a workbook a department and year, and the targets; as observations."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from pathlib import Path

import series
from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from xj_analysis.county.model import County, Indicator
from xj_analysis.county.reporting import ReportingUnit
from xj_analysis.workbooks.saving import to_bytes

OFFICE = "示例县攻坚办"
ABOUT = "约"


@dataclass
class Books:
    """The files written so far, and what they say.

    Parameters
    ----------
    folder
        The county's data folder.
    rows
        Lines of observations.csv.
    sources
        Tables of sources.toml.
    """

    folder: Path
    rows: list[dict[str, str]] = field(default_factory=list)
    sources: list[dict[str, str]] = field(default_factory=list)

    def add(self, name: str, content: bytes, about: dict[str, str]) -> None:
        """Write a file below archive/, and register it as a source."""
        path = self.folder / "archive" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        self.sources.append(
            {
                **about,
                "address": "虚构的内部报表，没有网址",
                "transcript": f"archive/{name}",
                "sha256": hashlib.sha256(content).hexdigest(),
            }
        )

    def say(self, source: str, indicator: Indicator, area: str, period: str, nature: str, value: Decimal, at: str,
            published: date, hedge: str = "exact") -> None:  # fmt: skip
        """Add an observation."""
        self.rows.append({
            "id": f"E{len(self.rows) + 1}", "indicator": indicator.slug, "area": area, "subject": "", "period": period,
            "nature": nature, "value": str(value), "unit": indicator.unit, "hedge": hedge, "source": source,
            "locator": at, "published": published.isoformat(),
        })  # fmt: skip


def write(books: Books, county: County, numbers: series.Numbers, until: tuple[int, int] = series.ARCHIVED) -> None:
    """Write all archived workbooks, with reports up to a month, and what they say."""
    for year in series.YEARS:
        _targets(books, county, numbers, year)
    _plans(books, county, numbers)
    for unit in county.units:
        if not unit.area:
            for year in series.YEARS:
                _reports(books, county, numbers, unit, year, until)


def reported_on(month: tuple[int, int]) -> date:
    """The day a month's reports become known."""
    year, number = month
    return date(year + number // 12, number % 12 + 1, 15)


def _areas(county: County, indicator: Indicator, *, towns: bool) -> list[str]:
    return [*county.towns, county.code] if towns else [county.code]


def _sheet(book: Workbook, name: str, title: str, unit: str, columns: list[str]) -> Worksheet:
    """A sheet with its title over all columns, the unit in the corner, and a header row."""
    sheet = book.create_sheet(name[:31])
    sheet.append([title])
    sheet.append([*[None] * len(columns), f"单位：{unit}"])
    sheet.append(["地区", *columns])
    sheet.merge_cells(start_row=1, start_column=1, end_row=1, end_column=len(columns) + 1)
    sheet["A1"].font = Font(bold=True, size=14)
    sheet["A1"].alignment = Alignment(horizontal="center")
    sheet.column_dimensions["A"].width = 16
    return sheet


def _names(county: County, codes: list[str]) -> Iterator[tuple[str, str]]:
    for code in codes:
        yield code, "合计" if code == county.code and len(codes) > 1 else county.area_names[code]


def _reports(books: Books, county: County, numbers: series.Numbers, unit: ReportingUnit, year: int,
             until: tuple[int, int]) -> None:  # fmt: skip
    months = [month for month in series.months() if month[0] == year and month <= until]
    source, book = f"{unit.slug}{year}", Workbook()
    book.remove(book.active)
    towns = {*unit.by_town, *(("villages_improved",) if unit.slug == "nyj" else ())}
    for slug in unit.reports:
        indicator = county.by_slug[slug]
        heads = [f"1—{number}月" for _, number in months]
        title = f"{county.name}{year}年{indicator.name}各月累计（虚构）"
        sheet = _sheet(book, indicator.name, title, indicator.unit, heads)
        codes = _areas(county, indicator, towns=slug in towns)
        for line, (code, name) in enumerate(_names(county, codes), start=4):
            sheet.cell(line, 1, name)
            for column, month in enumerate(months, start=2):
                value = numbers.reports.get((slug, code, month))
                if value is None:
                    continue
                hedged = (slug, code, month) == series.HEDGED
                sheet.cell(line, column, f"{ABOUT}{value}" if hedged else float(value))
                books.say(source, indicator, code, series.period(month), "actual", value,
                          f"{sheet.title}!{get_column_letter(column)}{line}", reported_on(month),
                          "about" if hedged else "exact")  # fmt: skip
    about = {"id": source, "title": f"{unit.name}{year}年各月累计报表（虚构）", "publisher": unit.name,
             "published": reported_on(months[-1]).isoformat(), "strength": "original"}  # fmt: skip
    books.add(f"{year}/{unit.slug}.xlsx", to_bytes(book), about)


def _targets(books: Books, county: County, numbers: series.Numbers, year: int) -> None:
    source, book, day = f"targets{year}", Workbook(), date(year, 2, 20)
    book.remove(book.active)
    slugs = [slug for slug in series.LEVELS if (slug, county.code, year) in numbers.targets]
    names = [county.area_names[code] for code in (county.code, *county.towns)]
    sheet = _sheet(book, "年度目标", f"{county.name}{year}年攻坚战年度目标（虚构）", "见各行", ["单位", *names])
    for line, slug in enumerate(slugs, start=4):
        indicator = county.by_slug[slug]
        sheet.cell(line, 1, indicator.name)
        sheet.cell(line, 2, indicator.unit)
        for column, code in enumerate((county.code, *county.towns), start=3):
            value = numbers.targets.get((slug, code, year))
            if value is not None:
                sheet.cell(line, column, float(value))
                at = f"{sheet.title}!{get_column_letter(column)}{line}"
                books.say(source, indicator, code, str(year), "target", value, at, day)
    about = {"id": source, "title": f"{county.name}{year}年攻坚战目标任务书（虚构）", "publisher": OFFICE,
             "published": day.isoformat(), "strength": "original"}  # fmt: skip
    books.add(f"{year}/targets.xlsx", to_bytes(book), about)


def _plans(books: Books, county: County, numbers: series.Numbers) -> None:
    year = series.YEARS[-1]
    source, book, day = f"plans{year}", Workbook(), date(year, 2, 20)
    book.remove(book.active)
    months = [(year, number) for number in range(2, 13)]
    heads = ["单位", *(f"1—{number}月" for _, number in months)]
    sheet = _sheet(book, "分月计划", f"{county.name}{year}年分月累计计划（虚构）", "见各行", heads)
    for line, slug in enumerate(series.LEVELS, start=4):
        indicator = county.by_slug[slug]
        sheet.cell(line, 1, indicator.name)
        sheet.cell(line, 2, indicator.unit)
        for column, month in enumerate(months, start=3):
            value = numbers.plans[slug, county.code, month]
            sheet.cell(line, column, float(value))
            at = f"{sheet.title}!{get_column_letter(column)}{line}"
            books.say(source, indicator, county.code, series.period(month), "planned", value, at, day)
    about = {"id": source, "title": f"{county.name}{year}年攻坚战分月推进计划（虚构）", "publisher": OFFICE,
             "published": day.isoformat(), "strength": "original"}  # fmt: skip
    books.add(f"{year}/plans.xlsx", to_bytes(book), about)
