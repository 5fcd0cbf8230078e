"""Admission to print: no number that a person typed, and no figure without what it comes from."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from ..base.errors import Fault
from ..quantity import units
from ..quantity.conventions import is_declared, typed_digits
from ..quantity.figures import Figure
from ..quantity.hedges import LOWER, UPPER, half_last_digit
from ..quantity.mentions import printed_numerals
from ..quantity.mentions.stated import quantities_of_figure
from . import blocks
from .blocks import Block, Masthead, Sources, Table
from .pieces import ObservationRow, Parts, plain_text, typed_text

SLOTS = "请用 {名称} 引用指标，让数字可以追溯；专名请登记在 names。"
FIGURES = "请用 briefing.figure(…) 得到的数；专名请登记在 names。"
_SAID = "请在代码格里用 say(…) 引用指标；专名请登记在 names。"
_LOOKED_UP = "请用 briefing.figure(…) 取数，不要手写 Figure。"
REMARK = "说明"
"""Label of words of a sender, quoted as they stand."""
UNIT_COLUMN = "单位"
"""Name of the column whose cells are units, which may begin with a numeral (万亿元)."""
_NO_SOURCES = "这个数的出处没有印出来"
_LONGEST = 40
_RANK = re.compile(r"第[0-9]+位")
_RANKED = re.compile(r"[0-9]+|\D*第[0-9]+位")


@dataclass(frozen=True)
class Structure:
    """Words with numerals that are no figures: names, and the entries of the sources section."""

    names: tuple[str, ...]
    source_texts: tuple[str, ...] = ()

    def blank(self, text: str) -> str:
        """Return `text` with all of them blanked."""
        return printed_numerals.blank_structure(text, names=self.names, literals=self.source_texts)


def structure_of(masthead: Masthead, catalogue: Sources) -> Structure:
    """Return the structure of a document: declared names, names of what it prints, texts of its sources, its number."""
    printed = {name for row in catalogue.observations for name in (row.label, *row.key[2:3])}
    names = (*masthead.names, *sorted(filter(printed_numerals.is_numbered_name, printed)))
    rows = catalogue.sources
    texts = [text for row in rows for text in (row.title, row.published_label, row.address, row.sha256, row.publisher)]
    return Structure(names=names, source_texts=(*texts, "SHA-256", *masthead.numbered))


def faults_of_block(
    block: Block, place: str, structure: Structure, observations: Mapping[str, ObservationRow] | None
) -> Iterator[Fault]:
    """Yield why a block may not be printed.

    Parameters
    ----------
    block
        Any but the masthead and the sources, which are structure.
    place
        The cell of the notebook, for messages.
    structure
        Words with numerals that the block may hold.
    observations
        Those of the catalogue, by identifier; None where the notebook prints no sources.
    """
    if isinstance(block, Masthead | Sources):
        return
    for where, parts in _runs(block):
        if typed := printed_numerals.find_numerals(structure.blank(typed_text(parts))):
            yield typed_fault(f"{place}{where}", typed[0].text, plain_text(parts), _SAID)
    reasons = dict.fromkeys((unfounded(figure, observations), figure.text) for figure in blocks.figures_of(block))
    for why, text in reasons:
        if why and why != _NO_SOURCES:
            yield Fault(f"{place}{_title(block)}", why, text[:_LONGEST], _LOOKED_UP)


def faults_without_sources(printed: Iterable[Block]) -> Iterator[Fault]:
    """Yield the fault of a document without the sources block: one for all the figures that need it.

    Examples
    --------
    >>> [fault.what for fault in faults_without_sources([])]
    []
    """
    if count := sum(unfounded(figure, None) == _NO_SOURCES for block in printed for figure in blocks.figures_of(block)):
        yield Fault("笔记本", f"{count}个数的出处没有印出来", do="笔记本末尾要有一格 briefing.sources()。")


def typed_fault(where: str, numeral: str, text: str, do: str) -> Fault:
    """Return the fault of a numeral that was typed into a text.

    Examples
    --------
    >>> print(typed_fault("句子模板", "三成", "占三成。", "请改。"))
    句子模板：文字里写了数字“三成”，得到“占三成。”。请改。
    """
    start = max(0, text.find(numeral) - _LONGEST // 2)
    return Fault(where, f"文字里写了数字“{numeral}”", text[start : start + _LONGEST], do)


def _title(block: Block) -> str:
    return f" “{plain_text(block.title)[:_LONGEST]}”" if isinstance(block, blocks.Table | blocks.Chart) else ""


def _runs(block: Block) -> Iterator[tuple[str, Parts]]:
    """The runs of text of a block, each with its place in it."""
    title = _title(block)
    if not isinstance(block, Table):
        runs = (
            [*blocks.block_texts(block), (block.label,)]
            if isinstance(block, blocks.Note)
            else blocks.block_texts(block)
        )
        yield from ((title, parts) for parts in runs)
        return
    yield f"{title} 表题", block.title
    yield from ((f"{title} 表头", (column.name,)) for column in block.columns)
    for n, row in enumerate(block.rows, start=1):
        for name, cell in zip([column.name for column in block.columns], row, strict=False):
            if name != UNIT_COLUMN or units.find_unit(plain_text(cell.parts)) is None:
                yield f"{title} 第{n}行“{name}”", cell.parts
    yield from ((f"{title} 表注", note) for note in block.notes)


# --- figures ------------------------------------------------------------------------------------------


def unfounded(figure: Figure, observations: Mapping[str, ObservationRow] | None) -> str:
    """Return why a figure may not be printed; '' for one that may.

    A figure comes from observations, or from a convention, or has no number and says why. One quoted from a single
    observation, without a formula, prints that observation's number.

    Examples
    --------
    >>> unfounded(Figure(text="88.8%"), {}), unfounded(Figure(text="1家", origins=("A9",)), {})
    ('这个数没有出处', '这个数的出处“A9”不在来源里')
    >>> unfounded(Figure(text="（无数据）", reason="无数据"), {})
    ''
    """
    known = observations or {}
    if observations is None and figure.origins:
        return _NO_SOURCES
    if missing := [origin for origin in figure.origins if origin not in known]:
        return f"这个数的出处“{missing[0]}”不在来源里"
    if figure.value is None and figure.reason:
        return "" if figure.text == f"（{figure.reason}）" and not _typed(figure.reason) else "没有数的地方印了数"
    if why := without_origin(figure):
        return why
    if figure.value is not None and not _prints_its_number(figure):
        return f"印出的与数值（{figure.value}）不符"
    if figure.value is None and figure.formula and _typed(figure.text) and not _RANKED.fullmatch(figure.text):
        return "印出的数没有数值，无从核对"
    if figure.full and not ((whole := _whole(figure)) and _says_no_more(figure, whole)):
        return f"印出的与原数（{figure.full}）不符"
    if len(figure.origins) == 1 and not figure.formula:
        row = known[figure.origins[0]]
        return "" if _quotes(figure, row) else f"印出的与出处“{row.id}”的数（{row.text}）不符"
    return ""


def without_origin(figure: Figure) -> str:
    """Return why a figure comes from nothing, whatever the catalogue; '' for one that does not.

    What was computed from nothing but numbers typed into the notebook comes from nothing.

    Examples
    --------
    >>> [without_origin(Figure(text="1家", origins=origins)) for origins in [(), ("手写:1",), ("A9",)]]
    ['这个数没有出处', '这个数没有出处', '']
    """
    missing = figure.value is None and figure.reason != ""
    sourced = any(not typed_digits(origin) for origin in figure.origins)
    return "" if sourced or missing or is_declared(figure) else "这个数没有出处"


def _typed(words: str) -> list[str]:
    return printed_numerals.typed_numerals(words)


def _prints_its_number(figure: Figure) -> bool:
    """Return whether every numeral of the text is the figure's value, but for its sign, which words may carry."""
    printed = {quantity.value for quantity in quantities_of_figure(figure.text)} or {
        _digits(numeral.text) for numeral in printed_numerals.find_numerals(figure.text)
    }
    return {abs(value) for value in printed} <= {abs(figure.value or Decimal(0))}


