"""Reader's units (亿元 for 万元): amounts in the unit a reader speaks, rounded so that no more is said than is known.

The figure keeps its origins, its unrounded number for arithmetic, and its text in full (`full`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from itertools import chain

from . import units
from .coverage import KINDS
from .figure_array import FigureArray
from .figures import Figure, figure_from_statement
from .hedges import (
    LOWER,
    UPPER,
    Hedge,
    Rounding,
    Statement,
    as_decimal,
    decimals_of,
    half_last_digit,
    phrase,
    state_interval,
)

__all__ = ["common_unit", "in_reader_unit", "one_unit"]

_SPOKEN = frozenset({
    "元", "美元", "人", "人次", "户", "亩", "吨", "吨标煤", "平方米", "立方米", "千瓦", "千瓦时", "头", "羽",
})  # fmt: skip
"""Units that are said in 万 and 亿; 家, 个, 件 and such stay as counted (docs/conventions.md §3)."""
_CHAIN = {"": 1, "万": 10**4, "亿": 10**8, "万亿": 10**12}
_STEP = 10**4
_SIGNIFICANT, _MOST = 3, 2
_LEAST = Decimal("0.1")  # of a unit: what is less reads better in another
_ROUNDINGS: tuple[Rounding, ...] = ("half_even", "half_up")


def in_reader_unit(figure: Figure) -> Figure:
    """Return a figure of ten thousand of its unit or more in the next unit up: 78.2亿元 for 781798万元.

    At least three significant digits, all where two decimals hold them, and never more than are known. A number
    without a hedge is rounded as published numbers are; 约 covers all that it covered; a bound moves outwards alone.
    Rates (人均收入) stay, and so does a figure printed in words of its own, or in a unit that a person asked for.

    Examples
    --------
    >>> from .figures import reported_figure
    >>> amount = in_reader_unit(reported_figure(Decimal(781798), "万元"))
    >>> amount.text, amount.full
    ('78.2亿元', '781798万元')
    >>> [in_reader_unit(reported_figure(Decimal(781798), "万元", hedge)).text for hedge in (Hedge.OVER, Hedge.UNDER)]
    ['78.1亿元以上', '近78.2亿元']
    >>> in_reader_unit(reported_figure(Decimal(7435), "件")).text
    '7435件'
    """
    if not _is_amount(figure):
        return figure
    value, own = abs(figure.value or Decimal(0)), _scale(figure.unit)
    if value < _STEP and own in _CHAIN.values():
        return figure
    higher = [prefix for prefix, scale in _CHAIN.items() if own < scale <= value * own]
    return _raised(figure, higher[-1], None) if higher else figure


def one_unit(rows: Sequence[Sequence[Figure]], shares: Sequence[Figure | None] = ()) -> list[list[Figure]]:
    """Return the figures of a table in one unit for each kind of amount, in digits that show the shares of rows.

    The unit in which most have one to four digits before the point; none lower than that of a source, since that would
    say more than it does. A row of much less or much more keeps a unit of its own. At least three significant digits,
    all where two decimals hold them, and as many as give the share that the row prints. A row with what has no number,
    is no amount or is printed in words of its own stays.

    Parameters
    ----------
    rows
        Figures that are read together, of one kind: target and 累计.
    shares
        For each row, the last of its figures in % of the first, as printed; None for none.

    Examples
    --------
    >>> from .figures import reported_figure
    >>> rows = [[reported_figure(Decimal(n), "亩") for n in row] for row in ([10120, 7215], [240000, 168480])]
    >>> shares = [reported_figure(Decimal(share), "%") for share in ("71.3", "70.2")]
    >>> [[figure.text for figure in row] for row in one_unit(rows, shares)]
    [['1.012万亩', '0.722万亩'], ['24.0万亩', '16.85万亩']]
    """
    amounts = [[figure for figure in row if _is_amount(figure)] for row in rows]
    kinds: dict[str, list[Figure]] = {}
    for figure in chain.from_iterable(amounts):
        kinds.setdefault(units.unscaled(figure.unit), []).append(figure)
    common = {kind: _common_prefix(figures) for kind, figures in kinds.items()}
    every = shares or [None] * len(rows)
    return [_alike(list(row), own, common, share) for row, own, share in zip(rows, amounts, every, strict=True)]


def _alike(
    row: list[Figure], amounts: Sequence[Figure], common: Mapping[str, str], share: Figure | None
) -> list[Figure]:
    """A row in the common unit of its kind, or in its own, with as many decimals as its share asks for."""
    if len(amounts) < len(row) or len({units.unscaled(figure.unit) for figure in amounts}) != 1:
        return row
    prefix, most = common[units.unscaled(amounts[0].unit)], max(_size(figure) for figure in amounts)
    if not _LEAST <= most / _CHAIN[prefix] < _STEP:
        prefix = _common_prefix(amounts)
    scale = _CHAIN[prefix]
    sizes = [_size(figure) / scale for figure in row]
    shown = row
    for decimals in range(max(map(_decimals, sizes), default=0) + 1):
        shown = [
            _raised(figure, prefix, max(min(decimals, _decimals(size)), _wanted(size)))
            if scale > _scale(figure.unit)
            else figure
            for figure, size in zip(row, sizes, strict=True)
        ]
        if share is None or _gives(shown, share):
            break
    return shown


def _size(figure: Figure) -> Decimal:
    """The size of an amount in its unit without a scale."""
    return abs(figure.value or Decimal(0)) * _scale(figure.unit)


def _decimals(size: Decimal) -> int:
    return decimals_of(size.normalize())


def _wanted(size: Decimal) -> int:
    """The decimals for three significant digits, or for all where two hold them."""
    whole = _decimals(size)
    return max(0, _SIGNIFICANT - 1 - size.adjusted() if size else 0, whole if whole <= _MOST else 0)


def _gives(row: Sequence[Figure], share: Figure) -> bool:
    """Whether the last figure of a row, as printed, is the share of the first that is printed, to its digits."""
    whole, part = row[0], row[-1]
    if not whole.value or part.value is None or share.value is None or whole.unit != part.unit:
        return True
    return abs(part.value / whole.value * 100 - share.value) <= half_last_digit(share.value)


def common_unit(figures: Sequence[Figure]) -> str:
    """Return the unit of :func:`one_unit` for amounts of one kind; that of the first where they are none.

    Examples
    --------
    >>> from .figures import reported_figure
    >>> common_unit([reported_figure(Decimal(amount), "万元") for amount in (781798, 52400, 9100)])
    '亿元'
    """
    amounts = [figure for figure in figures if _is_amount(figure)]
    if not amounts:
        return figures[0].unit if figures else ""
    return _common_prefix(amounts) + units.unscaled(amounts[0].unit)


def _is_amount(figure: Figure) -> bool:
    """Whether a figure is an amount of a unit said in 万 and 亿, printed as such, and no rate."""
    if figure.value is None or figure.unit_chosen or units.unscaled(figure.unit) not in _SPOKEN:
        return False
    return figure.text == phrase(figure.number, figure.unit, figure.hedge) and _kind(figure) != "rate"


def _kind(figure: Figure) -> str:
    return KINDS[int(FigureArray.of_figure(figure).column("kind")[0])]


def _scale(unit: str) -> int:
    return int(units.ratio(unit, units.unscaled(unit)))


def _common_prefix(group: Sequence[Figure]) -> str:
    """The scale in which most have one to four digits before the point; of several the highest."""
    least = max(_scale(figure.unit) for figure in group)
    sizes = [_size(figure) for figure in group]
    possible = [prefix for prefix, scale in _CHAIN.items() if scale >= least]
    fitting = {prefix: sum(1 <= size / _CHAIN[prefix] < _STEP for size in sizes) for prefix in possible}
    return max(possible, key=lambda prefix: (fitting[prefix], _CHAIN[prefix] if fitting[prefix] else -_CHAIN[prefix]))


def _raised(figure: Figure, prefix: str, decimals: int | None) -> Figure:
    """A figure in a higher unit of its chain; as it is where its interval is too wide for any digits there."""
    array, unit = FigureArray.of_figure(figure), prefix + units.unscaled(figure.unit)
    shift = len(str(_CHAIN[prefix] // _scale(figure.unit))) - 1
    printed = figure.value or Decimal(0)
    known = -int(printed.as_tuple().exponent) + shift
    size = printed.adjusted() - shift
    wanted = max(0, min(_MOST, _SIGNIFICANT - 1 - size)) if decimals is None else decimals
    whole = decimals_of(printed.scaleb(-shift).normalize())
    if decimals is None and figure.hedge is Hedge.EXACT and whole <= _MOST:
        wanted = max(wanted, whole)  # 1091000万元 is 109.1亿元 to the digit
    places = min(max(wanted, -size) if printed else wanted, known)  # the first digit that is not zero, at least
    value, low, high = (as_decimal(float(bound[0])) for bound in array.intervals())
    value, low, high = (each if each is None else each.scaleb(-shift) for each in (value, low, high))
    if figure.hedge in LOWER | UPPER:
        statement = _bound(figure, (low if figure.hedge in LOWER else high) or Decimal(0), places)
    else:
        statement = state_interval(
            value, low or Decimal(0), high or Decimal(0), hedged=figure.hedge is not Hedge.EXACT, decimals=places,
            rounding=_ROUNDINGS[int(array.column("rounding")[0])],
        )  # fmt: skip
    if statement.value is None:
        return figure
    said = figure_from_statement(statement, unit)
    changed = {name: getattr(said, name) for name in ("text", "number", "value", "unit", "hedge")}
    raised = figure.model_copy(update={**changed, "full": figure.full or figure.text})
    return raised.with_element(array.in_unit(unit))


def _bound(figure: Figure, bound: Decimal, places: int) -> Statement:
    """A bound rounded away from what it bounds, without the zeros that would say how exact it is."""
    outwards = ROUND_FLOOR if figure.hedge in LOWER else ROUND_CEILING
    moved = bound.quantize(Decimal(1).scaleb(-places), rounding=outwards)
    decimals = min(decimals_of(moved.normalize()), max(places, 0)) if moved else 0
    return Statement(round(moved, decimals) if decimals else moved.to_integral_value(), decimals, figure.hedge)
