"""Special funds of the waterway: paid about as the time passes, and what was meant to be due is paid."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any

import planted
import series
from planted import Planted
from workbook import Columns, Look, Row, Rows, book

from xj_analysis.county.model import County

END = date(2025, 9, 30)
PURPOSES = {
    "港口基础设施补助": "jtj", "航道疏浚养护": "jtj", "集装箱运输奖补": "jtj", "岸电设施改造": "jtj",
    "铁水联运扶持": "jtj", "船舶更新补贴": "jtj", "港口信息化": "jtj", "防洪堤岸加固": "slj", "水运贷款贴息": "czj",
    "水运企业培育": "czj", "码头环保提升": "jtj", "多式联运站场": "jtj", "水上安全监管": "jtj", "港区道路配套": "jtj",
}  # fmt: skip
"""What a fund is for, and the unit responsible for it."""
FUNDS: Columns = (
    ("序号", "", "serial"), ("资金编号", "fund", "text"), ("资金名称", "name", "text"),
    ("责任单位", "unit", "text"), ("县领导", "leader", "text"), ("资金/安排（万元）", "arranged", "number"),
    ("资金/拨付（万元）", "paid", "number"), ("资金/结余（万元）", "balance", "number"), ("期限/起", "begins", "date"),
    ("期限/止", "due", "dots"), ("更新日期", "updated", "date"),
)  # fmt: skip

Fund = dict[str, Any]


def make(dice: random.Random, county: County, numbers: series.Numbers) -> tuple[dict[str, list[Row]], list[Planted]]:
    """Return the rows of each ledger, and what is planted in them."""
    names = {unit.slug: unit.name for unit in county.units}
    made: list[Fund] = []
    for number, (purpose, unit) in enumerate(PURPOSES.items(), start=1):
        begins = date(2025, 1, 1) + timedelta(dice.randrange(0, 90))
        due = date(2025, 12, 31) + timedelta(dice.choice((0, 90, 181)))
        fund = {
            "fund": f"Z{number:02}", "name": f"{purpose}专项资金（虚构）", "unit": names[unit], "begins": begins,
            "due": due, "leader": f"县领导{dice.choice('甲乙丙')}", "arranged": dice.randrange(20, 200) * 10,
        }  # fmt: skip
        _pay(fund, _passed(fund) + dice.uniform(-5, 8))
        fund["updated"] = END - timedelta(dice.randrange(0, 20))
        made.append(fund)
    free = dice.sample(made, len(made))
    found = [*_behind(dice, free), *_overdue(dice, free), *_contradictions(dice, free)]
    return {"funds": [_row(fund) for fund in made]}, found


def books(rows: Mapping[str, Rows]) -> dict[str, bytes]:
    """Return the workbooks by their names."""
    look = Look(
        "示例县水运专项资金台账（虚构）", sums=("arranged", "paid", "balance"), footnote="注：止为应付清的日期。"
    )
    return {"水运专项资金台账.xlsx": book([("专项资金", rows["funds"], FUNDS, look)])}


def _passed(fund: Fund) -> float:
    """The share of its time that has passed, in %."""
    days: float = 100 * (END - fund["begins"]).days / (fund["due"] - fund["begins"]).days
    return days


def _pay(fund: Fund, share: float) -> None:
    fund["paid"] = round(fund["arranged"] * share / 100)
    fund["balance"] = fund["arranged"] - fund["paid"]


def _behind(dice: random.Random, free: list[Fund]) -> Iterator[Planted]:
    for points in (15, 22, 45):
        fund = next(fund for fund in free if _passed(fund) > points + 2)
        free.remove(fund)
        _pay(fund, _passed(fund) - points - dice.uniform(0, 2))
        value = _passed(fund) - 100 * fund["paid"] / fund["arranged"]
        yield planted.planted("funds", fund["fund"], planted.BEHIND_TIME, END, value, "个百分点")


def _overdue(dice: random.Random, free: list[Fund]) -> Iterator[Planted]:
    """Two are due and not fully paid; one is due and paid."""
    for due, share in ((END - timedelta(12), 82), (END - timedelta(75), 64), (END - timedelta(40), 100)):
        fund = free.pop()
        fund["begins"], fund["due"] = due - timedelta(dice.randrange(150, 220)), due
        _pay(fund, share)
        if share < 100:
            yield planted.planted("funds", fund["fund"], planted.NOT_PAID, due, (END - due).days, "天")


def _contradictions(dice: random.Random, free: list[Fund]) -> Iterator[Planted]:
    fund = free.pop()
    left = fund["balance"]
    fund["balance"] += dice.randrange(3, 12) * 10
    yield planted.planted("funds", fund["fund"], planted.BALANCE, END, fund["balance"], "万元", beside=left)
    fund = free.pop()
    fund["paid"], fund["balance"] = fund["arranged"] + dice.randrange(3, 12) * 10, 0
    yield planted.planted("funds", fund["fund"], planted.PAID_MORE, END, fund["paid"], "万元", beside=fund["arranged"])


def _row(fund: Fund) -> Row:
    days = {name: fund[name].isoformat() for name in ("begins", "due", "updated")}
    amounts = {name: str(fund[name]) for name in ("arranged", "paid", "balance")}
    return {name: fund[name] for name in ("fund", "name", "unit", "leader")} | amounts | days
