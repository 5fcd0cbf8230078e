"""Town ranking: complete cross-sections alone are ranked, and contributions sum to the county's growth."""

from __future__ import annotations

import pytest

from support.progress_tables import cells, progress_of, reported, tables_by_title, until
from xj_analysis.briefing.sections import town_ranking
from xj_analysis.briefing.year_progress import YearProgress
from xj_analysis.document.pieces import plain_text
from xj_analysis.quantity.figures import Figure
from xj_analysis.store.store import Store


def test_towns_are_ranked_only_where_every_town_is_known_and_none_is_hedged(progress: YearProgress) -> None:
    found = tables_by_title(town_ranking.town_tables(progress))
    villages = found["各乡镇完成整治村庄（2025年1—9月，单位：个）"]
    assert "某某乡" not in {row[1] for row in cells(villages)}
    assert "；横截面不完整，不排位；没有本期数或目标的乡镇：某某乡" in plain_text(villages.notes[0])
    assert "；约数不能定先后，不排位" in plain_text(found["各乡镇接待游客（2025年1—9月，单位：万人次）"].notes[0])
    assert {row[0] for row in cells(found["各乡镇接待游客（2025年1—9月，单位：万人次）"])} == {"—"}
    ranked = cells(found["各乡镇工业投资（2025年1—9月，单位：万元）"])
    assert [row[0] for row in ranked] == [str(n) for n in range(1, 12)]
    rates = [float(row[4].removesuffix("%")) for row in ranked]
    assert rates == sorted(rates, reverse=True)


def test_a_move_backwards_is_negative_in_the_register(example: Store) -> None:
    (table,) = town_ranking.town_tables(progress_of(example, "tourism_income"))
    moves = [part for row in table.rows for part in row[-1].parts if isinstance(part, Figure)]
    assert {move.text[:2] for move in moves} == {"前移", "后移", "不变"}
    for move in moves:
        sign = {"前移": 1, "后移": -1, "不变": 0}[move.text[:2]]
        assert move.value == sign * int(move.text[2:] or 0) and move.number == str(move.value)


def test_what_the_towns_gave_sums_to_the_countys_growth(progress: YearProgress, example: Store) -> None:
    tourism = progress_of(example, "tourism_income")
    table = tables_by_title(town_ranking.town_tables(tourism))["各乡镇旅游综合收入（2025年1—9月，单位：万元）"]
    column = [c.name for c in table.columns].index("贡献率")
    assert sum(float(row[column].removesuffix("%")) for row in cells(table)) == pytest.approx(100, abs=0.6)


def test_where_the_county_hardly_grew_the_changes_stand_in_place_of_shares(example: Store) -> None:
    """The towns of a total that rose by 0.8% would have shares of 518.8% and −412.5%."""
    shown = town_ranking.town_tables(progress_of(example, "trainees"))
    (table,) = tables_by_title(shown).values()
    column = [c.name for c in table.columns].index("增减")
    assert "贡献率" not in [c.name for c in table.columns]
    assert "总量变化太小，不算贡献率，只列比上年同期增减的数" in plain_text(table.notes[0])
    for row, town in zip(cells(table), table.rows, strict=True):
        now, then = (
            reported(
                example,
                "trainees",
                next(a.code for a in example.county.areas if a.name == row[1]),
                until("09", year),
                "actual",
            )
            for year in ("2025", "2024")
        )
        change = now - then
        assert row[column] == ("持平" if not change else f"{'增' if change > 0 else '减'}{abs(change)}")
        (figure,) = town[column].parts
        assert isinstance(figure, Figure) and len(figure.origins) == 2


def test_a_light_worse_than_its_gap_has_the_months_behind_in_the_cell(example: Store) -> None:
    (table,) = town_ranking.town_tables(progress_of(example, "tourism_income"))
    lights = [row[[c.name for c in table.columns].index("灯")] for row in cells(table)]
    assert "■红灯（6个月）" in lights and "灯后括号内为连续落后的月数" in plain_text(table.notes[0])
    (plain,) = town_ranking.town_tables(progress_of(example, "industry_investment"))
    assert "连续落后" not in plain_text(plain.notes[0])


def test_who_keeps_a_later_month_from_being_whole_is_named(example: Store) -> None:
    """The county's sum is known to August alone, as one town has not reported its September."""
    (table,) = tables_by_title(town_ranking.town_tables(progress_of(example, "eco_income"))).values()
    reporters = example.frame[
        (example.frame["indicator"] == "eco_income") & (example.frame["period"] == until("09", "2025"))
    ]["area"]
    names = example.county.area_names
    (late,) = [names[town] for town in example.county.towns if town not in set(reporters)]
    assert f"；2025年1—9月的数还缺{late}" in plain_text(table.notes[0])
