"""DataFrames and Series of figures as tables of a briefing: headings, units and source marks come by themselves."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from ..base.errors import DataError, Fault, choices
from ..document.blocks import Omission, Table
from ..document.pieces import Cell, Column, Strong, plain_text
from ..quantity.figure_array import FigureArray
from ..quantity.figure_dtype import FigureDtype
from ..quantity.figures import Figure
from ..quantity.mentions.printed_numerals import typed_numerals
from ..quantity.period_labels import PeriodLabel
from . import arguments, frame_words
from .figure_wording import without_unit
from .tables import EMPTY, NONE

SOURCES, VALUES = "来源", "数值"
"""Headings of the column of source marks, and of a column without a name."""
_DO = "请用 b[…] 取数来算，列里就带着出处；排位用 metrics.rank；不印的列请先去掉（frame.drop(columns=…)）。"
_NAME_INDEX = "是年份等请给行名取名：frame.rename_axis(…)；只是行号请 reset_index(drop=True)。"
_YEARS = range(1900, 2101)


def frame_table(
    data: pd.DataFrame | pd.Series, *, title: str = "", note: str = "", highlight: str | Collection[str] = (),
    names: Iterable[str] = (), headings: Mapping[str, str] | None = None,
) -> Table | Omission:  # fmt: skip
    """Return a table of a DataFrame or Series whose numbers are figures; without rows, the line that says so.

    A column of slugs whose names stand in another column is not printed.

    Parameters
    ----------
    data
        Columns of figures (``figure[unit]``, or objects of one unit or several), of words, of dates and of periods; the
        index names the rows, unless it only counts them: integers without a name.
    title
        Words without digits.
    note
        Printed below.
    highlight
        Labels of rows that stand out: of the index, or of the first column where that only counts the rows.
    names
        Names with digits (“5+2”) that may stand in it.
    headings
        What is printed for the name of a column: of a slug, the name of the indicator.

    Raises
    ------
    DataError
        A column holds plain numbers, or words with digits, or has a name that only a program knows; all such columns
        are named. No row has a label of `highlight`; the nearest is named.

    Examples
    --------
    >>> from ..metrics.columns.samples import sample
    >>> rows = sample(value=[30.0, 10.0], unit="家", reported=["30", "10"], decimals=0)
    >>> column = pd.Series(FigureArray.from_frame(rows), index=["甲镇", "乙镇"], name="新增企业")
    >>> table = frame_table(column)
    >>> [heading.name for heading in table.columns], [str(cell.parts[0]) for cell in table.rows[0][:2]]
    (['', '新增企业（家）', '来源'], ['甲镇', '30'])
    """
    where = arguments.named("表", title) if title else "表"
    _require_frame(where, data)
    arguments.text(where, "表题", title)
    arguments.text(where, "表注", note)
    frame = data.to_frame(data.name if data.name is not None else VALUES) if isinstance(data, pd.Series) else data
    allowed, known = tuple(names), headings or {}
    labels = _index_columns(frame, known)
    columns = [(frame_words.printed_name(name, known, frame.iloc[:, n]), frame.iloc[:, n])
               for n, name in enumerate(frame.columns) if not _is_named_beside(frame, n, known)]  # fmt: skip
    faults = [*_word_faults([("标题", title), ("注", note)], allowed), *_index_faults(frame)]
    faults += [fault for name, column in [*labels, *columns] for fault in column_faults(name, column, allowed)]
    if faults:
        raise DataError.of(faults)
    if frame.empty:
        return Omission(what=where, reason=EMPTY)
    naming = [_cells(column, known) for _, column in labels or columns[:1]]
    stands_out = _highlighted(where, highlight, [[plain_text(cell.parts) for cell in cells] for cells in naming])
    cells = [_strong(each, stands_out) for each in naming]
    cells += [_cells(column, known) for _, column in (columns if labels else columns[1:])]
    heads = [Column(name=name) for name, _ in labels]
    heads += [_column(name, column) for name, column in columns]
    sources = row_sources([column for _, column in columns], len(frame))
    if any(sources):
        heads.append(Column(name=SOURCES, align="center", width=0.6))
        cells.append([Cell(sources=row) for row in sources])
    made = Table(
        title=(title,) if title else (),
        columns=tuple(heads),
        rows=tuple(zip(*cells, strict=True)) if cells else (),
        notes=((note.rstrip("。") + "。",),) if note else (),
    )
    return made.keeping(frame)


def _is_named_beside(frame: pd.DataFrame, place: int, headings: Mapping[str, str]) -> bool:
    """Whether a column has only slugs, and a column beside it their names."""
    slugs = frame.iloc[:, place].tolist()
    if not slugs or not all(isinstance(slug, str) and slug in headings for slug in slugs):
        return False
    names = [headings[slug] for slug in slugs]
    return any(names == frame.iloc[:, n].tolist() for n in range(frame.shape[1]) if n != place)


def _require_frame(where: str, data: Any) -> None:
    if not isinstance(data, pd.DataFrame | pd.Series):
        do = "请给 b[…] 或 b.frame([…]) 得到的表。"
        raise DataError(where, "要 DataFrame 或 Series", arguments.quoted(data), do)


def _highlighted(where: str, highlight: Any, naming: Sequence[Sequence[str]]) -> list[bool]:
    """Whether each row stands out: one of its labels is highlighted."""
    wanted = [highlight] if isinstance(highlight, str) else arguments.several(where, "highlight", highlight)
    wanted = [str(label) for label in wanted if label != ""]
    rows = list(zip(*naming, strict=True))
    known = dict.fromkeys(label for row in rows for label in row)
    if unknown := [label for label in wanted if label not in known]:
        raise DataError(where, "highlight 里没有这一行", unknown[0][:40], choices(unknown[0], known))
    return [bool(set(wanted) & set(row)) for row in rows]


def column_faults(name: str, column: pd.Series, names: Sequence[str]) -> list[Fault]:
    """Return what keeps a column from being printed: plain numbers, words with digits, a name of a program.

    Parameters
    ----------
    name
        As printed (:func:`xj_analysis.briefing.frame_words.printed_name`).
    """
    where = f"列“{name or '（无名）'}”"
    if not isinstance(column.dtype, FigureDtype):
        for value in column:
            if _is_blank(value) or isinstance(value, (Figure, PeriodLabel, bool, np.bool_)):
                continue
            if frame_words.is_moment(value):
                return [frame_words.moment_fault(where, value)]
            text = value if isinstance(value, str) else frame_words.printed_date(value)
            if not text:
                return [Fault(where, "是没有出处的数", str(value)[:40], _DO)]
            if typed_numerals(text, names):
                return [Fault(where, "文字里写了数字", text[:40], _DO)]
    if typed_numerals(name, names):
        return [Fault(f"{where}的列名", "文字里写了数字", name[:40], frame_words.RENAME)]
    return [] if name in names else list(frame_words.inner_name_faults(where, name))


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


def _index_columns(frame: pd.DataFrame, headings: Mapping[str, str]) -> list[tuple[str, pd.Series]]:
    """Columns of the index; none where it only counts the rows."""
    if only_counts(frame.index):
        return []
    levels = [pd.Series(frame.index.get_level_values(level), dtype=object) for level in range(frame.index.nlevels)]
    return [(frame_words.printed_name(name, headings), level)
            for name, level in zip(frame.index.names, levels, strict=True)]  # fmt: skip


def only_counts(index: pd.Index) -> bool:
    """Return whether an index only counts the rows, also after a selection or sorting of them: it is not printed.

    Examples
    --------
    >>> only_counts(pd.Index([4, 2])), only_counts(pd.Index([4, 2], name="户")), only_counts(pd.Index(["甲镇"]))
    (True, False, False)
    """
    return index.nlevels == 1 and index.name is None and index.dtype.kind in "iu"


def _index_faults(frame: pd.DataFrame) -> Iterator[Fault]:
    """Years without a name are no count of the rows, and would vanish."""
    if only_counts(frame.index) and len(frame) and all(label in _YEARS for label in frame.index):
        yield Fault("行名", "像年份而没有名字，印不出来", "、".join(map(str, frame.index))[:40], _NAME_INDEX)


def _column(name: str, column: pd.Series) -> Column:
    """Heading of a column; of figures of one unit it names the unit."""
    unit = _shared_unit(column)
    figures = unit is not None or any(isinstance(value, Figure) for value in column)
    named = f"{name}（{unit}）" if unit and f"（{unit}）" not in name else name
    return Column(name=named, align="right" if figures else "left")


def _shared_unit(column: pd.Series) -> str | None:
    """The unit of a column of figures of one unit; None of words, or of figures of several units."""
    if isinstance(column.dtype, FigureDtype):
        return column.dtype.unit
    units = {value.unit if isinstance(value, Figure) else None for value in column if not _is_blank(value)}
    return units.pop() if len(units) == 1 else None


def _cells(column: pd.Series, headings: Mapping[str, str]) -> list[Cell]:
    with_unit = _shared_unit(column) is None
    return [_cell(value, with_unit, headings) for value in column]


def _cell(value: Any, with_unit: bool, headings: Mapping[str, str]) -> Cell:
    if isinstance(value, Figure):
        return Cell(parts=(value if with_unit else without_unit(value),))
    if _is_blank(value):
        return Cell(parts=(NONE,))
    if isinstance(value, (bool, np.bool_)):
        return Cell(parts=("是" if value else "否",))
    return Cell(parts=(frame_words.printed_date(value) or frame_words.printed_word(str(value), headings),))


def _strong(cells: Sequence[Cell], stands_out: Sequence[bool]) -> list[Cell]:
    return [
        Cell(parts=tuple(Strong(strong=part) if isinstance(part, str) else part for part in cell.parts)) if strong
        else cell for cell, strong in zip(cells, stands_out, strict=True)
    ]  # fmt: skip


def _is_blank(value: Any) -> bool:
    missing = value is None or value is pd.NA or value is pd.NaT or (isinstance(value, float) and np.isnan(value))
    return missing or (isinstance(value, str) and value == "")
