"""Formulas of computed figures as text (operators, brackets, long sums abbreviated), for a reader to check."""

from __future__ import annotations

from collections.abc import Callable

from . import periods
from .lineage import Array, objects

LEAF, PRODUCT, SUM = range(3)
"""How tightly a formula binds: a reported number, a product, a sum."""
BINDING = {"add": SUM, "sub": SUM, "mul": PRODUCT, "truediv": PRODUCT, "neg": SUM, "abs": LEAF}
"""By operation."""

_SIGNS = {"add": "＋", "sub": "−", "mul": "×", "truediv": "÷"}
WRITTEN_OUT = 12
"""Sums of more numbers are written with the first and the last."""


def formula_of(name: str) -> Callable[..., Array]:
    """Return the function that writes the formulas of an operation from those of its operands.

    Reported numbers of different periods are written with their periods.

    Parameters
    ----------
    name
        add, sub, mul or truediv.

    Returns
    -------
    A function of eight columns: formula, printed text, binding and period of the left operands, then of the right.

    Examples
    --------
    >>> quotient = formula_of("truediv")
    >>> left, right = ("3家＋5家", "8家", SUM, ""), ("", "2家", LEAF, "2023")
    >>> quotient(*(objects([each]) for each in (*left, *right))).tolist()
    ['（3家＋5家）÷2家']
    >>> quotient(*(objects([each]) for each in ("", "3家", LEAF, "2024", *right))).tolist()
    ['3家（2024年）÷2家（2023年）']
    """
    sign, own = _SIGNS[name], BINDING[name]
    last = name in ("sub", "truediv")

    def formula(*columns: Array) -> Array:
        return objects([
            term(one, dated(text, at, at_2), binds, own) + sign + term(two, dated(text_2, at_2, at), binds_2, own,
                                                                       last=last)
            for one, text, binds, at, two, text_2, binds_2, at_2 in zip(*(each.tolist() for each in columns),
                                                                        strict=True)
        ])  # fmt: skip

    return formula


def dated(text: str, period: str, other: str) -> str:
    """Return a printed number with its period, if that of the other operand is known and differs.

    Examples
    --------
    >>> dated("3家", "2024-01/2024-06", "2024"), dated("3家", "2024", ""), dated("3家", "2024", "2024")
    ('3家（2024年1—6月）', '3家', '3家')
    """
    return f"{text}（{periods.parse(period).label}）" if period and other and period != other else text


def sign_formula(name: str) -> Callable[..., Array]:
    """Return the function that writes the formulas of ``neg`` or ``abs`` from formula, text and binding.

    Examples
    --------
    >>> sign_formula("neg")(objects(["3家＋5家"]), objects(["8家"]), objects([SUM])).tolist()
    ['−（3家＋5家）']
    """
    before, after, own = ("−", "", PRODUCT) if name == "neg" else ("|", "|", SUM)

    def formula(*columns: Array) -> Array:
        rows = zip(*(column.tolist() for column in columns), strict=True)
        return objects([before + term(each, text, binds, own) + after for each, text, binds in rows])

    return formula


def term(formula: str, text: str, binding: int, own: int, *, last: bool = False) -> str:
    """Return an operand in a formula: its printed text, or its own formula, in brackets where that binds less tightly.

    Examples
    --------
    >>> term("3家＋5家", "8家", SUM, PRODUCT), term("", "8家", LEAF, PRODUCT)
    ('（3家＋5家）', '8家')
    """
    if not formula or binding == LEAF:
        return text
    return f"（{formula}）" if binding > own or (last and binding == own) else formula


def group_formula(how: str, texts: list[str], count: int, absent: int = 0) -> str:
    """Return the formula of a sum, mean, median, min or max.

    Parameters
    ----------
    how
        sum, mean, median, min or max.
    texts
        All operands, or the first and the last of more than :data:`WRITTEN_OUT`.
    count
        Number of operands.
    absent
        Number of elements left out, as they have no number.

    Examples
    --------
    >>> group_formula("mean", ["3家", "5家"], 2), group_formula("sum", ["1家", "9家"], 40)
    ('（3家＋5家）÷2', '1家＋…＋9家（共40项）')
    >>> group_formula("max", ["3家", "5家"], 2), group_formula("sum", ["3家", "5家"], 2, absent=1)
    ('3家、5家中最大的', '3家＋5家（另1项无数据）')
    """
    sign = "＋" if how in ("sum", "mean") else "、"
    joined = sign.join(texts) if count == len(texts) else f"{texts[0]}{sign}…{sign}{texts[-1]}（共{count}项）"
    rest = f"（另{absent}项无数据）" if absent else ""
    match how:
        case "mean":
            return f"（{joined}）÷{count}{rest}"
        case "sum":
            return joined + rest
        case "median":
            return f"{joined}的中位数{rest}"
        case _:
            return f"{joined}中最{'小' if how == 'min' else '大'}的{rest}"
