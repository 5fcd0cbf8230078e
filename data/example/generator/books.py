"""The ledgers as workbooks: who keeps what on which sheet."""

from __future__ import annotations

from collections.abc import Mapping

import leads
import projects
from ledgers import INSTRUMENTS
from workbook import Columns, Look, Row, Rows, book

from xj_analysis.county.model import County


def everything(county: County, kept: Mapping[str, Rows]) -> dict[str, bytes]:
    """Return the workbooks by their names, of the rows of each ledger."""
    rows = {name: [_named(row, county) for row in made] for name, made in kept.items()}
    others = [each.books(rows) for each in INSTRUMENTS]
    return {name: made for each in (_first(rows), *others) for name, made in each.items()}


def _first(rows: Mapping[str, Rows]) -> dict[str, bytes]:
    return {
        "重点项目倒排工期表.xlsx": book([("倒排工期", rows["projects"], _projects(), _PROJECTS)]),
        "招商线索台账.xlsx": book([
            (stage, [row for row in rows["leads"] if row["stage"] == stage], LEADS, _leads_look(stage))
            for stage in leads.STAGES
        ]),
        "督办台账.xlsx": book([
            ("督办", rows["tasks"], TASKS, Look("2025年督办台账（虚构）", footnote="注：销号须有依据。")),
        ]),
        "培育库企业监测.xlsx": book([
            ("名录", rows["enterprises"], ENTERPRISES, Look("规上企业培育库名录（虚构）", "单位：万元")),
            *((f"{month}月", [row for row in rows["enterprise_days"] if int(row["day"][5:7]) == month], DAYS,
               Look(f"培育库企业2025年{month}月逐日监测（虚构）", merged="enterprise", sums=("output",)))
              for month in (7, 8, 9)),
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


def _leads_look(stage: str) -> Look:
    return Look(f"示例县招商引资“{stage}”阶段项目台账（虚构）", sums=("amount", "paid"))
