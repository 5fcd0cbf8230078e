"""Figures of 就业之家: 需求, 到岗, 缺口, 到岗率, 求人倍率 by trade; days to a job; the network; fairs, trips, loans."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pandas as pd

from ..quantity.figures import Figure, missing_figure, reported_figure
from ..quantity.hedges import rounded
from . import tallies
from .ledger_rows import happened, has, origins

__all__ = ["TOTAL", "employers_short", "job_seekers", "network_levels", "open_trades", "seeker_figures", "services",
           "trade_counts", "trade_figures"]  # fmt: skip
__dir__ = __all__.copy

UNIT, TOTAL, UNNAMED = "人", "合计", "未填"
LEVELS = ("县级", "工业园区", "园区", "乡镇", "村（社区）")


def job_seekers(rows: pd.DataFrame, as_of: date) -> pd.DataFrame:
    """Return the people registered by the day, with ``waiting``: not placed by then, whatever was written later.

    Examples
    --------
    >>> day = pd.to_datetime
    >>> rows = pd.DataFrame({"registered": day(["2025-09-01", "2025-09-02"]), "placed": day(["2025-10-02", None])})
    >>> job_seekers(rows, date(2025, 9, 30))["waiting"].tolist()
    [True, True]
    """
    known = rows[rows["registered"].isna() | happened(rows["registered"], as_of).notna()]
    placed = happened(known["placed"], as_of)
    return known.assign(placed=placed, waiting=placed.isna())


def trade_counts(posts: pd.DataFrame, seekers: pd.DataFrame | None) -> pd.DataFrame:
    """Return the people wanted, come, still wanted and looking for work by trade, the greatest gap first.

    Parameters
    ----------
    posts
        Of :func:`~.jobs.open_posts`.
    seekers
        Of :func:`job_seekers`; None where there is no ledger of them, or it does not say what they look for.
    """
    counts = posts.groupby(_trade(posts, "title"))[["wanted", "filled", "gap"]].sum()
    if seekers is not None:
        registered = seekers.groupby(_trade(seekers, "wants"))["waiting"].agg(registered="size", waiting="sum")
        counts = counts.join(registered, how="outer").fillna(0)
    counts.index.name = None
    return counts.sort_values("gap", ascending=False, kind="stable")


def trade_figures(posts: pd.DataFrame, seekers: pd.DataFrame | None, trades: pd.Index) -> pd.DataFrame:
    """Return the figures by trade and, last, of all.

    Parameters
    ----------
    posts, seekers
        As of :func:`trade_counts`.
    trades
        Those that are shown, in order; 合计 is of all.

    Examples
    --------
    >>> posts = pd.DataFrame({"origin": ["a"], "title": ["电工"], "wanted": [9.0], "filled": [6.0], "gap": [3.0]})
    >>> seekers = pd.DataFrame({"origin": ["b", "c"], "wants": ["电工", "电工"], "waiting": [True, True]})
    >>> found = trade_figures(posts, seekers, pd.Index(["电工"]))
    >>> found.loc["电工"].map(lambda figure: figure.text).tolist()
    ['9人', '6人', '3人', '66.7%', '2人', '1.5']
    """
    title = _trade(posts, "title")
    wants = None if seekers is None else _trade(seekers, "wants")
    made = {}
    for trade in [*trades, TOTAL]:
        own = posts if trade == TOTAL else posts[title == trade]
        looking = None if seekers is None else seekers if trade == TOTAL else seekers[wants == trade]
        made[str(trade)] = _figures(own, looking, "" if trade == TOTAL else str(trade))
    return pd.DataFrame.from_dict(made, orient="index")


def _figures(posts: pd.DataFrame, seekers: pd.DataFrame | None, name: str) -> dict[str, Figure]:
    judged = posts[posts["gap"].notna()]
    found = {
        "需求": tallies.amount(f"{name}需求", posts, "wanted", UNIT),
        "到岗": tallies.amount(f"{name}到岗", posts, "filled", UNIT),
        "缺口": tallies.amount(f"{name}缺口", judged, "gap", UNIT),
        "到岗率": tallies.share(f"{name}到岗率", judged, judged, column="filled", of="wanted"),
    }  # fmt: skip
    if seekers is None:
        return found
    waiting = seekers[seekers["waiting"]]
    found["求职"] = tallies.count(f"{name}求职未就业", waiting, UNIT)
    found["求人倍率"] = _ratio(f"{name}求人倍率", judged, waiting)
    return found


def _ratio(label: str, posts: pd.DataFrame, waiting: pd.DataFrame) -> Figure:
    """People wanted for each who looks for work."""
    gap = posts["gap"].sum()
    if waiting.empty or posts.empty:
        return missing_figure(tallies.NO_ROWS, label=label)
    value = rounded(Decimal(repr(float(gap))) / len(waiting), 2, "half_even")
    places = tuple(dict.fromkeys([*origins(posts), *origins(waiting)]))
    return reported_figure(Decimal(f"{value.normalize():f}"), "", label=label, origins=places,
                           formula=f"{gap:.10g}人÷{len(waiting)}人")  # fmt: skip


def seeker_figures(seekers: pd.DataFrame) -> dict[str, Figure]:
    """Return how many registered, were placed and look for work, and the median days from one to the other.

    Examples
    --------
    >>> day = pd.to_datetime
    >>> rows = pd.DataFrame({"origin": ["a"], "registered": day(["2025-09-01"]), "placed": day(["2025-09-11"]),
    ...                      "waiting": [False]})
    >>> [figure.text for figure in seeker_figures(rows).values()]
    ['1人', '1人', '0人', '10天']
    """
    days = (seekers["placed"] - seekers["registered"]).dt.days.astype("float64")
    return {
        "登记": tallies.count("求职登记", seekers, UNIT),
        "就业": tallies.count("登记后就业", seekers[~seekers["waiting"]], UNIT),
        "求职": tallies.count("求职未就业", seekers[seekers["waiting"]], UNIT),
        "中位数": tallies.median("登记到就业的中位数", seekers, days.where(days >= 0), "天"),
    }  # fmt: skip


def employers_short(posts: pd.DataFrame) -> pd.DataFrame:
    """Return the employers with a gap: 岗位, 需求, 到岗, 缺口, the most short first."""
    if not has(posts, "employer"):
        return pd.DataFrame()
    short = posts[(posts["gap"] > 0) & (posts["employer"].fillna("") != "")]
    order = short.groupby("employer")["gap"].sum().sort_values(ascending=False, kind="stable").index
    by = dict(tuple(short.groupby("employer")))
    made = {
        str(name): {"岗位": tallies.count(f"{name}未招满岗位", by[name], "个"),
                    **{k: v for k, v in _figures(by[name], None, str(name)).items() if k != "到岗率"}}
        for name in order
    }  # fmt: skip
    return pd.DataFrame.from_dict(made, orient="index")


def network_levels(rows: pd.DataFrame, as_of: date) -> pd.DataFrame:
    """Return the points of the network open by the day by level, from the county down, and 合计.

    Examples
    --------
    >>> rows = pd.DataFrame({"origin": ["a", "b"], "level": ["乡镇", "县级"]})
    >>> network_levels(rows, date(2025, 9, 30))["网点"].map(lambda figure: figure.text).to_dict()
    {'县级': '1个', '乡镇': '1个', '合计': '2个'}
    """
    known = rows[happened(rows["opened"], as_of).notna()] if has(rows, "opened") else rows
    level = _trade(known, "level")
    order = [each for each in LEVELS if (level == each).any()]
    order += [each for each in dict.fromkeys(level) if each not in order]
    made = {each: tallies.count(f"{each}就业之家", known[level == each], "个") for each in order}
    made[TOTAL] = tallies.count("就业之家", known, "个")
    return pd.DataFrame({"网点": made})


def services(rows: pd.DataFrame, as_of: date) -> pd.DataFrame:
    """Return by kind of service, as many rows first as come first: 次数, 人数 and 金额 of the year up to the day.

    Examples
    --------
    >>> rows = pd.DataFrame({"origin": ["a", "b"], "kind": ["专场招聘会"] * 2, "times": [1.0, 1.0],
    ...                      "day": pd.to_datetime(["2025-03-01", "2025-10-09"])})
    >>> services(rows, date(2025, 9, 30))["次数"].map(lambda figure: figure.text).to_dict()
    {'专场招聘会': '1次'}
    """
    day = happened(rows["day"], as_of)
    known = rows[day.notna() & (day.dt.year == as_of.year)]
    kind = _trade(known, "kind")
    columns = {"次数": ("times", "次"), "人数": ("people", "人"), "金额": ("amount", "万元")}
    held = {name: each for name, each in columns.items() if has(rows, each[0])}
    made = {
        name: {column: tallies.amount(f"{name}{column}", known[kind == name], field, unit)
               for column, (field, unit) in held.items()}
        for name in dict.fromkeys(kind.sort_values())
    }  # fmt: skip
    return pd.DataFrame.from_dict(made, orient="index")


def _trade(rows: pd.DataFrame, column: str) -> pd.Series:
    named: pd.Series = rows[column].fillna("").astype(str).str.strip().replace("", UNNAMED)
    return named


def open_trades(posts: pd.DataFrame) -> pd.DataFrame:
    """Return the trades that people are wanted for: 缺口, and the least and most pay where the ledger has them.

    Examples
    --------
    >>> posts = pd.DataFrame({"origin": ["a", "b"], "title": ["电工", "会计"], "gap": [3.0, 0.0],
    ...                       "pay_low": [5000.0, 4000.0], "pay_high": [7000.0, 6000.0]})
    >>> open_trades(posts).loc["电工"].map(lambda figure: figure.text).tolist()
    ['3人', '5000元', '7000元']
    """
    wanting = posts[posts["gap"] > 0]
    title = _trade(wanting, "title")
    made = {}
    for trade in wanting.groupby(title)["gap"].sum().sort_values(ascending=False, kind="stable").index:
        own = wanting[title == trade]
        made[str(trade)] = {"缺口": tallies.amount(f"{trade}缺口", own, "gap", UNIT)} | {
            name: _pay(f"{trade}月薪{name}", own, field, name)
            for name, field in {"最低": "pay_low", "最高": "pay_high"}.items()
            if has(own, field)
        }
    return pd.DataFrame.from_dict(made, orient="index")


def _pay(label: str, posts: pd.DataFrame, field: str, end: str) -> Figure:
    known = posts[posts[field].notna()]
    if known.empty:
        return missing_figure(tallies.NO_ROWS, unit="元", label=label)
    pay = known[field].min() if end == "最低" else known[field].max()
    value = Decimal(f"{Decimal(repr(float(pay))).normalize():f}")
    formula = f"{len(known)}行中{end}"
    return reported_figure(value, "元", label=label, origins=origins(known), formula=formula)
