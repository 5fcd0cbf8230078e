"""Displayed block: the base of all blocks, what is printed of one, and how a notebook shows it."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterable, Iterator
from typing import Any, ClassVar

from ..quantity.figures import Figure
from . import cell_html
from .pieces import Parts, Piece, plain_text

__all__ = [
    "MIMETYPE",
    "DisplayedBlock",
    "block_texts",
    "block_to_json",
    "figures_of",
    "scale_of",
    "sources_of",
    "text_of",
]

MIMETYPE = "application/vnd.xj.block+json"
_LONGEST = 60


class DisplayedBlock(Piece):
    """Base of blocks with IPython's display protocol: HTML for the person editing, JSON for all else.

    Each block says what is printed of it (runs of text), what is drawn (figures), and which sources it marks.
    """

    _kind: ClassVar[str]

    @abstractmethod
    def _texts(self) -> Iterator[Parts]:
        """Yield every run of printed text, in reading order."""

    def _drawn(self) -> Iterable[Figure]:
        """The figures that are drawn and not printed."""
        return ()

    def _marked(self) -> Iterable[str]:
        """The sources marked beside those of printed figures, in reading order."""
        return ()

    def _scale(self) -> Iterable[str]:
        """The labels of a scale that it draws: their numbers are no figures."""
        return ()

    def _plain(self) -> str:
        """The block as plain text, a run or a row a line."""
        return "\n".join(map(plain_text, self._texts()))

    @abstractmethod
    def _html(self) -> str:
        """The block as JupyterLab shows it."""

    def _summary(self) -> str:
        """What the block is, in a few words."""
        text = "".join(map(plain_text, self._texts()))
        return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, Any]:
        return {
            "text/plain": self._plain(),
            "text/html": cell_html.page(self._html()),
            MIMETYPE: block_to_json(self),
        }

    def __repr__(self) -> str:
        return f"<{self._kind}　{self._summary()}>"

    __str__ = __repr__


def block_to_json(block: DisplayedBlock) -> dict[str, Any]:
    """Return the JSON form of a block, without fields at their defaults.

    Examples
    --------
    >>> from xj_analysis.document.blocks import Heading
    >>> block_to_json(Heading(level=1, text="一、结论"))
    {'type': 'heading', 'level': 1, 'text': '一、结论'}
    """
    return {"type": type(block).model_fields["type"].default, **block.model_dump(mode="json", exclude_defaults=True)}


def block_texts(block: DisplayedBlock) -> Iterator[Parts]:
    """Yield every run of printed text of a block, in reading order.

    Examples
    --------
    >>> from xj_analysis.document.blocks import Heading
    >>> list(block_texts(Heading(level=1, text="一、结论")))
    [('一、结论',)]
    """
    return block._texts()


def text_of(block: DisplayedBlock) -> str:
    """Return a block as plain text, a run or a row a line; a chart begins with its description, with its numbers."""
    return block._plain()


def figures_of(block: DisplayedBlock) -> Iterator[Figure]:
    """Yield the figures a block prints, in reading order; those that it draws after them.

    Examples
    --------
    >>> from xj_analysis.document.blocks import Sentence
    >>> [f.text for f in figures_of(Sentence(parts=("共", Figure(text="24个"))))]
    ['24个']
    """
    for parts in block._texts():
        yield from (part for part in parts if isinstance(part, Figure))
    yield from block._drawn()


def scale_of(block: DisplayedBlock) -> Iterator[str]:
    """Yield the labels of the scale that a block draws, the months of a wall chart."""
    yield from block._scale()


def sources_of(block: DisplayedBlock) -> Iterator[str]:
    """Yield the sources that a block marks, in reading order.

    Examples
    --------
    >>> from xj_analysis.document.blocks import Note
    >>> list(sources_of(Note(label="矛盾", parts=("甲",), sources=("s1",))))
    ['s1']
    """
    yield from block._marked()
