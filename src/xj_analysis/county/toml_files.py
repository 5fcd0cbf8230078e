"""Reading ``county.toml`` and ``sources.toml`` into a validated :class:`~xj_analysis.county.model.County`."""

from __future__ import annotations

import re
import tomllib
from functools import lru_cache
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from ..base.errors import DataError, Fault
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
    raw, faults = read_tables(folder)
    if faults:
        raise DataError.of(faults)
    try:
        county = County.model_validate(raw)
    except ValidationError as error:
        raise DataError.of(list(validation.of_fields(folder, error.errors()))) from None
    if faults := list(validation.find_faults(county)):
        raise DataError.of(faults)
    return county


def read_tables(folder: Path) -> tuple[dict[str, Any], list[Fault]]:
    """Return what the files of a data folder declare, as :class:`County` takes it, and the faults of TOML itself."""
    files, faults = [folder / validation.COUNTY, folder / validation.SOURCES], []
    received = folder / validation.RECEIVED
    found: dict[str, Any] = {}
    for path in files:
        try:
            found |= _toml(path)
        except DataError as error:
            faults.append(error.fault)
    if received.is_file():
        try:
            found["sources"] = [*found.get("sources", []), *_toml(received).get("sources", [])]
        except DataError as error:
            faults.append(error.fault)
    return {**found.pop("county", {}), **found, "folder": folder}, faults


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
    """What a text says; the same is not parsed again where somebody edits the other files. Not to be changed."""
    return tomllib.loads(text)
