"""Parser of spreadsheet cells that should hold a number: full-width digits, 1.2亿, 约3万, —, … and the like."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Literal

from ..base.errors import DataError
from ..base.text import invisible_signs
from . import cell_remedies, units
from .hedges import INFIXES, LOWER, PREFIXES, SUFFIXES, UPPER, Hedge, half_last_digit, plain_digits

Meaning = Literal["none", "small", "unknown"]

LEGEND: dict[str, Meaning] = {"": "unknown", "—": "none", "-": "none", "/": "none", "…": "small"}
"""Meanings of cells without a number: nothing of the kind, less than half the last unit, or not known."""

NO_NUMBER = "不是数字"
GROUPING = "千分位不对"
WRONG_UNIT = "单位与本列不符"

_RISING = {"增长": "", "上升": "", "增加": "", "↑": "", "下降": "-", "减少": "-", "降低": "-", "↓": "-"}
_LEVEL = "持平"


def _any_of(words: Iterable[str]) -> str:
    """Regular expression of any of some words, the longer first."""
    return "|".join(map(re.escape, sorted(words, key=len, reverse=True)))


_NUMBER = re.compile(
    rf"(?:(?P<before>{_any_of(PREFIXES)})[为有达]?)?(?P<change>{_any_of(_RISING)})?"
    rf"(?:(?P<inner>{_any_of(PREFIXES)})[为有达]?)?(?P<sign>[+-]|负)?(?P<whole>[0-9][0-9,]*|(?=\.[0-9]))(?P<fraction>\.[0-9]+)?"
    rf"(?P<infix>{_any_of(INFIXES)})?(?P<scale>{_any_of(units.SCALES)})?(?P<second>{_any_of(INFIXES)})?"
    rf"(?P<unit>\D*?)(?P<third>{_any_of(INFIXES)})?(?P<after>{_any_of(SUFFIXES)})?"
)
_GROUPED = re.compile(r"[1-9][0-9]{0,2}(,[0-9]{3})+")
_PARTED = re.compile(r"[0-9.]\s+[0-9.]")
_THOUSANDS = re.compile(r"(?<![0-9.])[1-9][0-9]{0,2}([ \u00a0\u2009\u202f][0-9]{3})+(?![0-9])")
_MAX_LENGTH = 60  # a longer text is no number, and needs no search
_NARROW = {wide: wide - 0xFEE0 for wide in range(0xFF01, 0xFF5F)}
"""Full-width signs to ASCII; narrower than NFKC, which makes 12 of 1²."""
_DASHES = str.maketrans(dict.fromkeys("—―–‒−－", "-") | dict.fromkeys("≧⩾", "≥") | dict.fromkeys("≦⩽", "≤"))
_NOTHING = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u200e\u2060\ufeff"))
"""Invisible signs that change nothing on the screen; others turn the order of digits round, or show as a hyphen."""
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
    do
        Remedy of this very problem; empty where the usual one fits.
    """

    digits: str = ""
    unit: str = ""
    hedge: Hedge = Hedge.EXACT
    meaning: Meaning | Literal[""] = ""
    problem: str = ""
    do: str = ""


def read_cell_value(
    text: str, unit: str, *, legend: Mapping[str, Meaning] | None = None, decimals: int = 0, change: bool = False
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
    change
        True in a column of changes (增速): 下降3.2 is -3.2, and 持平 is 0.

    Examples
    --------
    >>> cells = [read_cell_value(text, "万元") for text in ("１，２３４．５", "1.2亿", "3.5亿元")]
    >>> [(cell.digits, cell.unit) for cell in cells]
    [('1234.5', '万元'), ('1.2', '亿元'), ('3.5', '亿元')]
    >>> read_cell_value("2500余", "人").hedge, read_cell_value("—", "家").meaning
    (<Hedge.OVER: 'over'>, 'none')
    >>> read_cell_value("下降3.2%", "%", change=True).digits
    '-3.2'
    >>> [read_cell_value(text, "家").problem for text in ("12家左右吧", "1,23", "3公里")]
    ['不是数字', '千分位不对', '单位与本列不符']
    """
    shown = text.translate(_NARROW).translate(_NOTHING).strip()
    words = "".join(_DOTS.sub("…", shown).split())
    symbols = {symbol.translate(_DASHES): meaning for symbol, meaning in (LEGEND if legend is None else legend).items()}
    bare = words.translate(_DASHES)
    collapsed = "-" if bare and set(bare) == {"-"} else bare
    if collapsed in symbols:
        return _absent(symbols[collapsed], unit, decimals)
    if len(bare) > _MAX_LENGTH:
        return CellValue(problem=NO_NUMBER)
    if hidden := invisible_signs(shown):
        return CellValue(problem=NO_NUMBER, do=f"里面有看不见的字符（{hidden}），请删去重打。")
    if _PARTED.search(_THOUSANDS.sub("", shown)):
        return CellValue(problem=NO_NUMBER, do=cell_remedies.PARTED)
    if change and bare == _LEVEL:
        return CellValue(digits="0", unit=unit)
    match = _NUMBER.fullmatch(bare)
    value = CellValue(problem=NO_NUMBER) if match is None else _from_match(match, unit, change=change)
    if value.problem != NO_NUMBER or value.do:
        return value
    return replace(value, do=cell_remedies.remedy(bare, change=change))


def _absent(meaning: Meaning, unit: str, decimals: int) -> CellValue:
    if meaning != "small":
        return CellValue(meaning=meaning)
    half = half_last_digit(Decimal(1).scaleb(-decimals))
    return CellValue(digits=plain_digits(half, decimals + 1), unit=unit, hedge=Hedge.UNDER)


def _from_match(match: re.Match[str], column: str, *, change: bool) -> CellValue:
    """Value of a text with one number, if its hedges agree and its sign is certain."""
    words = {**PREFIXES, **INFIXES, **SUFFIXES}
    found = {words[word] for name in ("before", "inner", "infix", "second", "third", "after") if (word := match[name])}
    hedge = found.pop() if found else Hedge.EXACT
    if found:
        return CellValue(problem=NO_NUMBER, do=cell_remedies.TWO_HEDGES)
    whole, sign = match["whole"] or "0", (match["sign"] or "").replace("负", "-")
    if "," in whole and not _GROUPED.fullmatch(whole):
        trailing = whole.endswith(",") and not match["fraction"]
        return CellValue(problem=GROUPING, do=cell_remedies.TRAILING if trailing else "")
    if match["change"]:
        falling = _RISING[match["change"]]
        if not change or (falling and sign):
            return CellValue(problem=NO_NUMBER, do=cell_remedies.direction(change=change))
        sign = falling or sign
    value = Decimal(f"{sign}{whole.replace(',', '')}{match['fraction'] or ''}")
    if sign == "-" and hedge in LOWER | UPPER:  # 下降超3.2 is less than -3.2, 超-3.2 may be meant so
        return CellValue(problem=NO_NUMBER, do=cell_remedies.BOUNDED)
    return _with_unit(value, (match["scale"] or "") + match["unit"], column, hedge)


def _with_unit(value: Decimal, suffix: str, column: str, hedge: Hedge) -> CellValue:
    unit = suffix or column
    if unit in units.SCALES:  # 1.2亿 in a column of 万元 is 1.2亿元, 1.2万 in one of 千瓦 is 1.2万千瓦
        unit += units.unscaled(column)
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
