"""Blocks at the head of a briefing: the masthead (刊头) and the key figures (关键数字)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import ClassVar, Literal

from ..quantity.figures import Figure
from . import cell_html
from .displayed_block import DisplayedBlock
from .imprint import Imprint
from .pieces import Light, Parts, Piece, plain_text

__all__ = ["KeyFigure", "KeyFigures", "Masthead"]

_CARD = "text-align:left;vertical-align:top"


class Masthead(DisplayedBlock, Imprint):
    """The masthead (刊头) of a briefing: county, campaign, period, day, edition, kind of document."""

    _kind: ClassVar[str] = "刊头"
    type: Literal["masthead"] = "masthead"
    county: str
    county_slug: str
    area: str = ""
    """The code of the county itself."""
    campaign: str
    slug: str
    title: str
    subtitle: str = ""
    banner: str
    period: str
    period_label: str
    known_at: str
    known_at_label: str  # empty where no source has a date
    edition: Literal["internal", "public"]
    flags: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    """Names with digits (“5+2”) that are no figures."""

    def _texts(self) -> Iterator[Parts]:
        yield (self.title, self.subtitle, self.banner, *self.flags, *self.imprint_words())

    def _html(self) -> str:
        flags = "".join(f"（{flag}）" for flag in self.flags)
        serves = f"服务“三量”：{self.subtitle}" if self.subtitle else ""
        as_of = f"资料截至{self.known_at_label}" if self.known_at_label else "资料发布日期不详"
        about = filter(None, [self.issue_label, serves, self.period_label, as_of, self.banner])
        return f"<b>{cell_html.run((self.title, flags))}</b>{cell_html.small([cell_html.run(('　'.join(about),))])}"


class KeyFigure(Piece):
    """A figure printed large, with what a reader must know beside it.

    Parameters
    ----------
    name
        What it is the figure of.
    figure
        The figure with its hedge and unit, in the unit a reader speaks.
    light
        Its light, word and shape; None where it has none.
    beside
        Printed small below it, a run a line: 完成率, the change since the last issue, who is responsible.
    months
        The figures of its months in order, drawn as a spark; empty for none.
    """

    name: str
    figure: Figure
    light: Light | None = None
    beside: tuple[Parts, ...] = ()
    months: tuple[Figure, ...] = ()


class KeyFigures(DisplayedBlock):
    """Key figures of page one, three to five of them large, each with its spark."""

    _kind: ClassVar[str] = "关键数字"
    type: Literal["key_figures"] = "key_figures"
    cards: tuple[KeyFigure, ...]

    def _texts(self) -> Iterator[Parts]:
        for card in self.cards:
            yield (card.name,)
            yield (card.figure, *([card.light] if card.light else []))
            yield from card.beside

    def _drawn(self) -> Iterable[Figure]:
        return (figure for card in self.cards for figure in card.months)

    def _plain(self) -> str:
        lines = ([card.name, plain_text((card.figure,)), *map(plain_text, card.beside)] for card in self.cards)
        return "\n".join("　".join(line) for line in lines)

    def _html(self) -> str:
        cards = []
        for card in self.cards:
            light = (" ", card.light) if card.light else ()
            large = f'<div style="font-size:1.5em">{cell_html.run((card.figure, *light))}</div>'
            below = cell_html.small(map(cell_html.run, card.beside))
            cards.append(f'<td style="{_CARD}">{cell_html.run((card.name,))}{large}{below}</td>')
        return f"<table><tr>{''.join(cards)}</tr></table>"
