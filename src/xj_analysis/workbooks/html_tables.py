"""HTML tables as grids, which exporting programs call .xls: all on one sheet as Excel shows them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from ..base.errors import DataError
from .comments import words_of
from .grid import Grid, GridCell
from .number_formats import number_cell
from .text_runs import Run, Style, joined, style_of

MOST_CELLS, MOST_MERGED = 400_000, 2_000

_SKIPPED = {"script", "style", "head", "noscript", "template", "xml", "comment"}
_BLOCKS = {"p", "div", "h1", "h2", "h3", "h4", "h5", "h6", "br", "li", "tr", "td", "th", "table", "center", "form",
           "caption", "body", "section", "article"}  # fmt: skip
_WIDEST, _DEEPEST = 1000, 65_534
_HIDDEN = re.compile(r"(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.IGNORECASE)
_STRUCK = re.compile(r"(?:^|;)\s*text-decoration[a-z-]*\s*:[^;]*line-through", re.IGNORECASE)
_COLOR = re.compile(r"(?:^|;)\s*color\s*:\s*([^;!]+)", re.IGNORECASE)
_BACKGROUND = re.compile(r"(?:^|;)\s*background(?:-color)?\s*:\s*([^;!]+)", re.IGNORECASE)
_ALIGNED = re.compile(r"(?:^|;)\s*vertical-align\s*:\s*(super|sub)\b", re.IGNORECASE)
_SIZE = re.compile(r"(?:^|;)\s*font-size\s*:\s*([0-9]{1,4}(?:\.[0-9]{1,4})?)\s*(?:pt|px)?\s*(?:;|!|$)", re.IGNORECASE)
_APART = 2
"""Blank rows below a table before what else stands on the page, so that it becomes no row of the table."""
_FORMAT = re.compile(r"""mso-number-format\s*:\s*(?:"([^"]*)"|'([^']*)'|([^;"']+))""", re.IGNORECASE)
_PLAIN = re.compile(r"-?[0-9]{1,15}(\.[0-9]+)?")
_NAMED = {"general": "General", "percent": "0.00%", "fixed": "0.00", "standard": "#,##0.00", "0": "0"}


def read_html(file: str, text: str) -> list[Grid]:
    """Return the tables of a page, with the text above, between and below them, as one sheet.

    What the page hides is left out, but for rows of a table, which are hidden rows. A table directly below another of
    as many columns goes on from it; anything else stands apart.

    Raises
    ------
    DataError
        The page holds no table, or more than a report can hold.

    Examples
    --------
    >>> (sheet,) = read_html("a.xls", "<h1>表</h1><table><tr><td colspan=2>甲<td>1<tr><td>乙<td>2</table>")
    >>> [sheet.text_at(*at) for at in ((1, 1), (2, 2), (2, 3), (3, 2))], sheet.merged
    (['表', '甲', '1', '2'], [((2, 1), (2, 2))])
    """
    from lxml import etree, html

    parser = html.HTMLParser(encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True)
    try:
        tree = html.document_fromstring(text.encode(), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError):
        raise DataError(file, "网页里没有表", do="请用表格软件打开，另存为 .xlsx 再报。") from None
    if tree.find(".//table") is None:
        raise DataError(file, "这是网页，里面没有表", do="请用表格软件打开，另存为 .xlsx 再报。")
    page = _HtmlPage(file)
    page.walk(tree)
    page.flush()
    return [page.grid]


