"""What a person wrote into a cell that should hold a number: full-width digits, 1.2亿, 约3万, —, … and the like."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from ..base.errors import DataError
from . import units
from .hedges import Hedge, decimals_of, plain_digits

Meaning = Literal["none", "small", "unknown"]

LEGEND: dict[str, Meaning] = {"": "unknown", "—": "none", "-": "none", "/": "none", "…": "small"}
"""What a cell without a number means: nothing of the kind, less than half the last unit, or not known."""

NO_NUMBER = "不是数字"
GROUPING = "千分位不对"
WRONG_UNIT = "单位与本列不符"

_PREFIXES = {
    "约": Hedge.ABOUT, "大约": Hedge.ABOUT, "近": Hedge.UNDER, "不足": Hedge.UNDER, "不到": Hedge.UNDER,
    "超": Hedge.OVER, "超过": Hedge.OVER, "突破": Hedge.OVER, "至少": Hedge.AT_LEAST, "不少于": Hedge.AT_LEAST,
    "不超过": Hedge.AT_MOST,
}  # fmt: skip
_SUFFIXES = {"左右": Hedge.ABOUT, "以上": Hedge.OVER, "以内": Hedge.AT_MOST}
_NUMBER = re.compile(r"([+-]?)([0-9][0-9,]*)(\.[0-9]+)?(余|多)?(\D*)")
_GROUPED = re.compile(r"[0-9]{1,3}(,[0-9]{3})+")
_SCALES = ("亿", "万", "千", "百", "千万", "百万", "万亿")
_LONGEST = 60  # a longer text is no number, and needs no search
_NARROW = {wide: wide - 0xFEE0 for wide in range(0xFF01, 0xFF5F)}
"""Full-width signs as their narrow ones; not all that Unicode thinks compatible: 1² is not 12."""
_DASHES = str.maketrans(dict.fromkeys("—―–‒−－", "-"))
_DOTS = re.compile(r"…+|\.{3,}|。{3,}")


@dataclass(frozen=True, slots=True)
class CellValue:
    """What a cell says: a number, or why there is none.

    Parameters
    ----------
    digits
        The number in plain digits, as ``observations.csv`` holds it; empty where there is none.
    unit
        What it is in: that of the column, or the number's own. 1.2亿 is kept as such: 12000万元 would say more.
    meaning
        What the absence of a number means, by the legend; empty where there is one, or where the cell is faulty.
    problem
        What is wrong with the cell, in Chinese; empty where nothing is.
    """

    digits: str = ""
    unit: str = ""
    hedge: Hedge = Hedge.EXACT
    meaning: Meaning | Literal[""] = ""
    problem: str = ""


def read_cell_value(
    text: str, unit: str, *, legend: Mapping[str, Meaning] | None = None, decimals: int = 0
) -> CellValue:
    """Return what a text in a column of `unit` says.

    Parameters
    ----------
    text
        As it stands in the cell.
    unit
        The unit of the column; a number may bring its own, if it can be converted.
    legend
        What the symbols for no number mean; :data:`LEGEND` where none is declared.
    decimals
        Of the indicator: … is less than half of the last of them.

    Examples
    --------
    >>> [(e.digits, e.unit) for e in (read_cell_value("１，２３４．５", "万元"), read_cell_value("1.2亿", "万元"),
    ... read_cell_value("3.5亿元", "万元"))]
    [('1234.5', '万元'), ('1.2', '亿元'), ('3.5', '亿元')]
    >>> read_cell_value("约75", "万人次").hedge, read_cell_value("2500余", "人").hedge, read_cell_value("—",
    ... "家").meaning
    (<Hedge.ABOUT: 'about'>, <Hedge.OVER: 'over'>, 'none')
    >>> read_cell_value("12家左右吧", "家").problem, read_cell_value("1,23", "家").problem, read_cell_value("3公里",
    ... "家").problem
    ('不是数字', '千分位不对', '单位与本列不符')
    """
    words = "".join(_DOTS.sub("…", text.translate(_NARROW)).split())
    known = legend if legend is not None else LEGEND
    symbols = {symbol.translate(_DASHES): meaning for symbol, meaning in known.items()}
    bare = words.translate(_DASHES)
    collapsed = "-" if bare and set(bare) == {"-"} else bare
    if collapsed in symbols:
        return _absent(symbols[collapsed], unit, decimals)
    if len(bare) > _LONGEST:
        return CellValue(problem=NO_NUMBER)
    hedge, bare = _hedged(bare)
    match = _NUMBER.fullmatch(bare)
    if match is None:
        return CellValue(problem=NO_NUMBER)
    sign, whole, fraction, more, own = match.groups()
    if "," in whole and not _GROUPED.fullmatch(whole):
        return CellValue(problem=GROUPING)
    if more and (hedge is not Hedge.EXACT or own.startswith("以")):
        return CellValue(problem=NO_NUMBER)
    value = Decimal(f"{sign}{whole.replace(',', '')}{fraction or ''}")
    return _measured(value, own, unit, Hedge.OVER if more else hedge)


def _absent(meaning: Meaning, unit: str, decimals: int) -> CellValue:
    if meaning != "small":
        return CellValue(meaning=meaning)
    return CellValue(digits=plain_digits(Decimal(5).scaleb(-decimals - 1), decimals + 1), unit=unit, hedge=Hedge.UNDER)


def _hedged(words: str) -> tuple[Hedge, str]:
    for prefix in sorted(_PREFIXES, key=len, reverse=True):
        if words.startswith(prefix):
            return _PREFIXES[prefix], words.removeprefix(prefix)
    for suffix, hedge in _SUFFIXES.items():
        if words.endswith(suffix):
            return hedge, words.removesuffix(suffix)
    return Hedge.EXACT, words


def _measured(value: Decimal, own: str, unit: str, hedge: Hedge) -> CellValue:
    own = own or unit
    if own in _SCALES:  # 1.2亿 in a column of 万元 is 1.2亿元
        own += unit.lstrip("百千万亿")
    try:
        units.ratio(own, unit)
    except DataError as error:  # a unit that is not known has been got, one that does not fit has not
        return CellValue(problem=NO_NUMBER if error.fault.got else WRONG_UNIT)
    return CellValue(digits=_plain(value), unit=own, hedge=hedge)


def _plain(value: Decimal) -> str:
    digits = f"{value:f}"
    return "0" if digits in ("-0", "+0") else digits


def number(value: float, *, percent: bool, unit: str, places: int = 0) -> CellValue:
    """Return what a cell holding a number says.

    Parameters
    ----------
    value
        As the file holds it, in binary: taken to fifteen significant digits.
    percent
        Whether the cell shows it as a percentage: 0.702 is shown as 70.2%.
    unit
        The unit of the column.
    places
        How many decimals the cell shows: what it holds beyond is kept, what it lacks is nought.

    Examples
    --------
    >>> number(25.3, percent=False, unit="万元", places=2).digits
    '25.30'
    >>> number(0.1 + 0.2, percent=False, unit="万元").digits, number(0.702, percent=True, unit="%").digits
    ('0.3', '70.2')
    >>> number(0.5, percent=True, unit="家").problem
    '单位与本列不符'
    """
    digits = Decimal(f"{value:.15g}")
    if not percent:
        return CellValue(digits=_shown(digits, places), unit=unit)
    if unit not in ("%", "个百分点"):
        return CellValue(problem=WRONG_UNIT)
    return CellValue(digits=_shown((digits * 100).normalize(), places), unit=unit)


def _shown(digits: Decimal, places: int) -> str:
    """The digits of a number, with the noughts its cell shows behind them."""
    return _plain(digits if decimals_of(digits) >= places else digits.quantize(Decimal(1).scaleb(-places)))
