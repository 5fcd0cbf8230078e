"""Units of Chinese statistics: dimension, scale, and exact ratios between convertible units."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import cache

from ..base.errors import DataError, choices

# A counted unit is exact in ones: 27家 is 27, 27万家 to half a 万 only.
_COUNTED = (
    "个", "家", "名", "人", "人次", "套", "所", "条", "场（次）", "场次", "座", "栋", "台", "处", "头", "羽", "只",
    "户", "件", "批次", "对", "班", "项", "次", "位", "宗", "张", "辆", "门",
)  # fmt: skip
_MEASURED: dict[str, tuple[str, Fraction]] = {
    "元": ("人民币", Fraction(1)),
    "美元": ("美元", Fraction(1)),
    "平方米": ("面积", Fraction(1)),
    "平米": ("面积", Fraction(1)),
    "亩": ("面积", Fraction(2000, 3)),
    "公顷": ("面积", Fraction(10_000)),
    "平方公里": ("面积", Fraction(1_000_000)),
    "平方千米": ("面积", Fraction(1_000_000)),
    "米": ("长度", Fraction(1)),
    "公里": ("长度", Fraction(1000)),
    "千米": ("长度", Fraction(1000)),
    "毫米": ("降水", Fraction(1)),
    "吨": ("重量", Fraction(1)),
    "公斤": ("重量", Fraction(1, 1000)),
    "吨标煤": ("能耗", Fraction(1)),
    "吨标煤/万元": ("单位能耗", Fraction(1)),
    "吨级": ("船闸吨级", Fraction(1)),
    "立方米": ("体积", Fraction(1)),
    "千瓦": ("功率", Fraction(1)),
    "千瓦时": ("电量", Fraction(1)),
    "度": ("电量", Fraction(1)),
    "℃": ("温度", Fraction(1)),
    "%": ("比率", Fraction(1, 100)),
    "‰": ("比率", Fraction(1, 1000)),
    "个百分点": ("百分点", Fraction(1)),
    "倍": ("倍数", Fraction(1)),
    "分钟": ("分钟", Fraction(1)),
    "小时": ("分钟", Fraction(60)),
    "天": ("天", Fraction(1)),
    "个工作日": ("工作日", Fraction(1)),
    "工作日": ("工作日", Fraction(1)),
    "个月": ("月", Fraction(1)),
    "年": ("年", Fraction(1)),
    "": ("无量纲", Fraction(1)),
}
SCALES = {"百": 100, "千": 1000, "万": 10_000, "百万": 10**6, "千万": 10**7, "亿": 10**8, "万亿": 10**12}
"""Prefixes of units, and their factors."""
_UNSCALED = {"%", "‰", "个百分点", "倍", "℃", "分钟", "小时", "天", "个工作日", "工作日", "个月", "年", ""}


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit as printed, the dimension it measures, and how many base units one of it is.

    Parameters
    ----------
    symbol
        The unit as printed: ``万人次``.
    dimension
        Units of one dimension convert: ``人民币``, ``面积``; a counted noun is its own dimension.
    factor
        Base units in one of this unit, exact.
    counted
        True where a whole number is exact (家, 个); a scaled count (万人) is measured.
    """

    symbol: str
    dimension: str
    factor: Fraction
    counted: bool


def unit(symbol: str) -> Unit:
    """Return the unit written `symbol`.

    Raises
    ------
    DataError
        The unit is unknown; the message names the nearest one.

    Examples
    --------
    >>> unit("万元").factor, unit("亩").dimension, unit("家").counted, unit("万人").counted
    (Fraction(10000, 1), '面积', True, False)
    """
    entry = find_unit(symbol)
    if entry is None:
        raise DataError("单位", "单位不认识", symbol, choices(symbol, known_units()))
    return entry


@cache
def find_unit(symbol: str) -> Unit | None:
    """Return the unit written `symbol`; None for an unknown one.

    Examples
    --------
    >>> find_unit("万圆") is None, find_unit("万元") == unit("万元"), find_unit("万元/人").factor
    (True, True, Fraction(10000, 1))
    """
    if symbol in _MEASURED:
        dimension, factor = _MEASURED[symbol]
        return Unit(symbol, dimension, factor, counted=False)
    if symbol in _COUNTED:
        return Unit(symbol, symbol, Fraction(1), counted=True)
    for prefix in sorted(SCALES, key=len, reverse=True):
        base = symbol.removeprefix(prefix)
        if base != symbol and base not in _UNSCALED and (base in _MEASURED or base in _COUNTED):
            plain = unit(base)
            return Unit(symbol, plain.dimension, plain.factor * SCALES[prefix], counted=False)
    upper, slash, lower = symbol.partition("/")  # 元/人次
    if not (slash and upper and lower) or "/" in lower:
        return None
    above, below = find_unit(upper), find_unit(lower)
    if above and below:
        return Unit(symbol, f"{above.dimension}/{below.dimension}", above.factor / below.factor, counted=False)
    return None


def unscaled(symbol: str) -> str:
    """Return a unit without its scale; 千米 and 千瓦 are units of their own.

    Examples
    --------
    >>> [unscaled(symbol) for symbol in ("万人次", "百万元", "千瓦", "千米", "万元/人", "万圆")]
    ['人次', '元', '千瓦', '千米', '元/人', '万圆']
    """
    upper, slash, lower = symbol.partition("/")
    if slash:
        return unscaled(upper) + slash + lower
    bases = [symbol.removeprefix(prefix) for prefix in sorted(SCALES, key=len, reverse=True)]
    known = (base for base in bases if base not in _UNSCALED and (base in _MEASURED or base in _COUNTED))
    return symbol if symbol in _MEASURED else next(known, symbol)


def known_units() -> list[str]:
    """Return the symbols of all units, with the scales in common use (万, 亿).

    Examples
    --------
    >>> "亿元" in known_units() and "万人次" in known_units()
    True
    """
    bases = [*(symbol for symbol in _MEASURED if symbol), *_COUNTED]
    scaled = [prefix + base for base in bases if base not in _UNSCALED for prefix in ("万", "亿")]
    return [*bases[:1], *scaled[:2], *bases[1:], *scaled[2:]]  # money first: most cells hold it


def convertible(source: str, target: str) -> bool:
    """Return whether values in `source` can be expressed in `target`.

    Examples
    --------
    >>> convertible("万元", "亿元"), convertible("人", "名"), convertible("%", "个百分点")
    (True, False, False)
    """
    return unit(source).dimension == unit(target).dimension


def ratio(source: str, target: str) -> Fraction:
    """Return the exact number of `target` in one `source`.

    Raises
    ------
    DataError
        The two have different dimensions.

    Examples
    --------
    >>> ratio("亿元", "万元"), ratio("公顷", "亩")
    (Fraction(10000, 1), Fraction(15, 1))
    """
    old, new = unit(source), unit(target)
    if old.dimension != new.dimension:
        raise DataError("单位", f"{source}（{old.dimension}）不能换算为{target}（{new.dimension}）", do="请核对单位。")
    return old.factor / new.factor