def _digits(numeral: str) -> Decimal:
    """Return the value of a numeral in digits; not a number for a sign (①), which is the value of no figure."""
    return Decimal(numeral) if numeral.replace(".", "", 1).isdecimal() else Decimal("NaN")


def _quotes(figure: Figure, row: ObservationRow) -> bool:
    """Return whether a figure prints the number of its observation, in whatever unit, rounded where it is converted."""
    if figure.value is None and (figure.label == REMARK or not _typed(_RANK.sub("", figure.text))):
        return True  # a remark in quotes, a tier, or a rank: no observation row has it to compare with
    stated = _whole(figure)
    reported = _read(row.text)
    return stated is not None and reported is not None and _says_no_more(stated, reported)


def _whole(figure: Figure) -> Figure | None:
    """A figure with its whole number; that of its words where it has none."""
    if figure.value is not None and not figure.full:
        return figure
    read = _read(figure.full or figure.text)
    return read and read.model_copy(update={"hedge": figure.hedge})


def _says_no_more(stated: Figure, reported: Figure) -> bool:
    """Whether a figure prints another's number in whatever unit: rounded where converted, a bound only outwards."""
    if stated.value is None or reported.value is None:
        return False
    old, new = units.find_unit(reported.unit), units.find_unit(stated.unit)
    if reported.unit == stated.unit or old is None or new is None:
        return reported.value == stated.value
    if old.dimension != new.dimension:
        return False
    factor = old.factor / new.factor
    converted = reported.value * factor.numerator / factor.denominator
    half = half_last_digit(stated.value)
    if stated.hedge in LOWER | UPPER:
        beyond = converted - stated.value if stated.hedge in LOWER else stated.value - converted
        return 0 <= beyond < 2 * half
    return abs(converted - stated.value) <= half


def _read(text: str) -> Figure | None:
    """The one number of a text that prints nothing else, None where it has not one."""
    if not (quantities := quantities_of_figure(text)):
        return None
    return Figure(text=text, value=quantities[0].value, unit=quantities[0].unit) if len(quantities) == 1 else None
