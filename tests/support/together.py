"""Properties of functions from frames to frames: all examples are areas of one frame, so that hundreds cost one call.

What holds of each area must hold of it among others too: series do not touch. A few examples are also tried alone, and
if the frame of all fails, each is, so that hypothesis finds the smallest that does.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from hypothesis import given, settings
from hypothesis.strategies import SearchStrategy

Case = TypeVar("Case")

ALONE = 5


def hold(strategy: SearchStrategy[Case], check: Callable[[list[Case]], None]) -> None:
    """Check all examples of `strategy` at once: as many as the profile of the run asks for.

    Parameters
    ----------
    strategy
        What an example is drawn from.
    check
        Asserts what must hold of each of the examples it is given.
    """
    cases: list[Case] = []

    @given(strategy)
    def gather(case: Case) -> None:
        cases.append(case)

    @given(strategy)
    def one(case: Case) -> None:
        check([case])

    gather()
    assert len(cases) >= settings().max_examples  # none fewer than a property of its own would try
    try:
        check(cases)
        for case in cases[-ALONE:]:
            check([case])
    except AssertionError:
        one()
        raise
