"""Progress against targets, recomputed by hand from the invented county's own rows."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest

from xj_analysis.briefing import figure_frame
from xj_analysis.briefing.sections import progress_section, town_index, town_ranking, year_end
from xj_analysis.briefing.year_progress import IndicatorProgress, YearProgress
from xj_analysis.county import selection
from xj_analysis.document import blocks
from xj_analysis.document.blocks import Chart, Sentence, Table
from xj_analysis.document.pieces import plain_text
from xj_analysis.quantity import periods
from xj_analysis.quantity.figures import Figure
from xj_analysis.store.store import Store

SEPTEMBER = "2025-01/2025-09"


def of(store: Store, *slugs: str) -> YearProgress:
    known = store.known(period=SEPTEMBER)
    narrow = Store(known.county, known.frame[known.frame["indicator"].isin(slugs)])
    frame = figure_frame.figure_frame(narrow)
    return YearProgress(store.county, frame[frame["doubt"] == ""], slugs, periods.parse(SEPTEMBER))


@pytest.fixture(scope="module")
def made(example: Store) -> YearProgress:
    return of(example, "industry_investment", "visits", "villages_improved", "new_enterprises", "water_quality")


def until(month: str, year: str) -> str:
    return f"{year}-01/{year}-{month}"


def said(store: Store, slug: str, area: str, period: str, nature: str) -> Fraction:
    key = dict(zip(("indicator", "area", "period", "nature"), (slug, area, period, nature), strict=True))
    rows = store.frame[(store.frame[list(key)] == list(key.values())).all(axis=1)]
    (digits,) = rows["digits"]
    return Fraction(digits)


def test_every_gap_is_completion_less_the_plan_and_its_light_is_that_of_the_rule(
    made: YearProgress, example: Store
) -> None:
    for pace in made.of("999900"):
        key = (pace.indicator, "999900")
        done, target = said(example, *key, SEPTEMBER, "actual"), said(example, *key, "2025", "target")
        plan = said(example, *key, SEPTEMBER, "planned")
        gap = (done - plan) / target * 100
        assert float(gap) == pytest.approx(pace.ahead["value"])
        printed = round(float(gap), 1)
        words = f"{'快于' if printed > 0 else '慢于'}{abs(printed)}个百分点" if printed else "持平"
        assert pace.gap.text == words
        assert pace.due.value == round(Decimal(float(plan / target * 100)), 1)
        behind = pace.ahead["behind"]
        assert pace.light.light == ("绿灯" if printed >= 0 else "红灯" if printed < -5 or behind >= 5 else "黄灯")


def test_a_rate_has_no_pace(made: YearProgress) -> None:
    assert "water_quality" not in {pace.indicator for pace in made.paces}


def test_a_pace_names_the_observations_behind_each_of_its_numbers(made: YearProgress, example: Store) -> None:
    rows = example.frame.set_index("id")
    (pace,) = (pace for pace in made.of("999900") if pace.indicator == "industry_investment")
    natures = [rows.loc[origin, "nature"] for origin in pace.figure("completed").origins]
    assert natures == ["actual", "target"]
    assert [rows.loc[origin, "nature"] for origin in pace.due.origins] == ["planned", "target"]


def test_the_month_is_that_of_the_county_not_of_a_town_that_is_late(made: YearProgress) -> None:
    assert {pace.done["period"] for pace in made.paces} == {SEPTEMBER}
    assert "999900111" not in {pace.area for pace in made.paces if pace.indicator == "villages_improved"}


def test_what_is_known_only_to_an_earlier_month_says_which(example: Store) -> None:
    """One town has not reported its part, so that the county's whole is not known for September."""
    late = of(example, "eco_income", "afforestation")
    table = progress_section.progress_table(late)
    assert table is not None and plain_text(table.title) == "目标进度（2025年1—9月）"
    assert [row[0] for row in cells(table)] == ["生态产品经营收入（万元）（2025年1—8月）", "造林面积（亩）"]


