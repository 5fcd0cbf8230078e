"""What departments and towns send for a month, in the shapes they really use; the rest in our templates."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import series
from openpyxl import Workbook, load_workbook
from openpyxl.styles import Alignment, Border, Side
from openpyxl.worksheet.worksheet import Worksheet

from xj_analysis.collect import template, template_layout
from xj_analysis.county.model import County
from xj_analysis.quantity import periods
from xj_analysis.store.store import Store
from xj_analysis.workbooks.saving import to_bytes

FIXTURES = Path(__file__).parent / "fixtures"
"""Workbooks no maintained library writes (.xls): made once by LibreOffice from :func:`nyj`, and kept."""

Files = dict[str, tuple[str, bytes]]
"""By unit: the file's name and its bytes."""


class Month:
    """The numbers of one month as departments see them."""

    def __init__(self, county: County, numbers: series.Numbers, month: tuple[int, int]) -> None:
        self.county, self.numbers, self.month = county, numbers, month
        self.label = f"{month[0]}年1—{month[1]}月"

    def value(self, slug: str, area: str = "") -> Decimal | None:
        """The 累计 of an indicator, of the county where no area is named."""
        return self.numbers.reports.get((slug, area or self.county.code, self.month))

    def added(self, slug: str, area: str = "") -> Decimal | None:
        """What the month added to it."""
        now, then = self.value(slug, area), self.numbers.reports.get(
            (slug, area or self.county.code, (self.month[0], self.month[1] - 1))
        )  # fmt: skip
        return None if now is None or then is None else now - then

    @property
    def towns(self) -> list[tuple[str, str]]:
        """Codes and names of the towns."""
        return [(code, self.county.area_names[code]) for code in self.county.towns]


def _put(sheet: Worksheet, place: str, value: object) -> None:
    sheet[place] = float(value) if isinstance(value, Decimal) else value  # type: ignore[assignment]
    if isinstance(value, Decimal) and (decimals := -int(value.as_tuple().exponent)) > 0:
        sheet[place].number_format = f"0.{'0' * decimals}"


def wlj(month: Month) -> bytes:
    """Two-level merged heading, a diagonal cell, units in the heading, 本月 and 累计, a total, footnotes."""
    book = Workbook()
    sheet = book.active
    sheet.title = "旅游接待"
    _put(sheet, "A1", f"{month.county.name}{month.label}旅游接待情况表（虚构）")
    sheet.merge_cells("A1:E1")
    _put(sheet, "A3", "指标\n        乡镇")
    sheet["A3"].border = Border(diagonal=Side(style="thin"), diagonalDown=True)
    sheet["A3"].alignment = Alignment(wrap_text=True)
    sheet.merge_cells("A3:A4")
    for place, words in (("B3", "接待游客（万人次）"), ("D3", "旅游综合收入（万元）"), ("B4", "本月"), ("C4", "累计"),
                         ("D4", "本月"), ("E4", "累计")):  # fmt: skip
        _put(sheet, place, words)
    sheet.merge_cells("B3:C3")
    sheet.merge_cells("D3:E3")
    row = 5
    for code, name in [*month.towns, (month.county.code, "合 计")]:
        _put(sheet, f"A{row}", name)
        hedged = ("visits", code, month.month) == series.HEDGED
        _put(sheet, f"B{row}", None if hedged else month.added("visits", code))
        _put(sheet, f"C{row}", f"约{month.value('visits', code)}" if hedged else month.value("visits", code))
        _put(sheet, f"D{row}", month.added("tourism_income", code))
        _put(sheet, f"E{row}", month.value("tourism_income", code))
        row += 1
    _put(sheet, f"A{row + 1}", "注：接待人次按抽样推算。填表人：示例")
    return to_bytes(book)


def gxj(month: Month) -> bytes:
    """Two tables on a sheet, the unit in the corner, a hidden column with old numbers and a hidden row."""
    book = Workbook()
    sheet = book.active
    sheet.title = "工业经济"
    _put(sheet, "A1", f"{month.county.name}{month.label}工业经济运行（虚构）")
    _put(sheet, "A2", "表一 工业投资")
    _put(sheet, "D3", "单位：万元")
    for place, words in (("A4", "地区"), ("B4", "上年同期"), ("C4", "当月"), ("D4", "年初以来累计")):
        _put(sheet, place, words)
    sheet.column_dimensions["B"].hidden = True
    row = 5
    for code, name in [*month.towns, (month.county.code, "合计")]:
        _put(sheet, f"A{row}", name)
        _put(sheet, f"B{row}", month.numbers.reports.get(("industry_investment", code, (2024, month.month[1]))))
        _put(sheet, f"C{row}", month.added("industry_investment", code))
        _put(sheet, f"D{row}", month.value("industry_investment", code))
        row += 1
        if row == 9:  # an old line kept out of sight
            _put(sheet, f"A{row}", "园区（停用）")
            _put(sheet, f"D{row}", 0)
            sheet.row_dimensions[row].hidden = True
            row += 1
    row += 2
    _put(sheet, f"A{row}", "表二 产业集群与技改")
    for letter, words in zip("ABC", ("指标", "计量单位", "累计"), strict=True):
        _put(sheet, f"{letter}{row + 1}", words)
    for offset, slug in enumerate(("cluster_revenue", "tech_projects"), start=2):
        indicator = month.county.by_slug[slug]
        for letter, value in zip("ABC", (indicator.name, indicator.unit, month.value(slug)), strict=True):
            _put(sheet, f"{letter}{row + offset}", value)
    _put(sheet, f"A{row + 5}", "说明：集群收入按名单内企业汇总。")
    return to_bytes(book)


