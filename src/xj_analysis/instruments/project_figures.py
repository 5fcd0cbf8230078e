"""Figures of 重点项目 (开工率, 竣工率, 完成投资率, 序时推进率), 项目调度表 and load, each with its rows."""

from __future__ import annotations

from datetime import date
from typing import Any

import pandas as pd

from ..county.instrument_fields import ACTUAL
from ..quantity.figures import Figure
from . import tallies
from .ledger_rows import happened, has
from .milestones import OVERDUE, due_by, milestones
from .project_slip import slips
from .projects import steps_of

__all__ = ["TOTAL", "dispatch", "loads", "project_figures"]
__dir__ = __all__.copy

TOTAL = "合计"
"""The group that is the sum of all others."""
_INVESTMENT = ("investment_total", "investment_done", "year_plan", "year_done")


def project_figures(rows: pd.DataFrame, as_of: date, *, money: str = "万元") -> dict[str, Figure]:
    """Return the figures of a ledger of projects on a day, by name; those that it has the columns for.

    完成投资率 and 年度投资完成率 are of the rows that have both numbers. 序时推进率 is the share of the milestones due
    by the day that are done.

    Parameters
    ----------
    rows
        Rows of the ledger (:func:`~.ledger_rows.prepared`).
    as_of
        The day; what is done later is not done.
    money
        The unit in which amounts are read.

    Examples
    --------
    >>> day = pd.to_datetime
    >>> rows = pd.DataFrame({"key": ["X1", "X2"], "origin": ["a", "b"], "started_planned": day(["2025-03-01"] * 2),
    ...                      "started_actual": day(["2025-03-01", None])})
    >>> found = project_figures(rows, date(2025, 8, 31))
    >>> {name: found[name].text for name in ("开工率", "序时推进率", "逾期节点")}
    {'开工率': '50.0%', '序时推进率': '50.0%', '逾期节点': '1个'}
    """
    found = {"项目": tallies.count("重点项目", rows, "项")}
    for step, name in steps_of(rows).items():
        done = rows[happened(rows[step + ACTUAL], as_of).notna()]
        found |= {name: tallies.count(f"{name}项目", done, "项"), f"{name}率": tallies.share(f"{name}率", done, rows)}
    found |= {name: made for name, made in _amounts(rows, money).items() if made is not None}
    each = milestones(rows, as_of)
    due, overdue = each[due_by(each, as_of)], each[each["state"] == OVERDUE]
    late = slips(rows, as_of)
    late = late[(late["slip"] > 0) & ~late["runs"]]
    return found | {
        "到期节点": tallies.count("到期节点", due, "个"),
        "序时推进率": tallies.share("序时推进率", due[due["actual"].notna()], due),
        "逾期节点": tallies.count("逾期节点", overdue, "个"),
        "逾期项目": tallies.count("有节点逾期的项目", overdue.drop_duplicates("key"), "项"),
        "拖期项目": tallies.count("拖期项目", late, "项"),
        "拖期中位天数": tallies.median("拖期中位天数", late, late["slip"], "天"),
    }


def dispatch(rows: pd.DataFrame, by: str, *, money: str = "万元") -> list[tuple[str, dict[str, Figure]]]:
    """Return the 项目调度表: a group of projects a row, the least of its year's plan done first, then their sum.

    Parameters
    ----------
    by
        The column by which projects are grouped: ``unit``, ``category``, ``area`` or ``leader``.

    Returns
    -------
    Groups with 项目个数, 总投资, 年度计划投资, 累计完成投资 (of this year) and 完成年度百分比, as far as the ledger has
    columns for them; last the group :data:`TOTAL`. A group that has no percentage stands before it.

    Examples
    --------
    >>> rows = pd.DataFrame({"origin": ["a", "b"], "unit": ["gxj", "swj"], "year_plan": [100.0, 50.0],
    ...                      "year_done": [60.0, 10.0]})
    >>> [(group, row["完成年度百分比"].text) for group, row in dispatch(rows, "unit")]
    [('swj', '20.0%'), ('gxj', '60.0%'), ('合计', '46.7%')]
    """

    def measured(part: pd.DataFrame) -> dict[str, Figure]:
        found = _amounts(part, money)
        made = {name: found[name] for name in ("总投资", "年度计划投资")}
        made |= {"累计完成投资": found["本年完成投资"], "完成年度百分比": found["年度投资完成率"]}
        return {"项目个数": tallies.count("项目个数", part, "项"), **{k: v for k, v in made.items() if v is not None}}

    groups = [(str(name), measured(part)) for name, part in _grouped(rows, by)]

    def order(row: tuple[str, dict[str, Figure]]) -> tuple[bool, Any, str]:
        share = row[1].get("完成年度百分比")
        value = None if share is None else share.value
        return value is None, value or 0, row[0]

    return [*sorted(groups, key=order), (TOTAL, measured(rows))]


