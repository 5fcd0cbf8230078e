"""Figures: printable numbers with unit, hedge, interval, period and provenance (origins)."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel, ConfigDict

from .figure_operators import FigureOperators
from .figure_refusals import no_field
from .hedges import (
    LOWER,
    UPPER,
    Hedge,
    Rounding,
    Statement,
    as_decimal,
    decimals_of,
    phrase,
    plain_digits,
    state_interval,
)

if TYPE_CHECKING:
    from pydantic._internal._model_construction import ModelMetaclass
else:
    ModelMetaclass = type(BaseModel)

__all__ = [
    "COLUMNS",
    "Figure",
    "figure_from_row",
    "figure_from_statement",
    "missing_figure",
    "phrase_figure",
    "printed_text",
    "reported_figure",
    "statement_of",
]
__dir__ = __all__.copy

COLUMNS = (
    "label", "value", "low", "high", "hedge", "unit", "decimals", "reported",
    "period", "nature", "origins", "sources", "formula", "reason", "text",
)  # fmt: skip
"""Columns of a figure frame, of observations as of a metric's result.

label, unit, period, nature, formula, reason, text : str; value, low, high : float (in `unit`);
hedge : str, ``exact`` or what the inputs carry; decimals : int, the most to print; reported : str, the digits
as the source printed them in this very unit, else empty; origins, sources : tuple of identifiers.
"""


_PERCENTAGES = ("%", "个百分点")
_PUBLIC = [
    "bare", "formula", "full", "hedge", "high", "label", "low", "nature", "number", "origins", "period", "rank",
    "reason", "text", "tier", "unit", "value",
]  # fmt: skip
"""What a person asks a figure for."""


class _Offered(ModelMetaclass):
    """Classes of models that offer by Tab what a person uses."""

    def __dir__(self) -> list[str]:
        return list(_PUBLIC)


class Figure(FigureOperators, BaseModel, metaclass=_Offered):
    """A number as printed, with its trace.

    Parameters
    ----------
    text
        The whole phrase as printed: ``约64元``; a reason in brackets where there is no number.
    number
        The number alone, for a table whose column names the unit; empty without one.
    value, unit, hedge
        The printed value, machine-readable; `value` is None without a number.
    label
        Name of the quantity: ``“五一”假期人均旅游消费``.
    period
        The period's code.
    nature
        actual, planned, forecast or target.
    origins
        Identifiers of the observations it is computed from, in the order of the formula.
    formula
        The computation, in words a reader can check; empty for a reported value.
    reason
        Reason for the lack of a number, in Chinese.
    full
        The text of the whole number, where it is printed shorter in a reader's unit: ``781798万元`` of 78.2亿元.
    light
        The light (灯) that it gives, shape and word: ``■红灯``; empty for a figure that is not judged.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    __iter__ = None  # type: ignore[assignment]  # a scalar to pandas, not the list of its fields

    text: str
    number: str = ""
    value: Decimal | None = None
    unit: str = ""
    hedge: Hedge = Hedge.EXACT
    label: str = ""
    period: str = ""
    nature: str = "actual"
    origins: tuple[str, ...] = ()
    formula: str = ""
    reason: str = ""
    full: str = ""
    light: str = ""

    def __dir__(self) -> list[str]:
        return list(_PUBLIC)

    def __getattr__(self, name: str) -> Any:
        raise AttributeError(name) if name.startswith("_") else no_field(name, _PUBLIC)

    def __str__(self) -> str:
        return self.text

    def __repr__(self) -> str:
        return self.text

    @property
    def bare(self) -> str:
        """Number and hedge without the unit, for a cell under a unit heading.

        Examples
        --------
        >>> reported_figure(Decimal("75"), "万人次", Hedge.ABOUT).bare, reported_figure(Decimal("2500"), "人",
        ... Hedge.OVER).bare
        ('约75', '2500余')
        """
        whole = phrase(self.number, self.unit, self.hedge)
        return whole.replace(self.unit, "", 1) if self.number else self.text


