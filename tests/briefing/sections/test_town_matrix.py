"""The matrix of towns: each town once, the cells of the whole tables, the worst first, who is missing by name."""

from __future__ import annotations

from dataclasses import replace

import pytest

from support.progress_tables import cells, progress_of, tables_by_title
from xj_analysis.briefing.period_before import PeriodBefore
from xj_analysis.briefing.sections.town_matrix import town_matrix_blocks
from xj_analysis.briefing.sections.town_ranking import TownRanking, ranked, town_tables
from xj_analysis.briefing.year_progress import YearProgress
from xj_analysis.document.blocks import Sentence, Table
from xj_analysis.document.pieces import Bar, Light, plain_text
from xj_analysis.metrics import targets
from xj_analysis.quantity.figures import Figure
from xj_analysis.store.store import Store

SETS = [
    ("industry_investment", "new_enterprises"),
    ("visits", "tourism_income", "villages_improved"),
    ("eco_income", "afforestation"),
    ("trainees", "urban_jobs", "farmland", "processing_output", "signed_investment"),
]


def matrix_of(progress: YearProgress) -> Table:
    """The last table of the section."""
    table = town_matrix_blocks(PeriodBefore(progress))[-1]
    assert isinstance(table, Table)
    return table


@pytest.mark.parametrize("slugs", SETS, ids=len)
def test_every_town_with_data_stands_there_once_with_the_cells_of_the_whole_tables(
    slugs: tuple[str, ...], example: Store
) -> None:
    progress = progress_of(example, *slugs)
    matrix, names = matrix_of(progress), progress.county.area_names
    with_data = {names[pace.area] for pace in progress.paces if pace.area in progress.county.towns}
    assert sorted(row[0] for row in cells(matrix)) == sorted(with_data)
    whole = {table.title[0].partition("（")[0]: table for table in town_tables(PeriodBefore(progress))}  # type: ignore[union-attr]
    for n, slug in enumerate(ranked(progress), start=1):
        table = whole[f"各乡镇{progress.county.by_slug[slug].name}"]
        at = {column.name: place for place, column in enumerate(table.columns)}
        full = {plain_text(row[at["乡镇"]].parts): row for row in table.rows}
        for row in matrix.rows:
            town, cell = plain_text(row[0].parts), row[n]
            if town not in full:
                assert plain_text(cell.parts) == "—"
                continue
            (rate,) = [part for part in cell.parts if isinstance(part, Figure)]
            (light,) = [part for part in cell.parts if isinstance(part, Light)]
            (same,) = [part for part in full[town][at["完成率"]].parts if isinstance(part, Figure)]
            assert rate == same and rate.origins
            assert light.short and plain_text(full[town][at["灯"]].parts).startswith(light.shape + light.light)


def test_the_worst_stand_first(example: Store) -> None:
    progress = progress_of(example, *SETS[0])
    rows = matrix_of(progress).rows
    lights = [[part.light for cell in row for part in cell.parts if isinstance(part, Light)] for row in rows]
    reds = [each.count("红灯") for each in lights]
    assert reds == sorted(reds, reverse=True) and reds[0] > reds[-1]
    first = TownRanking(PeriodBefore(progress), SETS[0][0])
    gap = {first.name(pace): pace.ahead["value"] for pace in first.paces}
    towns = [plain_text(row[0].parts) for row in rows]
    for one, other, red, next_red in zip(towns, towns[1:], reds, reds[1:], strict=False):
        assert red > next_red or gap[one] <= gap[other]


def test_a_bar_draws_the_rate_and_the_pace_and_many_columns_leave_no_room_for_it(example: Store) -> None:
    progress = progress_of(example, *SETS[0])
    for row in matrix_of(progress).rows:
        for cell in row[1:]:
            (bar,) = [part for part in cell.parts if isinstance(part, Bar)]
            (rate,) = [part for part in cell.parts if isinstance(part, Figure)]
            (light,) = [part for part in cell.parts if isinstance(part, Light)]
            assert rate.value is not None and bar.bar == pytest.approx(float(rate.value) / 100)
            assert bar.colour == light.colour and bar.stroke is not None
            assert (bar.bar >= bar.stroke - 0.001) == (light.light == "绿灯")
    wide = matrix_of(progress_of(example, *SETS[3]))
    assert not [part for row in wide.rows for cell in row for part in cell.parts if isinstance(part, Bar)]


def test_who_is_missing_and_why_there_is_no_ranking_is_said_below(progress: YearProgress) -> None:
    note = plain_text(matrix_of(progress).notes[0])
    assert "；接待游客：约数不能定先后" in note
    assert "；完成整治村庄：横截面不完整" in note and "没有本期数或目标的乡镇：某某乡" in note
    made = town_matrix_blocks(PeriodBefore(progress))
    said = [plain_text(block.parts) for block in made if isinstance(block, Sentence)]
    assert not [words for words in said if "接待游客" in words or "整治村庄" in words]


def test_a_month_of_its_own_stands_in_the_heading(example: Store) -> None:
    matrix = matrix_of(progress_of(example, *SETS[2]))
    assert plain_text(matrix.title) == "各乡镇完成率（2025年1—9月）"
    assert [column.name for column in matrix.columns] == ["乡镇", "生态产品经营收入（2025年1—8月）", "造林面积"]


def test_without_a_board_the_sentences_name_first_and_last(example: Store) -> None:
    progress = progress_of(example, "industry_investment")
    plain = replace(progress, county=progress.county.model_copy(update={"board": None}))
    (sentence, _) = town_matrix_blocks(PeriodBefore(plain))
    table = tables_by_title(town_tables(PeriodBefore(plain)))["各乡镇工业投资（2025年1—9月，单位：万元）"]
    towns = [row[1] for row in cells(table)]
    assert isinstance(sentence, Sentence)
    words = plain_text(sentence.parts)
    assert words.startswith(f"工业投资按完成率，居前的是{towns[0]}（") and f"居末的是{towns[-1]}（" in words


def test_without_lights_the_slow_stand_first_and_no_light_is_printed(example: Store) -> None:
    progress = progress_of(example, *SETS[0])
    dark = replace(progress, county=progress.county.model_copy(update={"lights": (), "board": None}))
    matrix = matrix_of(dark)
    assert not [part for row in matrix.rows for cell in row for part in cell.parts if isinstance(part, Light)]
    behind = {pace.area for pace in dark.paces if pace.ahead["word"] == targets.BEHIND}
    slow = [row[0] for row in cells(matrix)]
    assert plain_text(matrix.notes[0]).startswith("注：慢于时序进度的指标多的在前")
    assert slow[0] in {dark.county.area_names[area] for area in behind}
