"""The pieces that blocks are made of: runs of text, cells, columns, rows of sources and observations."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from ..quantity.figures import Figure


class Piece(BaseModel):
    """Frozen, and without undeclared fields."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Strong(Piece):
    """Words set off in bold; the presses decide how."""

    strong: str


class Light(Piece):
    """A light (红黄绿): its word and its shape say it all; the colour only helps. Empty where it is undecided."""

    light: str
    shape: str
    colour: str = Field(default="", pattern=r"^(#[0-9a-fA-F]{6})?$")


Part = str | Figure | Strong | Light
"""A run of text: plain words, a figure, words set off, or a light."""
Parts = tuple[Part, ...]


class Cell(Piece):
    """One table cell: its text, and the sources whose marks [n] follow it."""

    parts: Parts = ()
    sources: tuple[str, ...] = ()


class Column(Piece):
    """One table column; numbers are aligned ``right``, words ``left``. `width` is relative."""

    name: str
    align: Literal["left", "right", "center"] = "left"
    width: float = 1.0


class SourceRow(Piece):
    """One source as the sources section prints it; `number` is given when the document is assembled.

    Parameters
    ----------
    hashed
        What `sha256` is of: the transcript we hold, or the rows that were read of a file or a database.
    """

    id: str
    number: int = 0
    title: str
    publisher: str
    published: str
    published_label: str
    address: str
    strength: str
    archived: str
    file: str = ""
    hashed: str = "转录件"
    sha256: str


class ObservationRow(Piece):
    """One reported value behind a printed number: what it said, and where.

    Parameters
    ----------
    key
        Indicator, area, subject, period and nature: what it is about, however often it is published.
    status
        Whether it counts: current, agrees, revised, corrected or conflict.
    """

    id: str
    source: str
    locator: str
    label: str
    text: str
    key: tuple[str, ...] = ()
    status: str = ""


def _word(part: Part) -> str:
    match part:
        case str():
            return part
        case Strong():
            return part.strong
        case Light():
            return part.shape + part.light
        case Figure():
            return part.text


def plain_text(parts: Parts) -> str:
    """Return a run of text as words alone.

    Examples
    --------
    >>> plain_text(("共", Figure(text="24个")))
    '共24个'
    """
    return "".join(_word(part) for part in parts)
