"""Template context of both presses: a document as plain JSON, with runs of text and source marks."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from ..document import arrangement
from ..document.blocks import Block, Chart, Heading, KeyFigures, Masthead, Note, Sentence, Sources, Table, WallChart
from ..document.document import Document
from ..document.pieces import Bar, Light, Parts
from ..quantity.figures import Figure
from . import spark
from .heading_words import heading_pieces
from .wall_chart_view import wall_chart_view


def mark_runs(numbers: Iterable[int]) -> list[dict[str, Any]]:
    """Return source marks as GB/T 7714 runs them together: their texts, each with the first source it leads to.

    Examples
    --------
    >>> "".join(mark["text"] for mark in mark_runs([1, 2, 3, 5])), mark_runs([4])
    ('[1-3,5]', [{'text': '[4]', 'first': 4}])
    """
    runs: list[tuple[int, int]] = []
    for number in sorted(set(numbers)):
        if runs and runs[-1][1] == number - 1:
            runs[-1] = (runs[-1][0], number)
        else:
            runs.append((number, number))
    texts = [str(first) if first == last else f"{first}-{last}" for first, last in runs]
    joined = f"[{',|'.join(texts)}]".split("|") if texts else []
    return [{"text": text, "first": first} for text, (first, _) in zip(joined, runs, strict=True)]


def template_context(document: Document) -> dict[str, Any]:
    """Return the template context of a document: plain JSON, every part resolved to text and marks.

    Returns
    -------
    masthead; blocks, each with ``type``, whether it stands in the ``annex``, and: text runs as lists of
    ``{"text", "strong"?, "shape"?, "colour"?, "hidden"?, "figure"?}`` or ``{"bar", "stroke", "colour"}``, source marks
    as :func:`mark_runs`, headings of columns in pieces that stay whole, tables and charts with the number of their
    caption.
    """
    counter = {"f": 0, "table": 0, "chart": 0}

    def run(parts: Parts) -> list[dict[str, Any]]:
        result: list[dict[str, Any]] = []
        for part in parts:
            if isinstance(part, Figure):
                counter["f"] += 1
                origins = document.origins(part)
                numbers = [document.sources[row.source].number for row in origins if row.source in document.sources]
                href = f"#s{numbers[0]}" if numbers else "#sources"
                anchor = {"figure": f"f{counter['f']}", "href": href}
                result.append({"text": part.text, "label": part.label, **anchor})
            elif isinstance(part, Bar):
                result.append({"bar": part.bar, "stroke": part.stroke, "colour": part.colour})
            elif isinstance(part, Light):
                light = {"text": part.word, "shape": part.shape, "colour": part.colour}
                result.append(light | ({"hidden": part.light} if part.short else {}))
            else:
                result.append({"text": part} if isinstance(part, str) else {"text": part.strong, "strong": True})
        return result

    def view(block: Block) -> dict[str, Any]:
        match block:
            case Heading() | Masthead():
                return block.model_dump(mode="json")
            case Sentence():
                return {
                    "type": "sentence",
                    "style": block.style,
                    "run": run(block.parts),
                    "marks": mark_runs(document.marks(block)),
                }
            case KeyFigures():
                cards: list[dict[str, Any]] = [
                    {
                        "name": card.name,
                        "run": run((card.figure, *([card.light] if card.light else []))),
                        "beside": [run(parts) for parts in card.beside],
                        "spark": spark.spark(card.months),
                        "marks": mark_runs(document.marks(KeyFigures(cards=(card,)))),
                    }
                    for card in block.cards
                ]
                for shown, card in zip(cards, block.cards, strict=True):  # what is drawn is numbered after all words
                    shown["months"] = run(card.months)
                return {"type": "key_figures", "cards": cards, "marks": mark_runs(document.marks(block))}
            case Note():
                return {
                    "type": "note",
                    "label": block.label,
                    "run": run(block.parts),
                    "marks": mark_runs(document.marks(block)),
                }
            case Table():
                counter["table"] += 1
                return {
                    "type": "table",
                    "number": counter["table"],
                    "title": run(block.title),
                    "columns": [
                        {**column.model_dump(mode="json"), "pieces": heading_pieces(column.name)}
                        for column in block.columns
                    ],
                    "rows": [
                        [{"run": run(c.parts), "marks": mark_runs(document.marks(c))} for c in row]
                        for row in block.rows
                    ],
                    "notes": [run(note) for note in block.notes],
                }
            case Chart():
                counter["chart"] += 1
                return {
                    "type": "chart",
                    "number": counter["chart"],
                    "title": run(block.title),
                    "description": block.description,
                    "marks": mark_runs(document.marks(block)),
                    "notes": [run(note) for note in block.notes],
                    "figures": run(block.figures),
                }
            case WallChart():
                return wall_chart_view(block, run)
            case Sources():
                return {"type": "sources", "sources": [row.model_dump(mode="json") for row in block.sources]}

    views = [view(block) for block in document.blocks]
    begins = next((n for n, block in enumerate(document.blocks) if arrangement.is_annex(block)), len(views))
    return {
        "masthead": document.masthead.model_dump(mode="json"),
        "blocks": [{**each, "annex": n >= begins} for n, each in enumerate(views)],
    }
