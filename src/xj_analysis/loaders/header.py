"""The columns a table must and may have, whatever container it is in."""

from __future__ import annotations

from collections.abc import Sequence

from ..base.errors import DataError, choices


def check_columns(name: str, found: Sequence[str], *, columns: Sequence[str], optional: Sequence[str] = ()) -> None:
    """Return if a table has the columns it must have and no others.

    Parameters
    ----------
    name
        The table, as a message names it.
    found
        Its columns.
    columns, optional
        Those it must have, and those it may have.

    Raises
    ------
    DataError
        A column is unknown, missing, or there twice.

    Examples
    --------
    >>> check_columns("a.csv", ["id", "valeu"], columns=("id", "value"))
    Traceback (most recent call last):
    ...
    xj_analysis.base.errors.DataError: a.csv 表头：列名不认识，得到“valeu”。是否想写“value”？可选：id、value。
    """
    wanted = [*columns, *optional]
    for column in found:
        if column not in wanted:
            raise DataError(f"{name} 表头", "列名不认识", column, choices(column, wanted))
    if twice := sorted({column for column in found if found.count(column) > 1}):
        raise DataError(f"{name} 表头", "列名重复", "、".join(twice), "每列用各自的名称。")
    if absent := [column for column in columns if column not in found]:
        raise DataError(f"{name} 表头", "缺少列", do=f"请补上：{'、'.join(absent)}。")
