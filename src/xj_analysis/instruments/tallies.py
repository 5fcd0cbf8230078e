"""Counts, sums and rates of rows as figure rows, each with the rows it comes from as origins."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pandas as pd

from ..quantity.conventions import Convention
from ..quantity.figures import Figure, missing_figure, reported_figure
from ..quantity.hedges import rounded
from .ledger_rows import origins

__all__ = ["NO_ROWS", "amount", "count", "mean", "median", "percentile", "share"]
__dir__ = __all__.copy

NO_ROWS = "没有可算的行"
_DIGITS = 10


def count(label: str, rows: pd.DataFrame, unit: str, **about: Any) -> Figure:
    """Return the number of rows; of none it is zero, counted.

    Examples
    --------
    >>> rows = pd.DataFrame({"origin": ["a", "b"]})
    >>> count("开工项目", rows, "个").text, count("开工项目", rows, "个").origins
    ('2个', ('a', 'b'))
    """
    return reported_figure(
        Decimal(len(rows)), unit, label=label, origins=origins(rows), formula=Convention.COUNTED, **about
    )


def amount(label: str, rows: pd.DataFrame, column: str, unit: str, *, decimals: int = 2, **about: Any) -> Figure:
    """Return the sum of a column over the rows that have it; missing where none has.

    Examples
    --------
    >>> rows = pd.DataFrame({"origin": ["a", "b", "c"], "paid": [0.1, 0.2, None]})
    >>> amount("到位资金", rows, "paid", "万元").text, amount("到位资金", rows, "paid", "万元").origins
    ('0.3万元', ('a', 'b'))
    """
    known = rows.loc[rows[column].notna(), [column, "origin"]]
    if known.empty:
        return missing_figure(NO_ROWS, unit=unit, label=label, **about)
    total = sum((Decimal(repr(value)) for value in known[column].tolist()), Decimal(0))
    plain = _plain(total, decimals)
    return reported_figure(plain, unit, label=label, origins=origins(known), formula="各行相加", **about)


def share(
    label: str, part: pd.DataFrame, whole: pd.DataFrame, *, column: str = "", of: str = "", decimals: int = 1,
    **about: Any,
) -> Figure:  # fmt: skip
    """Return what part of some rows, or of a column's sum, other rows are, in %; missing where there are none.

    Parameters
    ----------
    part
        Rows that are among `whole`.
    column
        The column that is added up; empty: the rows are counted.
    of
        The column that is added up of the whole, where it is another.

    Examples
    --------
    >>> rows = pd.DataFrame({"origin": ["a", "b", "c"]})
    >>> share("开工率", rows.head(1), rows, decimals=1).text, share("开工率", rows.head(0), rows.head(0)).reason
    ('33.3%', '没有可算的行')
    """
    if column:
        above, below = float(part[column].sum()), float(whole[of or column].sum())
        formula = f"{above:.{_DIGITS}g}÷{below:.{_DIGITS}g}"
    else:
        above, below = float(len(part)), float(len(whole))
        formula = f"{len(part)}行÷{len(whole)}行"
    if not below:
        return missing_figure(NO_ROWS, unit="%", label=label, **about)
    value = rounded(Decimal(repr(above)) * 100 / Decimal(repr(below)), decimals, "half_even")
    return reported_figure(value, "%", label=label, origins=origins(whole), formula=formula, **about)


def median(label: str, rows: pd.DataFrame, values: pd.Series, unit: str, **about: Any) -> Figure:
    """Return the median of values of rows; missing where there are none.

    Examples
    --------
    >>> rows = pd.DataFrame({"origin": ["a", "b", "c"]})
    >>> median("签约到开工", rows, pd.Series([10, 90, 20]), "天").text
    '20天'
    """
    known = values.dropna()
    if known.empty:
        return missing_figure(NO_ROWS, unit=unit, label=label, **about)
    plain = _plain(Decimal(repr(float(known.median()))), 1)
    of = rows.loc[known.index]
    return reported_figure(plain, unit, label=label, origins=origins(of), formula=f"{len(of)}行的中位数", **about)


def percentile(label: str, rows: pd.DataFrame, values: pd.Series, percent: int, unit: str, **about: Any) -> Figure:
    """Return the value that so many percent of the rows do not exceed (nearest rank); missing where there are none.

    Examples
    --------
    >>> rows = pd.DataFrame({"origin": ["a", "b", "c"]})
    >>> percentile("办理时长", rows, pd.Series([1, 9, 2]), 90, "个工作日").text
    '9个工作日'
    """
    known = values.dropna()
    if known.empty:
        return missing_figure(NO_ROWS, unit=unit, label=label, **about)
    plain = _plain(Decimal(repr(float(known.quantile(percent / 100, interpolation="higher")))), 1)
    of = rows.loc[known.index]
    formula = f"{len(of)}行的第{percent}百分位"
    return reported_figure(plain, unit, label=label, origins=origins(of), formula=formula, **about)


def mean(label: str, rows: pd.DataFrame, values: pd.Series, unit: str, **about: Any) -> Figure:
    """Return the mean of values of rows, with one decimal; missing where there are none.

    Examples
    --------
    >>> rows = pd.DataFrame({"origin": ["a", "b", "c"]})
    >>> mean("办理时长", rows, pd.Series([1, 2, None]), "个工作日").text
    '1.5个工作日'
    """
    known = values.dropna()
    if known.empty:
        return missing_figure(NO_ROWS, unit=unit, label=label, **about)
    value = rounded(Decimal(repr(float(known.mean()))), 1, "half_even")
    of = rows.loc[known.index]
    return reported_figure(value, unit, label=label, origins=origins(of), formula=f"{len(of)}行的平均数", **about)


def _plain(number: Decimal, decimals: int) -> Decimal:
    """A number rounded, without zeros at its end."""
    return Decimal(f"{rounded(number, decimals, 'half_even').normalize():f}")
