"""HTML of pieces as JupyterLab shows them below a cell: near to what is printed, in the colours of its theme.

Sources have numbers only in the whole document: below a cell a mark is ``[·]`` and names them on hover.
"""

from __future__ import annotations

import html
from base64 import b64encode
from collections.abc import Iterable, Sequence

from ..quantity.figures import Figure
from .pieces import Bar, Cell, Column, Light, Part, Parts, Strong

_FONT = "font-family:'Noto Sans SC','PingFang SC','Microsoft YaHei','Noto Sans CJK SC',SimHei,sans-serif"
_CELL = "padding:0.25em 0.7em;border-bottom:1px solid rgba(128,128,128,0.4)"
_MARK = "line-height:0"
_SMALL = "font-size:0.85em;opacity:0.8"


def page(content: str) -> str:
    """Return the HTML of a block with the font that all share."""
    return f'<div style="{_FONT};line-height:1.6">{content}</div>'


def run(parts: Parts) -> str:
    """Return a run of text; a figure names its quantity, formula and origins on hover.

    Examples
    --------
    >>> run(("共", Strong(strong="<3>"), Figure(text="24个", label="项目", origins=("A17",))))
    '共<b>&lt;3&gt;</b><span title="项目；出处 A17">24个</span>'
    """
    return "".join(map(_part, parts))


def _part(part: Part) -> str:
    match part:
        case Strong():
            return f"<b>{html.escape(part.strong)}</b>"
        case Light():
            colour = f' style="color:{part.colour}"' if part.colour else ""
            return f"<span{colour}>{html.escape(part.shape)}</span>{html.escape(part.word)}"
        case Bar():
            return ""
        case Figure():
            origins = f"出处 {'、'.join(part.origins)}" if part.origins else ""
            about = "；".join(filter(None, [part.label, part.formula, origins]))
            return f'<span title="{html.escape(about)}">{html.escape(part.text)}</span>'
        case _:
            return html.escape(part)


def mark(names: Iterable[str]) -> str:
    """Return the source mark behind a piece; empty without sources.

    Examples
    --------
    >>> mark(["公报"]), mark([])
    ('<sup style="line-height:0" title="公报">[·]</sup>', '')
    """
    return f'<sup style="{_MARK}" title="{html.escape(title)}">[·]</sup>' if (title := "、".join(names)) else ""


def origins_of(parts: Parts) -> Iterable[str]:
    """Return the origins of all figures of a run of text, each once."""
    return dict.fromkeys(origin for part in parts if isinstance(part, Figure) for origin in part.origins)


def marks_of(parts: Parts) -> str:
    """Return the source mark behind a run of text; empty where its figures have no origins."""
    return mark(origins_of(parts))


def small(lines: Iterable[str]) -> str:
    """Return lines below a table or a chart, in small type; each is HTML."""
    return "".join(f'<div style="{_SMALL}">{line}</div>' for line in lines)


def table(title: Parts, columns: Sequence[Column], rows: Iterable[Sequence[Cell]], notes: Iterable[Parts]) -> str:
    """Return a table under its title, the cells aligned as printed, the notes below."""
    caption = f'<caption style="caption-side:top;text-align:left;font-weight:bold;color:inherit">{run(title)}</caption>'
    aligned = [f'style="text-align:{column.align};{_CELL}"' for column in columns]
    heads = "".join(f"<th {a}>{html.escape(column.name)}</th>" for a, column in zip(aligned, columns, strict=True))
    lines = "".join(
        f"<tr>{''.join(f'<td {a}>{_cell(cell)}</td>' for a, cell in zip(aligned, row, strict=False))}</tr>"
        for row in rows
    )
    return f"<table>{caption}<tr>{heads}</tr>{lines}</table>{small(map(run, notes))}"


def _cell(cell: Cell) -> str:
    """A cell and a mark for each of its sources, which the print has as numbers."""
    return run(cell.parts) + "".join(mark([source]) for source in cell.sources)


def chart(title: Parts, sources: Iterable[str], description: str, drawing: str, notes: Iterable[Parts]) -> str:
    """Return a chart, its title and notes below, as printed; the title alone where it is not drawn.

    Parameters
    ----------
    drawing
        SVG. It becomes a separate image, as its identifiers repeat in the next drawing; so it names its fonts itself.
    """
    data = b64encode(drawing.replace(">", f"><style>text{{{_FONT}}}</style>", 1).encode()).decode()
    alt = html.escape(description)
    image = f'<img alt="{alt}" style="max-width:100%" src="data:image/svg+xml;base64,{data}" />' if drawing else ""
    return f"{image}<div><b>{run(title)}</b>{mark(sources)}</div>{small(map(run, notes))}"
