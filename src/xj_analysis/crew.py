"""Those who make briefings: warm kernels and workers, called together when there is something to make."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from functools import cached_property
from typing import Self

from . import kernels
from .workers import Pool

_AHEAD = 4  # kernels and workers that wait, at most: each has the memory of what it has touched


class Crew:
    """Kernels and workers, started when they are first wanted and kept until the end.

    Parameters
    ----------
    size
        How many briefings are made side by side.
    noticed
        Is told where kernels cannot be warm.
    """

    def __init__(self, size: int, noticed: Callable[[str], None] = lambda said: None) -> None:
        self._size = size
        self._noticed = noticed
        self._stack = ExitStack()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    @cached_property
    def pool(self) -> Pool:
        """The workers; to ask for them starts them, and the process their kernels are forked from."""
        ahead = min(self._size, _AHEAD)
        self._stack.enter_context(kernels.started(ahead))
        pool = self._stack.enter_context(Pool(self._size))
        pool.get_ready(ahead)
        if not kernels.SUPPORTED:
            self._noticed(kernels.COLD)
        return pool

    def call(self) -> None:
        """Start them, if they are not at work yet."""
        _ = self.pool
