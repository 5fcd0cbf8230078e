"""Text extraction from .txt, .docx, .pdf and .html files, as paragraphs."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from ...base.errors import DataError
from ...base.pdf_text import page_texts
from ...base.text_files import decode_text

KINDS = (".txt", ".md", ".docx", ".pdf", ".html", ".htm")
_ENDS = re.compile(r"[。！？：；”）)]\s*$")
# Spaces that only a printed page has: 共 27 家.
_PRINT_SPACE = re.compile(r"(?<=[0-9%]) (?=[\u4e00-\u9fff])|(?<=[\u4e00-\u9fff，。；、]) (?=[0-9])")
_SHORT = 0.8  # a line narrower than this share of the widest ends its paragraph
_BLOCKS = ("p", "div", "li", "tr", "h1", "h2", "h3", "h4", "h5", "h6", "br", "title", "section", "article",
           "blockquote")  # fmt: skip


def open_text(path: Path) -> str:
    """Return the text of a file; a line is a paragraph.

    Parameters
    ----------
    path
        ``.txt`` (UTF-8 or GB18030), ``.docx``, ``.pdf`` with a text layer, ``.html``.

    Raises
    ------
    DataError
        The file is missing, of another kind, damaged, or holds no text.
    """
    if not path.is_file():
        raise DataError(str(path), "文件不存在", do="请核对路径与文件名。")
    match path.suffix.lower():
        case ".txt" | ".md":
            text = _plain_text(path)
        case ".docx":
            text = _word(path)
        case ".pdf":
            text = _pdf(path)
        case ".html" | ".htm":
            text = _html(path)
        case other:
            raise DataError(str(path), "文件种类不认识", other, f"可读：{'、'.join(KINDS)}。")
    if not text.strip():
        raise DataError(str(path), "没有读到文字", do="扫描件请先做文字识别。")
    return text


def _plain_text(path: Path) -> str:
    text, _ = decode_text(path.read_bytes(), str(path))
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _word(path: Path) -> str:
    """Return paragraphs and table cells in the order of the document; a cell is a paragraph."""
    import docx
    from docx.opc.exceptions import PackageNotFoundError

    try:
        document = docx.Document(str(path))
    except (PackageNotFoundError, KeyError, ValueError):
        raise DataError(str(path), "不是合格的 .docx", do="请用 Word 或 WPS 另存为 .docx。") from None
    return "\n".join(paragraph.text.replace("\n", " ") for paragraph in word_paragraphs(document))


def word_paragraphs(document: Any) -> list[Any]:
    """Return the paragraphs of a Word document in order, with those in table cells.

    Parameters
    ----------
    document
        From ``docx.Document``.
    """
    from docx.table import Table

    paragraphs: list[Any] = []

    def walk(container: Any) -> None:
        for part in container.iter_inner_content():
            if isinstance(part, Table):
                cells = {cell._tc: cell for row in part.rows for cell in row.cells}  # docx repeats merged cells
                for cell in cells.values():
                    walk(cell)
            else:
                paragraphs.append(part)

    walk(document)
    return paragraphs


def _pdf(path: Path) -> str:
    try:
        pages = list(page_texts(path))
    except ValueError as error:
        raise DataError(str(path), "不是能打开的 PDF", str(error), "请核对文件，加密的请先解密。") from None
    return "\n".join(_PRINT_SPACE.sub("", _join_lines(page)) for page in pages)


def _join_lines(page: str) -> str:
    """Return a page with its lines joined into paragraphs: a full-width line without a closing stop continues."""
    lines = [line.strip() for line in page.split("\n")]
    widest = max(map(_width, lines), default=0)
    paragraphs, continues = [""], False
    for line in lines:
        if continues:
            paragraphs[-1] += line
        else:
            paragraphs.append(line)
        continues = bool(line) and _width(line) >= _SHORT * widest and not _ENDS.search(line)
    return "\n".join(paragraph for paragraph in paragraphs if paragraph)


def _width(line: str) -> int:
    """Return the printed width of a line in digits; a Han character is as wide as two."""
    return sum(1 if char.isascii() else 2 for char in line if char != " ")


def _html(path: Path) -> str:
    from lxml import etree, html

    try:
        tree = html.document_fromstring(path.read_bytes(), parser=html.HTMLParser(encoding=_charset(path)))
    except (etree.ParserError, etree.XMLSyntaxError):
        raise DataError(str(path), "不是合格的网页", do="请另存为 .html 或 .txt。") from None
    for element in list(tree.iter("script", "style", "noscript", "template")):
        element.drop_tree()
    for element in tree.iter(*_BLOCKS):
        element.tail = "\n" + (element.tail or "")
        if element.tag != "br":
            element.text = "\n" + (element.text or "")
    text = str(tree.text_content())
    return "\n".join(line for part in text.split("\n") if (line := re.sub(r"[ \t\r\xa0]+", " ", part).strip()))


def _charset(path: Path) -> str:
    head = path.read_bytes()[:2048]
    if declared := re.search(rb"charset=[\"']?([\w-]+)", head):
        name = declared[1].decode("ascii").lower()
        return "gb18030" if name.startswith("gb") else name
    try:
        path.read_bytes().decode("utf-8")
    except UnicodeDecodeError:
        return "gb18030"
    return "utf-8"
