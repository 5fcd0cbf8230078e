"""Threads of linear algebra: one a process, unless the environment sets more."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from xj_analysis.engine.threads import THREADS, one_thread


@given(st.dictionaries(st.sampled_from(THREADS), st.sampled_from(["", "2", "8"])))
def test_variables_that_are_set_are_kept(env: dict[str, str]) -> None:
    added = one_thread(env)
    assert set(added.values()) <= {"1"}
    assert not any(env.get(name) for name in added)


@given(st.dictionaries(st.sampled_from(THREADS), st.sampled_from(["", "2", "8"])))
def test_a_library_without_a_variable_of_its_own_has_one_thread_or_those_of_openmp(env: dict[str, str]) -> None:
    whole = env | one_thread(env)
    for name in THREADS:
        assert whole.get(name) or whole["OMP_NUM_THREADS"] == env["OMP_NUM_THREADS"] != "1"
