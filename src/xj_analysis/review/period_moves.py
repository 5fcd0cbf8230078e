"""Moves between issues of different periods: each indicator and area, from its latest period in one to the other's."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from ..quantity import periods
from ..quantity.figures import Figure
from .figure_groups import FigureGroups, Key, statement

__all__ = ["PeriodMove", "PeriodState", "period_moves"]

_RATE = "完成率"
_Series = tuple[str, tuple[str, ...]]


@dataclass
class PeriodState:
    """What an issue prints of one indicator and area in one period.

    Parameters
    ----------
    period
        Its code.
    value, rate, gap
        The value, its 完成率, and its gap to the pace; None where it is not printed. The light stands at one of the
        last two.
    keys
        The keys of their groups.
    """

    period: str
    value: Figure | None = None
    rate: Figure | None = None
    gap: Figure | None = None
    keys: list[Key] = field(default_factory=list)

    @property
    def figures(self) -> list[Figure]:
        """Value, 完成率 and gap, those that are printed."""
        return [figure for figure in (self.value, self.rate, self.gap) if figure is not None]

    @property
    def light(self) -> str:
        """The light, shape and word; empty without one."""
        return next((figure.light for figure in (self.gap, self.rate) if figure and figure.light), "")

    @property
    def text(self) -> str:
        """Value, 完成率 and light in a line."""
        value = statement(self.value)[0] if self.value else ""
        rate = f"{_RATE}{statement(self.rate)[0]}" if self.rate else ""
        return "，".join(filter(None, (value, rate, self.light)))


@dataclass(frozen=True)
class PeriodMove:
    """One indicator and area in the latest period of either issue."""

    then: PeriodState
    now: PeriodState

    @property
    def turned(self) -> str:
        """The light it turned to, without 灯: 转红; empty where it is the same, or not known of both."""
        then, now = self.then.light, self.now.light
        return f"转{now[1:].removesuffix('灯')}" if then and now and then != now else ""


def period_moves(before: FigureGroups, after: FigureGroups) -> list[PeriodMove]:
    """Return what moved on to another period: the lights that turned first, then in the order printed.

    Parameters
    ----------
    before, after
        The figures of two briefings of one campaign. Matched are reported values, and what has a 完成率, by the
        indicators, areas and subjects of their results.
    """
    olds, news = _latest(before), _latest(after)
    moves = [PeriodMove(olds[series], now) for series, now in news.items() if series in olds]
    moved = [move for move in moves if move.then.period != move.now.period]
    return sorted(moved, key=lambda move: not move.turned)


def _latest(side: FigureGroups) -> dict[_Series, PeriodState]:
    """The state of each series in its latest period."""
    states: dict[_Series, dict[str, PeriodState]] = {}
    for key, kind, figure in _measures(side):
        of_series = states.setdefault((figure.nature, _results(side, figure)), {})
        state = of_series.setdefault(figure.period, PeriodState(figure.period))
        if getattr(state, kind) is None:
            setattr(state, kind, figure)
        state.keys.append(key)
    printed = {series: [s for s in each.values() if s.value or s.rate] for series, each in states.items()}
    latest = {series: max(each, key=_when) for series, each in printed.items() if each}
    return {series: state for series, state in latest.items() if state.value}


def _when(state: PeriodState) -> tuple[object, ...]:
    return periods.parse(state.period).sort_key()


def _measures(side: FigureGroups) -> Iterator[tuple[Key, str, Figure]]:
    """The groups that are a value, a 完成率 or a gap with a light, each with its first figure."""
    rated = {figure.label.removesuffix(_RATE) for figure in side.figures if figure.label.endswith(_RATE)}
    for key, figures in side.groups.items():
        lit = next((figure for figure in figures if figure.light), None)
        first = figures[0]
        if not first.origins:
            continue
        if first.label.endswith(_RATE) and first.formula:
            yield key, "rate", lit or first
        elif lit:
            yield key, "gap", lit
        elif (key[0] == "" and not first.formula) or first.label in rated:
            yield key, "value", first


def _results(side: FigureGroups, figure: Figure) -> tuple[str, ...]:
    """The indicators, areas and subjects of the results behind a figure, without those of its target."""
    keys = [side.observations[origin].key for origin in figure.origins if origin in side.observations]
    own = [key for key in keys if key[4:5] == (figure.nature,)] or keys
    return tuple(sorted({"|".join(key[:3]) for key in own}))
