"""Periods stated by titles, names of sheets and files, headings, and the request: any two that differ are a fault."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from support.described_sheets import faults, read, shape_of, values
from xj_analysis.store.store import Store

SHAPE = shape_of('key = "指标"\nrows = "indicators"\nvalue = "累计"\n[columns]\n"引进人才" = { of = "talents" }')
BODY = [["指标", "累计"], ["引进人才（人）", "7"]]


@pytest.mark.parametrize(
    ("titles", "file", "sheet", "words"),
    [
        (["2025年1—9月人才情况"], "人才2025年10月.xlsx", "表", "文件名的期间与标题“2025年1—9月人才情况”不符"),
        (["2025年1—9月人才情况"], "10月人才.xlsx", "表", "文件名的期间与标题"),
        (["2025年1—9月人才情况"], "人才202510.xlsx", "表", "文件名的期间与标题"),
        (["2025年1—9月人才情况"], "人才.xlsx", "10月", "页名的期间与标题"),
        (["2024年1—9月人才情况"], "人才2025年9月.xlsx", "表", "文件名的期间与标题"),
        (["2025年1—9月人才情况", "（2025年10月）"], "人才.xlsx", "表", "标题的期间与标题"),
        (["人才情况"], "人才2025年9月.xlsx", "10月", "文件名的期间与页名“10月”不符"),
        (["2025年人才情况"], "人才.xlsx", "表", "表上的期间不全（只有“2025年”）"),
    ],
)
def test_any_two_that_differ_are_named(known: Store, titles: list[str], file: str, sheet: str, words: str) -> None:
    report = read(known.county, SHAPE, {sheet: [*([title] for title in titles), *BODY]}, file)
    assert report.values == [] and len(report.faults.entries) == 1
    assert words in report.faults.faults[0].what and report.faults.entries[0].whole


@pytest.mark.parametrize(
    ("titles", "file"),
    [
        (["2025年1—9月人才情况"], "人才2025年9月.xlsx"),
        (["2025年9月人才情况"], "9月人才.xlsx"),
        (["2025年1—9月人才情况", "填报日期：2025年10月8日"], "人才2025年10月8日报.xlsx"),
        (["2025年1—9月人才情况", "制表时间：2025年10月"], "人才.xlsx"),
        (["填报日期：2025年10月8日", "2025年1—9月人才情况"], "人才20251008.xlsx"),
        (["2025年1—9月人才情况（2024年同期可比）"], "2025年10月上报9月人才.xlsx"),
        (["2025年人才情况", "1—9月"], "人才.xlsx"),
    ],
)
def test_days_of_reporting_and_other_ways_of_writing_are_no_difference(
    known: Store, titles: list[str], file: str
) -> None:
    report = read(known.county, SHAPE, [*([title] for title in titles), *BODY], file)
    assert faults(report) == [] and report.period == "2025-01/2025-09"


@given(
    title=st.tuples(st.integers(2024, 2026), st.integers(1, 12)),
    file=st.tuples(st.integers(2024, 2026), st.integers(1, 12)),
    asked=st.none() | st.tuples(st.integers(2024, 2026), st.integers(1, 12)),
)
def test_values_enter_for_one_period_only(
    known: Store, title: tuple[int, int], file: tuple[int, int], asked: tuple[int, int] | None
) -> None:
    period = f"{asked[0]}-01/{asked[0]}-{asked[1]:02d}" if asked else ""
    rows = [["{}年1—{}月人才情况".format(*title)], *BODY]
    report = read(known.county, SHAPE, rows, "人才{}年{}月.xlsx".format(*file), period)
    alike = title == file and asked in (None, title)
    assert bool(report.values) == alike == (not report.faults.entries)
    assert not alike or report.period == f"{title[0]}-01/{title[0]}-{title[1]:02d}"


def test_a_heading_of_another_period_is_a_fault(known: Store) -> None:
    shape = shape_of('key = "指标"\nrows = "indicators"\nvalue = "2018年"\n[columns]\n"人才" = { of = "talents" }')
    rows = [["指标", "2018年"], ["人才（人）", "7"]]
    report = read(known.county, shape, rows, period="2023")
    assert report.values == []
    assert faults(report)[0] == "「Sheet1」!B1 表头的期间与这张表的期间（2023年）不符"
    assert set(values(read(known.county, shape, rows, period="2018")).values()) == {"7"}


@pytest.mark.parametrize(("heading", "sound"), [("2025年1—9月累计", True), ("10月累计", False), ("2020年价累计", None)])
def test_a_month_in_a_heading_is_held_against_the_title(known: Store, heading: str, sound: bool | None) -> None:
    report = read(known.county, SHAPE, [["2025年1—9月人才情况"], ["指标", heading], BODY[1]])
    expected = {True: [], False: ["「Sheet1」!B2 表头的期间与这张表的期间（2025年1-9月）不符"],
                None: ["「Sheet1」!A2 表头里没有“累计”"]}  # fmt: skip
    assert faults(report)[:1] == expected[sound][:1]


def test_of_two_years_side_by_side_the_one_of_the_title_is_read(known: Store) -> None:
    rows = [["2025年1—9月人才情况"], ["指标", "2024年1—9月累计", "2025年1—9月累计"], ["引进人才（人）", "6", "7"]]
    report = read(known.county, SHAPE, rows)
    assert faults(report) == [] and set(values(report).values()) == {"7"}
    assert report.left_out == ["「Sheet1」B列“2024年1—9月累计”"]


@pytest.mark.parametrize("title", ["2025年1月和10月人才情况", "2025年1月（10月）人才情况", "2025年1季度—3季度人才"])
def test_two_months_in_a_title_must_agree(known: Store, title: str) -> None:
    report = read(known.county, SHAPE, [[title], *BODY])
    assert report.values == [] and "标题的期间与标题" in faults(report)[0]


def test_a_numeral_before_a_month_is_no_part_of_it(known: Store) -> None:
    report = read(known.county, SHAPE, {"表2 10月": [["2025年1—10月人才情况"], *BODY]}, "附件3 10月人才.xlsx")
    assert faults(report) == [] and report.period == "2025-01/2025-10"
