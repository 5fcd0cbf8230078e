"""States of items: every way people write that one is done is read; other words are no state."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xj_analysis.county.checklist_states import BLANK, DONE, STATES, state_of


@pytest.mark.parametrize("words", ["✓", "√", "✔", "是", "已完成", "完成", " 完成 "])
def test_what_reads_as_done(words: str) -> None:
    assert state_of(words) == DONE


@pytest.mark.parametrize("words", ["", "否", "未完成", "基本完成", "完成一半", "1", "TRUE", "在建中", "差不多"])
def test_other_words_are_not_guessed_at(words: str) -> None:
    assert state_of(words) is None


@given(st.text(max_size=4))
def test_what_is_read_is_a_state_and_reads_as_itself(words: str) -> None:
    state = state_of(words)
    assert state is None or (state in STATES and state_of(state) == state)
    assert state != BLANK
