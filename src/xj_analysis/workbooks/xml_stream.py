"""Streaming of XML parts of workbooks through expat: no document types, no entities."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from xml.parsers import expat

from ..base.errors import DataError

Start = Callable[[str, dict[str, str]], None]
End = Callable[[str, str], None]
BROKEN = expat.ExpatError
"""Error of what is no XML."""


def stream_xml(
    file: str, part: str, chunks: Iterable[bytes], start: Start, end: End | None = None,
    text: Callable[[str], object] | None = None, encoding: str | None = None,
) -> None:  # fmt: skip
    """Parse one part.

    Parameters
    ----------
    file, part
        Names for the message.
    start, end
        Called with the local name of each element, and its attributes or the text since the last tag.
    text
        Called with all text.
    encoding
        Overrides the declared one.

    Raises
    ------
    DataError
        The part declares a document type or an entity.
    xml.parsers.expat.ExpatError
        It is no XML.
    """
    parser = expat.ParserCreate(encoding, namespace_separator=" ")
    words: list[str] = []

    def opened(tag: str, attrs: dict[str, str]) -> None:
        words.clear()
        start(local_name(tag), attrs)

    def closed(tag: str) -> None:
        if end:
            end(local_name(tag), "".join(words))
        words.clear()

    def read(more: str) -> None:
        words.append(more)
        if text:
            text(more)

    def refuse(*_: object) -> None:
        raise DataError(file, "文件里有不该有的 XML 声明", part, "请用表格软件重新另存为 .xlsx 再报。")

    parser.StartElementHandler, parser.EndElementHandler = opened, closed
    parser.CharacterDataHandler = read
    parser.StartDoctypeDeclHandler = parser.EntityDeclHandler = refuse
    parser.buffer_text = True
    for chunk in chunks:
        parser.Parse(chunk, False)
    parser.Parse(b"", True)


def local_name(tag: str) -> str:
    """Return the name of an element or attribute without its namespace."""
    return tag.rpartition(" ")[2]
