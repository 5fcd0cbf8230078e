"""HTML tables as grids, which exporting programs call .xls: all on one sheet as Excel shows them."""

from __future__ import annotations

import re
from typing import Any

from ..base.errors import DataError
from .grid import Grid, GridCell
from .number_formats import number_cell

MOST_CELLS, MOST_MERGED = 400_000, 2_000

_SKIPPED = {"script", "style", "head", "noscript", "template", "xml"}
_BLOCKS = {"p", "div", "h1", "h2", "h3", "h4", "h5", "h6", "br", "li", "tr", "td", "th", "table", "center", "form",
           "caption", "body", "section", "article"}  # fmt: skip
_WIDEST, _DEEPEST = 1000, 65_534
_HIDDEN = re.compile(r"display\s*:\s*none", re.IGNORECASE)
_FORMAT = re.compile(r"""mso-number-format\s*:\s*(?:"([^"]*)"|'([^']*)'|([^;"']+))""", re.IGNORECASE)
_PLAIN = re.compile(r"-?[0-9]{1,15}(\.[0-9]+)?")
_NAMED = {"general": "General", "percent": "0.00%", "fixed": "0.00", "standard": "#,##0.00", "0": "0"}


def read_html(file: str, text: str) -> list[Grid]:
    """Return the tables of a page, with the text above, between and below them, as one sheet.

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
        self.row = 0
        self.words: list[str] = []

    def walk(self, element: Any) -> None:
        """Take the text of an element as rows of one cell, and each table in it that holds no other as rows."""
        if element.tag in _SKIPPED:
            return
        if element.tag == "table" and element.find(".//table") is None:
            self.flush()
            self.table(element)
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
            self.row += 1
            self.put(self.row, 1, GridCell(text))

    def table(self, table: Any) -> None:
        for caption in table.iterchildren("caption"):
            self.words.append(str(caption.text_content()))
            self.flush()
        rows = list(table.iter("tr"))
        last = self.row + len(rows)
        taken: dict[int, int] = {}  # by column, the last row that a cell from above reaches
        for row in rows:
            self.row += 1
            if any(_HIDDEN.search(part.get("style") or "") for part in (row, row.getparent())):
                self.grid.hidden_rows.add(self.row)
            column = 1
            for cell in row.iterchildren("td", "th"):
                while taken.get(column, 0) >= self.row:
                    column += 1
                right = column + _span(cell, "colspan", _WIDEST) - 1
                bottom = min(self.row + _span(cell, "rowspan", _DEEPEST) - 1, last)
                taken |= dict.fromkeys(range(column, right + 1), bottom)
                if content := _cell(cell):
                    self.put(self.row, column, content)
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


def _cell(element: Any) -> GridCell | None:
    """Content of a table cell; a plain number with a number format is shown by that, as Excel does."""
    for line in element.iter("br"):
        line.tail = f"\n{line.tail or ''}"
    text = str(element.text_content()).strip()
    found = _FORMAT.search(element.get("style") or "")
    if found and _PLAIN.fullmatch(text):
        code = next(part for part in found.groups() if part is not None).replace("\\", "").strip()
        if code != "@":
            return number_cell(float(text), _NAMED.get(code.lower(), code))
    return GridCell(text) if text else None
