"""就业之家: posts of employers, and people who look for work."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from datetime import date, timedelta

import series
from firms import INDUSTRIES
from planted import Planted
from workbook import Columns, Look, Row, Rows, book

from xj_analysis.county.model import County

END = date(2025, 9, 30)
"""Nothing later has happened."""
TRADES = ("操作工", "质检员", "电工", "仓管", "会计", "司机")
POSTS: Columns = (
    ("序号", "", "serial"), ("岗位编号", "post", "text"), ("用人单位", "employer", "text"), ("工种", "title", "text"),
    ("乡镇", "area", "text"), ("人数/需求（人）", "wanted", "number"), ("人数/到岗（人）", "filled", "number"),
    ("月薪/最低（元）", "pay_low", "number"), ("月薪/最高（元）", "pay_high", "number"), ("发布日期", "posted", "dots"),
)  # fmt: skip
SEEKERS: Columns = (
    ("序号", "", "serial"), ("登记编号", "seeker", "text"), ("乡镇", "area", "text"), ("年龄段", "age_band", "text"),
    ("意向工种", "wants", "text"), ("登记日期", "registered", "date"), ("就业日期", "placed", "date"),
)  # fmt: skip


def make(dice: random.Random, county: County, numbers: series.Numbers) -> tuple[dict[str, list[Row]], list[Planted]]:
    """Return the rows of each ledger, and what is planted in them."""
    return {"posts": list(_posts(dice, county)), "seekers": list(_seekers(dice, county))}, []


def books(rows: Mapping[str, Rows]) -> dict[str, bytes]:
    """Return the workbooks by their names."""
    return {
        "就业之家台账.xlsx": book([
            ("岗位", rows["posts"], POSTS, Look("就业之家岗位台账（虚构）", "填报：就业中心", ("wanted", "filled"))),
            ("求职", rows["seekers"], SEEKERS, Look("就业之家求职登记台账（虚构）", footnote="注：不记姓名和证件号。")),
        ]),
    }  # fmt: skip


def _posts(dice: random.Random, county: County) -> Iterator[Row]:
    for number in range(1, 241):
        day = date(2025, 1, 5) + timedelta(dice.randrange(0, 265))
        wanted = dice.randrange(1, 30)
        yield {
            "post": f"G{number:03}", "employer": f"{dice.choice(INDUSTRIES)}{dice.randrange(1, 25):02}厂（虚构）",
            "title": dice.choice(TRADES), "area": dice.choice(county.towns),
            "wanted": str(wanted), "filled": str(dice.randrange(0, wanted + 1)),
            "pay_low": str(low := dice.randrange(28, 60) * 100), "pay_high": str(low + dice.randrange(5, 30) * 100),
            "posted": day.isoformat(),
        }  # fmt: skip


def _seekers(dice: random.Random, county: County) -> Iterator[Row]:
    """Nobody has a name or a number: an invented person is a row."""
    for number in range(1, 321):
        came = date(2025, 1, 5) + timedelta(dice.randrange(0, 260))
        found = came + timedelta(dice.randrange(3, 90))
        yield {
            "seeker": f"R{number:03}", "area": dice.choice(county.towns),
            "age_band": dice.choice(("青年", "中年", "大龄")),
            "wants": dice.choice(TRADES), "registered": came.isoformat(),
            "placed": found.isoformat() if dice.random() < 0.6 and found <= END else "",
        }  # fmt: skip
