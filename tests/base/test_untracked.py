"""Suspension of dependency tracking: nested, and ended by an error."""

from __future__ import annotations

import pytest

from xj_analysis.base import untracked


def test_tracking_is_suspended_until_the_outermost_block_ends() -> None:
    with untracked.untracked():
        with untracked.untracked():
            assert untracked.active()
        assert untracked.active()
    assert not untracked.active()


def test_an_error_inside_resumes_tracking() -> None:
    with pytest.raises(KeyError), untracked.untracked():
        raise KeyError
    assert not untracked.active()
