"""DataFrames and Series of figures as tables of a briefing: headings, units and source marks come by themselves."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from ..base.errors import DataError, Fault
from ..document.blocks import Table
from ..document.pieces import Cell, Column, Part, Strong
from ..quantity.figure_array import FigureArray
from ..quantity.figure_dtype import FigureDtype
from ..quantity.figures import Figure
from ..quantity.mentions.printed_numerals import typed_numerals
from ..quantity.period_labels import PeriodLabel
from .figure_wording import without_unit
from .tables import NONE

SOURCES, VALUES = "来源", "数值"
"""Headings of the column of source marks, and of a column without a name."""
_IN_BRACKETS = re.compile(r"（[^（）]*）")
_DO = "请用 b[…] 取数来算，列里就带着出处；不印的列请先去掉（frame.drop(columns=…)）。"


def frame_table(
    data: pd.DataFrame | pd.Series, *, title: str = "", note: str = "", highlight: str | Collection[str] = (),
    names: Iterable[str] = (), headings: Mapping[str, str] | None = None,
) -> Table:  # fmt: skip
    """Return a table of a DataFrame or Series whose numbers are figures.

    Parameters
    ----------
    data
        Columns of figures (``figure[unit]``, or objects of several units), of words, and of periods; the index names
        the rows, unless it only counts them.
    title
        Words without digits.
    note
        Printed below.
    highlight
        Labels of rows that stand out.
    names
        Names with digits (“5+2”) that may stand in it.
    headings
        What is printed for the name of a column: of a slug, the name of the indicator.

    Raises
    ------
    DataError
        A column holds plain numbers, or words with digits; all such columns are named.

    Examples
    --------
    >>> from ..metrics.columns.samples import sample
    >>> rows = sample(value=[30.0, 10.0], unit="家", reported=["30", "10"], decimals=0)
    >>> column = pd.Series(FigureArray.from_frame(rows), index=["甲镇", "乙镇"], name="新增企业")
    >>> table = frame_table(column)
    >>> [heading.name for heading in table.columns], [str(cell.parts[0]) for cell in table.rows[0][:2]]
    (['', '新增企业（家）', '来源'], ['甲镇', '30'])
    """
    frame = data.to_frame(data.name if data.name is not None else VALUES) if isinstance(data, pd.Series) else data
    allowed = tuple(names)
    strong = {highlight} if isinstance(highlight, str) else set(highlight)
    faults = [*_word_faults([("标题", title), ("注", note)], allowed)]
    labels = _index_columns(frame)
    columns = [(_printed_name(name, frame.iloc[:, n], headings or {}), frame.iloc[:, n])
               for n, name in enumerate(map(_heading, frame.columns))]  # fmt: skip
    faults += [fault for name, column in [*labels, *columns] for fault in column_faults(name, column, allowed)]
    if faults:
        raise DataError.of(faults)
    stands_out = [bool(strong & {*map(str, row if isinstance(row, tuple) else (row,))}) for row in frame.index]
    cells = [[_words(value, stands) for value, stands in zip(column, stands_out, strict=True)] for _, column in labels]
    cells += [_cells(column) for _, column in columns]
    heads = [Column(name=name) for name, _ in labels]
    heads += [_column(name, column) for name, column in columns]
    sources = row_sources([column for _, column in columns], len(frame))
    if any(sources):
        heads.append(Column(name=SOURCES, align="center", width=0.6))
        cells.append([Cell(sources=row) for row in sources])
    return Table(
        title=(title,) if title else (),
        columns=tuple(heads),
        rows=tuple(zip(*cells, strict=True)) if cells else (),
        notes=((note.rstrip("。") + "。",),) if note else (),
    )


def column_faults(name: str, column: pd.Series, names: Sequence[str]) -> list[Fault]:
    """Return what keeps a column from being printed: plain numbers, or words with digits."""
    where = f"列“{name or '（无名）'}”"
    faults = list(_word_faults([(f"{where}的列名", name)], names)) if not isinstance(column.name, PeriodLabel) else []
    if isinstance(column.dtype, FigureDtype):
        return faults
    for value in column:
        if _is_blank(value) or isinstance(value, (Figure, PeriodLabel, bool, np.bool_)):
            continue
        if not isinstance(value, str):
            return [*faults, Fault(where, "是没有出处的数", str(value)[:40], _DO)]
        if typed_numerals(value, names):
            return [*faults, Fault(where, "文字里写了数字", value[:40], _DO)]
    return faults


def row_sources(columns: Sequence[pd.Series], rows: int) -> list[tuple[str, ...]]:
    """Return for each row the sources of its figures, in order."""
    found: list[dict[str, None]] = [{} for _ in range(rows)]
    for column in columns:
        for place, sources in enumerate(_sources(column)):
            found[place].update(dict.fromkeys(sources))
    return [tuple(each) for each in found]


def _sources(column: pd.Series) -> Iterable[tuple[str, ...]]:
    if isinstance(column.dtype, FigureDtype):
        return list(column.array.column("sources"))
    return [FigureArray.of_figure(value).column("sources")[0] if isinstance(value, Figure) else () for value in column]


def _word_faults(words: Iterable[tuple[str, str]], names: Sequence[str]) -> Iterable[Fault]:
    return (Fault(where, "文字里写了数字", text[:40], "数字只能来自数据；请改用文字，或放进列里。")
            for where, text in words if typed_numerals(text, names, structure=False))  # fmt: skip


def _heading(name: Any) -> str:
    if isinstance(name, tuple):
        return "/".join(str(part) for part in name if str(part))
    return "" if name is None else str(name)


def _printed_name(name: str, column: pd.Series, headings: Mapping[str, str]) -> str:
    """What is printed for the name of a column: for a slug the label that its figures share, else the indicator's.

    Half the visits are no visits: pandas leaves them the name of the column, their figures have none.
    """
    if name not in headings:
        return name
    figures = [value for value in column if isinstance(value, Figure) and not value.reason]
    labels = {_IN_BRACKETS.sub("", figure.label) for figure in figures}
    if "" in labels:
        return f"按{headings[name]}计算"
    return next(iter(labels)) if len(labels) == 1 else headings[name]


def _index_columns(frame: pd.DataFrame) -> list[tuple[str, pd.Series]]:
    """Columns of the index; none where it only counts the rows."""
    if isinstance(frame.index, pd.RangeIndex) and frame.index.name is None:
        return []
    return [(_heading(frame.index.names[level]), pd.Series(frame.index.get_level_values(level), dtype=object))
            for level in range(frame.index.nlevels)]  # fmt: skip


def _column(name: str, column: pd.Series) -> Column:
    """Heading of a column; of figures of one unit it names the unit."""
    if not isinstance(column.dtype, FigureDtype):
        figures = any(isinstance(value, Figure) for value in column)
        return Column(name=name, align="right" if figures else "left")
    unit = column.dtype.unit
    return Column(name=f"{name}（{unit}）" if unit and f"（{unit}）" not in name else name, align="right")


def _cells(column: pd.Series) -> list[Cell]:
    with_unit = not isinstance(column.dtype, FigureDtype)
    return [_cell(value, with_unit) for value in column]


def _cell(value: Any, with_unit: bool) -> Cell:
    if isinstance(value, Figure):
        return Cell(parts=(value if with_unit else without_unit(value),))
    return _words(value, strong=False)


def _words(value: Any, strong: bool) -> Cell:
    if _is_blank(value):
        return Cell(parts=(NONE,))
    text = ("是" if value else "否") if isinstance(value, (bool, np.bool_)) else str(value)
    part: Part = Strong(strong=text) if strong else text
    return Cell(parts=(part,))


def _is_blank(value: Any) -> bool:
    return value is None or value is pd.NA or (isinstance(value, float) and np.isnan(value)) or value == ""
