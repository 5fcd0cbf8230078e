"""Then → now (较上期): the lights that turned in a sentence, and a table of 累计, 完成率 and light of both periods."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from typing import Any

from ...document.blocks import CellBlock, Sentence, Table
from ...document.pieces import Cell, Light, Part
from ...quantity import periods
from .. import tables
from ..absence import Absence
from ..figure_wording import label_of, without_unit
from ..period_before import (
    NO_EARLIER,
    NOT_BEFORE,
    ProgressChange,
    compared_with_period_before,
    values_with_period_before,
)
from ..prose import say
from ..tables import ColumnSpec, Row
from ..year_progress import YearProgress

__all__ = ["ThenAndNow"]

_ARROW = "→"


@dataclass(frozen=True)
class ThenAndNow:
    """The county's own indicators one period earlier and now.

    Parameters
    ----------
    progress
        Of this issue.
    previous
        Of the issue before, to compare with that; None: one period earlier in the data.
    listed
        The indicators printed, besides those whose light turned.
    """

    progress: YearProgress
    previous: YearProgress | None
    listed: Sequence[str]

    @cached_property
    def _changes(self) -> list[ProgressChange]:
        """Then and now of what is printed of the county itself, or turned."""
        changes = compared_with_period_before(self.progress, self.previous)
        own = [change for change in changes if change.now.area == self.progress.county.code]
        return [change for change in own if change.turned or change.now.indicator in self.listed]

    @cached_property
    def _values(self) -> list[tuple[Row, Row]]:
        """Then and now of what has no progress, where there is a new period."""
        pairs = values_with_period_before(self.progress, self.listed, self.previous)
        return [(then, now) for then, now in pairs if then["period"] != now["period"]]

    @property
    def compared(self) -> set[str]:
        """The indicators that are compared with a period before."""
        return {c.now.indicator for c in self._changes if c.then} | {now["indicator"] for _, now in self._values}

    def blocks(self) -> list[CellBlock]:
        """Return the lights that turned in a sentence, then the table; empty where nothing can be compared."""
        lines = [_line(change) for change in self._changes if change.moved]
        lines += [self._line_of_values(then, now) for then, now in self._values]
        gaps = [
            f"{c.now.done['label']}{c.missing}" for c in self._changes if c.missing not in ("", NO_EARLIER, NOT_BEFORE)
        ]
        if lines:
            return [*self._turned(), _table(lines, gaps)]
        return [say("{gaps}，不能与上期相比。", names=self._names, gaps="、".join(gaps))] if gaps else []

    @property
    def _names(self) -> Iterable[str]:
        return self.progress.county.proper_names

    def _turned(self) -> list[Sentence]:
        """The lights that turned, the worst first; a line where all stayed, none without lights."""
        lit = [change for change in self._changes if None not in change.lights]
        turned = sorted((change for change in lit if change.turned), key=lambda change: change.severity)
        if not turned:
            return [Absence.LIGHTS_SAME.sentence()] if lit else []
        then, _ = _most(_periods(change.then.done, change.now.done) for change in turned if change.then)
        slots: dict[str, Any] = {"since": periods.parse(then).label}
        groups = []
        for place, (_, group) in enumerate(groupby(turned, key=lambda change: change.severity)):
            members = list(group)
            slots[f"then{place}"], slots[f"now{place}"] = members[0].lights
            names = [_named(change, f"{place}_{n}", slots) for n, change in enumerate(members)]
            groups.append(f"{'、'.join(names)}由{{then{place}}}转{{now{place}}}")
        return [say(f"与{{since}}相比，{'；'.join(groups)}。", names=self._names, **slots)]

    def _line_of_values(self, then: Row, now: Row) -> Row:
        county = self.progress.county
        label = f"{label_of(now, county)}（{now['unit']}）"
        figures = (without_unit(county.figure(row)) for row in (then, now))
        return {"name": label, "periods": _periods(then, now), "done": _arrow(*figures)} | _WITHOUT_PROGRESS


_WITHOUT_PROGRESS = {"completed": tables.NONE, "light": tables.NONE}


def _named(change: ProgressChange, place: str, slots: dict[str, Any]) -> str:
    """The slots of an indicator, with the months behind that gave its light."""
    slots[f"name{place}"] = change.now.done["label"]
    if not (months := change.now.escalation):
        return f"{{name{place}}}"
    slots[f"months{place}"] = months
    return f"{{name{place}}}（连续{{months{place}}}落后）"


def _line(change: ProgressChange) -> Row:
    then, now = change.then or change.now, change.now
    was, light = change.lights
    same = was == light
    return {
        "name": f"{now.done['label']}（{now.done['unit']}）",
        "periods": _periods(then.done, now.done),
        "done": _arrow(*(without_unit(pace.figure("done")) for pace in (then, now))),
        "completed": _arrow(then.lit("completed"), now.lit("completed")),
        "light": _light(light) if same else _arrow(_light(was), _light(light)),
    }


def _light(light: Light | None) -> Part:
    return light or tables.NONE


def _arrow(then: Part, now: Part) -> Cell:
    return Cell(parts=(then, _ARROW, now))


def _periods(then: Row, now: Row) -> tuple[str, str]:
    return str(then["period"]), str(now["period"])


def _most(pairs: Iterable[tuple[str, str]]) -> tuple[str, str]:
    """The periods of most rows, then and now."""
    return Counter(pairs).most_common(1)[0][0]


def _described(pair: tuple[str, str]) -> str:
    return _ARROW.join(periods.parse(code).label for code in dict.fromkeys(pair))


def _other_periods(pair: tuple[str, str], common: tuple[str, str]) -> str:
    return "" if pair == common else f"（{_described(pair)}）"


def _table(lines: Sequence[Row], gaps: Sequence[str]) -> Table:
    """The table of these rows; periods other than those of most are named in their rows."""
    common = _most(line["periods"] for line in lines)
    columns: list[ColumnSpec[Row]] = [
        ColumnSpec(
            name="指标",
            width=2.5,
            cell=lambda line: (
                line["name"] + ("" if line["periods"] == common else f"（{_described(line['periods'])}）")
            ),
        ),
        ColumnSpec(name="累计", align="right", width=1.9, cell=lambda line: line["done"]),
        ColumnSpec(name="完成率", align="right", width=1.6, cell=lambda line: line["completed"]),
        ColumnSpec(name="灯", align="center", width=1.6, cell=lambda line: line["light"]),
    ]
    note = "注：箭头前为上期，后为本期；灯没有变的只印一个；“—”为无此项"
    note += "".join(f"；{gap}，不能相比" for gap in gaps)
    return tables.tabulate(f"较上期（{_described(common)}）", columns, lines, notes=[f"{note}。"])
