"""The table of a shape: the only one that fits; two that fit are refused by name."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from support.described_sheets import faults, read, shape_of, values
from xj_analysis.store.store import Store

SHAPE = shape_of('key = "指标"\nrows = "indicators"\nvalue = "累计"\n[columns]\n"引进人才" = { of = "talents" }')
TITLE = ["2025年1—9月人才情况"]


def table(value: str) -> list[list[str]]:
    return [["指标", "累计"], ["引进人才（人）", value]]


def test_two_sheets_that_fit_are_refused_by_name(known: Store) -> None:
    report = read(known.county, SHAPE, {"报送": [TITLE, *table("7")], "旧": [TITLE, *table("6")]})
    assert report.values == []
    assert faults(report) == ["「旧」!A2 有两张表都合样式，另一张在报送!A2，内容不同"]


def test_two_tables_on_a_sheet_that_are_alike_are_said_to_be(known: Store) -> None:
    report = read(known.county, SHAPE, [TITLE, *table("7"), [], [], *table("7")])
    assert report.values == [] and faults(report) == ["「Sheet1」!A6 有两张表都合样式，另一张在Sheet1!A2，内容相同"]


@given(st.integers(0, 2), st.integers(0, 2), st.integers(1, 9), st.integers(1, 9))
def test_a_second_table_never_goes_unnoticed(known: Store, gap: int, notes: int, one: int, two: int) -> None:
    between = [*[["说明：口径不变"]] * notes, *[[]] * gap]
    report = read(known.county, SHAPE, [TITLE, *table(str(one)), *between, *table(str(two))])
    assert report.values == [] and "有两张表都合样式" in faults(report)[0]
    assert ("内容相同" in faults(report)[0]) == (one == two)


def test_a_blank_form_beside_the_filled_one_is_left_out(known: Store) -> None:
    report = read(known.county, SHAPE, {"表样": [TITLE, *table("")], "报送": [TITLE, *table("7")]})
    assert faults(report) == [] and set(values(report).values()) == {"7"}
    assert report.left_out == ["「表样」整页"]


def test_a_table_with_other_headings_or_rows_is_no_second_one(known: Store) -> None:
    others = {"甲": [TITLE, ["指标", "上月"], ["引进人才", "3"]], "乙": [TITLE, ["指标", "累计"], ["别的", "3"]]}
    report = read(known.county, SHAPE, {**others, "报送": [TITLE, *table("7")]})
    assert faults(report) == [] and set(values(report).values()) == {"7"}


def test_the_title_tells_two_tables_of_the_same_headings_apart(known: Store) -> None:
    shape = SHAPE.model_copy(update={"title": "表二"})
    rows = [TITLE, ["表一"], *table("6"), ["注：表二另列"], [], ["表二"], *table("7")]
    report = read(known.county, shape, rows)
    assert faults(report) == [] and set(values(report).values()) == {"7"}


def test_all_missing_headings_are_one_fault(known: Store) -> None:
    shape = shape_of("""
        key = "乡镇"
        levels = 2
        [columns]
        "游客/累计" = { of = "visits" }
        "游客/本月" = { of = "visits", measure = "single" }
    """, unit="wlj")  # fmt: skip
    rows = [TITLE, ["乡镇", "接待人数", "接待人数"], ["", "累计", "本月"], ["示例镇", "7", "1"]]
    report = read(known.county, shape, rows)
    assert [fault for fault in faults(report) if "表头" in fault] == [
        "「Sheet1」!A2 表头里没有“游客/累计”、“游客/本月”"
    ]
