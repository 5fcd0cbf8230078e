"""Pieces of blocks: runs of text, cells, columns, rows of sources and observations."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from ..quantity.figures import Figure


class Piece(BaseModel):
    """Frozen pydantic model without undeclared fields."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    def __dir__(self) -> list[str]:
        """Return the names that Tab offers: fields and properties of its own, not the machinery of models."""
        own = [name for kind in type(self).__mro__ if issubclass(kind, Piece) for name in vars(kind)]
        offered = [*type(self).model_fields, *(name for name in own if not name.startswith(("_", "model_")))]
        return list(dict.fromkeys(offered))


class Strong(Piece):
    """Emphasized words, printed in bold."""

    strong: str


class Light(Piece):
    """A light (红黄绿): word and shape carry the meaning, the colour helps; no colour where it is undecided.

    Parameters
    ----------
    short
        Printed as its shape alone, where a note below says which word each shape stands for. A reader of the screen
        hears the word.
    """

    light: str
    shape: str
    colour: str = Field(default="", pattern=r"^(#[0-9a-fA-F]{6})?$")
    short: bool = False

    @property
    def word(self) -> str:
        """The word that is printed; '' for a short one."""
        return "" if self.short else self.light

    def shortened(self) -> Light:
        """Return it as its shape alone."""
        return self.model_copy(update={"short": True})


class Bar(Piece):
    """A bar in a table's cell, which draws what a figure beside it says: 完成率, with a stroke at the 时序进度.

    Parameters
    ----------
    bar
        Its length as a share of the longest, 0 to 1.
    stroke
        Where the stroke stands, likewise; None for none.
    colour
        As of a light; empty for the plain colour.
    """

    bar: float = Field(ge=0, le=1)
    stroke: float | None = Field(default=None, ge=0, le=1)
    colour: str = Field(default="", pattern=r"^(#[0-9a-fA-F]{6})?$")


Part = str | Figure | Strong | Light | Bar
"""A part of a run of text: plain words, a figure, emphasized words, a light, or a bar."""

Parts = tuple[Part, ...]


class Cell(Piece):
    """One table cell: its text, and the sources of the marks [n] behind it."""

    parts: Parts = ()
    sources: tuple[str, ...] = ()


class Column(Piece):
    """One table column; numbers are aligned ``right``, words ``left``; `width` is relative."""

    name: str
    align: Literal["left", "right", "center"] = "left"
    width: float = 1.0


class SourceRow(Piece):
    """One source as the sources section prints it; the document assigns `number`.

    Parameters
    ----------
    hashed
        The content of `sha256` in words: the transcript in the data folder, or the rows read of a file or database.
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
    """One reported value behind a printed number, with its source and locator.

    Parameters
    ----------
    key
        Indicator, area, subject, period and nature, the same in every publication of the value.
    status
        current, agrees, revised, corrected or conflict.
    """

    id: str
    source: str
    locator: str
    label: str
    text: str
    key: tuple[str, ...] = ()
    status: str = ""


def _text(part: Part) -> str:
    match part:
        case str():
            return part
        case Strong():
            return part.strong
        case Light():
            return part.shape + part.word
        case Bar():
            return ""
        case Figure():
            return part.text


def plain_text(parts: Parts) -> str:
    """Return a run of text as plain text.

    Examples
    --------
    >>> plain_text(("共", Figure(text="24个")))
    '共24个'
    """
    return "".join(map(_text, parts))


def typed_text(parts: Parts) -> str:
    r"""Return the words of a run of text that are no figure, with NUL in place of each figure.

    Examples
    --------
    >>> typed_text(("共", Figure(text="24个"), "。")) == "共\0。"
    True
    """
    return "".join("\0" if isinstance(part, Figure) else _text(part) for part in parts)
