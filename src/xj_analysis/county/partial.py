"""A county read as far as its declarations are sound, so that `xj check` can look at the rest beside their faults."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from ..base.errors import Fault
from . import toml_files, validation
from .model import County

_CODE = "000000"
_CAMPAIGN = {"slug": "overview", "name": "overview", "named_in_source": True, "quantities": ()}
_INSTEAD: Mapping[str, Any] = {
    "name": "", "code": _CODE, "city": "", "nature": "invented", "period": "2000", "rounding": "half_even",
    "names": (), "areas": (), "quantities": (), "campaigns": (), "indicators": (), "overview": _CAMPAIGN, "sources": (),
}  # fmt: skip
_NAMED_BY = ("slug", "code", "id")
_UNKNOWN = {
    "areas": "地区不存在", "indicators": "指标不存在", "sources": "来源不存在", "campaigns": "攻坚战不存在",
}  # fmt: skip


@dataclass(frozen=True)
class PartialCounty:
    """What could be read of a county.

    Parameters
    ----------
    county
        Without the declarations that are faulty; None where nothing can be made of it.
    faults
        Of the declarations.
    follows
        Whether another fault only follows from what was left out.
    """

    county: County | None
    faults: list[Fault]
    follows: Callable[[Fault], bool]


def read_partial_county(folder: Path) -> PartialCounty:
    """Return a county without its faulty declarations, and all their faults.

    Parameters
    ----------
    folder
        A county's data folder, as :func:`xj_analysis.county.toml_files.read_county` takes it.
    """
    raw, faults = toml_files.read_tables(folder)
    unread = [fault.where for fault in faults]
    left_out = {_CODE}
    unsure: set[str] = set()
    if any(validation.COUNTY in where for where in unread):
        unsure |= set(_UNKNOWN.values())
    elif unread:
        unsure.add(_UNKNOWN["sources"])
    found: County | None = None
    try:
        found = County.model_validate({**_INSTEAD, "slug": folder.name, **raw} if unread else raw)
    except ValidationError as error:
        errors = error.errors()
        faults += validation.of_fields(folder, errors)
        for item in errors:
            _leave_out(raw, item["loc"], left_out, unsure)
        kept = {name: _without_gaps(value) for name, value in raw.items()}
        try:
            found = County.model_validate({**_INSTEAD, "slug": folder.name, **kept})
        except ValidationError:  # what is left does not fit together either
            return PartialCounty(None, faults, lambda fault: False)

    def follows(fault: Fault) -> bool:
        return fault.got in left_out or fault.what in unsure

    faults += [fault for fault in validation.find_faults(found) if not follows(fault)]
    return PartialCounty(found, faults, follows)


def _leave_out(raw: dict[str, Any], path: tuple[str | int, ...], left_out: set[str], unsure: set[str]) -> None:
    """Take out the innermost list item of the county that a faulty field belongs to, else the whole of its entry."""
    match path:
        case (str(table), int(number), *_) if isinstance(raw.get(table), list) and number < len(raw[table]):
            items = raw[table] = list(raw[table])  # what was parsed is shared, and not to be changed
            item = items[number]
            names = [item[name] for name in _NAMED_BY if name in item] if isinstance(item, dict) else []
            left_out.update(str(name) for name in names)
            if table in _UNKNOWN and (not names or path[-1] in _NAMED_BY):  # what it was to be called is not known
                unsure.add(_UNKNOWN[table])
            items[number] = None  # the numbers of the others stay what they are
        case (str(table), *_):
            raw.pop(table, None)
            if table in _UNKNOWN:
                unsure.add(_UNKNOWN[table])


def _without_gaps(value: Any) -> Any:
    return [item for item in value if item is not None] if isinstance(value, list) else value