class _HtmlPage:
    def __init__(self, file: str) -> None:
        self.file, self.grid = file, Grid(file.rpartition(".")[0] or file)
        self.row = self.width = 0  # columns of the table that ends in this row, 0 for none
        self.words: list[str] = []

    def walk(self, element: Any) -> None:
        """Take the text of an element as rows of one cell, and each table in it that holds no other as rows."""
        if element.tag == "table" and element.find(".//table") is None:
            self.flush()
            self.table(element)
            return
        if element.tag in _SKIPPED or (_is_hidden(element) and element.find(".//table") is None):
            return
        block = element.tag in _BLOCKS
        if block:
            self.flush()
        self.words.append(element.text or "")
        for child in element:
            self.walk(child)
            self.words.append(child.tail or "")
        if block:
            self.flush()

    def flush(self) -> None:
        """End a line of text outside tables."""
        text = " ".join("".join(self.words).split())
        self.words.clear()
        if text:
            self.apart(0)
            self.row += 1
            self.put(self.row, 1, GridCell(text))

    def apart(self, width: int) -> None:
        """Leave rows blank between a table and what does not go on from it; `width` is that of the next table."""
        if self.width != width and self.width:
            self.row += _APART
        self.width = width

    def table(self, table: Any) -> None:
        for caption in table.iterchildren("caption"):
            self.words.append("".join(words for words, _ in _runs(caption)))
            self.flush()
        rows = list(table.iter("tr"))
        hidden = any(_is_hidden(part) for part in (table, *table.iterancestors()))
        self.apart(max((_width(row) for row in rows), default=0))
        last = self.row + len(rows)
        taken: dict[int, int] = {}  # by column, the last row that a cell from above reaches
        for row in rows:
            self.row += 1
            if hidden or _is_hidden(row) or _is_hidden(row.getparent()):
                self.grid.hidden_rows.add(self.row)
            column = 1
            for cell in _cells(row):
                while taken.get(column, 0) >= self.row:
                    column += 1
                right = column + _span(cell, "colspan", _WIDEST) - 1
                bottom = min(self.row + _span(cell, "rowspan", _DEEPEST) - 1, last)
                taken |= dict.fromkeys(range(column, right + 1), bottom)
                if content := _cell(cell):
                    self.put(self.row, column, content)
                if words := words_of("", "；".join(note.text_content() for note in cell.iter("comment"))):
                    self.grid.comments[self.row, column] = words
                if (bottom, right) != (self.row, column):
                    self.grid.merged.append(((self.row, column), (bottom, right)))
                    if len(self.grid.merged) > MOST_MERGED:
                        raise DataError(self.file, "合并单元格太多", f"超过{MOST_MERGED}处", "请只留下要报的表。")
                column = right + 1

    def put(self, row: int, column: int, cell: GridCell) -> None:
        if len(self.grid.cells) >= MOST_CELLS:
            raise DataError(self.file, "数据太多", f"超过{MOST_CELLS}格", "请核对是否误报；大表请用批量导入。")
        self.grid.cells[row, column] = cell


def _span(cell: Any, name: str, most: int) -> int:
    words = (cell.get(name) or "").strip()
    return min(int(words), most) or 1 if words.isascii() and words[:9].isdigit() and len(words) <= len(str(most)) else 1


def _is_hidden(element: Any) -> bool:
    return element.get("hidden") is not None or bool(_HIDDEN.search(element.get("style") or ""))


def _cells(row: Any) -> Iterator[Any]:
    """Cells of a row that take a place in it: one that is not displayed takes none."""
    return (cell for cell in row.iterchildren("td", "th") if not _is_hidden(cell))


def _width(row: Any) -> int:
    return sum(_span(cell, "colspan", _WIDEST) for cell in _cells(row))


def _runs(element: Any, around: Style = "") -> Iterator[Run]:
    """Runs of the text of an element that the page shows."""
    yield ("\n" if element.tag == "br" else element.text or ""), around
    for child in element:
        if child.tag not in _SKIPPED and not _is_hidden(child):
            yield from _runs(child, _style(child) or around)
        yield child.tail or "", around


def _style(element: Any) -> Style:
    words, tag = element.get("style") or "", element.tag
    aligned, color, size = _ALIGNED.search(words), _COLOR.search(words), _SIZE.search(words)
    return style_of(
        raised=tag == "sup" or bool(aligned and aligned[1].lower() == "super"),
        lowered=tag == "sub" or bool(aligned and aligned[1].lower() == "sub"),
        struck=tag in ("s", "strike", "del") or bool(_STRUCK.search(words)),
        color=color[1].strip() if color else element.get("color") or "" if tag == "font" else "",
        points=float(size[1]) if size else None,
    )


def _on_color(cell: Any) -> bool:
    """Whether a cell, its row or its table has a background on which white is seen."""
    for part in (cell, *cell.iterancestors("tr", "tbody", "thead", "table")):
        found = _BACKGROUND.search(part.get("style") or "")
        color = found[1].strip() if found else part.get("bgcolor") or ""
        if color:
            return style_of(color=color) != "faint"
    return False


def _cell(element: Any) -> GridCell | None:
    """Content of a table cell; a plain number with a number format is shown by that, as Excel does."""
    content = joined(_runs(element, "struck" if _style(element) == "struck" else ""))
    if isinstance(content, GridCell) and content.kind == "faint" and _on_color(element):
        content = content.text
    if isinstance(content, GridCell):
        return content
    text = content.strip()
    found = _FORMAT.search(element.get("style") or "")
    if found and _PLAIN.fullmatch(text):
        code = next(part for part in found.groups() if part is not None).replace("\\", "").strip()
        if code != "@":
            return number_cell(float(text), _NAMED.get(code.lower(), code))
    return GridCell(text) if text else None
