"""Figures of 审批: cases, working days, 按时办结率, 提前办结率, by kind and department; permits of projects."""

from __future__ import annotations

import pandas as pd

from ..county.alarm_limits import ApprovalLimits
from ..quantity.figures import Figure
from . import tallies

__all__ = ["approval_figures", "chain_figures", "grouped_approvals", "late_cases"]
__dir__ = __all__.copy

UNIT = "个工作日"
SLOW = 90


def approval_figures(cases: pd.DataFrame, limits: ApprovalLimits, name: str = "") -> dict[str, Figure]:
    """Return the figures of cases by name.

    Working days and rates are of cases that are done, those alone of which the days are sure; 提前 is done before the
    last day promised.

    Parameters
    ----------
    cases
        Of :func:`~.approval_days.measured`.
    limits
        ``days_left``: of a case that is about to be late.
    name
        What they are of, before each label.

    Examples
    --------
    >>> cases = pd.DataFrame({"origin": ["a", "b"], "open": [False, True], "taken": [2.0, 4.0],
    ...                       "taken_most": [2.0, 4.0], "promised_days": [3.0, 3.0], "left": [1.0, -1.0]})
    >>> found = approval_figures(cases, ApprovalLimits())
    >>> [found[name].text for name in ("办结", "在办", "超期", "中位数", "按时办结率", "提前办结率")]
    ['1件', '1件', '1件', '2个工作日', '100.0%', '100.0%']
    """
    done, waiting = cases[~cases["open"] & cases["taken"].notna()], cases[cases["open"]]
    sure = done[done["taken"] == done["taken_most"]]
    judged = done[done["promised_days"].notna()]
    on_time, late = judged["taken_most"] <= judged["promised_days"], judged["taken"] > judged["promised_days"]
    early, not_early = judged["taken_most"] < judged["promised_days"], judged["taken"] >= judged["promised_days"]
    overdue = waiting[waiting["taken"] > waiting["promised_days"]]
    soon = waiting[waiting["left"].between(0, limits.days_left)]
    return {
        "收件": tallies.count(f"{name}收件", cases, "件"), "办结": tallies.count(f"{name}办结", done, "件"),
        "在办": tallies.count(f"{name}在办", waiting, "件"), "超期": tallies.count(f"{name}超期未办", overdue, "件"),
        "即将超期": tallies.count(f"{name}即将超期", soon, "件"),
        "平均": tallies.mean(f"{name}平均办理时长", sure, sure["taken"], UNIT),
        "中位数": tallies.median(f"{name}办理时长中位数", sure, sure["taken"], UNIT),
        "较慢": tallies.percentile(f"{name}办理时长第九十百分位", sure, sure["taken"], SLOW, UNIT),
        "按时办结率": tallies.share(f"{name}按时办结率", judged[on_time], judged[on_time | late]),
        "提前办结率": tallies.share(f"{name}提前办结率", judged[early], judged[early | not_early]),
    }  # fmt: skip


def grouped_approvals(cases: pd.DataFrame, column: str, limits: ApprovalLimits) -> pd.DataFrame:
    """Return the figures of the cases of each department, or kind: those done in time least first.

    Parameters
    ----------
    cases
        Of :func:`~.approval_days.measured`.
    column
        ``unit`` or ``kind``.
    """
    named = cases.assign(_of=cases[column].fillna("").replace("", "未填"))
    found = {str(name): approval_figures(rows, limits, str(name)) for name, rows in named.groupby("_of", sort=True)}
    frame = pd.DataFrame.from_dict(found, orient="index")
    if frame.empty:
        return frame
    rates = frame["按时办结率"].map(lambda figure: 101.0 if figure.value is None else float(figure.value))
    return frame.loc[rates.sort_values(kind="stable").index]


def late_cases(cases: pd.DataFrame) -> pd.DataFrame:
    """Return the cases that took longer than promised, or are open for longer, with ``over``, the most over first."""
    over = cases["taken"] - cases["promised_days"]
    late = cases.assign(over=over)[over > 0]
    return late.sort_values(["open", "over", "key"], ascending=[False, False, True], kind="stable")


def chain_figures(chains: pd.DataFrame, limits: ApprovalLimits) -> dict[str, Figure]:
    """Return how many projects have all permits, how many of these within the limit, and their median days.

    Parameters
    ----------
    chains
        Of :func:`~.permit_chains.permit_chains`.

    Examples
    --------
    >>> chains = pd.DataFrame({"done": [True, False], "taken": [5.0, 9.0], "taken_most": [5.0, 9.0],
    ...                        "origin": ["a", "c"], "origins": [("a", "b"), ("c",)]})
    >>> [figure.text for figure in chain_figures(chains, ApprovalLimits()).values()]
    ['1个', '1个', '5个工作日']
    """
    done = chains[chains["done"].astype(bool)]
    sure = done[done["taken"] == done["taken_most"]]
    within = done[done["taken_most"] <= limits.permit_days]

    def of_cases(figure: Figure, rows: pd.DataFrame) -> Figure:
        every = dict.fromkeys(origin for each in rows["origins"] for origin in each)
        return figure.model_copy(update={"origins": tuple(every)})

    median = tallies.median("三证办齐用时中位数", sure, sure["taken"].astype("float64"), UNIT)
    return {
        "办齐": of_cases(tallies.count("三证办齐的项目", done, "个"), done),
        "限内": of_cases(tallies.count("限时内办齐的项目", within, "个"), within),
        "中位数": of_cases(median, sure),
    }
