"""Rows of a ledger as instruments take them: with their number, the origin of each, and nothing later than the day."""

from __future__ import annotations

from datetime import date

import pandas as pd

from ..county.ledger_shapes import LedgerShape

__all__ = ["books_of", "days_since", "happened", "has", "origin_of", "origins", "prepared"]
__dir__ = __all__.copy


def prepared(frame: pd.DataFrame, shape: LedgerShape) -> pd.DataFrame:
    """Return the rows of a ledger with ``key``, the number that identifies a row, and ``origin``.

    Parameters
    ----------
    frame
        Of :func:`xj_analysis.loaders.ledgers.load_ledgers`.
    shape
        Its shape: the first of its unique fields is the number.
    """
    return frame.assign(key=frame[shape.unique[0]].astype(str), origin=origin_of(frame["file"], frame["locator"]))


def origin_of(file: pd.Series, locator: pd.Series) -> pd.Series:
    """Return the identifiers of rows: file, sheet and cells, as `xj trace` names them."""
    return file + "#" + locator


def books_of(rows: pd.DataFrame) -> pd.Series:
    """Return the name of the workbook of each row, the same of all its vintages.

    Examples
    --------
    >>> books_of(pd.DataFrame({"file": ["ledgers/督办.xlsx", "ledgers/vintages/2025-09-26/督办.xls"]})).tolist()
    ['督办', '督办']
    """
    names: pd.Series = rows["file"].str.rpartition("/")[2].str.rpartition(".")[0]
    return names


def origins(rows: pd.DataFrame) -> tuple[str, ...]:
    """Return the origins of rows, in their order, each once."""
    return tuple(dict.fromkeys(rows["origin"]))


def has(rows: pd.DataFrame, *fields: str) -> bool:
    """Return whether a ledger has all of some fields."""
    return set(fields) <= set(rows.columns)


def happened(days: pd.Series, as_of: date) -> pd.Series:
    """Return days without those after `as_of`: what is dated later has not happened.

    Examples
    --------
    >>> happened(pd.Series(pd.to_datetime(["2025-09-30", "2025-10-01"])), date(2025, 9, 30)).isna().tolist()
    [False, True]
    """
    return days.where(days < pd.Timestamp(as_of) + pd.Timedelta(days=1))


def days_since(days: pd.Series, as_of: date) -> pd.Series:
    """Return the days from each day to `as_of`, missing where there is none; below zero for later ones.

    Examples
    --------
    >>> days_since(pd.Series(pd.to_datetime(["2025-09-01", None])), date(2025, 9, 30)).tolist()
    [29.0, nan]
    """
    since: pd.Series = (pd.Timestamp(as_of) - days.dt.normalize()).dt.days.astype("float64")
    return since
