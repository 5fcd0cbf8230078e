"""Names of areas as workbooks write them: declared names and aliases, and writings that can mean one area alone."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from ..base.errors import choices
from ..county.model import Area, County
from ..workbooks.sheet_tables import normalized

_KINDS = ("街道", "镇", "乡", "县", "区", "市", "省")
_OF_TOWNS = ("街道", "镇", "乡")
_SHORTEST = 2


def area_names(county: County, totals: Iterable[str] = ()) -> dict[str, str]:
    """Return the code of an area by each name a workbook may give it, normalized.

    A declared name, an alias or the name of a total goes before a writing made here: a town with the county before it
    (示例县东河镇), without its kind (东河), with the kind in brackets (东河（镇）), any name with a colon (合计：).
    A writing that two areas share names neither.

    Parameters
    ----------
    county
        Declares the areas; its own go before others of one name.
    totals
        Names of the row of the whole county (合计).

    Examples
    --------
    >>> from types import SimpleNamespace
    >>> areas = [Area(code=code, name=name, level=level) for code, name, level in (
    ...     ("999900", "示例县", "county"), ("999900101", "东河镇", "town"))]
    >>> names = area_names(SimpleNamespace(code="999900", name="示例县", city="示例市", areas=areas), ["合计"])
    >>> sorted(name for name, code in names.items() if code == "999900101" and ":" not in name)
    ['东河', '东河(镇)', '东河镇', '示例县东河', '示例县东河镇', '示例市示例县东河镇']
    """
    declared: dict[str, str] = {}
    for area in sorted(county.areas, key=lambda area: area.code.startswith(county.code)):  # our own last: they stay
        declared |= {normalized(name): area.code for name in (area.name, *area.aliases)}
    declared |= {normalized(total): county.code for total in totals}
    made: dict[str, set[str]] = defaultdict(set)
    for area in county.areas:
        for name, code in _writings(area, county):
            made[normalized(name)].add(code)
    for total in totals:
        for before in ("全县", county.name):
            made[normalized(before + total)].add(county.code)
    names = {name: codes.pop() for name, codes in made.items() if len(codes) == 1 and "" not in codes} | declared
    return names | {f"{name}:": code for name, code in names.items()}


def area_remedy(text: str, county: County, totals: Iterable[str] = ()) -> str:
    """Return what to do about a name that is none of :func:`area_names`: the nearest declared one, and all of them."""
    declared = [name for area in county.areas for name in (area.name, *area.aliases)]
    return choices(text, [*declared, *totals])


def _writings(area: Area, county: County) -> Iterator[tuple[str, str]]:
    """Writings of an area besides its declared names, each with its code; '' where one may mean a county or a city."""
    for name in (area.name, *area.aliases):
        kind = next((kind for kind in _KINDS if name.endswith(kind)), "")
        short = name.removesuffix(kind) if kind else ""
        ours = area.code != county.code and area.code.startswith(county.code)
        town = ours and kind in _OF_TOWNS and len(short) >= _SHORTEST
        if short:
            yield short, area.code if town else ""
        if ours:
            yield county.name + name, area.code
            yield county.city + county.name + name, area.code
        if town:
            yield f"{short}({kind})", area.code
            yield county.name + short, area.code
