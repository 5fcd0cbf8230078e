"""Records of ``sources.toml``: the sources of observations."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

from pydantic import Field, model_validator

from .schema import Slug, StrictModel

_REQUIRED = {
    "transcript": (("transcript",), ("transcript", "sha256")),
    "csv": (("file",),),
    "parquet": (("file",),),
    "sql": (("url_env", "table"), ("url_env", "query")),
}
_RETRIEVED = re.compile("检索|访问|下载|抓取|查阅")
_KIND_FIELDS = ("transcript", "sha256", "file", "url_env", "table", "query")


def transcript_path(folder: Path, transcript: str) -> Path | None:
    """Return the path of a transcript in a data folder; None for one outside it."""
    path = (folder / transcript).resolve()
    return path if path.is_relative_to(folder.resolve()) else None


class Source(StrictModel):
    """A source of observations.

    Parameters
    ----------
    published
        Day of publication; `published_inferred` explains a day that is not printed in the source. One that says 检索
        (以检索日代替) is the day the source was found: it dates nothing.
    address
        URL, or empty: printed as 「出处待补」.
    kind
        ``transcript``: its rows are in ``observations.csv``. External kinds have rows of their own, with the same
        columns: ``csv`` and ``parquet`` in a file, ``sql`` in a database.
    transcript, sha256
        Our copy, inside the data folder, and its hash, which ``xj check --fix`` writes; `archived` is True if the
        original is archived too.
    file
        For csv and parquet: a file inside the data folder, or an address (``s3://…``, ``https://…``).
    url_env
        For sql: the environment variable with the SQLAlchemy URL, a secret.
    table, query
        For sql: a table or view, or a SELECT.
    subset
        True for a source about more than this county: rows of undeclared indicators and areas are skipped.
    """

    id: Slug
    title: str
    publisher: str
    published: date
    published_inferred: str = ""
    address: str = ""
    kind: Literal["transcript", "csv", "parquet", "sql"] = "transcript"
    transcript: str = ""
    sha256: str = Field(default="", pattern=r"^([0-9a-f]{64})?$")
    file: str = ""
    url_env: str = Field(default="", pattern=r"^([A-Z_][A-Z0-9_]*)?$")
    table: str = ""
    query: str = ""
    subset: bool = False
    archived: bool = False
    strength: Literal["original", "mirror", "compiled"]
    internal: bool = False

    @property
    def dated(self) -> bool:
        """False where `published` is the day the source was found, as it has no date."""
        return _RETRIEVED.search(self.published_inferred) is None

    @property
    def external(self) -> bool:
        """True for a source with rows of its own, outside ``observations.csv``."""
        return self.kind != "transcript"

    @property
    def remote(self) -> bool:
        """True for a file at an address."""
        return "://" in self.file

    @property
    def location(self) -> str:
        """Location of its rows, as printed: file, address or table; never the URL of a database, a secret."""
        if self.kind == "sql":
            return f"数据库表 {self.table}" if self.table else "数据库查询"
        return self.file or self.transcript

    @model_validator(mode="after")
    def _check_fields(self) -> Source:
        """Require all fields of its kind, and none of another; the message quotes no value, which may be a secret."""
        alternatives = _REQUIRED[self.kind]
        present = {name for name in _KIND_FIELDS if getattr(self, name)}
        if present not in [set(fields) for fields in alternatives]:
            required = "，或 ".join("、".join(fields) for fields in alternatives)
            raise ValueError(f"kind 为 {self.kind} 的来源须写 {required}，不写别的")
        parts = urlsplit(self.file)
        if self.remote and ("@" in parts.netloc or parts.query):
            raise ValueError("file 里不能有账号、密码或签名，请用环境变量")
        if self.subset and not self.external:
            raise ValueError("subset 只用于 csv、parquet、sql")
        return self
