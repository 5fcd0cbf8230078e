"""Wording of figures and rows: labels, ranks, directions, units left out, and figures that count declarations."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any

from ..county.model import County
from ..quantity import figures
from ..quantity.figures import Figure
from ..quantity.numerals import chinese_numeral
from ..store.observations import NATURE_LABELS

_BEFORE_NOUN = {2: "两"}
_HUNDRED = 100


def label_of(row: Mapping[str, Any], county: County | None = None) -> str:
    """Return the label of a row: its indicator, with its place, subject, nature and doubt where it has them.

    Examples
    --------
    >>> label_of({"label": "总投资", "subject": "物流园", "nature": "planned", "area": "360823", "doubt": ""})
    '总投资（物流园，计划）'
    """
    place = county.area_names[row["area"]] if county and row["area"] != county.code else ""
    nature = NATURE_LABELS[row["nature"]]
    unnamed = "" if nature and nature in str(row["label"]) else nature
    extra = "，".join(filter(None, [place, row["subject"], unnamed, "存疑" if row["doubt"] else ""]))
    return f"{row['label']}（{extra}）" if extra else str(row["label"])


def ranking_text(row: Mapping[str, Any]) -> Figure | None:
    """Return the rank or tier of a row among its peers, None where it has neither.

    Examples
    --------
    >>> row = {"rank": 1, "rank_scope": "吉安市", "tier": "", "label": "企业数", "period": "2023", "origins": ("A23",)}
    >>> ranking_text(row).text
    '吉安市第1位'
    """
    about = {"label": f"{row['label']}位次", "period": row["period"], "origins": tuple(row["origins"])}
    if str(row["rank"]) not in ("<NA>", "nan", "None"):
        return figures.phrase_figure(f"{row['rank_scope']}第{int(row['rank'])}位", **about)
    if row["tier"]:
        return figures.phrase_figure(f"{row['rank_scope']}{row['tier']}", **about)
    return None


def without_unit(figure: Figure) -> Figure:
    """Return `figure` printed without its unit, for a column or row that names it.

    Examples
    --------
    >>> without_unit(figures.reported_figure(Decimal("24"), "个")).text
    '24'
    """
    return figure.model_copy(update={"text": figure.bare})


def as_clause(figure: Figure) -> Figure | str:
    """Return a figure for within a sentence: where there is no number, the reason without brackets.

    Examples
    --------
    >>> as_clause(figures.missing_figure("只有界限，不能确定"))
    '只有界限，不能确定'
    """
    return figure if figure.value is not None else figure.reason


def with_direction(figure: Figure) -> Figure:
    """Return a change with its direction in words, by the printed value: a fall is 下降3.1%, never 增长-3.1%.

    Examples
    --------
    >>> [with_direction(figures.reported_figure(Decimal(change), "%")).text for change in ("-3.1", "0.0")]
    ['下降3.1%', '持平']
    >>> from xj_analysis.quantity.hedges import Hedge
    >>> with_direction(figures.reported_figure(Decimal(30), "%", Hedge.ABOUT)).text
    '增长约30%'
    >>> with_direction(figures.missing_figure("精度不足").model_copy(update={"formula": "甲÷乙", "unit": "%"})).text
    '（精度不足）'
    """
    if (value := figure.value) is None:
        return figure
    up, down = ("提高", "降低") if figure.unit == "个百分点" else ("增长", "下降")
    if value == 0:
        return figure.model_copy(update={"text": "持平"})
    word = up if value > 0 else down
    text = figure.text.replace("-", "", 1)
    return figure.model_copy(update={"text": word + text})


def shorten_gap(gap: Figure, *, unit: bool = True) -> Figure:
    """Return a gap for where the pace is named beside: 快0.4个百分点, 持平; in a column, without the unit.

    Examples
    --------
    >>> [shorten_gap(Figure(text=text)).text for text in ("快于时序进度0.4个百分点", "超时序进度2.5个百分点")]
    ['快0.4个百分点', '超2.5个百分点']
    >>> shorten_gap(Figure(text="快于时序进度0.4个百分点"), unit=False).text
    '快0.4'
    """
    text = gap.text.removeprefix("与时序进度").replace("于时序进度", "", 1).replace("时序进度", "", 1)
    return gap.model_copy(update={"text": text if unit else text.replace("个百分点", "", 1)})


def constant(value: int, unit: str, label: str, formula: str) -> Figure:
    """Return the figure of a convention or of a count, not of an observation.

    Parameters
    ----------
    value, unit, label
        As printed, and what it is.
    formula
        A :class:`xj_analysis.quantity.conventions.Convention`, unless origins are added: without either, no figure is
        printed.

    Examples
    --------
    >>> from xj_analysis.quantity.conventions import Convention
    >>> constant(100, "", "改造前指数", Convention.BASE).text
    '100'
    """
    return figures.reported_figure(Decimal(value), unit, label=label, formula=str(formula))


def chinese_fraction(share: float) -> str:
    """Return a share of one in Chinese numerals.

    Examples
    --------
    >>> chinese_fraction(0.2)
    '五分之一'
    """
    fraction = Fraction(share).limit_denominator(_HUNDRED - 1)
    return f"{chinese_numeral(fraction.denominator)}分之{chinese_numeral(fraction.numerator)}"


def all_campaigns(county: County) -> str:
    """Return the name of a county's campaigns together, with their number: 十大攻坚战; 攻坚战 where there is one."""
    number = len(county.campaigns)
    if not 1 < number < _HUNDRED:
        return "攻坚战"
    return f"{_BEFORE_NOUN.get(number) or chinese_numeral(number)}大攻坚战"
