"""Audit of rendered briefings (`xj audit`): every number read from HTML and PDF must be a registered figure.

Pages (HTML) and paper (PDF) are read as a reader sees them; ``briefing.ipynb`` has the charts that are drawn in them.
"""

from __future__ import annotations

import difflib
import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from ..base.environment import SHEETS_FOLDER
from ..base.errors import UsageError
from ..base.pdf_text import page_texts
from ..document import document, figures_json
from ..document.admission import REMARK, UNIT_COLUMN, Structure
from ..document.blocks import Chart, Table, scale_of
from ..document.pieces import plain_text
from ..press import svg
from ..quantity import units
from ..quantity.figures import Figure
from ..quantity.mentions.printed_numerals import excerpt, find_numerals
from ..quantity.mentions.stated import quantities_of_figure
from .register_audit import untraced_on_register
from .visible_page import visible_page

_BROKEN = re.compile(r"(?<=[\u4e00-\u9fff])\s*\n\s*(?=[\u4e00-\u9fff])")  # 签|约亿元 is no 约亿元, and 三|成 is 三成


@dataclass(frozen=True)
class Untraced:
    """A printed number that is not registered, or registered with another text."""

    file: str
    numeral: str
    context: str
    reason: str


@dataclass
class Audit:
    """The result for one briefing: the number of numerals read, and the untraced ones."""

    folder: Path
    numerals_read: int = 0
    untraced: list[Untraced] = field(default_factory=list)


def briefing_folders(paths: Sequence[Path]) -> list[Path]:
    """Return the folders of the briefings at or below `paths`.

    Raises
    ------
    UsageError
        One of them has no briefing.
    """
    folders: list[Path] = []
    for path in paths:
        below = sorted(each.parent for each in path.rglob("figures.json"))
        if not below:
            raise UsageError(str(path), "这里没有简报", do="请给出 reports/ 或其中一期、一份简报的文件夹。")
        folders += below
    return list(dict.fromkeys(folders))


def briefing_name(folder: Path) -> str:
    """Return the name of a briefing that is unique among counties: county, period, edition and campaign.

    Examples
    --------
    >>> briefing_name(Path("reports/xiajiang/2024/internal/towns"))
    'xiajiang/2024/internal/towns'
    """
    parts = folder.resolve().parts
    return "/".join(parts[-5:] if parts[-2:-1] == (SHEETS_FOLDER,) else parts[-4:])


def paper_of(folder: Path) -> Path:
    """Return the PDF of a briefing; that of a printable sheet lies beside its folder.

    Examples
    --------
    >>> paper_of(Path("internal/towns")).as_posix(), paper_of(Path("internal/sheets/projects")).as_posix()
    ('internal/towns/briefing.pdf', 'internal/sheets/projects.pdf')
    """
    return folder.with_suffix(".pdf") if folder.parent.name == SHEETS_FOLDER else folder / "briefing.pdf"


def audit(folder: Path) -> Audit:
    """Return the audit of one briefing.

    Parameters
    ----------
    folder
        The folder with figures.json, briefing.ipynb, and the pages briefing.html, figures.html, briefing.pdf it has; of
        a sheet its folder beside the PDF.
    """
    registered = json.loads((folder / "figures.json").read_text(encoding="utf-8"))
    printed = document.read_notebook(json.loads((folder / "briefing.ipynb").read_text(encoding="utf-8")))
    result = Audit(folder)
    if figures_json.figures_json(printed) != registered:
        reason = "figures.json 与 briefing.ipynb 不一致"
        result.untraced.append(Untraced(file="figures.json", numeral="", context="", reason=reason))
    for fault in printed.faults:
        lost = Untraced(file="briefing.ipynb", numeral=fault.got, context=fault.where, reason=fault.what)
        result.untraced.append(lost)
    structure = printed.structure
    page = paper.with_suffix(".html") if (paper := paper_of(folder)).parent != folder else folder / "briefing.html"
    if page.is_file():
        _audit_html(page.read_text(encoding="utf-8"), registered["figures"], printed, result)
    if (register := folder / "figures.html").is_file():
        result.numerals_read += len(registered["figures"])
        text = register.read_text(encoding="utf-8")
        for numeral, entry, reason in untraced_on_register(text, registered, structure):
            result.untraced.append(Untraced(file="figures.html", numeral=numeral, context=entry, reason=reason))
    if paper.is_file():
        _audit_pdf(paper, registered["figures"], printed, structure, result)
    return result


# --- HTML -------------------------------------------------------------------------------------------


_LABELLED = "\0："
"""On a page, before the label of a figure of a drawing: the figure itself is read apart (:mod:`.visible_page`)."""


def _audit_html(text: str, registered: Sequence[Mapping[str, Any]], printed: document.Document, result: Audit) -> None:
    page, structure, alone = visible_page(text), printed.structure, set(_units_alone(printed))
    by_id = {figure["id"]: figure["text"] for figure in registered}
    for identifier, shown in page.figures:
        result.numerals_read += 1
        if by_id.get(identifier) != shown:
            reason = f"登记为“{by_id[identifier]}”" if identifier in by_id else "没有登记"
            result.untraced.append(Untraced(file="briefing.html", numeral=shown, context=identifier, reason=reason))
    titles = _titles(result.folder.parent / "manifest.json")
    others = [text for slug, text in page.links if text not in titles.get(slug, ())]
    charted = [figure for figure in registered if figure["place"].startswith("图")]
    quoted = tuple(figure["text"] for figure in charted if figure.get("label") == REMARK)
    told = replace(structure, source_texts=(*structure.source_texts, *quoted))
    labels = {_LABELLED + figure.get("label", "") for figure in charted}
    for piece in (*(each for each in page.prose if each.strip() not in alone), *others):
        _add_unregistered("briefing.html", piece, told if piece in labels else structure, set(), result)
    allowed = {numeral for figure in charted for numeral in _figure_numerals(figure["text"])}
    for label in page.labels:
        _add_unregistered("briefing.html 图", label, structure, allowed, result)


