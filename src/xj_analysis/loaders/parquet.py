"""Parquet and CSV of any size, in a folder or at an address: asked by duckdb for the rows wanted, never read whole."""

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

Among = Mapping[str, Sequence[str]]
"""Of which columns which values are wanted; '' stands for an empty cell."""

_MEMORY = "1GB"
_STORES = ("s3", "gs", "az", "https", "http")
_DELAYS = {"max_retries": 2, "retry_timeout": timedelta(seconds=30)}
_CSV = "header=true, all_varchar=true, delim=',', quote='\"', escape='\"', comment='', nullstr='', strict_mode=true, \
store_rejects=true"
_CHUNK = 1 << 22
_SHOWN = 160
_FLOATS = ("DOUBLE", "FLOAT")


class Parquet:
    """A Parquet file (or the CSV it was made of) that answers with the rows asked for.

    Parameters
    ----------
    connection
        Of duckdb, with the file's file system.
    path
        As duckdb reads it.
    name
        As a message names it.
    counted
        What a row is called: 行 of Parquet, 条 of a CSV, whose records may take more than a line.

    Raises
    ------
    DataError
        It is not Parquet, or out of reach.
    """

    def __init__(self, connection: Any, path: str, name: str, counted: str = "行") -> None:
        self._connection, self._path, self._counted = connection, path, counted
        self.name = name
        described = self._ask("DESCRIBE SELECT * FROM read_parquet(?)", [path])
        self._types = dict(zip(described["column_name"], described["column_type"], strict=True))

    @property
    def names(self) -> list[str]:
        """Its columns."""
        return list(self._types)

    def rows(self, among: Among, *, limit: int | None = None) -> pd.DataFrame:
        """Return the rows wanted, every cell as text, with ``place``: where each stands."""
        cells = ", ".join(f"{self._text(name)} AS {_quoted(name)}" for name in self.names)
        where, values = self._where(among)
        most = "" if limit is None else f" LIMIT {limit:d}"
        held = "read_parquet(?, file_row_number=true)"
        words = f"SELECT {cells}, file_row_number + 1 AS place FROM {held}{where} ORDER BY place{most}"  # noqa: S608
        frame = self._ask(words, [self._path, *values])
        return frame.assign(place=[f"第{number}{self._counted}" for number in frame["place"]])

    def distinct(self, names: Sequence[str], among: Among) -> pd.DataFrame:
        """Return the different contents of some columns among the rows wanted, as text."""
        cells = ", ".join(f"{self._text(name)} AS {_quoted(name)}" for name in names)
        where, values = self._where(among)
        return self._ask(f"SELECT DISTINCT {cells} FROM read_parquet(?){where}", [self._path, *values])  # noqa: S608

    def _text(self, name: str) -> str:
        cell = f"{_quoted(name)}::VARCHAR"
        if self._types[name] in _FLOATS:  # 24.0 as a float says nothing of a decimal
            cell = f"regexp_replace({cell}, '\\.0$', '')"
        return f"coalesce({cell}, '')"

    def _where(self, among: Among) -> tuple[str, list[str]]:
        """The condition as duckdb can skip by: a column as it stands is compared with values, and nothing else.

        Of a list duckdb skips little; of the range it lies in (by code point, as duckdb sorts) whole parts of the file.
        """
        tests, values = [], []
        for name, wanted in among.items():
            cell = f"{_quoted(name)}::VARCHAR"
            given = [value for value in wanted if value]
            test = "false"
            if given:
                test = f"{cell} BETWEEN ? AND ? AND {cell} IN ({', '.join('?' * len(given))})"
                values += [min(given), max(given), *given]
            tests.append(f"({test} OR {_quoted(name)} IS NULL OR {cell} = '')" if "" in wanted else test)
        return (f" WHERE {' AND '.join(tests)}" if tests else ""), values

    def _ask(self, words: str, values: Sequence[str]) -> pd.DataFrame:
        frame: pd.DataFrame = _done(self.name, "Parquet", lambda: self._connection.execute(words, list(values)).df())
        return frame


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


