"""What a PDF of Typst prints and where: its tags in reading order, each with its lines of text and their boxes."""

from __future__ import annotations

import ctypes
import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, NamedTuple

__all__ = ["Element", "Line", "Paper", "read_paper"]


class Line(NamedTuple):
    """A run of text in one font, with the box of its ink in points from the lower left corner; pages count from 0."""

    page: int
    left: float
    bottom: float
    right: float
    top: float
    text: str
    size: float


@dataclass
class Element:
    """A tag: its kind (H2, P, Table, TR …), the text directly in it and the tags below, in reading order."""

    kind: str
    own: list[Line] = field(default_factory=list)
    below: list[Element] = field(default_factory=list)

    @cached_property
    def lines(self) -> list[Line]:
        """All of its text: its own before that of the tags below."""
        return [*self.own, *(line for each in self.below for line in each.lines)]

    @property
    def text(self) -> str:
        """Its text in one line."""
        return "".join(line.text for line in self.lines)

    @property
    def pages(self) -> list[int]:
        """The pages it stands on."""
        return sorted({line.page for line in self.lines})

    @property
    def size(self) -> float:
        """The size of its largest letters."""
        return max((line.size for line in self.lines), default=0.0)

    def of_kind(self, *kinds: str) -> list[Element]:
        """The nearest tags below of these kinds."""
        found: list[Element] = []
        for each in self.below:
            found += [each] if each.kind in kinds else each.of_kind(*kinds)
        return found


@dataclass(frozen=True)
class Paper:
    """A PDF: its blocks in reading order, and all text by page, with what repeats on each page and has no tag."""

    blocks: list[Element]
    lines: list[list[Line]]
    drawings: list[list[Line]]


def read_paper(content: bytes) -> Paper:
    """Read a tagged PDF."""
    import pikepdf
    import pypdfium2

    document = pypdfium2.PdfDocument(content)
    pages = [list(_lines(page, number)) for number, page in enumerate(document)]
    marked: dict[tuple[int, int], list[Line]] = {}
    for page in pages:
        for mark, line in page:
            marked.setdefault((line.page, mark), []).append(line)
    with pikepdf.open(io.BytesIO(content)) as opened:
        numbers = {page.objgen: number for number, page in enumerate(opened.pages)}
        root = opened.Root.StructTreeRoot.K
        tree = _element(root[0] if isinstance(root, pikepdf.Array) else root, numbers, marked)
    drawn = [line for figure in tree.of_kind("Figure") for line in figure.lines]
    return Paper(
        list(_blocks(tree)),
        [[line for _, line in page] for page in pages],
        [[line for line in drawn if line.page == number] for number in range(len(pages))],
    )


def _lines(page: Any, number: int) -> Iterator[tuple[int, Line]]:
    """The text of a page, each with its mark; -1 is untagged."""
    import pypdfium2.raw as pdfium

    words = page.get_textpage()
    for each in page.get_objects(max_depth=6):
        if each.type != pdfium.FPDF_PAGEOBJ_TEXT:
            continue
        size = pdfium.FPDFTextObj_GetText(each.raw, words.raw, None, 0)
        buffer = (ctypes.c_ushort * (size // 2))()
        pdfium.FPDFTextObj_GetText(each.raw, words.raw, buffer, size)
        text = bytes(buffer).decode("utf-16-le").rstrip("\0")
        height = ctypes.c_float()
        pdfium.FPDFTextObj_GetFontSize(each.raw, height)
        if text.strip():
            mark = pdfium.FPDFPageObj_GetMarkedContentID(each.raw)
            left, bottom, right, top = each.get_bounds()
            size_shown = height.value * abs(each.get_matrix().d)
            yield mark, Line(number, left, bottom, right, top, text.strip(), size_shown)


def _element(tag: Any, numbers: dict[Any, int], marked: dict[tuple[int, int], list[Line]]) -> Element:
    import pikepdf

    element = Element(str(tag.S).lstrip("/"))
    kids = tag.get("/K", [])
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            element.below.append(_element(kid, numbers, marked))
        elif isinstance(kid, pikepdf.Dictionary) and "/MCID" in kid:
            page = kid.get("/Pg", tag.get("/Pg"))
            element.own += marked.get((numbers[page.objgen], int(kid.MCID)), [])
        elif not isinstance(kid, pikepdf.Dictionary):
            element.own += marked.get((numbers[tag.Pg.objgen], int(kid)), [])
    return element


def _blocks(tree: Element) -> Iterator[Element]:
    """Headings, paragraphs, tables and drawings with their captions."""
    for each in tree.below:
        if each.kind in ("Div", "Part", "Sect", "NonStruct") and not any(kid.kind == "Caption" for kid in each.below):
            yield from _blocks(each)
        elif each.lines:
            yield each
