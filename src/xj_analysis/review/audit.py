"""`xj audit`: the numbers are read back out of the rendered page and paper, and each must be a registered figure.

The page and the paper are read as a reader gets them; ``briefing.ipynb`` says which drawings stand in them.
"""

from __future__ import annotations

import difflib
import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

from ..base.errors import UsageError
from ..base.pdf_text import page_texts
from ..document import document, figures_json
from ..document.blocks import Chart
from ..press import svg
from ..quantity import numerals
from ..quantity.figures import Figure

_VOID = frozenset({"meta", "br", "link", "img", "hr", "input", "path", "rect", "line"})
_AXIS = ("role-axis-label",)


@dataclass(frozen=True)
class Untraced:
    """A number that is printed and not registered, or registered and printed otherwise."""

    file: str
    numeral: str
    context: str
    why: str


@dataclass
class Audit:
    """What was found in one briefing: how many numerals were read, and those that trace to nothing."""

    folder: Path
    read: int = 0
    untraced: list[Untraced] = field(default_factory=list)


def briefing_folders(paths: Sequence[Path]) -> list[Path]:
    """Return the folders of the briefings at or below `paths`.

    Raises
    ------
    UsageError
        There is none at one of them.
    """
    found: list[Path] = []
    for path in paths:
        here = sorted(each.parent for each in path.rglob("figures.json"))
        if not here:
            raise UsageError(str(path), "这里没有简报", do="请给出 reports/ 或其中一期、一份简报的文件夹。")
        found += here
    return list(dict.fromkeys(found))


def briefing_name(folder: Path) -> str:
    """Return what a briefing is called among those of several counties: county, period, edition and campaign.

    Examples
    --------
    >>> briefing_name(Path("reports/xiajiang/2024/internal/towns"))
    'xiajiang/2024/internal/towns'
    """
    return "/".join(folder.resolve().parts[-4:])


def audit(folder: Path) -> Audit:
    """Return what the audit of one briefing found.

    Parameters
    ----------
    folder
        Holds figures.json, briefing.ipynb, and the page or the paper or both.
    """
    registered = json.loads((folder / "figures.json").read_text(encoding="utf-8"))
    printed = document.from_notebook(json.loads((folder / "briefing.ipynb").read_text(encoding="utf-8")))
    result = Audit(folder)
    if figures_json.figures_json(printed) != registered:
        why = "figures.json 与 briefing.ipynb 不一致"
        result.untraced.append(Untraced("figures.json", "", "", why))
    structure = _structure(printed)
    if (page := folder / "briefing.html").is_file():
        _page(page.read_text(encoding="utf-8"), registered["figures"], structure, result)
    if (paper := folder / "briefing.pdf").is_file():
        _paper(paper, registered["figures"], printed, structure, result)
    return result


@dataclass(frozen=True)
class _Structure:
    names: tuple[str, ...]
    known: tuple[str, ...]

    def left(self, text: str) -> str:
        return numerals.blank_structure(text, names=self.names, literals=self.known)


def _structure(printed: document.Document) -> _Structure:
    rows = printed.catalogue.sources
    known = [text for row in rows for text in (row.title, row.published_label, row.address, row.sha256, row.publisher)]
    return _Structure(printed.masthead.names, (*known, "SHA-256"))


# --- the page ---------------------------------------------------------------------------------------


