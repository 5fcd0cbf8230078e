"""Year-end projections, recomputed by hand from the invented county's own rows."""

from __future__ import annotations

from dataclasses import replace

import pytest

from support.progress_tables import SEPTEMBER, better_low, cells, reported, until
from xj_analysis.briefing.sections import year_end
from xj_analysis.briefing.year_progress import YearProgress
from xj_analysis.document import blocks
from xj_analysis.document.blocks import Table
from xj_analysis.document.pieces import plain_text
from xj_analysis.quantity import periods, units
from xj_analysis.quantity.figures import Figure
from xj_analysis.store.store import Store


def test_a_projection_is_never_a_result_and_never_more_than_three_digits(progress: YearProgress) -> None:
    table = year_end.projection_table(progress)
    assert isinstance(table, Table)
    shown = [figure for figure in blocks.figures_of(table) if figure.nature == "forecast" and figure.unit != "%"]
    assert len(shown) == 4 * 3
    for figure in shown:
        assert figure.value is not None
        assert len(figure.value.normalize().as_tuple().digits) <= 3
    for row in cells(table):
        low, high = row[4].split("—")
        assert float(low) <= float(row[3]) <= float(high)


def test_a_projection_is_the_cumulation_over_the_shares_of_earlier_years(
    progress: YearProgress, example: Store
) -> None:
    table = year_end.projection_table(progress)
    assert isinstance(table, Table)
    rows = example.frame.set_index("id")
    paces = [pace for pace in progress.of("999900") if pace.indicator != "water_quality"]
    for pace, row in zip(paces, table.rows, strict=True):
        part = {
            y: reported(example, pace.indicator, "999900", until("09", y), "actual") for y in ("2023", "2024", "2025")
        }
        whole = {y: reported(example, pace.indicator, "999900", until("12", y), "actual") for y in ("2023", "2024")}
        (shown,) = (part for part in row[3].parts if isinstance(part, Figure))
        assert shown.value is not None
        mean = part["2025"] * (whole["2023"] / part["2023"] + whole["2024"] / part["2024"]) / 2
        in_own_unit = float(shown.value) * float(units.ratio(shown.unit, pace.done["unit"]))
        assert in_own_unit == pytest.approx(float(mean), rel=0.005, abs=0.5)
        behind = [until(month, year) for year in whole for month in ("09", "12")]
        assert [rows.loc[origin, "period"] for origin in shown.origins] == [SEPTEMBER, *behind]
        for year, total in whole.items():
            assert f"{year}年{float(part[year] / total * 100):.1f}%" in shown.formula


def test_a_projection_is_from_the_months_of_the_period_alone(progress: YearProgress, example: Store) -> None:
    table = year_end.projection_table(replace(progress, period=periods.parse(until("06", "2025"))))
    assert isinstance(table, Table)
    rows = example.frame.set_index("id")
    shown = [part for row in table.rows for part in row[3].parts if isinstance(part, Figure)]
    assert len(shown) == 4
    assert {rows.loc[figure.origins[0], "period"] for figure in shown} == {until("06", "2025")}


def test_the_table_says_how_the_year_is_reckoned(progress: YearProgress) -> None:
    table = year_end.projection_table(progress)
    assert isinstance(table, Table)
    (note,) = map(plain_text, table.notes)
    assert "全年推算＝本年累计÷往年同期累计占全年的比重" in note and "把握约为80%" in note and "月均" not in note
    frame = progress.frame[~(progress.frame["period"].str.startswith("2023") & (progress.frame["nature"] == "actual"))]
    table = year_end.projection_table(replace(progress, frame=frame))
    assert isinstance(table, Table)
    (note,) = map(plain_text, table.notes)
    assert "按月均推算" in note and "比重" not in note
    assert {tuple(row[4:]) for row in cells(table)} == {("—", "—", "不足", "—")}


def test_a_lower_bound_among_the_months_leaves_the_interval_open(progress: YearProgress) -> None:
    open_above = progress.frame.assign(
        high=progress.frame["high"].where(progress.frame["period"] != SEPTEMBER, float("inf"))
    )
    table = year_end.projection_table(replace(progress, frame=open_above))
    assert isinstance(table, Table)
    assert {row[4][-2:] for row in cells(table)} == {"以上"}


def test_of_a_ceiling_the_projection_is_within_or_beyond_it(progress: YearProgress) -> None:
    of_ceiling = {"可望达到": {"恐将超过", "尚难判断"}, "难以达到": {"可望不超"}, "尚难判断": {"可望不超", "尚难判断"}}
    high, low = (year_end.projection_table(each) for each in (progress, better_low(progress, *progress.slugs)))
    assert isinstance(high, Table) and isinstance(low, Table)
    for reached, kept in zip(cells(high), cells(low), strict=True):
        assert kept[5] in of_ceiling[reached[5]]
