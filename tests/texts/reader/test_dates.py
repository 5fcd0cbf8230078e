"""Time expressions: period codes, anchors, bases of comparison."""

from __future__ import annotations

from datetime import date

import pytest

from xj_analysis.texts.reader import dates
from xj_analysis.texts.reader.reading import read_text


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("2023年", "2023"),
        ("今年一季度", "2024Q1"),
        ("今年以来", "2024-YTD"),
        ("去年以来", "2023-01/2024-YTD"),
        ("2023年1—6月", "2023-01/2023-06"),
        ("1—5月", "2024-01/2024-05"),
        ("前三季度", "2024-01/2024-09"),
        ("前11个月", "2024-01/2024-11"),
        ("去年下半年", "2023-07/2023-12"),
        ("2024年5月1日至5日", "2024-05-01/2024-05-05"),
        ("今年“五一”假期", "2024-05-01/2024-05-05"),
        ("去年国庆假期", "2023-09-30/2023-10-06"),
        ("截至6月底", "2024-06-30"),
        ("2023年底", "2023-12-31"),
        ("“十三五”期间", "2016-01/2020-12"),
        ("5月", "2024-05"),
        ("13月", ""),
    ],
)
def test_a_period_is_reckoned_from_the_day_of_the_text(text: str, code: str) -> None:
    (mention,) = read_text(f"{text}，完成投资3亿元", anchor=date(2024, 7, 1)).mentions
    assert mention.period == code


def test_national_day_takes_in_the_days_off_before_and_after() -> None:
    assert dates.find_dates("去年国庆假期", dates.Anchor(2025))[0].code == "2024-10-01/2024-10-07"
    assert dates.find_dates("国庆假期", dates.Anchor(2090))[0].code == "", "a year not yet published is not guessed"


def test_what_something_is_compared_with_is_not_its_period() -> None:
    read = read_text("2023年，产值12亿元，比2020年增长15%，是2015年的2.3倍，较上年提高1个百分点，去年同期为10亿元。")
    assert [mention.period for mention in read.mentions[:4]] == ["2023"] * 4


def test_the_anchor_is_given_or_found() -> None:
    assert read_text("今年3家", anchor=date(2022, 1, 1)).mentions[0].period == "2022"
    dated = read_text("今年3家。\n（2021年12月3日）")
    assert (dated.mentions[0].period, dated.anchor.how) == ("2021", "dated")
    assert read_text("2019年5家，今年3家，到2025年9家").mentions[1].period == "2019"
    assert read_text("今年3家").mentions[0].period == "", "no year is told, so none is said"


def test_a_bulletin_speaks_of_the_year_of_its_title() -> None:
    read = read_text("样县2023年统计公报\n全年产值5亿元，年末人口3万人。", anchor=date(2024, 3, 20))
    assert [mention.period for mention in read.mentions] == ["2023", "2023-12-31"]
