"""Check of a county's notebooks without running them: faults that stop a briefing, and notebooks no briefing takes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path

from ..base import notebook_cells
from ..base.errors import Fault, UsageError, XjError, choices
from ..county import partial
from . import county_notebooks
from .county_notebooks import COMMON, CountyNotebooks

_COPY = re.compile(r"([a-z][a-z0-9_]*)[^a-z0-9_]", re.IGNORECASE)
"""The beginning of the name of a copy: ``tourism-Copy1``, ``tourism (1)``, ``tourism副本``."""


def check_notebooks(data: Path) -> tuple[list[Fault], list[Fault]]:
    """Return the faults of the notebooks that a county's briefings take, and warnings of its own that none takes.

    Nothing is checked while ``county.toml`` cannot be read: the campaigns are not known.

    Parameters
    ----------
    data
        A county's data folder.
    """
    declared = partial.read_partial_county(data)
    if (county := declared.county) is None:
        return [], []
    try:
        books = county_notebooks.notebooks_for(data)
    except UsageError as error:
        return [error.fault], []
    strays = [] if declared.faults else list(_strays(books, county.slugs))  # a faulty campaign is not among them
    return list(_faults(books, county.slugs)), strays


def _faults(books: CountyNotebooks, slugs: Sequence[str]) -> Iterator[Fault]:
    for path, sharing in groupby(sorted(slugs, key=books.path), books.path):
        try:
            books.require(list(sharing)[:1])
            cells = county_notebooks.require_sound(path)
        except XjError as error:
            yield error.fault
            continue
        declared = notebook_cells.declared_parameters(cells)
        absent = [name for name in notebook_cells.NAMES if name not in declared]
        for name in absent if declared else absent[:1]:
            yield Fault(str(path), *notebook_cells.undeclared(name, declared))


def _strays(books: CountyNotebooks, slugs: Sequence[str]) -> Iterator[Fault]:
    for path in books.own:
        name = path.stem
        if name in slugs or name == COMMON:
            continue
        copied = _COPY.match(name)
        if copied and copied[1] in (*slugs, COMMON):
            do = f"像是 {copied[1]}.ipynb 的副本；不要了请删去，要用请改名。"
        else:
            do = choices(name, slugs)
        yield Fault(str(path), "不是本县攻坚战的名字，做简报时用不到", name, do)
