"""Rules between the rows of ledgers."""

from __future__ import annotations

import csv
from collections.abc import Callable

import pandas as pd
import pytest

from support.county_folder import REPO
from support.ledger_books import COLUMNS
from xj_analysis.loaders import ledger_rules, ledgers
from xj_analysis.store.store import Store

FOLDER = REPO / "data" / "example"


Make = Callable[..., tuple[dict[str, pd.DataFrame], list[str]]]


def test_a_step_skipped_is_a_fault(make: Make) -> None:
    columns = COLUMNS | {"时间/线索": {"to": "found", "kind": "date", "empty": True}}
    _, faults = make({"E5": None}, columns=columns)
    assert faults == ["招商线索.xlsx 「线索」!E5：“时间/线索”没有日期，后面的却有。请补填，或核对后面的日期。"]


PLANNED = COLUMNS | {"时间/线索": {"to": "found_planned", "kind": "date", "empty": True},
                     "时间/签约": {"to": "signed_planned", "kind": "date", "empty": True}}  # fmt: skip
PLANS = {"columns": PLANNED, "orders": (("found_planned", "signed_planned"),)}


@pytest.mark.parametrize("blank", [None, "待定", "—"])
def test_a_planned_date_may_be_unknown_before_a_later_one(make: Make, blank: str | None) -> None:
    found, faults = make({"E5": blank}, **PLANS)
    assert faults == [] and len(found["leads"]) == 2
    assert pd.isna(found["leads"]["found_planned"].iloc[0])


def test_planned_months_are_out_of_order_only_where_they_are_so_for_certain(make: Make) -> None:
    for earlier, later, wrong in [("2025年9月", "2025-09-15", False), ("2025年9月", "2025-08-31", True),
                                  ("2025年9月底前", "2025-08-31", False), ("2025年9月", "2025年9月", False),
                                  ("2025-10-01", "2025年9月", True)]:  # fmt: skip
        _, faults = make({"E5": earlier, "F5": later}, **PLANS)
        assert bool(faults) == wrong, (earlier, later, faults)


def test_a_row_on_the_sheet_of_another_stage_is_a_fault(make: Make) -> None:
    found, faults = make(sheet_to="stage", stages=("线索", "签约"))
    assert faults == [
        "招商线索.xlsx 「线索」!F5：在“线索”页，而日期到了“签约”，得到“时间/签约”。请移到相应的页，或核对日期。"
    ]
    assert set(found["leads"]["stage"]) == {"线索"}


def test_a_number_no_other_ledger_has_is_a_fault(make: Make) -> None:
    _, faults = make(within={"lead": "leads"})
    assert faults == []


def planted() -> list[dict[str, str]]:
    with (FOLDER / "faulty" / "manifest.csv").open(encoding="utf-8", newline="") as file:
        return [row for row in csv.DictReader(file) if row["kind"].startswith("ledger_")]


@pytest.mark.parametrize("row", planted(), ids=lambda row: row["file"])
def test_every_fault_planted_in_a_ledger_is_found_at_its_cell(row: dict[str, str], example: Store) -> None:
    tables, faults = ledgers.read_file(FOLDER / "faulty" / row["file"], example.county)
    between, _ = ledger_rules.faults_between_ledgers(ledgers.by_ledger(tables, example.county), example.county)
    found = {fault.where for fault in (*faults, *between)}
    assert found == {f"{row['file']} 「{row['sheet']}」!{row['cell']}"}
