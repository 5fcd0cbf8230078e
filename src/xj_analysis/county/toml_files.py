"""Reader of a data folder's declarations, TOML files and tables, into a validated County."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from ..base.errors import DataError, Fault, choices
from ..base.folder_swap import repair
from . import declared_tables, toml_lines, validation
from .model import County
from .places import COLLECTION, COUNTY, HOLDS, RECEIVED, SOURCES, toml_text

NOTEBOOK = "notebooks/<县>/<攻坚战>.ipynb"
MOVED = {
    "areas": "areas.csv",
    "indicators": "indicators.csv",
    "units": COLLECTION,
    "sheets": COLLECTION,
    "limits": COLLECTION,
    "ledgers": COLLECTION,
    "legend": COLLECTION,
    "findings": NOTEBOOK,
    "views": NOTEBOOK,
    "caveats": NOTEBOOK,
}
"""Names of ``county.toml`` of an earlier shape: tables, or fields of the county, a campaign or the overview."""

_OPTIONAL = (COLLECTION, RECEIVED)


@dataclass(frozen=True)
class Declarations:
    """The declarations of a data folder, not yet validated.

    Parameters
    ----------
    raw
        Input of :class:`~xj_analysis.county.model.County`.
    faults
        Faults of files as files: missing, not TOML, headings, names in the wrong file.
    unread
        Outermost names of what could not be read.
    """

    raw: dict[str, Any]
    faults: list[Fault]
    unread: frozenset[str]


def read_county(folder: Path) -> County:
    """Return the county of a data folder.

    Parameters
    ----------
    folder
        With ``county.toml``, ``indicators.csv``, ``areas.csv`` and ``sources.toml``; optionally ``collection.toml``.

    Raises
    ------
    DataError
        With all faults of these files: a file is missing or not of its format; fields are missing, unknown or wrong;
        slugs are declared twice or nowhere. One fault alone where the folder has an earlier shape.
    """
    declared = read_declarations(folder)
    if declared.faults:
        raise DataError.of(declared.faults)
    try:
        county = County.model_validate(declared.raw)
    except ValidationError as error:
        raise DataError.of(list(validation.field_faults(folder, error.errors()))) from None
    if faults := list(validation.find_faults(county)):
        raise DataError.of(faults)
    return county


def read_declarations(folder: Path) -> Declarations:
    """Return the declarations of a data folder, merged from its files, with the faults of the files.

    Raises
    ------
    DataError
        The folder has an earlier shape: one fault that says what moved where.
    """
    merged: dict[str, Any] = {}
    faults: list[Fault] = []
    unread: set[str] = set()
    repair((folder / RECEIVED).parent)
    for name in HOLDS:
        if name in _OPTIONAL and not (folder / name).exists():
            continue
        try:
            content = _toml(folder / name)
        except DataError as error:
            faults.append(error.fault)
            unread.update(HOLDS[name])
            continue
        if name == COUNTY:
            _require_present_shape(folder / name, content)
        faults += _misplaced(folder, name, content)
        content = {key: value for key, value in content.items() if key in HOLDS[name]}
        merged |= _with_earlier(merged, content) if name == RECEIVED else content
    for table in declared_tables.FILES:
        try:
            declared = declared_tables.read_declared(folder, table)
        except DataError as error:
            faults.append(error.fault)
            unread.add(table)
            continue
        faults += declared.faults
        if declared.complete:
            merged[table] = [dict(row) for row in declared.rows]
        else:
            unread.add(table)
    county = merged.pop("county", {})
    county = {"slug": folder.resolve().name, **county} if isinstance(county, dict) else {"county": county}
    for area in merged.get("areas", ()):
        if level := declared_tables.default_level(area.get("code", ""), str(county.get("code", ""))):
            area.setdefault("level", level)
    return Declarations({**county, **merged, "folder": folder}, faults, frozenset(unread))


def _require_present_shape(path: Path, content: Mapping[str, Any]) -> None:
    """Raise one fault that lists what ``county.toml`` holds of an earlier shape, and where that belongs now."""
    campaigns = content.get("campaigns")
    parts = [
        content,
        content.get("county"),
        content.get("overview"),
        *(campaigns if isinstance(campaigns, list) else ()),
    ]
    found = [name for name in MOVED if any(isinstance(part, dict) and name in part for part in parts)]
    if found:
        targets = {target: [name for name in found if MOVED[name] == target] for target in MOVED.values()}
        moves = "；".join(f"{'、'.join(names)} 搬到 {target}" for target, names in targets.items() if names)
        do = f"请照 docs/new-county.md 搬：{moves}。"
        raise DataError(str(path), "数据文件夹是旧的样子，有几项已不写在这个文件里", "、".join(found), do)


def _with_earlier(merged: Mapping[str, Any], content: Mapping[str, Any]) -> dict[str, Any]:
    """The sources of both files; the value of one that holds no list, for the record to refuse."""
    both = [part.get("sources", []) for part in (merged, content)]
    wrong = [sources for sources in both if not isinstance(sources, list)]
    return {"sources": wrong[0] if wrong else [*both[0], *both[1]]}


def _misplaced(folder: Path, name: str, content: Mapping[str, Any]) -> Iterator[Fault]:
    """A fault for each outermost name that does not belong in the file, and for each in ``[county]``."""
    homes = dict.fromkeys(County.model_fields, f"{COUNTY} 的 [county] 之下")
    homes |= {own: file for file, names in HOLDS.items() for own in names if file != RECEIVED} | declared_tables.FILES
    county = content.get("county") if name == COUNTY else None
    within = [key for key in county if homes.get(key) in HOLDS] if isinstance(county, dict) else []
    paths = [*((key,) for key in content if key not in HOLDS[name]), *(("county", key) for key in within)]
    if not paths:
        return
    lines = toml_lines.lines_of(toml_text(folder / name))
    for path in paths:
        line = min((line for place, line in lines.items() if place[: len(path)] == path), default=1)
        do = f"请写在 {homes[path[-1]]}。" if path[-1] in homes else choices(path[-1], HOLDS[name])
        yield Fault(f"{folder.name}/{name} 第{line}行", "不写在这里", path[-1], do)


def _toml(path: Path) -> dict[str, Any]:
    if not path.is_file():
        needed = "、".join((COUNTY, *declared_tables.FILES.values(), SOURCES))
        raise DataError(str(path), "文件不存在", do=f"数据文件夹须有 {needed}，请核对路径。")
    try:
        return _parsed(toml_text(path))
    except UnicodeDecodeError:
        raise DataError(str(path), "文字编码不是 UTF-8", do="请用文本编辑器另存为 UTF-8。") from None
    except tomllib.TOMLDecodeError as error:
        place = re.search(r"line ([0-9]+), column ([0-9]+)", str(error))
        where = f"{path} 第{place[1]}行第{place[2]}列" if place else str(path)
        raise DataError(where, "不是合格的 TOML", str(error), "请在这里或前一行改正。") from None


@lru_cache(maxsize=8)
def _parsed(text: str) -> dict[str, Any]:
    """Content of a TOML text, cached by text: after an edit of one file the others are not parsed again. Read-only."""
    return tomllib.loads(text)