def loads(rows: pd.DataFrame, as_of: date, by: str, *, money: str = "万元") -> list[tuple[str, dict[str, Figure]]]:
    """Return the load of each leader or unit: projects, investment, overdue milestones and the longest; most first.

    Parameters
    ----------
    by
        ``leader``, ``unit`` or ``person``.

    Examples
    --------
    >>> day = pd.to_datetime
    >>> rows = pd.DataFrame({"key": ["X1", "X2"], "origin": ["a", "b"], "leader": ["甲", "乙"],
    ...     "started_planned": day(["2025-03-01", "2025-08-30"]), "started_actual": day([None, None])})
    >>> [(name, row["逾期节点"].text, row["最长逾期"].text) for name, row in loads(rows, date(2025, 8, 31), "leader")]
    [('乙', '1个', '1天'), ('甲', '1个', '183天')]
    """
    each = milestones(rows, as_of)
    overdue = each[each["state"] == OVERDUE].merge(rows[["key"]].assign(group=rows[by]), on="key")
    found: list[tuple[str, dict[str, Figure]]] = []
    for name, part in _grouped(rows, by):
        own = overdue[overdue["group"] == name]
        longest = own[own["days"] == own["days"].max()].head(1)
        made = {"项目": tallies.count("项目", part, "项"), "总投资": _amount("总投资", part, "investment_total", money)}
        made |= {"逾期节点": tallies.count("逾期节点", own, "个"),
                 "最长逾期": tallies.median("最长逾期", longest, longest["days"].astype("float64"), "天")}  # fmt: skip
        found.append((str(name), {key: figure for key, figure in made.items() if figure is not None}))
    return sorted(found, key=lambda row: (-_number(row[1]["逾期节点"]), -_number(row[1]["项目"]), row[0]))


def _grouped(rows: pd.DataFrame, by: str) -> Any:
    """Groups of rows with only the columns of investment: a group of all columns takes many times as long."""
    own = rows[[name for name in ("origin", *_INVESTMENT) if name in rows]]
    return own.groupby(rows[by].fillna(""), sort=True)


def _number(figure: Figure) -> float:
    return float(figure.value or 0)


def _amount(label: str, rows: pd.DataFrame, column: str, money: str) -> Figure | None:
    """The sum of a column; None where the ledger does not have it."""
    return tallies.amount(label, rows, column, money) if has(rows, column) else None


def _amounts(rows: pd.DataFrame, money: str) -> dict[str, Figure | None]:
    """Sums and rates of investment; None of what the ledger has no column for."""

    def total(label: str, column: str) -> Figure | None:
        return _amount(label, rows, column, money)

    def rate(label: str, done: str, planned: str) -> Figure | None:
        if not has(rows, done, planned):
            return None
        both = rows[rows[[done, planned]].notna().all(axis="columns")]
        return tallies.share(label, both, both, column=done, of=planned)

    return {
        "总投资": total("总投资", "investment_total"),
        "累计完成总投资": total("自开工累计完成投资", "investment_done"),
        "完成投资率": rate("完成投资率", "investment_done", "investment_total"),
        "年度计划投资": total("年度计划投资", "year_plan"),
        "本年完成投资": total("本年累计完成投资", "year_done"),
        "年度投资完成率": rate("年度投资完成率", "year_done", "year_plan"),
    }
