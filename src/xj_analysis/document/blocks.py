"""Typed blocks of a briefing: one list of blocks is printed, traced and audited."""

from __future__ import annotations

import html
from collections.abc import Iterable, Iterator
from typing import Annotated, Any, Literal, cast

from pydantic import Field, TypeAdapter

from ..quantity.figures import Figure
from .pieces import Cell, Column, ObservationRow, Parts, Piece, SourceRow, plain_text

MIMETYPE = "application/vnd.xj.block+json"


class DisplayedBlock(Piece):
    """Base of blocks with IPython's display protocol: HTML for the person editing, JSON for all else."""

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, Any]:
        block = cast("Block", self)
        return {
            "text/plain": "\n".join(plain_text(parts) for parts in block_texts(block)),
            "text/html": _html(block),
            MIMETYPE: block_to_json(block),
        }


class Masthead(DisplayedBlock):
    """The masthead (刊头) of a briefing: county, campaign, period, day, edition, kind of document."""

    type: Literal["masthead"] = "masthead"
    county: str
    county_slug: str
    campaign: str
    slug: str
    title: str
    subtitle: str = ""
    banner: str
    period: str
    period_label: str
    known_at: str
    known_at_label: str
    edition: Literal["internal", "public"]
    flags: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    """Names with digits (“5+2”) that are no figures."""


class Heading(DisplayedBlock):
    """A heading; level 1 is 一、."""

    type: Literal["heading"] = "heading"
    level: int
    text: str


class Sentence(DisplayedBlock):
    """A paragraph, a finding of the conclusion, or a list item."""

    type: Literal["sentence"] = "sentence"
    parts: Parts
    style: Literal["body", "finding", "item"] = "body"


class Table(DisplayedBlock):
    """A captioned table with a header row, and the legend and notes below it."""

    type: Literal["table"] = "table"
    title: Parts
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    notes: tuple[Parts, ...] = ()


class Chart(DisplayedBlock):
    """A captioned chart: Vega-Lite, the description that becomes the alt text, and the figures it draws."""

    type: Literal["chart"] = "chart"
    title: Parts
    spec: dict[str, Any]
    description: str
    figures: tuple[Figure, ...]
    sources: tuple[str, ...] = ()
    notes: tuple[Parts, ...] = ()


class Note(DisplayedBlock):
    """A point to verify before a figure is used (待核实)."""

    type: Literal["note"] = "note"
    label: str
    parts: Parts
    sources: tuple[str, ...] = ()


class Sources(DisplayedBlock):
    """The sources section. A notebook outputs the whole catalogue; the document keeps the sources it prints."""

    type: Literal["sources"] = "sources"
    sources: tuple[SourceRow, ...]
    observations: tuple[ObservationRow, ...]


Block = Annotated[
    Masthead | Heading | Sentence | Table | Chart | Note | Sources,
    Field(discriminator="type"),
]
_ADAPTER: TypeAdapter[Block] = TypeAdapter(Block)


def block_from_json(data: object) -> Block:
    """Return the block of a notebook output.

    Raises
    ------
    pydantic.ValidationError
        The data is no block.

    Examples
    --------
    >>> block_from_json({"type": "heading", "level": 1, "text": "一、结论"}).text
    '一、结论'
    """
    return _ADAPTER.validate_python(data)


def block_to_json(block: Block) -> dict[str, Any]:
    """Return the JSON form of a block, without fields at their defaults.

    Examples
    --------
    >>> block_to_json(Heading(level=1, text="一、结论"))
    {'type': 'heading', 'level': 1, 'text': '一、结论'}
    """
    return {"type": block.type, **block.model_dump(mode="json", exclude_defaults=True)}


def block_texts(block: Block) -> Iterator[Parts]:
    """Yield every run of printed text of a block, in reading order.

    Examples
    --------
    >>> list(block_texts(Heading(level=1, text="一、结论")))
    [('一、结论',)]
    """
    match block:
        case Heading():
            yield (block.text,)
        case Sentence() | Note():
            yield block.parts
        case Table():
            yield block.title
            yield tuple(column.name for column in block.columns)
            for row in block.rows:
                yield from (cell.parts for cell in row)
            yield from block.notes
        case Chart():
            yield block.title
            yield from block.notes
        case Masthead():
            yield (block.title, block.subtitle, block.banner, *block.flags)
        case Sources():
            yield from ((source.title, source.publisher, source.address) for source in block.sources)


def _html(block: Block) -> str:
    """The HTML of a block in JupyterLab: a table, or the printed text line by line."""
    if not isinstance(block, Table):
        return "<br>".join(_escaped(block_texts(block)))
    heads = "".join(f"<th>{head}</th>" for head in _escaped((column.name,) for column in block.columns))
    rows = ("".join(f"<td>{cell}</td>" for cell in _escaped(cell.parts for cell in row)) for row in block.rows)
    title, *notes = _escaped((block.title, *block.notes))
    lines = "".join(f"<tr>{row}</tr>" for row in (heads, *rows))
    return "<br>".join([f"<table><caption>{title}</caption>{lines}</table>", *notes])


def _escaped(runs: Iterable[Parts]) -> list[str]:
    return [html.escape(plain_text(parts)) for parts in runs]


def figures_of(block: Block) -> Iterator[Figure]:
    """Yield the figures a block prints, in reading order; a chart's marks after its title.

    Examples
    --------
    >>> [f.text for f in figures_of(Sentence(parts=("共", Figure(text="24个"))))]
    ['24个']
    """
    for parts in block_texts(block):
        yield from (part for part in parts if isinstance(part, Figure))
    if isinstance(block, Chart):
        yield from block.figures


def sources_of(block: Block) -> Iterator[str]:
    """Yield the sources that a block marks, in reading order.

    Examples
    --------
    >>> list(sources_of(Note(label="矛盾", parts=("甲",), sources=("s1",))))
    ['s1']
    """
    match block:
        case Table():
            for row in block.rows:
                for cell in row:
                    yield from cell.sources
        case Chart() | Note():
            yield from block.sources
