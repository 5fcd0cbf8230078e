"""Marks of a chart: the figures of a column, each with its place in the index, its name and its sources."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

from ...base.errors import DataError
from ...quantity import periods
from ...quantity.figure_arithmetic import is_missing
from ...quantity.figure_dtype import FigureDtype
from ...quantity.figures import Figure
from ...quantity.period_labels import PeriodLabel
from ...quantity.periods import Period
from ...store.observations import NATURE_LABELS
from .. import arguments, session_county
from ..frame_tables import row_sources

NO_VALUE = "无数据"
_BETWEEN = re.compile("[（），]")
_LOOK_UP = '请用 b["指标"] 取数来算；astype(float) 以后就没有出处了。'
_ONE = '请取一列，如 表["visits"]。'
_NAMED = '请给每个数一个名称，如 pd.Series({"甲镇": …, "乙镇": …})，或用 set_index。'
_SPLIT = '请分成几张图；能换算的先换成同一单位，如 数.astype("figure[万元]")。'


@dataclass(frozen=True)
class ChartMark:
    """A figure of a column, as a chart draws it.

    Parameters
    ----------
    place
        Its label in the index.
    name
        What is printed for the label.
    figure
        Labelled as its column has it, with the name.
    label
        Of the figure in its column: the indicator with place, subject and nature.
    sources
        Of the figure.
    """

    place: Any
    name: str
    figure: Figure
    sources: tuple[str, ...]
    label: str


def checked_column(where: str, data: object, *, one_unit: bool = True) -> pd.Series:
    """Return a column of figures: ``figure[unit]``, or objects that are figures; of one unit, unless told otherwise.

    Raises
    ------
    DataError
        It is no column, holds something else, or figures of several units.
    """
    if isinstance(data, pd.DataFrame):
        raise DataError(where, "只画一列，给了一张表", "、".join(map(str, data.columns))[:40], _ONE)
    if not isinstance(data, pd.Series):
        raise DataError(where, "要一列带出处的数", " ".join(arguments.quoted(data).split()), _LOOK_UP)
    if isinstance(data.dtype, FigureDtype):
        return data
    known = [value for value in data if not is_missing(value)]
    if others := [value for value in known if not isinstance(value, Figure)]:
        raise DataError(where, "不是带出处的数", " ".join(arguments.quoted(others[0]).split()), _LOOK_UP)
    units = list(dict.fromkeys(figure.unit for figure in known))
    if one_unit and len(units) > 1:
        raise several_units(where, units)
    return data


def several_units(where: str, units: Iterable[str]) -> DataError:
    """Return the error of figures of several units in one chart."""
    return DataError(where, "一张图只画一种单位", "、".join(unit or "（无单位）" for unit in units), _SPLIT)


def unit_of(marks: Iterable[ChartMark]) -> str:
    """Return the unit that marks share."""
    return next((mark.figure.unit for mark in marks), "")


def marks_of(where: str, column: pd.Series, line: str = "") -> tuple[list[ChartMark], str]:
    """Return the marks of a column in its order, and which are left out for what reason.

    Parameters
    ----------
    where, column
        The place for messages, and figures.
    line
        Names all figures of the column, as that of a line does; empty where each is named by its label.

    Raises
    ------
    DataError
        A label of the index is no name.

    Examples
    --------
    >>> from ...metrics.columns.samples import sample
    >>> from ...quantity.figure_array import FigureArray
    >>> rows = sample(value=[3.0, float("nan")], unit="个", label="企业", reason=["", "无数据"])
    >>> marks, missing = marks_of("图", pd.Series(FigureArray.from_frame(rows), index=["甲镇", "乙镇"]))
    >>> [(mark.name, mark.figure.label, mark.sources) for mark in marks], missing
    ([('甲镇', '企业（甲镇）', ('s',))], '无数据：乙镇')
    """
    marks: list[ChartMark] = []
    missing: dict[str, list[str]] = {}
    names = [name_of(where, place) for place in column.index]
    for place, name, figure, sources in zip(
        column.index, names, column, row_sources([column], len(column)), strict=True
    ):
        if isinstance(figure, Figure) and figure.value is not None:
            named = figure.model_copy(update={"label": _label(figure, line or name)})
            marks.append(ChartMark(place, name, named, sources, figure.label))
        else:
            reason = figure.reason if isinstance(figure, Figure) else ""
            missing.setdefault(reason or NO_VALUE, []).append(name)
    return marks, "；".join(f"{reason}：{'、'.join(names)}" for reason, names in missing.items())


def told_apart(marks: Iterable[ChartMark]) -> list[ChartMark]:
    """Return marks of which no result and target share a name: beside 2024年 stands 2024年（目标）.

    Examples
    --------
    >>> from ...metrics.columns.samples import sample
    >>> from ...quantity.figure_array import FigureArray
    >>> rows = sample(value=[3.0, 4.0], unit="个", label="企业", nature=["actual", "target"])
    >>> marks, _ = marks_of("图", pd.Series(FigureArray.from_frame(rows), index=["2024", "2024"]))
    >>> [mark.name for mark in told_apart(marks)]
    ['2024年', '2024年（目标）']
    """
    marks = list(marks)
    natures: dict[str, set[str]] = {}
    for mark in marks:
        natures.setdefault(mark.name, set()).add(mark.figure.nature)
    shared = {name for name, of_name in natures.items() if len(of_name) > 1}
    added = [NATURE_LABELS[mark.figure.nature] if mark.name in shared else "" for mark in marks]
    return [
        replace(mark, name=f"{mark.name}（{nature}）") if nature else mark
        for mark, nature in zip(marks, added, strict=True)
    ]


def planned(marks: Iterable[ChartMark]) -> str:
    """Return which marks on a line are no results; empty where all are.

    Examples
    --------
    >>> from ...metrics.columns.samples import sample
    >>> from ...quantity.figure_array import FigureArray
    >>> rows = sample(value=[3.0, 4.0], unit="个", label="企业", nature=["actual", "target"])
    >>> planned(marks_of("图", pd.Series(FigureArray.from_frame(rows), index=["2024", "2025"]))[0])
    '计划、预计或目标数：2025年'
    """
    names = [mark.name for mark in marks if mark.figure.nature != "actual"]
    return f"计划、预计或目标数：{'、'.join(dict.fromkeys(names))}" if names else ""


def name_of(where: str, label: object) -> str:
    """Return the name that is printed for a label: of a period its label, of a slug the name of the indicator.

    Raises
    ------
    DataError
        The label is a number, as where the rows are only counted, or nothing.

    Examples
    --------
    >>> name_of("图", PeriodLabel("2024Q1")), name_of("图", "2024-05"), name_of("图", ("2024", "物流园"))
    ('2024年一季度', '2024年5月', '2024年，物流园')
    """
    if isinstance(label, tuple):
        return "，".join(name_of(where, part) for part in label)
    if not isinstance(label, str) or not str(label):
        raise DataError(where, "这个数没有名称", arguments.quoted(label), _NAMED)
    period, indicator = period_label(label), session_county.indicator_of(label)
    return str(period) if period is not None else indicator.name if indicator else str(label)


def period_label(label: object) -> PeriodLabel | None:
    """Return the period of a label, also of one that has become plain text; None for another label.

    Examples
    --------
    >>> period_label("2024-01/2024-06"), period_label("甲镇")
    (2024年1—6月, None)
    """
    if isinstance(label, PeriodLabel) or not isinstance(label, str) or not label:
        return label if isinstance(label, PeriodLabel) else None
    try:
        return PeriodLabel(periods.parse(label).code)
    except DataError:
        return None


def period_of(where: str, mark: ChartMark) -> Period:
    """Return the period that a mark stands at.

    Raises
    ------
    DataError
        Its label is no period.
    """
    label = period_label(mark.place)
    if label is None:
        several = isinstance(mark.place, tuple)
        do = '请先选定一个对象，如 数.xs("…", level="对象")。' if several else '请用按期间的一列，如 b["指标"]。'
        raise DataError(where, "横轴是期间，这一个不是", mark.name, do)
    return periods.parse(label.code)


def name_parts(label: str) -> list[str]:
    """Return the label of a figure and the names in it: indicator, place, subject, nature.

    Examples
    --------
    >>> name_parts("总投资（物流园，计划）")
    ['总投资（物流园，计划）', '总投资', '物流园', '计划']
    """
    return list(dict.fromkeys(filter(None, [label, *_BETWEEN.split(label)])))


def _label(figure: Figure, name: str) -> str:
    """The label of a figure with its name, which may stand in it already: 地区生产总值（泰和县）."""
    dated = bool(figure.period) and name == periods.parse(figure.period).label
    if figure.label and (dated or name in name_parts(figure.label)):
        return figure.label
    return f"{figure.label}（{name}）" if figure.label else name
