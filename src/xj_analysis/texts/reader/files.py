"""Texts out of their containers: .txt, .docx, .pdf, .html become paragraphs."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from ...base.errors import DataError
from ...base.pdf_text import page_texts
from ...base.text_files import decode_text

KINDS = (".txt", ".md", ".docx", ".pdf", ".html", ".htm")
_ENDS = re.compile(r"[。！？：；”）)]\s*$")
_SPACED = re.compile(
    r"(?<=[0-9%]) (?=[\u4e00-\u9fff])|(?<=[\u4e00-\u9fff，。；、]) (?=[0-9])"
)  # only on paper: 共 27 家
_SHORT = 0.8  # a line this much narrower than the widest ends its paragraph
_BLOCKS = (
    "p",
    "div",
    "li",
    "tr",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "br",
    "title",
    "section",
    "article",
    "blockquote",
)


def open_text(path: Path) -> str:
    """Return the text of a file, a line a paragraph.

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
            text = _decoded(path)
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


def _decoded(path: Path) -> str:
    text, _ = decode_text(path.read_bytes(), str(path))
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _word(path: Path) -> str:
    """Paragraphs and cells of tables in the order of the document: a cell a paragraph."""
    import docx
    from docx.opc.exceptions import PackageNotFoundError

    try:
        document = docx.Document(str(path))
    except (PackageNotFoundError, KeyError, ValueError):
        raise DataError(str(path), "不是合格的 .docx", do="请用 Word 或 WPS 另存为 .docx。") from None
    return "\n".join(paragraph.text.replace("\n", " ") for paragraph in paragraphs(document))


def paragraphs(document: Any) -> list[Any]:
    """Return the paragraphs of a Word document in order, those in the cells of its tables too.

    Parameters
    ----------
    document
        From ``docx.Document``.
    """
    from docx.table import Table

    found: list[Any] = []

    def walk(holder: Any) -> None:
        for part in holder.iter_inner_content():
            if isinstance(part, Table):
                seen = set()
                for row in part.rows:
                    for cell in row.cells:
                        if cell._tc not in seen:  # a merged cell is given once a column
                            seen.add(cell._tc)
                            walk(cell)
            else:
                found.append(part)

    walk(document)
    return found


def _pdf(path: Path) -> str:
    try:
        pages = list(page_texts(path))
    except ValueError as error:
        raise DataError(str(path), "不是能打开的 PDF", str(error), "请核对文件，加密的请先解密。") from None
    return "\n".join(_SPACED.sub("", _joined(page)) for page in pages)


def _joined(page: str) -> str:
    """The lines of a page as paragraphs: a line as wide as the others that ends without a stop goes on."""
    lines = [line.strip() for line in page.split("\n")]
    widest = max(map(_width, lines), default=0)
    made, going = [""], False
    for line in lines:
        made = [*made[:-1], made[-1] + line] if going else [*made, line]
        going = bool(line) and _width(line) >= _SHORT * widest and not _ENDS.search(line)
    return "\n".join(part for part in made if part)


def _width(line: str) -> int:
    """How wide a line prints: a Han character is as wide as two digits."""
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
    if named := re.search(rb"charset=[\"']?([\w-]+)", head):
        name = named[1].decode("ascii").lower()
        return "gb18030" if name.startswith("gb") else name
    try:
        path.read_bytes().decode("utf-8")
    except UnicodeDecodeError:
        return "gb18030"
    return "utf-8"
