"""Parser of spreadsheet cells that should hold a number: full-width digits, 1.2亿, 约3万, —, … and the like."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from ..base.errors import DataError
from . import units
from .hedges import INFIXES, PREFIXES, SUFFIXES, Hedge, half_last_digit, plain_digits

Meaning = Literal["none", "small", "unknown"]

LEGEND: dict[str, Meaning] = {"": "unknown", "—": "none", "-": "none", "/": "none", "…": "small"}
"""Meanings of cells without a number: nothing of the kind, less than half the last unit, or not known."""

NO_NUMBER = "不是数字"
GROUPING = "千分位不对"
WRONG_UNIT = "单位与本列不符"

_NUMBER = re.compile(rf"([+-]?)([0-9][0-9,]*)(\.[0-9]+)?({'|'.join(INFIXES)})?(\D*)")
_GROUPED = re.compile(r"[0-9]{1,3}(,[0-9]{3})+")
_MAX_LENGTH = 60  # a longer text is no number, and needs no search
_NARROW = {wide: wide - 0xFEE0 for wide in range(0xFF01, 0xFF5F)}
"""Full-width signs to ASCII; narrower than NFKC, which makes 12 of 1²."""
_DASHES = str.maketrans(dict.fromkeys("—―–‒−－", "-"))
_DOTS = re.compile(r"…+|\.{3,}|。{3,}")


@dataclass(frozen=True, slots=True)
class CellValue:
    """Parsed content of a cell: a number, its absence, or a problem.

    Parameters
    ----------
    digits
        The number in plain digits, as in ``observations.csv``; empty without one.
    unit
        The column's, or the number's own. 1.2亿 keeps its scale: 12000万元 would claim more digits.
    meaning
        Meaning of the absence of a number, by the legend; empty with a number or a problem.
    problem
        In Chinese; empty for a sound cell.
    """

    digits: str = ""
    unit: str = ""
    hedge: Hedge = Hedge.EXACT
    meaning: Meaning | Literal[""] = ""
    problem: str = ""


def read_cell_value(
    text: str, unit: str, *, legend: Mapping[str, Meaning] | None = None, decimals: int = 0
) -> CellValue:
    """Return the number, absence or problem of a text cell in a column of `unit`.

    Parameters
    ----------
    text
        Content of the cell.
    unit
        The unit of the column; a number may carry its own, if it converts.
    legend
        Meanings of the symbols for no number; None for :data:`LEGEND`.
    decimals
        Decimals of the indicator: … is less than half of the last.

    Examples
    --------
    >>> cells = [read_cell_value(text, "万元") for text in ("１，２３４．５", "1.2亿", "3.5亿元")]
    >>> [(cell.digits, cell.unit) for cell in cells]
    [('1234.5', '万元'), ('1.2', '亿元'), ('3.5', '亿元')]
    >>> read_cell_value("2500余", "人").hedge, read_cell_value("—", "家").meaning
    (<Hedge.OVER: 'over'>, 'none')
    >>> [read_cell_value(text, "家").problem for text in ("12家左右吧", "1,23", "3公里")]
    ['不是数字', '千分位不对', '单位与本列不符']
    """
    words = "".join(_DOTS.sub("…", text.translate(_NARROW)).split())
    symbols = {symbol.translate(_DASHES): meaning for symbol, meaning in (LEGEND if legend is None else legend).items()}
    bare = words.translate(_DASHES)
    collapsed = "-" if bare and set(bare) == {"-"} else bare
    if collapsed in symbols:
        return _absent(symbols[collapsed], unit, decimals)
    if len(bare) > _MAX_LENGTH:
        return CellValue(problem=NO_NUMBER)
    hedge, bare = _split_hedge(bare)
    match = _NUMBER.fullmatch(bare)
    if match is None:
        return CellValue(problem=NO_NUMBER)
    sign, whole, fraction, infix, suffix = match.groups()
    if "," in whole and not _GROUPED.fullmatch(whole):
        return CellValue(problem=GROUPING)
    if infix and (hedge is not Hedge.EXACT or suffix.startswith("以")):
        return CellValue(problem=NO_NUMBER)
    value = Decimal(f"{sign}{whole.replace(',', '')}{fraction or ''}")
    return _with_unit(value, suffix, unit, INFIXES.get(infix, hedge))


def _absent(meaning: Meaning, unit: str, decimals: int) -> CellValue:
    if meaning != "small":
        return CellValue(meaning=meaning)
    half = half_last_digit(Decimal(1).scaleb(-decimals))
    return CellValue(digits=plain_digits(half, decimals + 1), unit=unit, hedge=Hedge.UNDER)


def _split_hedge(words: str) -> tuple[Hedge, str]:
    for prefix, hedge in PREFIXES.items():
        if words.startswith(prefix):
            return hedge, words.removeprefix(prefix)
    for suffix, hedge in SUFFIXES.items():
        if words.endswith(suffix):
            return hedge, words.removesuffix(suffix)
    return Hedge.EXACT, words


def _with_unit(value: Decimal, suffix: str, column: str, hedge: Hedge) -> CellValue:
    unit = suffix or column
    if unit in units.SCALES:  # 1.2亿 in a column of 万元 is 1.2亿元
        unit += column.lstrip("百千万亿")
    if (unit, column) == ("%", "个百分点"):  # 0.5% in a column of points is half a point
        unit = column
    try:
        units.ratio(unit, column)
    except DataError as error:  # only the fault of an unknown unit quotes it
        return CellValue(problem=NO_NUMBER if error.fault.got else WRONG_UNIT)
    return CellValue(digits=_plain(value), unit=unit, hedge=hedge)


def _plain(value: Decimal) -> str:
    digits = f"{value:f}"
    return "0" if digits in ("-0", "+0") else digits
