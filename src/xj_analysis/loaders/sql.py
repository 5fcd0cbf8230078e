"""A table, view or query of a database, read in one read-only transaction; its URL is in the environment alone."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from ..base.errors import DataError
from ..county.sources import Source
from . import extras

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement, Connection, Engine, Select

Among = Mapping[str, Sequence[str]]

_READ_ONLY = {
    "postgresql": ("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY",),
    "sqlite": ("PRAGMA query_only = ON", "BEGIN"),
}
"""What makes a transaction read only, and all it reads of one moment. A database that is not here is not read."""


class Database:
    """A table, view or query that answers with the rows asked for.

    Parameters
    ----------
    connection
        In a read-only transaction.
    source
        Names the table or has the query.

    Raises
    ------
    DataError
        There is no such table, or the query fails.
    """

    def __init__(self, connection: Connection, source: Source) -> None:
        import sqlalchemy as sa

        self._connection = connection
        self.name = source.location
        words = source.query.strip().rstrip(";").replace(":", "\\:")  # no parameters of its own
        schema, _, table = source.table.rpartition(".")
        self._from = sa.text(f"({words}) AS held") if words else sa.table(table, schema=schema or None)
        self.names = list(self._ask(sa.select(sa.text("*")), {}, never=True).columns)

    def rows(self, among: Among, *, limit: int | None = None) -> pd.DataFrame:
        """Return the rows wanted, every cell as text, with ``place``: the id that tells each from the others."""
        import sqlalchemy as sa

        frame = self._ask(sa.select(*map(sa.column, self.names)).order_by(sa.column("id")).limit(limit), among)
        return frame.assign(place=[f"id={identifier}" for identifier in frame["id"]])

    def distinct(self, names: Sequence[str], among: Among) -> pd.DataFrame:
        """Return the different contents of some columns among the rows wanted, as text."""
        import sqlalchemy as sa

        return self._ask(sa.select(*map(sa.column, names)).distinct(), among)

    def _ask(self, asked: Select[*tuple[Any, ...]], among: Among, *, never: bool = False) -> pd.DataFrame:
        import sqlalchemy as sa

        # a bound value in every statement: drivers then refuse a second statement behind the first
        asked = asked.select_from(self._from).where(sa.literal(int(never)) == sa.literal(0))
        for name, wanted in among.items():
            asked = asked.where(_among(name, wanted))
        try:
            result = self._connection.execute(asked)
            found = [[_text(cell) for cell in row] for row in result]
        except sa.exc.SQLAlchemyError as error:
            raise DataError(self.name, "数据库没有答复", _said(error), "请核对表名与查询。") from None
        return pd.DataFrame(found, columns=list(result.keys()), dtype=str)


@contextmanager
def open_database(source: Source) -> Iterator[Database]:
    """Open the database of a source, for reading alone.

    Raises
    ------
    DataError
        The environment variable is not set or is no URL, a driver is missing, the database cannot be reached, or it is
        of a kind that cannot be kept from writing. The URL is in none of the messages.
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

    where, written = _where(source), os.environ.get(source.url_env, "")
    if not written:
        raise DataError(where, "环境变量没有设", source.url_env, "请把数据库地址（SQLAlchemy 的 URL）放在这个变量里。")
    try:
        engine = sa.create_engine(written, poolclass=sa.NullPool, hide_parameters=True)
    except (sa.exc.ArgumentError, ValueError):
        do = "请照 SQLAlchemy 的写法，如 postgresql://用户:密码@主机/库、sqlite:////路径。"
        raise DataError(where, f"环境变量 {source.url_env} 里的不是数据库地址", do=do) from None
    except ImportError as error:
        ours = error.name in extras.PACKAGES["sql"]
        do = extras.install("sql") if ours else "请装上驱动，或改用 postgresql://。"
        raise DataError(where, "没有这种数据库的驱动", str(error.name), do) from None
    if engine.dialect.name not in _READ_ONLY:
        do = f"可用：{'、'.join(_READ_ONLY)}；别的请先导出为 Parquet。"
        raise DataError(where, "这种数据库不能保证只读，没有读", engine.dialect.name, do)
    database = engine.url.database or ""
    if engine.dialect.name == "sqlite" and not Path(database).is_file():  # to connect would make it
        raise DataError(where, "数据库文件不存在", do=f"请核对环境变量 {source.url_env}。")
    return engine


def _where(source: Source) -> str:
    return f"sources.toml [{source.id}]"


def _among(name: str, wanted: Sequence[str]) -> ColumnElement[bool]:
    import sqlalchemy as sa

    cell: ColumnElement[Any] = sa.column(name)
    test = sa.cast(cell, sa.String).in_(list(wanted))
    return sa.or_(test, cell.is_(None)) if "" in wanted else test


def _said(error: Exception) -> str:
    """What the database itself said, in a line; nothing of the connection."""
    original = getattr(error, "orig", None) or error
    primary = getattr(getattr(original, "diag", None), "message_primary", None)
    return str(primary or original).splitlines()[0]


def _text(cell: object) -> str:
    """A cell as text. A whole float has no decimals to speak of: 24.0 says no more than 24.

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
