"""Campaign briefings in which every printed number can be traced to the cell or sentence it came from."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from . import charts, metrics, prose, tables
    from .briefing import Briefing
    from .county.model import County

__version__ = "0.1.0"
__all__ = ["Briefing", "County", "charts", "metrics", "prose", "tables"]

_HOMES = {"Briefing": "briefing", "County": "county.model"}


def __getattr__(name: str) -> Any:
    """Import what is asked for when it is asked for: importing the package itself costs nothing."""
    import importlib

    if name in _HOMES:
        return getattr(importlib.import_module(f".{_HOMES[name]}", __name__), name)
    if name in __all__:
        return importlib.import_module(f".{name}", __name__)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
