"""Reader of ``county.toml`` and ``sources.toml``, into a validated :class:`~xj_analysis.county.model.County`."""

from __future__ import annotations

import re
import tomllib
from functools import lru_cache
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from ..base.errors import DataError, Fault
from ..base.folder_swap import repair
from . import validation
from .model import County


def read_county(folder: Path) -> County:
    """Return the county of a data folder.

    Parameters
    ----------
    folder
        With ``county.toml`` and ``sources.toml``.

    Raises
    ------
    DataError
        With all faults of the two files: a file is missing or not TOML; fields are missing, unknown or wrong; slugs are
        declared twice or nowhere.
    """
    raw, faults = read_tables(folder)
    if faults:
        raise DataError.of(faults)
    try:
        county = County.model_validate(raw)
    except ValidationError as error:
        raise DataError.of(list(validation.field_faults(folder, error.errors()))) from None
    if faults := list(validation.find_faults(county)):
        raise DataError.of(faults)
    return county


def read_tables(folder: Path) -> tuple[dict[str, Any], list[Fault]]:
    """Return the merged tables of a folder's files, input of :class:`County`, and the faults of TOML syntax."""
    merged: dict[str, Any] = {}
    faults: list[Fault] = []
    repair((folder / validation.RECEIVED).parent)
    received = [validation.RECEIVED] if (folder / validation.RECEIVED).is_file() else []
    for name in (validation.COUNTY, validation.SOURCES, *received):
        try:
            content = _toml(folder / name)
        except DataError as error:
            faults.append(error.fault)
            continue
        merged |= (
            {"sources": [*merged.get("sources", []), *content.get("sources", [])]} if name in received else content
        )
    return {**merged.pop("county", {}), **merged, "folder": folder}, faults


def _toml(path: Path) -> dict[str, Any]:
    if not path.is_file():
        raise DataError(str(path), "文件不存在", do="数据文件夹须有 county.toml 与 sources.toml，请核对路径。")
    try:
        return _parsed(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        place = re.search(r"line ([0-9]+), column ([0-9]+)", str(error))
        where = f"{path} 第{place[1]}行第{place[2]}列" if place else str(path)
        raise DataError(where, "不是合格的 TOML", str(error), "请在这里或前一行改正。") from None


@lru_cache(maxsize=8)
def _parsed(text: str) -> dict[str, Any]:
    """Content of a TOML text, cached by text: after an edit of one file the others are not parsed again. Read-only."""
    return tomllib.loads(text)