def _titles(path: Path) -> dict[str, tuple[str, ...]]:
    """What a page may call each briefing of the issue, as its manifest names them; empty without one that is whole."""
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        short = {slug: entry["title"].removeprefix(content["name"]) for slug, entry in content["briefings"].items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return {}
    return {slug: (title, title.removesuffix("攻坚战")) for slug, title in short.items()}


def _add_unregistered(file: str, text: str, structure: Structure, allowed: set[str], result: Audit) -> None:
    for numeral in find_numerals(structure.blank(text)):
        result.numerals_read += 1
        if numeral.text not in allowed:
            context = excerpt(text, numeral)
            result.untraced.append(Untraced(file=file, numeral=numeral.text, context=context, reason="没有登记"))


# --- PDF ---------------------------------------------------------------------------------------------


def _audit_pdf(
    path: Path,
    registered: Sequence[Mapping[str, Any]],
    printed: document.Document,
    structure: Structure,
    result: Audit,
) -> None:
    """Add the numerals of the PDF that are registered neither as figure nor as structure, or printed too often.

    For a numeral printed too often, the order of the figures decides which of its places are those of figures.
    """
    charts = document.charts_of(printed)
    drawings = svg.drawings(chart.spec for chart in charts)
    expected = list(_expected(registered, list(zip(charts, drawings, strict=True)), structure))
    expected += [numeral for block in printed.blocks for label in scale_of(block) for numeral in _numerals(label)]
    expected += [numeral for unit in _units_alone(printed) for numeral in _numerals(f"甲{unit}")]
    turned = _with_turned_labels(structure, drawings)
    read: list[str] = []
    contexts: list[str] = []
    for page in page_texts(path):
        text = _BROKEN.sub("", turned.blank(structure.blank(page)))
        for numeral in find_numerals(text):
            read.append(numeral.text)
            contexts.append(excerpt(text, numeral))
    result.numerals_read += len(read)
    surplus = Counter(read) - Counter(expected)
    if not surplus:
        return
    blocks = difflib.SequenceMatcher(None, expected, read, autojunk=False).get_matching_blocks()
    figures = {place for block in blocks for place in range(block.b, block.b + block.size)}
    for place, (seen, context) in enumerate(zip(read, contexts, strict=True)):
        if seen in surplus and place not in figures:
            reason = "没有登记的数，或比登记的多印了一次"
            result.untraced.append(Untraced(file=path.name, numeral=seen, context=context, reason=reason))


def _units_alone(printed: document.Document) -> Iterator[str]:
    """The units in cells of their own; on paper, 指标甲|万亿元 is read without the line between them."""
    for block in printed.blocks:
        if isinstance(block, Table):
            cells = (
                cell
                for row in block.rows
                for cell, of in zip(row, block.columns, strict=True)
                if of.name == UNIT_COLUMN
            )
            yield from filter(units.find_unit, (plain_text(cell.parts) for cell in cells))


def _expected(
    registered: Sequence[Mapping[str, Any]], drawn: Sequence[tuple[Chart, str]], structure: Structure
) -> Iterator[str]:
    """The numerals of figures and drawings, in the order they are printed."""
    by_place = {f"图{n}": pair for n, pair in enumerate(drawn, start=1)}
    for figure in registered:
        if not figure["place"].startswith("图"):
            yield from _figure_numerals(figure["text"])
        elif figure["place"] in by_place:
            yield from _chart_numerals(*by_place.pop(figure["place"]), structure)
    for chart, drawing in by_place.values():
        yield from _chart_numerals(chart, drawing, structure)


def _with_turned_labels(structure: Structure, drawings: Sequence[str]) -> Structure:
    """A structure with the dates and names on drawings: a label that is turned is read in pieces, 2025|年9月."""
    labels = {label for drawing in drawings for label in svg.drawn_texts(drawing)}
    words = [label for label in labels if _numerals(label) and not _numerals(structure.blank(label))]
    return replace(structure, source_texts=(*structure.source_texts, *sorted(words)))


def _chart_numerals(chart: Chart, drawing: str, structure: Structure) -> Iterator[str]:
    for part in chart.title:
        if isinstance(part, Figure):
            yield from _figure_numerals(part.text)
    yield from _drawing_numerals(chart, drawing, structure)


def _numerals(text: str) -> list[str]:
    return [numeral.text for numeral in find_numerals(text)]


def _figure_numerals(text: str) -> list[str]:
    """The numerals of a figure, also those that only the words around it tell (三个)."""
    return _numerals(text) or [text[each.start : each.end] for each in quantities_of_figure(text)]


def _drawing_numerals(chart: Chart, drawing: str, structure: Structure) -> Iterator[str]:
    """The numerals that a drawing may print: its ticks, and on its marks only those of its figures."""
    page = visible_page(drawing)
    registered = {numeral for figure in chart.figures for numeral in _figure_numerals(figure.text)}
    on_marks = [numeral for label in page.labels for numeral in _numerals(structure.blank(label))]
    in_all = [numeral for text in svg.drawn_texts(drawing) for numeral in _numerals(structure.blank(text))]
    yield from (Counter(in_all) - Counter(on_marks)).elements()
    yield from (numeral for numeral in on_marks if numeral in registered)