def tables(sections: list[blocks.Heading | Table | Chart | Sentence]) -> dict[str, Table]:
    return {plain_text(block.title): block for block in sections if isinstance(block, Table)}


def cells(table: Table) -> list[list[str]]:
    return [[plain_text(cell.parts) for cell in row] for row in table.rows]


def test_towns_are_ranked_only_where_every_town_is_known_and_none_is_hedged(made: YearProgress) -> None:
    shown = town_ranking.town_ranking_blocks(made)
    words = [plain_text(block.parts) for block in shown if isinstance(block, Sentence)]
    assert any(word.startswith("接待游客：约数不能定先后") for word in words)
    assert any(word.startswith("完成整治村庄：横截面不完整") for word in words)
    found = tables(shown)
    assert {row[0] for row in cells(found["各乡镇接待游客（2025年1—9月，单位：万人次）"])} == {"—"}
    ranked = cells(found["各乡镇工业投资（2025年1—9月，单位：万元）"])
    assert [row[0] for row in ranked] == [str(n) for n in range(1, 12)]
    rates = [float(row[4].removesuffix("%")) for row in ranked]
    assert rates == sorted(rates, reverse=True)


def test_what_the_towns_gave_sums_to_the_countys_growth(made: YearProgress, example: Store) -> None:
    tourism = of(example, "tourism_income")
    table = tables(town_ranking.town_ranking_blocks(tourism))["各乡镇旅游综合收入（2025年1—9月，单位：万元）"]
    column = [c.name for c in table.columns].index("贡献率")
    assert sum(float(row[column].removesuffix("%")) for row in cells(table)) == pytest.approx(100, abs=0.6)


def test_a_projection_is_never_a_result_and_never_more_than_three_digits(made: YearProgress) -> None:
    table = year_end.projection_table(made)
    assert isinstance(table, Table)
    shown = [figure for figure in blocks.figures_of(table) if figure.nature == "forecast" and figure.unit != "%"]
    assert len(shown) == 4 * 3
    for figure in shown:
        assert figure.value is not None
        assert len(figure.value.normalize().as_tuple().digits) <= 3
    for row in cells(table):
        low, high = row[4].split("—")
        assert float(low) <= float(row[3]) <= float(high)


def test_a_projection_is_the_cumulation_over_the_shares_of_earlier_years(made: YearProgress, example: Store) -> None:
    table = year_end.projection_table(made)
    assert isinstance(table, Table)
    rows = example.frame.set_index("id")
    paces = [pace for pace in made.of("999900") if pace.indicator != "water_quality"]
    for pace, row in zip(paces, table.rows, strict=True):
        part = {y: said(example, pace.indicator, "999900", until("09", y), "actual") for y in ("2023", "2024", "2025")}
        whole = {y: said(example, pace.indicator, "999900", until("12", y), "actual") for y in ("2023", "2024")}
        (shown,) = (part for part in row[3].parts if isinstance(part, Figure))
        assert shown.value is not None
        mean = part["2025"] * (whole["2023"] / part["2023"] + whole["2024"] / part["2024"]) / 2
        assert float(shown.value) == pytest.approx(float(mean), rel=0.005, abs=0.5)
        behind = [until(month, year) for year in whole for month in ("09", "12")]
        assert [rows.loc[origin, "period"] for origin in shown.origins] == [SEPTEMBER, *behind]
        for year, total in whole.items():
            assert f"{year}年{float(part[year] / total * 100):.1f}%" in shown.formula


def test_a_projection_is_from_the_months_of_the_period_alone(made: YearProgress, example: Store) -> None:
    table = year_end.projection_table(replace(made, period=periods.parse(until("06", "2025"))))
    assert isinstance(table, Table)
    rows = example.frame.set_index("id")
    shown = [part for row in table.rows for part in row[3].parts if isinstance(part, Figure)]
    assert len(shown) == 4
    assert {rows.loc[figure.origins[0], "period"] for figure in shown} == {until("06", "2025")}