class _Page(HTMLParser):
    """The visible text of a page, piece by piece, with what it stands in: a figure, a drawing, or neither."""

    def __init__(self) -> None:
        super().__init__()
        self.figures: list[tuple[str, str]] = []
        self.prose: list[str] = [""]
        self.labels: list[str] = []
        self._open: list[tuple[str, str, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _VOID:
            return
        given = {name: value or "" for name, value in attrs}
        kind = given.get("class", "")
        self._open.append((tag, kind, given.get("id", "")))
        if tag == "a" and kind == "figure":
            self.figures.append((given.get("id", ""), ""))
        elif tag not in ("a", "span", "strong", "data"):
            self.prose.append("")
        if tag == "text":
            self.labels.append("")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        return

    def handle_endtag(self, tag: str) -> None:
        if tag in _VOID:
            return
        while self._open and self._open.pop()[0] != tag:
            continue
        if tag not in ("a", "span", "strong", "data"):
            self.prose.append("")

    def handle_data(self, data: str) -> None:
        tags = [tag for tag, _, _ in self._open]
        if "style" in tags or "script" in tags:
            return
        if "svg" in tags:
            axis = any(role in kind for _, kind, _ in self._open for role in _AXIS)
            if self.labels and not axis and "text" in tags:
                self.labels[-1] += data
            return
        if any(tag == "a" and kind == "figure" for tag, kind, _ in self._open):
            identifier, text = self.figures[-1]
            self.figures[-1] = (identifier, text + data)
            self.prose[-1] += "\0"
        else:
            self.prose[-1] += data


def _page(text: str, registered: Sequence[Mapping[str, Any]], structure: _Structure, result: Audit) -> None:
    page = _Page()
    page.feed(text)
    by_id = {figure["id"]: figure["text"] for figure in registered}
    for identifier, said in page.figures:
        result.read += 1
        if by_id.get(identifier) != said:
            why = f"登记为“{by_id[identifier]}”" if identifier in by_id else "没有登记"
            result.untraced.append(Untraced("briefing.html", said, identifier, why))
    for piece in page.prose:
        _unregistered("briefing.html", structure.left(piece), piece, set(), result)
    drawn = [figure["text"] for figure in registered if figure["place"].startswith("图")]
    allowed = {match[0] for said in drawn for match in numerals.find_numerals(said)}
    for label in page.labels:
        _unregistered("briefing.html 图", structure.left(label), label, allowed, result)


def _unregistered(file: str, left: str, whole: str, allowed: set[str], result: Audit) -> None:
    for match in numerals.find_numerals(left):
        result.read += 1
        if match[0] not in allowed:
            result.untraced.append(Untraced(file, match[0], numerals.excerpt(whole, match), "没有登记"))


# --- the paper --------------------------------------------------------------------------------------


def _paper(
    path: Path,
    registered: Sequence[Mapping[str, Any]],
    printed: document.Document,
    structure: _Structure,
    result: Audit,
) -> None:
    """Every numeral on the paper that is not structure must be a registered one, and no more often than printed.

    Where one stands more often, its places are compared with the order in which figures are printed, so that those
    of figures are not named.
    """
    expected = list(_expected(registered, printed, structure))
    found: list[tuple[str, str]] = []
    for sheet in page_texts(path):
        left = structure.left(sheet)
        found += [(match[0], numerals.excerpt(left, match)) for match in numerals.find_numerals(left)]
    result.read += len(found)
    read = [numeral for numeral, _ in found]
    surplus = Counter(read) - Counter(expected)
    if not surplus:
        return
    blocks = difflib.SequenceMatcher(None, expected, read, autojunk=False).get_matching_blocks()
    figures = {place for block in blocks for place in range(block.b, block.b + block.size)}
    for place, (numeral, context) in enumerate(found):
        if numeral in surplus and place not in figures:
            why = "没有登记的数，或比登记的多印了一次"
            result.untraced.append(Untraced("briefing.pdf", numeral, context, why))


def _expected(
    registered: Sequence[Mapping[str, Any]], printed: document.Document, structure: _Structure
) -> Iterator[str]:
    """The numerals of the figures and of the drawings, in the order they are printed."""
    charts = document.charts_of(printed)
    drawings = svg.drawings(chart.spec for chart in charts)
    drawn = {f"图{n}": pair for n, pair in enumerate(zip(charts, drawings, strict=True), start=1)}
    for figure in registered:
        if not figure["place"].startswith("图"):
            yield from _numerals(figure["text"])
        elif figure["place"] in drawn:
            yield from _of_chart(*drawn.pop(figure["place"]), structure)
    for chart, drawing in drawn.values():
        yield from _of_chart(chart, drawing, structure)


def _of_chart(chart: Chart, drawing: str, structure: _Structure) -> Iterator[str]:
    for part in chart.title:
        if isinstance(part, Figure):
            yield from _numerals(part.text)
    yield from _drawn(chart, drawing, structure)


def _numerals(text: str) -> list[str]:
    return [match[0] for match in numerals.find_numerals(text)]


def _drawn(chart: Chart, drawing: str, structure: _Structure) -> Iterator[str]:
    """The numerals a drawing may bring to the paper: its ticks, and on its marks only those of its figures."""
    page = _Page()
    page.feed(drawing)
    registered = {match[0] for figure in chart.figures for match in numerals.find_numerals(figure.text)}
    marked = [match[0] for label in page.labels for match in numerals.find_numerals(structure.left(label))]
    everything = [
        match[0] for text in svg.drawn_texts(drawing) for match in numerals.find_numerals(structure.left(text))
    ]
    yield from (Counter(everything) - Counter(marked)).elements()
    yield from (numeral for numeral in marked if numeral in registered)
