"""The ledgers as workbooks in the shapes departments send: titles, merged headings, sums, footnotes, several sheets."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

import leads
import projects
from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from xj_analysis.county.model import County
from xj_analysis.workbooks.saving import to_bytes

Row = dict[str, str]
Rows = Sequence[Row]
Columns = Sequence[tuple[str, str, str]]
"""Heading (levels joined by /), field, and how it is written: text, number, date, dots (2025.3.2), time, serial."""

_LINE = Side(style="thin", color="808080")
_BOX = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)
_WIDE = {"name": 30, "what": 30, "matter": 26, "unit": 26, "employer": 22, "milestone": 12}
_A4_COLUMNS = 12
_TITLE = {"name": "黑体", "size": 16}


@dataclass(frozen=True)
class Look:
    """How a sheet looks.

    Parameters
    ----------
    sums
        The fields that the row of sums has.
    merged
        The field whose equal cells, one below the other, are merged.
    """

    title: str
    note: str = ""
    sums: tuple[str, ...] = ()
    merged: str = ""
    footnote: str = ""


def everything(county: County, kept: Mapping[str, Rows]) -> dict[str, bytes]:
    """Return the workbooks by their names, of the rows of each ledger."""
    rows = {name: [_named(row, county) for row in made] for name, made in kept.items()}
    return {
        "重点项目倒排工期表.xlsx": _book([("倒排工期", rows["projects"], _projects(), _PROJECTS)]),
        "招商线索台账.xlsx": _book([
            (stage, [row for row in rows["leads"] if row["stage"] == stage], LEADS, _leads_look(stage))
            for stage in leads.STAGES
        ]),
        "督办台账.xlsx": _book([
            ("督办", rows["tasks"], TASKS, Look("2025年督办台账（虚构）", footnote="注：销号须有依据。")),
        ]),
        "培育库企业监测.xlsx": _book([
            ("名录", rows["enterprises"], ENTERPRISES, Look("规上企业培育库名录（虚构）", "单位：万元")),
            *((f"{month}月", [row for row in rows["enterprise_days"] if int(row["day"][5:7]) == month], DAYS,
               Look(f"培育库企业2025年{month}月逐日监测（虚构）", merged="enterprise", sums=("output",)))
              for month in (7, 8, 9)),
        ]),
        "就业之家台账.xlsx": _book([
            ("岗位", rows["posts"], POSTS, Look("就业之家岗位台账（虚构）", "填报：就业中心", ("wanted", "filled"))),
            ("求职", rows["seekers"], SEEKERS, Look("就业之家求职登记台账（虚构）", footnote="注：不记姓名和证件号。")),
        ]),
        "审批办件台账.xlsx": _book([
            (f"{month}月", [row for row in rows["approvals"] if int(row["received"][5:7]) == month], APPROVALS,
             Look(f"2025年{month}月审批办件台账（虚构）", footnote="说明：收件、办结时间精确到分；未办结的留空。"))
            for month in range(1, 10)
        ]),
        "设施与人口点.xlsx": _book([
            ("设施", rows["facilities"], FACILITIES, Look("公共服务设施（虚构，在公海上）", sums=("capacity",))),
            ("人口点", rows["population_points"], POINTS, Look("人口点（虚构，坐标在公海上）", sums=("population",))),
        ]),
    }  # fmt: skip


def _named(row: Row, county: County) -> Row:
    """A row with the name of its town: nobody sends codes."""
    return {**row, "area": county.area_names[row["area"]]} if "area" in row else row


_PROJECTS = Look(
    "2025年示例县重点项目倒排工期表（虚构）", "单位：万元",
    ("investment_total", "investment_done", "year_plan", "year_done"),
    footnote="注：计划、完成均填日期；没有完成的留空。填表人：示例",
)  # fmt: skip


def _projects() -> Columns:
    steps = [
        (f"{step}/{words}", f"{field}_{which}", style)
        for step, field in zip(projects.MILESTONES, projects.MILESTONE_FIELDS, strict=True)
        for words, which, style in (("计划", "planned", "dots"), ("完成", "actual", "date"))
    ]
    return [
        ("序号", "", "serial"), ("项目编号", "project", "text"), ("项目名称", "name", "text"), ("乡镇", "area", "text"),
        ("责任/县领导", "leader", "text"), ("责任/单位", "unit", "text"), ("投资/总投资", "investment_total", "number"),
        ("投资/累计完成", "investment_done", "number"), *steps, ("类别", "category", "text"),
        ("责任人", "person", "text"), ("本年投资/计划", "year_plan", "number"),
        ("本年投资/完成", "year_done", "number"), ("形象进度", "progress", "text"),
        ("存在问题", "problem", "text"), ("下步措施", "next_step", "text"), ("更新日期", "updated", "date"),
    ]  # fmt: skip


LEADS: Columns = (
    ("序号", "", "serial"), ("线索编号", "lead", "text"), ("项目名称", "name", "text"), ("意向乡镇", "area", "text"),
    ("责任单位", "unit", "text"), ("拟投资额（万元）", "amount", "number"), ("时间/线索", "lead_on", "date"),
    ("时间/洽谈", "talks_on", "date"), ("时间/签约", "signed_on", "date"), ("时间/开工", "started_on", "date"),
    ("时间/投产", "running_on", "date"), ("投资方", "investor", "text"), ("产业链", "chain", "text"),
    ("来源活动", "event", "text"), ("招商组团", "team", "text"), ("跟踪人", "person", "text"),
    ("最近跟进", "followed", "date"), ("到位资金（万元）", "paid", "number"),
)  # fmt: skip
TASKS: Columns = (
    ("序号", "", "serial"), ("编号", "task", "text"), ("来源", "source", "text"), ("交办日期", "given", "date"),
    ("类别", "kind", "text"), ("任务内容", "what", "text"), ("牵头领导", "leader", "text"),
    ("责任单位", "unit", "text"), ("完成时限", "due", "dots"),
    ("状态", "state", "text"), ("办结日期", "done", "date"), ("最近反馈", "heard", "date"),
    ("下步措施", "next_step", "text"), ("依据", "evidence", "text"), ("事由", "matter", "text"),
)  # fmt: skip
ENTERPRISES: Columns = (
    ("序号", "", "serial"), ("企业编号", "enterprise", "text"), ("企业名称", "name", "text"), ("乡镇", "area", "text"),
    ("行业", "industry", "text"), ("阶段", "stage", "text"), ("上年营业收入", "revenue_last_year", "number"),
    ("联系领导", "leader", "text"), ("申报状态", "state", "text"), ("预计入规月", "due", "text"),
    ("进规日期", "entered", "date"), ("近12个月营业收入", "revenue_12m", "number"),
)  # fmt: skip
DAYS: Columns = (
    ("企业编号", "enterprise", "text"), ("日期", "day", "date"), ("产值（万元）", "output", "number"),
    ("用电量（千瓦时）", "power", "number"), ("用工（人）", "staff", "number"),
)  # fmt: skip
POSTS: Columns = (
    ("序号", "", "serial"), ("岗位编号", "post", "text"), ("用人单位", "employer", "text"), ("工种", "title", "text"),
    ("乡镇", "area", "text"), ("人数/需求（人）", "wanted", "number"), ("人数/到岗（人）", "filled", "number"),
    ("月薪/最低（元）", "pay_low", "number"), ("月薪/最高（元）", "pay_high", "number"), ("发布日期", "posted", "dots"),
)  # fmt: skip
SEEKERS: Columns = (
    ("序号", "", "serial"), ("登记编号", "seeker", "text"), ("乡镇", "area", "text"), ("年龄段", "age_band", "text"),
    ("意向工种", "wants", "text"), ("登记日期", "registered", "date"), ("就业日期", "placed", "date"),
)  # fmt: skip
APPROVALS: Columns = (
    ("序号", "", "serial"), ("办件编号", "case", "text"), ("事项", "kind", "text"),
    ("承诺时限（个工作日）", "promised_days", "number"), ("申请人所在乡镇", "area", "text"),
    ("收件时间", "received", "time"), ("办结时间", "finished", "time"),
)  # fmt: skip
FACILITIES: Columns = (
    ("序号", "", "serial"), ("设施编号", "facility", "text"), ("名称", "name", "text"), ("类别", "kind", "text"),
    ("乡镇", "area", "text"), ("坐标/经度", "lon", "number"), ("坐标/纬度", "lat", "number"),
    ("容量（人）", "capacity", "number"),
)  # fmt: skip
POINTS: Columns = (
    ("序号", "", "serial"), ("点位编号", "point", "text"), ("乡镇", "area", "text"), ("坐标/经度", "lon", "number"),
    ("坐标/纬度", "lat", "number"), ("人口（人）", "population", "number"),
)  # fmt: skip


def _leads_look(stage: str) -> Look:
    return Look(f"示例县招商引资“{stage}”阶段项目台账（虚构）", sums=("amount", "paid"))


def _book(sheets: Iterable[tuple[str, Rows, Columns, Look]]) -> bytes:
    book = Workbook()
    book.remove(book.active)
    for name, rows, columns, look in sheets:
        _sheet(book.create_sheet(name), rows, columns, look)
    return to_bytes(book)


def _sheet(sheet: Worksheet, rows: Rows, columns: Columns, look: Look) -> None:
    last = len(columns)
    sheet.cell(1, 1, look.title).font = Font(**_TITLE)
    sheet.cell(1, 1).alignment = Alignment(horizontal="center")
    sheet.merge_cells(start_row=1, end_row=1, start_column=1, end_column=last)
    if look.note:
        sheet.cell(2, last - 1, look.note)
    levels = 2 if any("/" in heading for heading, _, _ in columns) else 1
    first = _headings(sheet, [heading.split("/") for heading, _, _ in columns], levels)
    for number, row in enumerate(rows):
        for column, (_, field, style) in enumerate(columns, start=1):
            _write(sheet, first + number, column, str(number + 1) if style == "serial" else row[field], style)
    end = first + len(rows)
    if look.merged:
        _merge_equal(sheet, first, end, next(n for n, (_, f, _) in enumerate(columns, start=1) if f == look.merged))
    if look.sums:
        sheet.cell(end, 1, "合计").border = _BOX
        for column, (_, field, _) in enumerate(columns, start=1):
            sheet.cell(end, column).border = _BOX
            if field in look.sums:
                total = sum(float(row[field]) for row in rows)
                sheet.cell(end, column, round(total, 2))
    if look.footnote:
        sheet.cell(end + 2, 1, look.footnote)
    for column, (heading, field, style) in enumerate(columns, start=1):
        narrow = {"serial": 6, "text": 13, "time": 18}.get(style, max(12, 2 * len(heading.split("/")[-1]) + 2))
        sheet.column_dimensions[get_column_letter(column)].width = _WIDE.get(field, narrow)
    sheet.freeze_panes = sheet.cell(first, 1)
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A3 if last > _A4_COLUMNS else sheet.PAPERSIZE_A4
    sheet.page_setup.orientation, sheet.page_setup.fitToHeight = "landscape", 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_title_rows = f"1:{first - 1}"


def _headings(sheet: Worksheet, headings: Sequence[list[str]], levels: int) -> int:
    """The heading from row 3 on, equal neighbours of its upper level merged; the row below it is returned."""
    for column, parts in enumerate(headings, start=1):
        for level in range(levels):
            cell = sheet.cell(3 + level, column)
            cell.border, cell.fill = _BOX, PatternFill("solid", fgColor="DDEBF7")
            cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
            cell.font = Font(bold=True)
        sheet.cell(3, column, parts[0])
        if levels > 1 and len(parts) == 1:
            sheet.merge_cells(start_row=3, end_row=4, start_column=column, end_column=column)
        elif levels > 1:
            sheet.cell(4, column, parts[1])
    column = 1
    while column <= len(headings):
        run = column
        while run < len(headings) and len(headings[run]) > 1 and headings[run][0] == headings[column - 1][0]:
            run += 1
        if run > column:
            for extra in range(column + 1, run + 1):
                sheet.cell(3, extra).value = None
            sheet.merge_cells(start_row=3, end_row=3, start_column=column, end_column=run)
        column = run + 1
    return 3 + levels


def _merge_equal(sheet: Worksheet, first: int, end: int, column: int) -> None:
    begin = first
    for row in range(first + 1, end + 1):
        if row == end or sheet.cell(row, column).value != sheet.cell(begin, column).value:
            for below in range(begin + 1, row):
                sheet.cell(below, column).value = None
            sheet.merge_cells(start_row=begin, end_row=row - 1, start_column=column, end_column=column)
            sheet.cell(begin, column).alignment = Alignment(vertical="top")
            begin = row


_WRITTEN: dict[str, tuple[Callable[[str], object], str]] = {
    "number": (float, "General"),
    "serial": (int, "General"),
    "date": (date.fromisoformat, "yyyy-mm-dd"),
    "time": (datetime.fromisoformat, "yyyy-mm-dd hh:mm"),
    "dots": (lambda text: "{0.year}.{0.month}.{0.day}".format(date.fromisoformat(text)), "@"),
}


def _write(sheet: Worksheet, row: int, column: int, text: str, style: str) -> None:
    cell = sheet.cell(row, column)
    cell.border = _BOX
    if style not in ("text", "number"):
        cell.alignment = Alignment(horizontal="center")
    if text:
        make, shown = _WRITTEN.get(style, (str, "@"))
        cell.value, cell.number_format = make(text), shown  # type: ignore[assignment]
