"""Campaign briefings in which every printed number can be traced to the cell or sentence it came from."""

from sys import modules as _loaded
from typing import TYPE_CHECKING

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
# in the order that completion offers: what a notebook begins with comes first, the parts that others make last
__all__ = [  # noqa: RUF022
    "Briefing", "say", "table", "charts", "metrics", "load", "read_text", "proofread", "County", "Period", "Figure",
]  # fmt: skip
__dir__ = __all__.copy

_MODULES = {"charts": "briefing.charts", "metrics": "metrics"}
_HOMES = {
    "Briefing": "briefing.briefing", "County": "county.model", "Figure": "quantity.figures",
    "Period": "quantity.periods", "load": "loaders", "proofread": "texts.proof", "read_text": "texts.reader",
    "say": "briefing.prose", "table": "briefing.tables",
}  # fmt: skip


def __getattr__(name: str) -> object:
    """Import a public name when it is first used: importing the package itself costs nothing."""
    import importlib

    if name in _HOMES:
        return getattr(importlib.import_module(f".{_HOMES[name]}", __name__), name)
    if name in _MODULES:
        return importlib.import_module(f".{_MODULES[name]}", __name__)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def _complete_names() -> None:
    """Let a running IPython offer the public names alone."""
    import importlib

    importlib.import_module(".base.completion", __name__).register()


if "IPython" in _loaded:
    _complete_names()
