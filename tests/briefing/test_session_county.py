"""County of a session: that of the briefing made last, and none before."""

from __future__ import annotations

import pytest

from xj_analysis.briefing import session_county
from xj_analysis.store.store import Store


@pytest.fixture(autouse=True)
def no_county(monkeypatch: pytest.MonkeyPatch) -> None:
    """A session without a county."""
    monkeypatch.setattr(session_county, "_county", [])


def test_without_a_briefing_nothing_is_known() -> None:
    assert session_county.proper_names() == () and session_county.indicator_of("visits") is None


def test_the_county_remembered_last_is_that_of_the_session(example: Store) -> None:
    other = example.county.model_copy(update={"names": ("5+2",)})
    session_county.remember(example.county)
    session_county.remember(other)
    assert session_county.proper_names() == other.proper_names
    assert session_county.indicator_of("visits") is other.by_slug["visits"]


@pytest.mark.parametrize("label", ["甲镇", "2024", ("visits", "甲镇"), 5, None])
def test_another_label_is_no_indicator(label: object, example: Store) -> None:
    session_county.remember(example.county)
    assert session_county.indicator_of(label) is None
