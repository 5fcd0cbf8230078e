"""Plausibility of filed values: each implausible value is a fault at its cell, sound ones are none."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from support.filed_reports import OCTOBER, changed, put
from xj_analysis.collect import intake, plausibility
from xj_analysis.collect.history import History
from xj_analysis.collect.report import FiledReport, Value
from xj_analysis.county.model import Area, County
from xj_analysis.quantity.cell_values import CellValue
from xj_analysis.quantity.hedges import Hedge
from xj_analysis.store.store import Store
from xj_analysis.workbooks.cell_faults import FaultCollector
from xj_analysis.workbooks.grid import Grid

SLUG = "project_investment"


def reported(store: Store, values: Iterable[Value], *, unit: str = "", template: bool = False) -> FiledReport:
    """A report of October with some values, checked."""
    report = FiledReport(FaultCollector("a.xlsx"), unit, OCTOBER.code, template, list(values))
    plausibility.check_plausibility(report, {"a": Grid("a")}, store)
    return report


def county_value(store: Store, entry: CellValue, slug: str = SLUG, *, measure: str = "cumulative") -> Value:
    return Value(slug, store.county.code, measure, entry, "a", (1, 1))


def by_town(store: Store, *entries: CellValue, slug: str = SLUG) -> list[Value]:
    """A value for each of the first towns, from the second row."""
    towns = zip(store.county.towns, entries, strict=False)
    return [Value(slug, code, "cumulative", entry, "a", (n, 1)) for n, (code, entry) in enumerate(towns, start=2)]


def checked(known: Store, *entries: CellValue, slug: str = SLUG, measure: str = "cumulative") -> list[str]:
    """The faults of a report with one value of the county."""
    report = reported(known, (county_value(known, entry, slug, measure=measure) for entry in entries))
    return [fault.what for fault in report.faults.faults]


def with_county(store: Store, **fields: object) -> Store:
    """The same values of a county declared otherwise."""
    return Store(County.model_construct(**dict(store.county) | fields), store.frame)


@pytest.fixture(scope="session")
def september(known: Store) -> Decimal:
    """The value of September, in the unit of its indicator."""
    return Decimal(str(History.of(known, OCTOBER).latest[SLUG, known.county.code]))


def test_a_cumulative_value_does_not_fall(known: Store, september: Decimal) -> None:
    unit = known.county.by_slug[SLUG].unit
    assert checked(known, CellValue(f"{september:f}", unit)) == []
    (what,) = checked(known, CellValue(f"{september - 1:f}", unit))
    assert what.startswith("累计数比上期（")
    assert checked(known, CellValue(f"{september - 1:f}", unit, Hedge.ABOUT)) == [], "a hedged value may be rounded"


@pytest.mark.parametrize("factor", [Decimal(10_000), Decimal("0.0001")])
def test_a_leap_of_four_digits_doubts_the_unit(known: Store, september: Decimal, factor: Decimal) -> None:
    (what,) = checked(known, CellValue(f"{september * factor:f}", known.county.by_slug[SLUG].unit))
    assert "数量级不对" in what and "疑单位填错" in what


@pytest.mark.parametrize("blank", [CellValue(meaning="unknown"), CellValue(meaning="none")])
def test_a_cumulative_that_vanished_is_asked_for(known: Store, blank: CellValue, september: Decimal) -> None:
    (fault,) = reported(known, [county_value(known, blank)]).faults.faults
    assert f"而上期累计是{september:.0f}万元" in fault.what and "“—”" not in fault.do
    assert checked(known, blank, measure="single") == [], "a month may bring nothing"
    assert checked(known, CellValue(meaning="none"), slug="water_quality") == [], "a rate may not exist"
    assert checked(known, CellValue(meaning="unknown"), slug="water_quality") == ["没有填，而上期有数"]


def test_none_is_sound_where_there_was_none(known: Store) -> None:
    frame = known.frame.assign(value=known.frame["value"].where(known.frame["indicator"] != SLUG, 0.0))
    nought = Store(known.county, frame)
    assert checked(nought, CellValue(meaning="none")) == []
    assert checked(nought, CellValue(meaning="unknown")) == ["没有填，而上期有数"]


@given(st.sets(st.integers(0, 10), min_size=1))
def test_every_blank_mark_is_a_fault_and_the_total_does_not_enter(known: Store, blanks: set[int]) -> None:
    latest, unit = History.of(known, OCTOBER).latest, known.county.by_slug[SLUG].unit
    entries = [
        CellValue(meaning="none") if n in blanks else CellValue(f"{latest[SLUG, code]:.0f}", unit)
        for n, code in enumerate(known.county.towns)
    ]
    total = county_value(known, CellValue(f"{latest[SLUG, known.county.code]:.0f}", unit))
    for template in (False, True):
        report = reported(known, [*by_town(known, *entries), total], unit="fgw", template=template)
        assert {entry.at for entry in report.faults.entries} == {(n + 2, 1) for n in blanks}
        assert total not in report.values and report.left_out == ["「a」!A1 合计没有收，其中有乡镇的数缺了或有问题"]


def test_a_total_does_not_enter_without_a_town_that_its_unit_reports(known: Store) -> None:
    latest, unit = History.of(known, OCTOBER).latest, known.county.by_slug[SLUG].unit
    entries = [CellValue(f"{latest[SLUG, code]:.0f}", unit) for code in known.county.towns]
    total = county_value(known, CellValue(f"{latest[SLUG, known.county.code]:.0f}", unit))
    assert total in reported(known, [*by_town(known, *entries), total], unit="fgw").values
    assert total not in reported(known, [*by_town(known, *entries[:-1]), total], unit="fgw").values
    assert total in reported(known, [*by_town(known, *entries[:-1]), total], unit="czj").values, "not by town"
    assert total in reported(known, [total], unit="fgw").values, "the county alone"


def test_a_county_without_towns_has_no_sum_to_check(known: Store, september: Decimal) -> None:
    unit = known.county.by_slug[SLUG].unit
    alone = with_county(known, areas=tuple(a for a in known.county.areas if a.level != "town"))
    assert checked(alone, CellValue(f"{september:f}", unit)) == []
    assert checked(known, CellValue(f"{september:f}", unit)) == [], "not reported by town"


def test_a_park_may_lie_in_a_town_or_beside_the_towns(known: Store) -> None:
    park = Area(code="999900201", name="示例园区", level="park")
    store = with_county(known, areas=(*known.county.areas, park))
    grown = {code: History.of(known, OCTOBER).latest[SLUG, code] for code in known.county.towns}
    unit = known.county.by_slug[SLUG].unit
    towns = by_town(store, *(CellValue(f"{value:.0f}", unit) for value in grown.values()))
    inside = Value(SLUG, park.code, "cumulative", CellValue("1000", unit), "a", (20, 1))
    for more, sound in ((0, True), (1000, True), (500, False)):
        total = county_value(store, CellValue(f"{sum(grown.values()) + more:.0f}", unit))
        whats = [fault.what for fault in reported(store, [*towns, inside, total]).faults.faults]
        assert (whats == []) is sound, whats


def test_a_sum_of_hedged_parts_is_checked_by_what_they_allow(known: Store) -> None:
    latest, unit = History.of(known, OCTOBER).latest, known.county.by_slug[SLUG].unit
    values = [latest[SLUG, code] for code in known.county.towns]
    entries = [CellValue(f"{values[0]:.0f}", unit, Hedge.OVER), *(CellValue(f"{v:.0f}", unit) for v in values[1:])]
    for more, sound in ((0, True), (2000, True), (-2000, False)):
        total = county_value(known, CellValue(f"{sum(values) + more:.0f}", unit, Hedge.ABOUT))
        whats = [fault.what for fault in reported(known, [*by_town(known, *entries), total]).faults.faults]
        assert (whats == []) is sound, whats


def test_a_rate_is_held_against_the_last_one(known: Store) -> None:
    slug, then = "water_quality", History.of(known, OCTOBER).latest["water_quality", known.county.code]
    for measure in ("cumulative", "single"):
        (fault,) = reported(known, [
            county_value(known, CellValue(f"{then / 100:.3f}", "%"), slug, measure=measure),
        ]).faults.faults  # fmt: skip
        assert fault.what == f"像是分数写法，上期是{then:g}%" and "请按%填" in fault.do
    assert checked(known, CellValue(f"{then:.1f}", "%"), slug=slug) == []
    (growth,) = checked(known, CellValue("0.051", "%"), slug="industry_investment_growth")
    assert growth.startswith("像是分数写法")


def test_months_of_a_rate_are_no_parts_of_its_cumulative(known: Store) -> None:
    values = [county_value(known, CellValue("96.1", "%"), "water_quality", measure=m) for m in ("cumulative", "single")]
    assert reported(known, values).faults.faults == []


def test_a_profit_may_fall(known: Store, september: Decimal) -> None:
    profit = tuple(i.model_copy(update={"profit": True}) if i.slug == SLUG else i for i in known.county.indicators)
    less = CellValue(f"{september - 1:f}", known.county.by_slug[SLUG].unit)
    assert checked(with_county(known, indicators=profit), less) == [] != checked(known, less)


@pytest.mark.parametrize(("hedge", "sound"), [("about", True), ("under", True), ("over", False), ("exact", False)])
def test_after_a_hedged_value_only_a_certain_fall_is_one(
    known: Store, september: Decimal, hedge: str, sound: bool
) -> None:
    frame = known.frame.copy()
    ours = frame["indicator"] == SLUG
    frame.loc[ours, "hedge"] = hedge
    frame.loc[ours, "low"] = frame["value"] - (0.0 if hedge == "over" else 500.0)
    less = CellValue(f"{september - 1:f}", known.county.by_slug[SLUG].unit)
    assert (checked(Store(known.county, frame), less) == []) is sound


@pytest.mark.parametrize("hedge", [Hedge.UNDER, Hedge.AT_MOST])
def test_less_than_a_smaller_number_is_a_fall_too(known: Store, september: Decimal, hedge: Hedge) -> None:
    (what,) = checked(known, CellValue(f"{september - 1:f}", known.county.by_slug[SLUG].unit, hedge))
    assert what.startswith("累计数比上期（")


@given(st.decimals(0, 10**6, places=2))
def test_an_amount_is_exact_in_every_unit(number: Decimal) -> None:
    value = Value(SLUG, "999900", "cumulative", CellValue(f"{number:f}", "亿元"), "a", (1, 1))
    assert value.amount("万元") == 10_000 * value.amount("亿元")


def test_a_mark_for_a_rate_that_had_a_value_is_told(known: Store, tmp_path: Path) -> None:
    report, _ = intake.read_report(changed("环境质量", put("环境质量", "B3", "—"), tmp_path), known)
    assert report.faults.entries == [] and report.values[0].entry.meaning == "none"
    assert any("填的是没有，上期是" in line for line in report.left_out)
