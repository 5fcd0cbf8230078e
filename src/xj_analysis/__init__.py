"""Campaign briefings in which every printed number can be traced to the cell or sentence it came from."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from . import metrics
    from .briefing import charts
    from .briefing.briefing import Briefing
    from .briefing.prose import say
    from .briefing.tables import table
    from .county.model import County
    from .loaders import load
    from .quantity.figures import Figure
    from .quantity.periods import Period
    from .texts.proof import proofread
    from .texts.reader import read_text

__version__ = "0.1.0"
__all__ = [
    "Briefing", "County", "Figure", "Period", "charts", "load", "metrics", "proofread", "read_text", "say", "table",
]  # fmt: skip

_MODULES = {"charts": "briefing.charts", "metrics": "metrics"}
_HOMES = {
    "Briefing": "briefing.briefing", "County": "county.model", "Figure": "quantity.figures",
    "Period": "quantity.periods", "load": "loaders", "proofread": "texts.proof", "read_text": "texts.reader",
    "say": "briefing.prose", "table": "briefing.tables",
}  # fmt: skip


def __getattr__(name: str) -> Any:
    """Import a public name when it is first used: importing the package itself costs nothing."""
    import importlib

    if name in _HOMES:
        return getattr(importlib.import_module(f".{_HOMES[name]}", __name__), name)
    if name in _MODULES:
        return importlib.import_module(f".{_MODULES[name]}", __name__)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    """Return the public names, for completion."""
    return list(__all__)
