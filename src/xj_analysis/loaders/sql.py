"""Database sources: a table, view or query, read in one read-only transaction; the URL is an environment variable."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from ..base.errors import DataError
from ..county.sources import Source
from . import extras
from .parquet import RowFilter

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement, Connection, Engine, Select

_READ_ONLY = {
    "postgresql": ("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY",),
    "sqlite": ("PRAGMA query_only = ON", "BEGIN"),
}
"""Statements by dialect that make a transaction read-only, on one snapshot; other databases are refused."""


class Database:
    """A table, view or query of a database, as a row source.

    Parameters
    ----------
    connection
        In a read-only transaction.
    source
        With the name of the table, or the query.

    Raises
    ------
    DataError
        There is no such table, or the query fails.
    """

    def __init__(self, connection: Connection, source: Source) -> None:
        import sqlalchemy as sa

        self._connection = connection
        self.name = source.location
        query = source.query.strip().rstrip(";").replace(":", "\\:")  # a colon is no bound parameter
        schema, _, table = source.table.rpartition(".")
        self._from = sa.text(f"({query}) AS held") if query else sa.table(table, schema=schema or None)
        self.names = list(self._query(sa.select(sa.text("*")), {}, columns_only=True).columns)

    def rows(self, row_filter: RowFilter, *, limit: int | None = None) -> pd.DataFrame:
        """Return the rows of a filter, every cell as text, with ``place``: the id of each row."""
        import sqlalchemy as sa

        select: Select[*tuple[Any, ...]] = sa.select(*map(sa.column, self.names)).order_by(sa.column("id")).limit(limit)
        frame = self._query(select, row_filter)
        return frame.assign(place=[f"id={identifier}" for identifier in frame["id"]])

    def distinct(self, names: Sequence[str], row_filter: RowFilter) -> pd.DataFrame:
        """Return the distinct contents of some columns in the rows of a filter, as text."""
        import sqlalchemy as sa

        return self._query(sa.select(*map(sa.column, names)).distinct(), row_filter)

    def _query(
        self, statement: Select[*tuple[Any, ...]], row_filter: RowFilter, *, columns_only: bool = False
    ) -> pd.DataFrame:
        import sqlalchemy as sa

        # a bound value in every statement: drivers then refuse a second statement after the first
        statement = statement.select_from(self._from).where(sa.literal(int(columns_only)) == sa.literal(0))
        for name, values in row_filter.items():
            statement = statement.where(_condition(name, values))
        try:
            result = self._connection.execute(statement)
            rows = [[_text(cell) for cell in row] for row in result]
        except sa.exc.SQLAlchemyError as error:
            raise DataError(self.name, "数据库没有答复", _message(error), "请核对表名与查询。") from None
        return pd.DataFrame(rows, columns=list(result.keys()), dtype=str)


@contextmanager
def open_database(source: Source) -> Iterator[Database]:
    """Open the database of a source, read-only.

    Raises
    ------
    DataError
        The environment variable is not set or no URL, a driver is missing, or the database is out of reach or of a
        kind without read-only transactions. No message contains the URL.
    """
    extras.require_extra("sql", _where(source), "数据库", "sqlalchemy")
    import sqlalchemy as sa

    engine = _engine(source)
    try:
        connection = engine.connect()
    except sa.exc.SQLAlchemyError as error:
        do = f"请核对环境变量 {source.url_env} 里的地址、账号与网络。"
        raise DataError(_where(source), "连不上数据库", type(error).__name__, do) from None
    with connection:
        for statement in _READ_ONLY[engine.dialect.name]:
            connection.exec_driver_sql(statement)
        yield Database(connection, source)


def _engine(source: Source) -> Engine:
    import sqlalchemy as sa

    where, url = _where(source), os.environ.get(source.url_env, "")
    if not url:
        raise DataError(where, "环境变量没有设", source.url_env, "请把数据库地址（SQLAlchemy 的 URL）放在这个变量里。")
    try:
        engine = sa.create_engine(url, poolclass=sa.NullPool, hide_parameters=True)
    except (sa.exc.ArgumentError, ValueError):
        do = "请照 SQLAlchemy 的写法，如 postgresql://用户:密码@主机/库、sqlite:////路径。"
        raise DataError(where, f"环境变量 {source.url_env} 里的不是数据库地址", do=do) from None
    except ImportError as error:
        in_extra = error.name in extras.PACKAGES["sql"]
        do = extras.install("sql") if in_extra else "请装上驱动，或改用 postgresql://。"
        raise DataError(where, "没有这种数据库的驱动", str(error.name), do) from None
    if engine.dialect.name not in _READ_ONLY:
        do = f"可用：{'、'.join(_READ_ONLY)}；别的请先导出为 Parquet。"
        raise DataError(where, "这种数据库不能保证只读，没有读", engine.dialect.name, do)
    database = engine.url.database or ""
    if engine.dialect.name == "sqlite" and not Path(database).is_file():  # connecting would create it
        raise DataError(where, "数据库文件不存在", do=f"请核对环境变量 {source.url_env}。")
    return engine


def _where(source: Source) -> str:
    return f"sources.toml [{source.id}]"


def _condition(name: str, values: Sequence[str]) -> ColumnElement[bool]:
    """A column is one of `values`; '' stands for NULL too."""
    import sqlalchemy as sa

    cell: ColumnElement[Any] = sa.column(name)
    test = sa.cast(cell, sa.String).in_(list(values))
    return sa.or_(test, cell.is_(None)) if "" in values else test


def _message(error: Exception) -> str:
    """First line of the database's own message, without the connection."""
    original = getattr(error, "orig", None) or error
    primary = getattr(getattr(original, "diag", None), "message_primary", None)
    return str(primary or original).splitlines()[0]


def _text(cell: object) -> str:
    """A cell as text; a whole float without its meaningless decimal: 24.0 as 24.

    Examples
    --------
    >>> _text(Decimal("12.50")), _text(24.0), _text(0.1), _text(None)
    ('12.50', '24', '0.1', '')
    """
    match cell:
        case None:
            return ""
        case Decimal():
            return format(cell, "f")
        case float() if cell.is_integer():
            return str(int(cell))
        case _:
            return str(cell)
