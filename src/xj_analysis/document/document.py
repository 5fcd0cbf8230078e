"""An executed notebook as a document: its blocks in order, its figures and sources numbered as printed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError

from ..base import notebook_cells
from ..base.errors import DataError
from ..quantity.figures import Figure
from . import blocks, section
from .blocks import Block, Chart, Masthead, Sources, Table
from .markdown import blocks_from_markdown
from .pieces import Cell, ObservationRow, SourceRow

HIDDEN = "remove-cell"
"""The tag (nbconvert's usual one) of a cell that is for the analyst and not for the briefing."""

INJECTED = "injected-parameters"
"""papermill's tag of the cell it puts in."""


class Document(BaseModel):
    """What the presses print.

    Parameters
    ----------
    masthead
        What stands above.
    blocks
        Everything below it, in order. The sources block holds what is printed, numbered in order of first use.
    unprinted
        Numbers of the code cells, as JupyterLab shows them, whose output is no block, and so is in no briefing.
    """

    model_config = ConfigDict(frozen=True)

    masthead: Masthead
    blocks: tuple[Block, ...]
    unprinted: tuple[int, ...] = ()

    @cached_property
    def catalogue(self) -> Sources:
        """The sources printed."""
        return next((b for b in self.blocks if isinstance(b, Sources)), Sources(sources=(), observations=()))

    @cached_property
    def observations(self) -> dict[str, ObservationRow]:
        """Observations behind what is printed, by identifier."""
        return {row.id: row for row in self.catalogue.observations}

    @cached_property
    def sources(self) -> dict[str, SourceRow]:
        """Sources printed, by identifier."""
        return {row.id: row for row in self.catalogue.sources}

    def origins(self, figure: Figure) -> list[ObservationRow]:
        """Return the observations a figure was computed from."""
        return [self.observations[origin] for origin in figure.origins if origin in self.observations]

    def marks(self, piece: Block | Cell) -> list[int]:
        """Return the source numbers printed behind a block or a cell."""
        return sorted({self.sources[s].number for s in _sources(piece, self.observations) if s in self.sources})


def from_notebook(notebook: Mapping[str, Any]) -> Document:
    """Return the document of an executed notebook.

    Parameters
    ----------
    notebook
        nbformat 4 JSON (or a NotebookNode): Markdown cells become headings, paragraphs, lists and tables; of a code
        cell, the blocks among its outputs. A level-one heading is the masthead's business and is dropped.

    Raises
    ------
    DataError
        There is no masthead, or two; a block is not of this version; Markdown holds an image or raw HTML.
    """
    found: list[Block] = []
    unprinted: list[int] = []
    for index, cell in enumerate(notebook["cells"]):
        if HIDDEN in notebook_cells.cell_tags(cell):
            continue
        place = f"笔记本{notebook_cells.cell_name(notebook['cells'], index)}"
        if cell["cell_type"] == "markdown":
            found += blocks_from_markdown("".join(cell["source"]), place)
        for output in cell.get("outputs", ()):
            data = output.get("data", {})
            if blocks.MIMETYPE in data:
                found += [_block(each, place) for each in section.blocks_of_output(output)]
            elif "text/html" in data or "image/png" in data:
                unprinted.append(notebook_cells.cell_number(notebook["cells"], index))
    mastheads = [block for block in found if isinstance(block, Masthead)]
    if len(mastheads) != 1:
        do = "笔记本里须有且只有一格以 briefing.masthead() 结尾。"
        raise DataError("笔记本", f"应有一个刊头，实有{len(mastheads)}个", do=do)
    body = [block for block in found if not isinstance(block, Masthead)]
    return Document(masthead=mastheads[0], blocks=tuple(_numbered(body)), unprinted=tuple(dict.fromkeys(unprinted)))


def _block(data: object, place: str) -> Block:
    try:
        return blocks.block_from_json(data)
    except ValidationError as error:
        raise DataError(place, "输出块的格式不对", error.errors()[0]["msg"], "请重新运行笔记本。") from None


def _sources(piece: Block | Cell, observations: Mapping[str, ObservationRow]) -> Iterator[str]:
    match piece:
        case Cell():
            yield from piece.sources
        case Table():
            return
        case _:
            yield from blocks.sources_of(piece)
            for figure in blocks.figures_of(piece):
                yield from (observations[origin].source for origin in figure.origins if origin in observations)


def _numbered(body: Sequence[Block]) -> Iterator[Block]:
    """The blocks, with the sources block cut to what the others print, in order of first use.

    Sources that only stand behind figures of tables, no cell marking them, come last: `xj trace` names them.
    """
    offered = [block for block in body if isinstance(block, Sources)]
    catalogue = {row.id: row for block in offered for row in block.sources}
    observations = {row.id: row for block in offered for row in block.observations}
    citing: list[Block | Cell] = []
    for block in body:
        citing += [block, *(cell for row in block.rows for cell in row)] if isinstance(block, Table) else [block]
    used = dict.fromkeys(s for piece in citing for s in _sources(piece, observations) if s in catalogue)
    origins = dict.fromkeys(o for block in body for figure in blocks.figures_of(block) for o in figure.origins)
    kept = tuple(observations[origin] for origin in origins if origin in observations)
    used |= dict.fromkeys(row.source for row in kept if row.source in catalogue)
    rows = tuple(catalogue[s].model_copy(update={"number": n}) for n, s in enumerate(used, start=1))
    for block in body:
        if not isinstance(block, Sources):
            yield block
        elif block is offered[0]:
            yield Sources(sources=rows, observations=kept)


def charts_of(document: Document) -> list[Chart]:
    """Return the charts of a document, in order: the n-th is 图n."""
    return [block for block in document.blocks if isinstance(block, Chart)]
