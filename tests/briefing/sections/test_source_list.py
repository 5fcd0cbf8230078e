"""The hash of observations: the same for the same rows, another for any change a source may make."""

from __future__ import annotations

import hashlib

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from support.county_folder import DataFolder
from xj_analysis.briefing.sections import source_list
from xj_analysis.store.store import Store

CHANGES = {
    "indicator": "spend", "area": "999902", "subject": "某小区", "period": "2023", "nature": "planned", "value": "75.0",
    "unit": "人次", "hedge": "exact", "rank": "1", "rank_scope": "全市", "tier": "第一方阵", "source": "mirror",
    "locator": "第3行", "published": "2024-07-01", "doubt": "存疑", "note": "说明",
}  # fmt: skip


@pytest.mark.parametrize(("column", "value"), CHANGES.items())
def test_every_cell_of_a_row_counts(county_folder: DataFolder, column: str, value: str) -> None:
    before = source_list.rows_sha256(county_folder.load().frame)
    county_folder.cell(2, column, value)
    if column == "indicator":
        county_folder.cell(2, "unit", "元")
    assert source_list.rows_sha256(county_folder.load().frame) != before


@given(st.randoms())
def test_the_order_of_the_rows_does_not(xiajiang: Store, random: object) -> None:
    rows = xiajiang.frame.head(40)
    mixed = rows.sample(frac=1, random_state=hash(random) % 2**32)
    assert source_list.rows_sha256(mixed) == source_list.rows_sha256(rows)


def test_a_correction_is_not_the_sources(county_folder: DataFolder) -> None:
    before = source_list.rows_sha256(county_folder.load().frame)
    county_folder.write("corrections.csv", "id,expected,value,reason,by,published\nR1,75,76,笔误,某人,2024-09-09\n")
    frame = county_folder.load().frame
    assert len(frame) == 9 and source_list.rows_sha256(frame) == before


def test_the_hash_is_what_the_page_says(county_folder: DataFolder) -> None:
    row = ["R1", "visits", "999901", "", "2024", "actual", "75", "万人次", "about", "", "", "", "report", "第2行",
           "2024-06-30", "", ""]  # fmt: skip
    line = "[" + ", ".join(f'"{cell}"' for cell in row) + "]"
    found = source_list.rows_sha256(county_folder.load().frame.query("id == 'R1'"))
    assert found == hashlib.sha256(line.encode()).hexdigest()


def test_a_row_more_or_less_counts_and_none_has_a_hash(county_folder: DataFolder) -> None:
    frame = county_folder.load().frame
    seen = {source_list.rows_sha256(frame.head(number)) for number in range(len(frame) + 1)}
    assert len(seen) == len(frame) + 1
    assert all(pd.Series(list(seen)).str.fullmatch("[0-9a-f]{64}"))
