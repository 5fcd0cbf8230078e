"""Corrections that are refused: each names its line, its column and the remedy."""

from __future__ import annotations

import pytest
from click.testing import CliRunner

from support.corrected_folder import ONE, correct, current, messages
from support.county_folder import DataFolder
from xj_analysis.briefing import check
from xj_analysis.cli.app import app

FAULTS = [
    ("R22,4800,4900,勘误,县统计局,2024-08-01", "id：没有这个观测值，得到“R22”。是否想写“R2”？可选："),
    ("R2,4700,4900,勘误,县统计局,2024-08-01", "expected：R2 的值已不是“4700”，得到“4800”。原数如已改正，"),
    ("R2,4800.0,4900,勘误,县统计局,2024-08-01", "expected：R2 的值已不是“4800.0”，得到“4800”。"),
    ("R2,4800,4800,勘误,县统计局,2024-08-01", "value：更正前后的值相同，得到“4800”。请核对，或删去这一行。"),
    ("R2,4800,4900万元,勘误,县统计局,2024-08-01", "value：值不是数字，得到“4900万元”。请只填数字，单位与约数照原行，"),
    ("R2,约4800,4900,勘误,县统计局,2024-08-01", "expected：原值不是数字，得到“约4800”。"),
    ("R2,4800,,勘误,县统计局,2024-08-01", "value：值不是数字。"),
    ("R2,4800,4900,,县统计局,2024-08-01", "reason：缺少原因。请写明为什么更正。"),
    ("R2,4800,4900,勘误,　,2024-08-01", "by：没有写明谁更正，得到“　”。请写明谁核对、谁更正。"),
    ("R2,4800,4900,多印了1个零,县统计局,2024-08-01", "reason：文字里写了数字，得到“多印了1个零”。"),
    ("R2,4800,4900,勘误,县统计局,", "published：日期不合格。请写更正为人所知的日子，如 2024-06-05。"),
    ("R2,4800,4900,勘误,县统计局,2024-8-1", "published：日期不合格，得到“2024-8-1”。"),
    ("R2,4800,4900,勘误,县统计局,2024-06-29", "published：更正早于原数的公布，得到“2024-06-29”。原数公布于"),
]  # fmt: skip


@pytest.mark.parametrize(("line", "words"), FAULTS, ids=[words.partition("，")[0] for _, words in FAULTS])
def test_a_correction_that_does_not_fit_is_refused(folder: DataFolder, line: str, words: str) -> None:
    correct(folder, line + "\n")
    (said,) = messages(folder)
    assert said.startswith(f"corrections.csv 第2行 {words}")


def test_a_declared_name_with_a_digit_may_stand_in_a_reason(folder: DataFolder) -> None:
    correct(folder, "R2,4800,4900,“5+2”行动口径更正,县统计局,2024-08-01\n")
    assert current(folder.load().known(), "income") == [4900]


def test_it_fails_the_day_the_source_is_mended(folder: DataFolder) -> None:
    correct(folder, ONE)
    folder.cell(3, "value", "4900")
    assert messages(folder) == [
        "corrections.csv 第2行 expected：R2 的值已不是“4800”，得到“4900”。"
        "原数如已改正，请删去这一行；如确应更正，请核对后改 expected。"
    ]


def test_all_faults_come_at_once_with_those_of_the_observations(folder: DataFolder) -> None:
    folder.cell(9, "value", "很多")
    correct(folder, "R99,1,2,勘误,县统计局,2024-08-01\n", "R2,1,2,勘误,县统计局,2024-08-01\n", "R3,4000,x,,县,2024\n")
    places = [said.partition("：")[0] for said in messages(folder)]
    assert places == [
        "observations.csv 第9行 value",
        "corrections.csv 第2行 id",
        "corrections.csv 第3行 expected",
        "corrections.csv 第4行 value",
        "corrections.csv 第4行 reason",
        "corrections.csv 第4行 published",
    ]


def test_a_second_correction_must_expect_what_the_first_left(folder: DataFolder) -> None:
    correct(folder, ONE, "R2,4800,4950,再次核对,县统计局,2024-09-01\n")
    (said,) = messages(folder)
    assert said.startswith("corrections.csv 第3行 expected：R2 的值已不是“4800”，得到“4900”。")


def test_after_a_correction_at_fault_the_next_of_the_same_value_is_not_judged(folder: DataFolder) -> None:
    correct(folder, "R2,1,2,勘误,县统计局,2024-08-01\n", "R2,2,3,再次核对,县统计局,2024-09-01\n")
    assert len(messages(folder)) == 1


def test_a_column_that_is_missing_is_named(folder: DataFolder) -> None:
    folder.write("corrections.csv", "id,expected,value,reason,published\nR2,4800,4900,勘误,2024-08-01\n")
    assert messages(folder) == ["corrections.csv 表头：缺少列。请补上：by。"]


def test_an_observation_cannot_take_the_id_of_a_correction(folder: DataFolder) -> None:
    folder.cell(9, "id", "R2+c2")
    assert messages(folder) == [
        "observations.csv 第9行 id：编号不合格，得到“R2+c2”。“+c”加数字的编号留给更正，请另编。"
    ]


def test_check_gives_the_faults_of_the_corrections(folder: DataFolder) -> None:
    correct(folder, "R2,1,2,勘误,县统计局,2024-08-01\n")
    faults, _ = check.check_folder(folder.path)
    assert [fault.where for fault in faults] == ["corrections.csv 第2行 expected"]


def test_strict_is_about_what_is_still_to_be_settled(folder: DataFolder) -> None:
    correct(folder, ONE)
    assert CliRunner().invoke(app, ["check", str(folder.path), "--strict"]).exit_code == 0
    folder.add("N1", source="mirror", value="90", hedge="exact")
    assert CliRunner().invoke(app, ["check", str(folder.path), "--strict"]).exit_code == 5
