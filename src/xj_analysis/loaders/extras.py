"""Packages that only some sources need, and the extra of this package that installs them."""

from __future__ import annotations

from importlib.util import find_spec

from ..base.errors import DataError

PACKAGES = {
    "parquet": ("duckdb", "fsspec"),
    "s3": ("duckdb", "fsspec", "obstore"),
    "sql": ("sqlalchemy", "psycopg"),
}
"""What each extra installs, by the names it is imported by."""


def install(extra: str) -> str:
    """Return the remedy: the command that installs an extra.

    Examples
    --------
    >>> install("sql")
    '请运行 pip install "xj-analysis[sql]"，再试一次。'
    """
    return f'请运行 pip install "xj-analysis[{extra}]"，再试一次。'


def require_extra(extra: str, where: str, what: str, *packages: str) -> None:
    """Make sure that packages are installed before they are imported.

    Parameters
    ----------
    extra
        Which of :data:`PACKAGES` installs them.
    where
        What needs them, as a message names it.
    what
        What it is, for the message: ``Parquet``.
    packages
        Those needed; all of the extra where none is named.

    Raises
    ------
    DataError
        One is not installed.

    Examples
    --------
    >>> require_extra("sql", "sources.toml [a]", "数据库")
    """
    absent = [name for name in packages or PACKAGES[extra] if find_spec(name) is None]
    if absent:
        raise DataError(where, f"读{what}要用的包没有安装", "、".join(absent), install(extra))
