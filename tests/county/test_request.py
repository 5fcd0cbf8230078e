"""Requests: parsing of dates and editions, and the round trip through parameters."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xj_analysis.base.errors import UsageError
from xj_analysis.county.request import EDITIONS, BriefingRequest, parse_day

DAYS = st.one_of(st.none(), st.dates())


@given(
    st.lists(st.text()), st.sampled_from(["", "2024", "2023-01/2023-06"]), DAYS, st.sampled_from(EDITIONS), DAYS,
)  # fmt: skip
def test_what_is_written_down_of_a_request_gives_it_again(
    campaigns: list[str], period: str, known_at: date | None, edition: str, previous: date | None
) -> None:
    request = BriefingRequest.of(campaigns, period=period, known_at=known_at, edition=edition, previous=previous)
    written = request.parameters()
    assert set(map(type, written.values())) == {str}
    assert BriefingRequest.of(campaigns, **written) == request


def test_one_date_written_in_two_ways_is_one() -> None:
    assert BriefingRequest.of(known_at="20240630") == BriefingRequest.of(known_at=date(2024, 6, 30))
    assert BriefingRequest.of(known_at="20240630").parameters()["known_at"] == "2024-06-30"


@pytest.mark.parametrize("name", ["known_at", "previous"])
@pytest.mark.parametrize("written", ["2024", "2024-13-01", "六月"])
def test_what_is_no_date_is_refused_with_the_parameters_name(name: str, written: str) -> None:
    with pytest.raises(UsageError) as caught:
        BriefingRequest.of(**{name: written})
    assert str(caught.value) == f"{name}：日期写法不对，得到“{written}”。请写成 2024-06-30。"
    with pytest.raises(UsageError, match="--on：日期写法不对"):
        parse_day("--on", written)


def test_an_edition_that_is_none_is_refused_with_the_nearest() -> None:
    with pytest.raises(UsageError, match="edition：没有这个版别，得到“publik”。是否想写“public”？"):
        BriefingRequest.of(edition="publik")


@given(st.dates())
def test_a_day_is_the_same_as_date_text_or_integer(day: date) -> None:
    midnight = datetime(day.year, day.month, day.day)
    written: list[Any] = [day, midnight, day.isoformat(), *([int(f"{day:%Y%m%d}")] if day.year >= 1000 else [])]
    assert {parse_day("known_at", each) for each in written} == {day}


@given(st.integers(1000, 9999))
def test_a_year_may_be_an_integer(year: int) -> None:
    assert BriefingRequest.of(period=year) == BriefingRequest.of(period=str(year))


@pytest.mark.parametrize("value", [True, False, 2024.5, [], datetime(2024, 6, 30, 12)])
def test_what_is_neither_text_nor_day_is_refused(value: Any) -> None:
    for name in ("period", "known_at", "edition", "previous"):
        with pytest.raises(UsageError, match=f"^{name}：参数应是文字"):
            BriefingRequest.of(**{name: value})
