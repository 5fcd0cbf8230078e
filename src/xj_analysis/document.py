"""An executed notebook as a document: its blocks in order, its figures and sources numbered as printed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any

import mistune
from pydantic import BaseModel, ConfigDict, ValidationError

from . import blocks, cells, section
from .blocks import (
    Block,
    Cell,
    Chart,
    Column,
    Heading,
    Masthead,
    ObservationRow,
    Part,
    Parts,
    Sentence,
    SourceRow,
    Sources,
    Strong,
    Table,
)  # fmt: skip
from .errors import DataError
from .figures import Figure

FIGURES_VERSION = 1
HIDDEN = "remove-cell"
"""The tag (nbconvert's usual one) of a cell that is for the analyst and not for the briefing."""

_markdown = mistune.create_markdown(renderer=None, plugins=["table"])


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


class PrintedFigure(Figure):
    """A figure with the identifier it has on the page, and the place: 正文, 表n or 图n."""

    id: str
    place: str


class Register(BaseModel):
    """``figures.json``: every figure a briefing prints, and what it was computed from. The schema is in docs/."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    version: int
    county: str
    campaign: str
    period: str
    known_at: str
    edition: str
    figures: tuple[PrintedFigure, ...]
    observations: tuple[ObservationRow, ...]
    sources: tuple[SourceRow, ...]


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
        if HIDDEN in cells.tags_of(cell):
            continue
        place = f"笔记本{cells.name_of(notebook['cells'], index)}"
        if cell["cell_type"] == "markdown":
            found += _prose("".join(cell["source"]), place)
        for output in cell.get("outputs", ()):
            data = output.get("data", {})
            if blocks.MIMETYPE in data:
                found += [_block(each, place) for each in section.shown(output)]
            elif "text/html" in data or "image/png" in data:
                unprinted.append(cells.number_of(notebook["cells"], index))
    mastheads = [block for block in found if isinstance(block, Masthead)]
    if len(mastheads) != 1:
        do = "笔记本里须有且只有一格以 briefing.masthead() 结尾。"
        raise DataError("笔记本", f"应有一个刊头，实有{len(mastheads)}个", do=do)
    body = [block for block in found if not isinstance(block, Masthead)]
    return Document(masthead=mastheads[0], blocks=tuple(_numbered(body)), unprinted=tuple(dict.fromkeys(unprinted)))


def _block(data: object, place: str) -> Block:
    try:
        return blocks.from_json(data)
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
    """The blocks, with the sources block cut to what the others print, in order of first use."""
    offered = [block for block in body if isinstance(block, Sources)]
    catalogue = {row.id: row for block in offered for row in block.sources}
    observations = {row.id: row for block in offered for row in block.observations}
    pieces: list[Block | Cell] = []
    for block in body:
        pieces += [block, *(cell for row in block.rows for cell in row)] if isinstance(block, Table) else [block]
    used = dict.fromkeys(s for piece in pieces for s in _sources(piece, observations) if s in catalogue)
    origins = dict.fromkeys(o for block in body for figure in blocks.figures_of(block) for o in figure.origins)
    rows = tuple(catalogue[s].model_copy(update={"number": n}) for n, s in enumerate(used, start=1))
    kept = tuple(observations[origin] for origin in origins if origin in observations)
    for block in body:
        if not isinstance(block, Sources):
            yield block
        elif block is offered[0]:
            yield Sources(sources=rows, observations=kept)


def _prose(source: str, place: str) -> Iterator[Block]:
    tokens = _markdown(source)
    for token in tokens if isinstance(tokens, list) else []:
        yield from _token(token, place)


def _token(token: Mapping[str, Any], place: str) -> Iterator[Block]:
    match token["type"]:
        case "heading":
            if token["attrs"]["level"] > 1:
                yield Heading(level=token["attrs"]["level"] - 1, text=blocks.plain(_inline(token["children"], place)))
        case "paragraph" | "block_text":
            yield Sentence(parts=_inline(token["children"], place))
        case "list":
            for item in token["children"]:
                for child in item["children"]:
                    for block in _token(child, place):
                        yield block.model_copy(update={"style": "item"}) if isinstance(block, Sentence) else block
        case "block_quote":
            for child in token["children"]:
                yield from _token(child, place)
        case "table":
            yield _table(token, place)
        case "blank_line" | "thematic_break":
            return
        case kind:
            raise DataError(place, "简报不支持这种 Markdown", kind, "请用段落、标题、列表或表格。")


def _inline(tokens: list[Mapping[str, Any]], place: str) -> Parts:
    parts: list[Part] = []
    for token in tokens:
        match token["type"]:
            case "text" | "codespan":
                parts.append(token["raw"])
            case "softbreak" | "linebreak":
                continue
            case "strong" | "emphasis":
                parts.append(Strong(strong=blocks.plain(_inline(token["children"], place))))
            case "link":
                parts += _inline(token["children"], place)
            case kind:
                raise DataError(place, "简报的文字里不支持", kind, "请改用文字，图表请用 charts。")
    return tuple(parts)


def _table(token: Mapping[str, Any], place: str) -> Table:
    head, *rest = token["children"]
    columns = tuple(Column(name=blocks.plain(_inline(cell["children"], place))) for cell in head["children"])
    rows = [row for part in rest for row in part["children"]]
    body = tuple(tuple(Cell(parts=_inline(cell["children"], place)) for cell in row["children"]) for row in rows)
    return Table(title=(), columns=columns, rows=body)


def figures_json(document: Document) -> dict[str, Any]:
    """Return everything printed that is a number, with its origins: the content of ``figures.json``.

    Returns
    -------
    version, county, campaign, period, known_at, edition; figures: id, place (正文, 表n, 图n), text and the rest of a
    :class:`xj_analysis.figures.Figure`, in the order printed; observations and sources they came from.
    """
    head = document.masthead
    return {
        "version": FIGURES_VERSION,
        "county": head.county_slug,
        "campaign": head.slug,
        "period": head.period,
        "known_at": head.known_at,
        "edition": head.edition,
        "figures": [
            {"id": f"f{n}", "place": place, **figure.model_dump(mode="json", exclude_defaults=True)}
            for n, (place, figure) in enumerate(printed(document), start=1)
        ],
        "observations": [row.model_dump(mode="json") for row in document.catalogue.observations],
        "sources": [row.model_dump(mode="json") for row in document.catalogue.sources],
    }


def printed(document: Document) -> Iterator[tuple[str, Figure]]:
    """Yield every figure of a document with the place it is printed at: 正文, 表n or 图n."""
    numbers = {"表": 0, "图": 0}
    for block in document.blocks:
        kind = "表" if isinstance(block, Table) else "图" if isinstance(block, Chart) else ""
        if kind:
            numbers[kind] += 1
        place = f"{kind}{numbers[kind]}" if kind else "正文"
        yield from ((place, figure) for figure in blocks.figures_of(block))


def charts_of(document: Document) -> list[Chart]:
    """Return the charts of a document, in order: the n-th is 图n."""
    return [block for block in document.blocks if isinstance(block, Chart)]
