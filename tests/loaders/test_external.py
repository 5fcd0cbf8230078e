"""External sources: every container gives the same frame, the same faults and the same slices."""

from __future__ import annotations

import pandas as pd
import pytest

from support.county_folder import COLUMNS, DataFolder
from support.external_sources import CONTAINERS, SOURCE, Move, frame_of, locators, write
from support.fault_messages import CELLS, faults, message
from xj_analysis import Briefing, loaders
from xj_analysis.base.errors import UsageError
from xj_analysis.briefing import check
from xj_analysis.county.toml_files import read_county

EACH = pytest.mark.parametrize("kind", CONTAINERS)
ONE_A_COLUMN = [
    cell for column, cell in {cell[0]: cell for cell in CELLS}.items() if column not in ("source", "locator")
]


@EACH
def test_every_container_gives_the_frame_of_the_csv(county_folder: DataFolder, move: Move, kind: str) -> None:
    expected = county_folder.load().frame
    found = move(kind).load().frame
    apart = ["source", "sources", "locator"]
    pd.testing.assert_frame_equal(
        found.drop(columns=apart).reset_index(drop=True), expected.drop(columns=apart).reset_index(drop=True)
    )
    assert set(found["source"]) == {"ledger"}


@pytest.mark.parametrize(("kind", "locator"), [("csv", "第3条"), ("parquet", "第3行"), ("sql", "id=R3")])
def test_a_row_can_be_found_again(move: Move, kind: str, locator: str) -> None:
    assert locators(move(kind).load())["R3"] == locator


def test_a_locator_of_its_own_is_kept_behind(county_folder: DataFolder, move: Move) -> None:
    write_with = frame_of(county_folder).assign(locator=lambda frame: "原表" + frame["id"])
    folder = move("parquet")
    write(write_with, "parquet", folder.path)
    assert locators(folder.load())["R3"] == "第3行（原表R3）"


@pytest.mark.parametrize("kind", ["parquet", "sql"])
@pytest.mark.parametrize(("column", "value", "words"), ONE_A_COLUMN)
def test_a_faulty_cell_has_the_message_of_the_csv(
    county_folder: DataFolder, move: Move, kind: str, column: str, value: str, words: str
) -> None:
    county_folder.cell(9, column, value)
    places = {"parquet": "ledger.parquet 第8行", "sql": f"数据库表 monthly id={value if column == 'id' else 'R8'}"}
    said = [str(fault) for fault in faults(move(kind))]
    assert len(said) == 1 or value == "R2"  # by their id alone two rows of a database cannot be told apart
    assert f"{places[kind]} {words}" in said[-1]


@EACH
def test_columns_are_checked_as_in_the_csv(county_folder: DataFolder, move: Move, kind: str) -> None:
    folder = move(kind)
    write(frame_of(county_folder).rename(columns={"value": "valeu"}), kind, folder.path)
    assert "表头：列名不认识，得到“valeu”。是否想写“value”？" in message(folder)
    write(frame_of(county_folder).drop(columns=["unit", "hedge"]), kind, folder.path)
    assert "表头：缺少列。请补上：unit、hedge。" in message(folder)


@EACH
def test_optional_columns_may_be_absent(county_folder: DataFolder, move: Move, kind: str) -> None:
    expected = move(kind).load().frame
    write(frame_of(county_folder)[list(COLUMNS[:9])], kind, county_folder.path)
    pd.testing.assert_frame_equal(county_folder.load().frame, expected)


@EACH
def test_a_container_without_rows_is_no_fault_and_has_none(county_folder: DataFolder, move: Move, kind: str) -> None:
    folder = move(kind, keep=True)
    expected = folder.path / "observations.csv"
    write(frame_of(county_folder).iloc[:0], kind, folder.path)
    assert len(folder.load().frame) == 8 and expected.is_file()


def test_observations_and_sources_load_into_one_store(county_folder: DataFolder, move: Move) -> None:
    first, last = county_folder.rows[:4], county_folder.rows[4:]
    county_folder.rows = last
    folder = move("sql", keep=True)
    folder.rows = first
    folder.save()
    frame = folder.load().frame
    assert frame["id"].tolist() == [f"R{number}" for number in range(1, 9)]
    assert frame["source"].tolist() == ["report"] * 4 + ["ledger"] * 4
    assert frame.index.is_unique


def test_an_id_of_another_source_is_a_fault(move: Move) -> None:
    said = [str(fault) for fault in faults(move("parquet", keep=True))]
    assert said[2] == "ledger.parquet 第3行 id：编号与别的来源重复，得到“R3”。请在编号前加上来源的代号。"
    assert len(said) == 8


def test_the_rows_of_a_source_are_its_own(county_folder: DataFolder, move: Move) -> None:
    folder = move("parquet")
    write(frame_of(county_folder).assign(source=["mirror"] + ["ledger", ""] * 3 + [""]), "parquet", folder.path)
    assert message(folder) == (
        "ledger.parquet 第1行 source：来源不是这一个，得到“mirror”。这里的行都出自 ledger：请留空，或写 ledger。"
    )


