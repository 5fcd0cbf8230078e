"""Blocks of printable sheets that no briefing has: the wall chart (挂图) of projects."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import ClassVar, Literal

from . import cell_html
from .displayed_block import DisplayedBlock
from .pieces import Light, Parts, Piece, plain_text

__all__ = ["DONE", "OPEN", "OVERDUE", "PLANNED", "WallChart", "WallGroup", "WallMark", "WallRow"]
__dir__ = __all__.copy

DONE, OVERDUE, PLANNED, OPEN = "done", "overdue", "planned", "open"
_DECEMBER = 12
_EVERY_MONTH, _EVERY_QUARTER = 40, 120


class WallMark(Piece):
    """A milestone of a row: the letter that stands for it, when it was planned, when it was done.

    Examples
    --------
    >>> mark = WallMark(letter="开", planned=date(2025, 6, 1))
    >>> mark.state(date(2025, 6, 1)), mark.state(date(2025, 6, 2)), WallMark(letter="竣").state(date(2025, 6, 1))
    ('planned', 'overdue', 'open')
    """

    letter: str
    planned: date | None = None
    actual: date | None = None

    def state(self, as_of: date) -> str:
        """Return whether it is done, overdue, still planned, or open: without any day it cannot be judged."""
        if self.actual:
            return DONE
        if self.planned is None:
            return OPEN
        return OVERDUE if self.planned < as_of else PLANNED


class WallRow(Piece):
    """A project on the wall chart: its light, number, name, leader, unit, what is overdue, and its milestones."""

    light: Light | None = None
    number: Parts
    name: Parts
    leader: Parts = ()
    unit: Parts = ()
    overdue: Parts = ()
    marks: tuple[WallMark, ...] = ()


class WallGroup(Piece):
    """Rows under one heading; an empty one where all rows are one group."""

    heading: Parts = ()
    rows: tuple[WallRow, ...]


class WallChart(DisplayedBlock):
    """One sheet of a wall chart: rows of projects over a grid of months, with the line of the day.

    Parameters
    ----------
    title, summary, notes
        Printed above the grid; the notes say how it is sorted and what its signs are.
    first, last
        The first and the last day of the grid: days outside are drawn on its edge.
    as_of
        The day of its line.
    """

    _kind: ClassVar[str] = "挂图"
    type: Literal["wall_chart"] = "wall_chart"
    title: Parts
    summary: Parts = ()
    groups: tuple[WallGroup, ...]
    first: date
    last: date
    as_of: date
    notes: tuple[Parts, ...] = ()

    def place(self, day: date) -> float:
        """Return where a day stands on the grid, 0 at its beginning and 1 at its end.

        Examples
        --------
        >>> days = dict(first=date(2025, 1, 1), last=date(2025, 12, 31), as_of=date(2025, 9, 30))
        >>> chart = WallChart(title=(), groups=(), **days)
        >>> chart.place(date(2025, 1, 1)), chart.place(date(2026, 5, 1)), round(chart.place(date(2025, 7, 2)), 2)
        (0.0, 1.0, 0.5)
        """
        share = (day - self.first) / (self.last + timedelta(days=1) - self.first)
        return min(1.0, max(0.0, share))

    @property
    def months(self) -> list[date]:
        """The first day of each month of the grid."""
        found = [self.first.replace(day=1)]
        while (following := _next_month(found[-1])) <= self.last:
            found.append(following)
        return found

    def _scale(self) -> Iterator[str]:
        yield from (label for month in self.months if (label := self.month_label(month)))

    def month_label(self, month: date) -> str:
        """Return the label of a month: of a long grid, that of the first of a quarter, or none."""
        every = 1 if (many := len(self.months)) <= _EVERY_MONTH else 3 if many <= _EVERY_QUARTER else _DECEMBER
        return f"{month.month}月" if (month.month - 1) % every == 0 and every < _DECEMBER else ""

    def _texts(self) -> Iterator[Parts]:
        yield self.title
        yield self.summary
        for group in self.groups:
            yield group.heading
            for row in group.rows:
                yield from ((row.light,) if row.light else (), row.number, row.name, row.leader, row.unit, row.overdue)
        yield from self.notes

    def _plain(self) -> str:
        lines = [plain_text(self.title), plain_text(self.summary)]
        for group in self.groups:
            lines.append(plain_text(group.heading))
            lines += ["　".join(filter(None, self._words(row))) for row in group.rows]
        return "\n".join(filter(None, [*lines, *map(plain_text, self.notes)]))

    def _words(self, row: WallRow) -> Iterator[str]:
        yield plain_text((row.light,) if row.light else ())
        yield from map(plain_text, (row.number, row.name, row.leader, row.unit, row.overdue))
        yield "".join(mark.letter for mark in row.marks if mark.state(self.as_of) == DONE)

    def _html(self) -> str:
        return cell_html.small(cell_html.run((line,)) for line in self._plain().splitlines())

    def _summary(self) -> str:
        return f"{plain_text(self.title)}　{sum(len(group.rows) for group in self.groups)}行"


def _next_month(day: date) -> date:
    return date(day.year + day.month // _DECEMBER, day.month % _DECEMBER + 1, 1)
