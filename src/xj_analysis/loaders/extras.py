"""Optional dependencies: the packages of each extra, and the error where one is not installed."""

from __future__ import annotations

from importlib.util import find_spec

from ..base.errors import DataError

PACKAGES = {
    "parquet": ("duckdb", "fsspec"),
    "s3": ("duckdb", "fsspec", "obstore"),
    "sql": ("sqlalchemy", "psycopg"),
}
"""Import names of the packages that each extra installs."""


def install(extra: str) -> str:
    """Return the remedy that names the command to install an extra.

    Examples
    --------
    >>> install("sql")
    '请运行 pip install "xj-analysis[sql]"，再试一次。'
    """
    return f'请运行 pip install "xj-analysis[{extra}]"，再试一次。'


def require_extra(extra: str, where: str, what: str, *packages: str) -> None:
    """Check that optional packages are installed, before they are imported.

    Parameters
    ----------
    extra
        The extra that installs them, a key of :data:`PACKAGES`.
    where
        File or source that needs them, for the message.
    what
        Its format, for the message: ``Parquet``.
    packages
        Import names; empty for all of the extra.

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
