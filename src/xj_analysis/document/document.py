"""Document of an executed notebook: its blocks in order, sources numbered as printed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError

from ..base import notebook_cells
from ..base.errors import DataError, Fault
from ..quantity.conventions import TYPED
from ..quantity.figures import Figure
from . import admission, arrangement, blocks, outputs, section
from .admission import Structure
from .blocks import Block, CellBlock, Chart, Masthead, Omission, Sources, Table
from .markdown import blocks_from_markdown
from .pieces import Cell, ObservationRow, SourceRow
from .typed_numbers import typed_rows, typed_source


class Document(BaseModel):
    """The content of one briefing, the input of the presses.

    Parameters
    ----------
    masthead
        The masthead.
    blocks
        All other blocks, in order. The sources block has the printed sources, numbered in order of first use.
    omissions
        What the notebook declares or shows and the document does not print, in the order of its cells.
    places
        The cell of each block, for messages.
    """

    model_config = ConfigDict(frozen=True)

    masthead: Masthead
    blocks: tuple[Block, ...]
    omissions: tuple[Omission, ...] = ()
    places: tuple[str, ...] = ()

    @cached_property
    def catalogue(self) -> Sources:
        """The sources block."""
        return next((b for b in self.blocks if isinstance(b, Sources)), Sources(sources=(), observations=()))

    @cached_property
    def observations(self) -> dict[str, ObservationRow]:
        """Observations behind printed figures, by identifier."""
        return {row.id: row for row in self.catalogue.observations}

    @cached_property
    def sources(self) -> dict[str, SourceRow]:
        """Printed sources, by identifier."""
        return {row.id: row for row in self.catalogue.sources}

    @cached_property
    def structure(self) -> Structure:
        """Words with numerals that are no figures."""
        return admission.structure_of(self.masthead, self.catalogue)

    @cached_property
    def faults(self) -> list[Fault]:
        """Why the document may not be printed: numbers that were typed, and figures without origins."""
        known = self.observations if any(isinstance(block, Sources) for block in self.blocks) else None
        unfounded = () if known is not None else admission.faults_without_sources(self.blocks)
        return [
            *unfounded,
            *(
                fault
                for block, place in zip(self.blocks, self.places, strict=True)
                for fault in admission.faults_of_block(block, place, self.structure, known)
            ),
        ]

    def origins(self, figure: Figure) -> list[ObservationRow]:
        """Return the observations that a figure is computed from."""
        return [self.observations[origin] for origin in figure.origins if origin in self.observations]

    def marks(self, piece: Block | Cell) -> list[int]:
        """Return the numbers of the source marks behind a block or a cell."""
        return sorted({self.sources[s].number for s in _sources(piece, self.observations) if s in self.sources})


def from_notebook(notebook: Mapping[str, Any]) -> Document:
    """Return the document of an executed notebook, if it may be printed (:func:`read_notebook`).

    Raises
    ------
    DataError
        Words of it have a number that no figure carries, or a figure has no origins; all such faults at once.
    """
    document = read_notebook(notebook)
    if document.faults:
        raise DataError.of(document.faults)
    return document


def read_notebook(notebook: Mapping[str, Any]) -> Document:
    """Return the document of an executed notebook as it is, for audits.

    Parameters
    ----------
    notebook
        nbformat 4 JSON (or a NotebookNode). Markdown cells become headings, paragraphs, lists and tables, code cells
        the blocks among their outputs. A level-one heading is dropped: the masthead has the title.

    Raises
    ------
    DataError
        There is not exactly one masthead; a block is not of this version; Markdown has an image or raw HTML; a cell
        shows what no briefing may print (all such cells at once).
    """
    body: list[tuple[Block, str]] = []
    omissions: list[Omission] = []
    faults: list[Fault] = []
    for index, cell in enumerate(notebook["cells"]):
        name = notebook_cells.cell_name(notebook["cells"], index)
        place = f"笔记本{name}"
        if cell["cell_type"] == "markdown" and notebook_cells.HIDDEN not in notebook_cells.cell_tags(cell):
            body += [(each, place) for each in blocks_from_markdown("".join(cell["source"]), place)]
        for output in outputs.shown_outputs(cell):
            for block in (_block(each, place) for each in section.blocks_of_output(output)):
                if isinstance(block, Omission):
                    omissions.append(block.model_copy(update={"cell": name}))
                else:
                    body.append((block, place))
        told, refused = outputs.unprinted_outputs(cell, name)
        omissions += told
        faults += refused
    if faults:
        raise DataError.of(faults)
    mastheads = [block for block, _ in body if isinstance(block, Masthead)]
    if len(mastheads) != 1:
        do = "笔记本里须有且只有一格以 briefing.masthead() 结尾。"
        raise DataError("笔记本", f"应有一个刊头，实有{len(mastheads)}个", do=do)
    rest = arrangement.arranged([(block, place) for block, place in body if not isinstance(block, Masthead)])
    printed = list(_numbered(rest))
    return Document(
        masthead=mastheads[0],
        blocks=tuple(block for block, _ in printed),
        omissions=tuple(omissions),
        places=tuple(place for _, place in printed),
    )


def _block(data: object, place: str) -> CellBlock:
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


def _numbered(placed: Sequence[tuple[Block, str]]) -> Iterator[tuple[Block, str]]:
    """The blocks, with the sources block reduced to the sources that the others print, in order of first use.

    Sources of figures in tables without a mark in a cell come last: `xj trace` names them.
    """
    body = [block for block, _ in placed]
    catalogues = [block for block in body if isinstance(block, Sources)]
    catalogue = {row.id: row for block in catalogues for row in block.sources}
    observations = {row.id: row for block in catalogues for row in block.observations}
    citing: list[Block | Cell] = []
    for block in body:
        citing += [block, *(cell for row in block.rows for cell in row)] if isinstance(block, Table) else [block]
    origins = dict.fromkeys(o for block in body for figure in blocks.figures_of(block) for o in figure.origins)
    if catalogues and (typed := typed_rows(origins)):
        catalogue[TYPED] = typed_source(typed)
        observations |= {row.id: row for row in typed}
    used = dict.fromkeys(s for piece in citing for s in _sources(piece, observations) if s in catalogue)
    printed = tuple(observations[origin] for origin in origins if origin in observations)
    used |= dict.fromkeys(row.source for row in printed if row.source in catalogue)
    rows = tuple(catalogue[s].model_copy(update={"number": n}) for n, s in enumerate(used, start=1))
    for block, place in placed:
        if not isinstance(block, Sources):
            yield block, place
        elif block is catalogues[0]:
            yield Sources(sources=rows, observations=printed), place


def charts_of(document: Document) -> list[Chart]:
    """Return the charts of a document, in order: the n-th is 图n."""
    return [block for block in document.blocks if isinstance(block, Chart)]
