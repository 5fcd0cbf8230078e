"""Tables of checklists (清单): the matrix of units × items by marks of a shape each, tasks, what is not filled in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import partial

import pandas as pd

from ...county.alarm_limits import ChecklistLimits
from ...county.checklist_states import BLANK, DONE, NOT_APPLICABLE, NOT_BEGUN, UNDERWAY
from ...county.instrument_fields import DUE, EVIDENCE, INSTRUMENTS
from ...county.ledger_shapes import LedgerShape
from ...county.model import County
from ...county.selection import unit_names
from ...document.blocks import Table
from ...document.pieces import Cell, Light, Part
from ...instruments.alarms import OPEN
from ...instruments.checklist_figures import item_figures, worst_units
from ...instruments.checklist_items import is_open, row_rates
from ...instruments.checklists import AHEAD, EARLY, LAGGING, ON_TIME, paces
from ...instruments.ledger_rows import has
from ...instruments.tallies import share
from ...metrics.columns.row_selection import records
from ...quantity.figures import Figure, reported_figure
from .. import tables
from ..figure_wording import without_unit
from ..tables import ColumnSpec, Row
from .alarm_table import ALARM_LIGHTS, short_day
from .quoting import quoted

__all__ = ["MARKS", "PACE_MARKS", "MatrixColumns", "blank_table", "matrix_table", "task_table"]
__dir__ = __all__.copy

MARKS: Mapping[str, Light] = {
    DONE: Light(light="完成", shape="✓", colour="#2e7d32", short=True),
    UNDERWAY: Light(light="在建", shape="◐", colour="#b26a00", short=True),
    NOT_BEGUN: Light(light="未动", shape="○", colour="#c62828", short=True),
    BLANK: Light(light="未填", shape="？", short=True),
    NOT_APPLICABLE: Light(light="不涉及", shape="—", short=True),
}
"""Marks of the states of items: each has a shape of its own, the colour only helps."""
PACE_MARKS: Mapping[str, Light] = {
    EARLY: Light(light=EARLY, shape="✓", colour="#2e7d32"),
    AHEAD: Light(light=AHEAD, shape="▲", colour="#2e7d32"),
    ON_TIME: Light(light=ON_TIME, shape="●", colour="#2e7d32"),
    LAGGING: Light(light=LAGGING, shape="▼", colour="#c62828"),
    OPEN: ALARM_LIGHTS[OPEN],
}
_LEGEND = "；".join(f"{mark.shape}{mark.light}" for mark in MARKS.values())


@dataclass(frozen=True)
class MatrixColumns:
    """What a table of a checklist knows of its ledger.

    Parameters
    ----------
    word
        What the ledger calls a unit: 小区.
    wide
        Whether it has a column for whatever else the ledger says.
    """

    shape: LedgerShape
    county: County
    as_of: date
    word: str
    wide: bool = False

    def facts(self, rows: pd.DataFrame) -> list[ColumnSpec[Row]]:
        """The columns of what the ledger has beside the fields of the instrument: words and numbers of each unit."""
        known = {*INSTRUMENTS["checklists"].kinds, *self.shape.unique, *self.shape.items}
        known |= {f"{item}{ending}" for item in self.shape.items for ending in (DUE, EVIDENCE)}
        made: list[ColumnSpec[Row]] = []
        for heading, column in self.shape.columns.items():
            name = heading.rpartition("/")[2]
            if (column.to in known and column.to != "progress") or column.to not in rows or not self.wide:
                continue
            if column.kind == "number":
                shown = f"{name}（{column.unit}）" if column.unit else name
                cell = partial(_number, to=column.to, unit=str(column.unit), label=name)
                made.append(ColumnSpec(name=shown, align="right", width=0.9, cell=cell))
            elif column.kind == "text" and not column.item:
                made.append(ColumnSpec(name=name, width=0.9, cell=partial(_words, to=column.to)))
        return made

    def unit_column(self, rows: pd.DataFrame) -> list[ColumnSpec[Row]]:
        """The column of the units responsible; none where one is for all, or each for itself."""
        names = unit_names(self.county)
        if not has(rows, "unit") or rows["unit"].nunique() <= 1 or (rows["unit"].map(names) == rows["name"]).all():
            return []
        return [ColumnSpec(name="责任单位", width=1.6, cell=lambda row: names.get(row["unit"], "") or tables.NONE)]


def matrix_table(
    title: str, rows: pd.DataFrame, items: pd.DataFrame, alarms: pd.DataFrame, about: MatrixColumns, most: int | None,
    notes: tuple[str, ...] = (),
) -> Table:  # fmt: skip
    """Return the matrix of units × items: a mark for each, the light of the unit and its 完成率, the worst first.

    Parameters
    ----------
    rows, items
        Rows of the ledger, and their items (:func:`~xj_analysis.instruments.checklist_items.checklist_items`).
    alarms
        Of the checklist, the worst first.
    most
        As many units at most.
    """
    wide = items.drop_duplicates(["key", "item"]).pivot(index="key", columns="item", values="state")
    lights = alarms.drop_duplicates("key").set_index("key")["light"]
    order = sorted(worst_units(items), key=lambda key: [*ALARM_LIGHTS, ""].index(lights.get(key, "")))[:most]
    due = items["due"].where(is_open(items)).groupby(items["key"]).min()
    first = rows.drop_duplicates("key").set_index("key", drop=False)
    own = dict(list(items[items["key"].isin(order)].groupby("key")))
    named = [*dict.fromkeys([*about.shape.items.values(), *sorted(wide.columns)])]
    listed: list[Row] = [
        {**records(first.loc[[key]])[0], "_rate": item_figures(str(first.loc[key, "name"]), own[key])["rate"],
         "_light": lights.get(key, ""), "_due": due.get(key), "_states": wide.loc[key].to_dict()}
        for key in order
    ]  # fmt: skip
    columns: list[ColumnSpec[Row]] = [
        ColumnSpec(name="灯", align="center", width=0.5, cell=_light),
        ColumnSpec(name=about.word, width=2.2, cell=_unit),
        *about.unit_column(rows), *about.facts(rows),
        *(ColumnSpec(name=name or "状态", align="center", width=0.7, cell=partial(_mark, item=name)) for name in named),
        ColumnSpec(name="完成率", align="right", width=0.9, cell=lambda row: row["_rate"]),
    ]  # fmt: skip
    if due.notna().any():
        columns.append(ColumnSpec(name="时限", width=1.1, cell=lambda row: short_day(row["_due"], about.as_of)))
    shapes = f"注：{_LEGEND}。灯：" + "；".join(f"{each.shape}{each.light}" for each in ALARM_LIGHTS.values()) + "。"
    return tables.tabulate(title, columns, listed, notes=(shapes, *notes))


def task_table(
    title: str, rows: pd.DataFrame, about: MatrixColumns, limits: ChecklistLimits, most: int | None,
    notes: tuple[str, ...] = (),
) -> Table:  # fmt: skip
    """Return the table of tasks: target, done, 完成率, whether it keeps time (提前完成 … 滞后), worst first."""
    told = rows.assign(_pace=paces(rows, about.as_of, limits), _known=row_rates(rows))
    shown = told.sort_values(["_known", "key"], kind="stable", na_position="last").iloc[:most]
    rates = [share(f"{name}完成率", own, own, column="done", of="target") if pd.notna(known) else None
             for name, known, own in zip(shown["name"], shown["_known"], _each(shown), strict=True)]  # fmt: skip
    unit = next((column.unit for column in about.shape.columns.values() if column.to == "target"), None) or ""
    ending = f"（{unit}）" if unit else ""
    columns: list[ColumnSpec[Row]] = [
        ColumnSpec(name=about.word, width=2.4, cell=_unit),
        *about.unit_column(rows),
        *([ColumnSpec(name="单位", width=0.7, cell=partial(_words, to="measure"))] if has(rows, "measure") else []),
        *(ColumnSpec(name=name + ending, align="right", cell=partial(_number, to=to, unit=unit, label=name))
          for name, to in (("目标任务", "target"), ("实际完成", "done"))),
        ColumnSpec(name="完成率", align="right", cell=lambda row: row["_rate"] or tables.NONE),
        ColumnSpec(name="进度", width=1.1, cell=lambda row: PACE_MARKS[row["_pace"]]),
    ]  # fmt: skip
    if has(rows, "due"):
        columns.append(ColumnSpec(name="完成时限", width=1.2, cell=lambda row: short_day(row["due"], about.as_of)))
    if about.wide and has(rows, "note"):
        columns.append(ColumnSpec(name="备注", width=1.4, cell=partial(_words, to="note")))
    meaning = "注：进度按完成率比本年已过的时间；完成率由实际完成除以目标任务。"
    listed = [{**row, "_rate": rate} for row, rate in zip(records(shown), rates, strict=True)]
    return tables.tabulate(title, columns, listed, notes=(meaning, *notes))


def blank_table(title: str, items: pd.DataFrame, word: str) -> Table:
    """Return the items that are not filled in, a row a unit."""
    listed = [(records(own)[0], "、".join(filter(None, own["item"])) or "状态") for _, own in items.groupby("key")]
    columns: list[ColumnSpec[tuple[Row, str]]] = [
        ColumnSpec(name=word, width=2.0, cell=lambda each: _unit(each[0])),
        ColumnSpec(name="未填的项", width=4.0, cell=lambda each: quoted(each[1], each[0]["origin"])),
    ]
    return tables.tabulate(title, columns, listed, notes=("注：没有填的不当作未动，请责任单位核实后补填。",))


def _each(rows: pd.DataFrame) -> list[pd.DataFrame]:
    return [rows.iloc[[at]] for at in range(len(rows))]


def _unit(row: Row) -> Cell:
    words = "　".join(dict.fromkeys(filter(None, (str(row["key"]), str(row["name"])))))
    return Cell(parts=(quoted(words, row["origin"]),))


def _light(row: Row) -> Part:
    return ALARM_LIGHTS[row["_light"]].shortened() if row["_light"] else ""


def _mark(row: Row, item: str) -> Part:
    state = row["_states"].get(item)
    return MARKS[NOT_APPLICABLE if pd.isna(state) else state]


def _words(row: Row, to: str) -> Part:
    return quoted(str(row[to]), row["origin"]) if row[to] else tables.NONE


def _number(row: Row, to: str, unit: str, label: str) -> Part:
    if pd.isna(row[to]):
        return tables.NONE
    value = Decimal(f"{Decimal(repr(float(row[to]))).normalize():f}")
    named, origins = f"{row['name']}{label}", (row["origin"],)
    figure: Figure = reported_figure(value, unit, label=named, origins=origins, formula=f"台账“{label}”一列所填")
    return without_unit(figure)
