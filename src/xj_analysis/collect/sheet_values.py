"""Values of a described table, each by what its row and its heading say, and the checks that none is missing."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from ..base.text import printable
from ..county.reporting import ANY_HEADING, SheetColumn
from ..quantity import periods, units
from ..quantity.period_words import PeriodWords, find_period
from ..workbooks.grid import Place
from ..workbooks.sheet_tables import SheetTable, is_unit, normalized, without_unit
from .report import FiledReport, Value, read_entry
from .sheet_choice import missing_headings
from .sheet_coordinates import Coordinates, Meanings, heading_coordinates, row_coordinates
from .sheet_headings import report_missing, the_column, unit_cell

_NOTES = re.compile(r"(?:情况|填报|其他)?(?:说明|备注|附注|注)(?:说明)?(?:[(（].*[)）])?")
"""Headings of columns with the sender's words about a row."""


@dataclass
class SheetReader:
    """Reader of the tables of one shape into a report.

    Parameters
    ----------
    rows_read, columns_read
        Rows and columns of values and their names, by sheet.
    """

    report: FiledReport
    meanings: Meanings
    rows_read: dict[str, set[int]] = field(default_factory=dict)
    columns_read: dict[str, set[int]] = field(default_factory=dict)
    _seen: dict[Coordinates, tuple[str, Place]] = field(default_factory=dict)
    _areas: set[str | None] = field(default_factory=set)
    _units: dict[tuple[str, Place, str], str] = field(default_factory=dict)
    _places: dict[tuple[object, ...], Place] = field(default_factory=dict)
    _has_spans: bool = False

    def read(self, tables: Sequence[SheetTable]) -> None:
        """Add the values of the tables of a shape, and the faults in them, to the report."""
        before, faults = len(self.report.values), len(self.report.faults.entries)
        for table in tables:
            report_missing(self.report, table, missing_headings(table, self.meanings.shape))
            self._read_table(table)
        if self._seen:
            self._check_complete(tables)
        blank = all(value.entry.meaning == "unknown" for value in self.report.values[before:])
        if blank and faults == len(self.report.faults.entries):
            table = tables[0]
            names = "、".join(name for name, _ in table.headings().values() if name)
            do = "请核对行名、表头与样式里登记的（rows、across、columns、value）是否对得上。"
            self.report.faults.add(table.grid, table.corner, "这张表一个数也没有读到", f"表头：{names}"[:80], do)

    def _read_table(self, table: SheetTable) -> None:
        shape = self.meanings.shape
        beside = [the_column(self.report, table, heading, None) for heading in shape.key[1:]]
        unit_column = the_column(self.report, table, shape.unit_heading, None) if shape.unit_heading else None
        keys = [table.key, *(key for key in beside if key is not None)]
        if len(keys) < len(shape.key) or (shape.unit_heading and unit_column is None):
            return
        headed = dict(heading_coordinates(self.report, table, self.meanings))
        notes = [column for column, (heading, _) in table.headings().items() if _NOTES.fullmatch(heading)]
        told = [heading.period for heading in headed.values()]
        if "periods" in shape.rows:
            key = keys[shape.rows.index("periods")]
            told += [find_period(table.grid.text_at(row, key)) for row in table.body()]
        self._has_spans = any(words and (words.last is None or words.first != words.last) and not words.quarter
                              for words in told)  # fmt: skip
        self.columns_read.setdefault(table.grid.name, set()).update(
            [*keys, *filter(None, [unit_column]), *headed, *notes]
        )
        self._areas |= {heading.area for heading in headed.values()}
        for row, texts in self._rows(table, keys):
            named = row_coordinates(self.report, table, row, keys, texts, self.meanings)
            if named is None or not self._is_first(table, (row, keys[-1]), named):
                continue
            self.rows_read.setdefault(table.grid.name, set()).add(row)
            self._areas.add(named.area)
            written = normalized(table.grid.text_at(row, unit_column)) if unit_column else ""
            first = len(self.report.values)
            for column, heading in headed.items():
                own = (written or named.unit) if named.column else ""  # of the row, before that of the heading
                place: Place = (row, unit_column or keys[-1]) if named.column else table.heading_cell(column)
                unit_at = place if own else (unit_cell(table, column) or place)
                self._read_cell(table, (row, column), named.joined(heading), unit_at, own or heading.unit)
            for column in notes:
                self._keep_note(table, (row, column), first)

    def _keep_note(self, table: SheetTable, at: Place, first: int) -> None:
        """Give the words in a column 说明 to the first number of their row, else tell them as left out."""
        cell = table.grid.cells.get(at)
        if cell is None or not cell.text.strip():
            return
        for place, value in enumerate(self.report.values[first:], start=first):
            if value.entry.digits:
                self.report.values[place] = replace(
                    value, note="；".join(filter(None, [value.note, cell.text.strip()]))
                )
                return
        where = table.grid.address(*at)
        self.report.left_out.append(f"{where}“{printable(cell.text.strip())}”")

    def _rows(self, table: SheetTable, keys: Sequence[int]) -> Iterator[tuple[int, list[str]]]:
        """Rows with the text of each key column; a blank one before the last goes on from the row above."""
        above = [""] * len(keys)
        for row in table.body():
            texts = [normalized(table.grid.text_at(row, key)) for key in keys]
            if not texts[-1]:
                continue
            above = texts = [text or last for text, last in zip(texts, above, strict=True)]
            if self.meanings.shape.hidden == "read" or row not in table.grid.hidden_rows:
                yield row, texts

    def _is_first(self, table: SheetTable, at: Place, named: Coordinates) -> bool:
        """Return whether no row before says the same; adds a fault otherwise."""
        _, before = self._seen.setdefault(named, (table.grid.name, at))
        if before != at:
            what = "同一指标出现两次" if named.column else "同一地区出现两次" if named.area else "同一期间出现两次"
            text = normalized(table.grid.text_at(*at))
            self.report.faults.add(table.grid, at, what, text, f"前一次在第{before[0]}行，请只留一行。")
        return before == at

    def _read_cell(self, table: SheetTable, at: Place, cell: Coordinates, unit_at: Place, unit: str) -> None:
        declared = cell.column or self.meanings.shape.columns[ANY_HEADING]
        key = (table.grid.name, unit_at, declared.of)
        if key not in self._units:  # one fault for the unit of a whole column
            self._units[key] = self._checked_unit(table, unit_at, unit, declared)
        period = self._period_code(table, at, cell.period, declared)
        if not self._units[key] or period is None:
            return
        indicator = self.meanings.county.by_slug[declared.of]
        entry = read_entry(self.report, table.grid, at, indicator, self._units[key], self.meanings.county)
        if entry is not None:
            area = cell.area or self.meanings.county.code
            value = Value(
                declared.of, area, declared.measure, entry, table.grid.name, at, period=period, unit_at=unit_at
            )
            days = (periods.parse(period).start, periods.parse(period).end) if period else None
            before = self._places.setdefault((declared.of, area, declared.measure, days), at)
            if before != at:
                what = f"与{table.grid.address(*before)}是同一指标、同一地区、同一期间"
                self.report.faults.add(table.grid, at, what, table.grid.text_at(*at), "请只留一处，或在样式里分清。")
                return
            self.report.values.append(value)

    def _period_code(
        self, table: SheetTable, at: Place, words: PeriodWords | None, declared: SheetColumn
    ) -> str | None:
        """Code of a cell's own period; '' for that of the report; None adds a fault."""
        if words is None:
            of_report = self.meanings.period
            single = declared.measure == "single" and of_report is not None and of_report.quarter
            return of_report.last_code if of_report and single else ""
        whole = words.completed(self.meanings.period) if self.meanings.period and words.year is None else words
        spanned = whole.last is None or whole.since is not None or not whole.code
        alone = self._has_spans and (whole.quarter or whole.first == whole.last)  # 10月 beside 1—10月 is the month
        code = whole.own_code if declared.measure == "single" or spanned or alone else whole.code
        if not code:
            do = "请在标题或表头里写明年份。"
            self.report.faults.add(table.grid, at, f"不知道“{words.text}”是哪一年", do=do, whole=True)
            return None
        return code

    def _checked_unit(self, table: SheetTable, at: Place, named: str, declared: SheetColumn) -> str:
        """Unit of a column or row, from its heading, the note above, or the declaration; '' adds a fault."""
        indicator = self.meanings.county.by_slug[declared.of]
        unit = named or table.unit_note() or self.meanings.shape.default_unit
        if not unit:
            self.report.faults.add(table.grid, at, "不知道单位", do="请在表头或表的右上角写明单位。")
        elif not is_unit(unit) or not units.convertible(unit, indicator.unit):
            what = f"单位与指标不符（应可换算为{indicator.unit}）"
            self.report.faults.add(table.grid, at, what, unit, "请核对表头的单位。")
        else:
            return unit
        return ""

    def _check_complete(self, tables: Sequence[SheetTable]) -> None:
        """Add a fault for each declared indicator and each town that no row or heading names."""
        shape = self.meanings.shape
        if "indicators" in shape.rows:
            read = {(named.column.of, named.column.measure) for named in self._seen if named.column}
            for name, column in shape.columns.items():
                if (column.of, column.measure) not in read:
                    rows = [text for text in (normalized(name),) if text]
                    self._missing(tables, shape.rows.index("indicators"), "指标", name, rows, f"请补上“{name}”一行。")
        by_town = next(unit.by_town for unit in self.meanings.county.units if unit.slug == shape.unit)
        if "areas" in shape.dimensions and any(column.of in by_town for column in shape.columns.values()):
            for code in self.meanings.county.towns:
                if code not in self._areas:
                    name = self.meanings.county.area_names[code]
                    rows = [text for text, own in self.meanings.areas.items() if own == code]
                    what = f"请补上{name}一{'行' if 'areas' in shape.rows else '列'}；从来没有的填“—”。"
                    number = shape.rows.index("areas") if "areas" in shape.rows else 0
                    self._missing(tables, number, "乡镇", name, rows, what)

    def _missing(
        self, tables: Sequence[SheetTable], number: int, kind: str, name: str, texts: Sequence[str], do: str
    ) -> None:
        """Add the fault of a row that is missing, or is hidden."""
        for table in tables:
            keys = [table.key, *(columns[0] for heading in self.meanings.shape.key[1:]
                                 if (columns := table.columns_named(heading)))]  # fmt: skip
            for row in table.body():
                text = without_unit(normalized(table.grid.text_at(row, keys[number])))
                if row in table.grid.hidden_rows and text in texts:
                    what = f"{kind}“{name}”在第{row}行，这一行隐藏了，没有读"
                    self.report.faults.add(table.grid, (row, keys[number]), what, do="请取消隐藏；不要的请删去。")
                    return
            for row in range(table.last_row + 1, table.grid.last_row + 1):
                if without_unit(normalized(table.grid.text_at(row, keys[number]))) in texts:
                    what = f"{kind}“{name}”在第{row}行，表在第{table.last_row}行就断了"
                    self.report.faults.add(table.grid, (row, keys[number]), what, do="请删去中间的空行或注。")
                    return
        self.report.faults.add(tables[0].grid, tables[0].corner, f"缺少{kind}", name, do)
