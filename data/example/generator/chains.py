"""产业链 against their targets: together they have the revenue that is reported of the clusters."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from datetime import date

import leads
import planted
import series
from planted import Planted
from workbook import Columns, Look, Row, Rows, book

from xj_analysis.county.model import County

END = date(2025, 9, 30)
PASSED = 75.0
"""The share of the year, in %, that has passed."""
SLOW, SLOWEST = (6.0, 9.0), (12.0, 18.0)
"""Points by which chains are behind where that is planted; the others keep pace."""
CHAINS: Columns = (
    ("序号", "", "serial"), ("产业链", "name", "text"), ("链长", "leader", "text"), ("责任单位", "unit", "text"),
    ("营业收入/年度目标（亿元）", "target", "number"), ("营业收入/累计（亿元）", "revenue", "number"),
    ("营业收入/上年同期（亿元）", "revenue_last_year", "number"), ("规上企业（家）", "firms", "number"),
    ("亿元项目（个）", "large_projects", "number"), ("数据截至", "updated", "date"),
)  # fmt: skip


def make(dice: random.Random, county: County, numbers: series.Numbers) -> tuple[dict[str, list[Row]], list[Planted]]:
    """Return the rows of each ledger, and what is planted in them."""
    names = {unit.slug: unit.name for unit in county.units}
    said = float(numbers.reports["cluster_revenue", county.code, series.LAST])
    before = float(numbers.reports["cluster_revenue", county.code, (series.LAST[0] - 1, series.LAST[1])])
    weights = [dice.uniform(0.8, 1.4) for _ in leads.CHAINS]
    revenues, earlier = _shares(said, weights), _shares(before, [each * dice.uniform(0.93, 1.07) for each in weights])
    slow, slowest, more = dice.sample(range(len(leads.CHAINS)), 3)
    made: list[Row] = []
    found: list[Planted] = []
    for place, (chain, unit) in enumerate(leads.CHAINS.items()):
        behind = dice.uniform(*(SLOW if place == slow else SLOWEST if place == slowest else (-6.0, 3.0)))
        target = round(100 * revenues[place] / (PASSED - behind), 1)
        if place in (slow, slowest):
            points = PASSED - 100 * revenues[place] / target
            found.append(planted.planted("chains", f"{chain}产业链", planted.CHAIN_BEHIND, END, points, "个百分点"))
        if place == more:
            whole = round(said + dice.uniform(0.3, 0.9), 1)
            revenues[place] = round(revenues[place] + whole - said, 2)
            found.append(
                planted.planted("chains", county.code, planted.DISAGREES, END, whole, "亿元", "cluster_revenue", said)
            )
        made.append({
            "name": f"{chain}产业链", "leader": f"县领导{'甲乙丙丁戊己庚'[place]}", "unit": names[unit],
            "target": str(target), "revenue": f"{revenues[place]:.2f}", "revenue_last_year": f"{earlier[place]:.2f}",
            "firms": str(dice.randrange(6, 40)), "large_projects": str(dice.randrange(1, 9)),
            "updated": END.isoformat(),
        })  # fmt: skip
    return {"chains": made}, found


def books(rows: Mapping[str, Rows]) -> dict[str, bytes]:
    """Return the workbooks by their names."""
    look = Look("2025年示例县重点产业链运行台账（虚构）", sums=("target", "revenue", "revenue_last_year"),
                footnote="注：年度目标是链长制工作目标；营业收入为列入产业集群名单的企业合计。")  # fmt: skip
    return {"产业链运行台账.xlsx": book([("产业链", rows["chains"], CHAINS, look)])}


def _shares(whole: float, weights: Sequence[float]) -> list[float]:
    """Parts of a whole in hundredths, that add up to it."""
    parts = [round(whole * weight / sum(weights), 2) for weight in weights[1:]]
    return [round(whole - sum(parts), 2), *parts]
