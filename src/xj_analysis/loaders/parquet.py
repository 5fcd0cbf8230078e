"""Parquet and CSV sources of any size, local or remote, queried by duckdb without loading the whole file."""

from __future__ import annotations

import codecs
import re
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pandas as pd

from ..base.errors import DataError, Fault
from . import extras

RowFilter = Mapping[str, Sequence[str]]
"""Values to select by column; '' stands for an empty cell."""

_MEMORY = "1GB"
_STORES = ("s3", "gs", "az", "https", "http")
_DELAYS = {"max_retries": 2, "retry_timeout": timedelta(seconds=30)}
_CSV = "header=true, all_varchar=true, delim=',', quote='\"', escape='\"', comment='', nullstr='', strict_mode=true, \
store_rejects=true"
_CHUNK = 1 << 22
_SHOWN = 160
_FLOATS = ("DOUBLE", "FLOAT")


class Parquet:
    """A Parquet file (or a CSV converted to one), as a row source.

    Parameters
    ----------
    connection
        Connection of duckdb, with the file system registered.
    path
        Path or address for duckdb.
    name
        The file, as messages name it.
    counted
        Measure word of a row: 行 for Parquet, 条 for CSV, whose records may span lines.

    Raises
    ------
    DataError
        The file is not Parquet, or out of reach.
    """

    def __init__(self, connection: Any, path: str, name: str, counted: str = "行") -> None:
        self._connection, self._path, self._counted = connection, path, counted
        self.name = name
        described = self._query("DESCRIBE SELECT * FROM read_parquet(?)", [path])
        self._types = dict(zip(described["column_name"], described["column_type"], strict=True))

    @property
    def names(self) -> list[str]:
        """Its columns."""
        return list(self._types)

    def rows(self, row_filter: RowFilter, *, limit: int | None = None) -> pd.DataFrame:
        """Return the rows of a filter, every cell as text, with ``place``: the number of each row."""
        cells = ", ".join(f"{self._text(name)} AS {_quoted(name)}" for name in self.names)
        where, values = self._where(row_filter)
        limit_clause = "" if limit is None else f" LIMIT {limit:d}"
        table = "read_parquet(?, file_row_number=true)"
        query = f"SELECT {cells}, file_row_number + 1 AS place FROM {table}{where} ORDER BY place{limit_clause}"  # noqa: S608
        frame = self._query(query, [self._path, *values])
        return frame.assign(place=[f"第{number}{self._counted}" for number in frame["place"]])

    def distinct(self, names: Sequence[str], row_filter: RowFilter) -> pd.DataFrame:
        """Return the distinct contents of some columns in the rows of a filter, as text."""
        cells = ", ".join(f"{self._text(name)} AS {_quoted(name)}" for name in names)
        where, values = self._where(row_filter)
        return self._query(f"SELECT DISTINCT {cells} FROM read_parquet(?){where}", [self._path, *values])  # noqa: S608

    def _text(self, name: str) -> str:
        cell = f"{_quoted(name)}::VARCHAR"
        if self._types[name] in _FLOATS:  # the decimal of a whole float means nothing
            cell = f"regexp_replace({cell}, '\\.0$', '')"
        return f"coalesce({cell}, '')"

    def _where(self, row_filter: RowFilter) -> tuple[str, list[str]]:
        """The WHERE clause and its values, written so that duckdb skips row groups: columns are compared untransformed.

        duckdb skips few row groups by an IN list, but many by the range of its values (by code point, as it sorts).
        """
        tests, values = [], []
        for name, accepted in row_filter.items():
            cell = f"{_quoted(name)}::VARCHAR"
            filled = [value for value in accepted if value]
            test = "false"
            if filled:
                test = f"{cell} BETWEEN ? AND ? AND {cell} IN ({', '.join('?' * len(filled))})"
                values += [min(filled), max(filled), *filled]
            tests.append(f"({test} OR {_quoted(name)} IS NULL OR {cell} = '')" if "" in accepted else test)
        return (f" WHERE {' AND '.join(tests)}" if tests else ""), values

    def _query(self, query: str, values: Sequence[str]) -> pd.DataFrame:
        frame: pd.DataFrame = _translate_errors(
            self.name, "Parquet", lambda: self._connection.execute(query, list(values)).df()
        )
        return frame


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


