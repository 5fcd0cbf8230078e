"""Corrections: the corrected value counts from its day on, and the original stays visible."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from support.corrected_folder import ONE, by_id, correct, current
from support.county_folder import DataFolder
from xj_analysis import Briefing
from xj_analysis.briefing import check
from xj_analysis.briefing.sections import verification
from xj_analysis.document import blocks, pieces
from xj_analysis.document.document import Document
from xj_analysis.document.figures_json import figures_json
from xj_analysis.loaders import corrections


def test_without_the_file_nothing_is_corrected(folder: DataFolder) -> None:
    frame = folder.load().known().frame
    assert set(frame["corrects"]) == {""}
    assert "corrected" not in set(frame["status"])
    assert (frame["issued"] == frame["published"]).all()


def test_the_corrected_value_counts_and_the_original_stays(folder: DataFolder) -> None:
    correct(folder, ONE)
    known = folder.load().known()
    rows = by_id(known)
    assert current(known, "income") == [4900]
    assert (rows["R2"]["status"], rows["R2"]["value"]) == ("corrected", 4800)
    assert (rows["R2+c2"]["status"], rows["R2+c2"]["corrects"]) == ("current", "R2")
    assert rows["R2+c2"]["locator"] == "corrections.csv 第2行（更正），原第2行"
    assert rows["R2+c2"]["origins"] == ("R2+c2",)


def test_a_reason_may_begin_with_a_space(folder: DataFolder) -> None:
    correct(folder, "R2,4800,4900, 通报勘误,县统计局,2024-08-01\n")
    assert by_id(folder.load().known())["R2+c2"]["because"] == "通报勘误"


def test_a_corrected_row_stands_in_the_place_of_the_original(folder: DataFolder) -> None:
    correct(folder, ONE)
    assert folder.load().frame["id"].tolist()[:4] == ["R1", "R2", "R2+c2", "R3"]


@pytest.mark.parametrize(
    ("day", "counts"), [(date(2024, 7, 31), 4800), (date(2024, 8, 1), 4900), (date(2024, 8, 2), 4900)]
)
def test_it_counts_from_the_day_it_became_known(folder: DataFolder, day: date, counts: float) -> None:
    correct(folder, ONE)
    assert current(folder.load().known(day), "income") == [counts]


def test_the_latest_day_is_that_of_the_correction(folder: DataFolder) -> None:
    correct(folder, ONE)
    assert folder.load().latest == date(2024, 8, 1)


def test_what_is_not_the_value_stays_as_it_was(folder: DataFolder) -> None:
    folder.cell(2, "rank", "3")
    correct(folder, "R1,75,82,通报勘误,县统计局,2024-08-01\n")
    row = by_id(folder.load().known())["R1+c2"]
    assert (row["hedge"], row["rank"], row["source"], row["label"]) == ("about", 3, "report", "接待游客")


def test_a_derived_value_follows(folder: DataFolder) -> None:
    correct(folder, "R1,75,80,通报勘误,县统计局,2024-08-01\n")
    briefing = Briefing("tourism", county="shili")
    spend = briefing.figure("spend")
    assert spend.formula == "4800万元÷约80万人次"
    assert spend.origins == ("R2", "R1+c2")


def test_a_doubt_about_the_original_is_settled_by_it(folder: DataFolder) -> None:
    folder.cell(3, "doubt", "字迹不清")
    correct(folder, ONE)
    known = folder.load().known()
    assert [d.label for d in verification.find_items(known)] == ["更正"]
    assert [d.label for d in verification.find_items(folder.load().known(date(2024, 7, 1)))] == ["存疑"]


def test_a_contradiction_may_be_settled_by_it(folder: DataFolder) -> None:
    folder.add("N1", source="mirror", value="4900", unit="万元", indicator="income", hedge="exact")
    assert len(folder.load().known().conflicts()) == 2
    correct(folder, ONE)
    known = folder.load().known()
    assert known.conflicts().empty
    assert current(known, "income") == [4900]


def test_a_correction_does_not_outdo_what_the_publisher_said_later(folder: DataFolder) -> None:
    folder.edit("sources.toml", 'publisher = "发布者不详"', 'publisher = "示例县统计局"')
    folder.add("N1", source="mirror", value="5000", unit="万元", indicator="income", hedge="exact")
    correct(folder, ONE)
    rows = by_id(folder.load().known())
    assert [rows[name]["status"] for name in ("R2", "R2+c2", "N1")] == ["corrected", "revised", "current"]


def test_a_correction_may_be_corrected(folder: DataFolder) -> None:
    correct(folder, ONE, "R2,4900,4950,再次核对,县统计局,2024-09-01\n")
    everything = folder.load()
    rows = by_id(everything.known())
    assert [rows[name]["status"] for name in ("R2", "R2+c2", "R2+c3")] == ["corrected", "corrected", "current"]
    assert rows["R2+c3"]["corrects"] == "R2+c2"
    assert rows["R2+c3"]["locator"] == "corrections.csv 第3行（更正），原第2行"
    assert current(everything.known(date(2024, 8, 15)), "income") == [4900]


def test_corrections_apply_in_the_order_of_their_days(folder: DataFolder) -> None:
    correct(folder, "R2,4900,4950,再次核对,县统计局,2024-09-01\n", ONE)
    assert current(folder.load().known(), "income") == [4950]


@given(st.permutations(["R1,75,80", "R3,4000,4100", "R5,11,12"]))
def test_the_order_of_the_file_changes_no_value(lines: list[str]) -> None:
    raw = pd.DataFrame(
        {"id": ["R1", "R3", "R5"], "value": ["75", "4000", "11"], "locator": "a", "published": "2024-06-30",
         "doubt": "", "source": "s"},
    )  # fmt: skip
    rows = pd.DataFrame(
        [[*line.split(","), "勘误", "县统计局", "2024-08-01"] for line in lines], columns=list(corrections.COLUMNS)
    )
    rows.index += 2
    made, faults = corrections.chain_corrections(rows, raw, {})
    assert faults == []
    assert dict(zip(made["corrects"], made["value"], strict=True)) == {"R1": "80", "R3": "4100", "R5": "12"}


def test_the_briefing_tells_was_is_why_who_and_since_when(folder: DataFolder) -> None:
    correct(folder, ONE)
    notes = [block for block in Briefing("tourism", county="shili").verification() if isinstance(block, blocks.Note)]
    assert [note.label for note in notes] == ["更正", "说明"]  # and that the county is invented
    assert pieces.plain_text(notes[0].parts) == (
        "示例县2024年旅游收入：原为4800万元，现为4900万元；原因：通报勘误；县统计局更正，2024年8月1日起采用。"
    )
    assert [figure.origins for figure in blocks.figures_of(notes[0])] == [("R2",), ("R2+c2",)]


def test_before_that_day_the_briefing_knows_nothing_of_it(folder: DataFolder) -> None:
    correct(folder, ONE)
    said = Briefing("tourism", county="shili", known_at="2024-07-31").verification()
    assert "更正" not in [block.label for block in said if isinstance(block, blocks.Note)]


def test_every_briefing_that_prints_the_number_tells_of_it(folder: DataFolder) -> None:
    correct(folder, "R1,75,82,通报勘误,县统计局,2024-08-01\n", "R5,11,12,通报勘误,县统计局,2024-08-01\n")
    told = {
        slug: [pieces.plain_text(b.parts)[:12] for b in Briefing(slug, county="shili").verification()
               if isinstance(b, blocks.Note) and b.label == "更正"]
        for slug in ("tourism", "jobs", "overview")
    }  # fmt: skip
    assert told["tourism"] == ["示例县2024年接待游客"]
    assert told["jobs"] == ["示例县2024年乡镇就业"]
    assert told["overview"] == ["示例县2024年接待游客", "示例县2024年乡镇就业"]  # its glance prints the first


def test_figures_json_names_both_places(folder: DataFolder) -> None:
    correct(folder, ONE)
    briefing = Briefing("tourism", county="shili")
    body = (briefing.indicators(), *briefing.verification(), briefing.sources())
    told = figures_json(Document(masthead=briefing.masthead(), blocks=body))
    printed = {row["id"]: row for row in told["observations"]}
    assert printed["R2+c2"]["locator"] == "corrections.csv 第2行（更正），原第2行"
    assert (printed["R2"]["text"], printed["R2+c2"]["text"]) == ("4800万元", "4900万元")
    assert (printed["R2"]["status"], printed["R2+c2"]["status"]) == ("corrected", "current")
    assert printed["R2"]["key"] == printed["R2+c2"]["key"] == ["income", "999901", "", "2024", "actual"]


def test_check_lists_the_correction(folder: DataFolder) -> None:
    correct(folder, ONE)
    faults, found = check.check_folder(folder.path)
    assert faults == []
    assert [(doubt.label, doubt.where) for doubt in found if doubt.changed] == [
        ("更正", "report 第2行、report corrections.csv 第2行（更正），原第2行")
    ]
