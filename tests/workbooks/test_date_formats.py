"""Dates and times as shown."""

from __future__ import annotations

from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from xj_analysis.workbooks import date_formats
from xj_analysis.workbooks.number_formats import shown

SECONDS = st.datetimes(datetime(1901, 1, 1), datetime(2100, 1, 1)).map(lambda when: when.replace(microsecond=0))


@given(SECONDS)
def test_a_moment_is_shown_in_the_parts_of_its_format(when: datetime) -> None:
    serial = date_formats.serial_of(when.isoformat())
    assert shown(serial, "yyyy-mm-dd hh:mm:ss") == (f"{when:%Y-%m-%d %H:%M:%S}", "date")
    assert shown(serial, 'yyyy"年"m"月"d"日"') == (f"{when.year}年{when.month}月{when.day}日", "date")
    assert shown(serial, "[$-804]aaaa")[0] == f"星期{'一二三四五六日'[when.weekday()]}"
    half = "上午" if when.hour < 12 else "下午"
    assert shown(serial, date_formats.BUILT_IN[55])[0] == f"{half}{(when.hour % 12) or 12}时{when.minute:02}分"


@given(st.integers(0, 10**7))
def test_elapsed_hours_go_beyond_a_day(minutes: int) -> None:
    text, _ = shown(timedelta(minutes=minutes) / timedelta(days=1), "[h]:mm")
    assert text == f"{minutes // 60}:{minutes % 60:02}"


def test_days_before_march_1900_are_counted_as_spreadsheets_do() -> None:
    assert [shown(serial, "yyyy/m/d")[0] for serial in (0, 1, 59, 61)] == [
        "1900/1/0",
        "1900/1/1",
        "1900/2/28",
        "1900/3/1",
    ]
    assert shown(3_000_000, "yyyy/m/d") == ("", "concealed")