def figure_from_statement(statement: Statement, unit: str, **about: str | tuple[str, ...]) -> Figure:
    """Return the figure for a computed statement.

    Parameters
    ----------
    statement
        Of :func:`xj_analysis.quantity.hedges.state_interval`.
    unit
        The unit of the statement's value.
    about
        Any of Figure's descriptive fields: label, period, nature, origins, formula.

    Examples
    --------
    >>> figure_from_statement(Statement(Decimal("64"), 0, Hedge.ABOUT), "元", formula="4800万元÷约75万人次").text
    '约64元'
    >>> figure_from_statement(Statement(None, 0, Hedge.EXACT, "无数据"), "元").text
    '（无数据）'
    """
    fields: dict[str, Any] = {"text": printed_text(statement, unit), "unit": unit, "reason": statement.reason}
    if statement.value is not None:
        number = plain_digits(statement.value, statement.decimals)
        fields |= {"number": number, "value": statement.value, "hedge": statement.hedge}
    return Figure.model_validate({**fields, **about})


def printed_text(statement: Statement, unit: str) -> str:
    """Return the text of the figure for a statement, without the cost of a Figure.

    Examples
    --------
    >>> printed_text(Statement(Decimal("64"), 0, Hedge.ABOUT), "元")
    '约64元'
    """
    if statement.value is None:
        return f"（{statement.reason}）"
    return phrase(plain_digits(statement.value, statement.decimals), unit, statement.hedge)


def reported_figure(value: Decimal, unit: str, hedge: Hedge = Hedge.EXACT, **about: str | tuple[str, ...]) -> Figure:
    """Return the figure for a number in the digits of its source.

    Examples
    --------
    >>> reported_figure(Decimal("261.6"), "亿元", label="总投资", origins=("A18",)).text
    '261.6亿元'
    """
    return figure_from_statement(Statement(value, decimals_of(value), hedge), unit, **about)


def figure_from_row(row: Mapping[str, Any], rounding: Rounding = "half_even") -> Figure:
    """Return the figure of a row of a figure frame.

    A number reported in the same unit keeps the source's digits; any other is rounded by its interval.

    Parameters
    ----------
    row
        With :data:`COLUMNS`.
    rounding
        ``half_even`` or ``half_up``.

    Examples
    --------
    >>> row = dict.fromkeys(COLUMNS, "") | {"value": 64.0, "low": 63.57, "high": 64.44, "hedge": "about",
    ...     "unit": "元", "decimals": 2, "origins": ("A10", "A11")}
    >>> figure_from_row(row).text
    '约64元'
    """
    about = {key: row[key] for key in ("label", "period", "nature", "origins", "formula")}
    figure = figure_from_statement(statement_of(row, rounding), row["unit"], **about)
    return figure.with_row(row, rounding)


def statement_of(row: Mapping[str, Any], rounding: Rounding = "half_even") -> Statement:
    """Return the statement of a row's figure (:func:`figure_from_row`): number or reason.

    A percentage, or a distance in 个百分点, that was computed from too few digits for decimals is 约: a calculator says
    otherwise.
    """
    hedge = Hedge(row["hedge"])
    if row["reason"]:
        return Statement(None, 0, hedge, row["reason"])
    if row["reported"]:
        value = Decimal(row["reported"])
        return Statement(value, decimals_of(value), hedge)
    statement = state_interval(
        as_decimal(row["value"]),
        as_decimal(row["low"]) or Decimal(0),
        as_decimal(row["high"]) or Decimal(0),
        hedged=hedge is not Hedge.EXACT,
        decimals=row["decimals"],
        rounding=rounding,
    )
    if statement.value is None:
        return statement
    if hedge in LOWER | UPPER:  # a bound stays the kind of bound it was
        return Statement(statement.value, statement.decimals, hedge)
    coarse = row["unit"] in _PERCENTAGES and row["decimals"] > statement.decimals == 0 and statement.value
    return Statement(statement.value, 0, Hedge.ABOUT) if coarse else statement


def phrase_figure(text: str, **about: str | tuple[str, ...]) -> Figure:
    """Return a figure of words around a number: a rank, a tier, a year.

    Examples
    --------
    >>> phrase_figure("第1位", label="位次", origins=("A23",)).text
    '第1位'
    """
    return Figure.model_validate({"text": text, **about})


def missing_figure(reason: str, **about: str | tuple[str, ...]) -> Figure:
    """Return a figure without a number, printed as its reason.

    Examples
    --------
    >>> missing_figure("窗口不同，不计算").text
    '（窗口不同，不计算）'
    """
    return Figure.model_validate({"text": f"（{reason}）", "reason": reason, **about})
