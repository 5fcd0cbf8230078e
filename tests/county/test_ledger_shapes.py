"""Shapes of ledgers: units of number columns, unique fields, date sequences, stages."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from xj_analysis.county.ledger_shapes import LedgerColumn, LedgerShape

SOUND: dict[str, Any] = {
    "slug": "projects", "name": "项目台账", "file": "*.xlsx", "key": "项目", "unique": ["name"], "sheet_to": "stage",
    "columns": {
        "项目名称": {"to": "name"}, "签约": {"to": "signed", "kind": "date"}, "开工": {"to": "begun", "kind": "date"},
    },
    "orders": [["signed", "begun"]], "stages": ["签约", "开工"],
}  # fmt: skip


def test_a_sound_shape_has_defaults() -> None:
    shape = LedgerShape.model_validate(SOUND)
    assert (shape.sheet, shape.levels, shape.hidden, shape.total) == ("*", 1, "skip", ("合计", "总计", "小计"))


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"columns": {**SOUND["columns"], "竣工": {"to": "begun", "kind": "date"}}}, "两列用了同一个 to"),
        ({"unique": ["name", "area"]}, "没有这些列：area"),
        ({"within": {"lead": "leads"}}, "没有这些列：lead"),
        ({"orders": [["signed", "done"]]}, "没有这些列：done"),
        ({"orders": [["name", "begun"]]}, "orders 里只能是日期或时间的列"),
        ({"stages": ["签约"]}, "stages 须与 orders 的第一组一一对应"),
        ({"sheet_to": ""}, "stages 须与 orders 的第一组一一对应"),
        ({"counts": [{"indicator": "visits"}]}, "counts 里要写 by（从哪个日期起算）或 of"),
        ({"counts": [{"indicator": "visits", "by": "name"}]}, "counts 的 by 要是日期或时间的列（to）：name"),
        ({"counts": [{"indicator": "visits", "of": "begun"}]}, "counts 的 of 要是 number 列（to）：begun"),
        ({"counts": [{"indicator": "visits", "of": ["begun", "signed"]}]}, "counts 的 of 要是 number 列（to）：begun"),
        ({"counts": [{"indicator": "visits", "by": "signed"}] * 2}, "counts 里同一个指标只能写一次"),
        (
            {"counts": [{"indicator": "visits", "by": "signed", "where": {"kind": "甲"}}]},
            "counts 的 where 里要是文字的列",
        ),
        (
            {"counts": [{"indicator": "visits", "by": "signed", "where": {"begun": "甲"}}]},
            "counts 的 where 里要是文字的列",
        ),
        ({"levels": 5}, "less than or equal to 4"),
        ({"colour": "red"}, "Extra inputs are not permitted"),
    ],
)
def test_declarations_that_do_not_fit_together_are_refused(change: dict[str, Any], message: str) -> None:
    with pytest.raises(ValidationError, match=message):
        LedgerShape.model_validate(SOUND | change)


@pytest.mark.parametrize(("kind", "unit"), [("number", None), ("text", "万元"), ("date", "天")])
def test_a_number_column_and_no_other_has_a_unit(kind: str, unit: str | None) -> None:
    with pytest.raises(ValidationError, match="number 列须写 unit，别的列不写"):
        LedgerColumn.model_validate({"to": "a", "kind": kind, "unit": unit})


def test_a_count_of_some_rows_names_a_text_that_there_is() -> None:
    columns = {**SOUND["columns"], "类别": {"to": "kind", "among": ["授权", "认证"]}}
    count = {"indicator": "visits", "by": "signed", "where": {"kind": "授权"}}
    shape = LedgerShape.model_validate(SOUND | {"columns": columns, "counts": [count]})
    assert shape.counts[0].fields == ("signed", "kind")
    with pytest.raises(ValidationError, match="没有这一种：授 权（可选：授权、认证）"):
        LedgerShape.model_validate(SOUND | {"columns": columns, "counts": [{**count, "where": {"kind": "授 权"}}]})


PROJECTS = {
    "编号": {"to": "project"}, "项目": {"to": "name"},
    "开工/计划": {"to": "started_planned", "kind": "date"}, "开工/完成": {"to": "started_actual", "kind": "date"},
    "计划": {"to": "year_plan", "kind": "number", "unit": "万元"},
    "完成": {"to": "year_done", "kind": "number", "unit": "万元"},
}  # fmt: skip


def feeding(instrument: str, **columns: dict[str, str]) -> LedgerShape:
    about = {"slug": "x", "name": "甲", "file": "*", "key": "编号", "unique": ["project"], "instrument": instrument}
    return LedgerShape.model_validate({**about, "columns": {**PROJECTS, **columns}})


def test_what_feeds_an_instrument_has_its_fields_of_their_kinds() -> None:
    assert feeding("projects").instrument == "projects"
    with pytest.raises(ValidationError, match="amount"):
        feeding("leads")
    with pytest.raises(ValidationError, match="started_actual 应是 date 列"):
        feeding("projects", **{"开工/完成": {"to": "started_actual"}})


def test_amounts_that_are_divided_are_declared_in_one_unit() -> None:
    with pytest.raises(ValidationError, match="同一个 unit"):
        feeding("projects", 完成={"to": "year_done", "kind": "number", "unit": "亿元"})


def checklist(**columns: dict[str, Any]) -> LedgerShape:
    own = {"编号": {"to": "estate"}, "小区": {"to": "name"}, **columns}
    return LedgerShape.model_validate({"slug": "estates", "name": "甲", "file": "*", "key": "编号",
                                       "unique": ["estate"], "instrument": "checklists", "columns": own})  # fmt: skip


def test_the_items_of_a_checklist_are_named_by_the_last_part_of_their_headings() -> None:
    item = {"item": True, "empty": True}
    shape = checklist(**{"四共/单位共建": {"to": "built", **item}, "群众共议": {"to": "talked", **item}})
    assert shape.items == {"built": "单位共建", "talked": "群众共议"} and shape.feeds == "estates"
    assert checklist(状态={"to": "state", **item}).items == {}


@pytest.mark.parametrize(("columns", "message"), [
    ({}, "清单要有各项的列"),
    ({"状态": {"to": "state"}}, "清单的 state 列要写 item = true"),
    ({"共建": {"to": "a", "item": True, "kind": "date"}}, "item 列是文字"),
    ({"共建": {"to": "a", "item": True, "among": ["✓", "差不多"]}}, "among 只能从这些里选：✓、在建、未动、不涉及"),
    ({"一/共建": {"to": "a", "item": True}, "二/共建": {"to": "b", "item": True}}, "清单里两项同名"),
    ({"共建": {"to": "a", "item": True}, "时限": {"to": "a_due"}}, "清单各项的时限是 date 列"),
    ({"共建": {"to": "a", "item": True}, "依据": {"to": "a_evidence", "kind": "date"}}, "依据是文字列：a_evidence"),
])  # fmt: skip
def test_a_checklist_that_cannot_be_read_is_refused(columns: dict[str, Any], message: str) -> None:
    with pytest.raises(ValidationError, match=message):
        checklist(**columns)


def test_the_day_of_an_item_is_planned() -> None:
    assert LedgerColumn(to="built_due", kind="date").planned
    assert not LedgerColumn(to="built_due", kind="text").planned
