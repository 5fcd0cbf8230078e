"""Typed blocks of a briefing: one list of blocks is printed, traced and audited."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Literal

from pydantic import Field, PrivateAttr, TypeAdapter

from ..quantity.figures import Figure
from . import cell_html
from .displayed_block import (
    MIMETYPE,
    DisplayedBlock,
    block_texts,
    block_to_json,
    figures_of,
    scale_of,
    sources_of,
    text_of,
)  # fmt: skip
from .front_blocks import KeyFigure, KeyFigures, Masthead
from .pieces import Cell, Column, ObservationRow, Parts, SourceRow, Strong, plain_text
from .sheet_blocks import WallChart
from .table_content import KeptFrame, frame_of, lines_of

if TYPE_CHECKING:
    import pandas as pd

__all__ = [
    "MIMETYPE", "Alarms", "Block", "CellBlock", "Chart", "DisplayedBlock", "Heading", "KeyFigure", "KeyFigures",
    "Masthead", "Note", "Omission", "Sentence", "Sources", "Table", "WallChart", "block_from_json", "block_texts",
    "block_to_json", "figures_of", "scale_of", "sources_of", "text_of",
]  # fmt: skip

Style = Literal["body", "finding", "item", "absence"]


class Heading(DisplayedBlock):
    """A heading; level 1 is 一、."""

    _kind: ClassVar[str] = "标题"
    type: Literal["heading"] = "heading"
    level: int
    text: str

    def _texts(self) -> Iterator[Parts]:
        yield (self.text,)

    def _html(self) -> str:
        return f"<b>{cell_html.run((self.text,))}</b>"


class Sentence(DisplayedBlock):
    """A paragraph, a finding of the conclusion, a list item, or the absence of something that a section would print.

    Absences are not printed where they stand: the document names them in one line at the end of its body.
    """

    _kind: ClassVar[str] = "句子"
    type: Literal["sentence"] = "sentence"
    parts: Parts
    style: Style = "body"

    def _texts(self) -> Iterator[Parts]:
        yield self.parts

    def _html(self) -> str:
        words = f"{'• ' if self.style == 'item' else ''}{cell_html.run(self.parts)}"
        return cell_html.small([words]) if self.style == "absence" else f"{words}{cell_html.marks_of(self.parts)}"


class Table(DisplayedBlock):
    """A captioned table with a header row, and the legend and notes below it."""

    _kind: ClassVar[str] = "表"
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

    def _texts(self) -> Iterator[Parts]:
        yield self.title
        yield tuple(column.name for column in self.columns)
        for row in self.rows:
            yield from (cell.parts for cell in row)
        yield from self.notes

    def _marked(self) -> Iterable[str]:
        return (source for row in self.rows for cell in row for source in cell.sources)

    def _plain(self) -> str:
        lines = [plain_text(self.title), *lines_of(self.columns, self.rows), *map(plain_text, self.notes)]
        return "\n".join(filter(None, lines))

    def _html(self) -> str:
        return cell_html.table(self.title, self.columns, self.rows, self.notes)

    def _summary(self) -> str:
        return f"{plain_text(self.title)}　{len(self.rows)}行 × {len(self.columns)}列"


class Alarms(Table):
    """The alarms (预警) of ledgers, the worst first: light, what, since when, by how much, whose, next deadline."""

    _kind: ClassVar[str] = "预警"
    type: Literal["alarms"] = "alarms"  # type: ignore[assignment]


class Chart(DisplayedBlock):
    """A captioned chart: Vega-Lite, the description that becomes the alt text, and the figures it draws."""

    _kind: ClassVar[str] = "图"
    type: Literal["chart"] = "chart"
    title: Parts
    spec: dict[str, Any]
    description: str
    figures: tuple[Figure, ...]
    sources: tuple[str, ...] = ()
    notes: tuple[Parts, ...] = ()

    def _texts(self) -> Iterator[Parts]:
        yield self.title
        yield from self.notes

    def _drawn(self) -> Iterable[Figure]:
        return self.figures

    def _marked(self) -> Iterable[str]:
        return self.sources

    def _plain(self) -> str:
        return "\n".join([self.description, *map(plain_text, self.notes)])

    def _drawing(self) -> str:
        """The SVG that a person sees; empty where it is not drawn."""
        return ""

    def _html(self) -> str:
        return cell_html.chart(self.title, self.sources, self.description, self._drawing(), self.notes)

    def _summary(self) -> str:
        return f"{plain_text(self.title)}　{len(self.figures)}个数"


class Note(DisplayedBlock):
    """A point to verify before a figure is used (待核实)."""

    _kind: ClassVar[str] = "待核实"
    type: Literal["note"] = "note"
    label: str
    parts: Parts
    sources: tuple[str, ...] = ()

    def _texts(self) -> Iterator[Parts]:
        yield self.parts

    def _marked(self) -> Iterable[str]:
        return self.sources

    def _html(self) -> str:
        named = cell_html.mark(self.sources) or cell_html.marks_of(self.parts)
        return f"{cell_html.run((Strong(strong=self.label), '　', *self.parts))}{named}"


class Sources(DisplayedBlock):
    """The sources section. A notebook outputs the whole catalogue; the document keeps the sources it prints."""

    _kind: ClassVar[str] = "来源"
    type: Literal["sources"] = "sources"
    sources: tuple[SourceRow, ...]
    observations: tuple[ObservationRow, ...]

    def _texts(self) -> Iterator[Parts]:
        yield from ((source.title, source.publisher, source.address) for source in self.sources)

    def _html(self) -> str:
        rows = ((f"{source.id}　{source.title}　{source.publisher}　{source.address}",) for source in self.sources)
        return f"<b>来源</b>（文中用到的才印出，并编号）{cell_html.small(map(cell_html.run, rows))}"

    def _summary(self) -> str:
        return f"{len(self.sources)}个，{len(self.observations)}条数据"


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

    _kind: ClassVar[str] = "说明"
    type: Literal["omission"] = "omission"
    what: str
    reason: str
    cell: str = ""

    def _texts(self) -> Iterator[Parts]:
        yield (f"没有印出：{self.what}。{self.reason}",)

    def _html(self) -> str:
        return cell_html.small(map(cell_html.run, self._texts()))


Block = Annotated[
    Masthead | KeyFigures | Heading | Sentence | Table | Alarms | Chart | Note | Sources | WallChart,
    Field(discriminator="type"),
]
CellBlock = Annotated[Block | Omission, Field(discriminator="type")]
"""A block in the output of a notebook cell; the document has the printed ones as its blocks."""

_ADAPTER: TypeAdapter[CellBlock] = TypeAdapter(CellBlock)


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
