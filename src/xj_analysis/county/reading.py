"""Reading ``county.toml`` and ``sources.toml`` into a validated :class:`~xj_analysis.county.model.County`."""

from __future__ import annotations

import tomllib
from functools import lru_cache
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from ..base.errors import DataError
from . import validation
from .model import County


def read_county(folder: Path) -> County:
    """Return the county that `folder` describes.

    Parameters
    ----------
    folder
        Holds ``county.toml`` and ``sources.toml``.

    Raises
    ------
    DataError
        A file is missing or not TOML; fields are missing, unknown or wrong; slugs are named twice or nowhere.
        All faults of the two files are listed.
    """
    files, faults = [folder / "county.toml", folder / "sources.toml"], []
    received = folder / "received" / "sources.toml"
    tables: dict[str, Any] = {}
    for path in files:
        try:
            tables |= _toml(path)
        except DataError as error:
            faults.append(error.fault)
    if received.is_file():
        try:
            tables["sources"] = [*tables.get("sources", []), *_toml(received).get("sources", [])]
        except DataError as error:
            faults.append(error.fault)
    if faults:
        raise DataError.of(faults)
    raw = {**tables.pop("county", {}), **tables, "folder": folder}
    try:
        county = County.model_validate(raw)
    except ValidationError as error:
        raise DataError.of([validation.of_field(folder.name, item) for item in error.errors()]) from None
    if faults := list(validation.faults(county)):
        raise DataError.of(faults)
    return county


def _toml(path: Path) -> dict[str, Any]:
    if not path.is_file():
        raise DataError(str(path), "文件不存在", do="数据文件夹须有 county.toml 与 sources.toml，请核对路径。")
    try:
        return _parsed(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise DataError(str(path), "不是合格的 TOML", str(error), "请按所指行列改正。") from None


@lru_cache(maxsize=8)
def _parsed(text: str) -> dict[str, Any]:
    """What a text says; the same is not parsed again where somebody edits the other files. Not to be changed."""
    return tomllib.loads(text)