def test_all_faults_of_all_sources_come_in_one_go(county_folder: DataFolder, move: Move) -> None:
    county_folder.cell(2, "value", "很多")
    folder = move("parquet")
    folder.append("sources.toml", SOURCE.format(kind="sql", where='url_env = "XJ_NONE"\ntable = "t"').replace(
        '"ledger"', '"other"'))  # fmt: skip
    folder.rows = [folder.rows[0] | {"id": "X1", "unit": "亩", "value": "1"}]
    folder.save()
    assert [fault.where for fault in faults(folder)] == [
        "observations.csv 第2行 unit", "ledger.parquet 第1行 value", "sources.toml [other]",
    ]  # fmt: skip


# --- more than this county ---------------------------------------------------------------------------


@EACH
def test_a_name_nobody_declared_is_a_fault_however_small_the_slice(
    county_folder: DataFolder, move: Move, kind: str
) -> None:
    county_folder.add("Z1", indicator="visit")
    county_folder.add("Z2", area="888801")
    folder = move(kind)
    assert [fault.what for fault in faults(folder)] == ["指标不存在", "地区不存在"]
    with pytest.raises(Exception, match="指标不存在，得到“visit”"):
        Briefing("jobs", county="shili")


@EACH
def test_a_subset_leaves_alone_what_is_not_declared(county_folder: DataFolder, move: Move, kind: str) -> None:
    expected = move(kind).load().frame["id"].tolist()
    county_folder.add("Z1", indicator="visit", value="很多")
    county_folder.add("Z2", area="888801", period="某年")
    assert move(kind, more="subset = true").load().frame["id"].tolist() == expected


def test_of_very_many_strangers_some_are_named(county_folder: DataFolder, move: Move) -> None:
    for number in range(150):
        county_folder.rows.append(county_folder.rows[0] | {"id": f"Z{number}", "area": "888801"})
    found = faults(move("parquet"))
    assert len(found) == 101
    assert "subset = true" in found[-1].do


# --- a slice ---------------------------------------------------------------------------------------


@EACH
@pytest.mark.parametrize("slugs", [{"visits"}, {"homes_town", "homes_village"}, set()])
def test_a_slice_is_a_part_of_the_whole_and_knows_of_the_rest(move: Move, kind: str, slugs: set[str]) -> None:
    folder = move(kind)
    whole = folder.load()
    part = loaders.load_observations(whole.county, indicators=slugs)
    expected = whole.frame[whole.frame["indicator"].isin(slugs)]
    pd.testing.assert_frame_equal(
        part.frame.reset_index(drop=True), expected.reset_index(drop=True), check_dtype=bool(slugs)
    )
    assert part.latest == whole.latest
    for period in ("2024", "2023"):
        known = part.known(period=period).frame
        again = whole.known(period=period).frame.query("indicator in @slugs")
        pd.testing.assert_frame_equal(
            known.reset_index(drop=True), again.reset_index(drop=True), check_dtype=bool(slugs)
        )


@EACH
def test_only_what_the_slice_needs_is_read(county_folder: DataFolder, move: Move, kind: str) -> None:
    county_folder.cell(6, "value", "很多")  # of homes_town
    folder = move(kind)
    county = read_county(folder.path)
    assert len(loaders.load_observations(county, indicators={"visits"}).frame) == 2
    assert "很多" in message(folder)
    assert [fault.got for fault in check.check_folder(folder.path)[0]] == ["很多"]


@EACH
def test_periods_that_begin_later_are_not_read(county_folder: DataFolder, move: Move, kind: str) -> None:
    for number, period in enumerate(("2025", "2025Q1", "2024-11", "")):
        county_folder.add(f"Y{number}", period=period, nature="planned")
    folder = move(kind)
    county = folder.load().county
    found = loaders.load_observations(county, indicators={"visits"}, period="2024").frame
    assert found["id"].tolist() == ["R1", "R8", "Y2", "Y3"]


def test_a_slice_without_rows_still_fails_where_the_whole_would(move: Move) -> None:
    folder = move("sql")
    whole = folder.load()
    part = loaders.load_observations(whole.county, indicators=[])
    assert part.frame.empty
    for wrong in ({"period": "1999"}, {"known_at": pd.Timestamp("1999-01-01").date()}):
        said = []
        for store in (whole, part):
            with pytest.raises(UsageError) as caught:
                store.known(**wrong)
            said.append(str(caught.value))
        assert said[0] == said[1]


def test_the_day_a_correction_became_known_counts_for_every_slice(move: Move) -> None:
    folder = move("parquet")
    folder.write("corrections.csv", "id,expected,value,reason,by,published\nR5,11,12,笔误,某人,2024-09-09\n")
    whole = folder.load()
    for slugs in ({"visits"}, {"homes_town"}):
        part = loaders.load_observations(whole.county, indicators=slugs)
        assert part.latest == whole.latest == pd.Timestamp("2024-09-09").date()
    assert part.frame["id"].tolist() == ["R5", "R5+c2"]
    assert part.frame["locator"].tolist()[1] == "corrections.csv 第2行（更正），原第5行"


def test_a_correction_of_nothing_is_found_by_the_whole(move: Move) -> None:
    folder = move("parquet")
    folder.write("corrections.csv", "id,expected,value,reason,by,published\nR99,11,12,笔误,某人,2024-09-09\n")
    assert "没有这个观测值，得到“R99”" in message(folder)
