"""Fault-tolerant reading of a county: `xj check` validates its observations although declarations are faulty."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from ..base.errors import DataError, Fault
from . import toml_files, validation
from .model import County
from .places import Places

_CODE = "000000"
_CAMPAIGN = {"slug": "overview", "name": "overview", "named_in_source": True, "quantities": ()}
_DEFAULTS: Mapping[str, Any] = {
    "name": "", "code": _CODE, "city": "", "nature": "invented", "period": "2000", "rounding": "half_even",
    "names": (), "areas": (), "quantities": (), "campaigns": (), "indicators": (), "overview": _CAMPAIGN, "sources": (),
}  # fmt: skip
_NAME_FIELDS = ("slug", "code", "id")
_UNKNOWN_NAME = {
    "areas": ("地区不存在", "地区不认识", "本县的代码不存在"), "indicators": ("指标不存在", "limits 里的指标不存在"),
    "sources": ("来源不存在",), "campaigns": ("攻坚战不存在",), "units": ("填报单位不存在",),
}  # fmt: skip
"""By table: the faults that name an item it lacks."""


@dataclass(frozen=True)
class PartialCounty:
    """The sound part of a county, and its faults.

    Parameters
    ----------
    county
        Without its faulty declarations; None if even that is invalid.
    faults
        Faults of the declarations.
    is_consequence
        Tells a fault that only follows from an omitted declaration.
    places
        Places of its declarations, which lack the faulty ones.
    """

    county: County | None
    faults: list[Fault]
    is_consequence: Callable[[Fault], bool]
    places: Places


def read_partial_county(folder: Path) -> PartialCounty:
    """Return a county without its faulty declarations, and all their faults.

    Parameters
    ----------
    folder
        A county's data folder, as :func:`xj_analysis.county.toml_files.read_county` takes it.
    """
    try:
        declared = toml_files.read_declarations(folder)
    except DataError as error:
        return PartialCounty(None, [error.fault], lambda fault: False, Places(folder))
    raw, faults = declared.raw, list(declared.faults)
    omitted = {_CODE}
    unsure = {what for table in declared.unread for what in _UNKNOWN_NAME.get(table, ())}
    defaults = {**_DEFAULTS, "slug": folder.resolve().name}
    gaps: dict[str, list[int]] = {}
    county: County | None = None
    try:
        county = County.model_validate({**defaults, **raw} if declared.unread else raw)
    except ValidationError as error:
        errors = error.errors()
        faults += validation.field_faults(folder, errors)
        for item in errors:
            _omit(raw, item["loc"], omitted, unsure)
        lists = {name: value for name, value in raw.items() if isinstance(value, list)}
        gaps = {name: [n for n, item in enumerate(value) if item is None] for name, value in lists.items()}
        sound = {**raw, **{name: [item for item in value if item is not None] for name, value in lists.items()}}
        try:
            county = County.model_validate({**defaults, **sound})
        except ValidationError:
            return PartialCounty(None, faults, lambda fault: False, Places(folder))
    places = Places(folder, gaps)

    def is_consequence(fault: Fault) -> bool:
        return fault.got in omitted or fault.what.startswith(tuple(unsure))

    faults += [fault for fault in validation.find_faults(county, places) if not is_consequence(fault)]
    return PartialCounty(county, faults, is_consequence, places)


def _omit(raw: dict[str, Any], path: tuple[str | int, ...], omitted: set[str], unsure: set[str]) -> None:
    """Remove the list item of the county that a faulty field belongs to, else its whole top-level entry."""
    match path:
        case (str(table), int(number), *_) if isinstance(raw.get(table), list) and number < len(raw[table]):
            items = raw[table] = list(raw[table])  # the parsed file is cached: copy before the change
            item = items[number]
            names = [item[name] for name in _NAME_FIELDS if name in item] if isinstance(item, dict) else []
            omitted.update(str(name) for name in names)
            if isinstance(item, dict) and "name" in item:  # workbooks name areas and units, not their codes
                omitted.add(str(item["name"]))
            if table in _UNKNOWN_NAME and (not names or path[-1] in _NAME_FIELDS):  # its intended name is unknown
                unsure.update(_UNKNOWN_NAME[table])
            items[number] = None  # later items keep their indices
        case (str(table), *_):
            raw.pop(table, None)
            if table in _UNKNOWN_NAME:
                unsure.update(_UNKNOWN_NAME[table])
