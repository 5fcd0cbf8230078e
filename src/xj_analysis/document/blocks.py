"""Typed blocks of a briefing: one list of blocks is printed, traced and audited."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated, Any, Literal, cast

from pydantic import Field, PrivateAttr, TypeAdapter

from ..quantity.figures import Figure
from . import cell_html
from .imprint import Imprint
from .pieces import Cell, Column, ObservationRow, Parts, Piece, SourceRow, Strong, plain_text
from .table_content import KeptFrame, frame_of, lines_of

if TYPE_CHECKING:
    import pandas as pd

MIMETYPE = "application/vnd.xj.block+json"


class DisplayedBlock(Piece):
    """Base of blocks with IPython's display protocol: HTML for the person editing, JSON for all else."""

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, Any]:
        block = cast("CellBlock", self)
        return {
            "text/plain": text_of(block),
            "text/html": cell_html.page(_html(block, self._drawing())),
            MIMETYPE: block_to_json(block),
        }

    def _drawing(self) -> str:
        """The SVG that a person sees; empty of most blocks."""
        return ""

    def __repr__(self) -> str:
        return f"<{_summary(cast('CellBlock', self))}>"

    __str__ = __repr__


class Masthead(DisplayedBlock, Imprint):
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
    known_at_label: str  # empty where no source has a date
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
    _kept: KeptFrame = PrivateAttr(default_factory=KeptFrame)

    def keeping(self, frame: pd.DataFrame) -> Table:
        """Return the table, which gives back the frame that it is made of; the JSON has it not."""
        self._kept.frame = frame.copy()
        return self

    @property
    def frame(self) -> pd.DataFrame:
        """The frame that the table is made of; of one made of cells, their figures and words under its headings."""
        kept = self._kept.frame
        return frame_of(self.columns, self.rows) if kept is None else kept.copy()


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


class Omission(DisplayedBlock):
    """A line for the analyst about what was declared or shown and is not printed; no document has it as a block.

    Parameters
    ----------
    what
        What is not printed.
    reason
        Why, and what to do; a whole sentence.
    cell
        Name of the notebook cell; the document fills it in.
    """

    type: Literal["omission"] = "omission"
    what: str
    reason: str
    cell: str = ""


Block = Annotated[
    Masthead | Heading | Sentence | Table | Chart | Note | Sources,
    Field(discriminator="type"),
]
CellBlock = Annotated[Block | Omission, Field(discriminator="type")]
"""A block in the output of a notebook cell; the document has the printed ones as its blocks."""

_ADAPTER: TypeAdapter[CellBlock] = TypeAdapter(CellBlock)
_LONGEST = 60
_KINDS = {Masthead: "刊头", Heading: "标题", Sentence: "句子", Note: "待核实", Omission: "说明"}


def block_from_json(data: object) -> CellBlock:
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


def block_to_json(block: CellBlock) -> dict[str, Any]:
    """Return the JSON form of a block, without fields at their defaults.

    Examples
    --------
    >>> block_to_json(Heading(level=1, text="一、结论"))
    {'type': 'heading', 'level': 1, 'text': '一、结论'}
    """
    return {"type": block.type, **block.model_dump(mode="json", exclude_defaults=True)}


def block_texts(block: CellBlock) -> Iterator[Parts]:
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
            yield (block.title, block.subtitle, block.banner, *block.flags, *block.imprint_words())
        case Sources():
            yield from ((source.title, source.publisher, source.address) for source in block.sources)
        case Omission():
            yield (f"没有印出：{block.what}。{block.reason}",)


def text_of(block: CellBlock) -> str:
    """Return a block as plain text, a run or a row a line; a chart begins with its description, with its numbers."""
    if isinstance(block, Table):
        lines = [plain_text(block.title), *lines_of(block.columns, block.rows), *map(plain_text, block.notes)]
        return "\n".join(filter(None, lines))
    lines = [plain_text(parts) for parts in block_texts(block)]
    return "\n".join([block.description, *lines[1:]] if isinstance(block, Chart) else lines)


def _html(block: CellBlock, drawing: str) -> str:
    """The HTML of a block in JupyterLab."""
    match block:
        case Masthead():
            flags = "".join(f"（{flag}）" for flag in block.flags)
            serves = f"服务“三量”：{block.subtitle}" if block.subtitle else ""
            as_of = f"资料截至{block.known_at_label}" if block.known_at_label else "资料发布日期不详"
            about = filter(None, [block.issue_label, serves, block.period_label, as_of, block.banner])
            return (
                f"<b>{cell_html.run((block.title, flags))}</b>{cell_html.small([cell_html.run(('　'.join(about),))])}"
            )
        case Heading():
            return f"<b>{cell_html.run((block.text,))}</b>"
        case Sentence():
            bullet = "• " if block.style == "item" else ""
            return f"{bullet}{cell_html.run(block.parts)}{cell_html.mark(cell_html.origins_of(block.parts))}"
        case Note():
            marks = cell_html.mark(block.sources or cell_html.origins_of(block.parts))
            return f"{cell_html.run((Strong(strong=block.label), '　', *block.parts))}{marks}"
        case Table():
            return cell_html.table(block.title, block.columns, block.rows, block.notes)
        case Chart():
            return cell_html.chart(block.title, block.sources, block.description, drawing, block.notes)
        case Sources():
            rows = ((f"{source.id}　{source.title}　{source.publisher}　{source.address}",) for source in block.sources)
            return f"<b>来源</b>（文中用到的才印出，并编号）{cell_html.small(map(cell_html.run, rows))}"
        case Omission():
            return cell_html.small(map(cell_html.run, block_texts(block)))


def _summary(block: CellBlock) -> str:
    """A line that says what a block is."""
    match block:
        case Table():
            return f"表　{plain_text(block.title)}　{len(block.rows)}行 × {len(block.columns)}列"
        case Chart():
            return f"图　{plain_text(block.title)}　{len(block.figures)}个数"
        case Sources():
            return f"来源　{len(block.sources)}个，{len(block.observations)}条数据"
        case _:
            text = "".join(map(plain_text, block_texts(block)))
            return f"{_KINDS[type(block)]}　{text if len(text) <= _LONGEST else f'{text[:_LONGEST]}…'}"


def figures_of(block: CellBlock) -> Iterator[Figure]:
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


def sources_of(block: CellBlock) -> Iterator[str]:
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
