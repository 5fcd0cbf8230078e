"""Places of declarations in their files, for messages: file and line of TOML, row and column of CSV."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from functools import cached_property
from pathlib import Path

from ..base.errors import DataError, UsageError
from . import declared_tables, toml_lines, toml_spans
from .model import County
from .request import BriefingRequest

COUNTY, SOURCES, RECEIVED, COLLECTION = "county.toml", "sources.toml", "received/sources.toml", "collection.toml"
HOLDS = {
    COUNTY: ("county", "quantities", "campaigns", "overview", "lights", "board", "issues", "alarms"),
    COLLECTION: ("units", "sheets", "limits", "ledgers", "legend"),
    SOURCES: ("sources",),
    RECEIVED: ("sources",),
}
"""What each TOML file declares, by its outermost names."""

_ITEM = 2
_PERIOD = "period"


def toml_text(path: Path) -> str:
    """Return the text of a TOML file, without the mark that Notepad of Windows puts before it."""
    return path.read_text(encoding="utf-8-sig")


class Places:
    """File and line, or row and column, of each declaration of a county; the files are parsed at the first lookup.

    Parameters
    ----------
    folder
        The county's data folder.
    gaps
        By table: the numbers of items in the files that the county lacks, in ascending order.
    """

    def __init__(self, folder: Path, gaps: Mapping[str, Sequence[int]] | None = None) -> None:
        self._folder = folder
        self._gaps = gaps or {}

    def at(self, path: tuple[str | int, ...], name: str = "") -> str:
        """Return the place of a declaration: ``shili/county.toml 第12行 [tourism]``.

        Parameters
        ----------
        path
            Path of the declaration: ``("indicators", 3, "unit")`` is ``shili/indicators.csv 第5行 unit [visits]``.
        name
            Slug of the declaration, for readers; a row of a table has its own.
        """
        match path:
            case (str(table), int(number), *rest) if table in self._gaps:
                for gap in self._gaps[table]:
                    number += gap <= number
                path = (table, number, *rest)
        if path and path[0] in declared_tables.FILES:
            return self._cell(str(path[0]), path[1:])
        file, inside = self._file(path)
        line = toml_lines.line_of(self._lines.get(file, {}), inside)
        return f"{self._folder.name}/{file}" + (f" 第{line}行" if line else "") + (f" [{name}]" if name else "")

    def _cell(self, table: str, path: tuple[str | int, ...]) -> str:
        where = f"{self._folder.name}/{declared_tables.FILES[table]}"
        with suppress(DataError, OSError):
            declared = declared_tables.read_declared(self._folder, table)
            match path:
                case (int(number), *rest) if number < len(declared.lines):
                    column = f" {rest[0]}" if rest and rest[0] else ""
                    name = f" [{declared.names[number]}]" if declared.names[number] else ""
                    return f"{where} 第{declared.lines[number]}行{column}{name}"
        return where

    def _file(self, path: tuple[str | int, ...]) -> tuple[str, tuple[str | int, ...]]:
        of_sources = self._lines.get(SOURCES, {})
        match path:
            case ("sources", int(number), *rest) if ("sources", number) not in of_sources and RECEIVED in self._lines:
                before = sum(len(place) == _ITEM for place in of_sources)
                return RECEIVED, ("sources", number - before, *rest)
            case ("sources", *_):
                return SOURCES, path
            case (str(outermost), *_) if outermost in HOLDS[COLLECTION]:
                return COLLECTION, path
        declared = {place[0] for place in self._lines.get(COUNTY, {})}
        return COUNTY, path if path and path[0] in declared else ("county", *path)

    @cached_property
    def _lines(self) -> dict[str, dict[toml_spans.Path, int]]:
        lines = {}
        for name in HOLDS:
            with suppress(OSError, ValueError):
                lines[name] = toml_lines.lines_of(toml_text(self._folder / name))
        return lines


@contextmanager
def own_period(county: County, request: BriefingRequest) -> Iterator[None]:
    """Turn the error of a period without data into one about ``county.toml``, where nothing else was asked for.

    Parameters
    ----------
    county
        Its ``period`` is the default.
    request
        With a period of its own, or a day to look back to, it is the request that asks for too much.

    Raises
    ------
    DataError
        Instead of a UsageError about the period.
    """
    try:
        yield
    except UsageError as error:
        fault = error.fault
        if request.period or request.known_at or fault.where != _PERIOD:
            raise
        where = f"{Places(county.folder).at((_PERIOD,))} {_PERIOD}"
        raise DataError(where, fault.what, fault.got, f"请改 {_PERIOD}，或另给期间。{fault.do}") from None