def nyj(month: Month) -> bytes:
    """Two sheets, the heading in two levels; sent as .xls."""
    book = Workbook()
    sheet = book.active
    sheet.title = "分乡镇"
    _put(sheet, "A1", f"{month.label}农业农村工作进展（虚构）")
    for place, words in (
        ("A3", "单位"),
        ("B3", "高标准农田（亩）"),
        ("C3", "农产品加工（万元）"),
        ("B4", "新建"),
        ("C4", "产值"),
    ):
        _put(sheet, place, words)
    sheet.merge_cells("A3:A4")
    for row, (code, name) in enumerate([*month.towns, (month.county.code, "全县")], start=5):
        _put(sheet, f"A{row}", name)
        _put(sheet, f"B{row}", month.value("farmland", code))
        _put(sheet, f"C{row}", month.value("processing_output", code))
    other = book.create_sheet("全县")
    done = month.value("villages_improved")
    lines = (
        ("A1", f"{month.label}（虚构）"),
        ("A2", "项目"),
        ("B2", "累计完成"),
        ("A3", "完成整治村庄（个）"),
        ("B3", done),
    )
    for place, value in lines:
        _put(other, place, value)
    return to_bytes(book)


def swj(month: Month) -> bytes:
    """A CSV in GB18030, numbers in full-width digits with thousands separators."""
    wide = str.maketrans("0123456789,", "０１２３４５６７８９，")
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow([f"{month.label}招商引资进展（虚构）", ""])
    writer.writerow(["地区", "签约项目总投资（万元）"])
    for code, name in [*month.towns, (month.county.code, "合计")]:
        writer.writerow([name, f"{month.value('signed_investment', code):,}".translate(wide)])
    return text.getvalue().encode("gb18030")


def rsj(month: Month) -> bytes:
    """Each column with a unit of its own; a second sheet for the county."""
    book = Workbook()
    sheet = book.active
    sheet.title = "各乡镇"
    _put(sheet, "A1", f"{month.label}人社工作（虚构）")
    for place, words in (("A2", "乡镇"), ("B2", "职业技能培训（人次）"), ("C2", "城镇新增就业（人）")):
        _put(sheet, place, words)
    for row, (code, name) in enumerate([*month.towns, (month.county.code, "合计")], start=3):
        _put(sheet, f"A{row}", name)
        _put(sheet, f"B{row}", month.value("trainees", code))
        _put(sheet, f"C{row}", month.value("urban_jobs", code))
    other = book.create_sheet("全县")
    for place, value in (("A1", month.label), ("A2", "指标"), ("B2", "年初至今"), ("A3", "引进人才（人）"),
                         ("B3", month.value("talents"))):  # fmt: skip
        _put(other, place, value)
    return to_bytes(book)


def spj(month: Month) -> bytes:
    """A row an indicator, each with its unit."""
    book = Workbook()
    sheet = book.active
    sheet.title = "审批"
    _put(sheet, "A1", f"{month.label}行政审批情况（虚构）")
    for row, line in enumerate((("指标名称", "单位", "累计"),
                                ("办结审批事项", "件", month.value("approvals")),
                                ("平均办理时长", "个工作日", month.value("approval_days"))), start=3):  # fmt: skip
        for letter, value in zip("ABC", line, strict=True):
            _put(sheet, f"{letter}{row}", value)
    return to_bytes(book)


def hbj(month: Month) -> bytes:
    """A percent cell."""
    book = Workbook()
    sheet = book.active
    sheet.title = "环境质量"
    _put(sheet, "A1", f"{month.label}环境质量（虚构）")
    for place, words in (("A2", "指标"), ("B2", "达标率"), ("A3", "地表水断面")):
        _put(sheet, place, words)
    _put(sheet, "B3", (month.value("water_quality") or Decimal(0)) / 100)
    sheet["B3"].number_format = "0.0%"
    return to_bytes(book)


OWN: dict[str, tuple[str, Callable[[Month], bytes]]] = {
    "wlj": ("旅游接待情况", wlj), "gxj": ("工业经济月报", gxj), "rsj": ("人社月报", rsj), "spj": ("行政审批情况", spj),
    "hbj": ("环境质量", hbj),
}  # fmt: skip


def everything(month: Month, known: Store) -> Files:
    """Return what each unit sends for a month."""
    made: Files = {}
    tail = f"{month.month[0]}年{month.month[1]}月"
    for unit in month.county.units:
        if unit.slug in OWN:
            name, make = OWN[unit.slug]
            made[unit.slug] = (f"{name}{tail}.xlsx", make(month))
        elif unit.slug == "swj":
            made[unit.slug] = (f"招商进展{tail}.csv", swj(month))
        elif unit.slug == "nyj":
            fixture = FIXTURES / f"nyj-{month.month[0]}-{month.month[1]:02d}.xls"
            made[unit.slug] = (f"农业农村月报{tail}.xls", fixture.read_bytes())
        else:
            period = periods.parse(series.period(month.month))
            made[unit.slug] = (f"{unit.name}-{period.label}.xlsx", filled(month, known, unit.slug))
    return made


def filled(month: Month, known: Store, slug: str) -> bytes:
    """Return a unit's template with the month's numbers filled in."""
    unit = next(unit for unit in month.county.units if unit.slug == slug)
    period = periods.parse(series.period(month.month))
    book = load_workbook(io.BytesIO(template.make_template(known, unit, period)))
    sheet = book[template_layout.SHEET]
    for block in template_layout.blocks(month.county, unit):
        for line in block.lines:
            value = month.value(block.indicator, line.area)
            if not line.total:
                sheet.cell(line.row, template_layout.NOW, None if value is None else float(value))
    return to_bytes(book)