@contextmanager
def open_parquet(file: str, folder: Path, *, csv: bool = False) -> Iterator[Parquet]:
    """Open a file that a source names.

    Parameters
    ----------
    file
        Inside `folder`, or an address (``s3://…``, ``https://…``, any fsspec has an implementation for). Keys and
        endpoints come from the environment.
    folder
        The county's data folder.
    csv
        UTF-8 or GB18030. It is read once, to a temporary Parquet that is then asked.

    Raises
    ------
    DataError
        The file is outside the folder, missing, out of reach, or not what it should be. Of a CSV every record of
        another length is named.
    """
    extras.require_extra("parquet", file, "Parquet、CSV 文件", "duckdb")
    import duckdb

    with tempfile.TemporaryDirectory(prefix="xj-") as scratch, duckdb.connect() as connection:
        for setting, value in (
            ("memory_limit", _MEMORY),
            ("temp_directory", scratch),
            ("autoinstall_known_extensions", "false"),  # nothing is fetched from anywhere
            ("autoload_known_extensions", "false"),
            ("parquet_metadata_cache", "true"),  # a file is asked several times
        ):
            connection.execute(f"SET {setting} = '{value}'")
        path, name = file, file.rpartition("/")[2]
        if "://" in file:
            connection.register_filesystem(_filesystem(file))
        else:
            path = str(_inside(file, folder))
        if csv:
            path = _converted(connection, path, name, Path(scratch))
        yield Parquet(connection, path, name, "条" if csv else "行")


def _inside(file: str, folder: Path) -> Path:
    path = (folder / file).resolve()
    if not path.is_relative_to(folder.resolve()):
        raise DataError(file, "文件在数据文件夹之外", do="请放进数据文件夹，或写成地址，如 s3://…。")
    if not path.is_file():
        raise DataError(file, "文件不存在", do="请核对路径与文件名。")
    return path


def _filesystem(file: str) -> Any:
    """The file system of an address: obstore's for object stores and the web, else what fsspec finds installed."""
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


def _converted(connection: Any, path: str, name: str, scratch: Path) -> str:
    """The CSV as a Parquet file: its records in their order, every cell as text."""
    made = scratch / "records.parquet"
    copy = f"COPY (SELECT * FROM read_csv(?, {_CSV})) TO '{made}' (FORMAT parquet)"  # noqa: S608 — a path of ours
    _done(name, "CSV", lambda: connection.execute(copy, [path]))
    rejected = connection.execute("SELECT line, error_type, error_message FROM reject_errors ORDER BY line").fetchall()
    recoded = scratch / "recoded.csv"
    if any(kind == "INVALID ENCODING" for _, kind, _ in rejected) and not recoded.exists():
        connection.execute("DROP TABLE reject_errors; DROP TABLE reject_scans")
        _recode(path, name, recoded)
        return _converted(connection, str(recoded), name, scratch)
    if rejected:
        said = {line: words for line, _, words in reversed(rejected)}  # one a line, though many cells be missing
        do = "请检查逗号与引号。"
        raise DataError.of([Fault(f"{name} 第{line}行", "不是合格的 CSV", said[line], do) for line in sorted(said)])
    return str(made)


def _recode(path: str, name: str, target: Path) -> None:
    """Write a GB18030 file as UTF-8, piece by piece."""
    decoder = codecs.getincrementaldecoder("gb18030")()
    try:
        with _filesystem(path).open(path, "rb") as source, target.open("w", encoding="utf-8", newline="") as copy:
            while piece := source.read(_CHUNK):
                copy.write(decoder.decode(piece))
            copy.write(decoder.decode(b"", final=True))
    except UnicodeDecodeError:
        raise DataError(name, "文字编码不认识", do="请存为 UTF-8 或 GB18030。") from None


def _done(name: str, kind: str, work: Callable[[], Any]) -> Any:
    """What `work` returns; what duckdb or a file system says instead, without the queries of addresses (signatures)."""
    import duckdb

    try:
        return work()
    except duckdb.Error as error:
        said = [line for line in str(error).splitlines() if line.strip() and not line.startswith(("Traceback", "  "))]
        got = re.sub(r"\?\S*", "?…", said[0] if said else type(error).__name__)[:_SHOWN]
        do = "请核对文件与地址（地址的账号放在环境变量里），或重新导出。"
        raise DataError(name, f"不是合格的 {kind}，或读不到", got, do) from None