def test_the_table_says_how_the_year_is_reckoned(made: YearProgress) -> None:
    table = year_end.projection_table(made)
    assert isinstance(table, Table)
    (note,) = map(plain_text, table.notes)
    assert "全年推算＝本年累计÷往年同期累计占全年的比重" in note and "把握约为80%" in note and "月均" not in note
    frame = made.frame[~(made.frame["period"].str.startswith("2023") & (made.frame["nature"] == "actual"))]
    table = year_end.projection_table(replace(made, frame=frame))
    assert isinstance(table, Table)
    (note,) = map(plain_text, table.notes)
    assert "按月均推算" in note and "比重" not in note
    assert {tuple(row[4:]) for row in cells(table)} == {("—", "—", "不足", "—")}


def test_a_lower_bound_among_the_months_leaves_the_interval_open(made: YearProgress) -> None:
    open_above = made.frame.assign(high=made.frame["high"].where(made.frame["period"] != SEPTEMBER, float("inf")))
    table = year_end.projection_table(replace(made, frame=open_above))
    assert isinstance(table, Table)
    assert {row[4][-2:] for row in cells(table)} == {"以上"}


def test_an_index_needs_every_town(example: Store) -> None:
    slugs = ("urban_jobs", "trainees", "industry_investment", "project_investment", "tourism_income", "farmland")
    table = next(block for block in town_index.town_index_blocks(of(example, *slugs)) if isinstance(block, Table))
    rows = cells(table)
    assert len(rows) == 11
    scores = [float(row[1]) for row in rows]
    assert sum(scores) == pytest.approx(0, abs=0.1)
    by_score = sorted(rows, key=lambda row: -float(row[1]))
    assert [row[2] for row in by_score] == sorted((row[2] for row in rows), key=int)
    assert {row[7] for row in rows} == {"（横截面不完整，不合成指数）"}, (
        "two of its three indicators are not known here"
    )


def test_the_conclusion_counts_what_the_table_says(made: YearProgress) -> None:
    summary, *each = progress_section.conclusion(made)
    table = progress_section.progress_table(made)
    assert table is not None
    gaps = [row[5] for row in cells(table)]
    counts = {word: sum(gap.startswith(word) for gap in gaps) for word in ("快", "持平", "慢")}
    assert plain_text(summary.parts) == (
        f"2025年1—9月，有年度目标的4项指标中，{counts['快']}项快于时序进度，"
        f"{counts['持平']}项与时序进度持平，{counts['慢']}项慢于时序进度。"
    )
    assert len(each) == len(gaps)


def test_a_county_without_targets_says_so_in_one_line(xiajiang: Store) -> None:
    known = xiajiang.known(period="2024")
    slugs = selection.indicators_listed(xiajiang.county.campaign("clusters"), xiajiang.county)
    frame = figure_frame.figure_frame(known)
    nothing = YearProgress(xiajiang.county, frame[frame["doubt"] == ""], slugs, periods.parse("2024"))
    assert progress_section.progress_table(nothing) is None
    assert progress_section.conclusion(nothing) == []
    assert progress_section.board(nothing) is None


def test_without_a_plan_the_calendar_is_the_pace(example: Store) -> None:
    slug = "started_projects"
    known = example.known(period=SEPTEMBER)
    rows = known.frame[(known.frame["indicator"] == slug) & (known.frame["nature"] != "planned")]
    made = YearProgress(
        example.county, figure_frame.figure_frame(Store(example.county, rows)), [slug], periods.parse(SEPTEMBER)
    )
    pace: IndicatorProgress = made.of("999900")[0]
    assert (pace.due.text, pace.due.formula, pace.due.origins) == ("75.0%", "9个月÷12个月", ())
