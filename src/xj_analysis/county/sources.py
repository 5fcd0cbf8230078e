"""Where observations come from: the records of ``sources.toml``."""

from __future__ import annotations

from datetime import date
from typing import Literal
from urllib.parse import urlsplit

from pydantic import Field, model_validator

from .schema import Slug, StrictModel

_GIVEN = {
    "transcript": (("transcript", "sha256"),),
    "csv": (("file",),),
    "parquet": (("file",),),
    "sql": (("url_env", "table"), ("url_env", "query")),
}
_OF_KINDS = ("transcript", "sha256", "file", "url_env", "table", "query")


class Source(StrictModel):
    """Where observations come from.

    Parameters
    ----------
    published
        The day it became known; `published_inferred` says how that was worked out, where no date is printed.
    address
        URL, or empty: printed as 「出处待补」.
    kind
        ``transcript``: its rows stand in ``observations.csv``. Others hold rows of their own, in the same columns:
        ``csv`` and ``parquet`` in a file, ``sql`` in a database.
    transcript, sha256
        The file we hold, inside the data folder, and its hash; `archived` is False where the original is not held.
    file
        For csv and parquet: a file inside the data folder, or an address (``s3://…``, ``https://…``).
    url_env
        For sql: the environment variable with the SQLAlchemy URL, which stands in no file.
    table, query
        For sql: a table or view, or a SELECT.
    subset
        The source is about more than this county: only its declared indicators and areas are read, others are no fault.
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
    def external(self) -> bool:
        """Whether it holds rows of its own."""
        return self.kind != "transcript"

    @property
    def remote(self) -> bool:
        """Whether its file is at an address."""
        return "://" in self.file

    @property
    def held(self) -> str:
        """What its rows are in, as printed: a file, an address, a table; never a database's URL."""
        if self.kind == "sql":
            return f"数据库表 {self.table}" if self.table else "数据库查询"
        return self.file or self.transcript

    @model_validator(mode="after")
    def _whole(self) -> Source:
        """Every field its kind needs, and none of another's. What was written is not quoted: it may be a secret."""
        ways = _GIVEN[self.kind]
        given = {name for name in _OF_KINDS if getattr(self, name)}
        if given not in [set(way) for way in ways]:
            wanted = "，或 ".join("、".join(way) for way in ways)
            raise ValueError(f"kind 为 {self.kind} 的来源须写 {wanted}，不写别的")
        parts = urlsplit(self.file)
        if self.remote and ("@" in parts.netloc or parts.query):
            raise ValueError("file 里不能有账号、密码或签名，请用环境变量")
        if self.subset and not self.external:
            raise ValueError("subset 只用于 csv、parquet、sql")
        return self