@contextmanager
def open_parquet(file: str, folder: Path, *, csv: bool = False) -> Iterator[Parquet]:
    """Open a file that a source names.

    Parameters
    ----------
    file
        A path inside `folder`, or an address (``s3://…``, ``https://…``, or any protocol of fsspec). Keys and endpoints
        come from the environment.
    folder
        The county's data folder.
    csv
        True for a CSV (UTF-8 or GB18030), which is converted once to a temporary Parquet file.

    Raises
    ------
    DataError
        The file is outside the folder, missing, out of reach, or of another format. For a CSV, lists every record of
        another length.
    """
    extras.require_extra("parquet", file, "Parquet、CSV 文件", "duckdb")
    import duckdb

    with tempfile.TemporaryDirectory(prefix="xj-") as scratch, duckdb.connect() as connection:
        for setting, value in (
            ("memory_limit", _MEMORY),
            ("temp_directory", scratch),
            ("autoinstall_known_extensions", "false"),  # no downloads
            ("autoload_known_extensions", "false"),
            ("parquet_metadata_cache", "true"),  # each file is queried several times
        ):
            connection.execute(f"SET {setting} = '{value}'")
        path, name = file, file.rpartition("/")[2]
        if "://" in file:
            connection.register_filesystem(_file_system(file))
        else:
            path = str(_inside(file, folder))
        if csv:
            path = _csv_to_parquet(connection, path, name, Path(scratch))
        yield Parquet(connection, path, name, "条" if csv else "行")


def _inside(file: str, folder: Path) -> Path:
    path = (folder / file).resolve()
    if not path.is_relative_to(folder.resolve()):
        raise DataError(file, "文件在数据文件夹之外", do="请放进数据文件夹，或写成地址，如 s3://…。")
    if not path.is_file():
        raise DataError(file, "文件不存在", do="请核对路径与文件名。")
    return path


def _file_system(file: str) -> Any:
    """File system of an address: obstore for object stores and the web, else the one fsspec has for the protocol."""
    protocol = file.partition("://")[0] if "://" in file else "file"
    if protocol in _STORES:
        extras.require_extra("s3", file, "对象存储、网址上的文件")
        from obstore.fsspec import FsspecStore

        return FsspecStore(protocol, client_options={"allow_http": True}, retry_config=_DELAYS)
    extras.require_extra("parquet", file, "这种地址上的文件", "fsspec")
    import fsspec

    try:
        return fsspec.filesystem(protocol)
    except (ValueError, ImportError) as error:
        raise DataError(file, "读不了这种地址", str(error), "请改用 s3://、https://，或装上所缺的包。") from None


def _csv_to_parquet(connection: Any, path: str, name: str, scratch: Path) -> str:
    """Path of the CSV as a Parquet file: its records in order, every cell as text."""
    target = scratch / "records.parquet"
    copy = f"COPY (SELECT * FROM read_csv(?, {_CSV})) TO '{target}' (FORMAT parquet)"  # noqa: S608 - our own path
    _translate_errors(name, "CSV", lambda: connection.execute(copy, [path]))
    rejected = connection.execute("SELECT line, error_type, error_message FROM reject_errors ORDER BY line").fetchall()
    recoded = scratch / "recoded.csv"
    if any(kind == "INVALID ENCODING" for _, kind, _ in rejected) and not recoded.exists():
        connection.execute("DROP TABLE reject_errors; DROP TABLE reject_scans")
        _recode(path, name, recoded)
        return _csv_to_parquet(connection, str(recoded), name, scratch)
    if rejected:
        messages = {line: message for line, _, message in reversed(rejected)}  # one a line: its first
        do = "请检查逗号与引号。"
        raise DataError.of(
            [Fault(f"{name} 第{line}行", "不是合格的 CSV", messages[line], do) for line in sorted(messages)]
        )
    return str(target)


def _recode(path: str, name: str, target: Path) -> None:
    """Write a GB18030 file as UTF-8, piece by piece."""
    decoder = codecs.getincrementaldecoder("gb18030")()
    try:
        with _file_system(path).open(path, "rb") as source, target.open("w", encoding="utf-8", newline="") as copy:
            while piece := source.read(_CHUNK):
                copy.write(decoder.decode(piece))
            copy.write(decoder.decode(b"", final=True))
    except UnicodeDecodeError:
        raise DataError(name, "文字编码不认识", do="请存为 UTF-8 或 GB18030。") from None


def _translate_errors(name: str, kind: str, work: Callable[[], Any]) -> Any:
    """Result of `work`; errors of duckdb or a file system as DataError, query strings (signatures) redacted."""
    import duckdb

    try:
        return work()
    except duckdb.Error as error:
        lines = [line for line in str(error).splitlines() if line.strip() and not line.startswith(("Traceback", "  "))]
        got = re.sub(r"\?\S*", "?…", lines[0] if lines else type(error).__name__)[:_SHOWN]
        do = "请核对文件与地址（地址的账号放在环境变量里），或重新导出。"
        raise DataError(name, f"不是合格的 {kind}，或读不到", got, do) from None
