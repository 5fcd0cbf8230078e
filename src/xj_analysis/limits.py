"""What a notebook may use before it is stopped."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Limits:
    """Seconds a cell, seconds in all, and megabytes of memory of its kernel."""

    cell: int = 600
    briefing: int = 1800
    memory: int = 2048
